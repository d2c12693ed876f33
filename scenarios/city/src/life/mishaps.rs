//! Things that cannot be done and are tried all the same: every one of them must be refused, and is counted.

use super::arrivals::Slip;
use crate::city::City;
use crate::days::at;
use crate::plan::Live;
use tb_kernel::{Minutes, OrderId, Span};
use tb_orders::{Cancel, CheckIn, Need, Presented, Take};
use tb_policy::Item;

impl City {
    /// One of the things that go wrong in a bank.
    pub(crate) async fn mishap(&mut self) -> Live<()> {
        let elders = self.active(|resident| resident.is_elder);
        let volunteers = self.active(|resident| resident.is_volunteer);
        let (Some(elder), Some(volunteer)) = (self.dice.pick(&elders).copied(), self.dice.pick(&volunteers).copied())
        else {
            return Ok(());
        };
        match self.dice.below(15) {
            0 => self.register_wrongly(elder, Slip::Digit).await,
            1 => self.register_wrongly(elder, Slip::Twice).await,
            2 => self.register_wrongly(elder, Slip::Name).await,
            3 => self.register_wrongly(elder, Slip::Young).await,
            4 => self.register_wrongly(elder, Slip::Elsewhere).await,
            5 => self.open_file(elder).await,
            6 => self.take_another_ones(volunteer).await,
            7 => self.cancel_another_ones(volunteer).await,
            8 => self.look_up_a_stranger(elder).await,
            9 => self.ring_too_early(volunteer).await,
            n => self.ask_wrongly(elder, n - 10).await,
        }
    }

    fn active(&self, fits: impl Fn(&crate::residents::Resident) -> bool) -> Vec<usize> {
        (0..self.residents.len()).filter(|who| fits(&self.residents[*who])).collect()
    }

    /// A need that the catalogue or the calendar does not allow.
    async fn ask_wrongly(&mut self, who: usize, how: usize) -> Live<()> {
        let version = self.rules()?;
        let items: Vec<&Item> = version.items_at(self.residents[who].soul.community).filter(|i| !i.urgent).collect();
        let Some(item) = self.dice.pick(&items).copied() else { return Ok(()) };
        let tomorrow = self.now().day().plus_days(1);
        let plain = Need {
            item: item.code.as_str().to_owned(),
            starts_at: at(tomorrow, 10 * 60),
            minutes: item.minutes.usual,
            urgent: false,
            note: String::new(),
            address: None,
            point: None,
        };
        let need = match how {
            0 => Need { starts_at: self.now().plus(Span::minutes(30)), ..plain },
            1 => Need { starts_at: at(tomorrow, 5 * 60), ..plain },
            2 => Need { minutes: Minutes(item.minutes.max.0 + 60), ..plain },
            3 => Need { starts_at: at(tomorrow.plus_days(60), 10 * 60), ..plain },
            _ => Need { item: "gold-trading".into(), ..plain },
        };
        self.hand_in(who, need).await.map(|_| ())
    }

    /// A site of another street looks somebody up, and finds nobody.
    async fn look_up_a_stranger(&mut self, who: usize) -> Live<()> {
        let Some(person) = self.residents[who].person else { return Ok(()) };
        let other = (self.residents[who].quarter + 1) % self.quarters.len();
        let stranger = self.staff().clerks[other].actor();
        let seen = self.house.people.person_view(&stranger, person).await;
        self.note("people.person-view", seen).map(|_| ())
    }

    /// Somebody takes an order that is somebody else's by now.
    async fn take_another_ones(&mut self, who: usize) -> Live<()> {
        let now = self.now();
        let booked: Vec<OrderId> = self
            .visits
            .iter()
            .filter(|(_, visit)| {
                visit.volunteer.is_some_and(|other| other != who) && visit.starts_at > now && visit.elder != who
            })
            .map(|(id, _)| *id)
            .collect();
        let (Some(order), Some(actor)) = (self.dice.pick(&booked).copied(), self.residents[who].citizen()) else {
            return Ok(());
        };
        self.order(&actor, Take { order, seen: None }).await.map(|_| ())
    }

    /// Somebody is at the door long before the time.
    async fn ring_too_early(&mut self, who: usize) -> Live<()> {
        let soon = self.now().plus(Span::minutes(45));
        let order = self.residents[who].booked.iter().find(|booking| booking.from > soon).map(|booking| booking.order);
        let (Some(order), Some(actor)) = (order, self.residents[who].citizen()) else { return Ok(()) };
        self.order(&actor, CheckIn { order, presented: Presented::default(), seen: None }).await.map(|_| ())
    }

    /// Somebody calls off what is none of their business.
    async fn cancel_another_ones(&mut self, who: usize) -> Live<()> {
        let others: Vec<OrderId> = self
            .visits
            .iter()
            .filter(|(_, visit)| visit.elder != who && visit.volunteer != Some(who))
            .map(|(id, _)| *id)
            .collect();
        let (Some(order), Some(actor)) = (self.dice.pick(&others).copied(), self.residents[who].citizen()) else {
            return Ok(());
        };
        self.order(&actor, Cancel { order, reason: "试试".into(), seen: None }).await.map(|_| ())
    }
}
