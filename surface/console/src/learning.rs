//! Courses and the bank of questions as officers keep them.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{CourseId, Level, Node, QuestionId};
use tb_learning::{
    Choice, Course, CourseInput, CourseState, EditCourse, EditQuestion, NewCourse, NewQuestion, QuestionInput,
    QuestionState, SetCourse, SetQuestion,
};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/learning", "learning.courses", roles::LOOK), courses)
        .add(read("/console/learning/new", "learning.new-course-form", roles::OFFICERS), new_course)
        .add(write("/console/learning/new", "learning.new-course", roles::OFFICERS), add_course)
        .add(read("/console/learning/courses/{id}", "learning.course", roles::LOOK), course)
        .add(write("/console/learning/courses/{id}", "learning.edit-course", roles::OFFICERS), edit_course)
        .add(write("/console/learning/courses/{id}/state", "learning.set-course", roles::OFFICERS), set_course)
        .add(read("/console/learning/questions", "learning.questions", roles::LOOK), questions)
        .add(read("/console/learning/questions/new", "learning.new-question-form", roles::OFFICERS), new_question)
        .add(write("/console/learning/questions/new", "learning.new-question", roles::OFFICERS), add_question)
        .add(read("/console/learning/questions/{id}", "learning.question", roles::LOOK), question)
        .add(write("/console/learning/questions/{id}", "learning.edit-question", roles::OFFICERS), edit_question)
        .add(write("/console/learning/questions/{id}/state", "learning.set-question", roles::OFFICERS), set_question)
}

/// The place whose courses somebody makes: their city or district.
fn own_place(visit: &Visit) -> Answer<Node> {
    visit.actor.territory(roles::OFFICERS).first().copied().ok_or_else(Trouble::not_found)
}

#[derive(Template)]
#[template(path = "learn/courses.html")]
struct Courses {
    page: Page,
    ground: Ground,
    rows: Vec<CourseRow>,
    count: String,
    may_edit: bool,
}

struct CourseRow {
    href: String,
    title: String,
    place: String,
    year: String,
    minutes: String,
    state: String,
    tone: &'static str,
}

fn tone(state: CourseState) -> &'static str {
    match state {
        CourseState::Draft => "wait",
        CourseState::Published => "ok",
        CourseState::Withdrawn => "still",
    }
}

async fn courses(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let found = faces.house.learning.courses(&visit.actor, ground.node).await?;
    let page = faces.page(&visit, "learning.courses").await?;
    let row = |course: &Course| CourseRow {
        href: format!("/console/learning/courses/{}", course.id),
        title: course.title_for(t.lang()).to_owned(),
        place: place_name(&faces, course.node),
        year: course.year.map_or_else(|| t.get("learn-basic"), |year| year.to_string()),
        minutes: course.minutes.to_string(),
        state: t.get(&format!("learn-course-{}", course.state)),
        tone: tone(course.state),
    };
    let rows: Vec<CourseRow> = found.iter().map(row).collect();
    let may_edit = visit.actor.has_role(roles::OFFICERS);
    render(&Courses { count: t.with("console-count", [("n", rows.len().to_string())]), rows, ground, may_edit, page })
}

#[derive(Template)]
#[template(path = "learn/course-edit.html")]
struct CourseEdit {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    action: String,
    state: String,
    tone: &'static str,
    published: bool,
    id: String,
    version: i64,
    may_edit: bool,
    place: String,
    form: Form,
}

fn course_input(typed: &Typed, node: Node) -> CourseInput {
    CourseInput {
        node,
        title: typed.text("title").to_owned(),
        title_en: typed.text("title_en").to_owned(),
        body: typed.text("body").to_owned(),
        body_en: typed.text("body_en").to_owned(),
        video: typed.text("video").to_owned(),
        minutes: typed.int("minutes").unwrap_or(0),
        // What is no number is out of every range and told as such.
        year: typed.given("year").map(|text| text.parse().unwrap_or(0)),
    }
}

fn course_values(course: &Course) -> Typed {
    Typed::of([
        ("title", course.title.clone()),
        ("title_en", course.title_en.clone()),
        ("body", course.body.clone()),
        ("body_en", course.body_en.clone()),
        ("video", course.video.clone()),
        ("minutes", course.minutes.to_string()),
        ("year", course.year.map(|year| year.to_string()).unwrap_or_default()),
        ("seen", course.version.to_string()),
    ])
}

async fn new_course(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    course_page(&faces, &visit, None, Form::blank(&visit)).await
}

async fn add_course(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let course = course_input(&typed, own_place(&visit)?);
    let outcome = faces.house.learning.run(&visit.actor, &key(&typed)?, NewCourse { course }).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(id) => said(&visit, &format!("/console/learning/courses/{id}"), "learn-done-saved"),
        Sent::Again(form) => course_page(&faces, &visit, None, form).await,
    }
}

async fn course(State(faces): State<Faces>, visit: Visit, At(id): At<CourseId>) -> Answer<Response> {
    let course = faces.house.learning.course(&visit.actor, id).await?;
    let form = Form::filled(&visit, course_values(&course));
    course_page(&faces, &visit, Some(course), form).await
}

async fn edit_course(State(faces): State<Faces>, visit: Visit, At(id): At<CourseId>, typed: Typed) -> Answer<Response> {
    let known = faces.house.learning.course(&visit.actor, id).await?;
    let command = EditCourse { id, version: typed.int("seen").unwrap_or(0), course: course_input(&typed, known.node) };
    let outcome = faces.house.learning.run(&visit.actor, &key(&typed)?, command).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/learning/courses/{id}"), "learn-done-saved"),
        Sent::Again(form) => course_page(&faces, &visit, Some(known), form).await,
    }
}

async fn set_course(State(faces): State<Faces>, visit: Visit, At(id): At<CourseId>, typed: Typed) -> Answer<Response> {
    let publish = typed.text("publish") == "yes";
    let outcome = faces.house.learning.run(&visit.actor, &key(&typed)?, SetCourse { id, publish }).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => {
            let notice = if publish { "learn-done-published" } else { "learn-done-withdrawn" };
            said(&visit, &format!("/console/learning/courses/{id}"), notice)
        }
        Sent::Again(form) => {
            let course = faces.house.learning.course(&visit.actor, id).await?;
            course_page(&faces, &visit, Some(course), form).await
        }
    }
}

async fn course_page(faces: &Faces, visit: &Visit, course: Option<Course>, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let path = course.as_ref().map_or_else(
        || "/console/learning/new".to_owned(),
        |course| format!("/console/learning/courses/{}", course.id),
    );
    let page = faces.page(visit, "learning.courses").await?.at(&path);
    let title =
        course.as_ref().map_or_else(|| t.get("learn-course-new"), |course| course.title_for(t.lang()).to_owned());
    let node = course.as_ref().map_or_else(|| own_place(visit), |course| Ok(course.node))?;
    let status = form.status;
    let state = course.as_ref().map(|course| course.state);
    render_at(
        status,
        &CourseEdit {
            crumbs: crumbs([(t.get("learn-courses"), "/console/learning"), (title.clone(), "")]),
            title,
            action: path,
            state: state.map(|state| t.get(&format!("learn-course-{state}"))).unwrap_or_default(),
            tone: state.map_or("still", tone),
            published: state == Some(CourseState::Published),
            id: course.as_ref().map(|course| course.id.to_string()).unwrap_or_default(),
            version: course.as_ref().map_or(0, |course| course.version),
            may_edit: visit.actor.may(roles::OFFICERS, node),
            place: place_name(faces, node),
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "learn/questions.html")]
struct Questions {
    page: Page,
    ground: Ground,
    rows: Vec<QuestionRow>,
    count: String,
    may_edit: bool,
}

struct QuestionRow {
    href: String,
    text: String,
    options: String,
    place: String,
    state: String,
    live: bool,
}

async fn questions(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let found = faces.house.learning.questions(&visit.actor, ground.node).await?;
    let page = faces.page(&visit, "learning.questions").await?;
    let rows: Vec<QuestionRow> = found
        .iter()
        .map(|question| QuestionRow {
            href: format!("/console/learning/questions/{}", question.id),
            text: question.text.clone(),
            options: question.options.len().to_string(),
            place: place_name(&faces, question.node),
            state: t.get(&format!("learn-question-{}", question.state)),
            live: question.state == QuestionState::Live,
        })
        .collect();
    let may_edit = visit.actor.has_role(roles::OFFICERS);
    render(&Questions { count: t.with("console-count", [("n", rows.len().to_string())]), rows, ground, may_edit, page })
}

/// Options of a question's form.
const OPTIONS: usize = 6;

#[derive(Template)]
#[template(path = "learn/question-edit.html")]
struct QuestionEdit {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    action: String,
    id: String,
    live: bool,
    may_edit: bool,
    version: i64,
    options: Vec<OptionFields>,
    form: Form,
}

struct OptionFields {
    zh: String,
    zh_value: String,
    en: String,
    en_value: String,
    right: String,
    is_right: bool,
    label: String,
    label_en: String,
    label_right: String,
}

fn question_input(typed: &Typed, node: Node) -> QuestionInput {
    let option = |n: usize| Choice {
        zh: typed.text(&format!("option_{n}")).to_owned(),
        en: typed.text(&format!("option_en_{n}")).to_owned(),
        right: typed.ticked(&format!("right_{n}")),
    };
    QuestionInput {
        node,
        text: typed.text("text").to_owned(),
        text_en: typed.text("text_en").to_owned(),
        options: (1..=OPTIONS).map(option).collect(),
    }
}

const NAMES: [(&str, &str, &str); OPTIONS] = [
    ("option_1", "option_en_1", "right_1"),
    ("option_2", "option_en_2", "right_2"),
    ("option_3", "option_en_3", "right_3"),
    ("option_4", "option_en_4", "right_4"),
    ("option_5", "option_en_5", "right_5"),
    ("option_6", "option_en_6", "right_6"),
];

fn option_fields(t: &Text, form: &Form) -> Vec<OptionFields> {
    let fields = |(n, (zh, en, right)): (usize, &(&str, &str, &str))| {
        let number = || [("n", (n + 1).to_string())];
        OptionFields {
            zh_value: form.value(zh).to_owned(),
            en_value: form.value(en).to_owned(),
            is_right: form.ticked(right),
            zh: (*zh).to_owned(),
            en: (*en).to_owned(),
            right: (*right).to_owned(),
            label: t.with("learn-option", number()),
            label_en: t.with("learn-option-en", number()),
            label_right: t.with("learn-option-right", number()),
        }
    };
    NAMES.iter().enumerate().map(fields).collect()
}

async fn new_question(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    question_page(&faces, &visit, None, Form::blank(&visit)).await
}

async fn add_question(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let question = question_input(&typed, own_place(&visit)?);
    let outcome = faces.house.learning.run(&visit.actor, &key(&typed)?, NewQuestion { question }).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, "/console/learning/questions", "learn-done-saved"),
        Sent::Again(form) => question_page(&faces, &visit, None, form).await,
    }
}

async fn question(State(faces): State<Faces>, visit: Visit, At(id): At<QuestionId>) -> Answer<Response> {
    let question = faces.house.learning.question(&visit.actor, id).await?;
    let mut values = vec![
        ("text", question.text.clone()),
        ("text_en", question.text_en.clone()),
        ("seen", question.version.to_string()),
    ];
    for ((zh, en, right), option) in NAMES.iter().zip(&question.options) {
        values.push((zh, option.zh.clone()));
        values.push((en, option.en.clone()));
        if option.right {
            values.push((right, "yes".to_owned()));
        }
    }
    let form = Form::filled(&visit, Typed::of(values));
    question_page(&faces, &visit, Some(question), form).await
}

async fn edit_question(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<QuestionId>,
    typed: Typed,
) -> Answer<Response> {
    let known = faces.house.learning.question(&visit.actor, id).await?;
    let version = typed.int("seen").unwrap_or(0);
    let command = EditQuestion { id, version, question: question_input(&typed, known.node) };
    let outcome = faces.house.learning.run(&visit.actor, &key(&typed)?, command).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, "/console/learning/questions", "learn-done-saved"),
        Sent::Again(form) => question_page(&faces, &visit, Some(known), form).await,
    }
}

async fn set_question(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<QuestionId>,
    typed: Typed,
) -> Answer<Response> {
    let live = typed.text("live") == "yes";
    let outcome = faces.house.learning.run(&visit.actor, &key(&typed)?, SetQuestion { id, live }).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, "/console/learning/questions", "learn-done-saved"),
        Sent::Again(form) => {
            let known = faces.house.learning.question(&visit.actor, id).await?;
            question_page(&faces, &visit, Some(known), form).await
        }
    }
}

async fn question_page(
    faces: &Faces,
    visit: &Visit,
    question: Option<tb_learning::Question>,
    form: Form,
) -> Answer<Response> {
    let t = text(faces, visit);
    let path = question.as_ref().map_or_else(
        || "/console/learning/questions/new".to_owned(),
        |question| format!("/console/learning/questions/{}", question.id),
    );
    let page = faces.page(visit, "learning.questions").await?.at(&path);
    let title = t.get(if question.is_some() { "learn-question" } else { "learn-question-add" });
    let node = question.as_ref().map_or_else(|| own_place(visit), |question| Ok(question.node))?;
    let status = form.status;
    render_at(
        status,
        &QuestionEdit {
            crumbs: crumbs([(t.get("learn-questions"), "/console/learning/questions"), (title.clone(), "")]),
            title,
            action: path,
            id: question.as_ref().map(|question| question.id.to_string()).unwrap_or_default(),
            live: question.as_ref().is_some_and(|question| question.state == QuestionState::Live),
            version: question.as_ref().map_or(0, |question| question.version),
            may_edit: visit.actor.may(roles::OFFICERS, node) && node.level() != Level::Community,
            options: option_fields(&t, &form),
            form,
            page,
        },
    )
}
