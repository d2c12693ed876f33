//! `people.staff-sign-in`: user name, password and a one-time code; `people.new-password`. Everything that takes time (the
//! password) is done before the transaction. Whatever is wrong, the answer is the same; wrong tries are counted by account
//! and by address; a one-time code works once.

use super::answer_grant::invitations;
use super::code::{attempt, count};
use super::session::{active_grants, open_session, session_of};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules;
use crate::store::access as sql;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};
use tb_db::{Tx, args};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Entropy, Fail, Instant, Kind, Outcome, PersonId, Refusal, SessionId, Span};

/// Wrong tries for one account within a quarter of an hour, and from one address within an hour.
const ACCOUNT_WRONG_MAX: i64 = 5;
const ACCOUNT_WINDOW: Span = Span::minutes(15);
const ADDRESS_WRONG_MAX: i64 = 50;
const ADDRESS_WINDOW: Span = Span::hours(1);
/// Longer than a one-time code can match.
const CODE_REMEMBERED: Span = Span::minutes(5);

const STAFF_WRONG: &str = "staff_wrong";

#[derive(Serialize)]
struct StaffSignIn {
    account: [u8; 32],
    /// Set when password and one-time code were right.
    person: Option<PersonId>,
    code_mark: [u8; 32],
    token: TokenHash,
    /// Told only to whoever knew password and code.
    locked: bool,
    #[serde(skip)]
    address: [u8; 32],
    #[serde(skip)]
    device: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    In(SessionId),
    Wrong,
}

#[derive(Serialize)]
struct NewPassword {
    mark: [u8; 32],
    #[serde(skip)]
    hash: String,
}

impl People {
    /// Signs a member of staff in; `token` is the hash of a fresh token that the door keeps.
    ///
    /// # Errors
    /// `people.sign-in-wrong` whatever was wrong, `people.sign-in-too-many`, `people.no-active-grant`.
    pub async fn staff_sign_in(
        self: &Arc<Self>,
        key: &Key,
        username: &str,
        password: &str,
        one_time: &str,
        token: TokenHash,
        origin: &Origin,
    ) -> Outcome<SessionId> {
        let username = username.trim().to_lowercase();
        let (account, address) = (self.keys.blind("username", &username), self.address_index(origin));
        let mut tx = self.core.db.read();
        may_try(&mut tx, self.core.now(), account, address).await?;
        let staff: Option<sql::StaffRecord> = tx.row(sql::STAFF_BY_NAME, args![&username]).await?;
        let locked = staff.as_ref().is_some_and(|staff| staff.locked_at.is_some());
        let person = self.recognise(staff, password, one_time.trim()).await?;
        let command = StaffSignIn {
            account,
            person,
            code_mark: self.keys.blind("one-time-code", one_time.trim()),
            token,
            locked,
            address,
            device: origin.device.clone(),
        };
        match execute(self, &self.core, &origin.visitor(), key, command).await? {
            Answer::In(session) => Ok(session),
            Answer::Wrong => Err(Refusal::new(Kind::SignIn, no::SIGN_IN_WRONG).into()),
        }
    }

    /// Changes one's own password; every other session of the account ends.
    ///
    /// # Errors
    /// `people.sign-in-wrong` at `old`, `people.password-weak` at `new`, `people.not-staff`, `people.sign-in-too-many`.
    pub async fn change_password(self: &Arc<Self>, actor: &Actor, key: &Key, old: &str, new: &str) -> Outcome<()> {
        let me = actor.person.ok_or(no::sign_in())?;
        let mut tx = self.core.db.read();
        let staff: Option<sql::StaffRecord> = tx.row(sql::STAFF_BY_PERSON, args![me]).await?;
        let staff = staff.ok_or(Refusal::forbidden(no::NOT_STAFF))?;
        rules::password(new, &staff.username).map_err(|code| no::at("new", code))?;
        let account = self.keys.blind("username", &staff.username);
        may_try(&mut tx, self.core.now(), account, account).await?;
        if !self.password_matches(old, Some(staff.password)).await? {
            self.count_wrong(account).await?;
            return Err(no::at("old", no::SIGN_IN_WRONG));
        }
        let hash = self.hash_password(new.to_owned()).await?;
        let command = NewPassword { mark: self.keys.blind("password", new), hash };
        execute(self, &self.core, actor, key, command).await
    }

    /// The person, when password and one-time code are right. Takes the same time for unknown names.
    async fn recognise(
        &self,
        staff: Option<sql::StaffRecord>,
        password: &str,
        one_time: &str,
    ) -> Outcome<Option<PersonId>> {
        let stored = staff.as_ref().map(|staff| staff.password.clone());
        let right = self.password_matches(password, stored).await?;
        let Some(staff) = staff else { return Ok(None) };
        let secret = self.one_time_secret(&staff)?;
        let matches = tb_crypto::totp_matches(&secret, self.core.now(), one_time);
        Ok((right && matches).then_some(staff.person))
    }

    async fn password_matches(&self, password: &str, stored: Option<String>) -> Outcome<bool> {
        let _turn = self.passwords.acquire().await.map_err(Fail::fault)?;
        let password = password.to_owned();
        let check = move || tb_crypto::password_matches(&password, stored.as_deref().unwrap_or_else(nobody));
        tokio::task::spawn_blocking(check).await.map_err(Fail::fault)
    }

    async fn count_wrong(&self, account: [u8; 32]) -> Outcome<()> {
        let mut tx = self.core.db.begin().await?;
        let id: uuid::Uuid = self.core.id();
        tx.run(sql::ADD_ATTEMPT, args![id, STAFF_WRONG, account, account, self.core.now()]).await?;
        tx.commit().await.map_err(|error| Fail::Fault(format!("{error:?}")))
    }
}

/// A stored password that nobody has, so that unknown names cost the same work.
fn nobody<'a>() -> &'a str {
    static STORED: OnceLock<String> = OnceLock::new();
    STORED.get_or_init(|| tb_crypto::hash_password("nobody signs in with this", &Entropy::seeded(0)))
}

async fn may_try(tx: &mut Tx, now: Instant, account: [u8; 32], address: [u8; 32]) -> Outcome<()> {
    let of_account = count(tx, sql::BY_SUBJECT, STAFF_WRONG, account, now.minus(ACCOUNT_WINDOW)).await?;
    let of_address = count(tx, sql::BY_ADDRESS, STAFF_WRONG, address, now.minus(ADDRESS_WINDOW)).await?;
    if of_account >= ACCOUNT_WRONG_MAX || of_address >= ADDRESS_WRONG_MAX {
        return Err(no::too_many(no::SIGN_IN_TOO_MANY).into());
    }
    Ok(())
}

impl Command for StaffSignIn {
    const NAME: &'static str = "people.staff-sign-in";
    type House = People;
    type Answer = Answer;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<Answer> {
        work.about("staff", uuid::Uuid::nil(), house.city);
        People::take_turns(work.tx, work.now, vec![self.account]).await?;
        may_try(work.tx, work.now, self.account, self.address).await?;
        let Some(person) = self.person else {
            attempt(work, STAFF_WRONG, self.account, self.address).await?;
            return Ok(Answer::Wrong);
        };
        work.tx.run(sql::PRUNE_USED, args![work.now.minus(CODE_REMEMBERED)]).await?;
        if work.tx.run(sql::USE_CODE, args![person, self.code_mark, work.now]).await? == 0 {
            attempt(work, STAFF_WRONG, self.account, self.address).await?;
            return Ok(Answer::Wrong);
        }
        if self.locked {
            return Err(Refusal::forbidden(no::ACCOUNT_LOCKED).into());
        }
        let grants = active_grants(work.tx, person, work.now.day()).await?;
        let node = match grants.first() {
            Some(grant) => grant.node,
            // Invited: comes in to say yes or no.
            None => {
                let invited = invitations(work.tx, person, work.now).await?;
                invited.first().ok_or(Refusal::forbidden(no::NO_ACTIVE_GRANT))?.node
            }
        };
        work.about("person", person, node);
        let session = open_session(work, person, SessionKind::Staff, self.token, &self.device).await?;
        Ok(Answer::In(session))
    }
}

impl Command for NewPassword {
    const NAME: &'static str = "people.new-password";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.person.ok_or(no::sign_in())?;
        let node = super::session::own_node(house, work, me).await?;
        work.about("person", me, node);
        work.tx.run(sql::NEW_PASSWORD, args![me, &self.hash, work.now]).await?;
        let keep = session_of(work.actor).unwrap_or(SessionId(uuid::Uuid::nil()));
        work.tx.run(sql::REVOKE_OTHERS, args![me, keep, work.now]).await?;
        Ok(())
    }
}
