//! What a program sends: a JSON document that must fit its type to the last field, and the key of its write.

use crate::trouble::Trouble;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use std::borrow::Cow;
use tb_journal::Key;
use tb_kernel::{FieldFault, Refusal};

/// The body as `T`. `T` should say `#[serde(deny_unknown_fields)]`: a field we do not know is a misunderstanding that
/// must be told, not passed over.
#[derive(Clone, Copy, Debug)]
pub struct Input<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Input<T> {
    type Rejection = Trouble;
    async fn from_request(request: Request, _: &S) -> Result<Input<T>, Trouble> {
        if !is_json(request.headers()) {
            return Err(Trouble::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes =
            Bytes::from_request(request, &()).await.map_err(|rejection| Trouble::of_status(rejection.status()))?;
        let mut document = serde_json::Deserializer::from_slice(&bytes);
        let value =
            serde_path_to_error::deserialize(&mut document).map_err(|error| told(Some(error.path()), error.inner()))?;
        document.end().map_err(|error| told(None, &error))?;
        Ok(Input(value))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media == "application/json" || (media.starts_with("application/") && media.ends_with("+json"))
}

/// Broken JSON is a bad request; a well-formed document that does not fit says at which field.
fn told(path: Option<&Path>, error: &serde_json::Error) -> Trouble {
    if !error.is_data() {
        return Trouble::new(StatusCode::BAD_REQUEST, "common.json-broken");
    }
    let text = error.to_string();
    let (code, missing) = if text.starts_with("unknown field") {
        ("common.field-unknown", None)
    } else if text.starts_with("missing field") {
        ("common.field-missing", text.split('`').nth(1))
    } else if text.starts_with("invalid type") {
        ("common.field-type", None)
    } else {
        ("common.field-form", None)
    };
    let place = Cow::Owned(pointer(path, missing));
    let mut refusal = Refusal::invalid();
    refusal.fields.push(FieldFault { field: place, code: code.into(), args: Vec::new() });
    refusal.into()
}

fn pointer(path: Option<&Path>, missing: Option<&str>) -> String {
    let mut place = String::new();
    for segment in path.into_iter().flatten() {
        match segment {
            Segment::Seq { index } => place.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => step(&mut place, key),
            Segment::Unknown => {}
        }
    }
    if let Some(name) = missing {
        step(&mut place, name);
    }
    // The whole document is the empty pointer; a slash alone would mean a field without a name.
    place
}

fn step(place: &mut String, key: &str) {
    place.push('/');
    place.push_str(&key.replace('~', "~0").replace('/', "~1"));
}

/// The header `Idempotency-Key`: same key, same body, same answer. Every write of the API needs one; the guard has
/// already demanded it when a handler runs.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(pub Key);

impl IdempotencyKey {
    pub(crate) fn of(headers: &HeaderMap) -> Result<IdempotencyKey, Trouble> {
        let text = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default().trim();
        if text.is_empty() {
            return Err(Trouble::new(StatusCode::BAD_REQUEST, "common.key-missing"));
        }
        let key = Key::parse(text).map_err(|_| Trouble::new(StatusCode::BAD_REQUEST, "common.key-form"))?;
        Ok(IdempotencyKey(key))
    }
}

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<IdempotencyKey, Trouble> {
        IdempotencyKey::of(&parts.headers)
    }
}
