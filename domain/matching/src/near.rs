//! Open orders near a place: rings of cells around it are read outwards until enough are found, so the cost follows the
//! number shown and not the number of orders in the books.

use crate::Matching;
use crate::rank::{Reason, order_score, soon};
use std::collections::HashMap;
use tb_kernel::{Day, Minutes, Node, Outcome, PersonId, Refusal, Span};
use tb_orders::{Order, elders_served, open_in_cells, open_places};
use tb_people::PersonFacts;
use tb_places::{Point, cell, distance_m, ring, roughly};
use tb_policy::ItemCode;

/// Rings of cells read before the search ends: some 10 kilometres.
const RINGS_MAX: u32 = 8;
/// Orders that are opened and measured at most.
const MEASURED_MAX: usize = 200;

/// What the volunteer asks for.
#[derive(Clone, Debug, Default)]
pub struct NearFilter {
    /// Where the volunteer is; else their home community counts.
    pub from: Option<Point>,
    pub item: Option<String>,
    pub day: Option<Day>,
    /// No longer than this.
    pub longest: Option<Minutes>,
    /// Only in this part of the city.
    pub district: Option<Node>,
    pub limit: usize,
}

/// An open order and why it stands where it stands.
#[derive(Clone, Debug)]
pub struct NearOrder {
    pub order: Order,
    /// To about where the door is, not to the door.
    pub metres: i64,
    pub reasons: Vec<Reason>,
}

/// Open orders for a volunteer, best first.
///
/// # Errors
/// Not found when the person does not exist.
pub async fn near(matching: &Matching, volunteer: PersonId, filter: &NearFilter) -> Outcome<Vec<NearOrder>> {
    let orders = &matching.orders;
    let mut tx = orders.core.db.snapshot().await?;
    let me = orders.people.facts(&mut tx, &[volunteer]).await?.pop().ok_or(Refusal::not_found())?;
    let from = filter.from.unwrap_or(me.home);
    let now = orders.core.now();
    let (after, before) = match filter.day {
        Some(day) => (day.start().max(now), day.plus_days(1).start()),
        None => (now, now.plus(Span::days(60))),
    };
    let limit = filter.limit.clamp(1, MEASURED_MAX);
    let version = orders.version_now()?;
    let mut found: Vec<Order> = Vec::new();
    for rings in 0..=RINGS_MAX {
        let cells = ring(cell(from), rings);
        let more = open_in_cells(&mut tx, &cells, after, before).await?;
        found.extend(more.into_iter().filter(|order| fits(order, &me, filter) && !lacks_licence(&version, order, &me)));
        if found.len() >= limit {
            break;
        }
    }
    found.truncate(MEASURED_MAX);
    let places = open_places(&orders.people, &mut tx, &found).await?;
    let known: HashMap<PersonId, i64> = elders_served(&mut tx, volunteer).await?.into_iter().collect();
    let wish = &version.parameters.age_preference;
    let age = me.age(now.day());
    let wishes = wish.active && (i64::from(wish.helper_from)..=i64::from(wish.helper_to)).contains(&age);
    let mut rows: Vec<NearOrder> = Vec::with_capacity(found.len());
    for (order, place) in found.into_iter().zip(places) {
        let Some(point) = place.and_then(|place| place.point()) else { continue };
        // `from` is the asker's choice: measured to the door itself, three answers would be the door.
        let metres = distance_m(from, roughly(point)).round() as i64;
        let mut reasons = vec![Reason::Near { metres }];
        reasons.extend(soon(now, order.starts_at));
        if order.urgent {
            reasons.push(Reason::Urgent);
        }
        if let Some(times) = known.get(&order.elder) {
            reasons.push(Reason::ServedBefore { times: *times });
        }
        if wishes {
            reasons.push(Reason::AgeWish);
        }
        rows.push(NearOrder { order, metres, reasons });
    }
    rows.sort_by_key(|row| (-order_score(&row.reasons), row.metres, row.order.starts_at, row.order.id));
    rows.truncate(limit);
    Ok(rows)
}

fn fits(order: &Order, me: &PersonFacts, filter: &NearFilter) -> bool {
    order.elder != me.id
        && filter.item.as_ref().is_none_or(|item| item == &order.item)
        && filter.longest.is_none_or(|longest| order.minutes <= longest)
        && filter.district.is_none_or(|district| district.covers(order.node))
}

/// True when the item asks for a licence the person does not hold on the day.
pub(crate) fn lacks_licence(version: &tb_policy::Version, order: &Order, person: &PersonFacts) -> bool {
    version
        .item(&ItemCode::from(order.item.as_str()))
        .and_then(|item| item.licence)
        .is_some_and(|licence| !person.qualifications(order.starts_at.day()).contains(&licence))
}
