//! Giving: grant programmes and grants. See README.md.

mod commands;
mod house;
mod store;

pub use commands::{ApproveGrant, ApproveProgramme, GrantDone, NewProgramme, ProposeGrant, ProposeProgramme};
pub use house::{Giving, Programme};
pub use store::MIGRATIONS;
