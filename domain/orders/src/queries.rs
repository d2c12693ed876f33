//! Questions about orders; read-only. What an actor may not see is not found.

use crate::access;
use crate::commands::take_facts;
use crate::house::Orders;
use crate::model::{Dispute, Evidence, Invitation, Order, OrderEvent, OrderState, Place, Rating, Side};
use crate::place::open_places;
use crate::store;
use serde::Serialize;
use std::collections::BTreeMap;
use tb_db::{DbError, Tx, args};
use tb_kernel::{Actor, Cursor, Fail, Instant, Minutes, Node, OrderId, Outcome, Page, PageSize, PersonId, Refusal};
use tb_people::{EnrolmentState, PersonFacts};
use tb_policy::rules::{Decision, may_take_order};
use uuid::Uuid;

/// An order as one side sees it.
pub struct Seen {
    pub order: Order,
    /// `None`: a volunteer who looks at an open order in the hall.
    pub side: Option<Side>,
    /// Address and note, for those entitled: the elder's side, staff who serve, and the volunteer once they have it.
    pub place: Option<Place>,
}

/// Everything about an order, for its page.
pub struct OrderFile {
    pub seen: Seen,
    pub history: Vec<OrderEvent>,
    pub evidence: Vec<Evidence>,
    pub ratings: Vec<Rating>,
    pub disputes: Vec<Dispute>,
    pub invitations: Vec<Invitation>,
}

/// Which orders a console list shows.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    pub state: Option<OrderState>,
    pub item: Option<String>,
    /// Only orders with a mark.
    pub flagged: bool,
    /// Planned start, from (inclusive) and to (exclusive).
    pub from: Option<Instant>,
    pub to: Option<Instant>,
}

/// How many orders stand where, and how many minutes were settled.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StateCounts {
    pub by_state: BTreeMap<OrderState, i64>,
    pub settled: Minutes,
}

impl Orders {
    /// One order for its page.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn file(&self, actor: &Actor, id: OrderId) -> Outcome<OrderFile> {
        let mut tx = self.core.db.snapshot().await?;
        let order = store::order(&mut tx, id).await?.ok_or(Refusal::not_found())?;
        let seen = self.seen(&mut tx, actor, order).await?;
        let full = seen.side.is_some();
        let file = OrderFile {
            history: if full { store::history(&mut tx, id).await? } else { Vec::new() },
            evidence: if full { store::evidence(&mut tx, id).await? } else { Vec::new() },
            ratings: if full { store::ratings(&mut tx, &[id]).await? } else { Vec::new() },
            disputes: if full { store::disputes(&mut tx, id).await? } else { Vec::new() },
            invitations: if seen.side == Some(Side::Staff) {
                store::invitations(&mut tx, id).await?
            } else {
                Vec::new()
            },
            seen,
        };
        Ok(file)
    }

    /// The order with this number, as far as the actor may see it.
    ///
    /// # Errors
    /// Not found.
    pub async fn by_number(&self, actor: &Actor, number: &str) -> Outcome<Order> {
        let found = store::by_number(&mut self.core.db.read(), &number.trim().to_uppercase()).await?;
        found.filter(|order| access::sees(actor, order)).ok_or_else(|| Refusal::not_found().into())
    }

    async fn seen(&self, tx: &mut Tx, actor: &Actor, order: Order) -> Result<Seen, Fail> {
        let side = access::side(actor, &order);
        if order.state == OrderState::Draft && side != Some(Side::Elder) {
            return Err(Refusal::not_found().into());
        }
        if side.is_none() && !self.in_the_hall(tx, actor, &order).await? {
            return Err(Refusal::not_found().into());
        }
        let entitled = match side {
            Some(Side::Elder | Side::Volunteer | Side::System) => true,
            Some(Side::Staff) => actor.may(access::SERVE, order.node),
            None => false,
        };
        let place =
            if entitled { open_places(&self.people, tx, std::slice::from_ref(&order)).await?.pop() } else { None };
        Ok(Seen { order, side, place: place.flatten() })
    }

    /// An open order is seen, without its address, by every active volunteer.
    async fn in_the_hall(&self, tx: &mut Tx, actor: &Actor, order: &Order) -> Result<bool, Fail> {
        let Some(person) = actor.subject().filter(|_| order.state == OrderState::Published) else {
            return Ok(false);
        };
        let facts = self.people.facts(tx, &[person]).await?.pop();
        Ok(facts.is_some_and(|facts| facts.volunteer == Some(EnrolmentState::Active)))
    }

    /// The orders of a person as elder or as volunteer, newest start first.
    ///
    /// # Errors
    /// A fault.
    pub async fn of_person(
        &self,
        person: PersonId,
        as_elder: bool,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<Order>> {
        let start = after.unwrap_or(START);
        let rows = store::of_person(&mut self.core.db.read(), as_elder, person, start, size.rows() + 1).await?;
        Ok(Page::cut(rows, size, cursor))
    }

    /// The orders of a territory, newest start first. Drafts are left out where the rows are read: neither a shorter page
    /// nor the place where the next one begins may tell of one.
    ///
    /// # Errors
    /// Not found when the actor may not look at `node`.
    pub async fn of_territory(
        &self,
        actor: &Actor,
        node: Node,
        filter: &OrderFilter,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<Order>> {
        if !actor.may(access::LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        let start = after.unwrap_or(START);
        let (low, high) = node.range();
        let args = args![
            low,
            high,
            start.key,
            start.id,
            filter.from.unwrap_or(Instant(i64::MIN)),
            filter.to.unwrap_or(Instant(i64::MAX)),
            filter.state.map_or("", OrderState::code),
            filter.item.clone().unwrap_or_default(),
            if filter.flagged { "yes" } else { "" },
            size.rows() + 1
        ];
        let rows = store::of_territory(&mut self.core.db.read(), args).await?;
        Ok(Page::cut(rows, size, cursor))
    }

    /// How many orders of a territory with a planned start in an interval stand where; drafts are nobody's number.
    ///
    /// # Errors
    /// A fault.
    pub async fn counts(&self, node: Node, from: Instant, to: Instant) -> Outcome<StateCounts> {
        let rows = store::count_states(&mut self.core.db.read(), node, from, to).await?;
        let mut counts = StateCounts::default();
        for (state, count, settled) in rows {
            if let Some(state) = OrderState::parse(&state) {
                counts.by_state.insert(state, count);
                if state == OrderState::Settled {
                    counts.settled = Minutes(settled);
                }
            }
        }
        Ok(counts)
    }

    /// Open orders to which the volunteer was invited.
    ///
    /// # Errors
    /// A fault.
    pub async fn invitations_of(&self, volunteer: PersonId) -> Outcome<Vec<Order>> {
        Ok(store::invited(&mut self.core.db.read(), volunteer).await?)
    }

    /// Number of ratings and their mean, if there are any.
    ///
    /// # Errors
    /// A fault.
    pub async fn rating_of(&self, person: PersonId) -> Outcome<Option<(i64, f64)>> {
        let (count, sum) = store::rating_of(&mut self.core.db.read(), person).await?;
        Ok((count > 0).then(|| (count, sum as f64 / count as f64)))
    }

    /// The door code the elder's page shows now, if the order waits for a visit or has one.
    ///
    /// # Errors
    /// Not found for anyone but the elder's side.
    pub async fn door_code(&self, actor: &Actor, id: OrderId) -> Outcome<String> {
        let order = store::order(&mut self.core.db.read(), id).await?.ok_or(Refusal::not_found())?;
        let shown = matches!(
            order.state,
            OrderState::Taken | OrderState::Confirmed | OrderState::Serving | OrderState::Awaiting
        );
        if access::side(actor, &order) != Some(Side::Elder) || !shown {
            return Err(Refusal::not_found().into());
        }
        Ok(tb_crypto::door_code(&self.keys, order.id.0.as_bytes(), self.core.now()))
    }
}

/// Before everything: the newest.
const START: Cursor = Cursor { key: i64::MAX, id: Uuid::max() };

fn cursor(order: &Order) -> Cursor {
    Cursor { key: order.starts_at.0, id: order.id.0 }
}

/// Open orders in a set of cells that start within an interval: what matching ranks.
///
/// # Errors
/// Any [`DbError`].
pub async fn open_in_cells(tx: &mut Tx, cells: &[i64], after: Instant, before: Instant) -> Result<Vec<Order>, DbError> {
    store::open_in_cells(tx, cells, after, before).await
}

/// Who served this elder before, and how often.
///
/// # Errors
/// Any [`DbError`].
pub async fn served_before(tx: &mut Tx, elder: PersonId) -> Result<Vec<(PersonId, i64)>, DbError> {
    store::served_before(tx, elder).await
}

/// Whom this volunteer served before, and how often.
///
/// # Errors
/// Any [`DbError`].
pub async fn elders_served(tx: &mut Tx, volunteer: PersonId) -> Result<Vec<(PersonId, i64)>, DbError> {
    store::served_by(tx, volunteer).await
}

/// When volunteers were last invited to anything; those who never were are left out.
///
/// # Errors
/// Any [`DbError`].
pub async fn last_asked(tx: &mut Tx, volunteers: &[PersonId]) -> Result<Vec<(PersonId, Instant)>, DbError> {
    store::last_asked(tx, volunteers).await
}

/// What the policy would say if this volunteer took this order, and how many minutes of its day they have booked.
///
/// # Errors
/// A fault.
pub async fn take_decision(
    house: &Orders,
    tx: &mut Tx,
    order: &Order,
    volunteer: &PersonFacts,
) -> Outcome<(Decision, Minutes)> {
    let kin = house.people.related(tx, volunteer.id, order.elder).await?;
    let version = house.version(&order.policy)?;
    let facts = take_facts(tx, &version, order, volunteer, kin).await?;
    Ok((may_take_order(&version, &facts), facts.day_minutes))
}
