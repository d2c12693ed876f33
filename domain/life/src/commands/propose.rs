//! `life.propose`: an officer has looked at a case, nothing stands in its way, and a second officer is asked.

use super::{covering, home};
use crate::access::DECIDE;
use crate::house::Life;
use crate::model::{Case, CaseKind, CaseState};
use crate::refusals as no;
use crate::rules::{self, DoFacts};
use crate::store;
use crate::{access, rules::reason};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tb_db::Tx;
use tb_journal::{Command, Proposal, Work, propose};
use tb_kernel::{AccountId, ApprovalId, CaseId, Instant, Node, Outcome, PersonId, Refusal};
use tb_people::LinkKind;
use tb_policy::Version;

/// The kind of the request for a second person.
pub(crate) const KIND: &str = "life.case";

/// What a second officer agrees to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) case: CaseId,
    pub(crate) event: CaseKind,
    pub(crate) person: PersonId,
    pub(crate) other: Option<PersonId>,
}

/// Asks a second officer to carry a case out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Propose {
    pub case: CaseId,
    pub reason: String,
}

impl Command for Propose {
    const NAME: &'static str = "life.propose";
    type House = Life;
    type Answer = ApprovalId;

    async fn run(&self, house: &Life, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let case = store::held(work.tx, self.case).await?.ok_or(Refusal::not_found())?;
        let node = both_homes(house, work, &case).await?;
        access::may_do(work.actor, DECIDE, case.node)?;
        access::may_do(work.actor, DECIDE, node)?;
        not_involved(house, work, &case).await?;
        work.about("person", case.person, case.node);
        if case.state != CaseState::Open {
            return Err(Refusal::conflict(no::CLOSED).into());
        }
        let why = reason(&self.reason)?;
        let now = work.now;
        if let Some(refusal) = examine(house, work.tx, &case, now).await?.into_iter().next() {
            return Err(refusal.into());
        }
        let payload = Payload { case: case.id, event: case.kind, person: case.person, other: case.other };
        let concerned: Vec<PersonId> = [Some(case.person), case.other].into_iter().flatten().collect();
        let proposal = Proposal {
            kind: KIND,
            node,
            object: Some(case.id.0),
            payload: &payload,
            beneficiaries: &concerned,
            reason: &why,
        };
        let approval = propose(work, proposal).await?;
        let case = Case { approval: Some(approval), ..case };
        if !store::moved(work.tx, &case, CaseState::Proposed).await? {
            return Err(Refusal::conflict(no::CLOSED).into());
        }
        Ok(approval)
    }
}

/// The place that covers everybody whom the case changes.
pub(crate) async fn both_homes(house: &Life, work: &mut Work<'_>, case: &Case) -> Outcome<Node> {
    Ok(match case.other.filter(|_| case.kind == CaseKind::Merge) {
        Some(other) => covering(case.node, home(house, work, other).await?),
        None => case.node,
    })
}

/// Nobody decides about themselves, kin or household, on either side.
pub(crate) async fn not_involved(house: &Life, work: &mut Work<'_>, case: &Case) -> Outcome<()> {
    for person in [Some(case.person), case.other].into_iter().flatten() {
        house.people.not_involved(work, person).await?;
    }
    Ok(())
}

pub(crate) fn version_of(house: &Life, case: &Case, now: Instant) -> Outcome<Arc<Version>> {
    Ok(house.rules_at(case.node, now)?)
}

/// What stands in the way of a case now.
pub(crate) async fn examine(house: &Life, tx: &mut Tx, case: &Case, now: Instant) -> Outcome<Vec<Refusal>> {
    let version = version_of(house, case, now)?;
    let running = house.orders.running_in(tx, case.person).await?;
    let heirs = &version.parameters.closing.heirs;
    let heir = match case.other {
        Some(other) => {
            let links = house.people.links_between(tx, case.person, other).await?;
            links.iter().any(|link| matches!(link, LinkKind::Kin(kin) if heirs.contains(kin)))
        }
        None => false,
    };
    let facts = DoFacts {
        case,
        running: running.len(),
        begun: running.iter().filter(|order| !order.state.is_before_visit()).count(),
        balances: tb_ledger::balances(tx, AccountId(case.person.0)).await?,
        duties: house.people.duties_of(tx, case.person, now).await?,
        heir,
        now,
    };
    Ok(rules::blockers(&version, &facts))
}
