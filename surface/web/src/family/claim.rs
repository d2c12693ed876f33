//! Saying who one's kin is, answering when somebody says so of oneself, ending it.

use super::{LinkRow, link_row};
use crate::home::subject;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{LinkId, Refusal};
use tb_people::{ClaimInput, Document, LinkKind, LinkState};
use tb_policy::KinKind;

#[derive(Template)]
#[template(path = "family/claim.html")]
struct Claim {
    page: Page,
    form: Form,
    kinds: Vec<Choice>,
    documents: Vec<Choice>,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    subject(&visit)?;
    let form = Form::blank(&visit);
    claim_page(&faces, &visit, form).await
}

async fn claim_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "me").await?;
    let kin = KinKind::ALL.iter().map(|kin| LinkKind::Kin(*kin));
    let kinds = kin.chain([LinkKind::Household, LinkKind::Guardian]).map(|kind| {
        let label = page.t.get(&format!("people-link-kind-{}", kind.code()));
        Choice::new(kind.code(), label, form.value("kind") == kind.code())
    });
    let kinds = kinds.collect();
    let documents = Document::ALL.iter().map(|document| {
        let label = page.t.get(&format!("people-document-{document}"));
        Choice::new(document.code(), label, form.value("document") == document.code())
    });
    let documents = documents.collect();
    render_at(form.status, &Claim { page, form, kinds, documents })
}

pub(super) async fn send(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    subject(&visit)?;
    let (kind, document) = (LinkKind::parse(typed.text("kind")), Document::parse(typed.text("document")));
    let outcome = match kind.zip(document) {
        Some((kind, document)) => {
            let text = |field: &str| typed.text(field).to_owned();
            let input = ClaimInput { handle: text("handle"), name: text("name"), kind, document, note: text("note") };
            faces.house.people.claim_link(&visit.actor, &typed.key()?, input).await.map(|_| ())
        }
        None => {
            let mut wrong = Refusal::invalid();
            for (field, missing) in [
                ("kind", kind.is_none()),
                ("document", document.is_none()),
                ("handle", typed.given("handle").is_none()),
            ] {
                if missing {
                    wrong = wrong.field(field, "people.missing");
                }
            }
            Err(wrong.into())
        }
    };
    match refused_or(outcome)? {
        Ok(()) => Ok(done(&visit, "/family", "family-done-claimed", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            claim_page(&faces, &visit, form).await
        }
    }
}

#[derive(Template)]
#[template(path = "family/link.html")]
struct OneLink {
    page: Page,
    form: Form,
    row: LinkRow,
    facts: Vec<(String, String)>,
    awaits: bool,
    may_end: bool,
}

pub(super) async fn one(State(faces): State<Faces>, visit: Visit, At(id): At<LinkId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    link_page(&faces, &visit, id, form).await
}

async fn link_page(faces: &Faces, visit: &Visit, id: LinkId, form: Form) -> Answer<Response> {
    let me = subject(visit)?;
    let link = faces.house.people.family_link(&visit.actor, id).await?;
    if link.a.id != me && link.b.id != me {
        return Err(Refusal::not_found().into());
    }
    let page = faces.page(visit, "me").await?;
    let say = |key: &str| page.t.get(key);
    let mut facts = vec![
        (say("family-fact-document"), say(&format!("people-document-{}", link.document))),
        (say("family-fact-since"), page.t.date(link.made_at.day())),
    ];
    for (person, said) in [(&link.a, link.said_a), (&link.b, link.said_b)] {
        let word = said.map_or_else(|| say("family-said-not"), |said| say(&format!("people-said-{said}")));
        facts.push((page.t.with("family-fact-word", [("name", person.masked_name.clone())]), word));
    }
    if let Some(reason) = link.reason.as_deref().filter(|_| link.state != LinkState::Active) {
        facts.push((say("family-fact-reason"), reason_words(&page, reason)));
    }
    let template = OneLink {
        row: link_row(&page, visit, &link, me),
        facts,
        awaits: link.awaits(me),
        may_end: link.state.is_running() && !link.incapacity && !link.awaits(me),
        page,
        form,
    };
    render_at(template.form.status, &template)
}

/// A reason of the product in words, one in somebody's own words as it is.
fn reason_words(page: &Page, reason: &str) -> String {
    if reason == "other-side-refused" { page.t.get("family-reason-other-side") } else { reason.to_owned() }
}

pub(super) async fn answer(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<LinkId>,
    typed: Typed,
) -> Answer<Response> {
    let yes = typed.text("do") == "yes";
    let outcome = faces.house.people.answer_link(&visit.actor, &typed.key()?, id, yes).await;
    match refused_or(outcome)? {
        Ok(LinkState::Active) => Ok(done(&visit, "/family", "family-done-linked", &[])),
        Ok(_) => Ok(done(&visit, "/family", "family-done-refused", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            link_page(&faces, &visit, id, form).await
        }
    }
}

pub(super) async fn end(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<LinkId>,
    typed: Typed,
) -> Answer<Response> {
    let reason = typed.given("reason").map_or_else(|| "own-wish".to_owned(), str::to_owned);
    let outcome = faces.house.people.end_link(&visit.actor, &typed.key()?, id, &reason).await;
    match refused_or(outcome)? {
        Ok(()) => Ok(done(&visit, "/family", "family-done-ended", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            link_page(&faces, &visit, id, form).await
        }
    }
}
