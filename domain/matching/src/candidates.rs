//! Volunteers for an order, ranked with reasons: who is near, qualified, free, known to the elder, and was not asked
//! lately. Who may not take the order at all (policy) is shown with the reason, after those who may.

use crate::Matching;
use crate::near::lacks_licence;
use crate::rank::{Reason, order_score};
use std::collections::HashMap;
use tb_kernel::{Actor, Fail, Instant, OrderId, Outcome, PersonId, Refusal, Span};
use tb_orders::{Order, access, last_asked, open_places, served_before, take_decision};
use tb_people::PersonFacts;
use tb_places::{cell, distance_m, ring};
use tb_policy::Version;

/// Rings of cells searched: some 8 kilometres.
const RINGS_MAX: u32 = 6;
/// Volunteers looked at in one ranking.
const LOOKED_AT_MAX: i64 = 120;

/// A volunteer who could be asked.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub person: PersonId,
    pub masked_name: String,
    pub handle: String,
    pub metres: i64,
    pub reasons: Vec<Reason>,
    /// Why the policy would refuse, if it would.
    pub refusal: Option<Refusal>,
}

/// Candidates for an open order, best first.
///
/// # Errors
/// Not found when the actor does not serve where the order is.
pub async fn candidates(matching: &Matching, actor: &Actor, id: OrderId, limit: usize) -> Outcome<Vec<Candidate>> {
    let orders = &matching.orders;
    let seen = orders.file(actor, id).await?.seen;
    let order = seen.order;
    if !actor.may(access::SERVE, order.node) {
        return Err(Refusal::not_found().into());
    }
    let mut tx = orders.core.db.snapshot().await?;
    let version = orders.version(&order.policy)?;
    let place = open_places(&orders.people, &mut tx, std::slice::from_ref(&order)).await?.pop().flatten();
    let Some(door) = place.and_then(|place| place.point()) else { return Ok(Vec::new()) };

    let mut people: Vec<PersonFacts> = Vec::new();
    for rings in 0..=RINGS_MAX {
        let cells = ring(cell(door), rings);
        people.extend(orders.people.volunteers_in_cells(&mut tx, &cells, LOOKED_AT_MAX).await?);
        if people.len() >= limit.saturating_mul(3).min(LOOKED_AT_MAX as usize) {
            break;
        }
    }
    people.truncate(LOOKED_AT_MAX as usize);
    people.retain(|person| person.id != order.elder && person.is_active_volunteer());
    let known: HashMap<PersonId, i64> = served_before(&mut tx, order.elder).await?.into_iter().collect();
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let asked: HashMap<PersonId, Instant> = last_asked(&mut tx, &ids).await?.into_iter().collect();

    let now = orders.core.now();
    let mut rows = Vec::with_capacity(people.len());
    for person in people {
        let (refusal, booked) = judge(matching, &mut tx, &order, &person).await?;
        let metres = distance_m(person.home, door).round() as i64;
        let reasons = reasons(&order, &version, &person, metres, &known, &asked, booked, now);
        rows.push(Candidate {
            person: person.id,
            masked_name: person.masked_name,
            handle: person.handle,
            metres,
            reasons,
            refusal,
        });
    }
    rows.sort_by_key(|row| (row.refusal.is_some(), -order_score(&row.reasons), row.metres, row.person));
    rows.truncate(limit);
    Ok(rows)
}

/// What the policy says, and how many minutes of that day are already booked.
async fn judge(
    matching: &Matching,
    tx: &mut tb_db::Tx,
    order: &Order,
    person: &PersonFacts,
) -> Result<(Option<Refusal>, i64), Fail> {
    let (decision, booked) = take_decision(&matching.orders, tx, order, person).await?;
    Ok((decision.refusal().cloned(), booked.0))
}

#[allow(clippy::too_many_arguments)] // one fact each; a struct would only rename them
fn reasons(
    order: &Order,
    version: &Version,
    person: &PersonFacts,
    metres: i64,
    known: &HashMap<PersonId, i64>,
    asked: &HashMap<PersonId, Instant>,
    booked_minutes: i64,
    now: Instant,
) -> Vec<Reason> {
    let mut reasons = vec![Reason::Near { metres }];
    let item = version.items.iter().find(|item| item.code.as_str() == order.item);
    if item.is_some_and(|item| item.licence.is_some()) && !lacks_licence(version, order, person) {
        reasons.push(Reason::Licensed);
    }
    if let Some(times) = known.get(&person.id) {
        reasons.push(Reason::ServedBefore { times: *times });
    }
    let wish = &version.parameters.age_preference;
    let helper = i64::from(wish.helper_from)..=i64::from(wish.helper_to);
    if wish.active && helper.contains(&person.age(now.day())) {
        reasons.push(Reason::AgeWish);
    }
    reasons.push(Reason::FreeThatDay { booked_minutes });
    match asked.get(&person.id) {
        Some(at) => reasons.push(Reason::RestedLongest { days: now.since(*at).0 / Span::days(1).0 }),
        None => reasons.push(Reason::NeverAsked),
    }
    reasons
}
