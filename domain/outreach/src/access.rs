//! Who may see and work on the register: staff whose grant covers the entry's community. Operators see nobody.

use crate::refusals as no;
use tb_kernel::{Actor, Node, Refusal, Role};

pub(crate) const READERS: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor, Role::Auditor];
/// Bring lists in, go from door to door, register.
pub(crate) const WORKERS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk];
/// Decide about doubles and assessments.
pub(crate) const OFFICERS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer];

/// # Errors
/// Not found.
pub(crate) fn may_see(actor: &Actor, node: Node) -> Result<(), Refusal> {
    if actor.is_system() || actor.may(READERS, node) { Ok(()) } else { Err(Refusal::not_found()) }
}

/// # Errors
/// Not found where nothing may be seen; `outreach.not-allowed` where it may be seen but not done.
pub(crate) fn may_do(actor: &Actor, roles: &[Role], node: Node) -> Result<(), Refusal> {
    if actor.is_system() || actor.may(roles, node) {
        return Ok(());
    }
    may_see(actor, node)?;
    Err(Refusal::forbidden(no::NOT_ALLOWED))
}

/// The nodes a list may show: the part asked for as far as it lies inside, else all of the territory.
///
/// # Errors
/// Not found.
pub(crate) fn territory(actor: &Actor, part: Option<Node>, city: Node) -> Result<Vec<Node>, Refusal> {
    if actor.is_system() {
        return Ok(vec![part.unwrap_or(city)]);
    }
    let all = actor.territory(READERS);
    let nodes = match part {
        Some(part) if all.iter().any(|node| node.covers(part)) => vec![part],
        Some(part) => all.into_iter().filter(|node| part.covers(*node)).collect(),
        None => all,
    };
    if nodes.is_empty() { Err(Refusal::not_found()) } else { Ok(nodes) }
}
