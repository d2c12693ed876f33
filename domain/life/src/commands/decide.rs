//! `life.decide`: the second officer's word. With a yes the case is carried out in the same transaction, or nothing is.

use super::carry_out::carry_out;
use super::propose::{KIND, Payload, examine, not_involved};
use crate::access::DECIDE;
use crate::house::Life;
use crate::model::{Case, CaseState};
use crate::refusals as no;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work, decide};
use tb_kernel::{ApprovalId, CaseId, Fail, Outcome, Refusal};

/// Decides as the second person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decide {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

impl Command for Decide {
    const NAME: &'static str = "life.decide";
    type House = Life;
    type Answer = CaseId;

    async fn run(&self, house: &Life, work: &mut Work<'_>) -> Outcome<CaseId> {
        let (_, payload) =
            decide::<Payload>(work, self.approval, KIND, DECIDE, self.approve, self.reason.trim()).await?;
        let case = store::by_approval(work.tx, self.approval).await?.ok_or(Refusal::not_found())?;
        work.about("person", case.person, case.node);
        not_involved(house, work, &case).await?;
        if case.state != CaseState::Proposed {
            return Err(Refusal::conflict(no::CLOSED).into());
        }
        let Some(payload) = payload else {
            let saved = store::moved(work.tx, &case, CaseState::Refused).await?;
            return if saved { Ok(case.id) } else { Err(Refusal::conflict(no::CLOSED).into()) };
        };
        if (payload.case, payload.person, payload.other) != (case.id, case.person, case.other) {
            return Err(Fail::Fault(format!("case {} is not the one that was proposed", case.id)));
        }
        let now = work.now;
        if let Some(refusal) = examine(house, work.tx, &case, now).await?.into_iter().next() {
            return Err(refusal.into());
        }
        let effects = carry_out(house, work, &case).await?;
        let effects = serde_json::to_string(&effects).map_err(Fail::fault)?;
        let done = Case { done_at: Some(work.now), effects, ..case };
        if !store::moved(work.tx, &done, CaseState::Done).await? {
            return Err(Refusal::conflict(no::CLOSED).into());
        }
        if done.kind == crate::model::CaseKind::Erasure {
            store::blank(work.tx, done.person).await?;
        }
        Ok(done.id)
    }
}
