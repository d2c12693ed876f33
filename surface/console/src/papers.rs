//! Documents of professions that wait for review. Opening one leaves a line that the person can read.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tb_frame::{Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{Fail, PaperId};
use tb_volunteers::ReviewPaper;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/papers", "volunteers.papers", roles::LOOK), list)
        .add(read("/console/papers/{id}", "volunteers.paper", roles::DECIDE), one)
        .add(write("/console/papers/{id}", "volunteers.review-paper", roles::DECIDE), review)
        .add(write("/console/papers/{id}/file", "volunteers.open-paper", roles::DECIDE), file)
}

#[derive(Template)]
#[template(path = "volunteers/papers.html")]
struct List {
    page: Page,
    ground: Ground,
    rows: Vec<Row>,
    count: String,
}

struct Row {
    href: String,
    name: String,
    place: String,
    licence: String,
    until: String,
    handed: String,
    may_review: bool,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let found = faces.house.volunteers.papers_waiting(&visit.actor, ground.node).await?;
    let page = faces.page(&visit, "review.papers").await?;
    let decides = visit.actor.has_role(roles::DECIDE);
    let rows: Vec<Row> = found
        .iter()
        .map(|paper| Row {
            href: if decides { format!("/console/papers/{}", paper.id) } else { String::new() },
            name: format!("{} {}", paper.person.masked_name, paper.person.handle),
            place: place_name(&faces, paper.person.node),
            licence: t.get(&format!("people-licence-{}", paper.licence.code())),
            until: t.date(paper.valid_until),
            handed: t.day(paper.handed_at),
            may_review: paper.may_review,
        })
        .collect();
    render(&List { count: t.with("console-count", [("n", rows.len().to_string())]), rows, ground, page })
}

#[derive(Template)]
#[template(path = "volunteers/paper.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PaperId,
    title: String,
    person: String,
    name: String,
    state: String,
    facts: Vec<(String, String)>,
    may_review: bool,
    key: String,
    form: Form,
}

async fn one(State(faces): State<Faces>, visit: Visit, At(id): At<PaperId>) -> Answer<Response> {
    one_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn review(State(faces): State<Faces>, visit: Visit, At(id): At<PaperId>, typed: Typed) -> Answer<Response> {
    let accept = typed.text("decision") == "yes";
    let review = ReviewPaper { paper: id, accept, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.volunteers.run(&visit.actor, &key(&typed)?, review).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => {
            said(&visit, "/console/papers", if accept { "volunteers-done-accepted" } else { "volunteers-done-refused" })
        }
        Sent::Again(form) => one_page(&faces, &visit, id, form).await,
    }
}

async fn one_page(faces: &Faces, visit: &Visit, id: PaperId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let paper = faces.house.volunteers.paper(&visit.actor, id).await?;
    let page = faces.page(visit, "review.papers").await?.at(&format!("/console/papers/{id}"));
    let status = form.status;
    let title = t.get(&format!("people-licence-{}", paper.licence.code()));
    let kib = (paper.bytes / 1024).max(1).to_string();
    render_at(
        status,
        &One {
            crumbs: crumbs([(t.get("volunteers-papers"), "/console/papers"), (title.clone(), "")]),
            id,
            title,
            person: format!("/console/people/{}", paper.person.id),
            name: format!("{} {}", paper.person.masked_name, paper.person.handle),
            state: t.get(&format!("volunteers-paper-{}", paper.state)),
            facts: vec![
                (t.get("console-th-place"), place_name(faces, paper.person.node)),
                (t.get("console-licence-until"), t.date(paper.valid_until)),
                (t.get("volunteers-handed"), t.day(paper.handed_at)),
                (t.get("volunteers-file"), t.with("volunteers-file-size", [("kib", kib)])),
            ],
            may_review: paper.may_review,
            key: visit.fresh_key(),
            form,
            page,
        },
    )
}

/// The document itself: shown by the browser, allowed to do nothing.
async fn file(State(faces): State<Faces>, visit: Visit, At(id): At<PaperId>, typed: Typed) -> Answer<Response> {
    let (media, bytes) = faces.house.volunteers.open_paper(&visit.actor, &key(&typed)?, id).await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::try_from(media).map_err(Fail::fault)?),
        (CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((headers, bytes).into_response())
}
