//! `people.reset-staff`: a member of staff has lost the telephone or forgotten the password. An officer sets both anew;
//! every session of the account ends and the person is told. Accounts with a role that needed a second person cannot be
//! reset by one officer, or one officer could become another: for those the command line is the door.

use super::message::tell;
use super::session::active_grants;
use crate::access::{self, KEEPERS, needs_second};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules;
use crate::store::access as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Fail, Node, Outcome, PersonId, Refusal};

/// Secrets are left out of what is recorded.
#[derive(Serialize)]
struct ResetStaff {
    person: PersonId,
    password_mark: [u8; 32],
    #[serde(skip)]
    password: String,
    #[serde(skip)]
    secret: Vec<u8>,
}

impl People {
    /// Sets a new password and a new one-time secret for a member of staff whose every role lies below the officer.
    ///
    /// # Errors
    /// `people.not-staff`, `people.not-allowed`, `people.own-account`, `people.password-weak`; not found.
    pub async fn reset_staff(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        password: &str,
    ) -> Outcome<NewStaff> {
        let account = |tx: tb_db::Tx| async move {
            let mut tx = tx;
            tx.row::<sql::StaffRecord>(sql::STAFF_BY_PERSON, args![person]).await
        };
        let staff = account(self.core.db.read()).await?.ok_or(Refusal::not_found())?;
        rules::password(password, &staff.username).map_err(|code| no::at("password", code))?;
        let command = ResetStaff {
            person,
            password_mark: self.keys.blind("password", password),
            password: self.hash_password(password.to_owned()).await?,
            secret: tb_crypto::new_totp_secret(&self.core.entropy),
        };
        execute(self, &self.core, actor, key, command).await?;
        let staff = account(self.core.db.read()).await?.ok_or(Refusal::not_found())?;
        self.new_staff(&staff)
    }
}

impl Command for ResetStaff {
    const NAME: &'static str = "people.reset-staff";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let nodes = house.nodes(work.tx, &[self.person]).await?;
        let home: Node = *nodes.get(&self.person).ok_or(Refusal::not_found())?;
        let grants = active_grants(work.tx, self.person, work.now.day()).await?;
        if !work.actor.is_system() {
            if work.actor.person == Some(self.person) {
                return Err(Refusal::forbidden(no::OWN_ACCOUNT).into());
            }
            let places: Vec<Node> =
                if grants.is_empty() { vec![home] } else { grants.iter().map(|g| g.node).collect() };
            for node in places {
                access::may_do(work.actor, KEEPERS, node)?;
            }
            if grants.iter().any(|grant| needs_second(grant.role)) {
                return Err(Refusal::forbidden(no::NOT_ALLOWED).into());
            }
        }
        work.about("person", self.person, home);
        let found: Option<sql::StaffRecord> = work.tx.row(sql::STAFF_BY_PERSON, args![self.person]).await?;
        let staff = found.ok_or(Refusal::conflict(no::NOT_STAFF))?;
        let key = house.key_of(self.person, &staff.wrapped)?;
        let secret = house.seal_one_time(&key, self.person, staff.version + 1, &self.secret);
        let args = args![self.person, staff.version, &self.password, secret, work.now];
        if work.tx.run(sql::RESET_STAFF, args).await? != 1 {
            return Err(Fail::Fault(format!("the account of {} changed meanwhile", self.person)));
        }
        work.tx.run(sql::REVOKE_STAFF, args![self.person, work.now]).await?;
        tell(work, self.person, "people-told-reset", &[], None).await
    }
}
