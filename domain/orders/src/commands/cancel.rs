//! Before the visit: the elder's side agrees to who comes or declines, either side calls off, a volunteer does not come.

use super::Step1;
use crate::house::Orders;
use crate::model::{Flag, OrderState, Step};
use crate::steps::{InHand, needed_reason, put_down, release, short_text, take_in_hand};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{Instant, OrderId, Outcome, Refusal};
use tb_policy::rules::{CancelFacts, may_cancel};

/// The elder's side agrees to who comes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agree {
    pub order: OrderId,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for Agree {
    const NAME: &'static str = "orders.agree";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::Agree, self.seen).await?;
        hand.order.state = OrderState::Confirmed;
        put_down(work, hand, Step::Agree).await
    }
}

/// The elder's side would rather have somebody else; the order is offered again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decline {
    pub order: OrderId,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for Decline {
    const NAME: &'static str = "orders.decline";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::Decline, self.seen).await?;
        short_text("reason", &self.reason)?;
        not_started(&hand, work.now)?;
        hand.because(&self.reason);
        hand.order.reoffer();
        hand.order.published_at = Some(work.now);
        put_down(work, hand, Step::Decline).await
    }
}

/// The volunteer cannot come; the order is offered again, or lapses when its time has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Withdraw {
    pub order: OrderId,
    pub reason: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for Withdraw {
    const NAME: &'static str = "orders.withdraw";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::Withdraw, self.seen).await?;
        needed_reason(&self.reason)?;
        hand.because(&self.reason);
        mark_if_late(&mut hand, work.now)?;
        if hand.order.starts_at > work.now {
            hand.order.reoffer();
            hand.order.published_at = Some(work.now);
        } else {
            hand.order.volunteer = None;
            release(work, &mut hand).await?;
            hand.close(OrderState::Expired, work.now);
        }
        put_down(work, hand, Step::Withdraw).await
    }
}

/// The elder's side (or a clerk) calls the order off; the minutes return.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cancel {
    pub order: OrderId,
    pub reason: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for Cancel {
    const NAME: &'static str = "orders.cancel";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::Cancel, self.seen).await?;
        needed_reason(&self.reason)?;
        hand.because(&self.reason);
        if hand.order.volunteer.is_some() {
            mark_if_late(&mut hand, work.now)?;
        }
        release(work, &mut hand).await?;
        hand.close(OrderState::Cancelled, work.now);
        store::end_invitations(work.tx, self.order, work.now).await?;
        put_down(work, hand, Step::Cancel).await
    }
}

/// Nobody came. With a new time the order is offered again; without, it is called off and the minutes return.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoShow {
    pub order: OrderId,
    #[serde(default)]
    pub new_start: Option<Instant>,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for NoShow {
    const NAME: &'static str = "orders.no-show";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::NoShow, self.seen).await?;
        if work.now < hand.order.starts_at {
            return Err(Refusal::conflict("orders.not-started").into());
        }
        hand.order.flag(Flag::NoShow);
        hand.because("no_show");
        match self.new_start {
            Some(start) => again_at(work, &mut hand, start).await?,
            None => {
                release(work, &mut hand).await?;
                hand.close(OrderState::Cancelled, work.now);
            }
        }
        put_down(work, hand, Step::NoShow).await
    }
}

/// Offers the order again at another time.
async fn again_at(work: &mut Work<'_>, hand: &mut InHand, start: Instant) -> Outcome<()> {
    let horizon = i64::from(hand.version.parameters.ordering.horizon_days);
    if start <= work.now || start.day().0 - work.now.day().0 > horizon {
        return Err(Refusal::invalid().field("new_start", "orders.new-start-range").into());
    }
    let order = &mut hand.order;
    let length = order.ends_at.since(order.starts_at);
    let (from, to) = (start, start.plus(length));
    let others = store::elders_overlaps(work.tx, order.elder, from, to).await?;
    if others.iter().any(|id| *id != order.id) {
        return Err(Refusal::conflict("orders.elder-overlap").into());
    }
    (order.starts_at, order.ends_at) = (from, to);
    order.reoffer();
    order.published_at = Some(work.now);
    Ok(())
}

fn mark_if_late(hand: &mut InHand, now: Instant) -> Result<(), Refusal> {
    let facts = CancelFacts { now, start: hand.order.starts_at, serving: false };
    let decision = may_cancel(&hand.version, &facts).or_refuse()?;
    if !decision.flags.is_empty() {
        hand.order.flag(Flag::LateCancel);
        hand.fact("article", decision.article.as_str());
    }
    Ok(())
}

fn not_started(hand: &InHand, now: Instant) -> Result<(), Refusal> {
    if hand.order.starts_at <= now { Err(Refusal::conflict("orders.already-started")) } else { Ok(()) }
}
