//! What waits for a second person: taking an order back, opening a programme, granting time, giving a role. The page shows
//! the frozen request in words and as it was recorded, with its mark; who asked cannot decide.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;
use tb_cover::DecideCover;
use tb_frame::{Faces, Form, Names, Page, render, render_at};
use tb_giving::{ApproveGrant, ApproveProgramme};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_journal::{Approval, ApprovalState, Key};
use tb_kernel::{ApprovalId, Minutes, Node, OrderId, Outcome, PersonId, Refusal, Role};
use tb_orders::ApproveRevocation;
use tb_recognition::DecideRevocation;
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/approvals", "approval.list", roles::SECOND_LOOK), list)
        .add(read("/console/approvals/{id}", "approval.open", roles::SECOND_LOOK), show)
        .add(write("/console/approvals/{id}", "approval.decide", roles::DECIDE), decide)
}

/// Requests of one list.
pub(crate) const LISTED_MAX: i64 = 200;

#[derive(Template)]
#[template(path = "approvals/list.html")]
struct List {
    page: Page,
    ground: Ground,
    rows: Vec<Row>,
    count: String,
}

struct Row {
    href: String,
    kind: String,
    place: String,
    maker: String,
    reason: String,
    made: String,
    until: String,
    mine: bool,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::SECOND_LOOK)?;
    let open = tb_journal::open_approvals(&mut faces.house.core.db.read(), ground.node, LISTED_MAX).await;
    let open = open.map_err(tb_kernel::Fail::from)?;
    let names = faces.names(open.iter().map(|request| request.maker)).await?;
    let page = faces.page(&visit, "review.approvals").await?;
    let row = |request: &Approval| Row {
        href: format!("/console/approvals/{}", request.id),
        kind: kind_word(&t, &request.kind),
        place: place_name(&faces, request.node),
        maker: labels::name_of(&names, Some(request.maker)),
        reason: request.reason.clone(),
        made: t.day(request.made_at),
        until: t.day(request.expires_at),
        mine: visit.actor.person == Some(request.maker),
    };
    let rows: Vec<Row> = open.iter().map(row).collect();
    render(&List { count: t.with("console-count", [("n", rows.len().to_string())]), rows, ground, page })
}

fn kind_word(t: &Text, kind: &str) -> String {
    labels::or_code(t, "console-second-", kind)
}

#[derive(Template)]
#[template(path = "approvals/one.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: ApprovalId,
    kind: String,
    status: String,
    tone: &'static str,
    reason: String,
    facts: Vec<(String, String)>,
    asked: Vec<Asked>,
    frozen: String,
    mark: String,
    may_decide: bool,
    mine: bool,
    form: Form,
}

/// One line of what is asked for; a link where it leads somewhere.
struct Asked {
    label: String,
    value: String,
    href: String,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<ApprovalId>) -> Answer<Response> {
    page_of(&faces, &visit, id, Form::blank(&visit)).await
}

async fn decide(State(faces): State<Faces>, visit: Visit, At(id): At<ApprovalId>, typed: Typed) -> Answer<Response> {
    let request = seen(&faces, &visit, id).await?;
    let approve = typed.text("decision") == "yes";
    let agreed = || text(&faces, &visit).get("console-second-agreed");
    let reason = typed.given("reason").map(str::to_owned).or_else(|| approve.then(agreed));
    let outcome = match reason {
        Some(reason) => run(&faces, &visit, &key(&typed)?, &request, approve, reason).await,
        None => Err(Refusal::invalid().field("reason", "console.reason-missing").into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => {
            let notice = if approve { "console-done-second-yes" } else { "console-done-second-no" };
            said(&visit, "/console/approvals", notice)
        }
        Sent::Again(form) => page_of(&faces, &visit, id, form).await,
    }
}

/// Hands the word to the slice that asked for it.
async fn run(
    faces: &Faces,
    visit: &Visit,
    key: &Key,
    request: &Approval,
    approve: bool,
    reason: String,
) -> Outcome<()> {
    let (house, actor, approval) = (&faces.house, &visit.actor, request.id);
    match request.kind.as_str() {
        "orders.revoke" => {
            house.orders.run(actor, key, ApproveRevocation { approval, approve, reason }).await.map(|_| ())
        }
        "giving.open-programme" => {
            house.giving.run(actor, key, ApproveProgramme { approval, approve, reason }).await.map(|_| ())
        }
        "giving.grant" => house.giving.run(actor, key, ApproveGrant { approval, approve, reason }).await.map(|_| ()),
        "recognition.revoke" => {
            house.recognition.run(actor, key, DecideRevocation { approval, approve, reason }).await.map(|_| ())
        }
        "cover.insurance" => house.cover.run(actor, key, DecideCover { approval, approve, reason }).await.map(|_| ()),
        "people.grant" => house.people.decide_grant(actor, key, approval, approve, &reason).await.map(|_| ()),
        _ => Err(Refusal::not_found().into()),
    }
}

/// A request of one's territory.
///
/// # Errors
/// Not found.
async fn seen(faces: &Faces, visit: &Visit, id: ApprovalId) -> Answer<Approval> {
    let found = tb_journal::decided(&mut faces.house.core.db.read(), id).await.map_err(tb_kernel::Fail::from)?;
    found.filter(|request| visit.actor.may(roles::SECOND_LOOK, request.node)).ok_or_else(Trouble::not_found)
}

async fn page_of(faces: &Faces, visit: &Visit, id: ApprovalId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let request = seen(faces, visit, id).await?;
    let payload: Value = serde_json::from_str(&request.payload).unwrap_or_default();
    let mut people: Vec<PersonId> = vec![request.maker];
    people.extend(request.checker);
    people.extend(people_of(&payload));
    let names = faces.names(people).await?;
    let mine = visit.actor.person == Some(request.maker);
    let open = request.state == ApprovalState::Open && request.expires_at > faces.now();
    let page = faces.page(visit, "review.approvals").await?.at(&format!("/console/approvals/{id}"));
    let (status, tone) = status(&t, &request, open);
    let code = form.status;
    render_at(
        code,
        &One {
            crumbs: crumbs([(t.get("console-approvals"), "/console/approvals"), (kind_word(&t, &request.kind), "")]),
            id,
            kind: kind_word(&t, &request.kind),
            status,
            tone,
            reason: request.reason.clone(),
            facts: facts(faces, &t, &names, &request),
            asked: asked(faces, visit, &t, &names, &payload).await?,
            frozen: serde_json::to_string_pretty(&payload).unwrap_or_else(|_| request.payload.clone()),
            mark: tb_crypto::hex(&request.hash),
            may_decide: open && !mine && visit.actor.may(roles::DECIDE, request.node),
            mine: open && mine,
            form,
            page,
        },
    )
}

fn status(t: &Text, request: &Approval, open: bool) -> (String, &'static str) {
    let (word, tone) = match request.state {
        ApprovalState::Open if open => ("open", "wait"),
        ApprovalState::Open | ApprovalState::Expired => ("expired", "still"),
        ApprovalState::Approved => ("approved", "ok"),
        ApprovalState::Refused => ("refused", "bad"),
        ApprovalState::Withdrawn => ("withdrawn", "still"),
    };
    (t.get(&format!("console-second-state-{word}")), tone)
}

fn facts(faces: &Faces, t: &Text, names: &Names, request: &Approval) -> Vec<(String, String)> {
    let mut facts = vec![
        (t.get("console-th-place"), place_name(faces, request.node)),
        (t.get("console-second-maker"), labels::name_of(names, Some(request.maker))),
        (t.get("console-second-made"), labels::full_when(t, request.made_at)),
        (t.get("console-second-until"), labels::full_when(t, request.expires_at)),
    ];
    if let Some(at) = request.decided_at {
        facts.push((t.get("console-second-checker"), labels::name_of(names, request.checker)));
        facts.push((t.get("console-second-decided"), labels::full_when(t, at)));
        facts.push((t.get("console-second-why"), request.decision_reason.clone().unwrap_or_default()));
    }
    facts
}

fn people_of(payload: &Value) -> Vec<PersonId> {
    let one = payload["person"].as_str().into_iter();
    let many = payload["people"].as_array().into_iter().flatten().filter_map(Value::as_str);
    one.chain(many).filter_map(|id| id.parse().ok()).collect()
}

/// The frozen request in words. Unknown fields stay in the recorded form below.
async fn asked(faces: &Faces, visit: &Visit, t: &Text, names: &Names, payload: &Value) -> Outcome<Vec<Asked>> {
    let order = payload["order"].as_str().and_then(|id| id.parse::<OrderId>().ok());
    let number = match order {
        Some(id) => Some((id, faces.house.orders.file(&visit.actor, id).await?.seen.order.number)),
        None => None,
    };
    let mut asked = Vec::new();
    let mut add = |key: &str, value: String, href: String| asked.push(Asked { label: t.get(key), value, href });
    if let Some((order, number)) = number {
        add("console-second-order", number, format!("/console/orders/{order}"));
    }
    if let Some(insurance) = payload["insurance"].as_str() {
        add("console-second-insurance", insurance.to_owned(), String::new());
    }
    if let Some(id) = payload["certificate"].as_str().and_then(|id| id.parse::<tb_kernel::CertificateId>().ok()) {
        let found = faces.house.recognition.certificate(&visit.actor, id).await?;
        add("console-second-certificate", found.certificate.number, format!("/console/certificates/{id}"));
    }
    if let Some(name) = payload["name"].as_str() {
        let code = payload["code"].as_str().unwrap_or_default();
        add("console-second-programme", format!("{name} ({code})"), String::new());
    }
    if let Some(budget) = payload["budget"].as_i64() {
        add("console-second-budget", t.minutes(Minutes(budget)), String::new());
    }
    if let Some(role) = payload["role"].as_str().and_then(Role::parse) {
        add("console-second-role", labels::role(t, role), String::new());
    }
    if let Some(node) = payload["node"].as_str().and_then(Node::parse) {
        add("console-th-place", place_name(faces, node), String::new());
    }
    for (field, key) in [("from", "console-from"), ("to", "console-to")] {
        if let Some(day) = payload[field].as_str().and_then(tb_kernel::Day::parse) {
            add(key, t.date(day), String::new());
        }
    }
    let people = people_of(payload);
    if payload["people"].is_array() {
        add("console-second-people", t.with("console-count-people", [("n", people.len().to_string())]), String::new());
    }
    for person in people {
        let name = labels::name_of(names, Some(person));
        let handle = names.get(&person).map(|shown| shown.handle.clone()).unwrap_or_default();
        add("console-second-person", format!("{name} {handle}"), format!("/console/people/{person}"));
    }
    Ok(asked)
}
