//! `people.assess`: an assessment of an elder's ability was seen, or came in a file. `people.withdraw-assessment`: it was
//! wrong. Categories, classes and grants follow from it at once.

use crate::access::{self, REVIEWERS};
use crate::events;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::store::elder::{self as sql, AssessmentRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Day, Outcome, PersonId, Refusal};
use uuid::Uuid;

#[derive(Serialize)]
struct Assess {
    person: PersonId,
    input: AssessmentInput,
}

#[derive(Serialize)]
struct Withdraw {
    assessment: Uuid,
    reason: String,
}

impl People {
    /// Enters an assessment; false when the same one is known already.
    ///
    /// # Errors
    /// Field faults, `people.wrong-state` (not an elder), `people.not-allowed`, `people.own-account`, `people.own-kin`.
    pub async fn assess(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        input: AssessmentInput,
    ) -> Outcome<bool> {
        execute(self, &self.core, actor, key, Assess { person, input }).await
    }

    /// The same inside another slice's command.
    ///
    /// # Errors
    /// As [`People::assess`].
    pub async fn assess_in(&self, work: &mut Work<'_>, person: PersonId, input: &AssessmentInput) -> Outcome<bool> {
        (Assess { person, input: input.clone() }).run(self, work).await
    }

    /// Takes an assessment back, with the reason.
    ///
    /// # Errors
    /// Not found, `people.wrong-state` (taken back already); the reason is needed; as [`People::assess`].
    pub async fn withdraw_assessment(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        assessment: Uuid,
        reason: &str,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, Withdraw { assessment, reason: reason.to_owned() }).await
    }
}

impl Command for Assess {
    const NAME: &'static str = "people.assess";
    type House = People;
    type Answer = bool;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<bool> {
        let person = house.load_one(work.tx, self.person).await?.ok_or(Refusal::not_found())?;
        let (node, today) = (person.record.node, work.now.day());
        access::may_do(work.actor, REVIEWERS, node)?;
        access::not_involved(work.tx, work.actor, self.person).await?;
        work.about("person", self.person, node);
        let facts = house.facts_of_one(work.tx, self.person).await?;
        if !facts.elder.is_some_and(EnrolmentState::is_running) {
            return Err(Refusal::conflict(no::WRONG_STATE).into());
        }
        let input = &self.input;
        let months = house.rules_at(node, work.now)?.parameters.categories.assessment_months;
        let until = input.valid_until.unwrap_or_else(|| months_later(input.assessed_on, months));
        let mut form = Form::new();
        form.must("assessed_on", input.assessed_on <= today && input.assessed_on >= person.birth(), no::DAY_ORDER);
        form.must("valid_until", until >= input.assessed_on, no::DAY_ORDER);
        let assessor = match input.assessor.trim() {
            "" => Some(String::new()),
            typed => form.take("assessor", rules::text(typed, rules::SHORT_CHARS_MAX)),
        };
        let assessor = form.give(assessor)?;
        let known: Vec<AssessmentRecord> = work.tx.rows(sql::ASSESSMENTS_OF, args![self.person]).await?;
        let same = |a: &AssessmentRecord| {
            a.withdrawn_at.is_none() && a.assessed_on == input.assessed_on && a.level == input.level.code()
        };
        if known.iter().any(same) {
            return Ok(false);
        }
        let id: Uuid = work.id();
        let key = house.key_of(self.person, &person.record.wrapped)?;
        let sealed = key.seal(&place(&id), assessor.as_bytes(), work.entropy);
        let row = args![
            id,
            self.person,
            input.level.code(),
            input.assessed_on,
            until,
            sealed,
            input.imported,
            work.now,
            work.actor.person
        ];
        work.tx.run(sql::ADD_ASSESSMENT, row).await?;
        events::facts_changed(work, self.person, node).await?;
        Ok(true)
    }
}

impl Command for Withdraw {
    const NAME: &'static str = "people.withdraw-assessment";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let found: Option<AssessmentRecord> = work.tx.row(sql::ASSESSMENT_HELD, args![self.assessment]).await?;
        let assessment = found.ok_or(Refusal::not_found())?;
        let nodes = house.nodes(work.tx, &[assessment.person]).await?;
        let node = *nodes.get(&assessment.person).ok_or(Refusal::not_found())?;
        access::may_do(work.actor, REVIEWERS, node)?;
        access::not_involved(work.tx, work.actor, assessment.person).await?;
        work.about("person", assessment.person, node);
        if assessment.withdrawn_at.is_some() {
            return Err(Refusal::conflict(no::WRONG_STATE).into());
        }
        let reason = rules::reason(&self.reason)?;
        work.tx.run(sql::WITHDRAWN, args![assessment.id, work.now, work.actor.person, &reason]).await?;
        work.because(reason);
        events::facts_changed(work, assessment.person, node).await
    }
}

pub(crate) fn place(id: &Uuid) -> [&[u8]; 3] {
    [b"assessment", b"assessor", id.as_bytes()]
}

/// The day before the same day so many months later; months of fewer days end earlier.
fn months_later(day: Day, months: u32) -> Day {
    let date = day.date();
    let count = i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + i64::from(months);
    let year = i16::try_from(count.div_euclid(12)).unwrap_or(i16::MAX);
    let month = i8::try_from(count.rem_euclid(12) + 1).unwrap_or(1);
    let same = (0..4).find_map(|back| Day::from_ymd(year, month, date.day() - back));
    same.map_or(day, |same| same.plus_days(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_the_day_before() {
        let later = |text: &str, months| months_later(Day::parse(text).unwrap(), months).to_string();
        assert_eq!(later("2026-03-01", 24), "2028-02-29");
        assert_eq!(later("2024-02-29", 12), "2025-02-27");
        assert_eq!(later("2026-12-31", 2), "2027-02-27");
    }
}
