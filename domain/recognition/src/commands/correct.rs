//! The volunteer says what is wrong or missing in the record; an officer answers, in words, by the day the policy promises.

use super::tell;
use crate::access;
use crate::house::Recognition;
use crate::model::{Block, CorrectionState};
use crate::refusals as no;
use crate::rules;
use crate::seal;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{CorrectionId, Outcome, PersonId, Refusal, Span};

/// Asks for a correction, for oneself or at the desk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskCorrection {
    pub person: PersonId,
    pub block: Block,
    pub said: String,
}

impl Command for AskCorrection {
    const NAME: &'static str = "recognition.ask-correction";
    type House = Recognition;
    type Answer = CorrectionId;

    async fn run(&self, house: &Recognition, work: &mut Work<'_>) -> Outcome<CorrectionId> {
        let facts = house.people.facts_of_one(work.tx, self.person).await?;
        access::may_ask_for(house, work, self.person, facts.node).await?;
        work.about("person", self.person, facts.node);
        let said = rules::text("said", &self.said)?;
        if store::open_corrections(work.tx, self.person, self.block).await? > 0 {
            return Err(Refusal::conflict(no::OPEN_ALREADY).into());
        }
        let version = house.policies.at(facts.node, work.now.day()).map_err(Refusal::from)?;
        let days = i64::from(version.parameters.certificate.answer_days);
        let id: CorrectionId = work.id();
        let keys = house.people.data_keys(work.tx, &[self.person]).await?;
        let key = keys.get(&self.person).ok_or(Refusal::not_found())?;
        let row = args![
            id,
            self.person,
            facts.node,
            self.block.code(),
            seal::seal_words(key, b"said", id, &said, work.entropy),
            work.now,
            work.actor.person,
            work.actor.channel.code(),
            work.now.plus(Span::days(days))
        ];
        store::add_correction(work.tx, row).await?;
        Ok(id)
    }
}

/// An officer's answer. What has to be changed is changed by the command it belongs to; this says to the volunteer what
/// was done, or why not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideCorrection {
    pub correction: CorrectionId,
    pub accept: bool,
    pub answer: String,
}

impl Command for DecideCorrection {
    const NAME: &'static str = "recognition.decide-correction";
    type House = Recognition;
    type Answer = CorrectionState;

    async fn run(&self, house: &Recognition, work: &mut Work<'_>) -> Outcome<CorrectionState> {
        let found = store::correction_held(work.tx, self.correction).await?.ok_or(Refusal::not_found())?;
        access::may_decide(house, work, found.person, found.node).await?;
        work.about("correction", found.id, found.node);
        if found.state != CorrectionState::Open {
            return Err(Refusal::conflict(no::DECIDED).into());
        }
        // Who took the request down does not answer it.
        if found.asked_by.is_some() && found.asked_by == work.actor.person {
            return Err(Refusal::forbidden(no::OWN_INTEREST).into());
        }
        let answer = rules::text("answer", &self.answer)?;
        let keys = house.people.data_keys(work.tx, &[found.person]).await?;
        let key = keys.get(&found.person).ok_or(Refusal::not_found())?;
        let sealed = seal::seal_words(key, b"answer", found.id, &answer, work.entropy);
        let state = if self.accept { CorrectionState::Accepted } else { CorrectionState::Refused };
        store::decide_correction(work.tx, found.id, state, work.now, work.actor.person, sealed).await?;
        tell(house, work, found.person, "recognition-told-corrected", "", "/me/record/corrections".into()).await?;
        Ok(state)
    }
}
