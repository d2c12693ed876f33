//! The cookies of the house: the session, the visitor's mark for forms before signing in, and the person's choices of
//! language, edition and letter size. None is readable by scripts.

use crate::visit::Notice;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};
use std::convert::Infallible;
use tb_kernel::Span;

pub(crate) const SESSION: &str = "tb_session";
pub(crate) const VISITOR: &str = "tb_visitor";
pub(crate) const LANGUAGE: &str = "tb_lang";
pub(crate) const EDITION: &str = "tb_edition";
pub(crate) const TEXT_SIZE: &str = "tb_text";
pub(crate) const NOTICE: &str = "tb_notice";

/// How long a choice is remembered, in seconds: a year.
const CHOICE_SECONDS: i64 = 365 * 86_400;
/// How long a notice waits for the next page, in seconds.
const NOTICE_SECONDS: i64 = 60;
/// Longest value of a cookie that is read, in bytes.
const VALUE_BYTES_MAX: usize = 1000;

/// Which edition of the pages a person uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    #[default]
    Normal,
    Elder,
}

impl Edition {
    pub const fn code(self) -> &'static str {
        match self {
            Edition::Normal => "normal",
            Edition::Elder => "elder",
        }
    }
    pub fn parse(code: &str) -> Option<Edition> {
        [Edition::Normal, Edition::Elder].into_iter().find(|edition| edition.code() == code)
    }
}

/// A choice that is remembered.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    Language(&'static str),
    Edition(Edition),
    /// 1 to 4.
    TextSize(u8),
}

/// One `Set-Cookie`; put it in front of a response: `(cookie, redirect)`.
#[derive(Clone, Debug)]
pub struct SetCookie(HeaderValue);

impl SetCookie {
    /// `value` must be of visible ASCII without `;`, which all our values are; anything else becomes empty.
    fn new(name: &str, value: &str, age_seconds: Option<i64>, secure: bool) -> SetCookie {
        let fits = value.bytes().all(|b| b.is_ascii_graphic() && !b"\";,\\".contains(&b));
        let value = if fits { value } else { "" };
        let age = age_seconds.map(|age| format!("; Max-Age={age}")).unwrap_or_default();
        let secure = if secure { "; Secure" } else { "" };
        let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
        SetCookie(HeaderValue::try_from(line).unwrap_or(HeaderValue::from_static("")))
    }
    pub(crate) fn session(token: &str, lifetime: Span, secure: bool) -> SetCookie {
        SetCookie::new(SESSION, token, Some(lifetime.whole_seconds()), secure)
    }
    pub(crate) fn visitor(mark: &str, secure: bool) -> SetCookie {
        SetCookie::new(VISITOR, mark, None, secure)
    }
    pub(crate) fn choice(choice: Choice, secure: bool) -> SetCookie {
        let (name, value) = match choice {
            Choice::Language(lang) => (LANGUAGE, lang.to_owned()),
            Choice::Edition(edition) => (EDITION, edition.code().to_owned()),
            Choice::TextSize(size) => (TEXT_SIZE, size.clamp(1, 4).to_string()),
        };
        SetCookie::new(name, &value, Some(CHOICE_SECONDS), secure)
    }
    pub(crate) fn no_notice(secure: bool) -> SetCookie {
        SetCookie::new(NOTICE, "", Some(0), secure)
    }
    pub fn header(&self) -> &HeaderValue {
        &self.0
    }
}

impl IntoResponseParts for SetCookie {
    type Error = Infallible;
    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        parts.headers_mut().append(SET_COOKIE, self.0);
        Ok(parts)
    }
}

/// The value of a cookie; of two with one name the first.
pub(crate) fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .filter(|value| value.len() <= VALUE_BYTES_MAX)
}

/// Hex digits of a session token and of a visitor's mark.
pub(crate) const TOKEN_DIGITS: usize = 64;
pub(crate) const MARK_DIGITS: usize = 32;

/// What a form's token is bound to: the session, else the visitor's mark.
pub(crate) fn form_bearer(headers: &HeaderMap) -> Option<&str> {
    read_hex(headers, SESSION, TOKEN_DIGITS).or_else(|| read_hex(headers, VISITOR, MARK_DIGITS))
}

/// A token or mark of ours: hex digits of this length.
pub(crate) fn read_hex<'h>(headers: &'h HeaderMap, name: &str, digits: usize) -> Option<&'h str> {
    read(headers, name).filter(|value| value.len() == digits && value.bytes().all(|b| b.is_ascii_hexdigit()))
}

pub(crate) fn notice_cookie(key: &str, args: &[(&str, String)], secure: bool) -> SetCookie {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("_", key);
    for (name, value) in args {
        pairs.append_pair(name, value);
    }
    SetCookie::new(NOTICE, &pairs.finish(), Some(NOTICE_SECONDS), secure)
}

pub(crate) fn read_notice(headers: &HeaderMap) -> Option<Notice> {
    let mut pairs = form_urlencoded::parse(read(headers, NOTICE)?.as_bytes()).into_owned();
    let (_, key) = pairs.next().filter(|(name, key)| name == "_" && is_key(key))?;
    Some(Notice { key, args: pairs.take(8).collect() })
}

/// Looks like a key of the catalogue, so that a made-up cookie cannot put a sentence on the page.
fn is_key(text: &str) -> bool {
    let known_letters = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (1..=80).contains(&text.len()) && known_letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_reads_back_and_a_made_up_one_does_not() {
        let line = notice_cookie("orders-taken", &[("count", "3".into())], true);
        let text = line.header().to_str().unwrap();
        assert!(text.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"), "{text}");
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(text.split(';').next().unwrap()).unwrap());
        let notice = read_notice(&headers).unwrap();
        assert_eq!((notice.key.as_str(), notice.args), ("orders-taken", vec![("count".into(), "3".into())]));
        for forged in ["tb_notice=_=Call+0900+now", "tb_notice=x=1", "tb_notice=", "tb_notice=_=%00"] {
            headers.insert(COOKIE, HeaderValue::from_static(forged));
            assert_eq!(read_notice(&headers), None, "{forged}");
        }
    }

    #[test]
    fn a_value_cannot_break_out_of_its_cookie() {
        let cookie = SetCookie::session("x; Domain=evil.example", Span::minutes(1), false);
        assert_eq!(cookie.header(), "tb_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    }
}
