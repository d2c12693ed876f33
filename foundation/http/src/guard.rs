//! What stands before every handler, in this order: how often, who, may they, how large, is the form ours. Only then the
//! handler runs. A route one may not use answers exactly as if it did not exist.

use crate::cookies::{self, SESSION};
use crate::csrf;
use crate::entry::{Access, Admission, Entry, Face, Limit};
use crate::files::{self, Files};
use crate::headers;
use crate::htmx::redirect;
use crate::json::IdempotencyKey;
use crate::local::local_path;
use crate::porter::{Porter, Recognise};
use crate::run::run;
use crate::trouble::Trouble;
use crate::typed::Typed;
use crate::visit::Visit;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, REFERER};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tb_kernel::{Actor, Fail};

pub(crate) async fn guard<S: Recognise>(
    porter: Arc<Porter>,
    state: S,
    entry: Entry,
    mut request: Request,
    next: Next,
) -> Response {
    let visit = match admit(&porter, &state, &entry, &mut request).await {
        Ok(visit) => visit,
        Err(stop) => return stop.into_response(),
    };
    request.extensions_mut().insert(visit.clone());
    let mut response = run(&porter, entry.verb.writes(), request, next).await;
    if response.status().is_success() && !response.headers().contains_key(CACHE_CONTROL) {
        response.headers_mut().insert(CACHE_CONTROL, headers::cache(entry.cache));
    }
    response.extensions_mut().insert(visit);
    response
}

/// Why a request goes no further.
enum Stop {
    /// Told in the caller's words by the outer layer, as to a stranger.
    Trouble(Trouble),
    /// To the sign-in page.
    SignIn(Response),
}
impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        Stop::Trouble(trouble)
    }
}
impl From<Fail> for Stop {
    fn from(fail: Fail) -> Stop {
        Stop::Trouble(fail.into())
    }
}
impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Stop::Trouble(trouble) => trouble.into_response(),
            Stop::SignIn(response) => response,
        }
    }
}

async fn admit<S: Recognise>(porter: &Porter, state: &S, entry: &Entry, request: &mut Request) -> Result<Visit, Stop> {
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.ok_or_else(|| Fail::fault("a guard was mounted without the outer layer"))?;
    porter.limiters.address(visit.address).map_err(Trouble::too_many)?;
    let actor = recognise(state, entry, request.headers()).await?;
    match entry.access.admits(&actor) {
        Admission::Granted => {}
        Admission::Denied => return Err(Trouble::not_found().into()),
        Admission::Unknown => return Err(ask_to_sign_in(entry, &visit, request.headers())),
    }
    // Whoever acts for another opens only what that other gave; what is for everybody stays so.
    if entry.access != Access::Public && !actor.may_run(entry.action) {
        return Err(Fail::from(tb_kernel::Refusal::forbidden("common.beyond-proxy")).into());
    }
    porter.limiters.route(entry.limit, visit.address, &actor).map_err(Trouble::too_many)?;
    if entry.keyed {
        IdempotencyKey::of(request.headers())?;
    }
    let visit = visit.at(entry, actor);
    let typed = if entry.verb.writes() {
        let body = read_body(porter, entry, request).await?;
        if entry.face == Face::Page {
            let (typed, files) = read_form(entry, request.headers(), &body).await?;
            request.extensions_mut().insert(files);
            *request.body_mut() = Body::from(if entry.files { Bytes::new() } else { body });
            typed
        } else {
            *request.body_mut() = Body::from(body);
            Typed::default()
        }
    } else {
        Typed::parse(request.uri().query().unwrap_or_default().as_bytes())?
    };
    if entry.face == Face::Page && entry.verb.writes() && !entry.foreign_form {
        check_form(porter, request.headers(), &typed)?;
    }
    request.extensions_mut().insert(typed);
    Ok(visit)
}

/// People come with the session cookie, programs with a bearer token; neither opens the other's doors, so an API call
/// can never be made by somebody else's page.
async fn recognise<S: Recognise>(state: &S, entry: &Entry, headers: &HeaderMap) -> Result<Actor, Fail> {
    let known = match entry.face {
        _ if entry.access == Access::Public && entry.limit == Limit::Free => None,
        Face::Page => match cookies::read_hex(headers, SESSION, cookies::TOKEN_DIGITS) {
            Some(token) => state.actor_for_session(token).await?,
            None => None,
        },
        Face::Api => match bearer(headers) {
            Some(token) => state.actor_for_bearer(token).await?,
            None => None,
        },
    };
    Ok(known.unwrap_or_else(Actor::visitor))
}

/// Longest bearer token that is looked up, in bytes.
const BEARER_BYTES_MAX: usize = 200;

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    let fits = (1..=BEARER_BYTES_MAX).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("bearer") && fits).then_some(token)
}

fn ask_to_sign_in(entry: &Entry, visit: &Visit, headers: &HeaderMap) -> Stop {
    if entry.face == Face::Api {
        return Trouble::new(StatusCode::UNAUTHORIZED, "common.sign-in").into();
    }
    // After a form there is nothing to go back to but the page it stood on.
    let back = if entry.verb.writes() { page_before(headers) } else { local_path(&visit.path) };
    let next: String = form_urlencoded::byte_serialize(back.unwrap_or("/").as_bytes()).collect();
    Stop::SignIn(redirect(visit.htmx, &format!("{}?next={next}", visit.porter.settings.sign_in)))
}

/// The path of the referring page, when it is one of this host.
fn page_before(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let (_, rest) = headers.get(REFERER)?.to_str().ok()?.split_once("://")?;
    local_path(rest.strip_prefix(host)?)
}

async fn read_body(porter: &Porter, entry: &Entry, request: &mut Request) -> Result<Bytes, Trouble> {
    let too_large = || Trouble::new(StatusCode::PAYLOAD_TOO_LARGE, "common.too-large");
    let announced =
        request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > entry.body_max) {
        return Err(too_large());
    }
    let body = std::mem::take(request.body_mut());
    match tokio::time::timeout(porter.settings.patience, to_bytes(body, entry.body_max)).await {
        // A connection that broke off fails here too, but then nobody reads the answer.
        Ok(read) => read.map_err(|_| too_large()),
        Err(_) => Err(Trouble::new(StatusCode::REQUEST_TIMEOUT, "common.slow")),
    }
}

async fn read_form(entry: &Entry, headers: &HeaderMap, body: &Bytes) -> Result<(Typed, Files), Trouble> {
    let whole = headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let media = whole.split(';').next().unwrap_or_default().trim();
    let is_form =
        media.eq_ignore_ascii_case("application/x-www-form-urlencoded") || (media.is_empty() && body.is_empty());
    if is_form {
        return Ok((Typed::parse(body)?, Files::default()));
    }
    if entry.files && media.eq_ignore_ascii_case("multipart/form-data") {
        return files::read(whole, body.clone()).await;
    }
    Err(Trouble::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE))
}

fn check_form(porter: &Porter, headers: &HeaderMap, typed: &Typed) -> Result<(), Trouble> {
    let bearer = cookies::form_bearer(headers).unwrap_or_default();
    let header = headers.get(csrf::HEADER).and_then(|token| token.to_str().ok());
    let token = header.unwrap_or_else(|| typed.raw(csrf::FIELD));
    if csrf::from_this_site(headers) && csrf::is_ours(&porter.csrf_key, bearer, token) {
        return Ok(());
    }
    metrics::counter!("timebank_foreign_forms_total").increment(1);
    Err(Trouble::new(StatusCode::FORBIDDEN, "common.form-expired"))
}
