//! The way of volunteers around people, learning and orders: checks that registers outside are asked for, documents of a
//! profession, who is stuck on the way, who went quiet. See README.md.
//!
//! Start at [`Volunteers`]: every command is run by [`Volunteers::run`] or by a method of it.

mod commands;
mod gateway;
mod house;
mod jobs;
mod model;
mod picture;
mod queries;
mod refusals;
mod rules;
mod store;
mod table;

pub use commands::*;
pub use gateway::{
    Answered, Asking, CheckGateway, CheckGatewaySettings, GatewayError, HttpCheckGateway, Question, sign,
};
pub use house::Volunteers;
pub use jobs::{AskRegisters, Remind};
pub use model::*;
pub use refusals::CODES;
pub use store::MIGRATIONS;
pub use table::{TableError, read_results};
