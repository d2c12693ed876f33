//! The visit: arriving with what a telephone and an elder give as proof, leaving after about as long as was planned, or
//! forgetting to; or not coming at all.

use crate::agenda::Happening;
use crate::city::City;
use crate::people::Means;
use crate::plan::Live;
use crate::quarters::beside;
use crate::residents::Visit;
use tb_kernel::{Instant, OrderId, Span};
use tb_orders::{CheckIn, CheckOut, NoShow, Presented, SeenPosition};

impl City {
    /// The volunteer is at the door.
    pub(crate) async fn door(&mut self, order: OrderId, turn: u32) -> Live<()> {
        let Some(visit) = self.visits.get(&order).filter(|visit| visit.turn == turn).cloned() else { return Ok(()) };
        let Some(volunteer) = visit.volunteer else { return Ok(()) };
        let Some(own) = self.residents[volunteer].citizen() else { return Ok(()) };
        let by_desk =
            !visit.staged && self.residents[volunteer].soul.habits.means == Means::Desk && self.dice.chance(600);
        let actor = if by_desk { self.staff().clerks[self.residents[visit.elder].quarter].actor() } else { own };
        let mut presented = self.shown_at_door(&visit, volunteer, order).await?;
        if presented.code.is_some() && self.dice.chance(25) {
            let right = presented.code.replace("000000".into());
            self.order(&actor, CheckIn { order, presented: presented.clone(), seen: None }).await?;
            presented.code = right;
        }
        if self.order(&actor, CheckIn { order, presented, seen: None }).await?.is_none() {
            return Ok(());
        }
        if !visit.staged && self.dice.chance(16) {
            return Ok(()); // forgets to check out; the clock will do it
        }
        let planned = visit.ends_at.since(visit.starts_at).whole_minutes();
        let spent = match self.dice.below(100) {
            _ if visit.staged => planned,
            0 => self.dice.between(4, 9),
            1..=2 => planned - self.dice.between(18, 30),
            3..=5 => planned + self.dice.between(16, 35),
            _ => self.dice.bell(planned + 2, 11),
        };
        let leaves = self.now().plus(Span::minutes(spent.max(3)));
        self.agenda.put(leaves, Happening::Leave { order, turn });
        Ok(())
    }

    /// What the volunteer can show: where the telephone is, and a code.
    async fn shown_at_door(&mut self, visit: &Visit, volunteer: usize, order: OrderId) -> Live<Presented> {
        let habits = self.residents[volunteer].soul.habits;
        let asks = visit.staged || self.dice.chance(habits.asks_code);
        let code = if asks { self.code_of(visit.elder, order).await? } else { None };
        let position = if visit.staged { self.position(visit, 1000) } else { self.position(visit, habits.located) };
        let skew = if self.dice.chance(10) && !visit.staged {
            Span::minutes(-27)
        } else {
            Span::seconds(self.dice.between(-20, 20))
        };
        Ok(Presented { position, code, device_at: Some(self.now().plus(skew)), ..Default::default() })
    }

    /// Where the telephone says it is: near the door, nowhere, or somewhere else.
    fn position(&self, visit: &Visit, located: u32) -> SeenPosition {
        if !self.dice.chance(located) {
            return SeenPosition::default();
        }
        let at = |east: f64, north: f64, accuracy: f64| match beside(visit.door, east, north) {
            Some(point) => SeenPosition { lon: Some(point.lon()), lat: Some(point.lat()), accuracy: Some(accuracy) },
            None => SeenPosition::default(),
        };
        let metres = |spread: i64| self.dice.bell(0, spread) as f64;
        match self.dice.below(100) {
            _ if visit.staged => at(metres(20), metres(20), 15.0),
            0..=1 => at(1800.0 + metres(600), metres(900), 25.0),
            2..=4 => at(metres(300), metres(300), 900.0),
            5 => SeenPosition { lon: Some(0.0), lat: Some(0.0), accuracy: Some(10.0) },
            _ => at(metres(60), metres(60), self.dice.between(6, 48) as f64),
        }
    }

    /// The code the elder shows: on their own page, else on the printed card.
    async fn code_of(&mut self, elder: usize, order: OrderId) -> Live<Option<String>> {
        let (Some(person), Some(citizen)) = (self.residents[elder].person, self.residents[elder].citizen()) else {
            return Ok(None);
        };
        if self.residents[elder].soul.habits.means == Means::Page {
            let shown = self.house.orders.door_code(&citizen, order).await;
            return self.note("orders.door-code", shown);
        }
        let facts = self.house.people.facts_of_one(&mut self.house.core.db.read(), person).await;
        let facts = self.must("people.facts", facts)?;
        Ok(Some(tb_crypto::card_code(&self.house.keys, person.0.as_bytes(), facts.card_version)))
    }

    /// The visit is over.
    pub(crate) async fn leave(&mut self, order: OrderId, turn: u32) -> Live<()> {
        let Some(visit) = self.visits.get(&order).filter(|visit| visit.turn == turn).cloned() else { return Ok(()) };
        let Some(volunteer) = visit.volunteer else { return Ok(()) };
        let Some(actor) = self.residents[volunteer].citizen() else { return Ok(()) };
        let position = if self.dice.chance(700) { self.position(&visit, 1000) } else { SeenPosition::default() };
        let presented = Presented { position, code: None, device_at: Some(self.now()), ..Default::default() };
        if self.order(&actor, CheckOut { order, presented, seen: None }).await?.is_some() && !visit.staged {
            self.wait_for_word(order, &visit);
        }
        Ok(())
    }

    /// Nobody came: another time, or not at all.
    pub(crate) async fn waited(&mut self, order: OrderId, turn: u32) -> Live<()> {
        let Some(visit) = self.visits.get(&order).filter(|visit| visit.turn == turn).cloned() else { return Ok(()) };
        let Some(actor) = self.voice(visit.elder) else { return Ok(()) };
        let length = visit.ends_at.since(visit.starts_at);
        let again = self.another_time(&visit);
        let Some(stepped) = self.order(&actor, NoShow { order, new_start: again, seen: None }).await? else {
            return Ok(());
        };
        match again.filter(|_| stepped.state == tb_orders::OrderState::Published) {
            Some(start) => {
                self.offered_again(order);
                if let Some(visit) = self.visits.get_mut(&order) {
                    (visit.starts_at, visit.ends_at) = (start, start.plus(length));
                }
                self.residents[visit.elder].unbook(order);
                self.residents[visit.elder].book(order, start, start.plus(length));
            }
            None => self.forget(order),
        }
        Ok(())
    }

    fn another_time(&self, visit: &Visit) -> Option<Instant> {
        let start = visit.starts_at.plus(Span::days(self.dice.between(1, 3)));
        let end = start.plus(visit.ends_at.since(visit.starts_at));
        let free = self.residents[visit.elder].is_free(start, end, Span(0));
        (free && self.dice.chance(550)).then_some(start)
    }
}
