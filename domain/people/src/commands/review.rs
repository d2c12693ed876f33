//! `people.approve`, `people.refuse`: an officer reviews an application. Age and residence are asked of the policy again,
//! with the checks on record, to which what the officer found is added; whoever entered the application cannot review it, nor can kin.

use super::enrol::has_guardian;
use super::message::tell;
use super::verify::record_review;
use crate::access::{self, REVIEWERS};
use crate::events;
use crate::model::*;
use crate::people::People;
use crate::queries::traits_of;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::seal::Person;
use crate::store::enrolment::{self as sql, EnrolmentRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, EnrolmentId, Fail, Outcome, PersonId, Refusal};
use tb_policy::ArticleId;

#[derive(Serialize)]
struct Approve {
    enrolment: EnrolmentId,
    checks: Checks,
}

#[derive(Serialize)]
struct Refuse {
    enrolment: EnrolmentId,
    reason: String,
    article: Option<String>,
}

impl People {
    /// Makes an application active.
    ///
    /// # Errors
    /// The policy's refusal with its article; `people.not-pending`, `people.review-own`, `people.own-kin`; field faults.
    pub async fn approve(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        enrolment: EnrolmentId,
        checks: Checks,
    ) -> Outcome<PersonId> {
        execute(self, &self.core, actor, key, Approve { enrolment, checks }).await
    }

    /// Refuses an application, with the reason the person will read and, where there is one, the article.
    ///
    /// # Errors
    /// As [`People::approve`].
    pub async fn refuse(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        enrolment: EnrolmentId,
        reason: &str,
        article: Option<String>,
    ) -> Outcome<PersonId> {
        execute(self, &self.core, actor, key, Refuse { enrolment, reason: reason.to_owned(), article }).await
    }
}

impl Command for Approve {
    const NAME: &'static str = "people.approve";
    type House = People;
    type Answer = PersonId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<PersonId> {
        let (enrolment, person) = to_review(house, work, self.enrolment).await?;
        let today = work.now.day();
        let mut form = Form::new();
        form.must("exam_percent", self.checks.exam_percent.is_none_or(|share| share <= 100), no::EXAM_SHARE);
        let valid = self.checks.licences.iter().all(|(_, until)| *until >= today);
        form.must("licences", valid, no::LICENCE_EXPIRED);
        form.done()?;
        let version = house.rules_at(enrolment.node, work.now)?;
        let age = today.age_since(person.birth());
        let guardian = has_guardian(work.tx, enrolment.person).await?;
        let traits = traits_of(&enrolment.traits);
        let made = record_review(house, work, &person, &self.checks, &version).await?;
        let student = self.checks.student;
        rules::may_activate(&version, enrolment.kind, &traits, student, &made, (today, age), guardian)?;
        let checks = serde_json::to_string(&self.checks).map_err(Fail::fault)?;
        let found =
            Found { state: EnrolmentState::Active, checks, policy: version.id.as_str(), reason: None, article: None };
        settle(work, &enrolment, found).await?;
        for (licence, until) in &self.checks.licences {
            let by = work.actor.person.unwrap_or(enrolment.person);
            work.tx.run(sql::QUALIFY, args![enrolment.person, licence.code(), *until, by, work.now]).await?;
        }
        let body = events::EnrolmentActivated { person: enrolment.person, kind: enrolment.kind };
        events::publish(work, events::ENROLMENT_ACTIVATED, enrolment.person, enrolment.node, &body).await?;
        tell(work, enrolment.person, "people-told-active", &[("kind", enrolment.kind.code())], None).await?;
        Ok(enrolment.person)
    }
}

impl Command for Refuse {
    const NAME: &'static str = "people.refuse";
    type House = People;
    type Answer = PersonId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<PersonId> {
        let (enrolment, _) = to_review(house, work, self.enrolment).await?;
        let reason = rules::reason(&self.reason)?;
        let version = house.rules_at(enrolment.node, work.now)?;
        let article = self.article.as_deref().map(str::trim).filter(|id| !id.is_empty());
        if article.is_some_and(|id| version.article(&ArticleId::from(id)).is_none()) {
            return Err(no::at("article", no::MISSING));
        }
        let found = Found {
            state: EnrolmentState::Refused,
            checks: String::new(),
            policy: version.id.as_str(),
            reason: Some(&reason),
            article,
        };
        settle(work, &enrolment, found).await?;
        work.because(reason);
        tell(work, enrolment.person, "people-told-refused", &[("kind", enrolment.kind.code())], None).await?;
        Ok(enrolment.person)
    }
}

/// The application and its person, when this officer may decide it.
async fn to_review(house: &People, work: &mut Work<'_>, id: EnrolmentId) -> Outcome<(EnrolmentRecord, Person)> {
    let found: Option<EnrolmentRecord> = work.tx.row(sql::HELD, args![id]).await?;
    let enrolment = found.ok_or(Refusal::not_found())?;
    access::may_do(work.actor, REVIEWERS, enrolment.node)?;
    work.about("person", enrolment.person, enrolment.node);
    if work.actor.person.is_some() && enrolment.applied_by == work.actor.person {
        return Err(Refusal::forbidden(no::REVIEW_OWN).into());
    }
    access::not_involved(work.tx, work.actor, enrolment.person).await?;
    if !enrolment.state.is_pending() {
        return Err(Refusal::conflict(no::NOT_PENDING).into());
    }
    let person = house.load_one(work.tx, enrolment.person).await?.ok_or(Refusal::not_found())?;
    Ok((enrolment, person))
}

struct Found<'a> {
    state: EnrolmentState,
    checks: String,
    policy: &'a str,
    reason: Option<&'a str>,
    article: Option<&'a str>,
}

async fn settle(work: &mut Work<'_>, enrolment: &EnrolmentRecord, found: Found<'_>) -> Outcome<()> {
    let since = (found.state == EnrolmentState::Active).then_some(work.now);
    let changed = work
        .tx
        .run(
            sql::REVIEWED,
            args![
                enrolment.id,
                enrolment.version,
                found.state.code(),
                found.checks,
                &enrolment.traits,
                found.policy,
                found.reason,
                found.article,
                work.actor.person,
                work.now,
                since
            ],
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fail::Fault(format!("enrolment {} changed under its lock", enrolment.id))) }
}
