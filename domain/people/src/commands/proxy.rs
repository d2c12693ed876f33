//! `people.grant-proxy`, `people.withdraw-proxy`: one gives another a degree for each capability, by one's own button, by
//! voice in a logged call, or on a signed paper at the desk; and takes it back at once. A proxy gives nothing on.

use super::claim::{own_word, whose};
use crate::access::{self, REVIEWERS};
use crate::kinship::ADULT_YEARS;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules;
use crate::store::family::{self as sql, ProxyRecord};
use crate::store::person::{LINKS_BETWEEN, LinkRecord, PERSON_HELD};
use serde::Serialize;
use std::sync::Arc;
use tb_db::{Tx, args};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Day, Kind, Outcome, PersonId, Refusal};
use tb_policy::rules::is_minor;
use uuid::Uuid;

#[derive(Serialize)]
struct GrantProxy {
    input: PowersInput,
}

#[derive(Serialize)]
struct WithdrawProxy {
    elder: PersonId,
    proxy: PersonId,
    reason: String,
}

impl People {
    /// Gives (or changes, or with [`Degree::None`] takes) what another may do for oneself or the person acted for.
    ///
    /// # Errors
    /// `people.proxy-self`, `people.proxy-no-link` (only active links), `people.proxy-minor`, `people.proxy-note` (a clerk
    /// names the paper or the call), `people.proxy-own-word`, `people.own-account`, `people.own-kin`.
    pub async fn grant_proxy(self: &Arc<Self>, actor: &Actor, key: &Key, input: PowersInput) -> Outcome<()> {
        execute(self, &self.core, actor, key, GrantProxy { input }).await
    }

    /// Takes everything back: by the one it was given by, by the one who has it, or by an officer with a reason. What
    /// waited for a yes is withdrawn with it.
    ///
    /// # Errors
    /// Not found, `people.proxy-none`.
    pub async fn withdraw_proxy(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        elder: PersonId,
        proxy: PersonId,
        reason: &str,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, WithdrawProxy { elder, proxy, reason: reason.to_owned() }).await
    }

    /// What `proxy` may do for `elder` on a day: what was granted; for the guardian of a minor, everything, by law.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub(crate) async fn powers(
        &self,
        tx: &mut Tx,
        elder: PersonId,
        proxy: PersonId,
        day: Day,
    ) -> Outcome<Vec<(Capability, Degree)>> {
        let links: Vec<LinkRecord> = tx.rows(LINKS_BETWEEN, args![elder, proxy]).await?;
        if links.is_empty() {
            return Ok(Vec::new());
        }
        let guards = links.iter().any(|l| l.a == proxy && LinkKind::parse(&l.kind) == Some(LinkKind::Guardian));
        if guards && self.is_minor_on(tx, elder, day).await? {
            return Ok(Capability::ALL.iter().map(|capability| (*capability, Degree::Represent)).collect());
        }
        let rows: Vec<ProxyRecord> = tx.rows(sql::PROXIES_BETWEEN, args![elder, proxy]).await?;
        Ok(rows.into_iter().map(|row| (row.capability, row.degree)).collect())
    }

    /// Younger than the city lets somebody serve alone.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub(crate) async fn is_minor_on(&self, tx: &mut Tx, person: PersonId, day: Day) -> Outcome<bool> {
        let Some(person) = self.load_one(tx, person).await? else { return Ok(false) };
        let version = self.policies.at(person.record.node, day).map_err(Refusal::from)?;
        Ok(is_minor(&version, day.age_since(person.birth())))
    }
}

/// A guardian named by a document represents in everything.
pub(super) async fn by_document(work: &mut Work<'_>, ward: PersonId, guardian: PersonId) -> Outcome<()> {
    let by = work.actor.person;
    for capability in Capability::GRANTED {
        set(work, ward, guardian, (*capability, Degree::Represent), Said::Document, "", by).await?;
    }
    Ok(())
}

/// Ends all that `elder` gave `proxy`, and what waits on it.
pub(super) async fn end_between(work: &mut Work<'_>, elder: PersonId, proxy: PersonId, why: &str) -> Outcome<u64> {
    let ended = work.tx.run(sql::END_PROXIES, args![elder, proxy, work.now, work.actor.person, why]).await?;
    work.tx.run(sql::REQUESTS_WITHDRAWN, args![elder, proxy, work.now]).await?;
    Ok(ended)
}

/// Puts one capability to a degree; the row before stays as it ended.
async fn set(
    work: &mut Work<'_>,
    elder: PersonId,
    proxy: PersonId,
    (capability, degree): (Capability, Degree),
    how: Said,
    note: &str,
    by: Option<PersonId>,
) -> Outcome<()> {
    let args = args![elder, proxy, capability.code(), work.now, by, "changed"];
    work.tx.run(sql::END_PROXY, args).await?;
    if degree > Degree::None {
        let id: Uuid = work.id();
        let args = args![id, elder, proxy, capability.code(), degree.code(), how.code(), note, work.now, by];
        work.tx.run(sql::ADD_PROXY, args).await?;
    }
    Ok(())
}

impl Command for GrantProxy {
    const NAME: &'static str = "people.grant-proxy";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let how = own_word(work.actor)?;
        let (elder, node) = whose(house, work).await?;
        work.about("person", elder, node);
        let PowersInput { proxy, degrees, note } = &self.input;
        if *proxy == elder {
            return Err(Refusal::conflict(no::PROXY_SELF).into());
        }
        if how != Said::Button && work.actor.person == Some(*proxy) {
            return Err(Refusal::forbidden(no::OWN_ACCOUNT).into());
        }
        // The one who gives is the turnstile: two changes at once come one after the other.
        work.tx.row::<(PersonId, i64)>(PERSON_HELD, args![elder]).await?;
        let links: Vec<LinkRecord> = work.tx.rows(LINKS_BETWEEN, args![elder, *proxy]).await?;
        if links.is_empty() {
            return Err(Refusal::conflict(no::PROXY_NO_LINK).into());
        }
        let other = house.load_one(work.tx, *proxy).await?.ok_or(Refusal::not_found())?;
        if work.now.day().age_since(other.birth()) < ADULT_YEARS {
            return Err(Refusal::conflict(no::PROXY_MINOR).into());
        }
        let note = match how {
            Said::Button | Said::Document => String::new(),
            Said::Voice | Said::Paper => {
                rules::text(note, rules::SHORT_CHARS_MAX).map_err(|_| no::at("note", no::PROXY_NOTE))?
            }
        };
        let now: Vec<ProxyRecord> = work.tx.rows(sql::PROXIES_BETWEEN, args![elder, *proxy]).await?;
        let by = work.actor.person;
        for (capability, degree) in degrees {
            if !Capability::GRANTED.contains(capability) {
                return Err(Refusal::new(Kind::Invalid, no::PROXY_NOT_GRANTED).into());
            }
            let is = now.iter().find(|row| row.capability == *capability).map_or(Degree::None, |row| row.degree);
            if is != *degree {
                set(work, elder, *proxy, (*capability, *degree), how, &note, by).await?;
            }
        }
        super::message::tell(work, *proxy, "people-told-proxy-changed", &[], Some("/family")).await?;
        if how != Said::Button {
            super::message::tell(work, elder, "people-told-proxy-given", &[], Some("/family")).await?;
        }
        Ok(())
    }
}

impl Command for WithdrawProxy {
    const NAME: &'static str = "people.withdraw-proxy";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let nodes = house.nodes(work.tx, &[self.elder]).await?;
        let node = *nodes.get(&self.elder).ok_or(Refusal::not_found())?;
        work.about("person", self.elder, node);
        let by_office = access::is_official(work.actor) && work.actor.acting_for.is_none();
        let subject = work.actor.subject();
        if by_office {
            access::may_do(work.actor, REVIEWERS, node)?;
            access::not_involved(work.tx, work.actor, self.elder).await?;
            access::not_involved(work.tx, work.actor, self.proxy).await?;
            work.because(rules::reason(&self.reason)?);
        } else if subject == Some(self.elder) || subject == Some(self.proxy) {
            own_word(work.actor)?;
            whose(house, work).await?;
        } else {
            return Err(Refusal::not_found().into());
        }
        let why = if by_office { "office" } else { "withdrawn" };
        if end_between(work, self.elder, self.proxy, why).await? == 0 {
            return Err(Refusal::conflict(no::PROXY_NONE).into());
        }
        for person in [self.elder, self.proxy] {
            if Some(person) != work.actor.person {
                super::message::tell(work, person, "people-told-proxy-ended", &[], Some("/family")).await?;
            }
        }
        Ok(())
    }
}
