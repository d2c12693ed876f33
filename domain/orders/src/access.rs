//! Who may do what to which order. An order one may not see does not exist for one; nobody acts as staff on an order of
//! their own or of their kin (domain rule "no one acts on their own, kin's or household's accounts").

use crate::model::{Order, OrderState, Side, Step};
use tb_journal::Work;
use tb_kernel::{Actor, Fail, Refusal, Role};
use tb_people::People;

/// Staff who may look at orders of their territory.
pub const LOOK: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor, Role::Auditor];
/// Staff who keep the service running: publish, assign, witness, call.
pub const SERVE: &[Role] = &[Role::SiteClerk, Role::StreetOfficer, Role::DistrictOfficer, Role::CityOfficer];
/// Staff who decide: disputes and reversals.
pub const DECIDE: &[Role] = &[Role::StreetOfficer, Role::DistrictOfficer, Role::CityOfficer];

/// On which side of the order the actor stands, if on any.
pub fn side(actor: &Actor, order: &Order) -> Option<Side> {
    if actor.is_system() {
        return Some(Side::System);
    }
    let subject = actor.subject();
    if subject == Some(order.elder) {
        return Some(Side::Elder);
    }
    if subject.is_some() && subject == order.volunteer {
        return Some(Side::Volunteer);
    }
    // A draft is nobody's business but its owner's.
    (order.state != OrderState::Draft && actor.may(LOOK, order.node)).then_some(Side::Staff)
}

/// May the actor see this order in full (not just as an open one in the hall)?
pub fn sees(actor: &Actor, order: &Order) -> bool {
    side(actor, order).is_some()
}

/// May this side do this step at all? Staff needs a role that covers the order's node.
fn allowed(actor: &Actor, side: Side, order: &Order, step: Step) -> bool {
    let staff = |roles: &[Role]| side == Side::Staff && actor.may(roles, order.node);
    match step {
        Step::Draft | Step::Submit => side == Side::Elder,
        Step::Publish | Step::Refuse | Step::Assign | Step::LogCall => staff(SERVE),
        Step::Take | Step::Accept => false,
        Step::Agree | Step::Decline | Step::NoShow => side == Side::Elder || staff(SERVE),
        Step::Withdraw => side == Side::Volunteer || staff(SERVE),
        Step::Cancel => side == Side::Elder || staff(SERVE),
        Step::CheckIn | Step::CheckOut => side == Side::Volunteer || staff(SERVE),
        Step::Settle | Step::Agreed => {
            side == Side::Elder || side == Side::Volunteer || side == Side::System || staff(SERVE)
        }
        Step::Dispute => side == Side::Elder || side == Side::Volunteer || staff(SERVE),
        Step::Decide | Step::Revoke => staff(DECIDE),
        Step::Expire | Step::Missed | Step::Forgotten | Step::Remind => side == Side::System,
    }
}

/// The side from which the actor does `step`, or the refusal: unseen orders are not found, seen ones forbidden.
///
/// # Errors
/// Not found, or `orders.not-yours`.
pub fn may_do(actor: &Actor, order: &Order, step: Step) -> Result<Side, Refusal> {
    let side = side(actor, order).ok_or(Refusal::not_found())?;
    if allowed(actor, side, order, step) { Ok(side) } else { Err(Refusal::forbidden("orders.not-yours")) }
}

/// Refuses staff who are, or are kin of, one of the two sides; also when they act for somebody at the desk.
///
/// # Errors
/// `orders.own-interest`.
pub async fn no_own_interest(people: &People, work: &mut Work<'_>, order: &Order) -> Result<(), Fail> {
    let by_staff = !work.actor.grants.is_empty();
    let Some(clerk) = work.actor.person.filter(|_| by_staff) else { return Ok(()) };
    for party in [Some(order.elder), order.volunteer].into_iter().flatten() {
        if party == clerk || people.related(work.tx, clerk, party).await? {
            return Err(Refusal::forbidden("orders.own-interest").into());
        }
    }
    Ok(())
}
