//! The elder's word on a visit: on their own page, with how long it was if they remember otherwise; or with their card on
//! the volunteer's phone.

use super::ask::too_late;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, OrderCard, Page, done, refused_or, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{Kind, Minutes, OrderId, Refusal};
use tb_orders::{ConfirmMethod, Confirmation, OrderState, SettleAnswer, Step, may_step};

#[derive(Template)]
#[template(path = "orders/confirm.html")]
struct Confirm {
    page: Page,
    form: Form,
    card: OrderCard,
    with_card: bool,
    back: String,
    /// Where the form goes: a proxy who decides together asks the elder.
    action: String,
    asks: bool,
    seen: i64,
    served: String,
    minutes: String,
}

pub(super) async fn ask(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    show(&faces, &visit, id, false, form).await
}

pub(super) async fn ask_card(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    show(&faces, &visit, id, true, form).await
}

async fn show(faces: &Faces, visit: &Visit, id: OrderId, with_card: bool, form: Form) -> Answer<Response> {
    let seen = faces.house.orders.file(&visit.actor, id).await?.seen;
    let order = seen.order;
    if !may_step(Step::Settle, order.state) {
        return Ok(done(visit, &format!("/orders/{id}"), "web-order-moved-on", &[]));
    }
    let page = faces.page(visit, "me").await?;
    let names = faces.names([Some(order.elder), order.volunteer].into_iter().flatten()).await?;
    let tell = Tell::of(faces, &page);
    let verified = order.verified_minutes.unwrap_or(Minutes::ZERO);
    let clock = |at: Option<tb_kernel::Instant>| at.map(|at| page.t.clock(at)).unwrap_or_default();
    let served = page.t.with(
        "orders-served",
        [("from", clock(order.checked_in_at)), ("to", clock(order.checked_out_at)), ("length", tell.minutes(verified))],
    );
    let asks = !visit.actor.may_run("orders.confirm");
    let typed = form.value("minutes");
    let template = Confirm {
        minutes: if typed.is_empty() { verified.to_string() } else { typed.to_owned() },
        card: tell.card(&order, seen.side, &names),
        with_card,
        back: format!("/orders/{id}"),
        action: if asks { "/family/ask".to_owned() } else { page.path.clone() },
        asks,
        seen: order.version,
        served,
        page: page.clone(),
        form,
    };
    render_at(template.form.status, &template)
}

pub(super) async fn send(
    State(faces): State<Faces>,
    visit: Visit,
    At(order): At<OrderId>,
    typed: Typed,
) -> Answer<Response> {
    give(faces, visit, order, typed, false).await
}

pub(super) async fn send_card(
    State(faces): State<Faces>,
    visit: Visit,
    At(order): At<OrderId>,
    typed: Typed,
) -> Answer<Response> {
    give(faces, visit, order, typed, true).await
}

async fn give(faces: Faces, visit: Visit, order: OrderId, typed: Typed, with_card: bool) -> Answer<Response> {
    let outcome = match confirmation(order, &typed, with_card) {
        Ok(confirmation) => faces.house.orders.confirm(&visit.actor, &typed.key()?, confirmation).await,
        Err(refusal) => Err(refusal.into()),
    };
    match refused_or(outcome)? {
        Ok(answer) => Ok(told(&faces, &visit, &answer)),
        Err(refusal) if refusal.kind == Kind::Conflict => too_late(&faces, &visit, order, &refusal).await,
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            show(&faces, &visit, order, with_card, form).await
        }
    }
}

fn confirmation(order: OrderId, typed: &Typed, with_card: bool) -> Result<Confirmation, Refusal> {
    let seen = typed.int("seen");
    if with_card {
        let code: String = typed.text("code").chars().filter(char::is_ascii_digit).collect();
        if code.is_empty() {
            return Err(Refusal::invalid().field("code", "common.field-missing"));
        }
        return Ok(Confirmation { order, method: ConfirmMethod::Card { code }, minutes: None, seen });
    }
    // "As recorded" is the usual answer; a length is only sent when the elder says another.
    let minutes = match (typed.text("say"), typed.int("minutes")) {
        ("other", Some(minutes)) if (0..=1440).contains(&minutes) => Some(Minutes(minutes)),
        ("other", _) => return Err(Refusal::invalid().field("minutes", "orders.minutes-range")),
        _ => None,
    };
    Ok(Confirmation { order, method: ConfirmMethod::Button, minutes, seen })
}

/// What became of it, on the order's page.
fn told(faces: &Faces, visit: &Visit, answer: &SettleAnswer) -> Response {
    let path = format!("/orders/{}", answer.order);
    match (answer.settled, answer.state) {
        (Some(minutes), _) => {
            done(visit, &path, "orders-done-settled", &[("length", faces.text(visit).minutes(minutes))])
        }
        (None, OrderState::Disputed) => done(visit, &path, "orders-done-differ", &[]),
        (None, _) => done(visit, &path, "orders-done-agreed", &[]),
    }
}
