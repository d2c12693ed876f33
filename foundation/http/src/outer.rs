//! Around every request: its number, its language, its one log line, its security headers; and every "no", also the
//! framework's own, told in the caller's words as a page or as a problem document.

use crate::address::client_address;
use crate::cookies::{self, Edition, SetCookie};
use crate::csrf;
use crate::entry::Face;
use crate::headers;
use crate::htmx::is_htmx;
use crate::porter::Porter;
use crate::trouble::{Problem, Trouble};
use crate::visit::Visit;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request};
use axum::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, ALLOW, CONTENT_TYPE, HeaderName, RETRY_AFTER, SET_COOKIE, USER_AGENT, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use tb_kernel::{Actor, Instant};
use tower_http::compression::CompressionLayer;
use tracing::Instrument;

/// The header in which every answer carries the request's id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Under this path everything is for programs.
const API_PREFIX: &str = "/api/";
/// Longest name of a device that is kept, in characters.
const DEVICE_CHARS_MAX: usize = 200;

pub(crate) fn wrap(router: Router, porter: Arc<Porter>) -> Router {
    // Bodies are bounded by each route's own entry.
    router
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(move |request, next| outer(porter.clone(), request, next)))
        .layer(CompressionLayer::new())
}

/// Answers every path that no route has.
pub(crate) async fn nothing_here() -> Trouble {
    Trouble::not_found()
}

async fn outer(porter: Arc<Porter>, mut request: Request, next: Next) -> Response {
    let started = porter.clock.now();
    let visit = arrive(&porter, &request, started);
    let new_mark = new_mark(&porter, request.headers());
    let visit = match &new_mark {
        Some(mark) => Visit { csrf: csrf::token(&porter.csrf_key, mark, &porter.entropy), ..visit },
        None => visit,
    };
    let method = request.method().clone();
    // The template, never the path itself: a path holds ids and a query may hold names.
    let route = request.extensions().get::<MatchedPath>().map_or("-".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(visit.clone());
    let span = tracing::info_span!("request", id = %visit.request_id);
    let mut response = next.run(request).instrument(span.clone()).await;

    let visit = response.extensions_mut().remove::<Visit>().unwrap_or(visit);
    let mut response = in_words(&porter, &visit, response);
    dress(&porter, &visit, new_mark.as_deref(), &mut response);
    let micros = porter.clock.now().since(started).0.max(0);
    span.in_scope(|| account(&method, &route, visit.action, response.status(), micros));
    response
}

/// What is known about a caller before anything is decided.
fn arrive(porter: &Arc<Porter>, request: &Request, now: Instant) -> Visit {
    let headers = request.headers();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let bearer = cookies::form_bearer(headers).unwrap_or_default();
    Visit {
        actor: Actor::visitor(),
        lang: porter.voice.negotiate(header(ACCEPT_LANGUAGE), cookies::read(headers, cookies::LANGUAGE)),
        edition: cookies::read(headers, cookies::EDITION).and_then(Edition::parse).unwrap_or_default(),
        text_size: cookies::read(headers, cookies::TEXT_SIZE)
            .and_then(|size| size.parse().ok())
            .filter(|size| (1..=4).contains(size))
            .unwrap_or(0),
        request_id: porter.entropy.id(now),
        address: client_address(peer, headers, &porter.settings.trusted_proxies),
        device: header(USER_AGENT).unwrap_or_default().chars().take(DEVICE_CHARS_MAX).collect(),
        face: face_of(request),
        action: "",
        path: request.uri().path_and_query().map_or("/".to_owned(), ToString::to_string),
        htmx: is_htmx(headers),
        csrf: csrf::token(&porter.csrf_key, bearer, &porter.entropy),
        notice: cookies::read_notice(headers),
        session: cookies::read_hex(headers, cookies::SESSION, cookies::TOKEN_DIGITS).unwrap_or_default().to_owned(),
        porter: porter.clone(),
    }
}

/// Whether a program or a person asks, when no route says it.
fn face_of(request: &Request) -> Face {
    let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let wants_json = accept.contains("json") && !accept.contains("html");
    if request.uri().path().starts_with(API_PREFIX) || wants_json { Face::Api } else { Face::Page }
}

/// A mark for a caller who has none yet, so that a form before signing in is bound to this browser.
fn new_mark(porter: &Porter, headers: &HeaderMap) -> Option<String> {
    cookies::form_bearer(headers).is_none().then(|| tb_crypto::hex(&porter.entropy.bytes::<16>()))
}

/// Gives a trouble its words. An answer that already has some is left alone.
fn in_words(porter: &Porter, visit: &Visit, mut response: Response) -> Response {
    let trouble = response.extensions_mut().remove::<Trouble>();
    let trouble = match trouble {
        Some(trouble) => trouble,
        None if is_bare(&response) => Trouble::of_status(response.status()),
        None => return response,
    };
    let problem = Problem::of(&trouble, &*porter.voice, visit.lang, visit.request_id);
    let mut told = match visit.face {
        Face::Api => document(&problem),
        Face::Page => axum::response::Html((porter.error_page)(visit, &problem)).into_response(),
    };
    *told.status_mut() = trouble.status;
    let headers = told.headers_mut();
    if let Some(seconds) = trouble.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if trouble.status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(allow) = response.headers().get(ALLOW) {
        headers.insert(ALLOW, allow.clone());
    }
    told
}

/// An error of the framework: no body of ours, at most a line of plain text.
fn is_bare(response: &Response) -> bool {
    let media = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let error = response.status().is_client_error() || response.status().is_server_error();
    error && media.is_none_or(|media| media.starts_with(b"text/plain"))
}

fn document(problem: &Problem) -> Response {
    let json = serde_json::to_vec(problem).unwrap_or_default();
    let media = [(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
    (media, Body::from(json)).into_response()
}

fn dress(porter: &Porter, visit: &Visit, new_mark: Option<&str>, response: &mut Response) {
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    let status = response.status();
    let headers = response.headers_mut();
    headers::put(headers, &porter.settings);
    if let Ok(id) = HeaderValue::try_from(visit.request_id.to_string()) {
        headers.insert(REQUEST_ID, id);
    }
    if let Some(mark) = new_mark.filter(|_| is_page) {
        headers.append(SET_COOKIE, SetCookie::visitor(mark, porter.settings.secure).header().clone());
    }
    if visit.notice.is_some() && is_page && !visit.htmx && status.is_success() {
        headers.append(SET_COOKIE, SetCookie::no_notice(porter.settings.secure).header().clone());
    }
}

/// The one log line of a request and its figures.
fn account(method: &Method, route: &str, action: &'static str, status: StatusCode, micros: i64) {
    tracing::info!(target: "access", %method, route, action, status = status.as_u16(), ms = micros / 1000);
    metrics::counter!("timebank_requests_total", "action" => action, "status" => status.as_str().to_owned())
        .increment(1);
    metrics::histogram!("timebank_request_seconds", "action" => action).record(micros as f64 / 1e6);
}
