//! `people.enrol`: somebody who is known wants to be a volunteer or an elder too: oneself, or through a clerk who acts for
//! them.

use super::end::not_barred;
use super::register::give_consent;
use crate::access::{self, CLERKS};
use crate::model::*;
use crate::people::People;
use crate::queries::running;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::store::enrolment as sql;
use crate::store::person::{LINKS_OF, LinkRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::{DbError, Tx, args};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Channel, Day, EnrolmentId, Fail, Node, Outcome, PersonId, Refusal};

#[derive(Serialize)]
struct EnrolPerson {
    input: Enrol,
}

impl People {
    /// Applies for a further enrolment of oneself or of the person acted for.
    ///
    /// # Errors
    /// The policy's refusal with its article, `people.already-enrolled`, `people.not-acting`, field faults.
    pub async fn enrol(self: &Arc<Self>, actor: &Actor, key: &Key, input: Enrol) -> Outcome<EnrolmentId> {
        execute(self, &self.core, actor, key, EnrolPerson { input }).await
    }
}

impl Command for EnrolPerson {
    const NAME: &'static str = "people.enrol";
    type House = People;
    type Answer = EnrolmentId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<EnrolmentId> {
        let actor = work.actor;
        let subject = actor.subject().ok_or(no::sign_in())?;
        let person = house.load_one(work.tx, subject).await?.ok_or(Refusal::not_found())?;
        let node = person.record.node;
        if access::is_official(actor) {
            if actor.acting_for.is_none() {
                return Err(Refusal::conflict(no::NOT_ACTING).into());
            }
            access::may_do(actor, CLERKS, node)?;
            access::not_involved(work.tx, actor, subject).await?;
        }
        work.about("person", subject, node);
        let mut form = Form::new();
        let volunteer = self.input.claims.kind() == EnrolmentKind::Volunteer;
        let mobile = person.profile.phone.as_ref().is_some_and(Phone::is_mobile);
        form.must("phone", !volunteer || mobile, no::MOBILE_NEEDED);
        form.must("consent", !self.input.consent.trim().is_empty(), no::CONSENT_MISSING);
        rules::check_claims(&mut form, &self.input.claims, &*house.rules_at(node, work.now)?);
        form.done()?;
        let applying = Applying {
            person: subject,
            node,
            birth: person.birth(),
            claims: &self.input.claims,
            consent: &self.input.consent,
            channel: actor.channel,
            by: actor.person,
        };
        apply(house, work, applying).await
    }
}

/// An application in the making.
pub(super) struct Applying<'a> {
    pub(super) person: PersonId,
    pub(super) node: Node,
    pub(super) birth: Day,
    pub(super) claims: &'a Claims,
    pub(super) consent: &'a str,
    pub(super) channel: Channel,
    /// Who entered it; none: the person alone, before having a session.
    pub(super) by: Option<PersonId>,
}

/// Asks the policy, then records the application and the consent.
pub(super) async fn apply(house: &People, work: &mut Work<'_>, a: Applying<'_>) -> Outcome<EnrolmentId> {
    let kind = a.claims.kind();
    let version = house.rules_at(a.node, work.now)?;
    let age = work.now.day().age_since(a.birth);
    let guardian = rules::needs_guardian(&version, a.claims, age) && has_guardian(work.tx, a.person).await?;
    not_barred(work, a.person, kind).await?;
    rules::may_apply(&version, a.claims, age, guardian)?;
    // The person's row is the turnstile: two applications at once are decided one after the other.
    let held: Option<(PersonId, i64)> = work.tx.row(crate::store::person::PERSON_HELD, args![a.person]).await?;
    held.ok_or(Refusal::not_found())?;
    let enrolled = work.tx.rows_in(sql::OF_PERSONS, vec![], args![a.person]).await?;
    if running(&enrolled, kind).is_some() {
        return Err(Refusal::conflict(no::ALREADY_ENROLLED).into());
    }
    if let Some(bar) = house.standing_bar(work.tx, a.person, kind, work.now.day()).await? {
        let until = bar.until_day.map_or_else(|| "open".to_owned(), |day| day.to_string());
        return Err(Refusal::rule(no::BARRED).article(bar.article).with("until", until).into());
    }
    let traits = match a.claims {
        Claims::Elder(claims) => claims.traits.iter().map(|t| t.code()).collect::<Vec<_>>().join(","),
        Claims::Volunteer(_) => String::new(),
    };
    let id: EnrolmentId = work.id();
    let claims = serde_json::to_string(a.claims).map_err(Fail::fault)?;
    work.tx
        .run(
            sql::ADD,
            args![
                id,
                a.person,
                kind.code(),
                kind.first_state().code(),
                a.node,
                traits,
                claims,
                a.channel.code(),
                version.id.as_str(),
                work.now,
                a.by.or(Some(a.person))
            ],
        )
        .await?;
    give_consent(work, a.person, a.consent, a.channel).await?;
    Ok(id)
}

/// True when somebody's guardianship over the person is confirmed.
pub(super) async fn has_guardian(tx: &mut Tx, person: PersonId) -> Result<bool, DbError> {
    let links: Vec<LinkRecord> = tx.rows(LINKS_OF, args![person]).await?;
    let is_guardian = |link: &LinkRecord| {
        link.b == person && link.state == LinkState::Active && link.kind == LinkKind::Guardian.code()
    };
    Ok(links.iter().any(is_guardian))
}
