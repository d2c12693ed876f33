//! The life of a service order: need, order, visit, proof, the elder's word, settlement, rating. See README.md for the
//! words and states. Pages, API, command line and simulator all call the methods of [`Orders`].

pub mod access;
mod commands;
mod desk;
mod house;
mod model;
mod place;
mod queries;
mod reactions;
mod record;
mod rules;
mod steps;
mod store;
mod timers;
mod visits;

pub use commands::*;
pub use desk::{ConfirmMethod, Confirmation, SettleAnswer};
pub use house::{Orders, pool_account, programme_account, reserve_account};
pub use model::*;
pub use place::{open_places, open_remark};
pub use queries::*;
pub use reactions::OrderReactions;
pub use record::*;
pub use rules::overlap;
pub use store::MIGRATIONS;
pub use timers::OrderTimers;
