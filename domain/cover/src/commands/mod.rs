//! The verbs of cover.

mod incident;
mod insurance;

pub use incident::{AddToIncident, MoveIncident, ReportIncident};
pub use insurance::{DecideCover, NewCover, ProposeCover, ProposeEnd};
