//! A city's rules as dated, versioned articles with typed parameters, and the decisions that follow from them. Pure:
//! no clock, no files, no database. Every decision names the article it rests on.
//!
//! Start at [`PolicyBook`]: `book.at(node, day)` gives the [`Version`] in force; its `parameters` and `items` are plain
//! fields; the functions in [`rules`] decide.

mod book;
mod catalogue;
mod check;
mod codes;
mod explain;
pub mod load;
mod model;
mod parameters;
mod refusals;
pub mod rules;

pub use book::{PolicyBook, PolicyError};
pub use catalogue::*;
pub use check::{CHECK_CODES, Finding, Severity, check};
pub use explain::{Act, ActError, Explanation, explain};
pub use model::*;
pub use parameters::*;
pub use refusals::{CODES, ERROR_CODES};
pub use rules::{Decision, Flag, Verdict};
