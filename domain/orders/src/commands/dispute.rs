//! When the two sides do not agree: the minutes stay held until an officer has decided, with reasons.

use super::Step1;
use crate::house::Orders;
use crate::model::{OrderState, Step};
use crate::steps::{InHand, needed_reason, post, put_down, release, take_in_hand};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{AccountId, DisputeId, Minutes, OrderId, Outcome, Refusal};
use tb_ledger::Command as LedgerCommand;

/// Says that something about the visit is wrong.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenDispute {
    pub order: OrderId,
    pub reason: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for OpenDispute {
    const NAME: &'static str = "orders.dispute";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::Dispute, self.seen).await?;
        needed_reason(&self.reason)?;
        hand.because(&self.reason);
        let id: DisputeId = work.id();
        let opened = args![id, hand.order.id, work.actor.person, hand.side.code(), self.reason.trim(), work.now];
        store::add_dispute(work.tx, opened).await?;
        hand.order.state = OrderState::Disputed;
        put_down(work, hand, Step::Dispute).await
    }
}

/// Decides a dispute: so many minutes to the volunteer (0: none), the rest back to the elder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideDispute {
    pub order: OrderId,
    pub minutes: Minutes,
    pub grounds: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for DecideDispute {
    const NAME: &'static str = "orders.decide";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::Decide, self.seen).await?;
        if self.grounds.trim().is_empty() {
            return Err(Refusal::invalid().field("grounds", "orders.reason-needed").into());
        }
        crate::steps::short_text("grounds", &self.grounds)?;
        if self.minutes.0 < 0 || self.minutes > hand.order.held_minutes {
            return Err(Refusal::invalid()
                .field("minutes", "orders.decide-range")
                .with("max", hand.order.held_minutes)
                .into());
        }
        hand.because(&self.grounds);
        let decided = args![hand.order.id, work.actor.person, work.now, self.minutes, self.grounds.trim()];
        if !store::decide_dispute(work.tx, decided).await? {
            return Err(Refusal::conflict("orders.wrong-state").with("step", "decide").with("state", "decided").into());
        }
        if self.minutes.is_positive() {
            settle(work, &mut hand, self.minutes).await?;
        } else {
            release(work, &mut hand).await?;
            hand.order.settled_minutes = Some(Minutes::ZERO);
            hand.close(OrderState::Cancelled, work.now);
        }
        hand.fact("minutes", self.minutes);
        put_down(work, hand, Step::Decide).await
    }
}

async fn settle(work: &mut Work<'_>, hand: &mut InHand, minutes: Minutes) -> Outcome<()> {
    let (Some(hold), Some(volunteer)) = (hand.order.hold, hand.order.volunteer) else {
        return Err(Refusal::conflict("orders.nothing-held").into());
    };
    let key = format!("order:{}:settle", hand.order.id);
    let expires = crate::desk::earned_expiry(&hand.version, work.now);
    let command = LedgerCommand::settle(key, hold, AccountId(volunteer.0), minutes, expires, hand.order.id)
        .by(work.actor.person)
        .under(hand.order.policy.clone());
    let posted = post(work, &[command]).await?;
    hand.order.posting = posted.first().map(|posted| posted.posting);
    hand.order.settled_minutes = Some(minutes);
    hand.close(OrderState::Settled, work.now);
    Ok(())
}
