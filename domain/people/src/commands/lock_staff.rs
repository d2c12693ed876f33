//! `people.lock-staff`, `people.unlock-staff`, `people.end-sessions`: the security administrator's acts. A locked account
//! signs in nowhere; its sessions end at once. Roles stay as they are: giving and ending them is the officers' business.

use super::message::tell;
use crate::access::{self, LOCKERS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules;
use crate::store::access as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Outcome, PersonId, Refusal};

#[derive(Serialize)]
struct LockStaff {
    person: PersonId,
    reason: String,
}

#[derive(Serialize)]
struct UnlockStaff {
    person: PersonId,
    reason: String,
}

#[derive(Serialize)]
struct EndSessions {
    person: PersonId,
    reason: String,
}

impl People {
    /// Locks a staff account and ends its sessions.
    ///
    /// # Errors
    /// Not found, `people.own-account`, `people.not-allowed`, `people.last-officer`, `people.account-locked`; the reason
    /// is needed.
    pub async fn lock_staff(self: &Arc<Self>, actor: &Actor, key: &Key, person: PersonId, reason: &str) -> Outcome<()> {
        execute(self, &self.core, actor, key, LockStaff { person, reason: reason.to_owned() }).await
    }

    /// Opens a locked account again.
    ///
    /// # Errors
    /// As [`People::lock_staff`]; not found when it is not locked.
    pub async fn unlock_staff(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        reason: &str,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, UnlockStaff { person, reason: reason.to_owned() }).await
    }

    /// Ends every session of a staff account; gives how many.
    ///
    /// # Errors
    /// As [`People::lock_staff`].
    pub async fn end_sessions(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        reason: &str,
    ) -> Outcome<u64> {
        execute(self, &self.core, actor, key, EndSessions { person, reason: reason.to_owned() }).await
    }

    /// The open staff sessions of an account, for whoever may lock it.
    ///
    /// # Errors
    /// Not found.
    pub async fn sessions_of_staff(&self, actor: &Actor, person: PersonId) -> Outcome<Vec<SessionView>> {
        let mut tx = self.core.db.read();
        let node = *self.nodes(&mut tx, &[person]).await?.get(&person).ok_or(Refusal::not_found())?;
        if !actor.may(LOCKERS, node) {
            return Err(Refusal::not_found().into());
        }
        let now = self.core.now();
        let rows: Vec<sql::SessionRecord> = tx.rows(sql::STAFF_SESSIONS, args![person, now]).await?;
        Ok(rows.into_iter().filter(|session| super::session::is_live(session, now)).map(|s| s.view(None)).collect())
    }
}

/// The account, when this actor may lock it; the checked reason.
async fn theirs(house: &People, work: &mut Work<'_>, person: PersonId, reason: &str) -> Outcome<sql::StaffRecord> {
    let node = *house.nodes(work.tx, &[person]).await?.get(&person).ok_or(Refusal::not_found())?;
    if !work.actor.may(LOCKERS, node) {
        return Err(Refusal::not_found().into());
    }
    let found: Option<sql::StaffRecord> = work.tx.row(sql::STAFF_BY_PERSON, args![person]).await?;
    let staff = found.ok_or(Refusal::not_found())?;
    work.about("person", person, node);
    access::not_involved(work.tx, work.actor, person).await?;
    work.because(rules::reason(reason)?);
    Ok(staff)
}

impl Command for LockStaff {
    const NAME: &'static str = "people.lock-staff";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let staff = theirs(house, work, self.person, &self.reason).await?;
        if staff.locked_at.is_some() {
            return Err(Refusal::conflict(no::ACCOUNT_LOCKED).into());
        }
        let seats = tb_crypto::digest(&[b"seats"]);
        People::take_turns(work.tx, work.now, vec![seats]).await?;
        let others: (i64,) = work.tx.one(sql::OTHER_OFFICERS, args![self.person, work.now.day()]).await?;
        if others.0 == 0 {
            return Err(Refusal::rule(no::LAST_OFFICER).into());
        }
        let reason = rules::reason(&self.reason)?;
        work.tx.run(sql::LOCK, args![self.person, work.now, work.actor.person, reason]).await?;
        work.tx.run(sql::REVOKE_STAFF, args![self.person, work.now]).await?;
        tell(work, self.person, "people-told-locked", &[], None).await
    }
}

impl Command for UnlockStaff {
    const NAME: &'static str = "people.unlock-staff";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        theirs(house, work, self.person, &self.reason).await?;
        if work.tx.run(sql::UNLOCK, args![self.person]).await? != 1 {
            return Err(Refusal::not_found().into());
        }
        tell(work, self.person, "people-told-unlocked", &[], None).await
    }
}

impl Command for EndSessions {
    const NAME: &'static str = "people.end-sessions";
    type House = People;
    type Answer = u64;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<u64> {
        theirs(house, work, self.person, &self.reason).await?;
        Ok(work.tx.run(sql::REVOKE_STAFF, args![self.person, work.now]).await?)
    }
}
