//! Who may do what. What one may not see is not found; nobody acts as staff on their own or their kin's papers.

use crate::house::Recognition;
use crate::refusals as no;
use tb_journal::Work;
use tb_kernel::{Actor, Fail, Identity, Node, PersonId, Refusal, Role};

/// Staff who see the register and records of their territory (masked).
pub const LOOK: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor, Role::Auditor];
/// Staff who have certificates made at the desk and take requests.
pub const SERVE: &[Role] = &[Role::SiteClerk, Role::StreetOfficer, Role::DistrictOfficer, Role::CityOfficer];
/// Staff who answer corrections, enter awards, revoke with a second one.
pub const DECIDE: &[Role] = &[Role::StreetOfficer, Role::DistrictOfficer, Role::CityOfficer];

/// The person whose paper it is, or staff who see the place.
pub(crate) fn sees(actor: &Actor, person: PersonId, node: Node) -> bool {
    actor.subject() == Some(person) || actor.may(LOOK, node)
}

/// True when this is done by the person themselves, not by somebody at a desk.
pub(crate) fn is_own(actor: &Actor, person: PersonId) -> bool {
    actor.person == Some(person) && actor.acting_for.is_none() && !matches!(actor.identity, Identity::Staff(_))
}

/// The person's business: themselves, whoever acts for them, or staff who serve the place.
///
/// # Errors
/// Not found for strangers, `recognition.not-yours` for staff who may only look, `recognition.own-interest`.
pub(crate) async fn may_ask_for(
    house: &Recognition,
    work: &mut Work<'_>,
    person: PersonId,
    node: Node,
) -> Result<(), Fail> {
    if is_own(work.actor, person) {
        return Ok(());
    }
    if !sees(work.actor, person, node) {
        return Err(Refusal::not_found().into());
    }
    let acts_for = work.actor.acting_for == Some(person);
    let at_desk = !work.actor.grants.is_empty();
    if !acts_for && !work.actor.may(SERVE, node) {
        return Err(Refusal::forbidden(no::NOT_YOURS).into());
    }
    if at_desk { not_involved(house, work, person).await } else { Ok(()) }
}

/// An officer who decides about the person's papers.
///
/// # Errors
/// Not found, `recognition.not-yours`, `recognition.own-interest`.
pub(crate) async fn may_decide(
    house: &Recognition,
    work: &mut Work<'_>,
    person: PersonId,
    node: Node,
) -> Result<(), Fail> {
    if !work.actor.may(LOOK, node) {
        return Err(Refusal::not_found().into());
    }
    if !work.actor.may(DECIDE, node) {
        return Err(Refusal::forbidden(no::NOT_YOURS).into());
    }
    not_involved(house, work, person).await
}

async fn not_involved(house: &Recognition, work: &mut Work<'_>, person: PersonId) -> Result<(), Fail> {
    let me = work.actor.person.ok_or(Refusal::not_found())?;
    if me == person || house.people.related(work.tx, me, person).await? {
        return Err(Refusal::forbidden(no::OWN_INTEREST).into());
    }
    Ok(())
}
