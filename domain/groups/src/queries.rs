//! Questions about groups and events.

use crate::access::{self, LOOK, Standing};
use crate::house::Groups;
use crate::model::*;
use crate::store;
use std::collections::HashMap;
use tb_kernel::{
    AccountId, Actor, Cursor, Day, Fail, GatheringId, GroupId, Instant, Level, Minutes, Node, Outcome, PageSize,
    PersonId, Refusal, SchoolId,
};
use tb_ledger::Balances;

/// A group with everything its page shows.
#[derive(Clone, Debug)]
pub struct GroupFile {
    pub group: Group,
    pub standing: Standing,
    /// For managers and staff; else only oneself.
    pub members: Vec<Member>,
    pub active_members: usize,
    pub licences: Vec<TeamLicence>,
    pub gatherings: Vec<Gathering>,
    /// For members and staff, once there is an account.
    pub balances: Option<Balances>,
}

/// An event with everything its page shows.
#[derive(Clone, Debug)]
pub struct GatheringFile {
    pub gathering: Gathering,
    pub group: Group,
    pub standing: Standing,
    /// The actor pays for it.
    pub paying: bool,
    pub mine: Option<Attendance>,
    /// For managers and staff (and the elder who pays); else only oneself.
    pub list: Vec<Attendance>,
    pub promised: usize,
    /// The six digits of the place: for managers and staff, while it is open.
    pub code: Option<String>,
}

impl Groups {
    /// One's own groups, invitations included.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn mine(&self, actor: &Actor) -> Outcome<Vec<(Group, Member)>> {
        let me = actor.subject().ok_or(Refusal::not_found())?;
        let mut tx = self.core.db.snapshot().await?;
        let mut rows = Vec::new();
        for group in store::groups_of(&mut tx, me).await? {
            if let Some(member) = store::member(&mut tx, group.id, me).await? {
                rows.push((group, member));
            }
        }
        Ok(rows)
    }

    /// Approved groups of a district that one could join.
    ///
    /// # Errors
    /// A fault only.
    pub async fn joinable(&self, node: Node) -> Outcome<Vec<Group>> {
        let district = node.at(Level::District);
        Ok(store::groups_in(&mut self.core.db.read(), district, GroupState::Approved.code()).await?)
    }

    /// Groups of the staff's territory.
    ///
    /// # Errors
    /// Not found outside it.
    pub async fn list(&self, actor: &Actor, node: Node, state: Option<GroupState>) -> Outcome<Vec<Group>> {
        if !actor.may(LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        Ok(store::groups_in(&mut self.core.db.read(), node, state.map_or("", GroupState::code)).await?)
    }

    /// Events of the staff's territory, newest first.
    ///
    /// # Errors
    /// Not found outside it.
    pub async fn gatherings(
        &self,
        actor: &Actor,
        node: Node,
        state: Option<GatheringState>,
    ) -> Outcome<Vec<Gathering>> {
        if !actor.may(LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        Ok(store::in_place(&mut self.core.db.read(), node, state.map_or("", GatheringState::code)).await?)
    }

    /// Events that cost an elder's time: one's own, or of the person acted for.
    ///
    /// # Errors
    /// Not found without a person.
    pub async fn gatherings_paid(&self, actor: &Actor) -> Outcome<Vec<Gathering>> {
        let me = actor.subject().ok_or(Refusal::not_found())?;
        Ok(store::of_elder(&mut self.core.db.read(), me).await?)
    }

    /// One group.
    ///
    /// # Errors
    /// Not found.
    pub async fn file(&self, actor: &Actor, id: GroupId) -> Outcome<GroupFile> {
        let mut tx = self.core.db.snapshot().await?;
        let group = store::group(&mut tx, id).await?.ok_or(Refusal::not_found())?;
        let standing = access::standing(&mut tx, actor, &group).await?.ok_or(Refusal::not_found())?;
        let mut members = store::members(&mut tx, id).await?;
        let active_members = members.iter().filter(|member| member.is_active()).count();
        if !standing.sees_names() {
            members.retain(|member| Some(member.person) == actor.subject());
        }
        let knows = standing.sees_names() || standing.is_member();
        let account = matches!(group.state, GroupState::Approved | GroupState::Suspended | GroupState::Closed);
        let balances = match knows && account {
            true => Some(tb_ledger::balances(&mut tx, AccountId(id.0)).await?),
            false => None,
        };
        let mut gatherings = store::of_group(&mut tx, id).await?;
        if !knows {
            gatherings.clear();
        }
        let licences = store::licences(&mut tx, id).await?;
        Ok(GroupFile { group, standing, members, active_members, licences, gatherings, balances })
    }

    /// One event.
    ///
    /// # Errors
    /// Not found.
    pub async fn gathering(&self, actor: &Actor, id: GatheringId) -> Outcome<GatheringFile> {
        let mut tx = self.core.db.snapshot().await?;
        let gathering = store::gathering(&mut tx, id).await?.ok_or(Refusal::not_found())?;
        let group = store::group(&mut tx, gathering.group_id).await?.ok_or(Refusal::not_found())?;
        let paying = actor.subject().is_some() && actor.subject() == gathering.elder;
        let standing = access::standing(&mut tx, actor, &group).await?;
        let standing = standing.filter(|s| paying || s.is_member() || s.staff);
        let standing = match standing {
            None if paying => Standing { member: None, staff: false },
            other => other.ok_or(Refusal::not_found())?,
        };
        let mut list = store::attendances(&mut tx, id).await?;
        let promised = list.iter().filter(|one| one.state != AttendState::Withdrawn).count();
        let mine = list.iter().find(|one| Some(one.person) == actor.subject()).cloned();
        if !standing.sees_names() && !paying {
            list.retain(|one| Some(one.person) == actor.subject());
        }
        let open = gathering.state == GatheringState::Published
            && self.core.now() >= gathering.starts_at.minus(crate::rules::OPEN_BEFORE);
        let code = (open && standing.sees_names()).then(|| self.digits(id));
        Ok(GatheringFile { gathering, group, standing, paying, mine, list, promised, code })
    }

    /// Schools of a place, for those who are asked and for staff.
    ///
    /// # Errors
    /// A fault only.
    pub async fn schools(&self, node: Node) -> Outcome<Vec<School>> {
        Ok(store::schools_in(&mut self.core.db.read(), node).await?)
    }

    /// The schools that are told one's hours.
    ///
    /// # Errors
    /// Not found without a person.
    pub async fn my_schools(&self, actor: &Actor) -> Outcome<Vec<School>> {
        let me = actor.subject().ok_or(Refusal::not_found())?;
        Ok(store::schools_of(&mut self.core.db.read(), me).await?)
    }

    /// The social practice of a school's pupils who agreed, from the first to the last day: to be asked only after
    /// [`crate::ExportPractice`] has left its line.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn practice(
        &self,
        actor: &Actor,
        school: SchoolId,
        from: Day,
        to: Day,
    ) -> Outcome<(School, Vec<Practice>)> {
        let (start, end) = (from.start(), to.plus_days(1).start());
        let mut tx = self.core.db.snapshot().await?;
        let school = store::school(&mut tx, school).await?.ok_or(Refusal::not_found())?;
        if !actor.may(access::DECIDE, school.node) {
            return Err(Refusal::not_found().into());
        }
        let pupils = store::pupils(&mut tx, school.id).await?;
        let ids: Vec<PersonId> = pupils.iter().map(|pupil| pupil.person).collect();
        let keys = self.people.data_keys(&mut tx, &ids).await?;
        let events = store::served_in_events(&mut tx, &ids, start, end).await?;
        let events: HashMap<PersonId, (i64, Minutes)> =
            events.into_iter().map(|(person, count, minutes)| (person, (count, minutes))).collect();
        drop(tx);
        let mut rows = Vec::with_capacity(pupils.len());
        for pupil in &pupils {
            // Whose key is gone has no name any more.
            let Some(key) = keys.get(&pupil.person) else { continue };
            let place: [&[u8]; 4] = [b"pupil", b"card", pupil.school.0.as_bytes(), pupil.person.0.as_bytes()];
            let plain = key.open(&place, &pupil.card).map_err(|_| Fail::fault("a pupil's card could not be opened"))?;
            let card: PupilCard = serde_json::from_slice(&plain).map_err(Fail::fault)?;
            let (visits, visited) = self.visits(pupil.person, start, end).await?;
            let (count, minutes) = events.get(&pupil.person).copied().unwrap_or_default();
            let minutes = Minutes(minutes.0 + visited.0);
            rows.push(Practice { card, agreed_at: pupil.agreed_at, visits, events: count, minutes });
        }
        Ok((school, rows))
    }

    /// Settled visits of a volunteer that began in the time, and their minutes.
    async fn visits(&self, person: PersonId, from: Instant, to: Instant) -> Outcome<(i64, Minutes)> {
        let (mut count, mut minutes, mut after) = (0, 0, None);
        loop {
            let page = self.orders.of_person(person, false, after, PageSize::of(PageSize::MAX)).await?;
            let inside = page.rows.iter().filter(|order| (from..to).contains(&order.starts_at));
            for served in inside.filter_map(|order| order.settled_minutes) {
                count += 1;
                minutes += served.0;
            }
            let past = page.rows.last().is_none_or(|order| order.starts_at < from);
            match page.next.as_deref().and_then(Cursor::decode) {
                Some(next) if !past => after = Some(next),
                _ => return Ok((count, Minutes(minutes))),
            }
        }
    }
}
