//! Lists of people for staff, cut to the territory: by kind and state, and by an exact name, telephone, identity number or
//! handle (found through keyed digests; nothing can be searched by part). Paged by cursor.

use super::facts::{enrolments_of, group, latest};
use crate::access::READERS;
use crate::model::*;
use crate::people::People;
use crate::store::enrolment::{self as enrolments, CountRecord};
use crate::store::person::{self as sql, PersonRecord};
use tb_db::{Arg, args};
use tb_kernel::{Actor, Cursor, Node, Outcome, Page, PageSize, PersonId, Refusal, Role};
use uuid::Uuid;

impl People {
    /// People of the actor's territory, newest first.
    ///
    /// # Errors
    /// Not found without a territory, or when `filter.node` lies outside it.
    pub async fn list(
        &self,
        actor: &Actor,
        filter: &PeopleFilter,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<PersonRow>> {
        let nodes = territory(actor, READERS, filter.node, self.city)?;
        let Some((statement, wanted)) = self.search(filter.search.as_deref()) else {
            return Ok(Page { rows: Vec::new(), next: None });
        };
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
        let (kind, state) =
            (filter.kind.map_or("", EnrolmentKind::code), filter.state.map_or("", EnrolmentState::code));
        let mut tx = self.core.db.snapshot().await?;
        let mut records: Vec<PersonRecord> = Vec::new();
        for node in nodes {
            let (low, high) = node.range();
            let mut args = args![low, high, start.key, start.id, kind, state, size.rows() + 1];
            args.extend(wanted.clone());
            records.extend(tx.rows::<PersonRecord>(statement, args).await?);
        }
        records.sort_by_key(|record| std::cmp::Reverse((record.created_at, record.id)));
        let page = Page::cut(records, size, |record| Cursor { key: record.created_at.0, id: record.id.0 });
        let ids: Vec<PersonId> = page.rows.iter().map(|record| record.id).collect();
        let enrolled = group(enrolments_of(&mut tx, &ids).await?, |e| e.person);
        let today = self.core.now().day();
        let mut rows = Vec::with_capacity(page.rows.len());
        for record in page.rows {
            let person = self.open(record)?;
            let own = enrolled.get(&person.id()).map_or(&[][..], Vec::as_slice);
            let state = |kind| latest(own, kind).map(|e| e.state);
            rows.push(PersonRow {
                id: person.id(),
                masked_name: person.profile.name.masked(),
                sex: person.profile.id_no.sex(),
                age: today.age_since(person.birth()),
                node: person.record.node,
                volunteer: state(EnrolmentKind::Volunteer),
                elder: state(EnrolmentKind::Elder),
                registered_at: person.record.created_at,
                handle: person.record.handle,
            });
        }
        Ok(Page { rows, next: page.next })
    }

    /// Which statement finds what was typed, and its further argument. None: nothing can have this.
    fn search(&self, typed: Option<&str>) -> Option<(&'static str, Vec<Arg>)> {
        let typed = typed.map(str::trim).unwrap_or_default();
        if typed.is_empty() {
            return Some((sql::LIST, Vec::new()));
        }
        if let Ok(id_no) = IdNumber::as_written(typed, self.core.now().day()) {
            return Some((sql::LIST_BY_IDENTITY, args![self.identity_index(&id_no)]));
        }
        if let Ok(phone) = Phone::parse(typed) {
            return Some((sql::LIST_BY_PHONE, args![self.phone_index(&phone)]));
        }
        let handle = typed.to_uppercase();
        if handle.len() == 9 && handle.starts_with("TB") && handle.is_ascii() {
            return Some((sql::LIST_BY_HANDLE, args![handle]));
        }
        let name = PersonName::parse(typed).ok()?;
        Some((sql::LIST_BY_NAME, args![self.name_index(&name)]))
    }

    /// How many enrolments of each kind are in each state, in a part of the territory (none: all of it).
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn counts(&self, actor: &Actor, node: Option<Node>) -> Outcome<Vec<EnrolmentCount>> {
        let mut counts: Vec<EnrolmentCount> = Vec::new();
        for node in territory(actor, READERS, node, self.city)? {
            let (low, high) = node.range();
            let rows: Vec<CountRecord> = self.core.db.read().rows(enrolments::COUNTS, args![low, high]).await?;
            for row in rows {
                match counts.iter_mut().find(|c| c.kind == row.kind && c.state == row.state) {
                    Some(count) => count.people += row.people,
                    None => counts.push(EnrolmentCount { kind: row.kind, state: row.state, people: row.people }),
                }
            }
        }
        counts.sort_by_key(|count| (count.kind, count.state));
        Ok(counts)
    }
}

/// The nodes a list may show: the part asked for, if it lies inside, else everything.
pub(super) fn territory(actor: &Actor, roles: &[Role], part: Option<Node>, city: Node) -> Result<Vec<Node>, Refusal> {
    if actor.is_system() {
        return Ok(vec![part.unwrap_or(city)]);
    }
    let all = actor.territory(roles);
    let nodes = match part {
        Some(part) if all.iter().any(|node| node.covers(part)) => vec![part],
        // A part above the territory shows what of it is one's own.
        Some(part) => all.into_iter().filter(|node| part.covers(*node)).collect(),
        None => all,
    };
    if nodes.is_empty() { Err(Refusal::not_found()) } else { Ok(nodes) }
}
