//! Lessons: a course held at a place, its list, who came; and exams that were written on paper.

use crate::contact::way;
use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeSet;
use tb_frame::{Choice, Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{CourseId, Fail, Instant, Kind, LessonId, PersonId, Refusal};
use tb_learning::{
    CancelLesson, CourseState, EnterPaper, Lesson, LessonInput, LessonState, MarkAttendance, OpenLesson, SeatState,
};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/learning/lessons", "learning.lessons", roles::LOOK), list)
        .add(read("/console/learning/lessons/new", "learning.open-lesson-form", roles::SERVE), new)
        .add(write("/console/learning/lessons/new", "learning.open-lesson", roles::SERVE), open)
        .add(read("/console/learning/lessons/{id}", "learning.lesson", roles::LOOK), one)
        .add(write("/console/learning/lessons/{id}", "learning.mark-attendance", roles::SERVE), mark)
        .add(write("/console/learning/lessons/{id}/cancel", "learning.cancel-lesson", roles::SERVE), cancel)
        .add(read("/console/people/{id}/exam", "learning.enter-paper-form", roles::SERVE), paper_form)
        .add(write("/console/people/{id}/exam", "learning.enter-paper", roles::SERVE), paper)
}

#[derive(Template)]
#[template(path = "learn/lessons.html")]
struct Lessons {
    page: Page,
    ground: Ground,
    rows: Vec<Row>,
    count: String,
    may_serve: bool,
}

struct Row {
    href: String,
    title: String,
    when: String,
    place: String,
    where_to: String,
    seats: String,
    state: String,
    tone: &'static str,
}

fn tone(state: LessonState) -> &'static str {
    match state {
        LessonState::Open => "info",
        LessonState::Held => "ok",
        LessonState::Cancelled => "still",
    }
}

fn row(faces: &Faces, t: &Text, lesson: &Lesson) -> Row {
    Row {
        href: format!("/console/learning/lessons/{}", lesson.id),
        title: lesson.title_for(t.lang()).to_owned(),
        when: t.day(lesson.starts_at),
        place: place_name(faces, lesson.node),
        where_to: lesson.place.clone(),
        seats: format!("{} / {}", lesson.taken, lesson.seats),
        state: t.get(&format!("learn-lesson-{}", lesson.state)),
        tone: tone(lesson.state),
    }
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let found = faces.house.learning.lessons(&visit.actor, ground.node).await?;
    let page = faces.page(&visit, "learning.lessons").await?;
    let rows: Vec<Row> = found.iter().map(|lesson| row(&faces, &t, lesson)).collect();
    let may_serve = visit.actor.has_role(roles::SERVE);
    render(&Lessons { count: t.with("console-count", [("n", rows.len().to_string())]), rows, ground, may_serve, page })
}

#[derive(Template)]
#[template(path = "learn/lesson-new.html")]
struct New {
    page: Page,
    crumbs: Vec<Crumb>,
    courses: Vec<Choice>,
    place: String,
    form: Form,
}

async fn new(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    new_page(&faces, &visit, Form::filled(&visit, Typed::of([("minutes", "90".into()), ("seats", "30".into())]))).await
}

async fn open(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let node = visit.actor.territory(roles::SERVE).first().copied().ok_or_else(Trouble::not_found)?;
    let outcome = match typed.parsed::<CourseId>("course") {
        Some(course) => {
            let lesson = LessonInput {
                course,
                node,
                place: typed.text("place").to_owned(),
                // No moment at all lies in the past, and is told so.
                starts_at: typed.moment("starts_at").unwrap_or(Instant(0)),
                minutes: typed.int("minutes").unwrap_or(0),
                seats: typed.int("seats").unwrap_or(0),
            };
            faces.house.learning.run(&visit.actor, &key(&typed)?, OpenLesson { lesson }).await
        }
        None => Err(Refusal::invalid().field("course", "learning.missing").into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(id) => said(&visit, &format!("/console/learning/lessons/{id}"), "learn-done-lesson"),
        Sent::Again(form) => new_page(&faces, &visit, form).await,
    }
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let node = visit.actor.territory(roles::SERVE).first().copied().ok_or_else(Trouble::not_found)?;
    let courses = faces.house.learning.courses(&visit.actor, node).await?;
    let open = courses.iter().filter(|course| course.state == CourseState::Published);
    let choice = |course: &tb_learning::Course| {
        let id = course.id.to_string();
        Choice::new(id.clone(), course.title_for(t.lang()), form.typed.text("course") == id)
    };
    let page = faces.page(visit, "learning.lessons").await?.at("/console/learning/lessons/new");
    let status = form.status;
    render_at(
        status,
        &New {
            crumbs: crumbs([(t.get("learn-lessons"), "/console/learning/lessons"), (t.get("learn-lesson-new"), "")]),
            courses: open.map(choice).collect(),
            place: place_name(faces, node),
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "learn/lesson.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: LessonId,
    lesson: Row,
    seats: Vec<Choice>,
    listed: Vec<(String, String)>,
    count: String,
    may_mark: bool,
    too_early: bool,
    may_cancel: bool,
    form: Form,
}

async fn one(State(faces): State<Faces>, visit: Visit, At(id): At<LessonId>) -> Answer<Response> {
    one_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn mark(State(faces): State<Faces>, visit: Visit, At(id): At<LessonId>, typed: Typed) -> Answer<Response> {
    let mut attended: BTreeSet<PersonId> = typed.many("attended").iter().filter_map(|text| text.parse().ok()).collect();
    let mut unknown = false;
    for handle in typed.text("others").split(|c: char| c.is_whitespace() || ",，、;；".contains(c)) {
        if handle.is_empty() {
            continue;
        }
        match faces.house.people.by_handle(&visit.actor, handle).await {
            Ok(shown) => {
                attended.insert(shown.id);
            }
            Err(Fail::Refused(refusal)) if refusal.kind == Kind::NotFound => unknown = true,
            Err(fail) => return Err(fail.into()),
        }
    }
    let outcome = if unknown {
        Err(Refusal::invalid().field("others", "console.handle-unknown").into())
    } else {
        faces.house.learning.run(&visit.actor, &key(&typed)?, MarkAttendance { lesson: id, attended }).await
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/learning/lessons/{id}"), "learn-done-marked"),
        Sent::Again(form) => one_page(&faces, &visit, id, form).await,
    }
}

async fn cancel(State(faces): State<Faces>, visit: Visit, At(id): At<LessonId>, typed: Typed) -> Answer<Response> {
    let outcome = faces.house.learning.run(&visit.actor, &key(&typed)?, CancelLesson { lesson: id }).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/learning/lessons/{id}"), "learn-done-cancelled"),
        Sent::Again(form) => one_page(&faces, &visit, id, form).await,
    }
}

async fn one_page(faces: &Faces, visit: &Visit, id: LessonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let (lesson, seats) = faces.house.learning.lesson(&visit.actor, id).await?;
    let page = faces.page(visit, "learning.lessons").await?.at(&format!("/console/learning/lessons/{id}"));
    let serves = visit.actor.may(roles::SERVE, lesson.node) && lesson.state == LessonState::Open;
    let too_early = lesson.starts_at > faces.now();
    let status = form.status;
    let name = |seat: &tb_learning::SeatView| format!("{} {}", seat.person.masked_name, seat.person.handle);
    let word = |state: SeatState| t.get(&format!("learn-seat-{state}"));
    render_at(
        status,
        &One {
            crumbs: crumbs([
                (t.get("learn-lessons"), "/console/learning/lessons"),
                (lesson.title_for(t.lang()).to_owned(), ""),
            ]),
            id,
            seats: seats
                .iter()
                .map(|seat| {
                    let id = seat.person.id.to_string();
                    Choice::new(id.clone(), name(seat), form.has("attended", &id))
                })
                .collect(),
            listed: seats.iter().map(|seat| (name(seat), word(seat.state))).collect(),
            count: t.with("console-count-people", [("n", seats.len().to_string())]),
            may_mark: serves && !too_early,
            too_early: serves && too_early,
            may_cancel: serves,
            lesson: row(faces, &t, &lesson),
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "learn/paper.html")]
struct Paper {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    two: bool,
    form: Form,
}

async fn paper_form(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let today = faces.now().day().to_string();
    paper_page(&faces, &visit, id, Form::filled(&visit, Typed::of([("day", today)]))).await
}

async fn paper(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let score = typed.text("score").parse::<u8>().ok();
    let outcome = match (typed.day("day"), score) {
        (Some(day), Some(score)) => {
            faces.house.learning.run(&visit.actor, &key(&typed)?, EnterPaper { person: id, day, score }).await
        }
        (day, score) => {
            let mut wrong = Refusal::invalid();
            if day.is_none() {
                wrong = wrong.field("day", "learning.missing");
            }
            if score.is_none() {
                wrong = wrong.field("score", "learning.score-range");
            }
            Err(wrong.into())
        }
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(entered) => {
            let notice = if entered.approval.is_some() { "learn-done-paper-second" } else { "learn-done-paper" };
            said(&visit, &format!("/console/people/{id}/way"), notice)
        }
        Sent::Again(form) => paper_page(&faces, &visit, id, form).await,
    }
}

async fn paper_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let page = faces.page(visit, "people").await?.at(&format!("/console/people/{id}/exam"));
    let two = faces.rules()?.parameters.learning.paper_second;
    let status = form.status;
    render_at(status, &Paper { crumbs: way(&t, &view, t.get("learn-paper")), id, name: view.name, two, form, page })
}
