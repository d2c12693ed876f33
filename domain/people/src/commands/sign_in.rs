//! `people.sign-in`: with a code sent to one's telephone. `people.choose-person`: when several persons share the number.
//!
//! A wrong code is an answer, not a refusal, because a refusal undoes what was written and the try must count: three
//! tries for each code, ten wrong ones for each number and day, so that guessing succeeds at most once in 10⁵.

use super::code::{attempt, count};
use super::session::open_session;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::seal::Person;
use crate::store::access as sql;
use crate::store::person::{BY_PHONE, PersonRecord};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Kind, Outcome, PersonId, Refusal, SessionId, Span};

/// Tries for one code.
const TRIES_MAX: i64 = 3;
/// Wrong codes for one number in a day.
const WRONG_DAY_MAX: i64 = 10;
/// How long a proof of a telephone lasts.
const PROOF_LIVES: Span = Span::minutes(30);

const CODE_WRONG: &str = "code_wrong";

/// Number and code are left out of what is recorded; keyed digests stand for them.
#[derive(Serialize)]
struct SignIn {
    phone_index: [u8; 32],
    code_mark: [u8; 32],
    token: TokenHash,
    #[serde(skip)]
    address: [u8; 32],
    #[serde(skip)]
    device: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    In(SignedIn),
    Wrong,
    /// No tries are left today.
    Locked,
}

#[derive(Serialize)]
struct ChoosePerson {
    proof: TokenHash,
    person: PersonId,
    token: TokenHash,
    #[serde(skip)]
    device: String,
}

impl People {
    /// Signs in with a code. `token` is the hash of a fresh token that the door keeps: it becomes a session's, or, when
    /// nobody or several have the number, a proof of the telephone for half an hour.
    ///
    /// # Errors
    /// `people.code-wrong`, `people.code-locked`, field faults of `phone`.
    pub async fn sign_in_with_code(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        phone: &str,
        code: &str,
        token: TokenHash,
        origin: &Origin,
    ) -> Outcome<SignedIn> {
        let phone = Phone::parse(phone).map_err(|code| no::at("phone", code))?;
        let phone_index = self.phone_index(&phone);
        let command = SignIn {
            phone_index,
            code_mark: self.code_mark(&phone_index, code.trim()),
            token,
            address: self.address_index(origin),
            device: origin.device.clone(),
        };
        match execute(self, &self.core, actor, key, command).await? {
            Answer::In(signed_in) => Ok(signed_in),
            Answer::Wrong => Err(no::at("code", no::CODE_WRONG)),
            Answer::Locked => Err(no::too_many(no::CODE_LOCKED).into()),
        }
    }

    /// Those who share the proved number, masked.
    ///
    /// # Errors
    /// `people.proof-over`.
    pub async fn choices(&self, proof: TokenHash) -> Outcome<Vec<Shown>> {
        let mut tx = self.core.db.read();
        let found: Option<sql::ProofRecord> = tx.row(sql::PROOF, args![proof.0]).await?;
        let proof = found.filter(|p| !p.used && p.expires_at > self.core.now()).ok_or(proof_over())?;
        let records: Vec<PersonRecord> = tx.rows(BY_PHONE, args![proof.phone_index]).await?;
        let persons: Outcome<Vec<Person>> = records.into_iter().map(|record| self.open(record)).collect();
        Ok(persons?.iter().map(crate::queries::shown).collect())
    }

    /// Signs in as one of those who share the proved number (also: as the person just registered with it).
    ///
    /// # Errors
    /// `people.proof-over`; not found when the person does not have this number.
    pub async fn choose_person(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        proof: TokenHash,
        person: PersonId,
        token: TokenHash,
        origin: &Origin,
    ) -> Outcome<SessionId> {
        let command = ChoosePerson { proof, person, token, device: origin.device.clone() };
        execute(self, &self.core, actor, key, command).await
    }
}

fn proof_over() -> Refusal {
    Refusal::new(Kind::SignIn, no::PROOF_OVER)
}

impl Command for SignIn {
    const NAME: &'static str = "people.sign-in";
    type House = People;
    type Answer = Answer;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<Answer> {
        let now = work.now;
        work.about("telephone", uuid::Uuid::nil(), house.city);
        People::take_turns(work.tx, now, vec![self.phone_index]).await?;
        let since = now.minus(Span::days(1));
        let wrong = count(work.tx, sql::BY_SUBJECT, CODE_WRONG, self.phone_index, since).await?;
        if wrong >= WRONG_DAY_MAX {
            return Ok(Answer::Locked);
        }
        let code: Option<sql::CodeRecord> = work.tx.row(sql::CODE, args![self.phone_index]).await?;
        // Only tries at a live code count: numbers that asked for none cannot be locked by strangers.
        let live = code.filter(|code| !code.used && code.expires_at > now && code.tries < TRIES_MAX);
        let Some(code) = live else { return Ok(Answer::Wrong) };
        if code.code_mark != self.code_mark {
            work.tx.run(sql::CODE_TRIED, args![self.phone_index]).await?;
            attempt(work, CODE_WRONG, self.phone_index, self.address).await?;
            return Ok(Answer::Wrong);
        }
        work.tx.run(sql::CODE_USED, args![self.phone_index]).await?;
        let persons: Vec<PersonRecord> = work.tx.rows(BY_PHONE, args![self.phone_index]).await?;
        Ok(Answer::In(match persons.as_slice() {
            [only] => {
                work.about("person", only.id, only.node);
                let session = open_session(work, only.id, SessionKind::Citizen, self.token, &self.device).await?;
                SignedIn::Session { session, person: only.id }
            }
            several => {
                let expires = now.plus(PROOF_LIVES);
                work.tx.run(sql::ADD_PROOF, args![self.token.0, self.phone_index, now, expires]).await?;
                let people: Vec<PersonId> = several.iter().map(|record| record.id).collect();
                if people.is_empty() { SignedIn::New } else { SignedIn::Choose { people } }
            }
        }))
    }
}

impl Command for ChoosePerson {
    const NAME: &'static str = "people.choose-person";
    type House = People;
    type Answer = SessionId;

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<SessionId> {
        let found: Option<sql::ProofRecord> = work.tx.row(sql::PROOF_HELD, args![self.proof.0]).await?;
        let proof = found.filter(|p| !p.used && p.expires_at > work.now).ok_or(proof_over())?;
        let persons: Vec<PersonRecord> = work.tx.rows(BY_PHONE, args![proof.phone_index]).await?;
        let chosen = persons.iter().find(|record| record.id == self.person).ok_or(Refusal::not_found())?;
        work.about("person", chosen.id, chosen.node);
        work.tx.run(sql::PROOF_USED, args![self.proof.0]).await?;
        open_session(work, chosen.id, SessionKind::Citizen, self.token, &self.device).await
    }
}
