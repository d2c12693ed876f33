//! Questions: requests and batches, documents, who is on the way, who went quiet. Read-only.

use crate::commands::{EXCHANGERS, READERS};
use crate::house::Volunteers;
use crate::model::*;
use crate::rules;
use crate::store::{self as sql, PaperRecord};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tb_db::{Arg, Tx, args};
use tb_kernel::{Actor, BatchId, Instant, Node, Outcome, PaperId, PersonId, Refusal, Role, Span};
use tb_people::{EnrolmentState, Shown, VolunteerRow};
use tb_policy::{Check, Licence};
use uuid::Uuid;

/// People looked at in one step.
const STEP: i64 = 500;
/// Where counting ends.
const COUNTED_MAX: usize = 20_000;
/// Rows of a list.
const ROWS_MAX: usize = 200;
/// Who reviews documents.
const REVIEWERS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer];

fn seen(actor: &Actor, roles: &[Role], node: Node) -> Result<(), Refusal> {
    if actor.is_system() || actor.may(roles, node) { Ok(()) } else { Err(Refusal::not_found()) }
}

/// One volunteer on the way.
pub(crate) struct OnTheWay {
    pub(crate) row: VolunteerRow,
    pub(crate) missing: BTreeSet<Check>,
    pub(crate) step: Step,
    pub(crate) since: Instant,
}

impl Volunteers {
    /// Everybody of a place who has applied and waits, in steps; `each` may stop by giving `false`.
    pub(crate) async fn on_the_way(&self, tx: &mut Tx, node: Node, most: usize) -> Outcome<(Vec<OnTheWay>, bool)> {
        let now = self.core.now();
        let version = self.rules_at(node, now)?;
        let mut found: Vec<OnTheWay> = Vec::new();
        let mut after = PersonId(Uuid::nil());
        loop {
            let rows = self.people.volunteers_in(tx, node, EnrolmentState::Applied, after, STEP).await?;
            let Some(last) = rows.last() else { return Ok((found, false)) };
            if found.len() >= most {
                return Ok((found, true));
            }
            after = last.person;
            let ids: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
            let made = self.people.checks_of(tx, &ids).await?;
            for row in rows {
                let of_person = || made.iter().filter(|one| one.person == row.person);
                let mut latest: BTreeMap<Check, bool> = BTreeMap::new();
                for one in of_person() {
                    latest.entry(one.kind).or_insert_with(|| one.holds(now.day()));
                }
                let holds = latest.into_iter().filter(|(_, holds)| *holds).map(|(kind, _)| kind).collect();
                let missing = rules::missing(&version, &holds);
                let moved = of_person().map(|one| one.made_at).max();
                let since = moved.map_or(row.applied_at, |moved| moved.max(row.applied_at));
                found.push(OnTheWay { step: rules::step(&missing), row, missing, since });
            }
        }
    }

    /// How many volunteers of a place stand where.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn funnel(&self, actor: &Actor, node: Node) -> Outcome<Funnel> {
        seen(actor, READERS, node)?;
        let mut tx = self.core.db.snapshot().await?;
        let (waiting, mut more) = self.on_the_way(&mut tx, node, COUNTED_MAX).await?;
        let count =
            |step: Step| i64::try_from(waiting.iter().filter(|one| one.step == step).count()).unwrap_or(i64::MAX);
        let steps = [Step::Learn, Step::Exam, Step::Checks, Step::Review];
        let (mut unserved, mut serving) = (0, 0);
        let mut after = PersonId(Uuid::nil());
        loop {
            let rows = self.people.volunteers_in(&mut tx, node, EnrolmentState::Active, after, STEP).await?;
            let Some(last) = rows.last() else { break };
            after = last.person;
            let ids: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
            let served = tb_orders::last_served(&mut tx, &ids).await?.len();
            serving += i64::try_from(served).unwrap_or(0);
            unserved += i64::try_from(ids.len().saturating_sub(served)).unwrap_or(0);
            if serving + unserved > 10 * i64::try_from(COUNTED_MAX).unwrap_or(i64::MAX) {
                more = true;
                break;
            }
        }
        Ok(Funnel { waiting: steps.map(|step| (step, count(step))).to_vec(), unserved, serving, more })
    }

    /// Who waits at a step (none: at any), longest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn stuck(&self, actor: &Actor, node: Node, step: Option<Step>) -> Outcome<Vec<Stuck>> {
        seen(actor, READERS, node)?;
        let mut tx = self.core.db.snapshot().await?;
        let (mut found, _) = self.on_the_way(&mut tx, node, COUNTED_MAX).await?;
        found.retain(|one| step.is_none_or(|step| one.step == step));
        found.sort_by_key(|one| (one.since, one.row.person));
        found.truncate(ROWS_MAX);
        let ids: Vec<PersonId> = found.iter().map(|one| one.row.person).collect();
        let names = self.names(&mut tx, &ids).await?;
        let reminded = self.reminders(&mut tx, &ids).await?;
        let stuck = found.into_iter().filter_map(|one| {
            let person = names.get(&one.row.person)?.clone();
            let about = format!("step:{}", one.step);
            let times = reminded.get(&(one.row.person, about)).map_or(0, |(times, _)| *times);
            Some(Stuck { person, step: one.step, since: one.since, missing: one.missing, reminded: times })
        });
        Ok(stuck.collect())
    }

    pub(crate) async fn reminders(
        &self,
        tx: &mut Tx,
        ids: &[PersonId],
    ) -> Outcome<HashMap<(PersonId, String), (i64, Instant)>> {
        let keys = ids.iter().map(|id| Arg::from(*id)).collect();
        let rows: Vec<(PersonId, String, i64, Instant)> = tx.rows_in(sql::REMINDERS, vec![], keys).await?;
        Ok(rows.into_iter().map(|(person, about, times, at)| ((person, about), (times, at))).collect())
    }

    async fn names(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<HashMap<PersonId, Shown>> {
        let names = self.people.display(tx, ids).await?;
        Ok(names.into_iter().map(|shown| (shown.id, shown)).collect())
    }

    /// Active volunteers who have not served for as long as the city counts as quiet, longest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn quiet(&self, actor: &Actor, node: Node) -> Outcome<Vec<Quiet>> {
        seen(actor, READERS, node)?;
        let now = self.core.now();
        let days = self.rules_at(node, now)?.parameters.win_back.quiet_days;
        let before = now.minus(Span::days(i64::from(days)));
        let mut tx = self.core.db.snapshot().await?;
        let mut found: Vec<(PersonId, Option<Instant>, Option<Instant>)> = Vec::new();
        let mut after = PersonId(Uuid::nil());
        while found.len() < COUNTED_MAX {
            let rows = self.people.volunteers_in(&mut tx, node, EnrolmentState::Active, after, STEP).await?;
            let Some(last) = rows.last() else { break };
            after = last.person;
            let ids: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
            let served: HashMap<PersonId, Instant> = tb_orders::last_served(&mut tx, &ids).await?.into_iter().collect();
            for row in rows {
                let last = served.get(&row.person).copied();
                if last.or(row.active_since).is_some_and(|at| at < before) {
                    found.push((row.person, last, row.active_since));
                }
            }
        }
        found.sort_by_key(|(person, last, since)| (last.or(*since), *person));
        found.truncate(ROWS_MAX);
        let ids: Vec<PersonId> = found.iter().map(|(person, ..)| *person).collect();
        let names = self.names(&mut tx, &ids).await?;
        let quiet = found.into_iter().filter_map(|(person, last, active_since)| {
            Some(Quiet { person: names.get(&person)?.clone(), last, active_since })
        });
        Ok(quiet.collect())
    }

    /// How many requests of a place stand where.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn request_counts(&self, actor: &Actor, node: Node) -> Outcome<Vec<RequestCount>> {
        seen(actor, READERS, node)?;
        let (low, high) = node.range();
        let rows: Vec<(String, Route, RequestState, i64)> =
            self.core.db.read().rows(sql::COUNTS, args![low, high]).await?;
        let count = |(kind, route, state, requests): (String, Route, RequestState, i64)| {
            Some(RequestCount { kind: Check::parse(&kind)?, route, state, requests })
        };
        Ok(rows.into_iter().filter_map(count).collect())
    }

    /// The batches of a place, newest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn batches(&self, actor: &Actor, node: Node) -> Outcome<Vec<Batch>> {
        seen(actor, EXCHANGERS, node)?;
        let (low, high) = node.range();
        Ok(self.core.db.read().rows(sql::BATCHES, args![low, high]).await?)
    }

    /// One batch with the lines that wait to be repaired.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn batch(&self, actor: &Actor, id: BatchId) -> Outcome<(Batch, Vec<BadRow>)> {
        let mut tx = self.core.db.snapshot().await?;
        let batch: Option<Batch> = tx.row(sql::BATCH, args![id]).await?;
        let batch = batch.ok_or(Refusal::not_found())?;
        seen(actor, EXCHANGERS, batch.node)?;
        Ok((batch, tx.rows(sql::BAD_ROWS, args![id]).await?))
    }

    /// Somebody's documents, newest first: for the person and for staff of their place.
    ///
    /// # Errors
    /// Not found.
    pub async fn papers_of(&self, actor: &Actor, person: PersonId) -> Outcome<Vec<PaperView>> {
        let mut tx = self.core.db.snapshot().await?;
        let node = *self.people.nodes(&mut tx, &[person]).await?.get(&person).ok_or(Refusal::not_found())?;
        if actor.subject() != Some(person) && actor.person != Some(person) {
            seen(actor, READERS, node)?;
        }
        let rows: Vec<PaperRecord> = tx.rows(sql::PAPERS_OF, args![person]).await?;
        self.paper_views(&mut tx, actor, rows).await
    }

    /// The documents of a place that wait for review, oldest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn papers_waiting(&self, actor: &Actor, node: Node) -> Outcome<Vec<PaperView>> {
        seen(actor, READERS, node)?;
        let (low, high) = node.range();
        let mut tx = self.core.db.snapshot().await?;
        let rows: Vec<PaperRecord> = tx.rows(sql::PAPERS_WAITING, args![low, high]).await?;
        self.paper_views(&mut tx, actor, rows).await
    }

    /// One document, without its content.
    ///
    /// # Errors
    /// Not found.
    pub async fn paper(&self, actor: &Actor, id: PaperId) -> Outcome<PaperView> {
        let mut tx = self.core.db.snapshot().await?;
        let row: Option<PaperRecord> = tx.row(sql::PAPER, args![id]).await?;
        let row = row.ok_or(Refusal::not_found())?;
        if actor.subject() != Some(row.person) {
            seen(actor, READERS, row.node)?;
        }
        self.paper_views(&mut tx, actor, vec![row]).await?.pop().ok_or_else(|| Refusal::not_found().into())
    }

    async fn paper_views(&self, tx: &mut Tx, actor: &Actor, rows: Vec<PaperRecord>) -> Outcome<Vec<PaperView>> {
        let ids: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
        let names = self.names(tx, &ids).await?;
        let view = |row: PaperRecord| {
            let own = actor.person == Some(row.person) || (row.handed_by.is_some() && row.handed_by == actor.person);
            Some(PaperView {
                person: names.get(&row.person)?.clone(),
                licence: Licence::parse(&row.licence)?,
                may_review: row.state == PaperState::HandedIn && !own && actor.may(REVIEWERS, row.node),
                id: row.id,
                valid_until: row.valid_until,
                media: row.media,
                bytes: row.bytes,
                state: row.state,
                handed_at: row.handed_at,
                reason: row.reason,
            })
        };
        Ok(rows.into_iter().filter_map(view).collect())
    }
}
