//! Incidents of a territory: how many, where they stand, each with its file; and taking one down for somebody.

use super::{fen, yuan};
use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, Crumb, ROWS, crumbs, text};
use crate::{labels, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_cover::{
    AddToIncident, Hurt, Incident, IncidentCount, IncidentFilter, IncidentKind, IncidentState, IncidentStep,
    MoveIncident, ReportIncident, after,
};
use tb_frame::{Choice, Faces, Form, More, Page, render, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{IncidentId, Instant, OrderId, PageSize, Refusal, Span};
use tb_words::Text;

#[derive(Template)]
#[template(path = "cover/incidents.html")]
struct List {
    page: Page,
    ground: Ground,
    tiles: Vec<(String, String)>,
    by_kind: Vec<(String, String)>,
    rows: Vec<Row>,
    count: String,
    states: Vec<Choice>,
    more: More,
}

struct Row {
    href: String,
    number: String,
    kind: String,
    hurt: String,
    place: String,
    happened: String,
    reported: String,
    late: bool,
    state: String,
    tone: &'static str,
}

pub(super) async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let house = &faces.house.cover;
    let filter = IncidentFilter { state: IncidentState::parse(typed.text("state")) };
    let found =
        house.incidents_in(&visit.actor, ground.node, &filter, lists::after(&typed), PageSize::of(ROWS)).await?;
    let counts = house.incident_counts(&visit.actor, ground.node).await?;
    let all: i64 = counts.iter().map(|c| c.count).sum();
    let page = faces.page(&visit, "cover.incidents").await?;
    render(&List {
        tiles: tiles(&t, &counts),
        by_kind: by_kind(&t, &counts),
        rows: found.rows.iter().map(|one| row(&faces, &t, one)).collect(),
        count: t.with("console-count", [("n", all.to_string())]),
        states: labels::choices(IncidentState::ALL, typed.text("state"), |s| s.code(), |s| state_word(&t, s)),
        more: lists::more("/console/incidents", &typed, found.next.as_deref()),
        ground,
        page,
    })
}

fn tiles(t: &Text, counts: &[IncidentCount]) -> Vec<(String, String)> {
    let sum = |of: &dyn Fn(&IncidentCount) -> i64| counts.iter().map(of).sum::<i64>();
    let open = |c: &IncidentCount| if c.state == IncidentState::Closed { 0 } else { c.count };
    vec![
        (t.get("cover-incidents"), sum(&|c| c.count).to_string()),
        (t.get("cover-open"), sum(&open).to_string()),
        (t.get("cover-late"), sum(&|c| c.late).to_string()),
        (t.get("cover-paid"), yuan(t, sum(&|c| c.paid_fen))),
    ]
}

fn by_kind(t: &Text, counts: &[IncidentCount]) -> Vec<(String, String)> {
    let of = |kind: IncidentKind| counts.iter().filter(|c| c.kind == kind).map(|c| c.count).sum::<i64>();
    let all = IncidentKind::ALL.iter().map(|kind| (kind_word(t, *kind), of(*kind)));
    all.filter(|(_, n)| *n > 0).map(|(word, n)| (word, n.to_string())).collect()
}

fn kind_word(t: &Text, kind: IncidentKind) -> String {
    t.get(&format!("cover-incident-{}", kind.code()))
}

fn state_word(t: &Text, state: IncidentState) -> String {
    t.get(&format!("cover-state-{}", state.code()))
}

fn tone(state: IncidentState) -> &'static str {
    match state {
        IncidentState::Reported | IncidentState::Filed => "wait",
        IncidentState::Paid => "ok",
        IncidentState::Declined => "bad",
        IncidentState::Closed => "still",
    }
}

fn row(faces: &Faces, t: &Text, one: &Incident) -> Row {
    Row {
        href: format!("/console/incidents/{}", one.id),
        number: one.number.clone(),
        kind: kind_word(t, one.kind),
        hurt: t.get(&format!("cover-hurt-{}", one.hurt.code())),
        place: place_name(faces, one.node),
        happened: t.day(one.happened_at),
        reported: t.day(one.reported_at),
        late: one.late,
        state: state_word(t, one.state),
        tone: tone(one.state),
    }
}

#[derive(Template)]
#[template(path = "cover/file.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: IncidentId,
    number: String,
    state: String,
    tone: &'static str,
    late: bool,
    facts: Vec<(String, String)>,
    order: String,
    entries: Vec<(String, String, String)>,
    insurances: Vec<Choice>,
    may_note: bool,
    may_file: bool,
    may_pay: bool,
    may_close: bool,
    form: Form,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<IncidentId>) -> Answer<Response> {
    one_page(&faces, &visit, id, Form::blank(&visit)).await
}

pub(super) async fn step(
    State(faces): State<Faces>,
    visit: Visit,
    At(incident): At<IncidentId>,
    typed: Typed,
) -> Answer<Response> {
    let (house, words) = (&faces.house.cover, typed.text("said").to_owned());
    let outcome = match IncidentStep::parse(typed.text("step")) {
        Some(IncidentStep::Note) => {
            let add = AddToIncident { incident, said: words };
            house.run(&visit.actor, &key(&typed)?, add).await
        }
        Some(step) => {
            let ask = MoveIncident {
                incident,
                step,
                cover: typed.parsed("cover"),
                claim_number: typed.text("claim_number").to_owned(),
                paid_fen: fen(typed.text("paid")),
                said: words,
            };
            house.run(&visit.actor, &key(&typed)?, ask).await.map(|_| ())
        }
        None => Err(Refusal::invalid().field("step", "common.field-missing").into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, &format!("/console/incidents/{incident}"), "cover-done-step"),
        Sent::Again(form) => one_page(&faces, &visit, incident, form).await,
    }
}

async fn one_page(faces: &Faces, visit: &Visit, id: IncidentId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let file = faces.house.cover.incident(&visit.actor, id).await?;
    let one = &file.incident;
    let people = file.entries.iter().filter_map(|(_, by, ..)| *by).chain([one.elder]).chain(one.volunteer);
    let names = faces.names(people).await?;
    let mut facts = vec![
        (t.get("cover-what"), kind_word(&t, one.kind)),
        (t.get("cover-hurt"), t.get(&format!("cover-hurt-{}", one.hurt.code()))),
        (t.get("console-th-elder"), labels::name_of(&names, Some(one.elder))),
        (t.get("console-th-volunteer"), labels::name_of(&names, one.volunteer)),
        (t.get("console-th-place"), place_name(faces, one.node)),
        (t.get("cover-happened"), labels::full_when(&t, one.happened_at)),
        (t.get("cover-known"), labels::full_when(&t, one.known_at)),
        (t.get("cover-reported"), labels::full_when(&t, one.reported_at)),
        (t.get("console-th-channel"), labels::channel(&t, &one.channel)),
    ];
    if let Some(insurance) = &file.insurance {
        facts.push((
            t.get("cover-insurer"),
            format!("{} {} {}", insurance.insurer, insurance.number, insurance.hotline),
        ));
    }
    if let Some(number) = &one.claim_number {
        facts.push((t.get("cover-claim-number"), number.clone()));
    }
    if let Some(paid) = one.paid_fen {
        facts.push((t.get("cover-paid"), yuan(&t, paid)));
    }
    let gone = || t.get("cover-words-gone");
    let entry = |(at, by, step, words): &(Instant, Option<tb_kernel::PersonId>, IncidentStep, Option<String>)| {
        let head = format!("{} · {}", t.get(&format!("cover-step-{}", step.code())), labels::name_of(&names, *by));
        (head, labels::full_when(&t, *at), words.clone().unwrap_or_else(gone))
    };
    let may_claim = visit.actor.may(roles::DECIDE, one.node);
    let may = |step| may_claim && after(step, one.state).is_some();
    let insurances = faces.house.cover.answering(one).await?;
    let chosen = form.typed.text("cover").to_owned();
    let insurances = insurances.iter().filter(|i| i.node.covers(one.node)).map(|i| {
        let label = format!("{} · {} {}", t.get(&format!("cover-kind-{}", i.kind)), i.insurer, i.number);
        Choice::new(i.id.to_string(), label, i.id.to_string() == chosen)
    });
    let page = faces.page(visit, "cover.incidents").await?.at(&format!("/console/incidents/{id}"));
    let status = form.status;
    let template = One {
        crumbs: crumbs([(t.get("cover-incidents"), "/console/incidents"), (one.number.clone(), "")]),
        id,
        number: one.number.clone(),
        state: state_word(&t, one.state),
        tone: tone(one.state),
        late: one.late,
        facts,
        order: format!("/console/orders/{}", one.order_id),
        entries: file.entries.iter().map(entry).collect(),
        insurances: insurances.collect(),
        may_note: one.state != IncidentState::Closed && visit.actor.may(roles::SERVE, one.node),
        may_file: may(IncidentStep::File),
        may_pay: may(IncidentStep::Pay),
        may_close: may(IncidentStep::Close),
        form,
        page,
    };
    render_at(status, &template)
}

#[derive(Template)]
#[template(path = "cover/report.html")]
struct Report {
    page: Page,
    crumbs: Vec<Crumb>,
    id: OrderId,
    kinds: Vec<Choice>,
    hurts: Vec<Choice>,
    day: String,
    clock: String,
    form: Form,
}

pub(super) async fn report_form(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    report_page(&faces, &visit, id, Form::blank(&visit)).await
}

pub(super) async fn report(
    State(faces): State<Faces>,
    visit: Visit,
    At(order): At<OrderId>,
    typed: Typed,
) -> Answer<Response> {
    let (kind, hurt) = (IncidentKind::parse(typed.text("kind")), Hurt::parse(typed.text("hurt")));
    let (happened, known) = (moment(&typed, "day", "clock"), moment(&typed, "known", "known_clock"));
    let mut wrong = Refusal::invalid();
    for (missing, field) in [
        (kind.is_none(), "kind"),
        (hurt.is_none(), "hurt"),
        (happened.is_none(), "happened_at"),
        (known.is_none(), "known_at"),
    ] {
        if missing {
            wrong = wrong.field(field, "common.field-missing");
        }
    }
    let outcome = match (kind, hurt, happened, known) {
        (Some(kind), Some(hurt), Some(happened_at), Some(known_at)) => {
            let words = typed.text("said").to_owned();
            let ask = ReportIncident { order, kind, hurt, happened_at, known_at, said: words };
            faces.house.cover.run(&visit.actor, &key(&typed)?, ask).await
        }
        _ => Err(wrong.into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(incident) => said(&visit, &format!("/console/incidents/{incident}"), "cover-done-reported"),
        Sent::Again(form) => report_page(&faces, &visit, order, form).await,
    }
}

fn moment(typed: &Typed, day: &str, clock: &str) -> Option<Instant> {
    let (hour, minute) = typed.text(clock).split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute);
    let start = typed.day(day)?.start();
    fits.then(|| start.plus(Span::minutes(hour * 60 + minute)))
}

async fn report_page(faces: &Faces, visit: &Visit, id: OrderId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let found = faces.house.cover.visit_to_report(&visit.actor, id).await?;
    let page = faces.page(visit, "cover.incidents").await?.at(&format!("/console/orders/{id}/incident"));
    let start = found.starts_at.min(faces.now());
    let order = format!("/console/orders/{id}");
    let status = form.status;
    render_at(
        status,
        &Report {
            crumbs: crumbs([
                (t.get("ui-menu-orders"), "/console/orders"),
                (found.number.clone(), order.as_str()),
                (t.get("cover-report"), ""),
            ]),
            id,
            kinds: labels::choices(IncidentKind::ALL, form.typed.text("kind"), |k| k.code(), |k| kind_word(&t, k)),
            hurts: labels::choices(
                Hurt::ALL,
                form.typed.text("hurt"),
                |h| h.code(),
                |h| t.get(&format!("cover-hurt-{}", h.code())),
            ),
            day: form.typed.given("day").map_or_else(|| start.day().to_string(), str::to_owned),
            clock: form.typed.given("clock").map_or_else(|| t.clock(start), str::to_owned),
            form,
            page,
        },
    )
}
