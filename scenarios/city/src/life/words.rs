//! After the visit: the elder's word by button, by card at the door, through a call, or none; what each says of the other;
//! and when they do not agree.

use crate::agenda::Happening;
use crate::city::City;
use crate::people::Word;
use crate::phrases::Phrase;
use crate::plan::Live;
use crate::residents::Visit;
use tb_kernel::{Actor, Minutes, OrderId, Span};
use tb_orders::{ConfirmMethod, Confirmation, OpenDispute, OrderState, Rate, SettleAnswer, TAGS};

/// How many of [`TAGS`] are kind words; the rest are given with poor marks.
const KIND_TAGS: usize = 6;

impl City {
    /// Plans how the elder answers the volunteer's check-out.
    pub(crate) fn wait_for_word(&mut self, order: OrderId, visit: &Visit) {
        let now = self.now();
        let turn = visit.turn;
        let at = match self.residents[visit.elder].soul.habits.word {
            Word::Button => self.sometime(now.plus(Span::minutes(2)), now.plus(Span::hours(22))),
            Word::Card => now.plus(Span::seconds(self.dice.between(20, 150))),
            Word::Call | Word::Silence => return,
        };
        self.agenda.put(at, Happening::Word { order, turn });
    }

    /// The elder gives their word, or says that something is wrong.
    pub(crate) async fn word(&mut self, order: OrderId, turn: u32) -> Live<()> {
        let Some(visit) = self.visits.get(&order).filter(|visit| visit.turn == turn).cloned() else { return Ok(()) };
        let Some(elder) = self.voice(visit.elder) else { return Ok(()) };
        if self.dice.chance(12) {
            let reason = Phrase::Dispute.said(&self.dice);
            self.order(&elder, OpenDispute { order, reason, seen: None }).await?;
            return Ok(());
        }
        match self.residents[visit.elder].soul.habits.word {
            Word::Button => {
                let planned = visit.ends_at.since(visit.starts_at).whole_minutes();
                let odd = self.dice.chance(14);
                let minutes = odd.then(|| Minutes((planned - self.dice.between(20, 45)).max(1)));
                self.confirm(&elder, order, ConfirmMethod::Button, minutes).await?;
            }
            _ => {
                let Some(volunteer) = visit.volunteer.and_then(|who| self.residents[who].citizen()) else {
                    return Ok(());
                };
                let Some(code) = self.card_of(visit.elder).await? else { return Ok(()) };
                if self.dice.chance(30) {
                    let wrong = ConfirmMethod::Card { code: "00000000".into() };
                    self.confirm(&volunteer, order, wrong, None).await?;
                }
                self.confirm(&volunteer, order, ConfirmMethod::Card { code }, None).await?;
            }
        }
        Ok(())
    }

    async fn card_of(&mut self, elder: usize) -> Live<Option<String>> {
        let Some(person) = self.residents[elder].person else { return Ok(None) };
        let facts = self.house.people.facts_of_one(&mut self.house.core.db.read(), person).await;
        let version = self.must("people.facts", facts)?.card_version;
        Ok(Some(tb_crypto::card_code(&self.house.keys, person.0.as_bytes(), version)))
    }

    /// Gives a confirmation in; what follows from a settlement is planned.
    pub(crate) async fn confirm(
        &mut self,
        actor: &Actor,
        order: OrderId,
        method: ConfirmMethod,
        minutes: Option<Minutes>,
    ) -> Live<Option<SettleAnswer>> {
        let key = self.key();
        let confirmation = Confirmation { order, method, minutes, seen: None };
        let answer = self.house.orders.confirm(actor, &key, confirmation).await;
        let answer = self.note("orders.confirm", answer)?;
        if answer.as_ref().is_some_and(|answer| answer.state == OrderState::Settled) {
            self.settled(order);
        }
        Ok(answer)
    }

    /// Both sides may rate; now and then an officer looks again.
    pub(crate) fn settled(&mut self, order: OrderId) {
        self.tally.count("orders.settled", "ok");
        let now = self.now();
        for (by_volunteer, often) in [(false, 520), (true, 330)] {
            if self.dice.chance(often) {
                let at = self.sometime(now.plus(Span::minutes(3)), now.plus(Span::days(2)));
                self.agenda.put(at, Happening::Rate { order, by_volunteer });
            }
        }
        if self.dice.chance(9) {
            let day = now.day().plus_days(self.dice.between(1, 4));
            let at = self.between(day, 9 * 60, 16 * 60);
            self.agenda.put(at, Happening::Doubt { order });
        }
    }

    pub(crate) async fn rate(&mut self, order: OrderId, by_volunteer: bool) -> Live<()> {
        let Some(visit) = self.visits.get(&order).cloned() else { return Ok(()) };
        let mutual = self.rules()?.parameters.rating.mode == tb_policy::RatingMode::Mutual;
        if by_volunteer && !mutual && !self.dice.chance(20) {
            return Ok(());
        }
        let rater = if by_volunteer { visit.volunteer } else { Some(visit.elder) };
        let Some(who) = rater else { return Ok(()) };
        let actor = if by_volunteer { self.residents[who].citizen() } else { self.voice(who) };
        let Some(actor) = actor else { return Ok(()) };
        let pleased = self.dice.chance(self.residents[who].soul.habits.pleased);
        let mark = if pleased { 5 } else { self.dice.weighted(&[(4u8, 60), (3, 25), (2, 10), (1, 5)]).unwrap_or(4) };
        let words = if mark >= 4 { &TAGS[..KIND_TAGS] } else { &TAGS[KIND_TAGS..] };
        let tags = self.dice.pick(words).map(|tag| (*tag).to_owned()).into_iter().collect();
        let remark = if mark >= 4 && self.dice.chance(300) { Phrase::Remark.said(&self.dice) } else { String::new() };
        self.order(&actor, Rate { order, mark, tags, remark }).await.map(|_| ())
    }
}
