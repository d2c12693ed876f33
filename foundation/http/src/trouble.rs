//! Every way a request ends other than well, and how it is told. The one place where a [`Fail`] becomes a status.
//!
//! A handler returns [`Answer`]; what it means in the caller's language is written by the outer layer, which knows the
//! caller. A fault's text goes to the log and never out.

use crate::porter::Voice;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tb_kernel::{Fail, Kind, Refusal, RequestId};

/// What handlers give back.
pub type Answer<T> = Result<T, Trouble>;

/// A "no" on its way out: a status, the refusal that says why, and when to come back.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub status: StatusCode,
    /// Boxed because it is much larger than what usually comes back.
    pub refusal: Box<Refusal>,
    /// Seconds.
    pub retry_after: Option<u64>,
}

/// Come back when this is busy, in seconds.
const RETRY_BUSY: u64 = 1;
/// Come back to ask what became of a write, in seconds.
const RETRY_UNKNOWN: u64 = 2;

impl Trouble {
    pub fn new(status: StatusCode, code: &'static str) -> Trouble {
        Trouble { status, refusal: Box::new(Refusal::new(kind_of(status), code)), retry_after: None }
    }
    pub fn not_found() -> Trouble {
        Refusal::not_found().into()
    }
    pub(crate) fn too_many(seconds: u64) -> Trouble {
        Trouble { retry_after: Some(seconds.max(1)), ..Trouble::new(StatusCode::TOO_MANY_REQUESTS, "common.too-many") }
    }
    /// What a bare status means, for answers that the framework gives by itself.
    pub(crate) fn of_status(status: StatusCode) -> Trouble {
        let code = match status {
            StatusCode::NOT_FOUND => return Trouble::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => "common.method",
            StatusCode::PAYLOAD_TOO_LARGE => "common.too-large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "common.media-type",
            StatusCode::UNAUTHORIZED => "common.sign-in",
            StatusCode::FORBIDDEN => "common.forbidden",
            StatusCode::REQUEST_TIMEOUT => "common.slow",
            other if other.is_client_error() => "common.bad-request",
            _ => "common.fault",
        };
        Trouble::new(status, code)
    }
}

/// The status of each kind of failure.
pub fn status_of(fail: &Fail) -> StatusCode {
    match fail {
        Fail::Refused(refusal) => match refusal.kind {
            Kind::Invalid | Kind::Rule => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::SignIn => StatusCode::UNAUTHORIZED,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        },
        Fail::Busy | Fail::Unknown => StatusCode::SERVICE_UNAVAILABLE,
        Fail::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A refusal needs a kind even where only the status matters; it chooses the sentence if the code has none.
fn kind_of(status: StatusCode) -> Kind {
    match status {
        StatusCode::UNAUTHORIZED => Kind::SignIn,
        StatusCode::FORBIDDEN => Kind::Forbidden,
        StatusCode::NOT_FOUND => Kind::NotFound,
        StatusCode::TOO_MANY_REQUESTS => Kind::TooMany,
        status if status.is_server_error() => Kind::Conflict,
        _ => Kind::Invalid,
    }
}

impl From<Fail> for Trouble {
    fn from(fail: Fail) -> Trouble {
        let status = status_of(&fail);
        match fail {
            Fail::Refused(refusal) => {
                let retry_after = (refusal.kind == Kind::TooMany).then_some(60);
                Trouble { status, refusal: Box::new(refusal), retry_after }
            }
            Fail::Busy => Trouble { retry_after: Some(RETRY_BUSY), ..Trouble::new(status, "common.busy") },
            Fail::Unknown => Trouble { retry_after: Some(RETRY_UNKNOWN), ..Trouble::new(status, "common.unknown") },
            Fail::Fault(error) => {
                // The span of the request carries its id, which the person is told.
                tracing::error!(error, "a request failed");
                Trouble::new(status, "common.fault")
            }
        }
    }
}
impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Fail::Refused(refusal).into()
    }
}

/// Carries the trouble to the outer layer, which gives it words.
impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem document (RFC 9457), also what an error page is made from.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    /// `/problems/orders.overlap`: stable, for programs.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// The sentence a person may read, in the caller's language.
    pub detail: String,
    /// The policy article this rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemError>,
    /// `urn:uuid:…` of the request: what a person can quote.
    pub instance: String,
}

/// One wrong field.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemError {
    /// JSON pointer into the request.
    pub pointer: String,
    pub code: String,
    pub detail: String,
}

impl Problem {
    /// The refusal's code, `orders.overlap`.
    pub fn code(&self) -> &str {
        self.kind.strip_prefix("/problems/").unwrap_or(&self.kind)
    }
    /// The id a person can quote.
    pub fn request_id(&self) -> &str {
        self.instance.strip_prefix("urn:uuid:").unwrap_or(&self.instance)
    }

    pub(crate) fn of(trouble: &Trouble, voice: &dyn Voice, lang: &str, request_id: RequestId) -> Problem {
        let errors = trouble.refusal.fields.iter().map(|fault| ProblemError {
            pointer: pointer(&fault.field),
            code: fault.code.clone().into_owned(),
            detail: voice.field(lang, fault),
        });
        Problem {
            kind: format!("/problems/{}", trouble.refusal.code),
            title: voice.say(lang, title_key(trouble.status)),
            status: trouble.status.as_u16(),
            detail: voice.refusal(lang, &trouble.refusal),
            article: trouble.refusal.article.clone(),
            errors: errors.collect(),
            instance: format!("urn:uuid:{request_id}"),
        }
    }
}

/// `items.0.minutes` and `/items/0/minutes` both mean the same place; nothing means the whole document.
fn pointer(field: &str) -> String {
    if field.is_empty() || field.starts_with('/') {
        return field.to_owned();
    }
    field.split('.').map(|part| format!("/{}", part.replace('~', "~0"))).collect()
}

fn title_key(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "common-title-bad-request",
        401 => "common-title-sign-in",
        403 => "common-title-forbidden",
        404 => "common-title-not-found",
        405 => "common-title-method",
        409 => "common-title-conflict",
        413 => "common-title-too-large",
        415 => "common-title-media-type",
        422 => "common-title-refused",
        429 => "common-title-too-many",
        503 => "common-title-busy",
        _ => "common-title-fault",
    }
}
