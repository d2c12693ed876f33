//! Handing in a need: it becomes an order, the minutes are held, and a clerk looks at it first where the policy says so.

use crate::access;
use crate::house::Orders;
use crate::model::{Flag, Order, OrderState, Place, Side, Step, order_number};
use crate::place::seal_place;
use crate::rules;
use crate::steps::{self, short_text};
use crate::store::{self, Written};
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{AccountId, Instant, Minutes, OrderId, Outcome, Refusal, Span};
use tb_ledger::{Class, Command as LedgerCommand};
use tb_people::{EnrolmentState, PersonFacts};
use tb_places::{Point, cell};
use tb_policy::rules::{RedeemFacts, SubmitFacts, hold_minutes, may_redeem, may_submit_order};
use tb_policy::{ItemCode, TimeClass, Trait, Version};

/// What an elder asks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Need {
    /// Code of the catalogue item.
    pub item: String,
    pub starts_at: Instant,
    pub minutes: Minutes,
    #[serde(default)]
    pub urgent: bool,
    /// What the volunteer should know; seen only by those entitled.
    #[serde(default)]
    pub note: String,
    /// Somewhere else than at home.
    #[serde(default)]
    pub address: Option<String>,
    /// WGS-84 position of that other place.
    #[serde(default)]
    pub point: Option<Point>,
}

/// Hands in a need, or a draft of one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Submit {
    pub need: Need,
    /// The draft that becomes the order.
    #[serde(default)]
    pub draft: Option<OrderId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    pub order: OrderId,
    pub number: String,
    pub state: OrderState,
    pub version: i64,
}

/// The fields of a need that are wrong whatever the policy says: all of them at once.
pub(crate) fn check_fields(need: &Need) -> Result<(), Refusal> {
    let mut refusal = Refusal::invalid();
    if need.item.trim().is_empty() {
        refusal = refusal.field("item", "orders.item-needed");
    }
    if !(1..=1440).contains(&need.minutes.0) {
        refusal = refusal.field("minutes", "orders.minutes-range");
    }
    if short_text("note", &need.note).is_err() {
        refusal = refusal.field("note", "common.too-long");
    }
    if need.address.as_deref().is_some_and(|address| short_text("address", address).is_err()) {
        refusal = refusal.field("address", "common.too-long");
    }
    refusal.or_ok()
}

impl Command for Submit {
    const NAME: &'static str = "orders.submit";
    type House = Orders;
    type Answer = Submitted;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Submitted> {
        let (elder, mut order, version) = prepare(house, work, &self.need, self.draft).await?;
        let item = version.item(&ItemCode::from(self.need.item.as_str())).ok_or(Refusal::not_found())?;
        let now = work.now;
        let month = now_month(self.need.starts_at);
        let facts = SubmitFacts {
            item: item.code.clone(),
            node: order.node,
            minutes: self.need.minutes,
            now,
            start: self.need.starts_at,
            urgent: self.need.urgent,
            open_orders: store::open_of_elder(work.tx, elder.id).await?,
            item_this_month: store::item_in_month(work.tx, elder.id, month.0, month.1, &self.need.item).await?,
            paid_care: false,
        };
        let decision = may_submit_order(&version, &facts).or_refuse()?;
        if decision.needs_a_look() {
            order.flag(Flag::LateNight);
        }
        if !store::elders_overlaps(work.tx, elder.id, order.starts_at, order.ends_at).await?.is_empty() {
            return Err(Refusal::conflict("orders.elder-overlap").into());
        }
        order.held_minutes = hold_minutes(&version, order.minutes);
        may_use_time(work, &elder, &version, order.held_minutes).await?;
        hold(work, &mut order, &version).await?;

        let review = version.parameters.review.before_publish || order.flagged(Flag::LateNight);
        order.state = if review { OrderState::Submitted } else { OrderState::Published };
        order.published_at = (!review).then_some(now);
        order.due = rules::due(&version, &order);
        save(work, self.draft.is_some(), order, decision.article.as_str()).await
    }
}

/// The elder, and the order as far as it is known before any rule is asked.
pub(crate) async fn prepare(
    house: &Orders,
    work: &mut Work<'_>,
    need: &Need,
    draft: Option<OrderId>,
) -> Outcome<(PersonFacts, Order, std::sync::Arc<Version>)> {
    let elder_id = work.actor.subject().ok_or(Refusal::not_found())?;
    check_fields(need)?;
    let elder = house.people.facts(work.tx, &[elder_id]).await?.pop().ok_or(Refusal::not_found())?;
    work.about("person", elder.id, elder.node);
    if elder.elder != Some(EnrolmentState::Active) {
        return Err(Refusal::rule("orders.elder-not-active").into());
    }
    let old = match draft {
        None => None,
        Some(id) => {
            let hand = steps::take_in_hand(house, work, id, Step::Submit, None).await?;
            if hand.side != Side::Elder || hand.order.elder != elder.id {
                return Err(Refusal::not_found().into());
            }
            Some(hand.order)
        }
    };
    let version = house.policies.at(elder.node, work.now.day()).map_err(Refusal::from)?;
    let order = new_order(house, work, need, &elder, &version, old).await?;
    access::no_own_interest(&house.people, work, &order).await.or_else(|refusal| {
        // Staff may ask for help for themselves: own pages carry no role.
        if work.actor.acting_for.is_none() { Ok(()) } else { Err(refusal) }
    })?;
    work.about("order", order.id, order.node);
    Ok((elder, order, version))
}

async fn new_order(
    house: &Orders,
    work: &mut Work<'_>,
    need: &Need,
    elder: &PersonFacts,
    version: &Version,
    old: Option<Order>,
) -> Outcome<Order> {
    let keys = house.people.data_keys(work.tx, &[elder.id]).await?;
    let key = keys.get(&elder.id).ok_or(Refusal::not_found())?;
    let id = old.as_ref().map_or_else(|| work.id(), |order| order.id);
    let elsewhere = need.address.as_deref().map(str::trim).filter(|address| !address.is_empty());
    let point = need.point.filter(|_| elsewhere.is_some()).unwrap_or(elder.home);
    let place = Place {
        address: elsewhere.map(str::to_owned),
        lon: point.lon(),
        lat: point.lat(),
        note: need.note.trim().to_owned(),
    };
    let ends_at = need.starts_at.plus(Span::minutes(need.minutes.0));
    let fresh = Order {
        id,
        number: order_number(id, work.now),
        node: elder.node,
        elder: elder.id,
        volunteer: None,
        item: need.item.clone(),
        policy: version.id.to_string(),
        state: OrderState::Draft,
        version: 1,
        starts_at: need.starts_at,
        ends_at,
        minutes: need.minutes,
        urgent: need.urgent,
        cell: cell(point),
        place: seal_place(key, id, &place, work.entropy),
        hold: None,
        held_minutes: Minutes::ZERO,
        proofs: 0,
        checked_in_at: None,
        checked_out_at: None,
        verified_minutes: None,
        agreed_at: None,
        agreed_minutes: None,
        settled_minutes: None,
        posting: None,
        due: None,
        alerts: 0,
        flags: String::new(),
        reason: None,
        created_by: work.actor.person,
        channel: work.actor.channel.code().to_owned(),
        created_at: work.now,
        published_at: None,
        taken_at: None,
        closed_at: None,
    };
    Ok(match old {
        None => fresh,
        Some(old) => Order { version: old.version, number: old.number, created_at: old.created_at, ..fresh },
    })
}

/// May this elder use their time now (age, hardship, grants)? By the city's article.
pub(crate) async fn may_use_time(
    work: &mut Work<'_>,
    elder: &PersonFacts,
    version: &Version,
    minutes: Minutes,
) -> Outcome<()> {
    let balances = tb_ledger::balances(work.tx, AccountId(elder.id.0)).await?;
    let today = work.now.day();
    let joined = [elder.volunteer_since, elder.elder_since].into_iter().flatten().min();
    let member_days = joined.map_or(0, |first| (today.0 - first.0).max(0));
    let facts = RedeemFacts {
        age: today.age_since(elder.birth),
        hardship: elder.traits.contains(&Trait::LowIncome) || elder.traits.contains(&Trait::UrgentDifficulty),
        earned_in_all: balances.earned_in_all,
        member_days: u32::try_from(member_days).unwrap_or(u32::MAX),
        needs_help: true,
        minutes,
        granted: balances.granted_free,
        kin: None,
        kin_age: 0,
    };
    may_redeem(version, &facts).or_refuse()?;
    Ok(())
}

/// The classes that pay for a service, in the order the policy names.
pub(crate) fn hold_classes(version: &Version) -> Vec<Class> {
    let class = |class: &TimeClass| match class {
        TimeClass::Earned => Class::Earned,
        TimeClass::Granted => Class::Granted,
        TimeClass::Gifted => Class::Gifted,
    };
    version.parameters.hold.use_first.iter().map(class).collect()
}

/// Reserves the minutes, in the order of classes the policy names.
async fn hold(work: &mut Work<'_>, order: &mut Order, version: &Version) -> Outcome<()> {
    let classes = hold_classes(version);
    let expires = order.ends_at.plus(rules::HOLD_OUTLIVES_VISIT);
    let key = format!("order:{}:hold", order.id);
    let command = LedgerCommand::hold_from(key, AccountId(order.elder.0), order.held_minutes, expires, &classes)
        .order(order.id)
        .by(work.actor.person)
        .under(order.policy.clone());
    let posted = steps::post(work, &[command]).await?;
    order.hold = posted.first().map(tb_ledger::Posted::hold);
    Ok(())
}

async fn save(work: &mut Work<'_>, was_draft: bool, order: Order, article: &str) -> Outcome<Submitted> {
    let mut written = Written::new(Step::Submit, OrderState::Draft, work.actor);
    written.facts = vec![("article", article.to_owned()), ("held", order.held_minutes.to_string())];
    let news = steps::news(&order, Step::Submit, OrderState::Draft, None, work.now, work.entropy)?;
    let order = if was_draft {
        let mut changed = [(order, written)];
        store::save(work.tx, &mut changed, work.now).await?;
        let [(order, _)] = changed;
        order
    } else {
        store::add(work.tx, &order).await?;
        store::first_event(work.tx, &order, &written).await?;
        order
    };
    tb_jobs::publish(work.tx, &[news]).await?;
    Ok(Submitted { order: order.id, number: order.number, state: order.state, version: order.version })
}

/// First and last instant of the city's calendar month around `at`.
fn now_month(at: Instant) -> (Instant, Instant) {
    let date = at.local().date();
    let first = tb_kernel::Day::from_date(date.first_of_month());
    let last = tb_kernel::Day::from_date(date.last_of_month());
    (first.start(), last.plus_days(1).start())
}
