//! `/api/v1`: the use cases of the house for programs. Handlers only read what was sent, call the same method of a slice
//! as the pages do, and write the answer; they decide nothing.
//!
//! What must hold: every route is in the OpenAPI document and every described operation is mounted (one list makes
//! both); nothing leaves here unmasked but a person's own; a request that does not fit its type to the last field is
//! told so.

mod calls;
mod cover;
mod document;
mod extract;
mod page;
mod wire;

mod audit;
mod giving;
mod ledger;
mod matching;
mod orders;
mod people;
mod places;
mod policy;
mod recognition;
mod sign_in;

use calls::Calls;
use std::sync::Arc;
use tb_house::House;
use tb_http::{Doors, Recognise};

/// Every scope a program's token can have.
pub const SCOPES: &[&str] = &[
    "people:read",
    "people:write",
    "orders:read",
    "orders:write",
    "ledger:read",
    "policy:read",
    "giving:write",
    "audit:read",
];

/// The routes under `/api/`, with the document at `/api/openapi.json` and its readable form at `/api/`. They bring their
/// own state, so that they mount beside any other; the application's [`Recognise`] should ask
/// [`House::actor_for_bearer`].
pub fn doors<S: Recognise + Clone>(house: &Arc<House>) -> Doors<S> {
    let calls = calls();
    let described = document::document(calls.described());
    calls.into_doors(&Api(house.clone())).and(page::doors(&described))
}

/// The OpenAPI document as text, as it is committed in docs/openapi.json.
pub fn openapi_json() -> String {
    page::text(&document::document(calls().described()))
}

fn calls() -> Calls {
    sign_in::calls()
        .and(people::calls())
        .and(places::calls())
        .and(policy::calls())
        .and(orders::calls())
        .and(matching::calls())
        .and(ledger::calls())
        .and(giving::calls())
        .and(recognition::calls())
        .and(cover::calls())
        .and(audit::calls())
}

/// What the handlers stand on.
#[derive(Clone)]
pub(crate) struct Api(pub(crate) Arc<House>);
