//! `learning.start-exam`: questions are drawn and frozen; there is no time limit, and one may come back to it.
//! `learning.submit-exam`: it is judged, and what came of it goes on record.

use super::{learner, learnt};
use crate::house::Learning;
use crate::model::*;
use crate::queries::{bank_for, exam_facts};
use crate::refusals as no;
use crate::rules::{draw, score};
use crate::store::{self as sql, AttemptRecord};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{AttemptId, Fail, FieldFault, Outcome, Refusal};
use tb_policy::Check;
use tb_policy::rules::{exam_passed, may_take_exam};

/// Begins an exam, or gives the one that was begun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StartExam {}

/// Hands the answers in: for each question by its place the options that were chosen, by their places.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubmitExam {
    pub attempt: AttemptId,
    pub answers: BTreeMap<usize, BTreeSet<usize>>,
}

impl Command for StartExam {
    const NAME: &'static str = "learning.start-exam";
    type House = Learning;
    type Answer = AttemptId;

    async fn run(&self, house: &Learning, work: &mut Work<'_>) -> Outcome<AttemptId> {
        let me = learner(house, work).await?;
        if let Some(open) = work.tx.row::<AttemptRecord>(sql::ATTEMPT_OPEN, args![me.id]).await? {
            return Ok(open.id);
        }
        let version = house.rules_at(me.node, work.now)?;
        let bank = bank_for(work.tx, me.node).await?;
        let facts = exam_facts(work.tx, me.id, bank.len(), work.now).await?;
        may_take_exam(&version, &facts).or_refuse()?;
        let count = usize::try_from(version.parameters.learning.questions).unwrap_or(usize::MAX);
        let paper = draw(bank, count, work.entropy);
        let paper = serde_json::to_string(&paper).map_err(Fail::fault)?;
        let id: AttemptId = work.id();
        let channel = work.actor.channel.code();
        let args = args![id, me.id, me.node, channel, paper, version.id.as_str(), work.now];
        work.tx.run(sql::ADD_ATTEMPT, args).await.map_err(|error| match error {
            // Two windows at once: the other one began.
            tb_db::DbError::Unique(_) => Fail::Fault("try again: an exam was begun meanwhile".into()),
            other => other.into(),
        })?;
        Ok(id)
    }
}

impl Command for SubmitExam {
    const NAME: &'static str = "learning.submit-exam";
    type House = Learning;
    type Answer = ExamResult;

    async fn run(&self, house: &Learning, work: &mut Work<'_>) -> Outcome<ExamResult> {
        let found: Option<AttemptRecord> = work.tx.row(sql::ATTEMPT_HELD, args![self.attempt]).await?;
        let own = found.filter(|attempt| work.actor.subject() == Some(attempt.person));
        let attempt = own.ok_or(Refusal::not_found())?;
        let me = learner(house, work).await?;
        if attempt.state != AttemptState::Open {
            return Err(Refusal::conflict(no::EXAM_OVER).into());
        }
        let paper: Vec<Asked> = serde_json::from_str(&attempt.paper).map_err(Fail::fault)?;
        let mut wrong = Refusal::invalid();
        for at in 0..paper.len() {
            if self.answers.get(&at).is_none_or(BTreeSet::is_empty) {
                wrong.fields.push(FieldFault {
                    field: format!("q{at}").into(),
                    code: no::ANSWER_MISSING.into(),
                    args: Vec::new(),
                });
            }
        }
        wrong.or_ok()?;
        let version = house.rules_at(attempt.node, work.now)?;
        let score = score(&paper, &self.answers);
        let passed = exam_passed(&version, score);
        let state = if passed { AttemptState::Passed } else { AttemptState::Failed };
        let answers = serde_json::to_string(&self.answers).map_err(Fail::fault)?;
        let args = args![attempt.id, state.code(), answers, i64::from(score), work.now];
        work.tx.run(sql::FINISHED, args).await?;
        let check = learnt(me.id, Check::Exam, passed, Some(score), work.now.day(), attempt.id.0);
        house.people.record_checks(work, &[check]).await?;
        Ok(ExamResult { score, passed })
    }
}
