//! What a person typed. Everything is kept, so that a form that was refused can be shown again with nothing lost; only
//! secrets are never given back to a page. The fields of a read are its query, those of a form its body.

use crate::trouble::Trouble;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use tb_journal::Key;
use tb_kernel::{Day, Instant, Kind, Refusal};

/// Most fields of one form.
const FIELDS_MAX: usize = 1000;

/// Fields whose value is never shown again. A name counts when it is one of these or ends in `_` and one of these.
const SECRETS: [&str; 6] = ["password", "code", "secret", "pin", "token", "otp"];

/// The fields of a form or of a query, by name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    pub(crate) fn parse(encoded: &[u8]) -> Result<Typed, Trouble> {
        let mut typed = Typed::default();
        for (count, (name, value)) in form_urlencoded::parse(encoded).enumerate() {
            typed.put(count, name.into_owned(), &value)?;
        }
        Ok(typed)
    }

    /// Takes the field that came as number `count`.
    pub(crate) fn put(&mut self, count: usize, name: String, value: &str) -> Result<(), Trouble> {
        if count >= FIELDS_MAX {
            return Err(Trouble::new(StatusCode::PAYLOAD_TOO_LARGE, "common.too-large"));
        }
        self.0.entry(name).or_default().push(clean(value));
        Ok(())
    }

    /// For a form that starts with values, not from a person (an edit page).
    pub fn of(fields: impl IntoIterator<Item = (&'static str, String)>) -> Typed {
        let mut typed = Typed::default();
        for (name, value) in fields {
            typed.0.entry(name.to_owned()).or_default().push(value);
        }
        typed
    }

    /// The field without surrounding white space; empty when it is missing.
    pub fn text(&self, field: &str) -> &str {
        self.raw(field).trim()
    }
    /// `None` when the field is missing or blank.
    pub fn given(&self, field: &str) -> Option<&str> {
        Some(self.text(field)).filter(|text| !text.is_empty())
    }
    /// A whole number; `None` when missing or anything else.
    pub fn int(&self, field: &str) -> Option<i64> {
        self.parsed(field)
    }
    /// An id, a day, an amount: whatever reads from text; `None` when missing or malformed.
    pub fn parsed<T: FromStr>(&self, field: &str) -> Option<T> {
        self.text(field).parse().ok()
    }
    /// `YYYY-MM-DD`.
    pub fn day(&self, field: &str) -> Option<Day> {
        Day::parse(self.text(field))
    }
    /// What a `datetime-local` input sends (`2026-11-21T09:00`), by the city's clock.
    pub fn moment(&self, field: &str) -> Option<Instant> {
        let (day, clock) = self.text(field).split_once(['T', ' '])?;
        let (hour, minute) = clock.split_once(':')?;
        let minute = minute.split(':').next()?;
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
        let fits = (0..24).contains(&hour) && (0..60).contains(&minute);
        fits.then(|| Instant::from_local(Day::parse(day)?.date().at(hour, minute, 0, 0)))?
    }
    /// Every value of a field that may come several times (check boxes).
    pub fn many(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }
    /// A check box: ticked or not.
    pub fn ticked(&self, field: &str) -> bool {
        self.given(field).is_some()
    }
    /// True when the field has this value among others: for choosing the option of a form shown again.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.many(field).iter().any(|held| held == value)
    }
    /// True when nothing but our own hidden fields was given.
    pub fn is_empty(&self) -> bool {
        self.0.keys().all(|name| name.starts_with('_'))
    }

    /// What a page may show again: as typed, but never a secret.
    pub fn value(&self, field: &str) -> &str {
        if is_secret(field) { "" } else { self.raw(field) }
    }
    /// All fields a page may show again or carry on, without our hidden ones and without secrets.
    pub fn carried(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(name, _)| !name.starts_with('_') && !is_secret(name))
            .flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }
    /// The same as a query, for links to the next page of a list; `changes` replace.
    pub fn query(&self, changes: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.carried().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)));
        query.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        query.finish()
    }

    /// The idempotency key of the form's hidden field `_key`.
    ///
    /// # Errors
    /// A refusal when it is missing or cannot be a key.
    pub fn key(&self) -> Result<Key, Refusal> {
        match self.text("_key") {
            "" => Err(Refusal::new(Kind::Invalid, "common.key-missing")),
            text => Key::parse(text),
        }
    }

    pub(crate) fn raw(&self, field: &str) -> &str {
        self.0.get(field).and_then(|values| values.first()).map_or("", String::as_str)
    }
}

fn is_secret(field: &str) -> bool {
    SECRETS.iter().any(|secret| field.strip_suffix(secret).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
}

/// One kind of line end, and no control characters, which no person types and databases refuse.
fn clean(value: &str) -> String {
    value.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// Names only: what people type does not belong in a log.
impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<S: Sync> FromRequestParts<S> for Typed {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Typed, Infallible> {
        Ok(parts.extensions.get::<Typed>().cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Typed {
        Typed::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn nothing_typed_is_lost_but_secrets() {
        let form =
            typed("note=+%E4%B8%8A%E5%8D%88%0D%0A9+&help=meal&help=walk&password=pw&sms_code=123456&postcode=210000");
        assert_eq!(form.value("note"), " 上午\n9 ");
        assert_eq!(form.text("note"), "上午\n9");
        assert_eq!(form.many("help"), ["meal", "walk"]);
        assert!(form.has("help", "walk") && !form.has("help", "bath"));
        assert_eq!((form.text("password"), form.value("password"), form.value("sms_code")), ("pw", "", ""));
        assert_eq!(form.value("postcode"), "210000");
        let carried: Vec<_> = form.carried().map(|(name, _)| name).collect();
        assert_eq!(carried, ["help", "help", "note", "postcode"]);
        assert!(!format!("{form:?}").contains("pw"));
    }

    #[test]
    fn numbers_days_and_moments_read_or_are_none() {
        let form = typed("hours=2&bad=2.5&day=2026-11-21&at=2026-11-21T09:30&wrong=2026-11-21T25:00&nul=a%00b");
        assert_eq!((form.int("hours"), form.int("bad"), form.int("none")), (Some(2), None, None));
        assert_eq!(form.day("day"), Day::parse("2026-11-21"));
        assert_eq!(form.moment("at"), Instant::parse("2026-11-21T09:30:00+08:00"));
        assert_eq!((form.moment("wrong"), form.moment("day")), (None, None));
        assert_eq!(form.text("nul"), "ab");
    }

    #[test]
    fn a_form_without_its_key_is_refused() {
        assert_eq!(typed("_key=").key().unwrap_err().code, "common.key-missing");
        assert_eq!(typed("_key=a%20b").key().unwrap_err().code, "common.invalid");
        assert_eq!(typed("_key=abc").key().unwrap().text(), "abc");
    }

    #[test]
    fn a_query_keeps_its_filters() {
        let form = typed("state=open&after=xyz&_csrf=t&empty=");
        assert_eq!(form.query(&[("after", "abc")]), "empty=&state=open&after=abc");
        assert_eq!(form.query(&[("after", ""), ("empty", "")]), "state=open");
    }

    #[test]
    fn a_form_of_a_million_fields_is_too_large() {
        assert_eq!(Typed::parse("a&".repeat(FIELDS_MAX + 1).as_bytes()).unwrap_err().status, 413);
    }
}
