//! The verbs of outreach, and how drafts are taken into the register.

mod absorb;
mod advance;
mod entry;
mod import;
mod pair;
mod register;
mod repair;

pub use advance::Advance;
pub use entry::AddEntry;
pub use import::{CancelImport, StartImport};
pub(crate) use import::{ImportBatch, Sealed, Upload, fail_import, opened};
pub use pair::DecidePair;
pub use register::RegisterEntry;
pub use repair::{LeaveOutRow, RepairRow};
