//! Whether a set agrees with itself. A city's rules are data, and data can promise what it forbids elsewhere: a cap of
//! 1,500 hours beside a reward at 10,000. Such a set must never come into use, because people would serve for years
//! towards something that cannot happen. Errors keep a set out of the book; warnings are for its author.

mod items;
mod numbers;
mod promises;
mod versions;

use crate::model::{PolicySet, Version};
use std::fmt;

/// How bad a finding is: an error keeps the set out, a warning is shown to its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Warning,
    Error,
}

/// Something in a set that does not agree with the rest.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    pub severity: Severity,
    /// `policy.check-…`, also the key of its sentence.
    pub code: &'static str,
    /// The version concerned, if one is.
    pub version: Option<String>,
    /// The article concerned, if one is.
    pub article: Option<String>,
    /// Values for the sentence, by name.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    pub(crate) fn error(code: &'static str) -> Finding {
        Finding { severity: Severity::Error, code, version: None, article: None, args: Vec::new() }
    }
    pub(crate) fn warning(code: &'static str) -> Finding {
        Finding { severity: Severity::Warning, ..Finding::error(code) }
    }
    pub(crate) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Finding {
        self.args.push((name, value.to_string()));
        self
    }
    pub(crate) fn article(mut self, article: impl fmt::Display) -> Finding {
        self.article = Some(article.to_string());
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        for (name, value) in [("version", &self.version), ("article", &self.article)] {
            if let Some(value) = value {
                write!(f, " {name}={value}")?;
            }
        }
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

/// Every code a finding can have.
pub const CHECK_CODES: &[&str] = &[
    "policy.check-no-version",
    "policy.check-version-dates",
    "policy.check-version-overlap",
    "policy.check-version-gap",
    "policy.check-version-twice",
    "policy.check-city",
    "policy.check-article-unknown",
    "policy.check-article-twice",
    "policy.check-article-dates",
    "policy.check-article-not-in-force",
    "policy.check-article-id",
    "policy.check-article-unused",
    "policy.check-requirement",
    "policy.check-text-missing",
    "policy.check-twice",
    "policy.check-category-unknown",
    "policy.check-item-length",
    "policy.check-item-hours",
    "policy.check-item-window",
    "policy.check-item-radius",
    "policy.check-item-licence",
    "policy.check-item-place",
    "policy.check-item-unpaid",
    "policy.check-item-night",
    "policy.check-number",
    "policy.check-not-rising",
    "policy.check-class-unknown",
    "policy.check-gift-no-kin",
    "policy.check-gift-caps",
    "policy.check-redeem-nobody",
    "policy.check-hold-order",
    "policy.check-earn-caps",
    "policy.check-entitlement-cap",
    "policy.check-entitlement-years",
    "policy.check-entitlement-expiry",
];

/// All contradictions of a set; empty when it is sound.
pub fn check(set: &PolicySet) -> Vec<Finding> {
    let mut findings = versions::across(set);
    for version in &set.versions {
        findings.extend(
            check_version(version)
                .into_iter()
                .map(|finding| Finding { version: Some(version.id.to_string()), ..finding }),
        );
    }
    findings
}

fn check_version(version: &Version) -> Vec<Finding> {
    [versions::within, items::check, numbers::check, promises::check]
        .into_iter()
        .flat_map(|part| part(version))
        .collect()
}

/// Every value that stands more than once, once.
pub(crate) fn twice<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut sorted: Vec<&str> = all.collect();
    sorted.sort_unstable();
    let mut again: Vec<&str> = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    again.dedup();
    again
}
