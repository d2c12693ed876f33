//! Cover: insurances of the service, who is covered when, and what happens when something goes wrong at a visit. Orders ask
//! it before anybody is sent; it knows orders only through [`Visits`]. See README.md.

pub mod access;
mod commands;
mod house;
mod in_force;
mod model;
mod queries;
mod refusals;
mod rules;
mod sample;
mod seal;
mod store;

pub use commands::{AddToIncident, DecideCover, MoveIncident, NewCover, ProposeCover, ProposeEnd, ReportIncident};
pub use house::{Cover, Visit, VisitFound, Visits};
pub use in_force::{Covers, in_force};
pub use model::*;
pub use queries::{IncidentCount, IncidentFile, IncidentFilter, MyCover};
pub use refusals::CODES;
pub use sample::insure;
pub use store::MIGRATIONS;
