//! Signing up, arriving, leaving. Who types the code that is shown at the place is there; without a telephone a manager or
//! a clerk keeps the list, never about themselves. The server's clock counts.

use super::not_alone;
use super::plan::{held, in_state};
use crate::access::{self, SERVE};
use crate::house::Groups;
use crate::model::*;
use crate::refusals as no;
use crate::rules::{CODE_TRIES_MAX, OPEN_AFTER, OPEN_BEFORE};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_crypto::digits_match;
use tb_journal::{Command, Work, count_outcomes};
use tb_kernel::{GatheringId, Instant, Kind, Outcome, PersonId, Refusal};
use tb_orders::Promise;
use tb_policy::rules::{MinorFacts, guardian_at_visit, is_minor};

/// A member promises to come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignUp {
    pub gathering: GatheringId,
}

/// A member takes the promise back before it begins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WithdrawSign {
    pub gathering: GatheringId,
}

/// A member arrives: with the code shown at the place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckIn {
    pub gathering: GatheringId,
    pub code: String,
    /// Of whoever is under age: what the guardian shows.
    #[serde(default)]
    pub guardian_code: String,
}

/// A member leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckOut {
    pub gathering: GatheringId,
    pub code: String,
}

/// A manager or a clerk writes the list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Roster {
    pub gathering: GatheringId,
    pub lines: Vec<RosterLine>,
}

/// One line of the list: when somebody came and went; neither: was not there.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RosterLine {
    pub person: PersonId,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
}

impl Command for SignUp {
    const NAME: &'static str = "groups.sign-up";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.subject().ok_or(Refusal::not_found())?;
        let (gathering, group) = held(work, self.gathering).await?;
        let member = store::member(work.tx, group.id, me).await?;
        if !member.is_some_and(|member| member.is_active()) {
            return Err(Refusal::not_found().into());
        }
        in_state(&gathering, GatheringState::Published, None)?;
        if gathering.starts_at <= work.now {
            return Err(Refusal::conflict(no::TOO_LATE).into());
        }
        let before = store::attendance(work.tx, gathering.id, me).await?;
        if before.is_some_and(|one| one.state != AttendState::Withdrawn) {
            return Err(Refusal::conflict(no::SIGNED_KNOWN).into());
        }
        if gathering.elder == Some(me) {
            return Err(Refusal::rule("policy.own-kin").into());
        }
        if store::promised(work.tx, gathering.id).await? >= gathering.helpers {
            return Err(Refusal::conflict(no::FULL).into());
        }
        let facts = house.people.facts_of_one(work.tx, me).await?;
        let version = house.version(&gathering.policy)?;
        not_alone(work, &version, &facts)?;
        if let Some(elder) = gathering.elder
            && version.parameters.conflict.kin_refused
            && house.people.related(work.tx, me, elder).await?
        {
            let article = version.parameters.conflict.article.as_str();
            return Err(Refusal::rule("policy.own-kin").article(article).into());
        }
        let promise = Promise {
            subject: gathering.id.0,
            item: &gathering.item,
            starts_at: gathering.starts_at,
            ends_at: gathering.ends_at,
            minutes: gathering.minutes,
            guardian: work.actor.person != Some(me),
        };
        house.orders.engage(work.tx, &version, &facts, promise).await?;
        Ok(store::sign(work.tx, gathering.id, me, work.now).await?)
    }
}

impl Command for WithdrawSign {
    const NAME: &'static str = "groups.withdraw";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (gathering, me, _) = mine(work, self.gathering, AttendState::Signed).await?;
        house.orders.disengage(work.tx, me, gathering.id.0).await?;
        Ok(store::attend_state(work.tx, gathering.id, me, AttendState::Withdrawn).await?)
    }
}

/// The event, and the actor's own place in it, which is in `state`.
async fn mine(work: &mut Work<'_>, id: GatheringId, state: AttendState) -> Outcome<(Gathering, PersonId, Attendance)> {
    let me = work.actor.subject().ok_or(Refusal::not_found())?;
    let (gathering, _) = held(work, id).await?;
    let one = store::attendance(work.tx, id, me).await?.ok_or(Refusal::not_found())?;
    in_state(&gathering, GatheringState::Published, None)?;
    if one.state != state {
        return Err(Refusal::conflict(no::NOT_SIGNED).with("state", one.state).into());
    }
    Ok((gathering, me, one))
}

/// # Errors
/// `groups.code-wrong` (counted), `groups.code-tries`.
async fn code_is_right(house: &Groups, work: &mut Work<'_>, gathering: &Gathering, typed: &str) -> Outcome<()> {
    let since = gathering.starts_at.minus(OPEN_BEFORE);
    // Counted for the event: a list of helpers is short, and the place can always keep the roster.
    let wrong = count_outcomes(work.tx, gathering.id.0, no::CODE_WRONG, since).await?;
    if wrong >= CODE_TRIES_MAX * gathering.helpers.max(1) {
        return Err(Refusal::forbidden(no::CODE_TRIES).into());
    }
    if digits_match(&house.people.keys, gathering.id.0.as_bytes(), work.now, typed.trim()) {
        return Ok(());
    }
    Err(Refusal::new(Kind::Invalid, no::CODE_WRONG).field("code", no::CODE_WRONG).into())
}

impl Command for CheckIn {
    const NAME: &'static str = "groups.check-in";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (gathering, me, _) = mine(work, self.gathering, AttendState::Signed).await?;
        if work.now < gathering.starts_at.minus(OPEN_BEFORE) {
            return Err(Refusal::conflict(no::TOO_EARLY).into());
        }
        if work.now >= gathering.ends_at {
            return Err(Refusal::conflict(no::TOO_LATE).into());
        }
        code_is_right(house, work, &gathering, &self.code).await?;
        let facts = house.people.facts_of_one(work.tx, me).await?;
        let version = house.version(&gathering.policy)?;
        let age = facts.age(work.now.day());
        if is_minor(&version, age) {
            let there = work.actor.is_proxy()
                || house.people.is_guardians_code(work.tx, me, work.now, self.guardian_code.trim()).await?;
            guardian_at_visit(&version, &MinorFacts { age, guardian: there }).or_refuse()?;
        }
        Ok(store::arrived(work.tx, gathering.id, me, work.now, "code", work.actor.person).await?)
    }
}

impl Command for CheckOut {
    const NAME: &'static str = "groups.check-out";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (gathering, me, _) = mine(work, self.gathering, AttendState::Present).await?;
        if work.now > gathering.ends_at.plus(OPEN_AFTER) {
            return Err(Refusal::conflict(no::TOO_LATE).into());
        }
        code_is_right(house, work, &gathering, &self.code).await?;
        Ok(store::gone(work.tx, gathering.id, me, work.now, "code", work.actor.person).await?)
    }
}

impl Command for Roster {
    const NAME: &'static str = "groups.roster";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (gathering, group) = held(work, self.gathering).await?;
        let by_manager = access::managed(work, group.id).await.is_ok();
        if !by_manager {
            access::decided(house, work, group.id, SERVE).await?;
        }
        work.about("gathering", gathering.id, gathering.node);
        in_state(&gathering, GatheringState::Published, None)?;
        if work.now < gathering.starts_at.minus(OPEN_BEFORE) {
            return Err(Refusal::conflict(no::TOO_EARLY).into());
        }
        if work.now > gathering.ends_at.plus(OPEN_AFTER) {
            return Err(Refusal::conflict(no::TOO_LATE).into());
        }
        for line in &self.lines {
            write_line(work, &gathering, line).await?;
        }
        Ok(())
    }
}

/// One line of the list.
///
/// # Errors
/// `groups.own-roster`, `groups.not-signed`, `groups.roster-times`.
async fn write_line(work: &mut Work<'_>, gathering: &Gathering, line: &RosterLine) -> Outcome<()> {
    let me = work.actor.person;
    if me == Some(line.person) || work.actor.subject() == Some(line.person) {
        return Err(Refusal::forbidden(no::OWN_ROSTER).into());
    }
    let one = store::attendance(work.tx, gathering.id, line.person).await?;
    let one = one.filter(|one| one.state != AttendState::Withdrawn).ok_or(Refusal::conflict(no::NOT_SIGNED))?;
    // What a code has proved is not written over.
    let (from, to) = (one.in_at.filter(|_| one.in_how.as_deref() == Some("code")).or(line.from), line.to);
    let earliest = gathering.starts_at.minus(OPEN_BEFORE);
    let fits = match (from, to) {
        (None, None) => true,
        (Some(from), None) => from >= earliest && from <= work.now,
        (Some(from), Some(to)) => {
            from >= earliest && from < to && to <= work.now && to <= gathering.ends_at.plus(OPEN_BEFORE)
        }
        (None, Some(_)) => false,
    };
    if !fits {
        return Err(Refusal::invalid().field("roster", no::ROSTER_TIMES).into());
    }
    match (from, to) {
        (None, None) => store::attend_state(work.tx, gathering.id, line.person, AttendState::Absent).await?,
        (Some(from), to) => {
            if one.in_how.as_deref() != Some("code") {
                store::arrived(work.tx, gathering.id, line.person, from, "roster", me).await?;
            }
            if let Some(to) = to {
                store::gone(work.tx, gathering.id, line.person, to, "roster", me).await?;
            }
        }
        (None, Some(_)) => {}
    }
    Ok(())
}
