//! Learning: courses, lessons with attendance, the bank of questions, the exam, yearly training. What somebody passed goes
//! on their record in people, where activation asks for it. See README.md.
//!
//! Start at [`Learning`]: every command and question is a method of it or is run by [`Learning::run`].

mod access;
mod commands;
mod house;
mod model;
mod queries;
mod refusals;
mod rules;
mod store;

pub use commands::*;
pub use house::Learning;
pub use model::*;
pub use refusals::CODES;
pub use store::MIGRATIONS;
