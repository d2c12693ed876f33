//! The verbs of giving.

mod grant;
mod programme;

pub use grant::{ApproveGrant, GrantDone, ProposeGrant};
pub use programme::{ApproveProgramme, NewProgramme, ProposeProgramme};

use tb_kernel::Role;

/// Who may propose and approve.
pub(crate) const GIVE: &[Role] = &[Role::DistrictOfficer, Role::CityOfficer];
