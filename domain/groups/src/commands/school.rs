//! Social practice: an officer opens a school; a pupil (under age: with the guardian) agrees that it is told their hours,
//! and takes that back as easily; every export is told to those in it before a byte leaves.

use super::{not_alone, tell};
use crate::access::DECIDE;
use crate::house::Groups;
use crate::model::PupilCard;
use crate::refusals as no;
use crate::rules::text;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{Day, Fail, Node, Outcome, Refusal, SchoolId};

/// Longest name of a school, and of a pupil's card.
const SHORT: usize = 60;

/// Opens a school.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenSchool {
    pub node: Node,
    pub name: String,
}

/// A pupil agrees; the card is what the school knows them by.
#[derive(Clone, Serialize, Deserialize)]
pub struct AgreeSchool {
    pub school: SchoolId,
    pub name: String,
    /// The school's own number of the pupil.
    pub number: String,
}

/// A pupil takes it back; the card is erased at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeaveSchool {
    pub school: SchoolId,
}

/// Leaves the line that says who took which pupils' hours, and tells the pupils.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportPractice {
    pub school: SchoolId,
    pub from: Day,
    pub to: Day,
    pub format: String,
}

impl Command for OpenSchool {
    const NAME: &'static str = "groups.open-school";
    type House = Groups;
    type Answer = SchoolId;

    async fn run(&self, _: &Groups, work: &mut Work<'_>) -> Outcome<SchoolId> {
        if !work.actor.may(DECIDE, self.node) {
            return Err(Refusal::not_found().into());
        }
        let id: SchoolId = work.id();
        work.about("school", id, self.node);
        let name = text("name", &self.name, SHORT)?;
        if store::school_named(work.tx, self.node, &name).await?.is_some() {
            return Err(Refusal::invalid().field("name", no::NAME_TAKEN).into());
        }
        store::add_school(work.tx, args![id, self.node, &name, work.now, work.actor.person]).await?;
        Ok(id)
    }
}

impl Command for AgreeSchool {
    const NAME: &'static str = "groups.agree-school";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.subject().ok_or(Refusal::not_found())?;
        let school = store::school(work.tx, self.school).await?.ok_or(Refusal::not_found())?;
        work.about("school", school.id, school.node);
        let person = house.people.facts_of_one(work.tx, me).await?;
        if !person.is_active_volunteer() || !person.student {
            return Err(Refusal::rule(no::NOT_STUDENT).into());
        }
        not_alone(work, &*house.rules_at(person.node, work.now)?, &person)?;
        let card = PupilCard { name: text("name", &self.name, SHORT)?, number: text("number", &self.number, SHORT)? };
        let keys = house.people.data_keys(work.tx, &[me]).await?;
        let key = keys.get(&me).ok_or(Refusal::not_found())?;
        let plain = serde_json::to_vec(&card).map_err(Fail::fault)?;
        let sealed = key.seal(&[b"pupil", b"card", self.school.0.as_bytes(), me.0.as_bytes()], &plain, work.entropy);
        store::agree(work.tx, args![self.school, me, sealed, work.now, work.actor.person]).await?;
        Ok(())
    }
}

impl Command for LeaveSchool {
    const NAME: &'static str = "groups.leave-school";
    type House = Groups;
    type Answer = ();

    async fn run(&self, _: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.subject().ok_or(Refusal::not_found())?;
        let school = store::school(work.tx, self.school).await?.ok_or(Refusal::not_found())?;
        work.about("school", school.id, school.node);
        if store::withdraw(work.tx, school.id, me, work.now).await? { Ok(()) } else { Err(Refusal::not_found().into()) }
    }
}

impl Command for ExportPractice {
    const NAME: &'static str = "groups.export-practice";
    type House = Groups;
    type Answer = usize;

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<usize> {
        let school = store::school(work.tx, self.school).await?.ok_or(Refusal::not_found())?;
        if !work.actor.may(DECIDE, school.node) {
            return Err(Refusal::not_found().into());
        }
        work.about("school", school.id, school.node);
        if self.to < self.from {
            return Err(Refusal::invalid().field("to", no::TIME_RANGE).into());
        }
        let pupils = store::pupils(work.tx, school.id).await?;
        work.because(format!("{} × {} · {}–{}", self.format, pupils.len(), self.from, self.to));
        for pupil in &pupils {
            tell(house, work, pupil.person, "groups-told-exported", "/groups/school".to_owned()).await?;
        }
        Ok(pupils.len())
    }
}
