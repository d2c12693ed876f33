//! Having a certificate made, looking at it, taking it along as PDF, and deciding who sees what of it.

use super::show::state;
use crate::home::subject;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, certificate_paper, done, pdf, refused_or, render_at};
use tb_http::{Answer, At, Trouble, Typed, Visit};
use tb_kernel::{CertificateId, Refusal};
use tb_recognition::{CertificateState, Content, Issue, SetShown, Shows};
use tb_words::Text;

#[derive(Template)]
#[template(path = "record/new.html")]
struct New {
    page: Page,
    form: Form,
    shows: Vec<Choice>,
    today: String,
    year: String,
}

pub(super) async fn ask(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    subject(&visit)?;
    new_page(&faces, &visit, Form::blank(&visit)).await
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "me").await?;
    let today = faces.now().day();
    let chosen = if form.typed.is_empty() { Shows::Summary.code() } else { form.typed.text("shows") };
    let shows = choices(&page.t, chosen);
    let year = format!("{:04}-01-01", today.date().year());
    render_at(form.status, &New { shows, today: today.to_string(), year, page: page.clone(), form })
}

fn choices(t: &Text, chosen: &str) -> Vec<Choice> {
    let choice = |shows: &Shows| {
        let label = t.get(&format!("recognition-shows-{}", shows.code()));
        let hint = t.get(&format!("recognition-shows-{}-text", shows.code()));
        Choice::new(shows.code(), label, shows.code() == chosen).hint(hint)
    };
    Shows::ALL.iter().map(choice).collect()
}

pub(super) async fn issue(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let mut wrong = Refusal::invalid();
    for field in ["from", "to"] {
        if typed.day(field).is_none() {
            wrong = wrong.field(if field == "from" { "from" } else { "to" }, "common.field-missing");
        }
    }
    let shows = Shows::parse(typed.text("shows"));
    if shows.is_none() {
        wrong = wrong.field("shows", "common.field-missing");
    }
    let days = typed.day("from").zip(typed.day("to")).zip(shows);
    let outcome = match days {
        Some(((from, to), shows)) => {
            let issue = Issue { person, from, to, details: typed.ticked("details"), shows };
            faces.house.recognition.run(&visit.actor, &typed.key()?, issue).await
        }
        None => Err(wrong.into()),
    };
    match refused_or(outcome)? {
        Ok(issued) => {
            let number = [("number", issued.number)];
            Ok(done(&visit, &format!("/me/certificates/{}", issued.certificate), "recognition-done-issued", &number))
        }
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            new_page(&faces, &visit, form).await
        }
    }
}

#[derive(Template)]
#[template(path = "record/certificate.html")]
struct One {
    page: Page,
    form: Form,
    id: CertificateId,
    number: String,
    state: String,
    tone: &'static str,
    revoked: String,
    changed: bool,
    facts: Vec<(String, String)>,
    items: Vec<(String, String)>,
    mark: String,
    address: String,
    shows: Vec<Choice>,
    readable: bool,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<CertificateId>) -> Answer<Response> {
    subject(&visit)?;
    one_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn one_page(faces: &Faces, visit: &Visit, id: CertificateId, form: Form) -> Answer<Response> {
    let view = faces.house.recognition.certificate(&visit.actor, id).await?;
    let page = faces.page(visit, "me").await?;
    let t = &page.t;
    let one = &view.certificate;
    let revoked = one.revoked_at.map(|at| t.with("recognition-revoked-on", [("day", t.date(at.day()))]));
    let items = view.content.iter().flat_map(|content| &content.items);
    let template = One {
        id,
        number: one.number.clone(),
        state: state(t, one.state),
        tone: if one.state == CertificateState::Valid { "ok" } else { "bad" },
        revoked: revoked.unwrap_or_default(),
        changed: view.changed_since,
        facts: facts(t, &view.certificate, view.content.as_ref(), is_holder(visit, one)),
        items: items.map(|item| (item.name.for_locale(t.lang()).to_owned(), t.minutes(item.minutes))).collect(),
        mark: one.mark(),
        address: address(faces, &one.number),
        shows: choices(t, one.shows.code()),
        readable: view.content.is_some(),
        page: page.clone(),
        form,
    };
    render_at(template.form.status, &template)
}

/// The holder on their own page; a clerk who acts for them sees the name as clerks do.
fn is_holder(visit: &Visit, one: &tb_recognition::Certificate) -> bool {
    let staff = matches!(visit.actor.identity, tb_kernel::Identity::Staff(_));
    visit.actor.person == Some(one.holder) && !staff
}

fn facts(
    t: &Text,
    one: &tb_recognition::Certificate,
    content: Option<&Content>,
    full: bool,
) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if let Some(content) = content {
        let name = if full { &content.name } else { &content.masked_name };
        facts.push((t.get("recognition-name"), name.clone()));
    }
    facts.push((t.get("recognition-from"), t.date(one.from_day)));
    facts.push((t.get("recognition-to"), t.date(one.to_day)));
    facts.push((t.get("recognition-hours"), t.minutes(one.minutes)));
    facts.push((t.get("recognition-visits"), one.visits.to_string()));
    facts.push((t.get("recognition-issued-on"), t.date(one.issued_at.day())));
    facts
}

/// Where a number is checked.
fn address(faces: &Faces, number: &str) -> String {
    format!("{}/verify/{number}", faces.look.public_url)
}

/// The paper: in Chinese, as authorities want it; with `lang=en` a copy in English.
pub(super) async fn paper(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<CertificateId>,
    typed: Typed,
) -> Answer<Response> {
    subject(&visit)?;
    let view = faces.house.recognition.certificate(&visit.actor, id).await?;
    let content = view.content.ok_or_else(Trouble::not_found)?;
    if view.certificate.state == CertificateState::Revoked || !view.intact {
        return Err(Refusal::conflict("recognition.revoked-already").into());
    }
    let lang = if typed.text("lang") == "en" { "en" } else { "zh-CN" };
    let (t, mark, number) = (faces.words.lang(lang), view.certificate.mark(), content.number.clone());
    let (address, phone) = (address(&faces, &number), faces.look.help_phone.clone());
    let printed = faces.printed(move |fonts| certificate_paper(fonts, &t, &content, &mark, &address, &phone)).await?;
    pdf(printed, &number)
}

pub(super) async fn shown(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<CertificateId>,
    typed: Typed,
) -> Answer<Response> {
    subject(&visit)?;
    let outcome = match Shows::parse(typed.text("shows")) {
        Some(shows) => {
            let set = SetShown { certificate: id, shows };
            faces.house.recognition.run(&visit.actor, &typed.key()?, set).await
        }
        None => Err(Refusal::invalid().field("shows", "common.field-missing").into()),
    };
    match refused_or(outcome)? {
        Ok(_) => Ok(done(&visit, &format!("/me/certificates/{id}"), "recognition-done-shown", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            one_page(&faces, &visit, id, form).await
        }
    }
}
