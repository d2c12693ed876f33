//! A form as it is shown: empty, filled with what is known, or again with what is wrong. Nothing typed is lost but
//! secrets; the refusal stands on top with its article, each wrong field has its sentence beside it.

use crate::parts::Fault;
use axum::http::StatusCode;
use tb_http::{Typed, Visit, status_of};
use tb_kernel::{Fail, Refusal};
use tb_words::Text;

/// Why a form was refused as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    pub code: String,
    pub text: String,
    /// The article it rests on; may be empty.
    pub article: String,
}

/// A form and its state.
#[derive(Clone)]
pub struct Form {
    pub typed: Typed,
    /// The idempotency key of this showing.
    pub key: String,
    pub errors: Vec<Fault>,
    pub refused: Option<Refused>,
    pub status: StatusCode,
}

impl Form {
    /// A form nobody has filled in yet.
    pub fn blank(visit: &Visit) -> Form {
        Form::filled(visit, Typed::default())
    }
    /// A form that starts with values: from an edit, or from the query of a link.
    pub fn filled(visit: &Visit, typed: Typed) -> Form {
        Form { typed, key: visit.fresh_key(), errors: Vec::new(), refused: None, status: StatusCode::OK }
    }
    /// The form again, after a refusal. It carries a new key: the refusal is stored under the old one.
    pub fn again(visit: &Visit, t: &Text, typed: Typed, refusal: &Refusal) -> Form {
        let errors = refusal.fields.iter().map(|fault| Fault { field: fault.field.to_string(), text: t.field(fault) });
        let errors: Vec<Fault> = errors.collect();
        // A refusal that is only about fields is told by the fields.
        let refused = errors.is_empty().then(|| Refused {
            code: refusal.code.to_string(),
            text: t.refusal(refusal),
            article: refusal.article.clone().unwrap_or_default(),
        });
        let status = status_of(&Fail::Refused(refusal.clone()));
        Form { errors, refused, status, ..Form::filled(visit, typed) }
    }
    /// What was typed into a field; never a secret.
    pub fn value(&self, field: &str) -> &str {
        self.typed.value(field)
    }
    /// What is wrong with a field; empty when nothing is.
    pub fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|fault| fault.field == field).map_or("", |fault| fault.text.as_str())
    }
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.typed.has(field, value)
    }
    pub fn ticked(&self, field: &str) -> bool {
        self.typed.ticked(field)
    }
}
