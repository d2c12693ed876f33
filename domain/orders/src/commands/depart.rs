//! When a person goes (leaves, dies, is merged, is erased), in the transaction of the slice that decides about it: what
//! can be called off is called off, what cannot stands in the way, and in the end the orders say nothing about them.

use crate::house::Orders;
use crate::model::{Order, OrderState, Side, Step};
use crate::queries::OrderFile;
use crate::steps::{in_hand, put_down, release};
use crate::store;
use tb_db::Tx;
use tb_journal::Work;
use tb_kernel::{Actor, Fail, OrderId, Outcome, PersonId, Refusal};
use tb_people::LookPurpose;

impl Orders {
    /// Orders of a person on either side that are not over.
    ///
    /// # Errors
    /// A fault.
    pub async fn running_in(&self, tx: &mut Tx, person: PersonId) -> Outcome<Vec<Order>> {
        Ok(store::running(tx, person).await?)
    }

    /// Calls off what has not begun: as the elder's it is cancelled and the minutes return, as the volunteer's it is
    /// offered again. Gives the orders.
    ///
    /// # Errors
    /// `orders.still-running` when a visit is under way, waits for a word or is disputed.
    pub async fn call_off_in(&self, work: &mut Work<'_>, person: PersonId, reason: &str) -> Outcome<Vec<OrderId>> {
        let running = store::running(work.tx, person).await?;
        let begun = running.iter().filter(|order| !order.state.is_before_visit()).count();
        if begun > 0 {
            return Err(Refusal::conflict("orders.still-running").with("count", begun).into());
        }
        let mut ended = Vec::with_capacity(running.len());
        for found in running {
            let order = store::held_one(work.tx, found.id).await?.ok_or(Refusal::not_found())?;
            if order.version != found.version {
                return Err(Fail::Fault("try again: an order changed".into()));
            }
            ended.push(order.id);
            self.call_off(work, order, person, reason).await?;
        }
        Ok(ended)
    }

    async fn call_off(&self, work: &mut Work<'_>, order: Order, person: PersonId, reason: &str) -> Outcome<()> {
        let as_elder = order.elder == person;
        let mut hand = in_hand(self, order, Side::System)?;
        hand.because(reason);
        let step = if as_elder {
            release(work, &mut hand).await?;
            hand.close(OrderState::Cancelled, work.now);
            Step::Cancel
        } else if hand.order.starts_at > work.now {
            hand.order.reoffer();
            hand.order.published_at = Some(work.now);
            Step::Withdraw
        } else {
            hand.order.volunteer = None;
            release(work, &mut hand).await?;
            hand.close(OrderState::Expired, work.now);
            Step::Withdraw
        };
        if as_elder {
            store::end_invitations(work.tx, hand.order.id, work.now).await?;
        }
        put_down(work, hand, step).await.map(|_| ())
    }

    /// Lets go of what the orders of an erased person still say in words, and of where they were.
    ///
    /// # Errors
    /// A fault.
    pub async fn forget_in(&self, work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
        Ok(store::forget(work.tx, person).await?)
    }

    /// Records, for the elder to read, that staff have opened an order with its address and note; once a day.
    ///
    /// # Errors
    /// A fault.
    pub async fn opened_by_staff(&self, actor: &Actor, file: &OrderFile) -> Outcome<()> {
        let staff = !actor.grants.is_empty() && file.seen.place.is_some();
        if !staff {
            return Ok(());
        }
        let order = &file.seen.order;
        let mut tx = self.core.db.begin().await?;
        let now = self.core.now();
        self.people.looked_in(&mut tx, now, actor, order.elder, LookPurpose::Order, order.id.0).await?;
        tx.commit().await.map_err(|error| Fail::Fault(format!("{error:?}")))
    }
}
