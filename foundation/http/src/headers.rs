//! What every answer tells the browser: load nothing from elsewhere, run nothing inline, show in no frame, guess no types.

use crate::entry::Cache;
use crate::porter::Settings;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Puts the headers on; what may be kept is only said if nothing was said.
pub(crate) fn put(headers: &mut HeaderMap, settings: &Settings) {
    headers.insert(CONTENT_SECURITY_POLICY, content_policy(settings.tiles.as_deref()));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // The page before is needed here to go back to it, and is nobody else's business.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS, HeaderValue::from_static("geolocation=(self), camera=(), microphone=(), payment=()"));
    if settings.secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, cache(Cache::Never));
    }
}

fn content_policy(tiles: Option<&str>) -> HeaderValue {
    let images = tiles.map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'self'; img-src 'self' data:{images}; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

pub(crate) fn cache(cache: Cache) -> HeaderValue {
    match cache {
        Cache::Never => HeaderValue::from_static("no-store"),
        Cache::Seconds(seconds) => {
            HeaderValue::try_from(format!("public, max-age={seconds}")).unwrap_or(HeaderValue::from_static("no-store"))
        }
        Cache::Forever => HeaderValue::from_static("public, max-age=31536000, immutable"),
    }
}
