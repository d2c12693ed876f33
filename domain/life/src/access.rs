//! Who may ask, propose, decide. The person asks for what is their own; a clerk of the territory for everything; officers
//! propose and decide, never about their own, their kin's or household's lives.

use tb_kernel::{Actor, Identity, Node, PersonId, Refusal, Role};

/// See cases of their territory.
pub const LOOK: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor, Role::Auditor];
/// Take a case down at a desk.
pub const SERVE: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk];
/// Propose and decide.
pub const DECIDE: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer];

pub(crate) fn is_official(actor: &Actor) -> bool {
    matches!(actor.identity, Identity::Staff(_) | Identity::Program(_) | Identity::System)
}

/// The person, or somebody of the territory.
///
/// # Errors
/// Not found.
pub(crate) fn may_see(actor: &Actor, person: PersonId, node: Node) -> Result<(), Refusal> {
    let own = actor.subject() == Some(person);
    if own || actor.is_system() || actor.may(LOOK, node) { Ok(()) } else { Err(Refusal::not_found()) }
}

/// One of `roles` over the node.
///
/// # Errors
/// Not found where nothing is seen, `life.not-allowed` where it is.
pub(crate) fn may_do(actor: &Actor, roles: &[Role], node: Node) -> Result<(), Refusal> {
    if actor.is_system() || actor.may(roles, node) {
        Ok(())
    } else if actor.may(LOOK, node) {
        Err(Refusal::forbidden(crate::refusals::NOT_ALLOWED))
    } else {
        Err(Refusal::not_found())
    }
}
