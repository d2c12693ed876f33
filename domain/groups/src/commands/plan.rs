//! An event is planned by a manager and opened by another: the elder whose time pays for it, or an officer where the
//! public-benefit account pays or nobody does. What it can cost is held before anybody signs up.

use super::tell;
use crate::access::{self, DECIDE, managed};
use crate::house::Groups;
use crate::model::*;
use crate::refusals as no;
use crate::rules::{self, text};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{GatheringId, GroupId, HoldId, Instant, Minutes, Outcome, Refusal, Span};
use tb_ledger::{Class, Command as LedgerCommand};
use tb_orders::{Promise, pool_account};
use tb_policy::rules::hold_minutes;
use tb_policy::{ItemCode, Licence};

/// Longest title, in characters.
const TITLE: usize = 60;
/// A hold outlives the event, so that it can be put right.
const HOLD_OUTLIVES: Span = Span::days(120);

/// A manager plans an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlanGathering {
    pub group: GroupId,
    /// Code of the catalogue item.
    pub item: String,
    pub title: String,
    pub place: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub helpers: i64,
    pub payer: Payer,
    /// The handle of the elder who pays.
    #[serde(default)]
    pub elder: Option<String>,
}

impl Command for PlanGathering {
    const NAME: &'static str = "groups.plan";
    type House = Groups;
    type Answer = GatheringId;

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<GatheringId> {
        let (group, me) = managed(work, self.group).await?;
        let id: GatheringId = work.id();
        work.about("gathering", id, group.node);
        if group.state != GroupState::Approved {
            return Err(Refusal::conflict(no::WRONG_STATE).with("state", group.state).into());
        }
        let title = text("title", &self.title, TITLE)?;
        let place = text("place", &self.place, TEXT_CHARS_MAX)?;
        let minutes = rules::plan(self.starts_at, self.ends_at, self.helpers, work.now)?;
        let version = house.rules_at(group.node, work.now)?;
        rules::goes(&version)?;
        let unknown = || Refusal::invalid().field("item", no::ITEM_UNKNOWN);
        let item = version.item(&ItemCode::from(self.item.as_str())).ok_or_else(unknown)?;
        if let Some(licence) = item.licence {
            let day = self.starts_at.day();
            let held = store::licences(work.tx, group.id).await?;
            if !held.iter().any(|l| Licence::parse(&l.licence) == Some(licence) && l.valid_until >= day) {
                let article = version.parameters.professional.article.as_str();
                return Err(Refusal::rule(no::TEAM_LICENCE).with("licence", licence.code()).article(article).into());
            }
        }
        let elder = match (self.payer, self.elder.as_deref()) {
            (Payer::Elder, handle) => {
                let unknown = || Refusal::invalid().field("elder", no::UNKNOWN_PERSON);
                let id = house.people.id_by_handle(work.tx, handle.unwrap_or_default()).await?.ok_or_else(unknown)?;
                let facts = house.people.facts_of_one(work.tx, id).await?;
                if !facts.is_active_elder() {
                    return Err(unknown().into());
                }
                Some(id)
            }
            _ => None,
        };
        let row = args![
            id,
            group.id,
            group.node,
            &self.item,
            &title,
            &place,
            self.starts_at,
            self.ends_at,
            minutes,
            self.helpers,
            self.payer.code(),
            elder,
            version.id.as_str(),
            work.now,
            me
        ];
        store::add_gathering(work.tx, row).await?;
        if let Some(elder) = elder {
            tell(house, work, elder, "groups-told-event-asks", format!("/gatherings/{id}")).await?;
        }
        Ok(id)
    }
}

/// An officer opens an event that the public-benefit account pays, or nobody; or refuses it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApproveGathering {
    pub gathering: GatheringId,
    pub approve: bool,
    pub reason: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

/// The elder whose time it costs says yes, and the time is held; or no.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AgreeGathering {
    pub gathering: GatheringId,
    pub yes: bool,
}

/// A manager, the paying elder or an officer calls an event off before it begins; what was held returns.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelGathering {
    pub gathering: GatheringId,
    pub reason: String,
}

/// The event, held, with its group.
pub(super) async fn held(work: &mut Work<'_>, id: GatheringId) -> Outcome<(Gathering, Group)> {
    let gathering = store::gathering_held(work.tx, id).await?.ok_or(Refusal::not_found())?;
    let group = store::group(work.tx, gathering.group_id).await?.ok_or(Refusal::not_found())?;
    work.about("gathering", id, gathering.node);
    Ok((gathering, group))
}

pub(super) fn in_state(gathering: &Gathering, state: GatheringState, seen: Option<i64>) -> Result<(), Refusal> {
    if seen.is_some_and(|seen| seen != gathering.version) {
        return Err(Refusal::conflict(no::STALE));
    }
    if gathering.state != state {
        return Err(Refusal::conflict(no::WRONG_STATE).with("state", gathering.state));
    }
    Ok(())
}

/// What an event can cost at most.
fn most(house: &Groups, gathering: &Gathering) -> Outcome<Minutes> {
    let version = house.version(&gathering.policy)?;
    let each = hold_minutes(&version, gathering.minutes);
    each.0
        .checked_mul(gathering.helpers)
        .map(Minutes)
        .ok_or_else(|| Refusal::invalid().field("helpers", no::HELPERS_RANGE).into())
}

impl Command for ApproveGathering {
    const NAME: &'static str = "groups.approve-gathering";
    type House = Groups;
    type Answer = GatheringState;

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<GatheringState> {
        let (gathering, group) = held(work, self.gathering).await?;
        access::decided(house, work, group.id, DECIDE).await?;
        work.about("gathering", gathering.id, gathering.node);
        in_state(&gathering, GatheringState::Planned, self.seen)?;
        if gathering.payer == Payer::Elder {
            return Err(Refusal::forbidden(no::NOT_ALLOWED).into());
        }
        let reason = text("reason", &self.reason, TEXT_CHARS_MAX)?;
        let link = format!("/gatherings/{}", gathering.id);
        if !self.approve {
            close(work, &gathering, GatheringState::Refused, &reason).await?;
            work.because(reason);
            tell(house, work, gathering.created_by, "groups-told-event-refused", link).await?;
            return Ok(GatheringState::Refused);
        }
        if gathering.starts_at <= work.now {
            return Err(Refusal::conflict(no::TOO_LATE).into());
        }
        let (hold, minutes) = match gathering.payer {
            Payer::Pool => (Some(hold_pool(house, work, &gathering).await?), most(house, &gathering)?),
            _ => (None, Minutes::ZERO),
        };
        open(work, &gathering, hold, minutes).await?;
        work.because(reason);
        tell(house, work, gathering.created_by, "groups-told-event-open", link).await?;
        Ok(GatheringState::Published)
    }
}

async fn hold_pool(house: &Groups, work: &mut Work<'_>, gathering: &Gathering) -> Outcome<HoldId> {
    let (pool, minutes) = (pool_account(house.people.city), most(house, gathering)?);
    let until = gathering.ends_at.plus(HOLD_OUTLIVES);
    let command =
        LedgerCommand::hold_from(format!("gathering:{}:hold", gathering.id), pool, minutes, until, &[Class::Gifted])
            .order(tb_kernel::OrderId(gathering.id.0))
            .by(work.actor.person)
            .under(gathering.policy.clone());
    let posted = post(work, &[command]).await?;
    posted.first().map(tb_ledger::Posted::hold).ok_or_else(|| tb_kernel::Fail::fault("nothing was held"))
}

async fn open(work: &mut Work<'_>, gathering: &Gathering, hold: Option<HoldId>, minutes: Minutes) -> Outcome<()> {
    let by = work.actor.person;
    if store::opened(work.tx, gathering, by, hold, minutes).await? {
        Ok(())
    } else {
        Err(Refusal::conflict(no::STALE).into())
    }
}

async fn close(work: &mut Work<'_>, gathering: &Gathering, to: GatheringState, reason: &str) -> Outcome<()> {
    if store::closed(work.tx, gathering, to, work.actor.person, work.now, reason, None).await? {
        Ok(())
    } else {
        Err(Refusal::conflict(no::STALE).into())
    }
}

/// Posts to the ledger in the command's transaction; the first refusal is the command's.
pub(super) async fn post(work: &mut Work<'_>, commands: &[LedgerCommand]) -> Outcome<Vec<tb_ledger::Posted>> {
    tb_ledger::post(work.tx, commands, work.now, work.entropy).await?.into_iter().collect()
}

impl Command for AgreeGathering {
    const NAME: &'static str = "groups.agree";
    type House = Groups;
    type Answer = GatheringState;

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<GatheringState> {
        let (gathering, group) = held(work, self.gathering).await?;
        let me = work.actor.subject().filter(|me| gathering.elder == Some(*me)).ok_or(Refusal::not_found())?;
        access::not_ours(house, work, &group, &[]).await.or_else(|no| {
            // One's own page carries no role; a clerk at the desk must be nobody's kin.
            if work.actor.grants.is_empty() { Ok(()) } else { Err(no) }
        })?;
        in_state(&gathering, GatheringState::Planned, None)?;
        let link = format!("/gatherings/{}", gathering.id);
        if !self.yes {
            close(work, &gathering, GatheringState::Refused, "elder-refused").await?;
            tell(house, work, gathering.created_by, "groups-told-event-refused", link).await?;
            return Ok(GatheringState::Refused);
        }
        if gathering.starts_at <= work.now {
            return Err(Refusal::conflict(no::TOO_LATE).into());
        }
        let elder = house.people.facts_of_one(work.tx, me).await?;
        if !elder.is_active_elder() {
            return Err(Refusal::rule(no::ELDER_NOT_ACTIVE).into());
        }
        let version = house.version(&gathering.policy)?;
        let minutes = most(house, &gathering)?;
        let promise = Promise {
            subject: gathering.id.0,
            item: &gathering.item,
            starts_at: gathering.starts_at,
            ends_at: gathering.ends_at,
            minutes: gathering.minutes,
            guardian: true,
        };
        let hold = house.orders.reserve(work, &version, &elder, minutes, promise).await?;
        open(work, &gathering, Some(hold), minutes).await?;
        tell(house, work, gathering.created_by, "groups-told-event-open", link).await?;
        Ok(GatheringState::Published)
    }
}

impl Command for CancelGathering {
    const NAME: &'static str = "groups.cancel-gathering";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (gathering, group) = held(work, self.gathering).await?;
        let paying = work.actor.subject().is_some() && work.actor.subject() == gathering.elder;
        if !paying && managed(work, group.id).await.is_err() {
            access::decided(house, work, group.id, DECIDE).await?;
            work.about("gathering", gathering.id, gathering.node);
        }
        let reason = text("reason", &self.reason, TEXT_CHARS_MAX)?;
        if !matches!(gathering.state, GatheringState::Planned | GatheringState::Published) {
            return Err(Refusal::conflict(no::WRONG_STATE).with("state", gathering.state).into());
        }
        let list = store::attendances(work.tx, gathering.id).await?;
        if list.iter().any(|one| matches!(one.state, AttendState::Present | AttendState::Done)) {
            return Err(Refusal::conflict(no::STILL_PRESENT).into());
        }
        close(work, &gathering, GatheringState::Cancelled, &reason).await?;
        if let Some(hold) = gathering.hold {
            let release = LedgerCommand::release(format!("gathering:{}:release", gathering.id), hold)
                .order(tb_kernel::OrderId(gathering.id.0))
                .by(work.actor.person);
            post(work, &[release]).await?;
        }
        for one in list.iter().filter(|one| one.state == AttendState::Signed) {
            house.orders.disengage(work.tx, one.person, gathering.id.0).await?;
            tell(house, work, one.person, "groups-told-event-off", format!("/gatherings/{}", gathering.id)).await?;
        }
        work.because(reason);
        Ok(())
    }
}
