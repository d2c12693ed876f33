//! `learning.new-question`, `learning.edit-question`, `learning.set-question`: officers keep the bank of questions.

use crate::access::{EDITORS, may_do};
use crate::house::Learning;
use crate::model::*;
use crate::refusals as no;
use crate::rules::check_question;
use crate::store::{self as sql, QuestionRecord};
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{Fail, Node, Outcome, QuestionId, Refusal};

/// A new question, asked from now on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewQuestion {
    pub question: QuestionInput,
}

/// Another wording; `version` is the one that was seen. Exams that are being taken keep the old one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EditQuestion {
    pub id: QuestionId,
    pub version: i64,
    pub question: QuestionInput,
}

/// Asks a question again, or no more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetQuestion {
    pub id: QuestionId,
    pub live: bool,
}

impl Command for NewQuestion {
    const NAME: &'static str = "learning.new-question";
    type House = Learning;
    type Answer = QuestionId;

    async fn run(&self, _: &Learning, work: &mut Work<'_>) -> Outcome<QuestionId> {
        may_do(work.actor, EDITORS, self.question.node)?;
        let id: QuestionId = work.id();
        work.about("question", id, self.question.node);
        let q = check_question(&self.question)?;
        let options = serde_json::to_string(&q.options).map_err(Fail::fault)?;
        let args = args![id, q.node, q.text, q.text_en, options, work.actor.person, work.now];
        work.tx.run(sql::ADD_QUESTION, args).await?;
        Ok(id)
    }
}

async fn held(work: &mut Work<'_>, id: QuestionId) -> Outcome<Node> {
    let found: Option<QuestionRecord> = work.tx.row(sql::QUESTION_HELD, args![id]).await?;
    let question = found.ok_or(Refusal::not_found())?;
    may_do(work.actor, EDITORS, question.node)?;
    work.about("question", id, question.node);
    Ok(question.node)
}

impl Command for EditQuestion {
    const NAME: &'static str = "learning.edit-question";
    type House = Learning;
    type Answer = QuestionId;

    async fn run(&self, _: &Learning, work: &mut Work<'_>) -> Outcome<QuestionId> {
        let node = held(work, self.id).await?;
        let q = check_question(&QuestionInput { node, ..self.question.clone() })?;
        let options = serde_json::to_string(&q.options).map_err(Fail::fault)?;
        let args = args![self.id, self.version, q.text, q.text_en, options, work.actor.person, work.now];
        if work.tx.run(sql::EDIT_QUESTION, args).await? != 1 {
            return Err(Refusal::conflict(no::CHANGED).into());
        }
        Ok(self.id)
    }
}

impl Command for SetQuestion {
    const NAME: &'static str = "learning.set-question";
    type House = Learning;
    type Answer = QuestionState;

    async fn run(&self, _: &Learning, work: &mut Work<'_>) -> Outcome<QuestionState> {
        held(work, self.id).await?;
        let state = if self.live { QuestionState::Live } else { QuestionState::Withdrawn };
        work.tx.run(sql::QUESTION_STATE, args![self.id, state.code(), work.actor.person, work.now]).await?;
        Ok(state)
    }
}
