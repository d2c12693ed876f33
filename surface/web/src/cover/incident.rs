//! Something went wrong at a visit: say so, follow what becomes of it, add to it.

use super::show::{state, yuan};
use crate::home::subject;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_cover::{AddToIncident, Hurt, IncidentKind, IncidentState, ReportIncident};
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render_at, when_words};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{IncidentId, Instant, OrderId, Refusal};
use tb_words::Text;

#[derive(Template)]
#[template(path = "cover/report.html")]
struct Report {
    page: Page,
    form: Form,
    id: OrderId,
    number: String,
    when: String,
    kinds: Vec<Choice>,
    hurts: Vec<Choice>,
    happened: (String, String),
    hours: String,
}

pub(super) async fn ask(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    subject(&visit)?;
    ask_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn ask_page(faces: &Faces, visit: &Visit, id: OrderId, form: Form) -> Answer<Response> {
    let found = faces.house.cover.visit_to_report(&visit.actor, id).await?;
    let page = faces.page(visit, "me").await?;
    let t = &page.t;
    let hours = faces.rules()?.parameters.cover.report_hours.to_string();
    let (kind, hurt) = (form.typed.text("kind").to_owned(), form.typed.text("hurt").to_owned());
    let kinds = IncidentKind::ALL.iter().map(|one| choice(t, "cover-incident-", one.code(), &kind));
    let hurts = Hurt::ALL.iter().map(|one| choice(t, "cover-hurt-", one.code(), &hurt));
    let start = found.starts_at.min(page.now);
    let happened = match form.typed.given("day") {
        Some(day) => (day.to_owned(), form.typed.text("clock").to_owned()),
        None => (start.day().to_string(), t.clock(start)),
    };
    let template = Report {
        id,
        when: when_words(t, found.starts_at, page.now),
        kinds: kinds.collect(),
        hurts: hurts.collect(),
        number: found.number,
        happened,
        hours,
        page: page.clone(),
        form,
    };
    render_at(template.form.status, &template)
}

fn choice(t: &Text, prefix: &str, code: &str, chosen: &str) -> Choice {
    Choice::new(code, t.get(&format!("{prefix}{code}")), code == chosen)
}

/// A day and a time of day as typed into two fields.
fn moment(typed: &Typed, day: &str, clock: &str) -> Option<Instant> {
    let (hour, minute) = typed.text(clock).split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute);
    let start = typed.day(day)?.start();
    fits.then(|| start.plus(tb_kernel::Span::minutes(hour * 60 + minute)))
}

pub(super) async fn report(
    State(faces): State<Faces>,
    visit: Visit,
    At(order): At<OrderId>,
    typed: Typed,
) -> Answer<Response> {
    subject(&visit)?;
    let (kind, hurt) = (IncidentKind::parse(typed.text("kind")), Hurt::parse(typed.text("hurt")));
    let happened_at = moment(&typed, "day", "clock");
    // Who says it on the spot knew at once; somebody else says when they came to know.
    let known_at = if typed.given("known").is_some() { moment(&typed, "known", "known_clock") } else { happened_at };
    let mut wrong = Refusal::invalid();
    for (missing, field) in [
        (kind.is_none(), "kind"),
        (hurt.is_none(), "hurt"),
        (happened_at.is_none(), "happened_at"),
        (known_at.is_none(), "known_at"),
    ] {
        if missing {
            wrong = wrong.field(field, "common.field-missing");
        }
    }
    let outcome = match (kind, hurt, happened_at, known_at) {
        (Some(kind), Some(hurt), Some(happened_at), Some(known_at)) => {
            let said = typed.text("said").to_owned();
            let report = ReportIncident { order, kind, hurt, happened_at, known_at, said };
            faces.house.cover.run(&visit.actor, &typed.key()?, report).await
        }
        _ => Err(wrong.into()),
    };
    match refused_or(outcome)? {
        Ok(incident) => Ok(done(&visit, &format!("/me/incidents/{incident}"), "cover-done-reported", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            ask_page(&faces, &visit, order, form).await
        }
    }
}

#[derive(Template)]
#[template(path = "cover/incident.html")]
struct One {
    page: Page,
    form: Form,
    id: IncidentId,
    number: String,
    state: String,
    tone: &'static str,
    late: bool,
    facts: Vec<(String, String)>,
    entries: Vec<(String, String, String)>,
    order: String,
    open: bool,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<IncidentId>) -> Answer<Response> {
    subject(&visit)?;
    one_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn one_page(faces: &Faces, visit: &Visit, id: IncidentId, form: Form) -> Answer<Response> {
    let file = faces.house.cover.incident(&visit.actor, id).await?;
    let page = faces.page(visit, "me").await?;
    let names = faces.names(file.entries.iter().filter_map(|(_, by, ..)| *by)).await?;
    let t = &page.t;
    let one = &file.incident;
    let mut facts = vec![
        (t.get("cover-what"), t.get(&format!("cover-incident-{}", one.kind.code()))),
        (t.get("cover-hurt"), t.get(&format!("cover-hurt-{}", one.hurt.code()))),
        (t.get("cover-happened"), when_words(t, one.happened_at, page.now)),
        (t.get("cover-reported"), when_words(t, one.reported_at, page.now)),
    ];
    if let Some(number) = &one.claim_number {
        facts.push((t.get("cover-claim-number"), number.clone()));
    }
    if let Some(insurance) = &file.insurance {
        facts.push((t.get("cover-insurer"), format!("{} {}", insurance.insurer, insurance.hotline)));
    }
    if let Some(paid) = one.paid_fen {
        facts.push((t.get("cover-paid"), yuan(t, paid)));
    }
    let gone = || t.get("cover-words-gone");
    let entry =
        |(at, by, step, said): &(Instant, Option<tb_kernel::PersonId>, tb_cover::IncidentStep, Option<String>)| {
            let who =
                by.and_then(|id| names.get(&id)).map_or_else(String::new, |shown| format!(" · {}", shown.masked_name));
            let head = format!("{}{who}", t.get(&format!("cover-step-{}", step.code())));
            (head, when_words(t, *at, page.now), said.clone().unwrap_or_else(gone))
        };
    let template = One {
        id,
        number: one.number.clone(),
        state: state(t, one.state),
        tone: tone(one.state),
        late: one.late,
        facts,
        entries: file.entries.iter().map(entry).collect(),
        order: format!("/orders/{}", one.order_id),
        open: one.state != IncidentState::Closed,
        page: page.clone(),
        form,
    };
    render_at(template.form.status, &template)
}

fn tone(state: IncidentState) -> &'static str {
    match state {
        IncidentState::Reported | IncidentState::Filed => "wait",
        IncidentState::Paid => "ok",
        IncidentState::Declined => "bad",
        IncidentState::Closed => "still",
    }
}

pub(super) async fn add(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<IncidentId>,
    typed: Typed,
) -> Answer<Response> {
    subject(&visit)?;
    let add = AddToIncident { incident: id, said: typed.text("said").to_owned() };
    match refused_or(faces.house.cover.run(&visit.actor, &typed.key()?, add).await)? {
        Ok(()) => Ok(done(&visit, &format!("/me/incidents/{id}"), "cover-done-added", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            one_page(&faces, &visit, id, form).await
        }
    }
}
