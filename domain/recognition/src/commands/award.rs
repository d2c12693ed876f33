//! Honours in the record: entered by an officer, struck when they were wrong, never removed.

use super::tell;
use crate::access;
use crate::house::Recognition;
use crate::refusals as no;
use crate::rules;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{AwardId, Day, Outcome, PersonId, Refusal};

/// Enters an honour.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordAward {
    pub person: PersonId,
    pub title: String,
    /// Who gave it.
    pub body: String,
    pub given_on: Day,
}

impl Command for RecordAward {
    const NAME: &'static str = "recognition.record-award";
    type House = Recognition;
    type Answer = AwardId;

    async fn run(&self, house: &Recognition, work: &mut Work<'_>) -> Outcome<AwardId> {
        let facts = house.people.facts_of_one(work.tx, self.person).await?;
        access::may_decide(house, work, self.person, facts.node).await?;
        work.about("person", self.person, facts.node);
        let (title, body) = (rules::text("title", &self.title)?, rules::text("body", &self.body)?);
        if self.given_on > work.now.day() {
            return Err(Refusal::invalid().field("given_on", no::DAY_FUTURE).into());
        }
        let id: AwardId = work.id();
        let row = args![id, self.person, facts.node, title, body, self.given_on, work.now, work.actor.person];
        store::add_award(work.tx, row).await?;
        tell(house, work, self.person, "recognition-told-award", "", "/me/record".into()).await?;
        Ok(id)
    }
}

/// Strikes an honour that was entered by mistake.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StrikeAward {
    pub award: AwardId,
    pub reason: String,
}

impl Command for StrikeAward {
    const NAME: &'static str = "recognition.strike-award";
    type House = Recognition;
    type Answer = ();

    async fn run(&self, house: &Recognition, work: &mut Work<'_>) -> Outcome<()> {
        let found = store::award_held(work.tx, self.award).await?.ok_or(Refusal::not_found())?;
        access::may_decide(house, work, found.person, found.node).await?;
        work.about("award", found.id, found.node);
        if found.struck_at.is_some() {
            return Err(Refusal::conflict(no::STRUCK).into());
        }
        let reason = rules::text("reason", &self.reason)?;
        store::strike_award(work.tx, found.id, work.now, work.actor.person, &reason).await?;
        Ok(())
    }
}
