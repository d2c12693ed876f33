//! Who could take an open order, best first, each with the reasons; those whom the rules refuse come last, with the
//! article. From here the desk assigns one who agreed on the telephone, or asks several.

use crate::forms::{Sent, key, said, sent};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, done, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{Fail, Kind, OrderId, Outcome, PersonId, Refusal};
use tb_matching::Candidate;
use tb_orders::{Assign, Invite};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/orders/{id}/candidates", "matching.candidates", roles::SERVE), show)
        .add(write("/console/orders/{id}/assign", "orders.assign", roles::SERVE), assign)
        .add(write("/console/orders/{id}/invite", "orders.invite", roles::SERVE), invite)
}

/// Candidates of one page.
const SHOWN_MAX: usize = 40;

#[derive(Template)]
#[template(path = "orders/candidates.html")]
struct Candidates {
    page: Page,
    crumbs: Vec<Crumb>,
    id: OrderId,
    seen: String,
    fit: Vec<Row>,
    unfit: Vec<Row>,
    count: String,
    form: Form,
}

struct Row {
    id: PersonId,
    name: String,
    handle: String,
    href: String,
    away: String,
    reasons: String,
    refusal: String,
    article: String,
    chosen: bool,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    page_of(&faces, &visit, id, Form::blank(&visit)).await
}

async fn assign(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>, typed: Typed) -> Answer<Response> {
    let outcome = assigned(&faces, &visit, id, &typed).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, &format!("/console/orders/{id}"), "console-done-assign"),
        Sent::Again(form) => page_of(&faces, &visit, id, form).await,
    }
}

/// By the button of a row, or by the handle of somebody who is not on the list.
async fn assigned(faces: &Faces, visit: &Visit, order: OrderId, typed: &Typed) -> Outcome<()> {
    let volunteer = match typed.parsed::<PersonId>("volunteer") {
        Some(id) => id,
        None => match faces.house.people.by_handle(&visit.actor, typed.text("handle")).await {
            Ok(shown) => shown.id,
            Err(Fail::Refused(refusal)) if refusal.kind == Kind::NotFound => {
                return Err(Refusal::invalid().field("handle", "console.handle-unknown").into());
            }
            Err(fail) => return Err(fail),
        },
    };
    let key = typed.key()?;
    let assign = Assign { order, volunteer, seen: typed.int("seen") };
    faces.house.orders.run(&visit.actor, &key, assign).await.map(|_| ())
}

async fn invite(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>, typed: Typed) -> Answer<Response> {
    let volunteers: Vec<PersonId> = typed.many("volunteers").iter().filter_map(|id| id.parse().ok()).collect();
    let outcome = faces.house.orders.run(&visit.actor, &key(&typed)?, Invite { order: id, volunteers }).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(count) => {
            Ok(done(&visit, &format!("/console/orders/{id}"), "console-done-invite", &[("n", count.to_string())]))
        }
        Sent::Again(form) => page_of(&faces, &visit, id, form).await,
    }
}

async fn page_of(faces: &Faces, visit: &Visit, id: OrderId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let order = faces.house.orders.file(&visit.actor, id).await?.seen.order;
    let found = tb_matching::candidates(&faces.house.matching, &visit.actor, id, SHOWN_MAX).await?;
    let nodes: Vec<PersonId> = found.iter().map(|candidate| candidate.person).collect();
    let names = faces.names(nodes).await?;
    let open = |person: &PersonId| names.get(person).is_some_and(|shown| visit.actor.may(roles::LOOK, shown.node));
    let rows = found.iter().map(|candidate| row_of(&t, candidate, open(&candidate.person), &form));
    let (unfit, fit): (Vec<Row>, Vec<Row>) = rows.partition(|row| !row.refusal.is_empty());
    let path = format!("/console/orders/{id}");
    let page = faces.page(visit, "orders").await?.at(&format!("{path}/candidates"));
    let status = form.status;
    render_at(
        status,
        &Candidates {
            crumbs: crumbs([
                (t.get("ui-menu-orders"), "/console/orders"),
                (order.number.clone(), &path),
                (t.get("console-candidates"), ""),
            ]),
            id,
            seen: order.version.to_string(),
            count: t
                .with("console-candidates-count", [("fit", fit.len().to_string()), ("unfit", unfit.len().to_string())]),
            fit,
            unfit,
            form,
            page,
        },
    )
}

fn row_of(t: &Text, candidate: &Candidate, open: bool, form: &Form) -> Row {
    let reasons: Vec<String> = candidate.reasons.iter().map(|reason| labels::reason(t, reason)).collect();
    let refusal = candidate.refusal.as_ref();
    Row {
        id: candidate.person,
        name: candidate.masked_name.clone(),
        handle: candidate.handle.clone(),
        href: if open { format!("/console/people/{}", candidate.person) } else { String::new() },
        away: away(t, candidate.metres),
        reasons: reasons.join(" · "),
        refusal: refusal.map(|refusal| t.refusal(refusal)).unwrap_or_default(),
        article: refusal.and_then(|refusal| refusal.article.clone()).unwrap_or_default(),
        chosen: form.has("volunteers", &candidate.person.to_string()),
    }
}

/// `350 米`, `2.1 公里`.
fn away(t: &Text, metres: i64) -> String {
    if metres < 1000 {
        t.with("console-metres", [("n", metres.to_string())])
    } else {
        t.with("console-kilometres", [("n", format!("{}.{}", metres / 1000, metres % 1000 / 100))])
    }
}
