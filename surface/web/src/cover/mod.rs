//! 保险: what covers me today, and saying that something went wrong at a visit. A clerk who acts for somebody uses the same
//! pages.

mod incident;
mod show;

use crate::{own, own_form};
use tb_frame::Faces;
use tb_http::Doors;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(own("/me/cover", "page.cover"), show::show)
        .add(own("/orders/{id}/incident", "page.incident-new"), incident::ask)
        .add(own_form("/orders/{id}/incident", "cover.report-incident"), incident::report)
        .add(own("/me/incidents/{id}", "page.incident"), incident::show)
        .add(own_form("/me/incidents/{id}", "cover.add-to-incident"), incident::add)
}

/// Where an order is.
pub(crate) fn order_path(id: &tb_kernel::OrderId) -> String {
    format!("/orders/{id}")
}
