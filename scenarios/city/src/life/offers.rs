//! Volunteers find what is open near them and take it; the site asks or sends volunteers for what nobody has taken.

use crate::agenda::Happening;
use crate::city::City;
use crate::phrases::Phrase;
use crate::plan::Live;
use tb_kernel::{Actor, Instant, OrderId, PageSize, PersonId, Span};
use tb_matching::{NearFilter, NearOrder, candidates, near};
use tb_orders::{AnswerInvitation, Assign, Invite, Order, OrderFilter, OrderState, Take, Withdraw};

/// Orders a volunteer looks at.
const LOOKED_AT: usize = 12;
/// Orders the site finds volunteers for in one sitting.
const MATCHED: usize = 5;
/// On the way between two visits.
const WAY: Span = Span::minutes(20);
/// More than this on one day is too much for most.
const DAY_ENOUGH: i64 = 240;

impl City {
    /// A volunteer looks at what is open and takes the first that suits.
    pub(crate) async fn look(&mut self, who: usize) -> Live<()> {
        let (Some(person), Some(actor)) = (self.residents[who].person, self.residents[who].citizen()) else {
            return Ok(());
        };
        if self.is_quiet() {
            return Ok(());
        }
        let filter = NearFilter { limit: LOOKED_AT, ..NearFilter::default() };
        let matching = self.house.matching.clone();
        let found = near(&matching, person, &filter).await;
        let Some(found) = self.note("matching.near", found)? else { return Ok(()) };
        let hasty = self.dice.chance(35);
        let clashes = |offer: &&NearOrder| hasty && self.clashes(who, offer);
        let chosen = found.iter().find(clashes).or_else(|| found.iter().find(|offer| self.suits(who, offer)));
        if let Some(offer) = chosen {
            let take = Take { order: offer.order.id, seen: Some(offer.order.version) };
            if self.order(&actor, take).await?.is_some() {
                self.taken(offer.order.id, who);
            }
        }
        Ok(())
    }

    /// At a time that is taken: chosen by those who do not look at their diary.
    fn clashes(&self, who: usize, offer: &NearOrder) -> bool {
        !self.residents[who].is_free(offer.order.starts_at, offer.order.ends_at, Span(0))
            && !self.is_staged(offer.order.id)
    }

    /// Near enough, at a free hour, not too much.
    fn suits(&self, who: usize, offer: &NearOrder) -> bool {
        let resident = &self.residents[who];
        let (from, to) = (offer.order.starts_at, offer.order.ends_at);
        let habits = &resident.soul.habits;
        offer.metres <= habits.reach
            && !self.is_staged(offer.order.id)
            && resident.is_free(from, to, WAY)
            && resident.minutes_on(from) < DAY_ENOUGH
            && from > self.now().plus(Span::minutes(20))
            && !(habits.employed && is_working_hour(from))
    }

    /// Arranged for the last moment, so that nobody else touches it.
    pub(crate) fn is_staged(&self, order: OrderId) -> bool {
        self.visits.get(&order).is_some_and(|visit| visit.staged)
    }

    /// Follows an order that a volunteer now has.
    pub(crate) fn taken(&mut self, order: OrderId, who: usize) {
        let now = self.now();
        let Some(visit) = self.visits.get_mut(&order) else { return };
        visit.turn += 1;
        visit.volunteer = Some(who);
        let (turn, from, to) = (visit.turn, visit.starts_at, visit.ends_at);
        self.residents[who].book(order, from, to);
        let reliable = self.residents[who].soul.habits.reliable;
        let last = from.minus(Span::minutes(15)).max(now);
        let hears = self.sometime(now.plus(Span::minutes(15)), now.plus(Span::hours(9))).min(last);
        self.agenda.put(hears, Happening::Hear { order, turn });
        if self.dice.chance(35) {
            let at = self.sometime(now.plus(Span::minutes(30)), last);
            self.agenda.put(at, Happening::Withdraw { order, turn });
        } else if self.dice.chance(22) {
            let at = self.sometime(now.plus(Span::minutes(30)), last);
            self.agenda.put(at, Happening::CallOff { order, turn });
        }
        if self.dice.chance(1000 - reliable) {
            if self.dice.chance(650) {
                self.agenda
                    .put(from.plus(Span::minutes(self.dice.between(64, 110))), Happening::Waited { order, turn });
            }
            return;
        }
        let punctual = self.residents[who].soul.habits.punctual;
        let door = from.plus(Span::seconds(self.dice.bell(-90, punctual * 60)));
        self.agenda.put(door, Happening::Door { order, turn });
    }

    /// The elder's side hears who comes, and agrees, or would rather have somebody else.
    pub(crate) async fn hear(&mut self, order: OrderId, turn: u32) -> Live<()> {
        let Some(visit) = self.visits.get(&order).filter(|visit| visit.turn == turn) else { return Ok(()) };
        let (elder, staged) = (visit.elder, visit.staged);
        let Some(actor) = self.voice(elder) else { return Ok(()) };
        if !staged && self.dice.chance(22) {
            let reason = Phrase::RatherNot.said(&self.dice);
            if self.order(&actor, tb_orders::Decline { order, reason, seen: None }).await?.is_some() {
                self.offered_again(order);
            }
        } else if staged || self.dice.chance(830) {
            self.order(&actor, tb_orders::Agree { order, seen: None }).await?;
        }
        Ok(())
    }

    /// The volunteer cannot come.
    pub(crate) async fn withdraw(&mut self, order: OrderId, turn: u32) -> Live<()> {
        let Some(visit) = self.visits.get(&order).filter(|visit| visit.turn == turn && !visit.staged) else {
            return Ok(());
        };
        let Some(actor) = visit.volunteer.and_then(|who| self.residents[who].citizen()) else { return Ok(()) };
        let step = Withdraw { order, reason: Phrase::CannotCome.said(&self.dice), seen: None };
        if self.order(&actor, step).await?.is_some() {
            self.offered_again(order);
        }
        Ok(())
    }

    /// Open again, as if nobody had taken it.
    pub(crate) fn offered_again(&mut self, order: OrderId) {
        let Some(visit) = self.visits.get_mut(&order) else { return };
        visit.turn += 1;
        if let Some(who) = visit.volunteer.take() {
            self.residents[who].unbook(order);
        }
    }

    // ---- through the site ---------------------------------------------------------------------------------------------

    /// A clerk goes through what is open for long or begins soon.
    pub(crate) async fn matching(&mut self, quarter: usize) -> Live<()> {
        if self.is_quiet() {
            return Ok(());
        }
        let clerk = self.staff().clerks[quarter].actor();
        let open = self.orders_in(quarter, &clerk, OrderState::Published).await?;
        let now = self.now();
        let pressing = |order: &&Order| {
            let waiting = order.published_at.is_some_and(|since| now.since(since) > Span::hours(20));
            !self.is_staged(order.id) && (waiting || order.starts_at < now.plus(Span::hours(30)))
        };
        let pressing: Vec<OrderId> = open.iter().filter(pressing).map(|order| order.id).take(MATCHED).collect();
        for order in pressing {
            self.find_somebody(&clerk, order).await?;
        }
        Ok(())
    }

    async fn find_somebody(&mut self, clerk: &Actor, order: OrderId) -> Live<()> {
        let matching = self.house.matching.clone();
        let found = candidates(&matching, clerk, order, 6).await;
        let Some(found) = self.note("matching.candidates", found)? else { return Ok(()) };
        let able: Vec<PersonId> = found.iter().filter(|c| c.refusal.is_none()).map(|c| c.person).collect();
        let Some(first) = able.first().copied() else { return Ok(()) };
        if self.dice.chance(550) {
            let volunteers: Vec<PersonId> = able.into_iter().take(3).collect();
            if self.order(clerk, Invite { order, volunteers: volunteers.clone() }).await?.is_some() {
                for volunteer in volunteers.iter().filter_map(|person| self.by_person.get(person).copied()) {
                    let at = self.sometime(self.now().plus(Span::minutes(5)), self.now().plus(Span::hours(7)));
                    self.agenda.put(at, Happening::Answer { order, volunteer });
                }
            }
        } else if self.order(clerk, Assign { order, volunteer: first, seen: None }).await?.is_some()
            && let Some(who) = self.by_person.get(&first).copied()
        {
            self.taken(order, who);
        }
        Ok(())
    }

    /// An invited volunteer accepts, declines, or does not answer.
    pub(crate) async fn answer(&mut self, order: OrderId, volunteer: usize) -> Live<()> {
        let Some(visit) = self.visits.get(&order) else { return Ok(()) };
        let free = self.residents[volunteer].is_free(visit.starts_at, visit.ends_at, WAY);
        let Some(actor) = self.residents[volunteer].citizen() else { return Ok(()) };
        if self.dice.chance(150) {
            return Ok(());
        }
        let accept = free && self.dice.chance(700);
        if self.order(&actor, AnswerInvitation { order, accept }).await? == Some(true) {
            self.taken(order, volunteer);
        }
        Ok(())
    }

    /// The orders of a quarter in a state, the earliest start first.
    pub(crate) async fn orders_in(&mut self, quarter: usize, clerk: &Actor, state: OrderState) -> Live<Vec<Order>> {
        let filter = OrderFilter { state: Some(state), ..OrderFilter::default() };
        let street = self.quarters[quarter].street;
        let orders = self.house.orders.clone();
        let page = orders.of_territory(clerk, street, &filter, None, PageSize::of(PageSize::MAX)).await;
        let mut rows = self.must("orders.of-territory", page)?.rows;
        rows.reverse();
        Ok(rows)
    }
}

/// Weekday, half past eight to half past five.
fn is_working_hour(at: Instant) -> bool {
    let minute = at.since(at.day().start()).whole_minutes();
    !crate::days::is_weekend(at.day()) && (8 * 60 + 30..17 * 60 + 30).contains(&minute)
}
