//! `learning.enter-paper`: a clerk enters an exam that was written on paper. Where the city wants two persons for it, it
//! counts only after `learning.decide-paper`.

use super::{learnt, may_handle};
use crate::access::SECONDS;
use crate::house::Learning;
use crate::model::*;
use crate::refusals as no;
use crate::rules::Form;
use crate::store as sql;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Proposal, Work, decide, propose};
use tb_kernel::{ApprovalId, AttemptId, Day, Fail, Outcome, PersonId, Refusal};
use tb_people::EnrolmentState;
use tb_policy::Check;
use tb_policy::rules::exam_passed;

/// What the second person is asked.
const KIND: &str = "learning.paper";
/// A paper older than this is not entered any more.
const DAYS_MAX: i64 = 60;

/// An exam on paper: its day and the share of right answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnterPaper {
    pub person: PersonId,
    pub day: Day,
    pub score: u8,
}

/// The second person's word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecidePaper {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

/// What was entered: the attempt, and the request for a second person if one is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperEntered {
    pub attempt: AttemptId,
    pub approval: Option<ApprovalId>,
    pub passed: bool,
}

#[derive(Serialize, Deserialize)]
struct Frozen {
    attempt: AttemptId,
    person: PersonId,
    day: Day,
    score: u8,
}

impl Command for EnterPaper {
    const NAME: &'static str = "learning.enter-paper";
    type House = Learning;
    type Answer = PaperEntered;

    async fn run(&self, house: &Learning, work: &mut Work<'_>) -> Outcome<PaperEntered> {
        let facts = house.people.facts_of_one(work.tx, self.person).await?;
        may_handle(house, work, self.person, facts.node).await?;
        work.about("person", self.person, facts.node);
        let today = work.now.day();
        let mut form = Form::new();
        form.must("score", self.score <= 100, no::SCORE_RANGE);
        form.must("day", self.day <= today && self.day.plus_days(DAYS_MAX) >= today, no::DAY_RANGE);
        form.done()?;
        let pending =
            facts.volunteer.is_some_and(|state| state == EnrolmentState::Applied || state == EnrolmentState::Active);
        if !pending {
            return Err(Refusal::rule(no::NOT_A_VOLUNTEER).into());
        }
        let version = house.rules_at(facts.node, work.now)?;
        let attempt: AttemptId = work.id();
        let passed = exam_passed(&version, self.score);
        let approval = if version.parameters.learning.paper_second {
            let frozen = Frozen { attempt, person: self.person, day: self.day, score: self.score };
            let reason = format!("{} {}%", self.day, self.score);
            let proposal = Proposal {
                kind: KIND,
                node: facts.node,
                object: Some(self.person.0),
                payload: &frozen,
                beneficiaries: &[self.person],
                reason: &reason,
            };
            Some(propose(work, proposal).await?)
        } else {
            None
        };
        let state = match (approval, passed) {
            (Some(_), _) => AttemptState::Entered,
            (None, true) => AttemptState::Passed,
            (None, false) => AttemptState::Failed,
        };
        let (score, at) = (i64::from(self.score), self.day.start());
        let args = args![
            attempt,
            self.person,
            facts.node,
            state.code(),
            work.actor.channel.code(),
            score,
            version.id.as_str(),
            at,
            work.actor.person,
            approval
        ];
        work.tx.run(sql::ADD_PAPER, args).await?;
        if approval.is_none() {
            let check = learnt(self.person, Check::Exam, passed, Some(self.score), self.day, attempt.0);
            house.people.record_checks(work, &[check]).await?;
        }
        Ok(PaperEntered { attempt, approval, passed })
    }
}

impl Command for DecidePaper {
    const NAME: &'static str = "learning.decide-paper";
    type House = Learning;
    type Answer = Option<AttemptId>;

    async fn run(&self, house: &Learning, work: &mut Work<'_>) -> Outcome<Option<AttemptId>> {
        let (request, frozen) =
            decide::<Frozen>(work, self.approval, KIND, SECONDS, self.approve, self.reason.trim()).await?;
        work.about("approval", request.id, request.node);
        let Some(frozen) = frozen else { return Ok(None) };
        may_handle(house, work, frozen.person, request.node).await?;
        let version = house.rules_at(request.node, work.now)?;
        let passed = exam_passed(&version, frozen.score);
        let state = if passed { AttemptState::Passed } else { AttemptState::Failed };
        let changed = work.tx.run(sql::SECONDED, args![frozen.attempt, state.code(), work.actor.person]).await?;
        if changed != 1 {
            return Err(Fail::Fault(format!("exam {} is not what was entered", frozen.attempt)));
        }
        let check = learnt(frozen.person, Check::Exam, passed, Some(frozen.score), frozen.day, frozen.attempt.0);
        house.people.record_checks(work, &[check]).await?;
        Ok(Some(frozen.attempt))
    }
}
