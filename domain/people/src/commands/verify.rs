//! `people.verify`: an officer saw a document that settles a check. And how every check comes onto the record, whoever made
//! it: in the caller's transaction, with its end by the policy of the day. Nothing here asks the network.

use crate::access::{self, REVIEWERS};
use crate::model::*;
use crate::people::People;
use crate::queries::verifications_of;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::seal::Person;
use crate::store::verification as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Fail, Node, Outcome, PersonId, Refusal, VerificationId};
use tb_policy::rules::{check_expires, exam_passed};
use tb_policy::{Check, Version};

#[derive(Serialize)]
struct Verify {
    person: PersonId,
    seen: CheckSeen,
}

impl People {
    /// Records what a document shows.
    ///
    /// # Errors
    /// Field faults, `people.not-allowed`, `people.own-account`, `people.own-kin`.
    pub async fn verify(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        seen: CheckSeen,
    ) -> Outcome<VerificationId> {
        execute(self, &self.core, actor, key, Verify { person, seen }).await
    }

    /// Puts checks on record in the caller's transaction; what came from the same origin before is left as it is.
    ///
    /// # Errors
    /// [`Fail::Fault`] only; not found for somebody unknown.
    pub async fn record_checks(&self, work: &mut Work<'_>, made: &[NewVerification]) -> Outcome<u64> {
        let ids: Vec<PersonId> = made.iter().map(|one| one.person).collect();
        let nodes = self.nodes(work.tx, &ids).await?;
        let mut rows = Vec::with_capacity(made.len());
        for one in made {
            let node = *nodes.get(&one.person).ok_or(Refusal::not_found())?;
            let version = self.rules_at(node, work.now)?;
            rows.push(row(work, &version, one, node));
        }
        Ok(work.tx.insert(&sql::ADD, &rows).await?)
    }
}

fn row(work: &Work<'_>, version: &Version, one: &NewVerification, node: Node) -> Vec<tb_db::Arg> {
    let id: VerificationId = work.id();
    let until = check_expires(version, one.kind, one.checked_on);
    args![
        id,
        one.person,
        one.kind.code(),
        one.result.code(),
        one.source.code(),
        &one.reference,
        one.score.map(i64::from),
        node,
        one.checked_on,
        until,
        one.origin,
        work.actor.person,
        work.now
    ]
}

impl Command for Verify {
    const NAME: &'static str = "people.verify";
    type House = People;
    type Answer = VerificationId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<VerificationId> {
        let node = *house.nodes(work.tx, &[self.person]).await?.get(&self.person).ok_or(Refusal::not_found())?;
        access::may_do(work.actor, REVIEWERS, node)?;
        access::not_involved(work.tx, work.actor, self.person).await?;
        work.about("person", self.person, node);
        let today = work.now.day();
        let day = self.seen.checked_on.unwrap_or(today);
        let mut form = Form::new();
        let reference = form.take("reference", rules::text(&self.seen.reference, rules::SHORT_CHARS_MAX));
        form.must("checked_on", day <= today, no::CHECK_DAY);
        let reference = form.give(reference)?;
        // Fitness is what the person says of it; no paper about health is ever looked at.
        let source = if self.seen.kind == Check::Health { CheckSource::Declared } else { CheckSource::Manual };
        let one = NewVerification {
            person: self.person,
            kind: self.seen.kind,
            result: self.seen.result,
            source,
            reference,
            score: None,
            checked_on: day,
            origin: None,
        };
        let version = house.rules_at(node, work.now)?;
        let row = row(work, &version, &one, node);
        work.tx.insert(&sql::ADD, &[row]).await?;
        let made = verifications_of(work.tx, &[self.person]).await?;
        let of_kind = made.into_iter().filter(|v| v.kind == self.seen.kind).max_by_key(|v| (v.made_at, v.id));
        of_kind.map(|v| v.id).ok_or_else(|| Fail::Fault("a check that was just made is not there".into()))
    }
}

/// What the reviewing officer ticked goes on record as seen by them, as far as it does not stand there already; what the
/// identity number says of age as well. A tick does not outweigh a register that said no: that takes a document
/// ([`People::verify`]).
pub(super) async fn record_review(
    house: &People,
    work: &mut Work<'_>,
    person: &Person,
    checks: &Checks,
    version: &Version,
) -> Outcome<Vec<Verification>> {
    let today = work.now.day();
    let made = verifications_of(work.tx, &[person.id()]).await?;
    let found = ticked(checks, version);
    let latest = rules::latest(&made);
    let holds = rules::holding(&made, today);
    let mut new: Vec<NewVerification> = Vec::new();
    let mut contradicted: Option<Check> = None;
    for (kind, result, score) in found {
        let known = latest.get(&kind);
        if result == CheckResult::Passed && known.is_some_and(|v| v.result == CheckResult::Failed) {
            contradicted = contradicted.or(Some(kind));
        }
        if holds.contains(&kind) && result == CheckResult::Passed {
            continue;
        }
        let source = match kind {
            Check::Age => CheckSource::Identity,
            Check::Health => CheckSource::Declared,
            _ => CheckSource::Manual,
        };
        let (person, reference) = (person.id(), "people.review".to_owned());
        new.push(NewVerification { person, kind, result, source, reference, score, checked_on: today, origin: None });
    }
    if let Some(kind) = contradicted {
        return Err(Refusal::rule(no::CHECK_CONTRADICTED).with("check", kind).into());
    }
    house.record_checks(work, &new).await?;
    verifications_of(work.tx, &[person.id()]).await.map_err(Fail::from)
}

fn ticked(checks: &Checks, version: &Version) -> Vec<(Check, CheckResult, Option<u8>)> {
    let passed = |kind: Check| (kind, CheckResult::Passed, None);
    let own = [Check::Residence, Check::Training, Check::Exam, Check::Age];
    let plain = checks.passed.iter().copied().filter(|kind| !own.contains(kind)).map(passed);
    let mut found: Vec<_> = plain.collect();
    found.push(passed(Check::Age));
    if checks.resident {
        found.push(passed(Check::Residence));
    }
    if checks.trained {
        found.push(passed(Check::Training));
    }
    if let Some(percent) = checks.exam_percent {
        let result = if exam_passed(version, percent) { CheckResult::Passed } else { CheckResult::Failed };
        found.push((Check::Exam, result, Some(percent)));
    }
    found
}
