//! Questions; read-only. What an actor may not see is not found.

use crate::access::{self, LOOK};
use crate::house::{Cover, Visit};
use crate::model::{Incident, IncidentKind, IncidentState, IncidentStep, Insurance};
use crate::seal;
use crate::store;
use tb_kernel::{
    Actor, CoverId, Cursor, IncidentId, Instant, Node, OrderId, Outcome, Page, PageSize, PersonId, Refusal,
};
use tb_policy::CoverKind;
use uuid::Uuid;

/// Which incidents a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct IncidentFilter {
    pub state: Option<IncidentState>,
}

/// How many incidents of a kind stand where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncidentCount {
    pub kind: IncidentKind,
    pub state: IncidentState,
    pub count: i64,
    pub late: i64,
    pub paid_fen: i64,
}

/// An incident with its file.
pub struct IncidentFile {
    pub incident: Incident,
    /// When, who, what kind of line, in whose words; none when the key to them is gone.
    pub entries: Vec<(Instant, Option<PersonId>, IncidentStep, Option<String>)>,
    /// The insurance that answers.
    pub insurance: Option<Insurance>,
}

/// What covers a person today.
pub struct MyCover {
    /// The kinds of this person: as volunteer, as elder; with the insurance in force, if there is one.
    pub own: Vec<(CoverKind, Option<Insurance>)>,
    /// The liability insurance of visits where the person lives.
    pub liability: Option<Insurance>,
}

impl Cover {
    /// The insurances of a territory, those that last longest first (at most 200).
    ///
    /// # Errors
    /// Not found outside the actor's territory.
    pub async fn insurances(&self, actor: &Actor, node: Node) -> Outcome<Vec<Insurance>> {
        if !actor.may(LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        Ok(store::list(&mut self.core.db.read(), node).await?)
    }

    /// One insurance.
    ///
    /// # Errors
    /// Not found.
    pub async fn insurance(&self, actor: &Actor, id: CoverId) -> Outcome<Insurance> {
        let found = store::insurance(&mut self.core.db.read(), id).await?;
        found.filter(|one| actor.may(LOOK, one.node)).ok_or_else(|| Refusal::not_found().into())
    }

    /// The insurances that were in force at an incident: to one of them the claim goes.
    ///
    /// # Errors
    /// A fault.
    pub async fn answering(&self, incident: &Incident) -> Outcome<Vec<Insurance>> {
        Ok(store::all_on(&mut self.core.db.read(), incident.happened_at.day()).await?)
    }

    /// What covers a person today, for themselves or whoever acts for them.
    ///
    /// # Errors
    /// Not found.
    pub async fn cover_of(&self, actor: &Actor, person: PersonId) -> Outcome<MyCover> {
        let mut tx = self.core.db.snapshot().await?;
        let facts = self.people.facts_of_one(&mut tx, person).await?;
        if actor.subject() != Some(person) && !actor.may(LOOK, facts.node) {
            return Err(Refusal::not_found().into());
        }
        let all = store::all_on(&mut tx, self.core.now().day()).await?;
        let find =
            |kind: CoverKind| all.iter().find(|one| one.kind == kind.code() && one.node.covers(facts.node)).cloned();
        let mut own = Vec::new();
        if facts.is_active_volunteer() {
            own.push((CoverKind::Volunteer, find(CoverKind::Volunteer)));
        }
        if facts.is_active_elder() {
            own.push((CoverKind::Elder, find(CoverKind::Elder)));
        }
        Ok(MyCover { own, liability: find(CoverKind::Liability) })
    }

    /// The visit an incident would be of, if the actor may report one.
    ///
    /// # Errors
    /// Not found.
    pub async fn visit_to_report(&self, actor: &Actor, order: OrderId) -> Outcome<Visit> {
        let found = self.visits.visit(&mut self.core.db.read(), order).await?.ok_or(Refusal::not_found())?;
        let may = access::is_party(actor, found.elder, Some(found.volunteer)) || actor.may(access::SERVE, found.node);
        if may { Ok(found) } else { Err(Refusal::not_found().into()) }
    }

    /// A person's incidents, newest first (at most 100).
    ///
    /// # Errors
    /// Not found.
    pub async fn incidents_of(&self, actor: &Actor, person: PersonId) -> Outcome<Vec<Incident>> {
        if actor.subject() != Some(person) {
            return Err(Refusal::not_found().into());
        }
        Ok(store::incidents_of(&mut self.core.db.read(), person).await?)
    }

    /// The incidents of a territory, newest first.
    ///
    /// # Errors
    /// Not found outside the actor's territory.
    pub async fn incidents_in(
        &self,
        actor: &Actor,
        node: Node,
        filter: &IncidentFilter,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<Incident>> {
        if !actor.may(LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
        let state = filter.state.map_or("", IncidentState::code);
        let rows = store::incidents_in(&mut self.core.db.read(), node, start, state, size.rows() + 1).await?;
        Ok(Page::cut(rows, size, |one| Cursor { key: one.reported_at.0, id: one.id.0 }))
    }

    /// How many incidents of a territory there are, by kind and state.
    ///
    /// # Errors
    /// Not found outside the actor's territory.
    pub async fn incident_counts(&self, actor: &Actor, node: Node) -> Outcome<Vec<IncidentCount>> {
        if !actor.may(LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        let rows = store::counts(&mut self.core.db.read(), node).await?;
        let known = rows.into_iter().filter_map(|(kind, state, count, late, paid_fen)| {
            let (kind, state) = (IncidentKind::parse(&kind)?, IncidentState::parse(&state)?);
            Some(IncidentCount { kind, state, count, late, paid_fen })
        });
        Ok(known.collect())
    }

    /// One incident with its file.
    ///
    /// # Errors
    /// Not found.
    pub async fn incident(&self, actor: &Actor, id: IncidentId) -> Outcome<IncidentFile> {
        let mut tx = self.core.db.snapshot().await?;
        let incident = store::incident(&mut tx, id).await?.ok_or(Refusal::not_found())?;
        if !access::sees(actor, &incident) {
            return Err(Refusal::not_found().into());
        }
        let keys = self.people.data_keys(&mut tx, &[incident.elder]).await?;
        let key = keys.get(&incident.elder);
        let entries = store::entries(&mut tx, id).await?;
        let opened = entries.into_iter().map(|entry| {
            let said = entry.said.as_deref().zip(key).and_then(|(sealed, key)| seal::open(key, entry.id, sealed));
            (entry.at, entry.by_person, entry.step, said)
        });
        let entries = opened.collect();
        let insurance = match incident.cover {
            Some(cover) => store::insurance(&mut tx, cover).await?,
            None => None,
        };
        Ok(IncidentFile { entries, insurance, incident })
    }
}
