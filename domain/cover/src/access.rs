//! Who may do what. What one may not see is not found; nobody handles as staff what happened to their own.

use crate::house::Cover;
use crate::model::Incident;
use crate::refusals as no;
use tb_journal::Work;
use tb_kernel::{Actor, Fail, PersonId, Refusal, Role};

/// Staff who see insurances and incidents of their territory.
pub const LOOK: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor, Role::Auditor];
/// Staff who take reports at the desk.
pub const SERVE: &[Role] = &[Role::SiteClerk, Role::StreetOfficer, Role::DistrictOfficer, Role::CityOfficer];
/// Staff who handle a claim.
pub const CLAIM: &[Role] = &[Role::StreetOfficer, Role::DistrictOfficer, Role::CityOfficer];
/// Officers who open and end insurances, two at a time.
pub const OFFICERS: &[Role] = &[Role::DistrictOfficer, Role::CityOfficer];

/// The two sides of the visit, or staff who see the place.
pub(crate) fn sees(actor: &Actor, incident: &Incident) -> bool {
    is_party(actor, incident.elder, incident.volunteer) || actor.may(LOOK, incident.node)
}

pub(crate) fn is_party(actor: &Actor, elder: PersonId, volunteer: Option<PersonId>) -> bool {
    actor.subject().is_some_and(|me| me == elder || Some(me) == volunteer)
}

/// Refuses staff who are, or are kin of, one of the two sides.
///
/// # Errors
/// `cover.own-interest`.
pub(crate) async fn not_involved(
    house: &Cover,
    work: &mut Work<'_>,
    elder: PersonId,
    volunteer: Option<PersonId>,
) -> Result<(), Fail> {
    let by_staff = !work.actor.grants.is_empty();
    let Some(me) = work.actor.person.filter(|_| by_staff) else { return Ok(()) };
    for party in [Some(elder), volunteer].into_iter().flatten() {
        if party == me || house.people.related(work.tx, me, party).await? {
            return Err(Refusal::forbidden(no::OWN_INTEREST).into());
        }
    }
    Ok(())
}
