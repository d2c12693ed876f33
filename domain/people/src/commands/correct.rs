//! `people.ask-correction`: somebody says that something kept about them is wrong. `people.open-correction`: an officer
//! reads the wish (a look the person can see). `people.decide-correction`: the officer says what was done.
//! `people.correct-identity`: name or identity number are put right; everything else is put right where it is entered.
//! Also here: the record of what was changed, field by field, before and after sealed with the person's key.

use super::consent::own_or_clerk;
use super::message::tell;
use super::reveal::{Looking, add_look};
use crate::access::{self, REVIEWERS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::store::{person as persons, privacy as sql};
use serde::Serialize;
use std::sync::Arc;
use tb_crypto::DataKey;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{Actor, CorrectionId, Fail, Node, Outcome, PersonId, Refusal};

/// Wishes of one person that may wait at once.
const OPEN_MAX: i64 = 5;
/// The page on which one reads what became of one's wish.
const PAGE: &str = "/me/data";

#[derive(Serialize)]
struct AskCorrection {
    person: PersonId,
    about: CorrectionAbout,
    wish: String,
}

#[derive(Serialize)]
struct OpenCorrection {
    correction: CorrectionId,
}

#[derive(Serialize)]
struct DecideCorrection {
    correction: CorrectionId,
    done: bool,
    answer: String,
}

#[derive(Serialize)]
struct CorrectIdentity {
    person: PersonId,
    name: String,
    id_no: String,
    reason: String,
}

impl People {
    /// Asks for a correction, for oneself or at the desk.
    ///
    /// # Errors
    /// `people.missing`, `people.text-long` for the wish; `people.correction-open` when too many wait; not found.
    pub async fn ask_correction(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        about: CorrectionAbout,
        wish: &str,
    ) -> Outcome<CorrectionId> {
        execute(self, &self.core, actor, key, AskCorrection { person, about, wish: wish.to_owned() }).await
    }

    /// Opens a wish to decide on it; the person sees who read it. Gives the wish.
    ///
    /// # Errors
    /// Not found, `people.not-allowed`, `people.own-account`, `people.own-kin`.
    pub async fn open_correction(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        correction: CorrectionId,
    ) -> Outcome<CorrectionView> {
        execute(self, &self.core, actor, key, OpenCorrection { correction }).await?;
        self.correction_opened(correction).await
    }

    /// Says what was done about a wish.
    ///
    /// # Errors
    /// Not found, `people.not-allowed`, `people.correction-closed`, `people.correction-own`, `people.own-account`,
    /// `people.own-kin`; the answer is needed.
    pub async fn decide_correction(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        correction: CorrectionId,
        done: bool,
        answer: &str,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, DecideCorrection { correction, done, answer: answer.to_owned() }).await
    }

    /// Puts name and identity number right.
    ///
    /// # Errors
    /// Field faults; `people.identity-taken` when another person has that identity; `people.nothing-changed`; not found,
    /// `people.not-allowed`, `people.own-account`, `people.own-kin`.
    pub async fn correct_identity(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        name: &str,
        id_no: &str,
        reason: &str,
    ) -> Outcome<i64> {
        let (name, id_no, reason) = (name.to_owned(), id_no.to_owned(), reason.to_owned());
        execute(self, &self.core, actor, key, CorrectIdentity { person, name, id_no, reason }).await
    }
}

pub(crate) fn seal_words(key: &DataKey, house: &People, column: &str, id: CorrectionId, text: &str) -> Vec<u8> {
    key.seal(&[b"correction", column.as_bytes(), id.0.as_bytes()], text.as_bytes(), &house.core.entropy)
}

pub(crate) fn open_words(key: &DataKey, column: &str, id: CorrectionId, sealed: &[u8]) -> Option<String> {
    let plain = key.open(&[b"correction", column.as_bytes(), id.0.as_bytes()], sealed).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

async fn key_of(house: &People, work: &mut Work<'_>, person: PersonId) -> Outcome<DataKey> {
    let keys = house.data_keys(work.tx, &[person]).await?.remove(&person);
    keys.ok_or_else(|| Refusal::not_found().into())
}

/// The wish with the right to decide on it.
async fn held(work: &mut Work<'_>, id: CorrectionId) -> Outcome<sql::CorrectionRow> {
    let found: Option<sql::CorrectionRow> = work.tx.row(sql::CORRECTION_HELD, args![id]).await?;
    let row = found.ok_or(Refusal::not_found())?;
    access::may_do(work.actor, REVIEWERS, row.node)?;
    access::not_involved(work.tx, work.actor, row.person).await?;
    work.about("person", row.person, row.node);
    Ok(row)
}

impl Command for AskCorrection {
    const NAME: &'static str = "people.ask-correction";
    type House = People;
    type Answer = CorrectionId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<CorrectionId> {
        let node = own_or_clerk(house, work, self.person).await?;
        work.about("person", self.person, node);
        let wish = rules::text(&self.wish, TEXT_CHARS_MAX).map_err(|code| no::at("wish", code))?;
        let open: (i64,) = work.tx.one(sql::OPEN_OF, args![self.person]).await?;
        if open.0 >= OPEN_MAX {
            return Err(Refusal::conflict(no::CORRECTION_OPEN).with("count", OPEN_MAX).into());
        }
        let id: CorrectionId = work.id();
        let key = key_of(house, work, self.person).await?;
        let wish = seal_words(&key, house, "wish", id, &wish);
        let (by, channel) = (work.actor.person, work.actor.channel.code());
        let row = args![id, self.person, node, self.about.code(), wish, work.now, by, channel];
        work.tx.run(sql::ADD_CORRECTION, row).await?;
        Ok(id)
    }
}

impl Command for OpenCorrection {
    const NAME: &'static str = "people.open-correction";
    type House = People;
    type Answer = ();

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<()> {
        let row = held(work, self.correction).await?;
        let id: uuid::Uuid = work.id();
        let look = Looking { purpose: LookPurpose::Correction, reason: "", subject: Some(row.id.0) };
        add_look(work.tx, id, work.now, work.actor, row.person, row.node, look).await
    }
}

impl Command for DecideCorrection {
    const NAME: &'static str = "people.decide-correction";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let row = held(work, self.correction).await?;
        if row.asked_by.is_some() && row.asked_by == work.actor.person {
            return Err(Refusal::forbidden(no::CORRECTION_OWN).into());
        }
        let answer = rules::text(&self.answer, TEXT_CHARS_MAX).map_err(|code| no::at("answer", code))?;
        let key = key_of(house, work, row.person).await?;
        let sealed = seal_words(&key, house, "answer", row.id, &answer);
        let state = if self.done { CorrectionState::Done } else { CorrectionState::Refused };
        let changed =
            work.tx.run(sql::CORRECTED, args![row.id, state.code(), sealed, work.actor.person, work.now]).await?;
        if changed != 1 {
            return Err(Refusal::conflict(no::CORRECTION_CLOSED).into());
        }
        tell(work, row.person, "people-told-correction", &[("state", state.code())], Some(PAGE)).await
    }
}

impl Command for CorrectIdentity {
    const NAME: &'static str = "people.correct-identity";
    type House = People;
    type Answer = i64;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<i64> {
        let held: Option<(PersonId, i64)> = work.tx.row(persons::PERSON_HELD, args![self.person]).await?;
        held.ok_or(Refusal::not_found())?;
        let person = house.load_one(work.tx, self.person).await?.ok_or(Refusal::not_found())?;
        let (record, old) = (person.record, person.profile);
        access::may_do(work.actor, REVIEWERS, record.node)?;
        access::not_involved(work.tx, work.actor, self.person).await?;
        work.about("person", self.person, record.node);
        let mut form = Form::new();
        let name = form.take("name", PersonName::parse(&self.name));
        let id_no = form.take("id_no", IdNumber::parse(&self.id_no, work.now.day()));
        let reason = form.take("reason", rules::text(&self.reason, TEXT_CHARS_MAX));
        form.done()?;
        let (Some(name), Some(id_no), Some(reason)) = (name, id_no, reason) else {
            return Err(Refusal::invalid().into());
        };
        work.because(reason);
        let new = Profile { name, id_no, ..old.clone() };
        let identity = house.identity_index(&new.id_no);
        People::take_turns(work.tx, work.now, vec![identity]).await?;
        let taken: Option<persons::PersonRecord> = work.tx.row(persons::BY_IDENTITY, args![identity]).await?;
        if taken.is_some_and(|other| other.id != self.person) {
            return Err(no::at("id_no", no::IDENTITY_TAKEN));
        }
        let key = house.key_of(self.person, &record.wrapped)?;
        let version = record.version + 1;
        if !record_change(house, work, &key, self.person, (&old, record.node), (&new, record.node)).await? {
            return Err(Refusal::conflict(no::NOTHING_CHANGED).into());
        }
        let sealed = house.seal_profile(&key, self.person, version, &new)?;
        let row = args![self.person, record.version, sealed, identity, house.name_index(&new.name), record.cell];
        if work.tx.run(sql::REIDENTIFIED, row).await? != 1 {
            return Err(Fail::Fault(format!("person {} changed under its lock", self.person)));
        }
        tell(work, self.person, "people-told-identity", &[], Some(PAGE)).await?;
        Ok(version)
    }
}

/// Writes down which fields changed, from what to what; false when none did.
///
/// # Errors
/// [`Fail::Fault`] only.
pub(super) async fn record_change(
    house: &People,
    work: &mut Work<'_>,
    key: &DataKey,
    person: PersonId,
    old: (&Profile, Node),
    new: (&Profile, Node),
) -> Outcome<bool> {
    let values: Vec<FieldChange> = texts(old.0)
        .into_iter()
        .zip(texts(new.0))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| FieldChange { field, before, after })
        .collect();
    let moved = (old.1 != new.1).then_some((old.1, new.1));
    if values.is_empty() && moved.is_none() {
        return Ok(false);
    }
    let mut fields: Vec<&str> = values.iter().map(|change| change.field.code()).collect();
    fields.extend(moved.map(|_| Field::Node.code()));
    let id: uuid::Uuid = work.id();
    let plain = serde_json::to_vec(&values).map_err(Fail::fault)?;
    let sealed = key.seal(&[b"profile_change", b"sealed", id.as_bytes()], &plain, &house.core.entropy);
    let by = work.actor.person.filter(|by| *by != person);
    let (from, to) = (moved.map(|(from, _)| from), moved.map(|(_, to)| to));
    let row = args![id, person, work.now, by, work.actor.channel.code(), fields.join(","), from, to, sealed];
    work.tx.run(sql::ADD_CHANGE, row).await?;
    Ok(true)
}

/// A profile as words, field by field.
fn texts(profile: &Profile) -> Vec<(Field, Option<String>)> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let emergency = profile.emergency.as_ref();
    vec![
        (Field::Name, some(profile.name.text())),
        (Field::IdNumber, some(profile.id_no.text())),
        (Field::Phone, profile.phone.as_ref().map(|phone| phone.text().to_owned())),
        (Field::Address, some(&profile.address)),
        (Field::Home, profile.home.map(|home| format!("{:.6},{:.6}", home.lon(), home.lat()))),
        (Field::Emergency, emergency.map(|e| format!("{} · {} · {}", e.name.text(), e.relation, e.phone.text()))),
    ]
}
