//! Life events that touch people, orders and books at once: leaving, death and estate, incapacity, being shut out, two
//! persons who are one, being forgotten; and the export of everything kept about somebody. See README.md.

pub mod access;
mod commands;
mod export;
mod house;
mod model;
mod queries;
mod refusals;
mod rules;
mod store;

pub use commands::{Ask, Asked, Decide, DecideUndo, Propose, ProposeUndo, Withdraw};
pub use export::{Export, ExportPerson, Keeps};
pub use house::Life;
pub use model::*;
pub use queries::CaseView;
pub use refusals::CODES;
pub use store::MIGRATIONS;
