//! `people.prefer`: language, edition, text size. `people.renew-card`: a new printed card; the old one is worthless.

use crate::access::{self, CLERKS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::store::person as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Outcome, PersonId, Refusal};

#[derive(Serialize)]
struct Prefer {
    preferences: Preferences,
}

#[derive(Serialize)]
struct RenewCard {
    person: PersonId,
}

impl People {
    /// How the signed-in person wants to be shown the pages.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn prefer(self: &Arc<Self>, actor: &Actor, key: &Key, preferences: Preferences) -> Outcome<()> {
        execute(self, &self.core, actor, key, Prefer { preferences }).await
    }

    /// Makes earlier printed cards worthless; gives the new version.
    ///
    /// # Errors
    /// Not found, `people.not-allowed`, `people.own-account`, `people.own-kin`.
    pub async fn renew_card(self: &Arc<Self>, actor: &Actor, key: &Key, person: PersonId) -> Outcome<i64> {
        execute(self, &self.core, actor, key, RenewCard { person }).await
    }
}

impl Command for Prefer {
    const NAME: &'static str = "people.prefer";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.person.ok_or(no::sign_in())?;
        let person = house.load_one(work.tx, me).await?.ok_or(Refusal::not_found())?;
        work.about("person", me, person.record.node);
        let p = &self.preferences;
        work.tx.run(sql::PREFER, args![me, p.language.code(), p.edition.code(), p.text_size.code()]).await?;
        Ok(())
    }
}

impl Command for RenewCard {
    const NAME: &'static str = "people.renew-card";
    type House = People;
    type Answer = i64;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<i64> {
        let person = house.load_one(work.tx, self.person).await?.ok_or(Refusal::not_found())?;
        access::may_do(work.actor, CLERKS, person.record.node)?;
        access::not_involved(work.tx, work.actor, self.person).await?;
        work.about("person", self.person, person.record.node);
        work.tx.run(sql::NEW_CARD, args![self.person]).await?;
        let again = house.load_one(work.tx, self.person).await?.ok_or(Refusal::not_found())?;
        Ok(again.record.card_version)
    }
}
