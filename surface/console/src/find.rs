//! The search field on every page: an order's number leads to the order, anything else to the people who have it.

use crate::{read, roles};
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, go};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{Fail, Kind};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(read("/console/find", "console.find", roles::LOOK), find)
}

async fn find(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let wanted = typed.text("q");
    if looks_like_number(wanted) {
        match faces.house.orders.by_number(&visit.actor, wanted).await {
            Ok(order) => return Ok(go(&visit, &format!("/console/orders/{}", order.id))),
            Err(Fail::Refused(refusal)) if refusal.kind == Kind::NotFound => {}
            Err(fail) => return Err(fail.into()),
        }
    }
    let query = typed.query(&[]);
    Ok(go(&visit, &if query.is_empty() { "/console/people".to_owned() } else { format!("/console/people?{query}") }))
}

/// `261121-7K3M9Q2`: six digits, a dash, seven letters or digits.
fn looks_like_number(text: &str) -> bool {
    text.split_once('-').is_some_and(|(day, tail)| {
        day.len() == 6 && day.bytes().all(|b| b.is_ascii_digit()) && tail.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::looks_like_number;

    #[test]
    fn a_number_of_an_order_is_told_from_a_name_or_a_telephone() {
        assert!(looks_like_number("261121-7K3M9Q2"));
        for other in ["13800138000", "025-83201234", "张桂英", "TB7K3M9Q2", "", "261121-七"] {
            assert!(!looks_like_number(other), "{other}");
        }
    }
}
