//! The journal as people read it: what was done in a territory, by whom, with what outcome; only refusals if wanted; and
//! everything done to one object. Lines are only ever added, by every command, successful or refused.

use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, Crumb, ROWS, count_pages, crumbs, text};
use crate::{labels, read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, More, Names, Page, render};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_journal::{LineFilter, ListedLine, lines};
use tb_kernel::{Cursor, Fail, Outcome, PageSize, Role};
use tb_words::Text;
use uuid::Uuid;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/audit", "journal.lines", roles::AUDIT), list)
        .add(read("/console/audit/{object}", "journal.object", roles::AUDIT), object)
}

/// What a filter offers: every command a person of the territory can have run.
const ACTIONS: &[&str] = &[
    "people.register",
    "people.enrol",
    "people.approve",
    "people.refuse",
    "people.change-enrolment",
    "people.qualify",
    "people.update-contact",
    "people.reveal",
    "people.contact",
    "people.act-for",
    "people.stop-acting",
    "people.record-link",
    "people.decide-link",
    "people.end-link",
    "people.print-card",
    "people.renew-card",
    "people.create-staff",
    "people.grant",
    "people.decide-grant",
    "people.end-grant",
    "people.create-token",
    "people.revoke-token",
    "people.open-site",
    "orders.draft",
    "orders.submit",
    "orders.publish",
    "orders.refuse",
    "orders.take",
    "orders.assign",
    "orders.invite",
    "orders.answer-invitation",
    "orders.agree",
    "orders.decline",
    "orders.withdraw",
    "orders.cancel",
    "orders.no-show",
    "orders.check-in",
    "orders.check-out",
    "orders.log-call",
    "orders.confirm",
    "orders.rate",
    "orders.dispute",
    "orders.decide",
    "orders.propose-revocation",
    "orders.approve-revocation",
    "orders.export",
    "giving.propose-programme",
    "giving.approve-programme",
    "giving.propose-grant",
    "giving.approve-grant",
    "cover.propose",
    "cover.propose-end",
    "cover.decide",
    "cover.report-incident",
    "cover.add-to-incident",
    "cover.move-incident",
    "recognition.issue",
    "recognition.set-shown",
    "recognition.propose-revocation",
    "recognition.decide-revocation",
    "recognition.ask-correction",
    "recognition.decide-correction",
    "recognition.record-award",
    "recognition.strike-award",
];

#[derive(Template)]
#[template(path = "audit/list.html")]
struct List {
    page: Page,
    ground: Ground,
    actions: Vec<Choice>,
    refused: bool,
    rows: Vec<Row>,
    count: String,
    more: More,
}

struct Row {
    when: String,
    who: String,
    role: String,
    action: String,
    code: String,
    object: String,
    object_href: String,
    log_href: String,
    place: String,
    outcome: String,
    ok: bool,
    reason: String,
    channel: String,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::AUDIT)?;
    let refused_only = typed.ticked("refused");
    let action = typed.given("action").map(str::to_owned);
    let filter = LineFilter::Territory { node: ground.node, action, refused_only };
    let found = ask(&faces, &filter, lists::after(&typed), PageSize::of(ROWS)).await?;
    let count = count_pages(|after, size| ask(&faces, &filter, after, size)).await?;
    let rows = rows(&faces, &visit, &t, &found.rows).await?;
    let page = faces.page(&visit, "audit").await?;
    let choice = |code: &&str| Choice::new(*code, labels::action(&t, code), **code == *typed.text("action"));
    render(&List {
        actions: ACTIONS.iter().map(choice).collect(),
        refused: refused_only,
        rows,
        count: count.words(&t),
        more: lists::more("/console/audit", &typed, found.next.as_deref()),
        ground,
        page,
    })
}

async fn ask(
    faces: &Faces,
    filter: &LineFilter,
    after: Option<Cursor>,
    size: PageSize,
) -> Outcome<tb_kernel::Page<ListedLine>> {
    lines(&mut faces.house.core.db.read(), filter, after, size).await.map_err(Fail::from)
}

async fn rows(faces: &Faces, visit: &Visit, t: &Text, lines: &[ListedLine]) -> Outcome<Vec<Row>> {
    let names = faces.names(lines.iter().flat_map(|line| [line.actor, line.on_behalf]).flatten()).await?;
    Ok(lines.iter().map(|line| row_of(faces, visit, t, &names, line)).collect())
}

fn row_of(faces: &Faces, visit: &Visit, t: &Text, names: &Names, line: &ListedLine) -> Row {
    let ok = line.outcome == "ok";
    let who = match (line.actor, line.on_behalf) {
        (None, _) => t.get("console-nobody"),
        (actor, None) => labels::name_of(names, actor),
        (actor, other) => {
            t.with("console-who-for", [("who", labels::name_of(names, actor)), ("name", labels::name_of(names, other))])
        }
    };
    let kind = line.object_kind.as_deref().unwrap_or_default();
    Row {
        when: labels::full_when(t, line.at),
        who,
        role: line.role.as_deref().and_then(Role::parse).map(|role| labels::role(t, role)).unwrap_or_default(),
        action: labels::action(t, &line.action),
        code: line.action.clone(),
        object: if kind.is_empty() { String::new() } else { labels::or_code(t, "console-object-", kind) },
        object_href: line.object_id.map(|id| object_href(visit, kind, id)).unwrap_or_default(),
        log_href: line.object_id.filter(|id| !id.is_nil()).map(|id| format!("/console/audit/{id}")).unwrap_or_default(),
        place: line.node.map(|node| place_name(faces, node)).unwrap_or_default(),
        outcome: if ok { t.get("console-ok") } else { line.outcome.clone() },
        ok,
        reason: line.reason.clone().unwrap_or_default(),
        channel: labels::channel(t, &line.channel),
    }
}

/// The page of an object, where it has one that this person may open.
fn object_href(visit: &Visit, kind: &str, id: Uuid) -> String {
    let sees = |roles| visit.actor.has_role(roles);
    match kind {
        "person" if sees(roles::LOOK) => format!("/console/people/{id}"),
        "order" if sees(roles::LOOK) => format!("/console/orders/{id}"),
        "approval" if sees(roles::SECOND_LOOK) => format!("/console/approvals/{id}"),
        _ => String::new(),
    }
}

#[derive(Template)]
#[template(path = "audit/object.html")]
struct Object {
    page: Page,
    crumbs: Vec<Crumb>,
    id: Uuid,
    rows: Vec<Row>,
    count: String,
    more: More,
}

async fn object(State(faces): State<Faces>, visit: Visit, At(id): At<Uuid>, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    // What happened elsewhere did not happen here: an object of another territory looks like one without a line.
    let filter = LineFilter::ObjectWithin { id, nodes: visit.actor.territory(roles::AUDIT) };
    let found = ask(&faces, &filter, lists::after(&typed), PageSize::of(ROWS)).await?;
    if found.rows.is_empty() && lists::after(&typed).is_none() {
        return Err(Trouble::not_found());
    }
    let count = count_pages(|after, size| ask(&faces, &filter, after, size)).await?;
    let rows = rows(&faces, &visit, &t, &found.rows).await?;
    let page = faces.page(&visit, "audit").await?;
    render(&Object {
        crumbs: crumbs([(t.get("ui-menu-audit"), "/console/audit"), (t.get("console-audit-of"), "")]),
        id,
        rows,
        count: count.words(&t),
        more: lists::more(&format!("/console/audit/{id}"), &typed, found.next.as_deref()),
        page,
    })
}
