//! Outreach (摸排): the register of elders whom a district has met at the door, from the first visit to their registration.
//! Spreadsheets come in as districts have them; what cannot be read is repaired on the page. See README.md.

mod access;
mod check;
mod commands;
mod house;
mod jobs;
mod model;
mod queries;
mod reactions;
mod refusals;
mod rules;
mod seal;
mod sheet;
mod store;

pub use commands::{AddEntry, Advance, CancelImport, DecidePair, LeaveOutRow, RegisterEntry, RepairRow, StartImport};
pub use house::Outreach;
pub use jobs::ImportRows;
pub use model::*;
pub use reactions::OutreachReactions;
pub use refusals::CODES;
pub use sheet::{Field, SheetError};
pub use store::MIGRATIONS;
