//! Keeping a need that is not ready to be handed in. Nothing is held and nobody else sees it.

use super::submit::{Need, Submitted, prepare};
use crate::house::Orders;
use crate::model::{OrderState, Step};
use crate::store::{self, Written};
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::Outcome;

/// Keeps a need as a draft.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SaveDraft {
    pub need: Need,
}

impl Command for SaveDraft {
    const NAME: &'static str = "orders.draft";
    type House = Orders;
    type Answer = Submitted;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Submitted> {
        let (_, order, _) = prepare(house, work, &self.need, None).await?;
        store::add(work.tx, &order).await?;
        let written = Written::new(Step::Draft, OrderState::Draft, work.actor);
        store::first_event(work.tx, &order, &written).await?;
        Ok(Submitted { order: order.id, number: order.number, state: order.state, version: order.version })
    }
}
