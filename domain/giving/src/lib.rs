//! Giving: grant programmes and grants. See README.md.

mod commands;
mod eligibility;
mod house;
mod store;

pub use commands::{ApproveGrant, ApproveProgramme, GrantDone, NewProgramme, ProposeGrant, ProposeProgramme};
pub use eligibility::{EligibilityReactions, EligibilityRow, Eligible, Recheck, RecheckEligibility};
pub use house::{Giving, Programme};
pub use store::MIGRATIONS;
