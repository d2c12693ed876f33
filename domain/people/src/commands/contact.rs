//! `people.update-contact`: telephone, address, door, emergency contact, community. The person changes their own (a new
//! telephone only with its proof), a clerk changes it for somebody of the territory. The profile is sealed anew under the
//! next version.

use super::correct::record_change;
use crate::access::{self, CLERKS};
use crate::events;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Form, PhoneNeed};
use crate::store::{access as doors, enrolment, person as sql};
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{Actor, Fail, Node, Outcome, PersonId, Refusal};

#[derive(Serialize)]
struct UpdateContact {
    person: PersonId,
    change: ContactChange,
}

impl People {
    /// Changes contact data; gives the new version of the profile.
    ///
    /// # Errors
    /// All field faults at once (`people.phone-not-proved` for an own new telephone without proof); not found,
    /// `people.own-account`, `people.own-kin`.
    pub async fn update_contact(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        change: ContactChange,
    ) -> Outcome<i64> {
        execute(self, &self.core, actor, key, UpdateContact { person, change }).await
    }
}

impl Command for UpdateContact {
    const NAME: &'static str = "people.update-contact";
    type House = People;
    type Answer = i64;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<i64> {
        let held: Option<(PersonId, i64)> = work.tx.row(sql::PERSON_HELD, args![self.person]).await?;
        held.ok_or(Refusal::not_found())?;
        let person = house.load_one(work.tx, self.person).await?.ok_or(Refusal::not_found())?;
        let (record, old) = (person.record, person.profile);
        let alone = !access::is_official(work.actor);
        if alone {
            access::may_see(work.actor, self.person, record.node)?;
        } else {
            access::may_do(work.actor, CLERKS, record.node)?;
            access::not_involved(work.tx, work.actor, self.person).await?;
        }
        work.about("person", self.person, record.node);
        let proved = if alone { self.proved_phone(work).await? } else { None };
        let (profile, node) = changed(house, &self.change, &old, record.node, alone.then_some(proved))?;

        let key = house.key_of(self.person, &record.wrapped)?;
        let version = record.version + 1;
        let sealed = house.seal_profile(&key, self.person, version, &profile)?;
        record_change(house, work, &key, self.person, (&old, record.node), (&profile, node)).await?;
        let cell = tb_places::cell(house.home_of(profile.home, node));
        let phone = profile.phone.as_ref().map(|phone| house.phone_index(phone));
        let name = house.name_index(&profile.name);
        let rows =
            work.tx.run(sql::RESEALED, args![self.person, record.version, sealed, node, cell, phone, name]).await?;
        if rows != 1 {
            return Err(Fail::Fault(format!("person {} changed under its lock", self.person)));
        }
        if node != record.node {
            work.tx.run(enrolment::MOVED, args![self.person, node]).await?;
            let body = events::Moved { person: self.person, from: record.node, to: node };
            events::publish(work, events::MOVED, self.person, node, &body).await?;
        }
        Ok(version)
    }
}

impl UpdateContact {
    /// The keyed digest of the telephone whose proof was handed in.
    async fn proved_phone(&self, work: &mut Work<'_>) -> Outcome<Option<Vec<u8>>> {
        let Some(proof) = self.change.proof else { return Ok(None) };
        let found: Option<doors::ProofRecord> = work.tx.row(doors::PROOF_HELD, args![proof.0]).await?;
        let live = found.filter(|p| !p.used && p.expires_at > work.now);
        if live.is_some() {
            work.tx.run(doors::PROOF_USED, args![proof.0]).await?;
        }
        Ok(live.map(|p| p.phone_index))
    }
}

/// The profile after the change. `proved`: the person alone, with the telephone they proved.
fn changed(
    house: &People,
    change: &ContactChange,
    old: &Profile,
    node: Node,
    proved: Option<Option<Vec<u8>>>,
) -> Result<(Profile, Node), Refusal> {
    let mut form = Form::new();
    let mut new = old.clone();
    if let Some(typed) = &change.phone {
        let need = if proved.is_some() { PhoneNeed::Mobile } else { PhoneNeed::None };
        if let Some(phone) = form.take("phone", rules::check_phone(typed, need)) {
            let same = phone == old.phone;
            let index = phone.as_ref().map(|phone| house.phone_index(phone).to_vec());
            form.must("phone", same || proved.as_ref().is_none_or(|proved| *proved == index), no::PHONE_NOT_PROVED);
            new.phone = phone;
        }
    }
    let node = match change.node {
        Some(to) => form.take("node", rules::check_community(Some(to), &house.places)).unwrap_or(node),
        None => node,
    };
    let address = change.address.as_deref().map(|typed| rules::text(typed, TEXT_CHARS_MAX));
    if let Some(address) = address.and_then(|address| form.take("address", address)) {
        // Another door: the old mark is wrong until somebody marks the new one.
        if address != old.address {
            new.home = None;
        }
        new.address = address;
    }
    if let Some(home) = change.home {
        form.must("home", rules::is_near(home, node, &house.places), no::HOME_OUTSIDE);
        new.home = Some(home);
    }
    if let Some(typed) = &change.emergency {
        new.emergency = rules::check_emergency(&mut form, typed).or(new.emergency);
    }
    if let Some(typed) = change.care.as_deref().map(str::trim) {
        let care = if typed.is_empty() { Ok(String::new()) } else { rules::text(typed, TEXT_CHARS_MAX) };
        new.care = form.take("care", care).unwrap_or_default();
    }
    form.done()?;
    Ok((new, node))
}
