//! The door code, as large as the screen allows: the elder shows it or reads it out, the volunteer types it.

use super::page::spaced;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Page, render};
use tb_http::{Answer, At, Visit};
use tb_kernel::OrderId;

#[derive(Template)]
#[template(path = "orders/code.html")]
struct Code {
    page: Page,
    back: String,
    again: String,
    code: String,
    kind: String,
    when: String,
    who: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    let code = faces.house.orders.door_code(&visit.actor, id).await?;
    let order = faces.house.orders.file(&visit.actor, id).await?.seen.order;
    let page = faces.page(&visit, "me").await?;
    let names = faces.names(order.volunteer).await?;
    let tell = Tell::of(&faces, &page);
    let who = order.volunteer.map(|id| tell.volunteer_of(id, &names)).unwrap_or_default();
    let template = Code {
        back: format!("/orders/{id}"),
        again: format!("/orders/{id}/code"),
        code: spaced(&code),
        kind: tell.item(&order),
        when: tell.when(order.starts_at),
        who,
        page: page.clone(),
    };
    render(&template)
}
