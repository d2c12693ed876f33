//! Forms that another site sends in a person's name. Two walls: the browser's own word where a request comes from, and a
//! token that only our pages know.
//!
//! The token is `nonce.mac`, the mac keyed and bound to the session (or to the visitor's mark before signing in). The
//! nonce is new in every answer, so that a compressed page does not leak it letter by letter.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use tb_kernel::Entropy;

/// The form's field and the header that scripts may use instead.
pub(crate) const FIELD: &str = "_csrf";
pub(crate) const HEADER: &str = "x-csrf-token";

/// A token for pages shown to the holder of `bearer` (session token or visitor's mark).
pub(crate) fn token(key: &[u8; 32], bearer: &str, entropy: &Entropy) -> String {
    let nonce = tb_crypto::hex(&entropy.bytes::<16>());
    let mac = mac(key, &nonce, bearer);
    format!("{nonce}.{mac}")
}

/// True when `given` was made for `bearer`. Takes the same time for every wrong one.
pub(crate) fn is_ours(key: &[u8; 32], bearer: &str, given: &str) -> bool {
    let Some((nonce, given)) = given.split_once('.') else { return false };
    !bearer.is_empty() && bool::from(mac(key, nonce, bearer).as_bytes().ct_eq(given.as_bytes()))
}

fn mac(key: &[u8; 32], nonce: &str, bearer: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in [nonce, bearer] {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    tb_crypto::hex(&mac.finalize().into_bytes())
}

/// False when the browser says that the request comes from another site. Old browsers say nothing; then `Origin`, if
/// there is one, must be this host.
pub(crate) fn from_this_site(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    origin.is_some() && origin == host
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_token_serves_one_bearer_only() {
        let entropy = Entropy::seeded(1);
        let key = [7; 32];
        let first = token(&key, "aa", &entropy);
        assert_ne!(first, token(&key, "aa", &entropy), "every answer has another nonce");
        assert!(is_ours(&key, "aa", &first));
        for (key, bearer, given) in [
            (key, "bb", first.as_str()),
            ([8; 32], "aa", &first),
            (key, "aa", ""),
            (key, "aa", "."),
            (key, "", &first),
            (key, "aa", &first[..first.len() - 1]),
        ] {
            assert!(!is_ours(&key, bearer, given));
        }
    }

    #[test]
    fn the_browsers_word_counts() {
        let check = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            from_this_site(&headers)
        };
        assert!(check(&[("sec-fetch-site", "same-origin")]));
        assert!(check(&[]));
        assert!(check(&[("origin", "https://bank.example"), ("host", "bank.example")]));
        for foreign in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "rubbish")],
            &[("origin", "https://evil.example"), ("host", "bank.example")],
            &[("origin", "null"), ("host", "bank.example")],
        ] {
            assert!(!check(foreign), "{foreign:?}");
        }
    }
}
