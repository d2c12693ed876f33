//! Arriving and leaving, on the volunteer's phone. The position is asked for by the page and given by the phone; where
//! there is none, the elder's door code or card does as well, and nobody is turned away.

use super::ask::too_late;
use crate::home::facts;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, OrderCard, Page, done, refused_or, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{Kind, OrderId};
use tb_orders::{CheckIn, CheckOut, Presented, SeenPosition, Step, may_step};
use tb_people::Purpose;
use tb_policy::rules::is_minor;

#[derive(Template)]
#[template(path = "orders/check.html")]
struct Check {
    page: Page,
    form: Form,
    card: OrderCard,
    way: &'static str,
    back: String,
    seen: i64,
    hint: String,
    /// The volunteer is under age and somebody must be there.
    guardian: bool,
    /// The volunteer allows the telephone to be located.
    located: bool,
}

pub(super) async fn ask_in(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    show(&faces, &visit, id, Step::CheckIn, form).await
}

pub(super) async fn ask_out(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    show(&faces, &visit, id, Step::CheckOut, form).await
}

async fn show(faces: &Faces, visit: &Visit, id: OrderId, step: Step, form: Form) -> Answer<Response> {
    let seen = faces.house.orders.file(&visit.actor, id).await?.seen;
    let order = seen.order;
    if !may_step(step, order.state) {
        return Ok(done(visit, &format!("/orders/{id}"), "web-order-moved-on", &[]));
    }
    let page = faces.page(visit, "me").await?;
    let names = faces.names([Some(order.elder), order.volunteer].into_iter().flatten()).await?;
    let version = faces.house.orders.version(&order.policy)?;
    let p = &version.parameters;
    let tell = Tell::of(faces, &page);
    let way = if step == Step::CheckIn { "check-in" } else { "check-out" };
    let hint = if step == Step::CheckIn {
        let early = order.starts_at.minus(tb_kernel::Span::minutes(p.visiting.check_in_early.0));
        let late = order.starts_at.plus(tb_kernel::Span::minutes(p.visiting.check_in_late.0));
        let times =
            [("from", page.t.clock(early)), ("to", page.t.clock(late)), ("count", p.presence.needed.to_string())];
        page.t.with("orders-check-in-hint", times)
    } else {
        let since = order.checked_in_at.map(|at| page.t.clock(at)).unwrap_or_default();
        page.t.with("orders-check-out-hint", [("since", since)])
    };
    let card = tell.card(&order, seen.side, &names);
    let guardian = match order.volunteer.filter(|_| step == Step::CheckIn && p.guardian.present) {
        Some(volunteer) => is_minor(&version, facts(faces, volunteer).await?.age(page.now.day())),
        None => false,
    };
    let volunteer: Vec<_> = order.volunteer.into_iter().collect();
    let allowed = faces.house.people.consented(&mut faces.house.core.db.read(), Purpose::Location, &volunteer).await?;
    let template = Check {
        guardian,
        located: !allowed.is_empty(),
        card,
        way,
        back: format!("/orders/{id}"),
        seen: order.version,
        hint,
        page: page.clone(),
        form,
    };
    render_at(template.form.status, &template)
}

fn presented(typed: &Typed) -> Presented {
    let number = |field| typed.parsed::<f64>(field).filter(|n| n.is_finite());
    Presented {
        position: SeenPosition { lon: number("lng"), lat: number("lat"), accuracy: number("accuracy") },
        code: typed.given("code").map(|code| code.chars().filter(char::is_ascii_digit).collect()),
        guardian_code: typed.given("guardian").map(|code| code.chars().filter(char::is_ascii_digit).collect()),
        device_at: None,
    }
}

pub(super) async fn check_in(
    State(faces): State<Faces>,
    visit: Visit,
    At(order): At<OrderId>,
    typed: Typed,
) -> Answer<Response> {
    let command = CheckIn { order, presented: presented(&typed), seen: typed.int("seen") };
    let outcome = faces.house.orders.run(&visit.actor, &typed.key()?, command).await.map(|_| ());
    after(&faces, &visit, order, Step::CheckIn, typed, outcome).await
}

pub(super) async fn check_out(
    State(faces): State<Faces>,
    visit: Visit,
    At(order): At<OrderId>,
    typed: Typed,
) -> Answer<Response> {
    let command = CheckOut { order, presented: presented(&typed), seen: typed.int("seen") };
    let outcome = faces.house.orders.run(&visit.actor, &typed.key()?, command).await.map(|_| ());
    after(&faces, &visit, order, Step::CheckOut, typed, outcome).await
}

async fn after(
    faces: &Faces,
    visit: &Visit,
    order: OrderId,
    step: Step,
    typed: Typed,
    outcome: tb_kernel::Outcome<()>,
) -> Answer<Response> {
    let notice = if step == Step::CheckIn { "orders-done-check-in" } else { "orders-done-check-out" };
    match refused_or(outcome)? {
        Ok(()) => Ok(done(visit, &format!("/orders/{order}"), notice, &[])),
        Err(refusal) if refusal.kind == Kind::Conflict => too_late(faces, visit, order, &refusal).await,
        Err(refusal) => {
            let form = Form::again(visit, &faces.text(visit), typed, &refusal);
            show(faces, visit, order, step, form).await
        }
    }
}
