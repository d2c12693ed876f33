//! Kin, household and guardianship: recorded at the desk by one, confirmed by another, ended when they end. Confirmed
//! links keep people from serving and deciding about their own.

use crate::contact::way;
use crate::forms::{Sent, key, said, sent};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{Fail, Kind, LinkId, PersonId, Refusal};
use tb_people::{Document, GuardianInput, LinkInput, LinkKind, Shown};
use tb_policy::KinKind;
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/people/{id}/link", "people.record-link-form", roles::SERVE), show)
        .add(write("/console/people/{id}/link", "people.record-link", roles::SERVE), record)
        .add(read("/console/review/links", "people.claimed-links", roles::DECIDE), claimed)
        .add(read("/console/links/{id}", "people.decide-link-form", roles::DECIDE), decide_form)
        .add(write("/console/links/{id}", "people.decide-link", roles::DECIDE), decide)
        .add(read("/console/people/{id}/links/{link}/end", "people.end-link-form", roles::DECIDE), end_form)
        .add(write("/console/people/{id}/links/{link}/end", "people.end-link", roles::DECIDE), end)
}

#[derive(Template)]
#[template(path = "links/record.html")]
struct Record {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    kinds: Vec<Choice>,
    documents: Vec<Choice>,
    form: Form,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    record_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn record(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let people = &faces.house.people;
    let other = match people.by_handle(&visit.actor, typed.text("b")).await {
        Ok(shown) => Some(shown.id),
        Err(Fail::Refused(refusal)) if refusal.kind == Kind::NotFound => None,
        Err(fail) => return Err(fail.into()),
    };
    let kind = LinkKind::parse(typed.text("kind"));
    let mut wrong = Refusal::invalid();
    if other.is_none() {
        wrong = wrong.field("b", "console.handle-unknown");
    }
    if kind.is_none() {
        wrong = wrong.field("kind", "people.missing");
    }
    if typed.given("evidence").is_none() {
        wrong = wrong.field("evidence", "people.missing");
    }
    let outcome = match other.zip(kind).filter(|_| wrong.fields.is_empty()) {
        Some((b, kind)) => {
            let evidence = typed.text("evidence").to_owned();
            if kind == LinkKind::Guardian && typed.ticked("incapacity") {
                let document = Document::parse(typed.text("document")).unwrap_or(Document::Other);
                let input = GuardianInput { guardian: id, ward: b, document, evidence };
                people.record_guardian(&visit.actor, &key(&typed)?, input).await
            } else {
                let input = LinkInput { a: id, b, kind, evidence };
                people.record_link(&visit.actor, &key(&typed)?, input).await
            }
        }
        None => Err(wrong.into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/people/{id}"), "console-done-link"),
        Sent::Again(form) => record_page(&faces, &visit, id, form).await,
    }
}

async fn record_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let page = faces.page(visit, "people").await?.at(&format!("/console/people/{id}/link"));
    let status = form.status;
    render_at(
        status,
        &Record {
            crumbs: way(&t, &view, t.get("console-link-new")),
            id,
            name: view.name,
            kinds: kinds(&t, form.typed.text("kind")),
            documents: documents(&t, form.typed.text("document")),
            form,
            page,
        },
    )
}

fn kinds(t: &Text, chosen: &str) -> Vec<Choice> {
    let kin = KinKind::ALL.iter().map(|kin| LinkKind::Kin(*kin));
    let all: Vec<LinkKind> = kin.chain([LinkKind::Household, LinkKind::Guardian]).collect();
    labels::choices(&all, chosen, LinkKind::code, |kind| labels::link(t, kind))
}

/// The papers that name a guardian for somebody who cannot give their word.
fn documents(t: &Text, chosen: &str) -> Vec<Choice> {
    let all: Vec<Document> = Document::ALL.iter().copied().filter(|document| document.names_a_guardian()).collect();
    labels::choices(&all, chosen, Document::code, |document| t.get(&format!("people-document-{document}")))
}

#[derive(Template)]
#[template(path = "links/claimed.html")]
struct Claimed {
    page: Page,
    crumbs: Vec<Crumb>,
    rows: Vec<ClaimedRow>,
    count: String,
}

struct ClaimedRow {
    href: String,
    a: String,
    b: String,
    kind: String,
}

async fn claimed(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let t = text(&faces, &visit);
    let links = faces.house.people.claimed_links(&visit.actor, None).await?;
    let page = faces.page(&visit, "review.links").await?;
    let rows: Vec<ClaimedRow> = links.iter().map(|link| claimed_row(&t, link)).collect();
    render(&Claimed {
        crumbs: crumbs([(t.get("ui-menu-review"), "/console/review"), (t.get("console-links"), "")]),
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        page,
    })
}

fn claimed_row(t: &Text, (id, a, b, kind): &(LinkId, Shown, Shown, LinkKind)) -> ClaimedRow {
    ClaimedRow {
        href: format!("/console/links/{id}"),
        a: format!("{} {}", a.masked_name, a.handle),
        b: format!("{} {}", b.masked_name, b.handle),
        kind: labels::link(t, *kind),
    }
}

#[derive(Template)]
#[template(path = "links/decide.html")]
struct Decide {
    page: Page,
    crumbs: Vec<Crumb>,
    id: LinkId,
    row: ClaimedRow,
    facts: Vec<(String, String)>,
    form: Form,
}

async fn decide_form(State(faces): State<Faces>, visit: Visit, At(id): At<LinkId>) -> Answer<Response> {
    decide_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn decide(State(faces): State<Faces>, visit: Visit, At(id): At<LinkId>, typed: Typed) -> Answer<Response> {
    let confirm = typed.text("decision") == "yes";
    let outcome = faces.house.people.decide_link(&visit.actor, &key(&typed)?, id, confirm, typed.text("reason")).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => {
            let notice = if confirm { "console-done-link-yes" } else { "console-done-link-no" };
            said(&visit, "/console/review/links", notice)
        }
        Sent::Again(form) => decide_page(&faces, &visit, id, form).await,
    }
}

async fn decide_page(faces: &Faces, visit: &Visit, id: LinkId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let links = faces.house.people.claimed_links(&visit.actor, None).await?;
    let link = links.iter().find(|(link, ..)| *link == id).ok_or_else(Trouble::not_found)?;
    let page = faces.page(visit, "review.links").await?.at(&format!("/console/links/{id}"));
    let status = form.status;
    let full = faces.house.people.family_link(&visit.actor, id).await?;
    let said = |said: Option<tb_people::Said>| {
        said.map_or_else(|| t.get("family-said-not"), |said| t.get(&format!("people-said-{said}")))
    };
    let mut facts = vec![
        (t.get("family-fact-document"), t.get(&format!("people-document-{}", full.document))),
        (t.with("family-fact-word", [("name", full.a.masked_name.clone())]), said(full.said_a)),
        (t.with("family-fact-word", [("name", full.b.masked_name.clone())]), said(full.said_b)),
    ];
    if !full.evidence.is_empty() {
        facts.insert(1, (t.get("console-link-evidence"), full.evidence));
    }
    if full.incapacity {
        facts.push((t.get("console-link-incapacity"), t.get("people-said-document")));
    }
    render_at(
        status,
        &Decide {
            facts,
            crumbs: crumbs([
                (t.get("ui-menu-review"), "/console/review"),
                (t.get("console-links"), "/console/review/links"),
                (t.get("console-link-decide"), ""),
            ]),
            id,
            row: claimed_row(&t, link),
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "links/end.html")]
struct End {
    page: Page,
    crumbs: Vec<Crumb>,
    action: String,
    back: String,
    what: String,
    form: Form,
}

/// A person and one of their links.
type Linked = At<(PersonId, LinkId)>;

async fn end_form(State(faces): State<Faces>, visit: Visit, At((person, link)): Linked) -> Answer<Response> {
    end_page(&faces, &visit, person, link, Form::blank(&visit)).await
}

async fn end(State(faces): State<Faces>, visit: Visit, At((person, link)): Linked, typed: Typed) -> Answer<Response> {
    let outcome = faces.house.people.end_link(&visit.actor, &key(&typed)?, link, typed.text("reason")).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, &format!("/console/people/{person}"), "console-done-link-end"),
        Sent::Again(form) => end_page(&faces, &visit, person, link, form).await,
    }
}

async fn end_page(faces: &Faces, visit: &Visit, id: PersonId, link: LinkId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let one = view.links.iter().find(|one| one.id == link).ok_or_else(Trouble::not_found)?;
    let back = format!("/console/people/{id}");
    let action = format!("{back}/links/{link}/end");
    let page = faces.page(visit, "people").await?.at(&action);
    let status = form.status;
    render_at(
        status,
        &End {
            what: format!("{} · {} · {}", view.name, one.other_name, labels::link(&t, one.kind)),
            crumbs: way(&t, &view, t.get("console-link-end")),
            action,
            back,
            form,
            page,
        },
    )
}
