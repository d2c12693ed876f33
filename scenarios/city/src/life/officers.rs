//! What officers decide: disputes, and settled visits that were not what they seemed. The second needs two of them.

use crate::agenda::Happening;
use crate::city::City;
use crate::phrases::Phrase;
use crate::plan::Live;
use tb_kernel::{ApprovalId, Minutes, OrderId, Span};
use tb_orders::{ApproveRevocation, DecideDispute, OrderState, ProposeRevocation};

/// A dispute rests so long before it is decided: both sides are heard.
const HEARD: Span = Span::hours(20);

impl City {
    /// A street officer decides what has been heard.
    pub(crate) async fn decide(&mut self, quarter: usize) -> Live<()> {
        let officer = self.staff().streets[quarter].actor();
        let now = self.now();
        for order in self.orders_in(quarter, &officer, OrderState::Disputed).await? {
            let staged = self.is_staged(order.id);
            let since = order.agreed_at.or(order.checked_out_at).unwrap_or(order.ends_at);
            if staged || now.since(since) < HEARD || self.dice.chance(300) {
                continue;
            }
            let held = order.held_minutes.0;
            let minutes =
                Minutes(self.dice.weighted(&[(held / 2, 50), (held, 25), (0, 20), (held + 60, 5)]).unwrap_or(0));
            let step =
                DecideDispute { order: order.id, minutes, grounds: Phrase::Grounds.said(&self.dice), seen: None };
            if self.order(&officer, step).await?.is_some_and(|stepped| stepped.state == OrderState::Settled) {
                self.tally.count("orders.settled", "ok");
            }
        }
        Ok(())
    }

    /// An officer proposes to take a settled visit back.
    pub(crate) async fn doubt(&mut self, order: OrderId) -> Live<()> {
        let Some(elder) = self.visits.get(&order).map(|visit| visit.elder) else { return Ok(()) };
        let quarter = self.residents[elder].quarter;
        let officer = self.staff().streets[quarter].actor();
        let propose = ProposeRevocation { order, reason: Phrase::Doubt.said(&self.dice) };
        let Some(approval) = self.order(&officer, propose).await? else { return Ok(()) };
        if self.dice.chance(120) {
            // Who proposed cannot agree as well.
            let own = ApproveRevocation { approval, approve: true, reason: "同意".into() };
            self.order(&officer, own).await?;
        }
        let day = self.now().day().plus_days(self.dice.between(0, 2));
        let at = self.between(day, 9 * 60, 17 * 60).max(self.now().plus(Span::minutes(30)));
        self.agenda.put(at, Happening::Second { quarter, approval });
        Ok(())
    }

    /// The district's officer agrees, or does not.
    pub(crate) async fn second(&mut self, quarter: usize, approval: ApprovalId) -> Live<()> {
        let district = self.quarters[quarter].district;
        let staff = self.staff();
        let Some(officer) = staff.districts.get(&district) else { return Ok(()) };
        let approve = self.dice.chance(780);
        let reason = if approve { "情况属实，同意收回。" } else { "证据不足，维持原结算。" }.to_owned();
        self.order(&officer.actor(), ApproveRevocation { approval, approve, reason }).await.map(|_| ())
    }
}
