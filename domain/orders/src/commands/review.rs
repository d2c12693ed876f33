//! A clerk's look before an order is published. Who handed it in for the elder does not review it.

use super::Step1;
use crate::house::Orders;
use crate::model::{OrderState, Step};
use crate::steps::{needed_reason, put_down, release, take_in_hand};
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{OrderId, Outcome, Refusal};

/// Publishes a submitted order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Publish {
    pub order: OrderId,
    /// The version the reviewer saw.
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for Publish {
    const NAME: &'static str = "orders.publish";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::Publish, self.seen).await?;
        not_ones_own(work, &hand.order)?;
        if hand.order.starts_at <= work.now {
            return Err(Refusal::conflict("orders.already-started").into());
        }
        hand.order.state = OrderState::Published;
        hand.order.published_at = Some(work.now);
        put_down(work, hand, Step::Publish).await
    }
}

/// Refuses a submitted order; the minutes return.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refuse {
    pub order: OrderId,
    pub reason: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for Refuse {
    const NAME: &'static str = "orders.refuse";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::Refuse, self.seen).await?;
        needed_reason(&self.reason)?;
        not_ones_own(work, &hand.order)?;
        hand.because(&self.reason);
        release(work, &mut hand).await?;
        hand.close(OrderState::Refused, work.now);
        put_down(work, hand, Step::Refuse).await
    }
}

fn not_ones_own(work: &Work<'_>, order: &crate::model::Order) -> Result<(), Refusal> {
    if order.created_by.is_some() && order.created_by == work.actor.person {
        return Err(Refusal::forbidden("orders.own-review"));
    }
    Ok(())
}
