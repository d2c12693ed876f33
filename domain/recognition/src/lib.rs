//! Recognition: the volunteer's record in the five blocks of the national measure, corrections, awards, and record
//! certificates that anyone can check. See README.md.

pub mod access;
mod commands;
mod house;
mod model;
mod queries;
mod record;
mod refusals;
mod rules;
mod seal;
mod store;

pub use commands::{
    AskCorrection, DecideCorrection, DecideRevocation, Issue, Issued, ProposeRevocation, RecordAward, SetShown,
    StrikeAward,
};
pub use house::{NoTraining, Recognition, TrainingRecord, Trainings};
pub use model::*;
pub use queries::{CertificateFilter, CertificateView, Checked, CheckedDetail, CorrectionFilter, CorrectionView};
pub use record::{Evaluation, ServiceBlock, VolunteerRecord};
pub use refusals::CODES;
pub use rules::number_typed;
pub use store::MIGRATIONS;
