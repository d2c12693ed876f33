//! The review queue: applications of volunteers and elders, and orders that wait for a look before they are published.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, Crumb, ROWS, count_pages, crumbs, text};
use crate::orders::{OrderRow, Query, count, gather, order_rows};
use crate::register::licence_choices;
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, More, Page, render, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{Day, EnrolmentId, Outcome, PageSize, Refusal};
use tb_orders::{OrderFilter, OrderState};
use tb_people::{Checks, Claims, EnrolmentDetail, EnrolmentKind, PendingRow};
use tb_policy::{Check, Licence, Version};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/review", "people.pending", roles::LOOK), pending)
        .add(read("/console/review/orders", "orders.pending", roles::LOOK), orders)
        .add(read("/console/review/{id}", "people.enrolment", roles::LOOK), one)
        .add(write("/console/review/{id}/approve", "people.approve", roles::DECIDE), approve)
        .add(write("/console/review/{id}/refuse", "people.refuse", roles::DECIDE), refuse)
}

#[derive(Template)]
#[template(path = "review/list.html")]
struct List {
    page: Page,
    ground: Ground,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    count: String,
    more: More,
}

struct Row {
    href: String,
    name: String,
    handle: String,
    age: String,
    kind: String,
    place: String,
    channel: String,
    since: String,
    may_review: bool,
}

async fn pending(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let kind = EnrolmentKind::parse(typed.text("kind"));
    let people = &faces.house.people;
    let (actor, node) = (&visit.actor, Some(ground.node));
    let found = people.list_pending(actor, node, kind, lists::after(&typed), PageSize::of(ROWS)).await?;
    let count = count_pages(|after, size| people.list_pending(actor, node, kind, after, size)).await?;
    let page = faces.page(&visit, "review.people").await?;
    render(&List {
        kinds: labels::choices(EnrolmentKind::ALL, typed.text("kind"), EnrolmentKind::code, |k| labels::kind(&t, k)),
        rows: found.rows.iter().map(|row| row_of(&faces, &t, row)).collect(),
        count: count.words(&t),
        more: lists::more("/console/review", &typed, found.next.as_deref()),
        ground,
        page,
    })
}

fn row_of(faces: &Faces, t: &Text, row: &PendingRow) -> Row {
    Row {
        href: format!("/console/review/{}", row.id),
        name: row.masked_name.clone(),
        handle: row.handle.clone(),
        age: row.age.to_string(),
        kind: labels::kind(t, row.kind),
        place: place_name(faces, row.node),
        channel: labels::channel(t, row.channel.code()),
        since: t.day(row.applied_at),
        may_review: row.may_review,
    }
}

#[derive(Template)]
#[template(path = "review/orders.html")]
struct Orders {
    page: Page,
    ground: Ground,
    rows: Vec<OrderRow>,
    count: String,
    more: More,
}

async fn orders(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let filter = OrderFilter { state: Some(OrderState::Submitted), ..OrderFilter::default() };
    let query = Query { filter, flag: None };
    let found = gather(&faces, &visit.actor, ground.node, &query, lists::after(&typed), ROWS).await?;
    let count = count(&faces, &visit.actor, ground.node, &query).await?;
    let page = faces.page(&visit, "review.orders").await?;
    render(&Orders {
        rows: order_rows(&faces, &visit, &found.rows).await?,
        count: count.words(&t),
        more: lists::more("/console/review/orders", &typed, found.next.as_deref()),
        ground,
        page,
    })
}

#[derive(Template)]
#[template(path = "review/one.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: EnrolmentId,
    person: String,
    name: String,
    kind: String,
    is_volunteer: bool,
    status: crate::people::Standing,
    facts: Vec<(String, String)>,
    pending: bool,
    may_review: bool,
    checks: Vec<Choice>,
    licences: Vec<LicenceFields>,
    articles: Vec<Choice>,
    approve: Form,
    refuse: Form,
}

/// The two fields of one licence.
struct LicenceFields {
    name: String,
    choices: Vec<Choice>,
    until_name: String,
    until: String,
    error: String,
}

/// Licences that can be entered with one approval.
const LICENCES: usize = 2;

async fn one(State(faces): State<Faces>, visit: Visit, At(id): At<EnrolmentId>) -> Answer<Response> {
    page_of(&faces, &visit, id, None, None).await
}

async fn approve(State(faces): State<Faces>, visit: Visit, At(id): At<EnrolmentId>, typed: Typed) -> Answer<Response> {
    let outcome = match checks_of(&typed) {
        Ok(checks) => faces.house.people.approve(&visit.actor, &key(&typed)?, id, checks).await,
        Err(refusal) => Err(refusal.into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, "/console/review", "console-done-approved"),
        Sent::Again(form) => page_of(&faces, &visit, id, Some(form), None).await,
    }
}

async fn refuse(State(faces): State<Faces>, visit: Visit, At(id): At<EnrolmentId>, typed: Typed) -> Answer<Response> {
    let article = typed.given("article").map(str::to_owned);
    let people = &faces.house.people;
    let outcome = people.refuse(&visit.actor, &key(&typed)?, id, typed.text("reason"), article).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, "/console/review", "console-done-refused"),
        Sent::Again(form) => page_of(&faces, &visit, id, None, Some(form)).await,
    }
}

/// What the officer found, from the form.
fn checks_of(typed: &Typed) -> Result<Checks, Refusal> {
    let mut wrong = Refusal::invalid();
    let exam_percent = match typed.given("exam_percent") {
        None => None,
        Some(text) => match text.parse::<u8>() {
            Ok(percent) => Some(percent),
            Err(_) => {
                wrong = wrong.field("exam_percent", "people.exam-share");
                None
            }
        },
    };
    let mut licences: Vec<(Licence, Day)> = Vec::new();
    for n in 1..=LICENCES {
        let Some(licence) = Licence::parse(typed.text(&format!("licence_{n}"))) else { continue };
        match typed.day(&format!("until_{n}")) {
            Some(until) => licences.push((licence, until)),
            None => wrong = wrong.field(if n == 1 { "until_1" } else { "until_2" }, "people.missing"),
        }
    }
    wrong.or_ok()?;
    Ok(Checks {
        passed: typed.many("passed").iter().filter_map(|code| Check::parse(code)).collect(),
        resident: typed.ticked("resident"),
        student: typed.ticked("student"),
        trained: typed.ticked("trained"),
        exam_percent,
        licences,
    })
}

async fn page_of(
    faces: &Faces,
    visit: &Visit,
    id: EnrolmentId,
    approve: Option<Form>,
    refuse: Option<Form>,
) -> Answer<Response> {
    let t = text(faces, visit);
    let people = &faces.house.people;
    let detail = people.enrolment(&visit.actor, id).await?;
    let view = people.person_view(&visit.actor, detail.person).await?;
    let version = faces.rules()?;
    let status = approve.as_ref().or(refuse.as_ref()).map_or(axum::http::StatusCode::OK, |form| form.status);
    let approve = approve.unwrap_or_else(|| Form::filled(visit, declared(&detail)));
    let refuse = refuse.unwrap_or_else(|| Form::blank(visit));
    let page = faces.page(visit, "review.people").await?.at(&format!("/console/review/{id}"));
    let facts = facts(faces, visit, &t, &detail).await?;
    render_at(
        status,
        &One {
            crumbs: crumbs([(t.get("ui-menu-review"), "/console/review"), (view.handle.clone(), "")]),
            id,
            person: format!("/console/people/{}", detail.person),
            name: view.name.clone(),
            kind: labels::kind(&t, detail.enrolment.kind),
            is_volunteer: detail.enrolment.kind == EnrolmentKind::Volunteer,
            status: crate::people::Standing::of(&t, detail.enrolment.state),
            facts: [person_facts(faces, &t, &view), facts].concat(),
            pending: detail.enrolment.state.is_pending(),
            may_review: detail.may_review,
            checks: checks(&t, &version, &approve, detail.enrolment.kind),
            licences: (1..=LICENCES).map(|n| licence_fields(&t, &approve, n)).collect(),
            articles: articles(&t, &version, refuse.typed.text("article")),
            approve,
            refuse,
            page,
        },
    )
}

fn licence_fields(t: &Text, form: &Form, n: usize) -> LicenceFields {
    let (name, until_name) = (format!("licence_{n}"), format!("until_{n}"));
    LicenceFields {
        choices: licence_choices(t, form.typed.text(&name)),
        until: form.value(&until_name).to_owned(),
        error: form.error(&until_name).to_owned(),
        name,
        until_name,
    }
}

/// The form begins with what was declared; the officer confirms or corrects it.
fn declared(detail: &EnrolmentDetail) -> Typed {
    let (resident, student) = match &detail.claims {
        Claims::Volunteer(claims) => (claims.resident, claims.student),
        Claims::Elder(claims) => (claims.resident, false),
    };
    let ticks = [("resident", resident), ("student", student)];
    Typed::of(ticks.into_iter().filter(|(_, on)| *on).map(|(name, _)| (name, "yes".to_owned())))
}

fn person_facts(faces: &Faces, t: &Text, view: &tb_people::PersonView) -> Vec<(String, String)> {
    vec![
        (t.get("console-th-sex"), labels::sex(t, view.sex)),
        (t.get("console-th-age"), view.age.to_string()),
        (t.get("console-id-no"), view.id_no.clone()),
        (t.get("console-phone"), view.phone.clone().unwrap_or_else(|| t.get("console-none"))),
        (t.get("console-th-place"), place_name(faces, view.node)),
    ]
}

async fn facts(faces: &Faces, visit: &Visit, t: &Text, d: &EnrolmentDetail) -> Outcome<Vec<(String, String)>> {
    let yes_no = |yes: bool| t.get(if yes { "console-yes" } else { "console-no" });
    let names = faces.names([d.applied_by, d.reviewed_by].into_iter().flatten()).await?;
    let mut facts = match &d.claims {
        Claims::Volunteer(claims) => vec![
            (t.get("console-resident"), yes_no(claims.resident)),
            (t.get("console-student"), yes_no(claims.student)),
            (t.get("console-healthy"), yes_no(claims.healthy)),
            (t.get("console-good-record"), yes_no(claims.good_record)),
        ],
        Claims::Elder(claims) => {
            let traits: Vec<String> =
                claims.traits.iter().map(|one| t.get(&format!("people-trait-{}", one.code()))).collect();
            vec![
                (t.get("console-resident"), yes_no(claims.resident)),
                (t.get("console-traits"), traits.join(&t.get("console-comma"))),
            ]
        }
    };
    let by = d.applied_by.map(|id| {
        if Some(id) == visit.actor.person { t.get("console-myself") } else { labels::name_of(&names, Some(id)) }
    });
    facts.push((t.get("console-applied"), labels::full_when(t, d.enrolment.applied_at)));
    facts.push((t.get("console-th-channel"), labels::channel(t, d.enrolment.channel.code())));
    facts.push((t.get("console-applied-by"), by.unwrap_or_else(|| t.get("console-none"))));
    if let Some(at) = d.enrolment.reviewed_at {
        facts.push((t.get("console-reviewed"), labels::full_when(t, at)));
        facts.push((t.get("console-reviewed-by"), labels::name_of(&names, d.reviewed_by)));
    }
    if let Some(checks) = &d.checks {
        let passed: Vec<String> = checks.passed.iter().map(|c| t.get(&format!("console-check-{}", c.code()))).collect();
        facts.push((t.get("console-checks"), passed.join(&t.get("console-comma"))));
        if let Some(percent) = checks.exam_percent {
            facts.push((t.get("console-exam"), format!("{percent}%")));
        }
    }
    if let Some(reason) = &d.enrolment.reason {
        facts.push((t.get("console-reason"), reason.clone()));
    }
    Ok(facts)
}

/// Checks that have fields of their own, or that nobody makes by hand.
const OWN_FIELDS: [Check; 4] = [Check::Residence, Check::Age, Check::Training, Check::Exam];

/// The checks an officer makes; those the city asks for say so.
fn checks(t: &Text, version: &Version, form: &Form, kind: EnrolmentKind) -> Vec<Choice> {
    let asked = &version.parameters.checks.required;
    let wanted = |check: &Check| kind == EnrolmentKind::Volunteer || *check == Check::Identity;
    Check::ALL
        .iter()
        .filter(|check| wanted(check) && !OWN_FIELDS.contains(check))
        .map(|check| {
            let choice = Choice::new(
                check.code(),
                t.get(&format!("console-check-{}", check.code())),
                form.has("passed", check.code()),
            );
            let needed = asked.contains(check) || *check == Check::Identity;
            if needed { choice.hint(t.get("console-check-needed")) } else { choice }
        })
        .collect()
}

fn articles(t: &Text, version: &Version, chosen: &str) -> Vec<Choice> {
    let choice = |article: &tb_policy::Article| {
        let id = article.id.as_str();
        Choice::new(id, format!("{id} {}", article.title.for_locale(t.lang())), id == chosen)
    };
    version.articles.iter().map(choice).collect()
}
