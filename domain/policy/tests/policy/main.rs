//! The four cities under test: that the sets load and agree with themselves, that each rule allows and refuses with
//! the article expected, that contradictions are found, and that every "no" has its sentence in both languages.

mod authoring;
mod builtin;
mod contradictions;
mod explaining;
mod giving_rules;
mod ordering_rules;
mod people_rules;
mod rounding;
mod taking_rules;
mod words;

use std::sync::Arc;
use tb_kernel::{Day, Node};
use tb_policy::rules::Decision;
use tb_policy::{PolicyBook, Version, VersionId};

pub const BEIJING: &str = "BJ-2022";
pub const NANJING_2019: &str = "NJ-2019";
pub const NANJING: &str = "NJ-2022-24";
pub const QINGDAO: &str = "QD-2020";
pub const WUHAN: &str = "WH-2022";
pub const ALL: [&str; 5] = [BEIJING, NANJING_2019, NANJING, QINGDAO, WUHAN];

pub fn book() -> PolicyBook {
    PolicyBook::builtin().expect("the four sets load")
}
pub fn version(id: &str) -> Arc<Version> {
    book().version(&VersionId::from(id)).expect("the version is in the book")
}
pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a date")
}
pub fn node(text: &str) -> Node {
    Node::parse(text).expect("a division code")
}

/// Allowed, by this article.
#[track_caller]
pub fn allowed(decision: &Decision, article: &str) {
    assert_eq!(decision.refusal(), None, "{decision:?}");
    assert_eq!(decision.article.as_str(), article);
}

/// Refused with this code, under this article, and the refusal says so.
#[track_caller]
pub fn refused(decision: &Decision, code: &str, article: &str) {
    let refusal = decision.refusal().unwrap_or_else(|| panic!("was allowed: {decision:?}"));
    assert_eq!((refusal.code.as_ref(), refusal.article.as_deref()), (code, Some(article)));
    assert_eq!(decision.article.as_str(), article);
    assert!(decision.flags.is_empty());
}
