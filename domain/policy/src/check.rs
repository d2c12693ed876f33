//! Whether a set agrees with itself.

use crate::model::PolicySet;
use std::borrow::Cow;
use std::fmt;

/// How bad a finding is: an error keeps the set out, a warning is shown to its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Warning,
    Error,
}

/// Something in a set that does not agree with the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// `policy.check-…`, also the key of its sentence.
    pub code: &'static str,
    /// The article concerned, if there is one.
    pub article: Option<String>,
    /// Values for the sentence, by name.
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

/// All contradictions of a set; empty when it is sound.
pub fn check(_set: &PolicySet) -> Vec<Finding> {
    Vec::new()
}
