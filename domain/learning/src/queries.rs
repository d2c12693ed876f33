//! Questions: what there is to learn, the bank, lessons with their lists, somebody's exams. Read-only.

use crate::access::{READERS, may_do};
use crate::house::Learning;
use crate::model::*;
use crate::store::{self as sql, AttemptRecord, QuestionRecord};
use std::collections::BTreeMap;
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{
    Actor, AttemptId, CourseId, Day, Instant, LessonId, Level, Node, Outcome, PersonId, QuestionId, Refusal,
};
use tb_policy::Check;
use tb_policy::rules::{ExamFacts, may_take_exam};

/// Rows of the lists of those who make courses.
const ROWS_MAX: i64 = 200;

/// The places whose courses are for somebody who lives at `home`.
fn above(home: Node) -> Vec<Arg> {
    let levels = [Level::City, Level::District, Level::Street, Level::Community];
    let mut nodes: Vec<Node> = levels.into_iter().map(|level| home.at(level)).collect();
    nodes.dedup();
    nodes.into_iter().map(Arg::from).collect()
}

/// The live questions for somebody who lives at `home`.
pub(crate) async fn bank_for(tx: &mut Tx, home: Node) -> Result<Vec<Asked>, DbError> {
    let rows: Vec<QuestionRecord> = tx.rows_in(sql::QUESTIONS_FOR, vec![], above(home)).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let options = serde_json::from_str(&row.options).unwrap_or_default();
            Asked { text: row.text, text_en: row.text_en, options }
        })
        .collect())
}

/// How somebody's tries went so far.
pub(crate) async fn exam_facts(tx: &mut Tx, person: PersonId, bank: usize, now: Instant) -> Result<ExamFacts, DbError> {
    let tries: Vec<AttemptRecord> = tx.rows(sql::ATTEMPTS_OF, args![person]).await?;
    let finished = || tries.iter().filter(|t| matches!(t.state, AttemptState::Passed | AttemptState::Failed));
    let failed = finished().take_while(|t| t.state == AttemptState::Failed).count();
    let last = finished().find_map(|t| t.finished_at).map(Instant::day);
    let days = last.map(|day| u32::try_from(now.day().0 - day.0).unwrap_or(0));
    Ok(ExamFacts {
        failed: u32::try_from(failed).unwrap_or(u32::MAX),
        days_since: days,
        bank: u32::try_from(bank).unwrap_or(u32::MAX),
    })
}

fn attempt(row: AttemptRecord) -> Attempt {
    Attempt {
        id: row.id,
        person: row.person,
        state: row.state,
        paper: serde_json::from_str(&row.paper).unwrap_or_default(),
        score: row.score.and_then(|score| u8::try_from(score).ok()),
        started_at: row.started_at,
        finished_at: row.finished_at,
    }
}

impl Learning {
    /// What somebody has learnt and can learn: for the person, and for staff of their place.
    ///
    /// # Errors
    /// Not found.
    pub async fn of_person(&self, actor: &Actor, person: PersonId) -> Outcome<LearningView> {
        let mut tx = self.core.db.snapshot().await?;
        let home = *self.people.nodes(&mut tx, &[person]).await?.get(&person).ok_or(Refusal::not_found())?;
        if actor.subject() != Some(person) && actor.person != Some(person) {
            may_do(actor, READERS, home)?;
        }
        let now = self.core.now();
        let version = self.rules_at(home, now)?;
        let p = &version.parameters;
        let done: Vec<(CourseId, Day)> = tx.rows(sql::STUDIES_OF, args![person]).await?;
        let courses: Vec<Course> = tx.rows_in(sql::COURSES_FOR, vec![], above(home)).await?;
        let seats: Vec<(LessonId, SeatState)> = tx.rows(sql::SEATS_OF, args![person]).await?;
        let lessons: Vec<Lesson> = tx.rows_in(sql::LESSONS_FOR, args![now], above(home)).await?;
        let tries: Vec<AttemptRecord> = tx.rows(sql::ATTEMPTS_OF, args![person]).await?;
        let bank = bank_for(&mut tx, home).await?;
        let facts = exam_facts(&mut tx, person, bank.len(), now).await?;
        let holding = self.people.checks_holding(&mut tx, person, now.day()).await?;
        let day_of = |course: CourseId| done.iter().find(|(id, _)| *id == course).map(|(_, day)| *day);
        let courses: Vec<CourseSeen> =
            courses.into_iter().map(|course| CourseSeen { done: day_of(course.id), course }).collect();
        let year = i64::from(now.day().date().year());
        let this_year = courses.iter().filter(|seen| seen.course.year == Some(year));
        let yearly = (p.learning.yearly && this_year.clone().next().is_some())
            .then(|| (year, this_year.clone().any(|seen| seen.done.is_some())));
        let seat = |lesson: LessonId| {
            seats.iter().find(|(id, state)| *id == lesson && *state != SeatState::Left).map(|(_, state)| *state)
        };
        Ok(LearningView {
            lessons: lessons.into_iter().map(|lesson| (lesson.clone(), seat(lesson.id))).collect(),
            attempts: tries.into_iter().map(attempt).collect(),
            exam_refused: may_take_exam(&version, &facts).refusal().cloned(),
            exam_asked: p.gate.exam,
            exam_passed: holding.contains(&Check::Exam),
            pass_percent: p.exam.pass_percent,
            questions: p.learning.questions,
            yearly,
            courses,
        })
    }

    /// A course that is for somebody who lives at the actor's home, or that the actor may make.
    ///
    /// # Errors
    /// Not found.
    pub async fn course(&self, actor: &Actor, id: CourseId) -> Outcome<Course> {
        let mut tx = self.core.db.snapshot().await?;
        let course: Option<Course> = tx.row(sql::COURSE, args![id]).await?;
        let course = course.ok_or(Refusal::not_found())?;
        if actor.may(READERS, course.node) || actor.is_system() {
            return Ok(course);
        }
        let below = actor.territory(READERS).iter().any(|held| course.node.covers(*held));
        let home = match actor.subject() {
            Some(person) => self.people.nodes(&mut tx, &[person]).await?.get(&person).copied(),
            None => None,
        };
        let mine = below || home.is_some_and(|home| course.node.covers(home));
        if mine && course.state == CourseState::Published { Ok(course) } else { Err(Refusal::not_found().into()) }
    }

    /// The courses of a place, of those below it and of those above it, for whoever makes or holds them.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn courses(&self, actor: &Actor, node: Node) -> Outcome<Vec<Course>> {
        may_do(actor, READERS, node)?;
        let mut tx = self.core.db.snapshot().await?;
        let (low, high) = node.range();
        let mut found: Vec<Course> = tx.rows(sql::COURSES_BELOW, args![low, high, ROWS_MAX]).await?;
        let over: Vec<Course> = tx.rows_in(sql::COURSES_FOR, vec![], above(node)).await?;
        found.extend(over.into_iter().filter(|course| !node.covers(course.node)));
        Ok(found)
    }

    /// The questions of a place and below.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn questions(&self, actor: &Actor, node: Node) -> Outcome<Vec<Question>> {
        may_do(actor, READERS, node)?;
        let (low, high) = node.range();
        let rows: Vec<QuestionRecord> =
            self.core.db.read().rows(sql::QUESTIONS_BELOW, args![low, high, ROWS_MAX]).await?;
        Ok(rows.into_iter().map(question).collect())
    }

    /// One question.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn question(&self, actor: &Actor, id: QuestionId) -> Outcome<Question> {
        let row: Option<QuestionRecord> = self.core.db.read().row(sql::QUESTION, args![id]).await?;
        let row = row.ok_or(Refusal::not_found())?;
        may_do(actor, READERS, row.node)?;
        Ok(question(row))
    }

    /// The lessons of a place and below, newest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn lessons(&self, actor: &Actor, node: Node) -> Outcome<Vec<Lesson>> {
        may_do(actor, READERS, node)?;
        let (low, high) = node.range();
        Ok(self.core.db.read().rows(sql::LESSONS_BELOW, args![low, high, ROWS_MAX]).await?)
    }

    /// One lesson with its list, masked.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn lesson(&self, actor: &Actor, id: LessonId) -> Outcome<(Lesson, Vec<SeatView>)> {
        let mut tx = self.core.db.snapshot().await?;
        let lesson: Option<Lesson> = tx.row(sql::LESSON, args![id]).await?;
        let lesson = lesson.ok_or(Refusal::not_found())?;
        may_do(actor, READERS, lesson.node)?;
        let seats: Vec<(PersonId, SeatState)> = tx.rows(sql::SEATS, args![id]).await?;
        let ids: Vec<PersonId> = seats.iter().map(|(person, _)| *person).collect();
        let names = self.people.display(&mut tx, &ids).await?;
        let state: BTreeMap<PersonId, SeatState> = seats.into_iter().collect();
        let seats = names.into_iter().filter_map(|person| Some(SeatView { state: *state.get(&person.id)?, person }));
        Ok((lesson, seats.collect()))
    }

    /// One exam: for whoever takes it.
    ///
    /// # Errors
    /// Not found.
    pub async fn attempt(&self, actor: &Actor, id: AttemptId) -> Outcome<Attempt> {
        let row: Option<AttemptRecord> = self.core.db.read().row(sql::ATTEMPT, args![id]).await?;
        let row = row.filter(|row| actor.subject() == Some(row.person)).ok_or(Refusal::not_found())?;
        Ok(attempt(row))
    }

    /// Which of some persons have done the yearly training of a year.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn trained_in(&self, tx: &mut Tx, year: i64, ids: &[PersonId]) -> Outcome<Vec<PersonId>> {
        let keys = ids.iter().map(|id| Arg::from(*id)).collect();
        let rows: Vec<(PersonId,)> = tx.rows_in(sql::STUDIED_YEAR, args![year], keys).await?;
        Ok(rows.into_iter().map(|(person,)| person).collect())
    }
}

fn question(row: QuestionRecord) -> Question {
    Question {
        id: row.id,
        node: row.node,
        text: row.text,
        text_en: row.text_en,
        options: serde_json::from_str(&row.options).unwrap_or_default(),
        state: row.state,
        version: row.version,
    }
}
