//! Who may run what. Courses and questions are made by officers of a city or district; lessons are held, attendance and
//! papers entered by whoever serves at a desk; everybody learns for themselves.

use crate::refusals as no;
use tb_kernel::{Actor, Node, Refusal, Role};

pub(crate) const READERS: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor, Role::Auditor];
/// Hold lessons, mark attendance, enter papers.
pub(crate) const CLERKS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk];
/// Make courses and questions.
pub(crate) const EDITORS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer];
/// Agree to an exam on paper that somebody else entered.
pub(crate) const SECONDS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer];

/// One of `roles` over `node`.
///
/// # Errors
/// Not found where nothing may be seen; `learning.not-allowed` where it may be seen but not done.
pub(crate) fn may_do(actor: &Actor, roles: &[Role], node: Node) -> Result<(), Refusal> {
    if actor.is_system() || actor.may(roles, node) {
        Ok(())
    } else if actor.may(READERS, node) {
        Err(Refusal::forbidden(no::NOT_ALLOWED))
    } else {
        Err(Refusal::not_found())
    }
}
