//! `people.change-enrolment`: an active volunteer or elder is suspended, resumes, or leaves. `people.reassess`: what is
//! true of an elder has changed. `people.qualify`: a licence was seen.

use super::message::tell;
use crate::access::{self, REVIEWERS};
use crate::events;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules;
use crate::store::enrolment::{self as sql, EnrolmentRecord};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Day, EnrolmentId, Fail, Outcome, PersonId, Refusal};
use tb_policy::{Licence, Trait};

#[derive(Serialize)]
struct ChangeEnrolment {
    enrolment: EnrolmentId,
    change: Change,
    reason: String,
}

#[derive(Serialize)]
struct Reassess {
    enrolment: EnrolmentId,
    traits: BTreeSet<Trait>,
    reason: String,
}

#[derive(Serialize)]
struct Qualify {
    person: PersonId,
    licence: Licence,
    until: Day,
}

impl People {
    /// Suspends, resumes or ends an enrolment. Leaving is open to the person; the rest to officers.
    ///
    /// # Errors
    /// `people.wrong-state`, `people.not-allowed`, `people.own-account`, `people.own-kin`; the reason is needed.
    pub async fn change_enrolment(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        enrolment: EnrolmentId,
        change: Change,
        reason: &str,
    ) -> Outcome<EnrolmentState> {
        let command = ChangeEnrolment { enrolment, change, reason: reason.to_owned() };
        execute(self, &self.core, actor, key, command).await
    }

    /// Records anew what is true of an elder; classes and grants follow from it.
    ///
    /// # Errors
    /// Not found, `people.wrong-state`, `people.not-allowed`, `people.own-account`, `people.own-kin`; the reason is needed.
    pub async fn reassess(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        enrolment: EnrolmentId,
        traits: BTreeSet<Trait>,
        reason: &str,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, Reassess { enrolment, traits, reason: reason.to_owned() }).await
    }

    /// Records a licence that was seen, with the last day it is valid.
    ///
    /// # Errors
    /// `people.licence-expired`, `people.not-allowed`, `people.own-account`, `people.own-kin`.
    pub async fn qualify(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        licence: Licence,
        until: Day,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, Qualify { person, licence, until }).await
    }
}

impl Command for ChangeEnrolment {
    const NAME: &'static str = "people.change-enrolment";
    type House = People;
    type Answer = EnrolmentState;

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<EnrolmentState> {
        let found: Option<EnrolmentRecord> = work.tx.row(sql::HELD, args![self.enrolment]).await?;
        let enrolment = found.ok_or(Refusal::not_found())?;
        let actor = work.actor;
        let leaves = self.change == Change::Exit && access::is_own(actor, enrolment.person);
        if !leaves || access::is_official(actor) {
            let roles = if leaves { access::CLERKS } else { REVIEWERS };
            access::may_do(actor, roles, enrolment.node)?;
            access::not_involved(work.tx, actor, enrolment.person).await?;
        }
        work.about("person", enrolment.person, enrolment.node);
        let to = rules::after(enrolment.state, self.change).ok_or(Refusal::conflict(no::WRONG_STATE))?;
        let reason = rules::reason(&self.reason)?;
        let changed =
            work.tx.run(sql::CHANGED, args![enrolment.id, enrolment.version, to.code(), &reason, work.now]).await?;
        if changed != 1 {
            return Err(Fail::Fault(format!("enrolment {} changed under its lock", enrolment.id)));
        }
        work.because(reason);
        let body = events::EnrolmentChanged { person: enrolment.person, kind: enrolment.kind, state: to };
        events::publish(work, events::ENROLMENT_CHANGED, enrolment.person, enrolment.node, &body).await?;
        let args = [("kind", enrolment.kind.code()), ("state", to.code())];
        tell(work, enrolment.person, "people-told-changed", &args, None).await?;
        Ok(to)
    }
}

impl Command for Reassess {
    const NAME: &'static str = "people.reassess";
    type House = People;
    type Answer = ();

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<()> {
        let found: Option<EnrolmentRecord> = work.tx.row(sql::HELD, args![self.enrolment]).await?;
        let enrolment = found.ok_or(Refusal::not_found())?;
        access::may_do(work.actor, REVIEWERS, enrolment.node)?;
        access::not_involved(work.tx, work.actor, enrolment.person).await?;
        work.about("person", enrolment.person, enrolment.node);
        if enrolment.kind != EnrolmentKind::Elder || !enrolment.state.is_running() {
            return Err(Refusal::conflict(no::WRONG_STATE).into());
        }
        let reason = rules::reason(&self.reason)?;
        let traits = self.traits.iter().map(|t| t.code()).collect::<Vec<_>>().join(",");
        work.tx.run(sql::REASSESSED, args![enrolment.id, enrolment.version, traits, work.now]).await?;
        work.because(reason);
        events::facts_changed(work, enrolment.person, enrolment.node).await
    }
}

impl Command for Qualify {
    const NAME: &'static str = "people.qualify";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let person = house.load_one(work.tx, self.person).await?.ok_or(Refusal::not_found())?;
        access::may_do(work.actor, REVIEWERS, person.record.node)?;
        access::not_involved(work.tx, work.actor, self.person).await?;
        work.about("person", self.person, person.record.node);
        if self.until < work.now.day() {
            return Err(no::at("until", no::LICENCE_EXPIRED));
        }
        let by = work.actor.person.unwrap_or(self.person);
        work.tx.run(sql::QUALIFY, args![self.person, self.licence.code(), self.until, by, work.now]).await?;
        Ok(())
    }
}
