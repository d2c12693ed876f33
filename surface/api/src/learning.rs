//! Courses, lessons and the exam.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does};
use crate::sign_in::Empty;
use crate::wire::{Date, Line, NodeCode, Prose, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use tb_http::{Answer, At, Input};
use tb_kernel::{AttemptId, CourseId, LessonId, PersonId};
use tb_learning::{
    Attempt, AttemptState, Choice, CourseInput, CourseSeen, FinishCourse, LearningView, NewCourse, NewQuestion,
    QuestionInput, SetCourse, SignUp, StartExam, SubmitExam,
};
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// Where an exam stands.
    ExamWord(AttemptState, AttemptState::ALL);
}

pub(crate) fn calls() -> Calls {
    Calls::of("learning")
        .add(
            call(
                ask("/api/v1/people/{person}/learning", "learning.of-person", "people:read"),
                "What somebody has learnt and can learn",
            )
            .gives::<LearningAnswer>(),
            of_person,
        )
        .add(
            call(does("/api/v1/courses", "learning.new-course", "people:write"), "Write a course, still a draft")
                .takes::<NewCourseIn>()
                .example(json!({"node": "320100000000", "title": "上门服务基础", "body": "先敲门。", "minutes": 60}))
                .makes::<CourseMade>(),
            new_course,
        )
        .add(
            call(
                does("/api/v1/courses/{course}/state", "learning.set-course", "people:write"),
                "Publish or withdraw a course",
            )
            .takes::<CourseSet>()
            .gives::<CourseMade>(),
            set_course,
        )
        .add(
            call(
                does("/api/v1/courses/{course}/finish", "learning.finish-course", "people:write"),
                "Say that one has read a course",
            )
            .takes::<Empty>()
            .gives::<CourseMade>(),
            finish,
        )
        .add(
            call(does("/api/v1/questions", "learning.new-question", "people:write"), "Add a question to the bank")
                .takes::<NewQuestionIn>()
                .makes::<QuestionMade>(),
            new_question,
        )
        .add(
            call(
                does("/api/v1/lessons/{lesson}/sign-up", "learning.sign-up", "people:write"),
                "Sign up for a lesson, or take one's name off",
            )
            .takes::<Coming>()
            .gives::<Coming>(),
            sign_up,
        )
        .add(
            call(
                does("/api/v1/exams", "learning.start-exam", "people:write"),
                "Begin the exam, or get the one that was begun",
            )
            .takes::<Empty>()
            .makes::<ExamAnswer>(),
            start,
        )
        .add(
            call(does("/api/v1/exams/{exam}/submit", "learning.submit-exam", "people:write"), "Hand in the answers")
                .takes::<Answers>()
                .example(json!({"answers": [[0], [1, 2]]}))
                .gives::<ExamResult>(),
            submit,
        )
}

/// A course as its reader sees it.
#[derive(Serialize, ToSchema)]
struct CourseAnswer {
    id: Uuid,
    title: String,
    minutes: i64,
    /// The yearly training of that year; missing: the course everybody begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i64>,
    /// Last day it was finished on.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<Date>,
}
impl From<CourseSeen> for CourseAnswer {
    fn from(seen: CourseSeen) -> CourseAnswer {
        CourseAnswer {
            id: seen.course.id.0,
            title: seen.course.title,
            minutes: seen.course.minutes,
            year: seen.course.year,
            done: seen.done.map(Date),
        }
    }
}

/// A lesson to come.
#[derive(Serialize, ToSchema)]
struct LessonAnswer {
    id: Uuid,
    course: Uuid,
    title: String,
    node: NodeCode,
    place: String,
    starts_at: Time,
    minutes: i64,
    seats: i64,
    taken: i64,
    signed_up: bool,
}

/// One exam that was taken.
#[derive(Serialize, ToSchema)]
struct TryAnswer {
    id: Uuid,
    state: ExamWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    started_at: Time,
}

/// What somebody has learnt and can learn.
#[derive(Serialize, ToSchema)]
struct LearningAnswer {
    courses: Vec<CourseAnswer>,
    lessons: Vec<LessonAnswer>,
    exams: Vec<TryAnswer>,
    /// The city asks for the exam.
    exam_asked: bool,
    exam_passed: bool,
    /// Why it cannot be taken now; missing: it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    exam_refused: Option<String>,
    pass_percent: u8,
}
impl From<LearningView> for LearningAnswer {
    fn from(seen: LearningView) -> LearningAnswer {
        let lesson = |(lesson, seat): (tb_learning::Lesson, Option<tb_learning::SeatState>)| LessonAnswer {
            id: lesson.id.0,
            course: lesson.course.0,
            title: lesson.title,
            node: lesson.node.into(),
            place: lesson.place,
            starts_at: lesson.starts_at.into(),
            minutes: lesson.minutes,
            seats: lesson.seats,
            taken: lesson.taken,
            signed_up: seat.is_some(),
        };
        let exam = |one: Attempt| TryAnswer {
            id: one.id.0,
            state: one.state.into(),
            score: one.score,
            started_at: one.started_at.into(),
        };
        LearningAnswer {
            courses: seen.courses.into_iter().map(CourseAnswer::from).collect(),
            lessons: seen.lessons.into_iter().map(lesson).collect(),
            exams: seen.attempts.into_iter().map(exam).collect(),
            exam_asked: seen.exam_asked,
            exam_passed: seen.exam_passed,
            exam_refused: seen.exam_refused.map(|refusal| refusal.code.into_owned()),
            pass_percent: seen.pass_percent,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCourseIn {
    /// The city or district whose course it is.
    node: NodeCode,
    title: Line,
    #[serde(default)]
    title_en: Line,
    body: Prose,
    #[serde(default)]
    body_en: Prose,
    /// An address that begins with https.
    #[serde(default)]
    video: Line,
    minutes: i64,
    #[serde(default)]
    year: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct CourseMade {
    course: Uuid,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CourseSet {
    publish: bool,
}

/// One option of a question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OptionIn {
    text: Line,
    #[serde(default)]
    text_en: Line,
    #[serde(default)]
    right: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewQuestionIn {
    node: NodeCode,
    text: Prose,
    #[serde(default)]
    text_en: Prose,
    /// Two to six, at least one of them right.
    options: Vec<OptionIn>,
}

#[derive(Serialize, ToSchema)]
struct QuestionMade {
    question: Uuid,
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Coming {
    come: bool,
}

/// A question to be answered.
#[derive(Serialize, ToSchema)]
struct QuestionAnswer {
    text: String,
    options: Vec<String>,
    /// More than one option is right.
    multiple: bool,
}

/// An exam to be answered; there is no time limit.
#[derive(Serialize, ToSchema)]
struct ExamAnswer {
    id: Uuid,
    state: ExamWord,
    questions: Vec<QuestionAnswer>,
}
impl From<Attempt> for ExamAnswer {
    fn from(attempt: Attempt) -> ExamAnswer {
        let question = |asked: tb_learning::Asked| QuestionAnswer {
            multiple: asked.is_multiple(),
            options: asked.options.into_iter().map(|option| option.zh).collect(),
            text: asked.text,
        };
        ExamAnswer {
            id: attempt.id.0,
            state: attempt.state.into(),
            questions: attempt.paper.into_iter().map(question).collect(),
        }
    }
}

/// For each question the options that were chosen, by their places.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Answers {
    answers: Vec<Vec<u8>>,
}

#[derive(Serialize, ToSchema)]
struct ExamResult {
    /// Share of right answers, in percent.
    score: u8,
    passed: bool,
}

async fn of_person(by: Asks, At(person): At<PersonId>) -> Answer<Json<LearningAnswer>> {
    Ok(Json(by.house.learning.of_person(&by.actor, person).await?.into()))
}

async fn new_course(by: Does, Input(new): Input<NewCourseIn>) -> Answer<(StatusCode, Json<CourseMade>)> {
    let course = CourseInput {
        node: new.node.0,
        title: new.title.0,
        title_en: new.title_en.0,
        body: new.body.0,
        body_en: new.body_en.0,
        video: new.video.0,
        minutes: new.minutes,
        year: new.year,
    };
    let id = by.house.learning.run(&by.actor, &by.key, NewCourse { course }).await?;
    Ok((StatusCode::CREATED, Json(CourseMade { course: id.0 })))
}

async fn set_course(by: Does, At(id): At<CourseId>, Input(set): Input<CourseSet>) -> Answer<Json<CourseMade>> {
    by.house.learning.run(&by.actor, &by.key, SetCourse { id, publish: set.publish }).await?;
    Ok(Json(CourseMade { course: id.0 }))
}

async fn finish(by: Does, At(course): At<CourseId>, Input(Empty {}): Input<Empty>) -> Answer<Json<CourseMade>> {
    let id = by.house.learning.run(&by.actor, &by.key, FinishCourse { course }).await?;
    Ok(Json(CourseMade { course: id.0 }))
}

async fn new_question(by: Does, Input(new): Input<NewQuestionIn>) -> Answer<(StatusCode, Json<QuestionMade>)> {
    let option = |option: OptionIn| Choice { zh: option.text.0, en: option.text_en.0, right: option.right };
    let question = QuestionInput {
        node: new.node.0,
        text: new.text.0,
        text_en: new.text_en.0,
        options: new.options.into_iter().map(option).collect(),
    };
    let id = by.house.learning.run(&by.actor, &by.key, NewQuestion { question }).await?;
    Ok((StatusCode::CREATED, Json(QuestionMade { question: id.0 })))
}

async fn sign_up(by: Does, At(lesson): At<LessonId>, Input(coming): Input<Coming>) -> Answer<Json<Coming>> {
    by.house.learning.run(&by.actor, &by.key, SignUp { lesson, come: coming.come }).await?;
    Ok(Json(coming))
}

async fn start(by: Does, Input(Empty {}): Input<Empty>) -> Answer<(StatusCode, Json<ExamAnswer>)> {
    let id = by.house.learning.run(&by.actor, &by.key, StartExam {}).await?;
    let attempt = by.house.learning.attempt(&by.actor, id).await?;
    Ok((StatusCode::CREATED, Json(attempt.into())))
}

async fn submit(by: Does, At(attempt): At<AttemptId>, Input(given): Input<Answers>) -> Answer<Json<ExamResult>> {
    let chosen = |all: Vec<u8>| all.into_iter().map(usize::from).collect::<BTreeSet<usize>>();
    let answers: BTreeMap<usize, BTreeSet<usize>> = given.answers.into_iter().map(chosen).enumerate().collect();
    let result = by.house.learning.run(&by.actor, &by.key, SubmitExam { attempt, answers }).await?;
    Ok(Json(ExamResult { score: result.score, passed: result.passed }))
}
