//! Leaving. The time between check-in and check-out by the server's clock is what was served; the rest is evidence.

use super::Step1;
use super::check_in::{Presented, take_evidence};
use crate::house::Orders;
use crate::model::{Flag, Order, OrderState, Phase, Step};
use crate::steps::{InHand, put_down, take_in_hand};
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{Instant, Minutes, OrderId, Outcome};
use tb_policy::Version;
use tb_policy::rules::{proofs_sufficient, settle_minutes};

/// Checks out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckOut {
    pub order: OrderId,
    #[serde(default)]
    pub presented: Presented,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for CheckOut {
    const NAME: &'static str = "orders.check-out";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::CheckOut, self.seen).await?;
        take_evidence(house, work, &mut hand, &self.presented, Phase::Out).await?;
        let now = work.now;
        end_visit(&mut hand, now);
        put_down(work, hand, Step::CheckOut).await
    }
}

/// Ends the visit at `at` and marks what somebody should see.
pub(crate) fn end_visit(hand: &mut InHand, at: Instant) {
    let version = hand.version.clone();
    let order = &mut hand.order;
    let start = order.checked_in_at.unwrap_or(at);
    let verified = Minutes(at.since(start).whole_minutes().max(0));
    order.checked_out_at = Some(at.max(start));
    order.verified_minutes = Some(verified);
    order.state = OrderState::Awaiting;
    mark(&version, order, verified);
    hand.fact("verified", verified);
}

/// Sets the marks that depend on length and proofs.
fn mark(version: &Version, order: &mut Order, verified: Minutes) {
    let decision = settle_minutes(version, verified, order.minutes);
    if !decision.counts {
        order.flag(Flag::TooShort);
    }
    if !decision.within_tolerance {
        order.flag(Flag::OffPlan);
    }
    if proofs_sufficient(version, &order.proof_kinds()).is_allowed() {
        order.unflag(Flag::FewProofs);
    } else {
        order.flag(Flag::FewProofs);
    }
}
