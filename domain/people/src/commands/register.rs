//! `people.register`: a new person, at a desk, on the hotline, or by oneself after the telephone was proved. One identity
//! is one person: whoever is known already gets a further enrolment, never a second row.
//!
//! Why a known identity is an answer and not a refusal for visitors: it is counted on their proof, so that nobody can ask
//! for one identity number after another.

use super::enrol::{Applying, apply};
use crate::access::{self, CLERKS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Checked, Form, PhoneNeed};
use crate::store::{access as doors, person as sql};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Channel, EnrolmentId, Fail, Instant, Outcome, PersonId, Refusal};

/// Registrations one proof of a telephone allows, failed ones included.
const PROOF_TRIES_MAX: i64 = 5;
/// Characters of handles: none that is mistaken for another.
const HANDLE_ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKLMNPQRSTUVWXY";
const HANDLE_CHARS: usize = 7;

#[derive(Serialize)]
struct Register {
    input: Registration,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Registered(Registered),
    /// A visitor named an identity that is registered with another telephone.
    Known,
}

/// How a registration comes in.
struct Door {
    channel: Channel,
    by: Option<PersonId>,
    /// The proved telephone of a visitor.
    proved: Option<(TokenHash, Vec<u8>)>,
}

impl People {
    /// Registers a person, with an enrolment or (family) without one.
    ///
    /// # Errors
    /// Every field fault at once; the policy's refusal with its article; `people.already-registered`,
    /// `people.already-enrolled`, `people.outside-territory`, `people.proof-over`.
    pub async fn register(self: &Arc<Self>, actor: &Actor, key: &Key, input: Registration) -> Outcome<Registered> {
        match execute(self, &self.core, actor, key, Register { input }).await? {
            Answer::Registered(registered) => Ok(registered),
            Answer::Known => Err(Refusal::conflict(no::ALREADY_REGISTERED).into()),
        }
    }
}

impl People {
    /// Registers a person inside another slice's command, in its transaction: the same checks, the same one door.
    ///
    /// # Errors
    /// As [`People::register`].
    pub async fn register_in(&self, work: &mut Work<'_>, input: &Registration) -> Outcome<Registered> {
        match (Register { input: input.clone() }).run(self, work).await? {
            Answer::Registered(registered) => Ok(registered),
            Answer::Known => Err(Refusal::conflict(no::ALREADY_REGISTERED).into()),
        }
    }
}

impl Command for Register {
    const NAME: &'static str = "people.register";
    type House = People;
    type Answer = Answer;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<Answer> {
        let input = &self.input;
        let door = door(work, input).await?;
        let checked = check(house, &door, input, work.now)?;
        let identity = house.identity_index(&checked.profile.id_no);
        People::take_turns(work.tx, work.now, vec![identity]).await?;
        if let Some((proof, _)) = &door.proved {
            work.tx.run(doors::PROOF_TRIED, args![proof.0]).await?;
        }
        let known: Option<sql::PersonRecord> = work.tx.row(sql::BY_IDENTITY, args![identity]).await?;
        let (person, handle, node, new_person) = match known {
            None => {
                let (person, handle) = add_person(house, work, &checked, input, identity).await?;
                (person, handle, checked.node, true)
            }
            Some(record) => match allow_known(house, work, &door, &checked, &record, input.claims.is_some()).await? {
                true => (record.id, record.handle, record.node, false),
                false => return Ok(Answer::Known),
            },
        };
        work.about("person", person, node);
        let enrolment = match &input.claims {
            None => {
                give_consent(work, person, &input.consent, door.channel).await?;
                None
            }
            Some(claims) => {
                let birth = checked.profile.id_no.birth();
                let applying = Applying {
                    person,
                    node,
                    birth,
                    claims,
                    consent: &input.consent,
                    channel: door.channel,
                    by: door.by,
                };
                Some(apply(house, work, applying).await?) as Option<EnrolmentId>
            }
        };
        Ok(Answer::Registered(Registered { person, handle, enrolment, new_person }))
    }
}

/// Officials enter at a desk or on the hotline; everybody else shows that the telephone is theirs.
async fn door(work: &mut Work<'_>, input: &Registration) -> Outcome<Door> {
    let actor = work.actor;
    if access::is_official(actor) {
        if !actor.is_system() && !actor.has_role(CLERKS) {
            return Err(Refusal::forbidden(no::NOT_ALLOWED).into());
        }
        let desk = actor.channel == Channel::Desk;
        let channel = if desk && input.hotline { Channel::Hotline } else { actor.channel };
        return Ok(Door { channel, by: actor.person, proved: None });
    }
    let proof = input.proof.ok_or(no::sign_in())?;
    let found: Option<doors::ProofRecord> = work.tx.row(doors::PROOF_HELD, args![proof.0]).await?;
    let live = found.filter(|p| !p.used && p.expires_at > work.now && p.tries < PROOF_TRIES_MAX);
    let live = live.ok_or(Refusal::new(tb_kernel::Kind::SignIn, no::PROOF_OVER))?;
    Ok(Door { channel: Channel::SelfService, by: None, proved: Some((proof, live.phone_index)) })
}

fn check(house: &People, door: &Door, input: &Registration, now: Instant) -> Outcome<Checked> {
    let mut form = Form::new();
    let volunteer = matches!(input.claims, Some(Claims::Volunteer(_)));
    let need = if door.proved.is_some() || volunteer { PhoneNeed::Mobile } else { PhoneNeed::None };
    let checked = rules::check_person(&mut form, &input.person, &house.places, now.day(), need);
    form.must("consent", !input.consent.trim().is_empty(), no::CONSENT_MISSING);
    if let (Some(proved), Ok(phone)) = (&door.proved, Phone::parse(&input.person.phone)) {
        form.must("phone", proved.1 == house.phone_index(&phone), no::PHONE_NOT_PROVED);
    }
    if let (Some(claims), Some(node)) = (&input.claims, input.person.node.filter(|node| house.places.contains(*node))) {
        rules::check_claims(&mut form, claims, &*house.rules_at(node, now)?);
    }
    Ok(form.give(checked)?)
}

async fn add_person(
    house: &People,
    work: &mut Work<'_>,
    checked: &Checked,
    input: &Registration,
    identity: [u8; 32],
) -> Outcome<(PersonId, String)> {
    let actor = work.actor;
    if access::is_official(actor) && !actor.is_system() && !actor.may(CLERKS, checked.node) {
        return Err(Refusal::forbidden(no::OUTSIDE_TERRITORY).into());
    }
    let preferences = Preferences {
        language: input.person.language,
        edition: input.person.edition,
        text_size: input.person.text_size,
    };
    insert_person(house, work, &checked.profile, checked.node, identity, preferences).await
}

/// Seals and inserts a person; gives id and handle.
pub(super) async fn insert_person(
    house: &People,
    work: &mut Work<'_>,
    profile: &Profile,
    node: tb_kernel::Node,
    identity: [u8; 32],
    preferences: Preferences,
) -> Outcome<(PersonId, String)> {
    let id: PersonId = work.id();
    let handle = new_handle(work).await?;
    let (key, wrapped) = house.keys.new_data_key(id.0.as_bytes(), work.entropy);
    let sealed = house.seal_profile(&key, id, 1, profile)?;
    let cell = tb_places::cell(house.home_of(profile.home, node));
    let phone = profile.phone.as_ref().map(|phone| house.phone_index(phone));
    let name = house.name_index(&profile.name);
    work.tx
        .run(
            sql::ADD_PERSON,
            args![
                id,
                &handle,
                node,
                cell,
                sealed,
                identity,
                phone,
                name,
                preferences.language.code(),
                preferences.edition.code(),
                preferences.text_size.code(),
                work.now,
                work.actor.person
            ],
        )
        .await?;
    work.tx.run(sql::ADD_KEY, args![id, wrapped]).await?;
    Ok((id, handle))
}

/// `TB` and seven characters, not yet taken: `TB7K3M9Q2`.
async fn new_handle(work: &mut Work<'_>) -> Outcome<String> {
    for _ in 0..20 {
        let random = (0..HANDLE_CHARS).map(|_| {
            let at = usize::try_from(work.entropy.below(HANDLE_ALPHABET.len() as u64)).unwrap_or(0);
            char::from(HANDLE_ALPHABET[at])
        });
        let handle: String = "TB".chars().chain(random).collect();
        let taken: Option<(PersonId,)> = work.tx.row(sql::HANDLE_TAKEN, args![&handle]).await?;
        if taken.is_none() {
            return Ok(handle);
        }
    }
    Err(Fail::Fault("no free handle in twenty tries".into()))
}

/// May the known person be given a further enrolment through this door? `false`: a visitor who is not that person.
async fn allow_known(
    house: &People,
    work: &mut Work<'_>,
    door: &Door,
    checked: &Checked,
    record: &sql::PersonRecord,
    enrols: bool,
) -> Outcome<bool> {
    let same_name = record.name_index == house.name_index(&checked.profile.name);
    if let Some((_, phone)) = &door.proved {
        return Ok(same_name && enrols && record.phone_index.as_ref() == Some(phone));
    }
    let actor = work.actor;
    if !actor.is_system() && !actor.may(CLERKS, record.node) {
        return Err(Refusal::conflict(no::ALREADY_REGISTERED).into());
    }
    access::not_involved(work.tx, actor, record.id).await?;
    if !same_name {
        return Err(no::at("name", no::IDENTITY_MISMATCH));
    }
    if !enrols {
        return Err(Refusal::conflict(no::ALREADY_REGISTERED).into());
    }
    Ok(true)
}

/// Records what was agreed to, and when.
pub(super) async fn give_consent(
    work: &mut Work<'_>,
    person: PersonId,
    document: &str,
    channel: Channel,
) -> Outcome<()> {
    let document = rules::text(document, rules::SHORT_CHARS_MAX).map_err(|_| no::at("consent", no::CONSENT_MISSING))?;
    let id: uuid::Uuid = work.id();
    let through = work.actor.person.filter(|actor| *actor != person);
    work.tx.run(sql::ADD_CONSENT, args![id, person, document, work.now, channel.code(), through]).await?;
    Ok(())
}
