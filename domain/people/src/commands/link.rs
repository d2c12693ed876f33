//! `people.record-link`, `people.decide-link`, `people.end-link`: kin, household and guardianship, recorded at a desk by
//! one and confirmed by another. Active links are what keeps people from serving, deciding about and looking at their own.

use crate::access::{self, CLERKS, REVIEWERS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules;
use crate::store::person::{self as sql, LinkRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, LinkId, Node, Outcome, PersonId, Refusal};

#[derive(Serialize)]
struct RecordLink {
    input: LinkInput,
}

#[derive(Serialize)]
struct DecideLink {
    link: LinkId,
    confirm: bool,
    reason: String,
}

#[derive(Serialize)]
struct EndLink {
    link: LinkId,
    reason: String,
}

impl People {
    /// Records a link that was shown at the desk; it counts once another confirmed it.
    ///
    /// # Errors
    /// Not found, `people.link-same`, `people.link-known`, `people.own-account`, `people.own-kin`.
    pub async fn record_link(self: &Arc<Self>, actor: &Actor, key: &Key, input: LinkInput) -> Outcome<LinkId> {
        execute(self, &self.core, actor, key, RecordLink { input }).await
    }

    /// Confirms or refuses a recorded link.
    ///
    /// # Errors
    /// Not found, `people.link-own`, `people.link-closed`, `people.own-account`, `people.own-kin`.
    pub async fn decide_link(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        link: LinkId,
        confirm: bool,
        reason: &str,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, DecideLink { link, confirm, reason: reason.to_owned() }).await
    }

    /// Ends a link.
    ///
    /// # Errors
    /// Not found, `people.link-closed`, `people.own-account`.
    pub async fn end_link(self: &Arc<Self>, actor: &Actor, key: &Key, link: LinkId, reason: &str) -> Outcome<()> {
        execute(self, &self.core, actor, key, EndLink { link, reason: reason.to_owned() }).await
    }
}

/// One of the two lives in the territory, and the actor is neither of them nor theirs.
async fn may_handle(
    house: &People,
    work: &mut Work<'_>,
    roles: &[tb_kernel::Role],
    a: PersonId,
    b: PersonId,
) -> Outcome<Node> {
    let nodes = house.nodes(work.tx, &[a, b]).await?;
    let (Some(of_a), Some(of_b)) = (nodes.get(&a), nodes.get(&b)) else {
        return Err(Refusal::not_found().into());
    };
    let covered = if access::may_do(work.actor, roles, *of_a).is_ok() { *of_a } else { *of_b };
    access::may_do(work.actor, roles, covered)?;
    access::not_involved(work.tx, work.actor, a).await?;
    access::not_involved(work.tx, work.actor, b).await?;
    Ok(covered)
}

impl Command for RecordLink {
    const NAME: &'static str = "people.record-link";
    type House = People;
    type Answer = LinkId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<LinkId> {
        let LinkInput { a, b, kind, evidence } = &self.input;
        let node = may_handle(house, work, CLERKS, *a, *b).await?;
        let id: LinkId = work.id();
        work.about("link", id, node);
        if a == b {
            return Err(no::at("b", no::LINK_SAME));
        }
        let evidence = rules::text(evidence, rules::SHORT_CHARS_MAX).map_err(|code| no::at("evidence", code))?;
        // Both persons' rows are held in the same order by everybody who links them.
        for person in [a.min(b), a.max(b)] {
            work.tx.row::<(PersonId, i64)>(sql::PERSON_HELD, args![*person]).await?;
        }
        let known: Option<LinkRecord> = work.tx.row(sql::LINK_KNOWN, args![*a, *b, kind.code()]).await?;
        if known.is_some() {
            return Err(Refusal::conflict(no::LINK_KNOWN).into());
        }
        let by = work.actor.person;
        work.tx.run(sql::ADD_LINK, args![id, *a, *b, kind.code(), evidence, work.now, by]).await?;
        Ok(id)
    }
}

impl Command for DecideLink {
    const NAME: &'static str = "people.decide-link";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let found: Option<LinkRecord> = work.tx.row(sql::LINK_HELD, args![self.link]).await?;
        let link = found.ok_or(Refusal::not_found())?;
        let node = may_handle(house, work, REVIEWERS, link.a, link.b).await?;
        work.about("link", link.id, node);
        if link.made_by.is_some() && link.made_by == work.actor.person {
            return Err(Refusal::forbidden(no::LINK_OWN).into());
        }
        let reason = rules::reason(&self.reason)?;
        let state = if self.confirm { LinkState::Active } else { LinkState::Refused };
        let changed =
            work.tx.run(sql::LINK_DECIDED, args![link.id, state.code(), work.actor.person, work.now, &reason]).await?;
        work.because(reason);
        if changed == 1 { Ok(()) } else { Err(Refusal::conflict(no::LINK_CLOSED).into()) }
    }
}

impl Command for EndLink {
    const NAME: &'static str = "people.end-link";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let found: Option<LinkRecord> = work.tx.row(sql::LINK_HELD, args![self.link]).await?;
        let link = found.ok_or(Refusal::not_found())?;
        let node = may_handle(house, work, REVIEWERS, link.a, link.b).await?;
        work.about("link", link.id, node);
        let reason = rules::reason(&self.reason)?;
        let changed = work.tx.run(sql::LINK_ENDED, args![link.id, &reason]).await?;
        work.because(reason);
        if changed == 1 { Ok(()) } else { Err(Refusal::conflict(no::LINK_CLOSED).into()) }
    }
}
