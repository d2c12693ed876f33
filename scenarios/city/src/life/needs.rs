//! An elder wants help: chooses a service of the city's catalogue, a day and an hour, and hands it in alone or through the
//! site.

use crate::agenda::Happening;
use crate::city::City;
use crate::days::at;
use crate::people::Means;
use crate::phrases::Phrase;
use crate::plan::Live;
use crate::residents::Visit;
use tb_kernel::{AccountId, Instant, Minutes, OrderId, Span};
use tb_orders::{Need, OrderState, SaveDraft, Submit, Submitted};
use tb_policy::{Item, Mode, TimeOfDay, Version};

/// Hours of the day at which people like to be helped, with weights.
const HOURS: [(i64, u32); 11] =
    [(8, 10), (9, 22), (10, 22), (11, 6), (13, 6), (14, 16), (15, 18), (16, 12), (17, 6), (18, 7), (19, 3)];

/// Days ahead for which people ask, with weights.
const AHEAD: [(i64, u32); 6] = [(1, 40), (2, 26), (3, 15), (4, 9), (5, 5), (6, 5)];

impl City {
    pub(crate) async fn want(&mut self, who: usize) -> Live<()> {
        if self.is_quiet() {
            return Ok(());
        }
        let version = self.rules()?;
        let Some(need) = self.need_of(who, &version) else { return Ok(()) };
        let free = self.free_minutes(who).await?;
        // Some do not look at their balance first.
        if free < need.minutes && !self.dice.chance(70) {
            return Ok(());
        }
        self.hand_in(who, need).await.map(|_| ())
    }

    /// Hands a need in; gives the order if it was accepted.
    pub(crate) async fn hand_in(&mut self, who: usize, need: Need) -> Live<Option<Submitted>> {
        let Some(actor) = self.voice(who) else { return Ok(None) };
        let thinks_it_over = self.residents[who].soul.habits.means == Means::Page && self.dice.chance(60);
        let draft = if thinks_it_over {
            self.order(&actor, SaveDraft { need: need.clone() }).await?.map(|draft| draft.order)
        } else {
            None
        };
        let submit = Submit { need: need.clone(), draft };
        let Some(submitted) = self.order(&actor, submit).await? else { return Ok(None) };
        let resident = &mut self.residents[who];
        let ends_at = need.starts_at.plus(Span::minutes(need.minutes.0));
        resident.book(submitted.order, need.starts_at, ends_at);
        let visit = Visit {
            elder: who,
            volunteer: None,
            turn: 0,
            starts_at: need.starts_at,
            ends_at,
            door: resident.soul.home,
            staged: false,
        };
        self.visits.insert(submitted.order, visit);
        if self.dice.chance(30) {
            let at = self.sometime(self.now().plus(Span::hours(1)), need.starts_at.minus(Span::hours(1)));
            self.agenda.put(at, Happening::CallOff { order: submitted.order, turn: 0 });
        }
        Ok(Some(submitted))
    }

    /// What this elder asks for today.
    fn need_of(&self, who: usize, version: &Version) -> Option<Need> {
        let soul = &self.residents[who].soul;
        let items: Vec<&Item> = version
            .items_at(soul.community)
            .filter(|item| is_plain(item) && (item.licence.is_none() || self.dice.chance(120)))
            .collect();
        let item = *self.dice.pick(&items)?;
        let urgent = item.urgent && self.dice.chance(500);
        let (least, most) = (item.minutes.min.0, item.minutes.max.0.min(version.parameters.ordering.max_minutes.0));
        let minutes = Minutes((item.minutes.usual.0 + 15 * self.dice.between(-1, 1)).clamp(least, most));
        let starts_at = if urgent { self.soon(item, minutes)? } else { self.some_day(item, minutes)? };
        let note = if self.dice.chance(550) { Phrase::Note.said(&self.dice) } else { String::new() };
        let need =
            Need { item: item.code.as_str().to_owned(), starts_at, minutes, urgent, note, address: None, point: None };
        let ends_at = starts_at.plus(Span::minutes(minutes.0));
        let free = self.residents[who].is_free(starts_at, ends_at, Span(0));
        // A few forget that somebody is coming already.
        (free || self.dice.chance(250)).then_some(need)
    }

    /// In the next hours.
    fn soon(&self, item: &Item, minutes: Minutes) -> Option<Instant> {
        let start = quarter_hour(self.now().plus(Span::minutes(self.dice.between(30, 150))));
        item.hours.hold(TimeOfDay::of(start), minutes).then_some(start)
    }

    /// At a good hour of one of the next days.
    fn some_day(&self, item: &Item, minutes: Minutes) -> Option<Instant> {
        (0..6).find_map(|_| {
            let day = self.now().day().plus_days(self.dice.weighted(&AHEAD)?);
            let hour = self.dice.weighted(&HOURS)?;
            let start = at(day, hour * 60 + 15 * self.dice.between(0, 3));
            item.hours.hold(TimeOfDay::of(start), minutes).then_some(start)
        })
    }

    /// Minutes the elder can use now.
    pub(crate) async fn free_minutes(&mut self, who: usize) -> Live<Minutes> {
        let Some(person) = self.residents[who].person else { return Ok(Minutes::ZERO) };
        let balances = tb_ledger::balances(&mut self.house.core.db.read(), AccountId(person.0)).await;
        let balances = balances.map_err(tb_kernel::Fail::from);
        match balances {
            Ok(balances) => Ok(balances.free()),
            Err(fail) => self.must("ledger.balances", Err(fail)),
        }
    }

    /// A need that is staged: the plainest item that fits the hour, else urgent help.
    pub(crate) fn staged_need(
        &self,
        who: usize,
        version: &Version,
        starts_at: Instant,
        minutes: Minutes,
    ) -> Option<Need> {
        let fits = |item: &&Item| {
            is_plain(item)
                && item.licence.is_none()
                && item.quota_per_month.is_none()
                && (item.minutes.min..=item.minutes.max).contains(&minutes)
                && item.hours.hold(TimeOfDay::of(starts_at), minutes)
        };
        let community = self.residents[who].soul.community;
        let ordinary: Vec<&Item> = version.items_at(community).filter(|item| !item.urgent).filter(fits).collect();
        let urgent = version.items_at(community).filter(|item| item.urgent).find(fits);
        let item = self.dice.pick(&ordinary).copied().or(urgent)?;
        Some(Need {
            item: item.code.as_str().to_owned(),
            starts_at,
            minutes,
            urgent: item.urgent,
            note: Phrase::Note.said(&self.dice),
            address: None,
            point: None,
        })
    }

    /// Where an order stands after being handed in.
    pub(crate) fn is_published(&self, submitted: &Submitted) -> bool {
        submitted.state == OrderState::Published
    }

    /// The elder does not need it any more.
    pub(crate) async fn call_off(&mut self, order: OrderId, turn: u32) -> Live<()> {
        let Some(visit) = self.visits.get(&order).filter(|visit| visit.turn == turn && !visit.staged) else {
            return Ok(());
        };
        let elder = visit.elder;
        let Some(actor) = self.voice(elder) else { return Ok(()) };
        let cancel = tb_orders::Cancel { order, reason: Phrase::NotNeeded.said(&self.dice), seen: None };
        if self.order(&actor, cancel).await?.is_some() {
            self.forget(order);
        }
        Ok(())
    }

    /// The order is over: nobody is booked for it any more.
    pub(crate) fn forget(&mut self, order: OrderId) {
        let Some(visit) = self.visits.get_mut(&order) else { return };
        visit.turn += 1;
        let (elder, volunteer) = (visit.elder, visit.volunteer.take());
        for who in [Some(elder), volunteer].into_iter().flatten() {
            self.residents[who].unbook(order);
        }
    }
}

/// One volunteer, one elder.
fn is_plain(item: &Item) -> bool {
    item.mode == Mode::OneToOne && item.helpers() == 1
}

/// The next full quarter of an hour.
pub(crate) fn quarter_hour(at: Instant) -> Instant {
    const QUARTER: i64 = 15 * 60_000_000;
    Instant((at.0 + QUARTER - 1).div_euclid(QUARTER) * QUARTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_hour_is_one_on_the_citys_clock() {
        let at = Instant::parse("2026-11-21T09:01:00+08:00").unwrap();
        assert_eq!(quarter_hour(at), Instant::parse("2026-11-21T09:15:00+08:00").unwrap());
        let full = Instant::parse("2026-11-21T09:30:00+08:00").unwrap();
        assert_eq!(quarter_hour(full), full);
    }
}
