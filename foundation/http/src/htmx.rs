//! The two headers of htmx that matter here: it says that it asks, and it is told where to go.

use axum::http::header::{HeaderName, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::local::local_path;
use crate::visit::Visit;

const REQUEST: HeaderName = HeaderName::from_static("hx-request");
const REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// True when a fragment is enough.
pub fn is_htmx(headers: &HeaderMap) -> bool {
    headers.get(REQUEST).is_some_and(|value| value == "true")
}

/// After a form: to another page, so that reloading it sends nothing again. Only paths of this house; anything else
/// leads to the first page.
pub fn redirect_after_post(visit: &Visit, path: &str) -> Response {
    redirect(visit.htmx, local_path(path).unwrap_or("/"))
}

pub(crate) fn redirect(htmx: bool, path: &str) -> Response {
    let place = HeaderValue::try_from(path).unwrap_or(HeaderValue::from_static("/"));
    if htmx {
        (StatusCode::OK, [(REDIRECT, place)]).into_response()
    } else {
        (StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response()
    }
}
