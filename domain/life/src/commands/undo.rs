//! `life.propose-undo`, `life.decide-undo`: a case that was carried out by mistake is taken back by two officers, as long as
//! what it moved is still there: minutes through reversing postings, enrolments in the state they had.

use super::propose::{both_homes, not_involved};
use crate::access::{self, DECIDE};
use crate::house::Life;
use crate::model::{Case, CaseKind, CaseState};
use crate::refusals as no;
use crate::rules::reason;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Proposal, Work, decide, propose};
use tb_kernel::{AccountId, ApprovalId, CaseId, Outcome, PersonId, Refusal};
use tb_ledger::{AccountStatus, Command as LedgerCommand, SubjectKind};
use tb_people::Mark;

const KIND: &str = "life.undo";

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Payload {
    case: CaseId,
    event: CaseKind,
    person: PersonId,
    other: Option<PersonId>,
}

/// Asks a second officer to take a case back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeUndo {
    pub case: CaseId,
    pub reason: String,
}

/// Decides about taking back, as the second person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideUndo {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

impl Command for ProposeUndo {
    const NAME: &'static str = "life.propose-undo";
    type House = Life;
    type Answer = ApprovalId;

    async fn run(&self, house: &Life, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let case = store::held(work.tx, self.case).await?.ok_or(Refusal::not_found())?;
        let node = both_homes(house, work, &case).await?;
        access::may_do(work.actor, DECIDE, case.node)?;
        access::may_do(work.actor, DECIDE, node)?;
        not_involved(house, work, &case).await?;
        work.about("person", case.person, case.node);
        if case.state != CaseState::Done || !case.kind.can_be_undone() {
            return Err(Refusal::conflict(no::CANNOT_UNDO).into());
        }
        let why = reason(&self.reason)?;
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
        propose(work, proposal).await
    }
}

impl Command for DecideUndo {
    const NAME: &'static str = "life.decide-undo";
    type House = Life;
    type Answer = CaseId;

    async fn run(&self, house: &Life, work: &mut Work<'_>) -> Outcome<CaseId> {
        let (request, payload) =
            decide::<Payload>(work, self.approval, KIND, DECIDE, self.approve, self.reason.trim()).await?;
        let id = CaseId(request.object_id.ok_or(Refusal::not_found())?);
        let case = store::held(work.tx, id).await?.ok_or(Refusal::not_found())?;
        work.about("person", case.person, case.node);
        not_involved(house, work, &case).await?;
        if payload.is_none() {
            return Ok(case.id);
        }
        if case.state != CaseState::Done {
            return Err(Refusal::conflict(no::CANNOT_UNDO).into());
        }
        take_back(house, work, &case).await?;
        if !store::moved(work.tx, &case, CaseState::Undone).await? {
            return Err(Refusal::conflict(no::CLOSED).into());
        }
        Ok(case.id)
    }
}

async fn take_back(house: &Life, work: &mut Work<'_>, case: &Case) -> Outcome<()> {
    let effects = case.effects();
    let mark = match case.kind {
        CaseKind::Merge => Mark::Merged,
        CaseKind::Incapacity => Mark::Incapacitated,
        _ => Mark::Dead,
    };
    let account = tb_ledger::queries::account(work.tx, AccountId(case.person.0)).await?;
    if account.is_some_and(|account| account.account.status != AccountStatus::Open) {
        return Err(Refusal::conflict(no::CANNOT_UNDO).into());
    }
    let turned: Vec<LedgerCommand> = effects
        .postings
        .iter()
        .enumerate()
        .map(|(n, posting)| {
            LedgerCommand::reverse(format!("life:{}:undo:{n}", case.id), *posting)
                .about(SubjectKind::Case, case.id)
                .by(work.actor.person)
                .because("life.undo")
        })
        .collect();
    for posted in tb_ledger::post(work.tx, &turned, work.now, work.entropy).await? {
        posted?;
    }
    house.people.resume_in(work, case.person, mark, &effects.enrolments, "life.undo").await
}
