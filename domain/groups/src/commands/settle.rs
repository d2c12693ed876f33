//! `groups.settle`: verified attendance × policy. Where an elder pays, the elder says so; else a clerk who is not of the
//! group. Every helper's presence is a posting of its own, about this event; the rest of what was held returns.

use super::plan::{held, in_state, post};
use super::tell;
use crate::access::{self, SERVE};
use crate::house::Groups;
use crate::model::*;
use crate::refusals as no;
use crate::rules::{self, Goes, text, worth};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_jobs::Event;
use tb_journal::{Command, Work};
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{AccountId, GatheringId, GroupId, Minutes, OrderId, Outcome, PersonId, Refusal};
use tb_ledger::Command as LedgerCommand;
use tb_orders::{earned_expiry, reserve_account};

/// Ends an event and settles it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SettleGathering {
    pub gathering: GatheringId,
    /// What was looked at.
    pub reason: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Helpers who were credited.
    pub helpers: i64,
    pub minutes: Minutes,
}

/// The body of `groups.settled.1`: ids and numbers only.
#[derive(Serialize, Deserialize)]
struct GatheringSettled {
    gathering: GatheringId,
    group: GroupId,
    helpers: i64,
    minutes: Minutes,
}

impl Command for SettleGathering {
    const NAME: &'static str = "groups.settle";
    type House = Groups;
    type Answer = Settled;

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<Settled> {
        let (gathering, group) = held(work, self.gathering).await?;
        let list = store::attendances(work.tx, gathering.id).await?;
        may_settle(house, work, &gathering, &group, &list).await?;
        in_state(&gathering, GatheringState::Published, self.seen)?;
        if work.now < gathering.ends_at {
            return Err(Refusal::conflict(no::NOT_OVER).into());
        }
        if list.iter().any(|one| one.state == AttendState::Present) {
            return Err(Refusal::conflict(no::STILL_PRESENT).into());
        }
        let reason = text("reason", &self.reason, TEXT_CHARS_MAX)?;
        let version = house.version(&gathering.policy)?;
        let goes = rules::goes(&version)?;
        let (mut commands, mut credited) = (Vec::new(), Vec::new());
        for one in list.iter().filter(|one| one.state != AttendState::Withdrawn) {
            let (verified, minutes) = worth(&version, &gathering, one);
            let state = if one.state == AttendState::Done { AttendState::Done } else { AttendState::Absent };
            store::credited(work.tx, gathering.id, one.person, state, verified, minutes).await?;
            if !minutes.is_positive() {
                house.orders.disengage(work.tx, one.person, gathering.id.0).await?;
                continue;
            }
            let to = match goes {
                Goes::Group => AccountId(group.id.0),
                Goes::Members => AccountId(one.person.0),
            };
            let key = format!("gathering:{}:{}", gathering.id, one.person);
            let order = OrderId(gathering.id.0);
            let command = match gathering.hold {
                Some(hold) => LedgerCommand::capture(key, hold, to, minutes, earned_expiry(&version, work.now), order),
                None => LedgerCommand::honour(key, reserve_account(house.people.city), to, minutes).order(order),
            };
            commands.push(command.by(work.actor.person).under(gathering.policy.clone()));
            credited.push((one.person, minutes));
        }
        let total: Minutes = credited.iter().map(|(_, minutes)| *minutes).sum();
        if let Some(hold) = gathering.hold.filter(|_| gathering.held_minutes > total) {
            let key = format!("gathering:{}:release", gathering.id);
            commands.push(
                LedgerCommand::release(key, hold)
                    .order(OrderId(gathering.id.0))
                    .by(work.actor.person)
                    .under(gathering.policy.clone()),
            );
        }
        post(work, &commands).await?;
        let by = work.actor.person;
        let state = GatheringState::Settled;
        if !store::closed(work.tx, &gathering, state, by, work.now, &reason, Some(total)).await? {
            return Err(Refusal::conflict(no::STALE).into());
        }
        work.because(reason);
        if goes == Goes::Members && gathering.hold.is_some() {
            for (person, minutes) in &credited {
                house.orders.spill(work, &gathering.policy, *person, *minutes, gathering.id.0).await?;
            }
        }
        self.announce(house, work, &gathering, &credited, total).await
    }
}

impl SettleGathering {
    async fn announce(
        &self,
        house: &Groups,
        work: &mut Work<'_>,
        gathering: &Gathering,
        credited: &[(PersonId, Minutes)],
        total: Minutes,
    ) -> Outcome<Settled> {
        let helpers = i64::try_from(credited.len()).unwrap_or(i64::MAX);
        let body = GatheringSettled { gathering: gathering.id, group: gathering.group_id, helpers, minutes: total };
        let event = Event::new(work.id(), work.now, "groups.settled.1", gathering.id, gathering.node, &body)?;
        tb_jobs::publish(work.tx, &[event]).await?;
        for (person, _) in credited {
            tell(house, work, *person, "groups-told-event-settled", format!("/gatherings/{}", gathering.id)).await?;
        }
        Ok(Settled { helpers, minutes: total })
    }
}

/// The paying elder (by button, or a clerk who acts for them); where nobody in particular pays, a clerk of the place who
/// is neither of the group nor kin of a helper.
async fn may_settle(
    house: &Groups,
    work: &mut Work<'_>,
    gathering: &Gathering,
    group: &Group,
    list: &[Attendance],
) -> Outcome<()> {
    if gathering.payer == Payer::Elder {
        let paying = work.actor.subject().is_some() && work.actor.subject() == gathering.elder;
        return if paying { Ok(()) } else { seen_only(work, gathering) };
    }
    access::decided(house, work, group.id, SERVE).await?;
    work.about("gathering", gathering.id, gathering.node);
    let helpers: Vec<PersonId> = list.iter().map(|one| one.person).collect();
    access::not_ours(house, work, group, &helpers).await
}

/// Staff who see the event are told that only the elder confirms it; for others it does not exist.
fn seen_only(work: &Work<'_>, gathering: &Gathering) -> Outcome<()> {
    if work.actor.may(access::LOOK, gathering.node) {
        Err(Refusal::forbidden(no::NOT_ALLOWED).into())
    } else {
        Err(Refusal::not_found().into())
    }
}
