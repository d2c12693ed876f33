//! What stands in the address: the parts of the path and the query, as types.

use crate::trouble::Trouble;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use tb_kernel::{FieldFault, Refusal};

/// The parts of the path. An address that cannot be (a malformed id) answers like one that is not.
#[derive(Clone, Copy, Debug)]
pub struct At<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<At<T>, Trouble> {
        let found = Path::<T>::from_request_parts(parts, state).await;
        found.map(|Path(value)| At(value)).map_err(|_| Trouble::not_found())
    }
}

/// The query of an API call as `T`, which should say `#[serde(deny_unknown_fields)]`. Pages use [`crate::Typed`], which
/// keeps what does not fit so that it can be shown.
#[derive(Clone, Copy, Debug)]
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, Trouble> {
        let found = Query::<T>::from_request_parts(parts, state).await;
        found.map(|Query(value)| Asked(value)).map_err(|rejection| unfit(&rejection.body_text()))
    }
}

/// `…: size: invalid digit found in string`, `…: missing field `size``, `…: unknown field `sort`, expected `size``.
fn unfit(text: &str) -> Trouble {
    let quoted = || text.split('`').nth(1).unwrap_or_default();
    let (name, code) = if text.contains("unknown field") {
        (quoted(), "common.field-unknown")
    } else if text.contains("missing field") {
        (quoted(), "common.field-missing")
    } else {
        (text.split(": ").nth(1).unwrap_or_default(), "common.field-form")
    };
    let mut refusal = Refusal::invalid();
    let field = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    refusal.fields.push(FieldFault { field: field.into(), code: code.into(), args: Vec::new() });
    refusal.into()
}
