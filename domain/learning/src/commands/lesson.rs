//! `learning.open-lesson`, `learning.cancel-lesson`: a course is held at a place. `learning.sign-up`: somebody's name goes
//! on the list or off it. `learning.mark-attendance`: who came; being there is training on record.

use super::{learner, learnt, origin_of};
use crate::access::{CLERKS, may_do};
use crate::house::Learning;
use crate::model::*;
use crate::refusals as no;
use crate::rules::Form;
use crate::store as sql;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{LessonId, Outcome, PersonId, Refusal};
use tb_people::NewMessage;
use tb_policy::Check;

/// Holds a course at a place and time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenLesson {
    pub lesson: LessonInput,
}

/// It does not take place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelLesson {
    pub lesson: LessonId,
}

/// One's own name on the list, or off it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignUp {
    pub lesson: LessonId,
    pub come: bool,
}

/// Who came. Everybody else on the list was absent; whoever came without being on it is added.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MarkAttendance {
    pub lesson: LessonId,
    pub attended: BTreeSet<PersonId>,
}

impl Command for OpenLesson {
    const NAME: &'static str = "learning.open-lesson";
    type House = Learning;
    type Answer = LessonId;

    async fn run(&self, _: &Learning, work: &mut Work<'_>) -> Outcome<LessonId> {
        let LessonInput { course, node, place, starts_at, minutes, seats } = &self.lesson;
        may_do(work.actor, CLERKS, *node)?;
        let id: LessonId = work.id();
        work.about("lesson", id, *node);
        let found: Option<Course> = work.tx.row(sql::COURSE, args![*course]).await?;
        let known = found.filter(|course| course.node.covers(*node)).ok_or(Refusal::not_found())?;
        let mut form = Form::new();
        let place = form.short("place", place);
        form.must("course", known.state == CourseState::Published, no::COURSE_CLOSED);
        form.must("starts_at", *starts_at > work.now, no::IN_THE_PAST);
        form.must("minutes", (1..=6000).contains(minutes), no::MINUTES_RANGE);
        form.must("seats", (1..=10_000).contains(seats), no::SEATS_RANGE);
        form.done()?;
        let args = args![id, *course, *node, place, *starts_at, *minutes, *seats, work.actor.person, work.now];
        work.tx.run(sql::ADD_LESSON, args).await?;
        Ok(id)
    }
}

/// The lesson, its row held.
async fn held(work: &mut Work<'_>, id: LessonId) -> Outcome<Lesson> {
    let turn: Option<(LessonId, i64)> = work.tx.row(sql::LESSON_HELD, args![id]).await?;
    turn.ok_or(Refusal::not_found())?;
    Ok(work.tx.one(sql::LESSON, args![id]).await?)
}

impl Command for CancelLesson {
    const NAME: &'static str = "learning.cancel-lesson";
    type House = Learning;
    type Answer = LessonId;

    async fn run(&self, house: &Learning, work: &mut Work<'_>) -> Outcome<LessonId> {
        let lesson = held(work, self.lesson).await?;
        may_do(work.actor, CLERKS, lesson.node)?;
        work.about("lesson", lesson.id, lesson.node);
        let changed = work.tx.run(sql::LESSON_STATE, args![lesson.id, "cancelled", "open"]).await?;
        if changed != 1 {
            return Err(Refusal::conflict(no::LESSON_CLOSED).into());
        }
        let seats: Vec<(PersonId, SeatState)> = work.tx.rows(sql::SEATS, args![lesson.id]).await?;
        let told = seats.into_iter().map(|(person, _)| NewMessage {
            person,
            kind: "learning-told-cancelled".into(),
            args: vec![("starts_at".into(), lesson.starts_at.0.to_string())],
            link: Some("/learn".into()),
        });
        house.people.send(work.tx, work.now, &told.collect::<Vec<_>>()).await?;
        Ok(lesson.id)
    }
}

impl Command for SignUp {
    const NAME: &'static str = "learning.sign-up";
    type House = Learning;
    type Answer = LessonId;

    async fn run(&self, house: &Learning, work: &mut Work<'_>) -> Outcome<LessonId> {
        let me = learner(house, work).await?;
        let lesson = held(work, self.lesson).await?;
        if !lesson.node.covers(me.node) {
            return Err(Refusal::not_found().into());
        }
        if lesson.state != LessonState::Open || lesson.starts_at <= work.now {
            return Err(Refusal::conflict(no::LESSON_CLOSED).into());
        }
        let seats: Vec<(PersonId, SeatState)> = work.tx.rows(sql::SEATS, args![lesson.id]).await?;
        let signed = seats.iter().any(|(person, _)| *person == me.id);
        match (self.come, signed) {
            (true, true) => return Ok(lesson.id),
            (false, false) => return Err(Refusal::conflict(no::NOT_SIGNED).into()),
            (true, false) if lesson.taken >= lesson.seats => return Err(Refusal::rule(no::LESSON_FULL).into()),
            _ => {}
        }
        let state = if self.come { SeatState::Signed } else { SeatState::Left };
        work.tx.run(sql::SIT, args![lesson.id, me.id, state.code(), work.now, work.actor.person]).await?;
        Ok(lesson.id)
    }
}

impl Command for MarkAttendance {
    const NAME: &'static str = "learning.mark-attendance";
    type House = Learning;
    type Answer = usize;

    async fn run(&self, house: &Learning, work: &mut Work<'_>) -> Outcome<usize> {
        let lesson = held(work, self.lesson).await?;
        may_do(work.actor, CLERKS, lesson.node)?;
        work.about("lesson", lesson.id, lesson.node);
        if lesson.state != LessonState::Open {
            return Err(Refusal::conflict(no::LESSON_CLOSED).into());
        }
        if lesson.starts_at > work.now {
            return Err(Refusal::rule(no::LESSON_EARLY).into());
        }
        // Nobody writes themselves or their own onto the list of those who came.
        for person in &self.attended {
            let own = work.actor.person == Some(*person);
            let kin = match work.actor.person {
                Some(me) if !own => house.people.related(work.tx, me, *person).await?,
                _ => false,
            };
            if own || kin {
                return Err(Refusal::forbidden(no::OWN_EXAM).into());
            }
        }
        let came: Vec<PersonId> = self.attended.iter().copied().collect();
        let homes = house.people.nodes(work.tx, &came).await?;
        if came.iter().any(|person| homes.get(person).is_none_or(|home| !lesson.node.covers(*home))) {
            return Err(Refusal::not_found().into());
        }
        let seats: Vec<(PersonId, SeatState)> = work.tx.rows(sql::SEATS, args![lesson.id]).await?;
        let mut all: BTreeSet<PersonId> = seats.into_iter().map(|(person, _)| person).collect();
        all.extend(&came);
        for person in all {
            let state = if self.attended.contains(&person) { SeatState::Attended } else { SeatState::Absent };
            work.tx.run(sql::SIT, args![lesson.id, person, state.code(), work.now, work.actor.person]).await?;
        }
        let day = lesson.starts_at.day();
        let studies: Vec<_> = came.iter().map(|person| args![lesson.course, *person, day, "lesson"]).collect();
        work.tx.insert(&sql::STUDY, &studies).await?;
        let check = |person: &PersonId| {
            learnt(*person, Check::Training, true, None, day, origin_of(lesson.course, *person, day))
        };
        let checks: Vec<_> = came.iter().map(check).collect();
        house.people.record_checks(work, &checks).await?;
        work.tx.run(sql::LESSON_STATE, args![lesson.id, "held", "open"]).await?;
        Ok(came.len())
    }
}
