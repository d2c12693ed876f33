//! 培训考试: courses to read, lessons to go to, the exam without a time limit, the yearly training.

use crate::home::subject;
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::{BTreeMap, BTreeSet};
use tb_frame::{Choice, Faces, Form, Page, done, go, refused_or, render, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{AttemptId, CourseId, Kind, LessonId, Outcome};
use tb_learning::{
    Attempt, AttemptState, CourseSeen, FinishCourse, LearningView, Lesson, SeatState, SignUp, StartExam, SubmitExam,
};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(own("/learn", "page.learn"), show)
        .add(own("/learn/courses/{id}", "page.course"), course)
        .add(own_form("/learn/courses/{id}", "learning.finish-course"), finish)
        .add(own_form("/learn/lessons/{id}", "learning.sign-up"), sign_up)
        .add(own_form("/learn/exam", "learning.start-exam"), start)
        .add(own("/learn/exam/{id}", "page.exam"), exam)
        .add(own_form("/learn/exam/{id}", "learning.submit-exam"), submit)
}

#[derive(Template)]
#[template(path = "learn/learn.html")]
struct Learn {
    page: Page,
    refused: Option<tb_frame::Refused>,
    courses: Vec<CourseRow>,
    lessons: Vec<LessonRow>,
    exam: Exam,
    yearly: Option<(String, bool)>,
    tries: Vec<(String, String, &'static str)>,
    tries_count: String,
    key: String,
}

struct CourseRow {
    href: String,
    title: String,
    detail: String,
    done: bool,
}

struct LessonRow {
    id: LessonId,
    title: String,
    when: String,
    place: String,
    seats: String,
    signed: bool,
    full: bool,
    key: String,
}

struct Exam {
    asked: bool,
    passed: bool,
    text: String,
    refused: String,
    open: String,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    page_of(&faces, &visit, Form::blank(&visit)).await
}

async fn page_of(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let person = subject(visit)?;
    let page = faces.page(visit, "me").await?.at("/learn");
    let seen = faces.house.learning.of_person(&visit.actor, person).await?;
    let t = &page.t;
    let template = Learn {
        refused: form.refused,
        courses: seen.courses.iter().map(|row| course_row(&page, row)).collect(),
        lessons: seen.lessons.iter().map(|(lesson, seat)| lesson_row(visit, &page, lesson, *seat)).collect(),
        exam: exam_card(&page, &seen),
        yearly: seen.yearly.map(|(year, done)| (t.with("learn-yearly", [("year", year.to_string())]), done)),
        tries: seen
            .attempts
            .iter()
            .filter(|one| one.state != AttemptState::Open)
            .map(|one| try_row(&page, one))
            .collect(),
        tries_count: t.with("learn-tries-count", [("n", seen.attempts.len().to_string())]),
        key: visit.fresh_key(),
        page: page.clone(),
    };
    render_at(form.status, &template)
}

fn course_row(page: &Page, row: &CourseSeen) -> CourseRow {
    let t = &page.t;
    let length = t.with("learn-minutes", [("n", row.course.minutes.to_string())]);
    let year = row.course.year.map(|year| t.with("learn-of-year", [("year", year.to_string())]));
    let done = row.done.map(|day| t.with("learn-done-on", [("day", t.date(day))]));
    CourseRow {
        href: format!("/learn/courses/{}", row.course.id),
        title: row.course.title_for(page.lang).to_owned(),
        detail: [Some(length), year, done].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        done: row.done.is_some(),
    }
}

fn lesson_row(visit: &Visit, page: &Page, lesson: &Lesson, seat: Option<SeatState>) -> LessonRow {
    let free = (lesson.seats - lesson.taken).max(0);
    LessonRow {
        id: lesson.id,
        title: lesson.title_for(page.lang).to_owned(),
        when: page.t.day(lesson.starts_at),
        place: lesson.place.clone(),
        seats: page.t.with("learn-seats", [("free", free.to_string()), ("all", lesson.seats.to_string())]),
        signed: seat == Some(SeatState::Signed),
        full: free == 0,
        key: visit.fresh_key(),
    }
}

fn exam_card(page: &Page, seen: &LearningView) -> Exam {
    let t = &page.t;
    let open = seen.attempts.iter().find(|one| one.state == AttemptState::Open);
    Exam {
        asked: seen.exam_asked,
        passed: seen.exam_passed,
        text: t.with("learn-exam-text", [("n", seen.questions.to_string()), ("pass", seen.pass_percent.to_string())]),
        refused: seen.exam_refused.as_ref().map(|refusal| t.refusal(refusal)).unwrap_or_default(),
        open: open.map(|one| format!("/learn/exam/{}", one.id)).unwrap_or_default(),
    }
}

fn try_row(page: &Page, one: &Attempt) -> (String, String, &'static str) {
    let tone = match one.state {
        AttemptState::Passed => "ok",
        AttemptState::Failed | AttemptState::Refused => "bad",
        AttemptState::Open | AttemptState::Entered => "wait",
    };
    let score = one.score.map(|score| format!(" {score}%")).unwrap_or_default();
    let day = page.t.date(one.finished_at.unwrap_or(one.started_at).day());
    (day, format!("{}{score}", page.t.get(&format!("learn-state-{}", one.state))), tone)
}

#[derive(Template)]
#[template(path = "learn/course.html")]
struct CoursePage {
    page: Page,
    id: CourseId,
    title: String,
    detail: String,
    paragraphs: Vec<String>,
    video: String,
    done: String,
    refused: Option<tb_frame::Refused>,
    key: String,
}

async fn course(State(faces): State<Faces>, visit: Visit, At(id): At<CourseId>) -> Answer<Response> {
    course_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn course_page(faces: &Faces, visit: &Visit, id: CourseId, form: Form) -> Answer<Response> {
    let person = subject(visit)?;
    let course = faces.house.learning.course(&visit.actor, id).await?;
    let seen = faces.house.learning.of_person(&visit.actor, person).await?;
    let page = faces.page(visit, "me").await?.at(&format!("/learn/courses/{id}"));
    let done = seen.courses.iter().find(|row| row.course.id == id).and_then(|row| row.done);
    let body = course.body_for(page.lang);
    let template = CoursePage {
        id,
        title: course.title_for(page.lang).to_owned(),
        detail: page.t.with("learn-minutes", [("n", course.minutes.to_string())]),
        paragraphs: body.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect(),
        video: course.video.clone(),
        done: done.map(|day| page.t.with("learn-done-on", [("day", page.t.date(day))])).unwrap_or_default(),
        refused: form.refused,
        key: form.key,
        page,
    };
    render_at(form.status, &template)
}

async fn finish(State(faces): State<Faces>, visit: Visit, At(id): At<CourseId>, typed: Typed) -> Answer<Response> {
    let outcome = faces.house.learning.run(&visit.actor, &typed.key()?, FinishCourse { course: id }).await;
    match refused_or(outcome)? {
        Ok(_) => Ok(done(&visit, "/learn", "learn-done-course", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            course_page(&faces, &visit, id, form).await
        }
    }
}

async fn sign_up(State(faces): State<Faces>, visit: Visit, At(id): At<LessonId>, typed: Typed) -> Answer<Response> {
    let come = typed.text("come") == "yes";
    let outcome = faces.house.learning.run(&visit.actor, &typed.key()?, SignUp { lesson: id, come }).await;
    let notice = if come { "learn-done-signed" } else { "learn-done-left" };
    list_again(&faces, &visit, typed, outcome.map(|_| ()), "/learn", notice).await
}

/// Done, or the list again with the refusal on top.
async fn list_again(
    faces: &Faces,
    visit: &Visit,
    typed: Typed,
    outcome: Outcome<()>,
    to: &str,
    notice: &str,
) -> Answer<Response> {
    match refused_or(outcome)? {
        Ok(()) => Ok(done(visit, to, notice, &[])),
        Err(refusal) => {
            let form = Form::again(visit, &faces.text(visit), typed, &refusal);
            page_of(faces, visit, form).await
        }
    }
}

async fn start(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    match faces.house.learning.run(&visit.actor, &typed.key()?, StartExam {}).await {
        Ok(id) => Ok(go(&visit, &format!("/learn/exam/{id}"))),
        Err(fail) => list_again(&faces, &visit, typed, Err(fail), "/learn", "").await,
    }
}

#[derive(Template)]
#[template(path = "learn/exam.html")]
struct ExamPage {
    page: Page,
    id: AttemptId,
    questions: Vec<QuestionView>,
    count: String,
    form: Form,
}

struct QuestionView {
    name: String,
    title: String,
    options: Vec<Choice>,
    multiple: bool,
    error: String,
}

#[derive(Template)]
#[template(path = "learn/result.html")]
struct ResultPage {
    page: Page,
    passed: bool,
    text: String,
    rows: Vec<Reviewed>,
}

/// A question after the exam, with what is right.
struct Reviewed {
    title: String,
    right: String,
}

async fn exam(State(faces): State<Faces>, visit: Visit, At(id): At<AttemptId>) -> Answer<Response> {
    exam_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn exam_page(faces: &Faces, visit: &Visit, id: AttemptId, form: Form) -> Answer<Response> {
    let attempt = faces.house.learning.attempt(&visit.actor, id).await?;
    let page = faces.page(visit, "me").await?.at(&format!("/learn/exam/{id}"));
    if attempt.state != AttemptState::Open {
        return result_page(page, &attempt);
    }
    let lang = page.lang;
    let question = |(at, asked): (usize, &tb_learning::Asked)| {
        let name = format!("q{at}");
        let option = |(n, option): (usize, &tb_learning::Choice)| {
            Choice::new(n.to_string(), option.text_for(lang), form.has(&name, &n.to_string()))
        };
        QuestionView {
            title: format!("{}. {}", at + 1, asked.text_for(lang)),
            options: asked.options.iter().enumerate().map(option).collect(),
            multiple: asked.is_multiple(),
            error: form.error(&name).to_owned(),
            name,
        }
    };
    let template = ExamPage {
        id,
        questions: attempt.paper.iter().enumerate().map(question).collect(),
        count: page.t.with("learn-exam-count", [("n", attempt.paper.len().to_string())]),
        page,
        form,
    };
    render_at(template.form.status, &template)
}

fn result_page(page: Page, attempt: &Attempt) -> Answer<Response> {
    let passed = attempt.state == AttemptState::Passed;
    let score = attempt.score.unwrap_or(0).to_string();
    let key = if passed { "learn-result-passed" } else { "learn-result-failed" };
    let lang = page.lang;
    let comma = page.t.get("learn-comma");
    let row = |(at, asked): (usize, &tb_learning::Asked)| {
        let right = asked.options.iter().filter(|option| option.right).map(|option| option.text_for(lang));
        Reviewed {
            title: format!("{}. {}", at + 1, asked.text_for(lang)),
            right: right.collect::<Vec<_>>().join(&comma),
        }
    };
    let rows = attempt.paper.iter().enumerate().map(row).collect();
    render(&ResultPage { text: page.t.with(key, [("score", score)]), rows, passed, page })
}

async fn submit(State(faces): State<Faces>, visit: Visit, At(id): At<AttemptId>, typed: Typed) -> Answer<Response> {
    let attempt = faces.house.learning.attempt(&visit.actor, id).await?;
    let mut answers: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for at in 0..attempt.paper.len() {
        let chosen = typed.many(&format!("q{at}")).iter().filter_map(|text| text.parse().ok());
        answers.insert(at, chosen.collect());
    }
    let outcome = faces.house.learning.run(&visit.actor, &typed.key()?, SubmitExam { attempt: id, answers }).await;
    match refused_or(outcome)? {
        Ok(_) => Ok(go(&visit, &format!("/learn/exam/{id}"))),
        // Handed in from another window: what came of it is shown.
        Err(refusal) if refusal.kind == Kind::Conflict => Ok(go(&visit, &format!("/learn/exam/{id}"))),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            exam_page(&faces, &visit, id, form).await
        }
    }
}
