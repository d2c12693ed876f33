//! The last hours. A demonstration is looked at in one moment; so that this moment shows everything a bank knows, some
//! visits are arranged for it: one that is going on, one that waits for the elder's word, one in dispute, one later today,
//! needs that are open near a volunteer, applications and requests that wait. All of it through the same commands as ever.

use crate::agenda::Happening;
use crate::city::City;
use crate::people::Means;
use crate::phrases::Phrase;
use crate::plan::Live;
use tb_kernel::{Instant, Minutes, OrderId, PageSize, Span};
use tb_orders::{Agree, Invite, OpenDispute, OrderState, ProposeRevocation, Take};
use tb_places::distance_m;

/// The arrangements begin so long before the end: visits need two hours' notice.
const BEFORE: Span = Span::minutes(370);
/// Latest arrivals, whose applications wait.
const WAITING: usize = 5;
/// Open needs near the volunteer who looks for one.
const OPEN: usize = 5;
/// Pairs tried for one arranged visit.
const TRIES: usize = 12;

/// What was arranged.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Arranged {
    pub(crate) serving: Option<OrderId>,
    pub(crate) awaiting: Option<OrderId>,
    pub(crate) disputed: Option<OrderId>,
    pub(crate) later: Option<OrderId>,
    /// The volunteer near whom needs are open.
    pub(crate) looking: Option<usize>,
}

impl City {
    /// Keeps some people back for the last minutes and writes the arrangements into the agenda.
    pub(crate) fn arrange_the_end(&mut self) {
        let end = self.plan.ends_at;
        let late: Vec<usize> = (0..self.residents.len())
            .rev()
            .filter(|who| self.residents[*who].soul.part != crate::people::Part::Family)
            .take(WAITING)
            .collect();
        for (n, who) in late.into_iter().enumerate() {
            self.residents[who].soul.comes_on = i64::MAX / 2;
            let minutes = 40 - 7 * i64::try_from(n).unwrap_or(0);
            self.agenda.put(end.minus(Span::minutes(minutes)), Happening::Arrive(who));
        }
        self.agenda.put(end.minus(BEFORE), Happening::Stage);
        self.agenda.put(end.minus(Span::minutes(50)), Happening::Curtain);
    }

    /// Six hours before the end: the visits that will be seen.
    pub(crate) async fn stage(&mut self) -> Live<()> {
        self.deliver().await?;
        let end = self.plan.ends_at;
        let before = |minutes: i64| five_minutes(end.minus(Span::minutes(minutes)));
        self.arranged.disputed = self.arrange(before(235), Minutes(45)).await?;
        self.arranged.awaiting = self.arrange(before(150), Minutes(45)).await?;
        self.arranged.serving = self.arrange(before(25), Minutes(60)).await?;
        self.arranged.later = match later_today(end) {
            Some(start) => self.arrange(start, Minutes(45)).await?,
            None => None,
        };
        Ok(())
    }

    /// The last hour: the dispute, open needs, requests that wait.
    pub(crate) async fn curtain(&mut self) -> Live<()> {
        if let Some(order) = self.arranged.disputed {
            let elder = self.visits.get(&order).map(|visit| visit.elder);
            if let Some(actor) = elder.and_then(|elder| self.voice(elder)) {
                let reason = Phrase::Dispute.said(&self.dice);
                self.order(&actor, OpenDispute { order, reason, seen: None }).await?;
            }
        }
        self.leave_a_request_open().await?;
        self.leave_papers().await?;
        self.leave_needs_open().await
    }

    /// An elder and a volunteer agree on a visit that nothing will come between.
    async fn arrange(&mut self, starts_at: Instant, minutes: Minutes) -> Live<Option<OrderId>> {
        let ends_at = starts_at.plus(Span::minutes(minutes.0));
        let version = self.rules()?;
        for (elder, volunteer) in self.pairs(starts_at, ends_at) {
            if self.free_minutes(elder).await? < minutes {
                continue;
            }
            let Some(need) = self.staged_need(elder, &version, starts_at, minutes) else { continue };
            let Some(order) = self.hand_in_staged(elder, need).await? else { continue };
            let Some(actor) = self.residents[volunteer].citizen() else { continue };
            if self.order(&actor, Take { order, seen: None }).await?.is_none() {
                continue;
            }
            self.residents[volunteer].book(order, starts_at, ends_at);
            if let Some(visit) = self.visits.get_mut(&order) {
                visit.turn += 1;
                visit.volunteer = Some(volunteer);
                let turn = visit.turn;
                self.agenda.put(starts_at, Happening::Door { order, turn });
            }
            if let Some(voice) = self.voice(elder) {
                self.order(&voice, Agree { order, seen: None }).await?;
            }
            return Ok(Some(order));
        }
        Ok(None)
    }

    /// Elders and volunteers with telephones who are free then, the nearest first; each at most once.
    fn pairs(&self, from: Instant, to: Instant) -> Vec<(usize, usize)> {
        let margin = Span::minutes(40);
        let all = || 0..self.residents.len();
        let on_page = |who: &usize| self.residents[*who].soul.habits.means == Means::Page;
        let free = |who: &usize| on_page(who) && self.residents[*who].is_free(from, to, margin);
        let mut volunteers: Vec<usize> = all()
            .filter(|who| self.residents[*who].is_volunteer && !self.residents[*who].is_elder)
            .filter(free)
            .collect();
        let mut pairs = Vec::new();
        let unused = |who: &usize| !self.arranged_with(*who);
        for elder in all().filter(|who| self.residents[*who].is_elder).filter(free).filter(unused) {
            volunteers.retain(unused);
            let kin = |who: usize| self.residents[who].soul.kin.is_some_and(|kin| kin.other == elder);
            let home = self.residents[elder].soul.home;
            let metres = |who: usize| distance_m(self.residents[who].soul.home, home) as i64;
            let nearest = volunteers.iter().copied().filter(|who| !kin(*who)).min_by_key(|who| (metres(*who), *who));
            let Some(volunteer) = nearest else { break };
            volunteers.retain(|who| *who != volunteer);
            pairs.push((elder, volunteer));
        }
        self.dice.shuffle(&mut pairs);
        pairs.truncate(TRIES);
        pairs
    }

    fn arranged_with(&self, who: usize) -> bool {
        let orders = [self.arranged.serving, self.arranged.awaiting, self.arranged.disputed, self.arranged.later];
        orders
            .into_iter()
            .flatten()
            .filter_map(|order| self.visits.get(&order))
            .any(|visit| visit.elder == who || visit.volunteer == Some(who))
    }

    async fn hand_in_staged(&mut self, elder: usize, need: tb_orders::Need) -> Live<Option<OrderId>> {
        let Some(submitted) = self.hand_in(elder, need).await? else { return Ok(None) };
        if let Some(visit) = self.visits.get_mut(&submitted.order) {
            visit.staged = true;
        }
        let open = self.is_published(&submitted) || self.publish_now(elder, submitted.order).await?;
        Ok(open.then_some(submitted.order))
    }

    /// Needs of the next day or two near a volunteer who has nothing to do tonight, one of them with an invitation.
    async fn leave_needs_open(&mut self) -> Live<()> {
        let end = self.plan.ends_at;
        let free = |who: &usize| {
            let resident = &self.residents[*who];
            resident.is_volunteer
                && resident.soul.habits.means == Means::Page
                && resident.soul.part == crate::people::Part::Volunteer
                && resident.is_free(end, end.plus(Span::hours(30)), Span(0))
                && !self.arranged_with(*who)
        };
        let free: Vec<usize> = (0..self.residents.len()).filter(free).collect();
        let Some(looking) = self.dice.pick(&free).copied() else { return Ok(()) };
        self.arranged.looking = Some(looking);
        let home = self.residents[looking].soul.home;
        let mut elders: Vec<usize> = (0..self.residents.len()).filter(|who| self.residents[*who].is_elder).collect();
        elders.sort_by_key(|who| (distance_m(self.residents[*who].soul.home, home) as i64, *who));
        let version = self.rules()?;
        let mut open = Vec::new();
        for elder in elders {
            if open.len() >= OPEN {
                break;
            }
            let day = end.day().plus_days(1 + i64::try_from(open.len() % 2).unwrap_or(0));
            let hour = [9, 10, 14, 15, 16][open.len()];
            let start = crate::days::at(day, hour * 60 + 30);
            let free = self.residents[elder].is_free(start, start.plus(Span::hours(2)), Span(0));
            if !free || self.free_minutes(elder).await? < Minutes(45) {
                continue;
            }
            let Some(need) = self.staged_need(elder, &version, start, Minutes(45)) else { continue };
            open.extend(self.hand_in_staged(elder, need).await?.map(|order| (elder, order)));
        }
        let Some((elder, order)) = open.first().copied() else { return Ok(()) };
        let clerk = self.staff().clerks[self.residents[elder].quarter].actor();
        let volunteers = self.residents[looking].person.into_iter().collect();
        self.order(&clerk, Invite { order, volunteers }).await.map(|_| ())
    }

    /// One officer has proposed to take a visit back; the second has not looked yet.
    async fn leave_a_request_open(&mut self) -> Live<()> {
        for quarter in 0..self.quarters.len() {
            let officer = self.staff().streets[quarter].actor();
            let settled = self.orders_in(quarter, &officer, OrderState::Settled).await?;
            let Some(order) = settled.last().map(|order| order.id) else { continue };
            let reason = Phrase::Doubt.said(&self.dice);
            if self.order(&officer, ProposeRevocation { order, reason }).await?.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// How many open needs a volunteer sees near them.
    pub(crate) async fn open_near(&mut self, who: usize) -> Live<usize> {
        let Some(person) = self.residents[who].person else { return Ok(0) };
        let limit = usize::try_from(PageSize::default().rows()).unwrap_or(20);
        let filter = tb_matching::NearFilter { limit, ..tb_matching::NearFilter::default() };
        let matching = self.house.matching.clone();
        let found = tb_matching::near(&matching, person, &filter).await;
        Ok(self.must("matching.near", found)?.len())
    }
}

/// Down to a full five minutes.
fn five_minutes(at: Instant) -> Instant {
    const FIVE: i64 = 5 * 60_000_000;
    Instant(at.0.div_euclid(FIVE) * FIVE)
}

/// A good hour between now and tonight; none when it is late.
fn later_today(now: Instant) -> Option<Instant> {
    let start = super::needs::quarter_hour(now.plus(Span::minutes(100)));
    let evening = now.day().start().plus(Span::hours(19));
    let morning = now.day().start().plus(Span::minutes(9 * 60 + 30));
    let start = start.max(morning);
    (start.plus(Span::minutes(45)) <= evening).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_later_today_is_at_a_good_hour_or_not_at_all() {
        let at = |text: &str| Instant::parse(&format!("2026-11-21T{text}:00+08:00")).unwrap();
        assert_eq!(later_today(at("14:00")), Some(at("15:45")));
        assert_eq!(later_today(at("03:00")), Some(at("09:30")));
        assert_eq!(later_today(at("17:00")), None);
        assert_eq!(later_today(at("23:30")), None);
    }
}
