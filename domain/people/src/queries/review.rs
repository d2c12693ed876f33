//! The review queue: applications and claimed links of the territory, oldest first.

use super::lists::territory;
use super::pages::enrolment_view;
use crate::access::{self, READERS, REVIEWERS};
use crate::model::*;
use crate::people::People;
use crate::store::enrolment::{self as sql, EnrolmentRecord};
use crate::store::person::{LINKS_CLAIMED, LinkRecord};
use tb_db::args;
use tb_kernel::{Actor, Channel, Cursor, Fail, Node, Outcome, Page, PageSize, PersonId, Refusal};
use uuid::Uuid;

/// Claimed links shown at once.
const LINKS_MAX: i64 = 200;

impl People {
    /// Applications that wait, oldest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn list_pending(
        &self,
        actor: &Actor,
        node: Option<Node>,
        kind: Option<EnrolmentKind>,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<PendingRow>> {
        let nodes = territory(actor, READERS, node, self.city)?;
        let start = after.unwrap_or(Cursor { key: i64::MIN, id: Uuid::nil() });
        let mut tx = self.core.db.snapshot().await?;
        let mut waiting: Vec<EnrolmentRecord> = Vec::new();
        for node in nodes {
            let (low, high) = node.range();
            let kind = kind.map_or("", EnrolmentKind::code);
            let args = args![low, high, start.key, start.id, kind, size.rows() + 1];
            waiting.extend(tx.rows::<EnrolmentRecord>(sql::PENDING, args).await?);
        }
        waiting.sort_by_key(|e| (e.applied_at, e.id));
        let page = Page::cut(waiting, size, |e| Cursor { key: e.applied_at.0, id: e.id.0 });
        let ids: Vec<PersonId> = page.rows.iter().map(|e| e.person).collect();
        let persons = self.load(&mut tx, &ids).await?;
        let today = self.core.now().day();
        let rows = page.rows.iter().filter_map(|e| {
            let person = persons.iter().find(|person| person.id() == e.person)?;
            Some(PendingRow {
                id: e.id,
                person: e.person,
                handle: person.record.handle.clone(),
                masked_name: person.profile.name.masked(),
                age: today.age_since(person.birth()),
                kind: e.kind,
                node: e.node,
                channel: Channel::parse(&e.channel).unwrap_or(Channel::System),
                applied_at: e.applied_at,
                may_review: may_review(actor, e),
            })
        });
        Ok(Page { rows: rows.collect(), next: page.next })
    }

    /// One enrolment with what was declared and found.
    ///
    /// # Errors
    /// Not found.
    pub async fn enrolment(&self, actor: &Actor, id: tb_kernel::EnrolmentId) -> Outcome<EnrolmentDetail> {
        let found: Option<EnrolmentRecord> = self.core.db.read().row(sql::ONE, args![id]).await?;
        let enrolment = found.ok_or(Refusal::not_found())?;
        access::may_see(actor, enrolment.person, enrolment.node)?;
        Ok(EnrolmentDetail {
            person: enrolment.person,
            claims: serde_json::from_str(&enrolment.claims).map_err(Fail::fault)?,
            checks: serde_json::from_str(&enrolment.checks).ok(),
            policy: enrolment.policy.clone(),
            applied_by: enrolment.applied_by,
            reviewed_by: enrolment.reviewed_by,
            may_review: may_review(actor, &enrolment),
            enrolment: enrolment_view(&enrolment),
        })
    }

    /// Links that wait for confirmation: (link, a, b, kind).
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn claimed_links(
        &self,
        actor: &Actor,
        node: Option<Node>,
    ) -> Outcome<Vec<(tb_kernel::LinkId, Shown, Shown, LinkKind)>> {
        let mut tx = self.core.db.snapshot().await?;
        let mut links: Vec<LinkRecord> = Vec::new();
        for node in territory(actor, REVIEWERS, node, self.city)? {
            let (low, high) = node.range();
            links.extend(tx.rows::<LinkRecord>(LINKS_CLAIMED, args![low, high, LINKS_MAX]).await?);
        }
        let ids: Vec<PersonId> = links.iter().flat_map(|link| [link.a, link.b]).collect();
        let names = self.display(&mut tx, &ids).await?;
        let name = |id: PersonId| names.iter().find(|shown| shown.id == id).cloned();
        let rows = links.iter().filter_map(|l| Some((l.id, name(l.a)?, name(l.b)?, LinkKind::parse(&l.kind)?)));
        Ok(rows.collect())
    }
}

/// A first look, for the button; the command decides (kin is asked there).
fn may_review(actor: &Actor, enrolment: &EnrolmentRecord) -> bool {
    enrolment.state.is_pending()
        && actor.may(REVIEWERS, enrolment.node)
        && actor.person != Some(enrolment.person)
        && (actor.person.is_none() || actor.person != enrolment.applied_by)
}
