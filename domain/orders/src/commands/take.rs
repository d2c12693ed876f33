//! A volunteer takes an open order (抢单). Two who take it at once: one has it, the other is told so kindly.

use super::Step1;
use crate::access;
use crate::house::Orders;
use crate::model::{Order, OrderState, Side, Step};
use crate::rules;
use crate::steps::{InHand, in_hand, put_down};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::Tx;
use tb_journal::{Command, Work};
use tb_kernel::{Day, Fail, Instant, Minutes, OrderId, Outcome, PersonId, Refusal, Span};
use tb_people::{EnrolmentState, PersonFacts};
use tb_policy::rules::{TakeFacts, may_take_order};
use tb_policy::{ItemCode, Version};

/// Takes an open order for oneself (or, at the desk, for the volunteer acted for).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Take {
    pub order: OrderId,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for Take {
    const NAME: &'static str = "orders.take";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let volunteer = work.actor.subject().ok_or(Refusal::not_found())?;
        let hand = book(house, work, self.order, volunteer, Step::Take, self.seen).await?;
        put_down(work, hand, Step::Take).await
    }
}

/// Gives an open order to a volunteer, after every guard of the policy.
///
/// # Errors
/// Not found, taken by somebody else, the policy's refusals.
pub(super) async fn book(
    house: &Orders,
    work: &mut Work<'_>,
    id: OrderId,
    volunteer: PersonId,
    step: Step,
    seen: Option<i64>,
) -> Outcome<InHand> {
    // The diary first, then the order: always in this order, so that two bookings cannot wait for each other.
    store::lock_diary(work.tx, volunteer).await?;
    let order = store::held_one(work.tx, id).await?.ok_or(Refusal::not_found())?;
    let facts = house.people.facts(work.tx, &[volunteer]).await?.pop().ok_or(Refusal::not_found())?;
    // What was in the hall once may be named to whoever looks for it there; what never was does not exist.
    let in_the_hall = order.published_at.is_some() && facts.volunteer == Some(EnrolmentState::Active);
    let sees = order.state != OrderState::Draft && (in_the_hall || access::sees(work.actor, &order));
    if !sees {
        return Err(Refusal::not_found().into());
    }
    work.about("order", order.id, order.node);
    if order.elder == volunteer {
        return Err(Refusal::rule("orders.own-order").into());
    }
    if order.volunteer == Some(volunteer) {
        return Err(Refusal::conflict("orders.already-yours").into());
    }
    if order.state != OrderState::Published && order.volunteer.is_some() {
        return Err(Refusal::conflict("orders.taken-by-another").into());
    }
    rules::may(&order, step, seen)?;
    if order.starts_at <= work.now {
        return Err(Refusal::conflict("orders.already-started").into());
    }
    access::no_own_interest(&house.people, work, &Order { volunteer: Some(volunteer), ..order.clone() })
        .await
        .or_else(|refusal| if work.actor.person == Some(volunteer) { Ok(()) } else { Err(refusal) })?;
    let mut hand = in_hand(house, order, Side::Volunteer)?;
    let decision = guard(house, work, &hand.order, &facts, &hand.version).await?;
    hand.fact("article", decision);
    let covers = tb_cover::in_force(work.tx, hand.order.starts_at.day()).await?;
    hand.fact("cover", covers.proof(&hand.version, facts.node, hand.order.node));
    hand.order.state = OrderState::Taken;
    hand.order.volunteer = Some(volunteer);
    hand.order.taken_at = Some(work.now);
    store::end_invitations(work.tx, id, work.now).await?;
    Ok(hand)
}

/// May this volunteer take this order? Gives the article that allows it.
async fn guard(
    house: &Orders,
    work: &mut Work<'_>,
    order: &Order,
    volunteer: &PersonFacts,
    version: &Version,
) -> Result<String, Fail> {
    let kin = house.people.related(work.tx, volunteer.id, order.elder).await?;
    let facts = take_facts(work.tx, version, order, volunteer, kin).await?;
    let decision = may_take_order(version, &facts).or_refuse()?;
    Ok(decision.article.to_string())
}

/// The facts of a volunteer and an order, read from the diary of the whole city.
pub(crate) async fn take_facts(
    tx: &mut Tx,
    version: &Version,
    order: &Order,
    volunteer: &PersonFacts,
    kin: bool,
) -> Result<TakeFacts, Fail> {
    let day = order.starts_at.day();
    let monday = day.plus_days(-weekday(day));
    let from = monday.start().minus(Span::days(2));
    let to = monday.plus_days(8).start().plus(Span::days(1));
    let diary = store::diary(tx, volunteer.id, from, to).await?;
    let others: Vec<_> = diary.iter().filter(|booked| booked.id != order.id).collect();
    let spent = |first: Day, last: Day| -> Minutes {
        others.iter().filter(|b| (first..=last).contains(&b.starts_at.day())).map(|b| b.minutes).sum()
    };
    let covers = tb_cover::in_force(tx, day).await?;
    let same_day = |at: Instant| at.day() == day;
    let before = others.iter().filter(|b| b.ends_at <= order.starts_at && same_day(b.ends_at)).map(|b| b.ends_at).max();
    let after =
        others.iter().filter(|b| b.starts_at >= order.ends_at && same_day(b.starts_at)).map(|b| b.starts_at).min();
    Ok(TakeFacts {
        item: ItemCode::from(order.item.as_str()),
        start: order.starts_at,
        minutes: order.minutes,
        active: volunteer.volunteer == Some(EnrolmentState::Active),
        age: day.age_since(volunteer.birth),
        guardian_present: false,
        licences: volunteer.qualifications(day),
        insured: covers.missing(version, volunteer.node, order.node).is_empty(),
        own_kin: kin,
        own_household: false,
        overlaps: others.iter().any(|b| rules::overlap((b.starts_at, b.ends_at), (order.starts_at, order.ends_at))),
        gap_before: before.map(|end| order.starts_at.since(end)),
        gap_after: after.map(|start| start.since(order.ends_at)),
        day_minutes: spent(day, day),
        week_minutes: spent(monday, monday.plus_days(6)),
    })
}

/// 0 on Monday … 6 on Sunday.
fn weekday(day: Day) -> i64 {
    i64::from(day.date().weekday().to_monday_zero_offset())
}
