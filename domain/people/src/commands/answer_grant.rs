//! `people.answer-grant`, `people.review-grant`: whoever is to hold a role says yes or no to it; whoever could give it
//! looks at it again every quarter.

use super::grant::stands_apart;
use super::message::tell;
use super::session::active_grants;
use crate::access::{self, granters};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::store::access::{self as sql, GrantRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::{Tx, args};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Day, Fail, GrantId, Identity, Instant, Outcome, PersonId, Refusal, Role, Span};

/// How long an invitation waits for its answer.
pub(crate) const INVITED_FOR: Span = Span::days(14);
/// A role is looked at again after so many days: every quarter.
pub(crate) const REVIEW_DAYS: i64 = 92;

#[derive(Serialize)]
struct AnswerGrant {
    grant: GrantId,
    accept: bool,
}

#[derive(Serialize)]
struct ReviewGrant {
    grant: GrantId,
}

impl People {
    /// The invited person's own word on a role.
    ///
    /// # Errors
    /// Not found unless it is one's own; `people.grant-closed`, `people.grant-separate`.
    pub async fn answer_grant(self: &Arc<Self>, actor: &Actor, key: &Key, grant: GrantId, accept: bool) -> Outcome<()> {
        execute(self, &self.core, actor, key, AnswerGrant { grant, accept }).await
    }

    /// A role was looked at and stays; for another quarter.
    ///
    /// # Errors
    /// Not found, `people.grant-own`, `people.grant-closed`, `people.not-allowed`.
    pub async fn review_grant(self: &Arc<Self>, actor: &Actor, key: &Key, grant: GrantId) -> Outcome<()> {
        execute(self, &self.core, actor, key, ReviewGrant { grant }).await
    }

    /// The roles of the signed-in member of staff: those that count, and invitations that wait for an answer.
    ///
    /// # Errors
    /// Not found for anybody else.
    pub async fn own_roles(&self, actor: &Actor) -> Outcome<Vec<GrantView>> {
        let (Identity::Staff(_), Some(me)) = (actor.identity, actor.person) else {
            return Err(Refusal::not_found().into());
        };
        let mut tx = self.core.db.read();
        let rows: Vec<GrantRecord> = tx.rows(sql::RUNNING, args![me]).await?;
        let shown = |g: &&GrantRecord| g.state != GrantState::Proposed;
        Ok(rows.iter().filter(shown).filter_map(|g| GrantView::of(g, "")).collect())
    }
}

/// Invitations that may still be answered.
pub(super) async fn invitations(tx: &mut Tx, person: PersonId, now: Instant) -> Outcome<Vec<GrantRecord>> {
    Ok(tx.rows(sql::INVITATIONS, args![person, now.minus(INVITED_FOR), now.day()]).await?)
}

/// Somebody who may come in as staff: a role counts, or one waits for their word.
pub(super) async fn may_enter(tx: &mut Tx, person: PersonId, now: Instant) -> Outcome<bool> {
    Ok(!active_grants(tx, person, now.day()).await?.is_empty() || !invitations(tx, person, now).await?.is_empty())
}

/// When a role that counts must be looked at again.
pub(crate) fn review_by(confirmed: Option<Instant>, reviewed: Option<Instant>, from: Day) -> Day {
    let last = reviewed.or(confirmed).map_or(from, Instant::day);
    last.plus_days(REVIEW_DAYS)
}

impl Command for AnswerGrant {
    const NAME: &'static str = "people.answer-grant";
    type House = People;
    type Answer = ();

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.person.filter(|_| matches!(work.actor.identity, Identity::Staff(_)));
        let held: Option<GrantRecord> = work.tx.row(sql::GRANT_HELD, args![self.grant]).await?;
        let held = held.filter(|held| Some(held.person) == me).ok_or(Refusal::not_found())?;
        work.about("grant", self.grant, held.node);
        let role = Role::parse(&held.role).ok_or_else(|| Fail::Fault(format!("no role {}", held.role)))?;
        let waits = held.state == GrantState::Invited
            && held.invited_at.is_some_and(|at| at.plus(INVITED_FOR) > work.now)
            && held.to_day.is_none_or(|to| to >= work.now.day());
        if !waits {
            return Err(Refusal::conflict(no::GRANT_CLOSED).into());
        }
        let (told, changed) = if self.accept {
            stands_apart(work, held.person, role).await?;
            let changed = work.tx.run(sql::GRANT_CONFIRMED, args![self.grant, work.now]).await?;
            ("people-told-role-accepted", changed)
        } else {
            let changed = work.tx.run(sql::GRANT_DECLINED, args![self.grant, held.person, work.now]).await?;
            ("people-told-role-declined", changed)
        };
        if changed != 1 {
            return Err(Refusal::conflict(no::GRANT_CLOSED).into());
        }
        let args = [("role", held.role.as_str()), ("node", &held.node.to_string())];
        match held.granted_by {
            Some(officer) => tell(work, officer, told, &args, Some("/console/staff")).await,
            None => Ok(()),
        }
    }
}

impl Command for ReviewGrant {
    const NAME: &'static str = "people.review-grant";
    type House = People;
    type Answer = ();

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<()> {
        let held: Option<GrantRecord> = work.tx.row(sql::GRANT_HELD, args![self.grant]).await?;
        let held = held.ok_or(Refusal::not_found())?;
        let role = Role::parse(&held.role).ok_or_else(|| Fail::Fault(format!("no role {}", held.role)))?;
        access::may_do(work.actor, granters(role), held.node)?;
        work.about("grant", self.grant, held.node);
        if work.actor.person == Some(held.person) {
            return Err(Refusal::forbidden(no::GRANT_OWN).into());
        }
        if work.tx.run(sql::GRANT_REVIEWED, args![self.grant, work.now, work.actor.person]).await? != 1 {
            return Err(Refusal::conflict(no::GRANT_CLOSED).into());
        }
        Ok(())
    }
}
