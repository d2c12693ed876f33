//! Verbs, one file each.

mod answer;
mod ask;
mod batch;
mod import;
mod paper;

pub(crate) use answer::RecordAnswer;
pub use ask::AskChecks;
pub use batch::{MakeBatch, ReleaseBatch};
pub use import::{DropRow, ImportResults, RepairRow};
pub use paper::{HandIn, ReviewPaper};

/// Makes and takes in what goes to registers.
pub(crate) const EXCHANGERS: &[tb_kernel::Role] = &[tb_kernel::Role::CityOfficer, tb_kernel::Role::DistrictOfficer];
/// Looks at it.
pub(crate) const READERS: &[tb_kernel::Role] = &[
    tb_kernel::Role::CityOfficer,
    tb_kernel::Role::DistrictOfficer,
    tb_kernel::Role::StreetOfficer,
    tb_kernel::Role::SiteClerk,
    tb_kernel::Role::Supervisor,
    tb_kernel::Role::Auditor,
];
