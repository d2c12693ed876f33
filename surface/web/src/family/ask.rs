//! Deciding together: a proxy asks for a yes; the other gives it or not.

use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, done, refused_or};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{Kind, Minutes, OrderId, ProxyRequestId, Refusal};
use tb_people::{ActAsked, Capability};

/// From the page on which a visit is confirmed.
pub(super) async fn send(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let order = typed.text("order").rsplit('/').next().and_then(|id| id.parse::<OrderId>().ok());
    let order = order.ok_or_else(Refusal::not_found)?;
    let minutes = match (typed.text("say"), typed.int("minutes")) {
        ("other", Some(minutes)) if (0..=1440).contains(&minutes) => Some(Minutes(minutes)),
        ("other", _) => return Err(Refusal::invalid().field("minutes", "orders.minutes-range").into()),
        _ => None,
    };
    let act =
        ActAsked { capability: Capability::Confirm, action: "orders.confirm".to_owned(), subject: order.0, minutes };
    match refused_or(faces.house.people.ask_elder(&visit.actor, &typed.key()?, act).await)? {
        Ok(_) => Ok(done(&visit, "/family", "family-done-asked", &[])),
        // Asked already: what was wanted is so.
        Err(refusal) if refusal.kind == Kind::Conflict => Ok(done(&visit, "/family", "family-done-asked", &[])),
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn answer(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<ProxyRequestId>,
    typed: Typed,
) -> Answer<Response> {
    let yes = typed.text("do") == "yes";
    let order = faces.house.answer_request(&visit.actor, &typed.key()?, id, yes).await?;
    if yes {
        Ok(done(&visit, &format!("/orders/{order}"), "family-done-agreed", &[]))
    } else {
        Ok(done(&visit, "/family", "family-done-declined", &[]))
    }
}

pub(super) async fn withdraw(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<ProxyRequestId>,
    typed: Typed,
) -> Answer<Response> {
    match refused_or(faces.house.people.withdraw_request(&visit.actor, &typed.key()?, id).await)? {
        Ok(()) => Ok(done(&visit, "/family", "family-done-request-back", &[])),
        Err(refusal) if refusal.kind == Kind::Conflict => Ok(done(&visit, "/family", "family-done-request-back", &[])),
        Err(refusal) => Err(refusal.into()),
    }
}
