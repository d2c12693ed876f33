//! The site's day: needs that wait for publication, calls where a word or a proof is missing.

use crate::city::City;
use crate::people::Word;
use crate::phrases::Phrase;
use crate::plan::Live;
use tb_kernel::{Actor, OrderId, Span};
use tb_orders::{ConfirmMethod, LogCall, OpenDispute, Order, OrderState, Publish, Refuse};

/// A visit that ended so long ago should have its word.
const CALLED_AFTER: Span = Span::hours(18);

impl City {
    /// The site looks at what was handed in; what a clerk handed in is looked at by the street's officer.
    pub(crate) async fn publishing(&mut self, quarter: usize) -> Live<()> {
        if self.is_quiet() {
            return Ok(());
        }
        let clerk = self.staff().clerks[quarter].actor();
        for order in self.orders_in(quarter, &clerk, OrderState::Submitted).await? {
            self.publish(quarter, &order).await?;
        }
        Ok(())
    }

    async fn publish(&mut self, quarter: usize, order: &Order) -> Live<()> {
        let staff = self.staff();
        let clerk = &staff.clerks[quarter];
        let own = order.created_by == Some(clerk.person);
        // Now and then a clerk forgets that it is their own.
        let actor = if own && !self.dice.chance(30) { staff.streets[quarter].actor() } else { clerk.actor() };
        let staged = self.is_staged(order.id);
        if !staged && self.dice.chance(15) {
            let reason = "与居家养老服务订单重复。".to_owned();
            if self.order(&actor, Refuse { order: order.id, reason, seen: None }).await?.is_some() {
                self.forget(order.id);
            }
            return Ok(());
        }
        self.order(&actor, Publish { order: order.id, seen: Some(order.version) }).await.map(|_| ())
    }

    /// Publishes what was just handed in, where the city looks first.
    pub(crate) async fn publish_now(&mut self, elder: usize, order: OrderId) -> Live<bool> {
        let officer = self.staff().streets[self.residents[elder].quarter].actor();
        Ok(self.order(&officer, Publish { order, seen: None }).await?.is_some())
    }

    /// Calls those whose word is missing.
    pub(crate) async fn calls(&mut self, quarter: usize) -> Live<()> {
        let clerk = self.staff().clerks[quarter].actor();
        let now = self.now();
        for order in self.orders_in(quarter, &clerk, OrderState::Awaiting).await? {
            let staged = self.is_staged(order.id);
            let ended = order.checked_out_at.unwrap_or(order.ends_at);
            if !staged && now.since(ended) > CALLED_AFTER {
                self.call(&clerk, &order).await?;
            }
        }
        Ok(())
    }

    async fn call(&mut self, clerk: &Actor, order: &Order) -> Live<()> {
        let Some(elder) = self.visits.get(&order.id).map(|visit| visit.elder) else { return Ok(()) };
        let hard_to_reach = self.residents[elder].soul.habits.word == Word::Silence;
        if self.dice.chance(40) {
            // Settled before anybody was called: the desk is told to call first.
            self.confirm(clerk, order.id, ConfirmMethod::Desk, None).await?;
        }
        let answers = match hard_to_reach {
            true if self.dice.chance(800) => None,
            _ if self.dice.chance(80) => None,
            _ => Some(!self.dice.chance(22)),
        };
        let note = if answers.is_none() { "无人接听" } else { "" }.to_owned();
        let call = LogCall { order: order.id, elder_confirms_presence: answers, note, seen: None };
        if self.order(clerk, call).await?.is_none() {
            return Ok(());
        }
        match answers {
            Some(true) => {
                let word = self.confirm(clerk, order.id, ConfirmMethod::Desk, None).await?;
                // A call alone is one proof; where two are asked for, an officer decides.
                if word.is_some_and(|word| word.state == OrderState::Awaiting) {
                    let reason = "到场证明不足，请认定。".to_owned();
                    self.order(clerk, OpenDispute { order: order.id, reason, seen: None }).await?;
                }
                Ok(())
            }
            Some(false) => {
                let reason = Phrase::Dispute.said(&self.dice);
                self.order(clerk, OpenDispute { order: order.id, reason, seen: None }).await.map(|_| ())
            }
            None => Ok(()),
        }
    }
}
