//! How a "no" looks. A refusal comes before any write, has a stable code (also the key of its sentence in every
//! language), the article of the policy it rests on, and what to do about each field.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// What sort of "no" it is; the doors map it to a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Fields are wrong (HTTP 422).
    Invalid,
    /// Not signed in (401).
    SignIn,
    /// Does not exist *for you* (404): also the answer for what you may not see.
    NotFound,
    /// You see it but may not do this (403).
    Forbidden,
    /// Its state, version or key does not allow this now (409).
    Conflict,
    /// A rule of the policy says no (422).
    Rule,
    /// Too often (429).
    TooMany,
}

/// One field of a form or a request that is wrong, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    pub field: Cow<'static, str>,
    pub code: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, String)>,
}

/// A "no" with its reason. `code` is `slice.reason`, e.g. `orders.overlap`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub kind: Kind,
    pub code: Cow<'static, str>,
    /// Id of the policy article, e.g. `NJ-2022-24/7.2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The facts used, by name, for the sentence and for the record. Never personal data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldFault>,
}

impl Refusal {
    pub const fn new(kind: Kind, code: &'static str) -> Refusal {
        Refusal { kind, code: Cow::Borrowed(code), article: None, args: Vec::new(), fields: Vec::new() }
    }
    /// The one answer for a missing object and for one the actor may not see.
    pub const fn not_found() -> Refusal {
        Refusal::new(Kind::NotFound, "common.not-found")
    }
    pub const fn forbidden(code: &'static str) -> Refusal {
        Refusal::new(Kind::Forbidden, code)
    }
    pub const fn conflict(code: &'static str) -> Refusal {
        Refusal::new(Kind::Conflict, code)
    }
    pub const fn rule(code: &'static str) -> Refusal {
        Refusal::new(Kind::Rule, code)
    }
    /// Fields are wrong; add each with [`Refusal::field`].
    pub const fn invalid() -> Refusal {
        Refusal::new(Kind::Invalid, "common.invalid")
    }
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Refusal {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }
    pub fn article(mut self, article: impl Into<String>) -> Refusal {
        self.article = Some(article.into());
        self
    }
    pub fn field(mut self, field: &'static str, code: &'static str) -> Refusal {
        self.fields.push(FieldFault { field: field.into(), code: code.into(), args: Vec::new() });
        self
    }
    /// `Err(self)` when fields were found wrong, else `Ok`.
    pub fn or_ok(self) -> Result<(), Refusal> {
        if self.fields.is_empty() { Ok(()) } else { Err(self) }
    }
}
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused: {}", self.code)?;
        if let Some(article) = &self.article {
            write!(f, " ({article})")?;
        }
        Ok(())
    }
}
impl std::error::Error for Refusal {}

/// Every way a command can end other than well.
#[derive(Debug)]
pub enum Fail {
    /// The rules said no. Nothing was written but the refusal itself.
    Refused(Refusal),
    /// Too much is waiting; nothing was done; try again (503 with Retry-After).
    Busy,
    /// Whether it was done could not be found out; ask again with the same key (503).
    Unknown,
    /// Ours. The text goes to the log, never to a person.
    Fault(String),
}

impl Fail {
    pub fn fault(error: impl fmt::Display) -> Fail {
        Fail::Fault(error.to_string())
    }
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Fail::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}
impl From<Refusal> for Fail {
    fn from(refusal: Refusal) -> Fail {
        Fail::Refused(refusal)
    }
}
impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fail::Refused(refusal) => refusal.fmt(f),
            Fail::Busy => f.write_str("busy"),
            Fail::Unknown => f.write_str("outcome unknown"),
            Fail::Fault(text) => write!(f, "fault: {text}"),
        }
    }
}
impl std::error::Error for Fail {}

/// What a command gives back.
pub type Outcome<T> = Result<T, Fail>;
