//! 我的资质: documents of a profession handed in, what became of them, when they end.

use crate::home::{facts, subject};
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render_at};
use tb_http::{Answer, Doors, Files, Limit, Typed, Visit};
use tb_kernel::Refusal;
use tb_policy::Licence;
use tb_policy::rules::licence_is_ending;
use tb_volunteers::{HandIn, PaperState};

/// Largest form with a document, in bytes.
const FORM_BYTES_MAX: usize = 6 * 1024 * 1024;

pub(crate) fn doors() -> Doors<Faces> {
    let hand_in = own_form("/me/papers", "volunteers.hand-in").upload(FORM_BYTES_MAX).limit(Limit::Heavy);
    Doors::new().add(own("/me/papers", "page.papers"), show).add(hand_in, send)
}

#[derive(Template)]
#[template(path = "papers/papers.html")]
struct Papers {
    page: Page,
    licences: Vec<(String, String, &'static str)>,
    rows: Vec<Row>,
    count: String,
    choices: Vec<Choice>,
    form: Form,
}

struct Row {
    licence: String,
    detail: String,
    state: String,
    tone: &'static str,
    reason: String,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    page_of(&faces, &visit, Form::blank(&visit)).await
}

async fn send(State(faces): State<Faces>, visit: Visit, files: Files, typed: Typed) -> Answer<Response> {
    let mut wrong = Refusal::invalid();
    let licence = Licence::parse(typed.text("licence"));
    let until = typed.day("until");
    if licence.is_none() {
        wrong = wrong.field("licence", "volunteers.missing");
    }
    if until.is_none() {
        wrong = wrong.field("until", "volunteers.missing");
    }
    let content = files.of("file").map(|file| file.bytes.to_vec());
    if content.is_none() {
        wrong = wrong.field("file", "volunteers.file-empty");
    }
    let outcome = match (licence, until, content) {
        (Some(licence), Some(until), Some(content)) => {
            let command = HandIn::new(licence, until, content);
            faces.house.volunteers.run(&visit.actor, &typed.key()?, command).await
        }
        _ => Err(wrong.into()),
    };
    match refused_or(outcome)? {
        Ok(_) => Ok(done(&visit, "/me/papers", "volunteers-done-handed", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            page_of(&faces, &visit, form).await
        }
    }
}

async fn page_of(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let person = subject(visit)?;
    let page = faces.page(visit, "me").await?.at("/me/papers");
    let t = &page.t;
    let papers = faces.house.volunteers.papers_of(&visit.actor, person).await?;
    let held = facts(faces, person).await?.licences;
    let (version, today) = (faces.rules()?, faces.now().day());
    let name = |licence: Licence| t.get(&format!("people-licence-{}", licence.code()));
    let licence = |(licence, until): &(Licence, tb_kernel::Day)| {
        let (key, tone) = match () {
            () if *until < today => ("volunteers-licence-over", "bad"),
            () if licence_is_ending(&version, *until, today) => ("volunteers-licence-ending", "wait"),
            () => ("volunteers-licence-good", "ok"),
        };
        (name(*licence), t.with(key, [("day", t.date(*until))]), tone)
    };
    let rows: Vec<Row> = papers
        .iter()
        .map(|paper| Row {
            licence: name(paper.licence),
            detail: t.with(
                "volunteers-paper-detail",
                [("handed", t.date(paper.handed_at.day())), ("until", t.date(paper.valid_until))],
            ),
            state: t.get(&format!("volunteers-paper-{}", paper.state)),
            tone: match paper.state {
                PaperState::HandedIn => "wait",
                PaperState::Accepted => "ok",
                PaperState::Refused => "bad",
            },
            reason: paper.reason.clone().unwrap_or_default(),
        })
        .collect();
    let chosen = form.typed.text("licence");
    let template = Papers {
        licences: held.iter().map(licence).collect(),
        count: t.with("volunteers-papers-count", [("n", rows.len().to_string())]),
        rows,
        choices: Licence::ALL.iter().map(|one| Choice::new(one.code(), name(*one), one.code() == chosen)).collect(),
        page: page.clone(),
        form,
    };
    render_at(template.form.status, &template)
}
