//! The pages of orders: lists, one order with everything that can be done about it now, and a page for each act.

mod ask;
mod check;
mod code;
mod confirm;
pub(crate) mod list;
mod page;
mod rate;

use crate::{own, own_form};
use ask::Act;
use axum::extract::State;
pub(crate) use page::spaced;
use tb_frame::Faces;
use tb_http::{At, Doors, Typed, Visit};
use tb_kernel::OrderId;

pub(crate) fn doors() -> Doors<Faces> {
    let mut doors = Doors::new()
        .add(own("/orders", "page.orders"), list::mine)
        .add(own("/orders/{id}", "page.order"), page::show)
        .add(own("/orders/{id}/code", "page.door-code"), code::show)
        .add(own("/orders/{id}/check-in", "page.check-in"), check::ask_in)
        .add(own_form("/orders/{id}/check-in", "orders.check-in"), check::check_in)
        .add(own("/orders/{id}/check-out", "page.check-out"), check::ask_out)
        .add(own_form("/orders/{id}/check-out", "orders.check-out"), check::check_out)
        .add(own("/orders/{id}/confirm", "page.confirm"), confirm::ask)
        .add(own_form("/orders/{id}/confirm", "orders.confirm"), confirm::send)
        .add(own("/orders/{id}/card", "page.card"), confirm::ask_card)
        .add(own_form("/orders/{id}/card", "orders.confirm"), confirm::send_card)
        .add(own("/orders/{id}/rate", "page.rate"), rate::ask)
        .add(own_form("/orders/{id}/rate", "orders.rate"), rate::send);
    for act in Act::ALL {
        doors = doors
            .add(own(act.path(), act.page()), move |faces: State<Faces>, visit: Visit, id: At<OrderId>| {
                ask::show(act, faces, visit, id)
            })
            .add(
                own_form(act.path(), act.command()),
                move |faces: State<Faces>, visit: Visit, id: At<OrderId>, typed: Typed| {
                    ask::send(act, faces, visit, id, typed)
                },
            );
    }
    doors
}
