//! A mark, a few words to choose from, a remark.

use super::ask::too_late;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, OrderCard, Page, done, refused_or, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{Kind, OrderId, Refusal};
use tb_orders::{OrderState, Rate, TAGS};

#[derive(Template)]
#[template(path = "orders/rate.html")]
struct RatePage {
    page: Page,
    form: Form,
    card: OrderCard,
    back: String,
    marks: Vec<Choice>,
    tags: Vec<Choice>,
}

pub(super) async fn ask(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    show(&faces, &visit, id, form).await
}

async fn show(faces: &Faces, visit: &Visit, id: OrderId, form: Form) -> Answer<Response> {
    let seen = faces.house.orders.file(&visit.actor, id).await?.seen;
    let order = seen.order;
    if order.state != OrderState::Settled || seen.side.is_none() {
        return Ok(done(visit, &format!("/orders/{id}"), "web-order-moved-on", &[]));
    }
    let page = faces.page(visit, "me").await?;
    let names = faces.names([Some(order.elder), order.volunteer].into_iter().flatten()).await?;
    let highest = faces.house.orders.version(&order.policy)?.parameters.rating_form.highest;
    let tell = Tell::of(faces, &page);
    let marks = (1..=highest).rev().map(|mark| {
        let label = page.t.with("orders-mark", [("mark", mark.to_string())]);
        Choice::new(mark.to_string(), label, form.has("mark", &mark.to_string()))
    });
    let tags =
        TAGS.iter().map(|tag| Choice::new(*tag, page.t.get(&format!("orders-tag-{tag}")), form.has("tags", tag)));
    let template = RatePage {
        card: tell.card(&order, seen.side, &names),
        back: format!("/orders/{id}"),
        marks: marks.collect(),
        tags: tags.collect(),
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
    let outcome = match typed.parsed::<u8>("mark") {
        Some(mark) => {
            let (tags, remark) = (typed.many("tags").to_vec(), typed.text("remark").to_owned());
            faces.house.orders.run(&visit.actor, &typed.key()?, Rate { order, mark, tags, remark }).await
        }
        None => Err(Refusal::invalid().field("mark", "common.field-missing").into()),
    };
    match refused_or(outcome)? {
        Ok(_) => Ok(done(&visit, &format!("/orders/{order}"), "orders-done-rate", &[])),
        Err(refusal) if refusal.kind == Kind::Conflict => too_late(&faces, &visit, order, &refusal).await,
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            show(&faces, &visit, order, form).await
        }
    }
}
