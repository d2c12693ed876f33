//! `learning.new-course`, `learning.edit-course`, `learning.set-course`: officers make courses and publish them.
//! `learning.finish-course`: somebody has read a course to its end.

use super::{learner, learnt, origin_of};
use crate::access::{EDITORS, may_do};
use crate::house::Learning;
use crate::model::*;
use crate::refusals as no;
use crate::rules::check_course;
use crate::store as sql;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{CourseId, Outcome, Refusal};
use tb_policy::Check;

/// A new course, still a draft.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewCourse {
    pub course: CourseInput,
}

/// Another text of a course; `version` is the one that was seen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EditCourse {
    pub id: CourseId,
    pub version: i64,
    pub course: CourseInput,
}

/// Publishes or withdraws a course.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetCourse {
    pub id: CourseId,
    pub publish: bool,
}

/// The reader says that they have read it all.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FinishCourse {
    pub course: CourseId,
}

impl Command for NewCourse {
    const NAME: &'static str = "learning.new-course";
    type House = Learning;
    type Answer = CourseId;

    async fn run(&self, _: &Learning, work: &mut Work<'_>) -> Outcome<CourseId> {
        may_do(work.actor, EDITORS, self.course.node)?;
        let id: CourseId = work.id();
        work.about("course", id, self.course.node);
        let c = check_course(&self.course, work.now.day())?;
        let args = args![
            id,
            c.node,
            c.title,
            c.title_en,
            c.body,
            c.body_en,
            c.video,
            c.minutes,
            c.year,
            work.actor.person,
            work.now
        ];
        work.tx.run(sql::ADD_COURSE, args).await?;
        Ok(id)
    }
}

async fn held(work: &mut Work<'_>, id: CourseId) -> Outcome<Course> {
    let found: Option<Course> = work.tx.row(sql::COURSE_HELD, args![id]).await?;
    let course = found.ok_or(Refusal::not_found())?;
    may_do(work.actor, EDITORS, course.node)?;
    work.about("course", id, course.node);
    Ok(course)
}

impl Command for EditCourse {
    const NAME: &'static str = "learning.edit-course";
    type House = Learning;
    type Answer = CourseId;

    async fn run(&self, _: &Learning, work: &mut Work<'_>) -> Outcome<CourseId> {
        let course = held(work, self.id).await?;
        let c = check_course(&CourseInput { node: course.node, ..self.course.clone() }, work.now.day())?;
        let args = args![
            self.id,
            self.version,
            c.title,
            c.title_en,
            c.body,
            c.body_en,
            c.video,
            c.minutes,
            c.year,
            work.actor.person,
            work.now
        ];
        if work.tx.run(sql::EDIT_COURSE, args).await? != 1 {
            return Err(Refusal::conflict(no::CHANGED).into());
        }
        Ok(self.id)
    }
}

impl Command for SetCourse {
    const NAME: &'static str = "learning.set-course";
    type House = Learning;
    type Answer = CourseState;

    async fn run(&self, _: &Learning, work: &mut Work<'_>) -> Outcome<CourseState> {
        held(work, self.id).await?;
        let state = if self.publish { CourseState::Published } else { CourseState::Withdrawn };
        work.tx.run(sql::COURSE_STATE, args![self.id, state.code(), work.actor.person, work.now]).await?;
        Ok(state)
    }
}

impl Command for FinishCourse {
    const NAME: &'static str = "learning.finish-course";
    type House = Learning;
    type Answer = CourseId;

    async fn run(&self, house: &Learning, work: &mut Work<'_>) -> Outcome<CourseId> {
        let found: Option<Course> = work.tx.row(sql::COURSE, args![self.course]).await?;
        let found = found.ok_or(Refusal::not_found())?;
        let me = learner(house, work).await?;
        let course = Some(found).filter(|course| course.node.covers(me.node)).ok_or(Refusal::not_found())?;
        if course.state != CourseState::Published {
            return Err(Refusal::conflict(no::COURSE_CLOSED).into());
        }
        let day = work.now.day();
        let source = if work.actor.acting_for.is_some() { "desk" } else { "online" };
        work.tx.insert(&sql::STUDY, &[args![course.id, me.id, day, source]]).await?;
        let origin = origin_of(course.id, me.id, day);
        house.people.record_checks(work, &[learnt(me.id, Check::Training, true, None, day, origin)]).await?;
        Ok(course.id)
    }
}
