//! What happens by the clock: orders that lapse, visits nobody came to, check-outs that were forgotten, silence that may
//! count. Each order says when it wants to be looked at (`due`); one job looks at those whose time has come. Every look
//! is a command of the system with a key of its own, so two processes, or a restart in the middle, change nothing twice.

use crate::commands::end_visit_of;
use crate::desk::{ConfirmMethod, Confirmation};
use crate::house::Orders;
use crate::model::{Flag, Order, OrderState, Step};
use crate::steps::{InHand, Stepped, put_down, release, take_in_hand};
use crate::store;
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use std::sync::Arc;
use tb_jobs::Job;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Fail, OrderId, Outcome, Refusal, Span};

/// Orders looked at in one run of the job.
const LOOKS_MAX: i64 = 500;

/// The job that looks at due orders.
pub struct OrderTimers(pub Arc<Orders>);

impl Job for OrderTimers {
    fn kind(&self) -> &'static str {
        "orders.timers"
    }
    fn every(&self) -> Span {
        Span::seconds(20)
    }
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>> {
        Box::pin(self.look_at_due())
    }
}

impl OrderTimers {
    async fn look_at_due(&self) -> Result<usize, Fail> {
        let orders = &self.0;
        let now = orders.core.now();
        let due = store::due(&mut orders.core.db.read(), now, LOOKS_MAX).await?;
        for id in &due {
            self.look_at(*id).await?;
        }
        Ok(due.len())
    }

    async fn look_at(&self, id: OrderId) -> Result<(), Fail> {
        let orders = &self.0;
        let Some(order) = store::order(&mut orders.core.db.read(), id).await? else { return Ok(()) };
        let actor = Actor::system();
        let key = Key::internal(format!("timer:{}:{}", order.id, order.version));
        if order.state == OrderState::Awaiting && silence_may_count(&order) {
            let confirmation =
                Confirmation { order: id, method: ConfirmMethod::Silence, minutes: None, seen: Some(order.version) };
            match orders.confirm(&actor, &key, confirmation).await {
                Ok(_) => return Ok(()),
                Err(Fail::Refused(_)) => {}
                Err(Fail::Busy | Fail::Unknown) => return Ok(()),
                Err(fault) => return Err(fault),
            }
        }
        let look = Look { order: id, seen: order.version };
        let key = Key::internal(format!("look:{}:{}", order.id, order.version));
        match execute(orders, &orders.core, &actor, &key, look).await {
            Ok(_) | Err(Fail::Refused(_) | Fail::Busy | Fail::Unknown) => Ok(()),
            Err(fault) => Err(fault),
        }
    }
}

fn silence_may_count(order: &Order) -> bool {
    !order.flagged(Flag::NeedsCall) && !order.flagged(Flag::FewProofs)
}

/// The timer's look at one order.
#[derive(Serialize, Deserialize)]
struct Look {
    order: OrderId,
    seen: i64,
}

impl Command for Look {
    const NAME: &'static str = "orders.look";
    type House = Orders;
    type Answer = Stepped;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Stepped> {
        let order = store::held_one(work.tx, self.order).await?.ok_or(Refusal::not_found())?;
        let step = match order.state {
            OrderState::Submitted | OrderState::Published => Step::Expire,
            OrderState::Taken | OrderState::Confirmed if all_alerts_given(house, &order)? => Step::Expire,
            OrderState::Taken | OrderState::Confirmed => Step::Missed,
            OrderState::Serving => Step::Forgotten,
            OrderState::Awaiting => return ask_again_tomorrow(house, work, order).await,
            state => return Err(Refusal::conflict("orders.wrong-state").with("state", state.code()).into()),
        };
        let mut hand = take_in_hand(house, work, self.order, step, Some(self.seen)).await?;
        if hand.order.due.is_none_or(|due| due > work.now) {
            return Err(Refusal::conflict("orders.not-due").into());
        }
        match step {
            Step::Missed => {
                hand.order.alerts += 1;
                hand.order.flag(Flag::Missed);
                let rung = hand.order.alerts;
                hand.fact("rung", rung);
            }
            Step::Forgotten => forgotten(&mut hand),
            _ => expire(work, &mut hand).await?,
        }
        put_down(work, hand, step).await
    }
}

fn all_alerts_given(house: &Orders, order: &Order) -> Result<bool, Fail> {
    let ladder = house.version(&order.policy)?.parameters.missed_visit.alert_after.len();
    Ok(usize::try_from(order.alerts).unwrap_or(usize::MAX) >= ladder)
}

/// Nobody took it, nobody looked, or nobody came and nobody said so: the elder gets the minutes back. No one is blamed.
async fn expire(work: &mut Work<'_>, hand: &mut InHand) -> Outcome<()> {
    let why = match hand.order.state {
        OrderState::Submitted => "not-reviewed",
        OrderState::Published => "nobody-took-it",
        _ => "visit-missed",
    };
    hand.because(why);
    release(work, hand).await?;
    store::end_invitations(work.tx, hand.order.id, work.now).await?;
    hand.close(OrderState::Expired, work.now);
    Ok(())
}

/// Closed at its planned end, never later: a forgotten telephone earns nothing.
fn forgotten(hand: &mut InHand) {
    let end = hand.order.ends_at;
    hand.order.flag(Flag::Forgotten);
    hand.order.flag(Flag::NeedsCall);
    end_visit_of(hand, end);
}

/// The elder has not answered and silence does not count yet: the desk is told to call, and the timer looks again.
async fn ask_again_tomorrow(house: &Orders, work: &mut Work<'_>, order: Order) -> Outcome<Stepped> {
    let hand = crate::steps::in_hand(house, order, crate::model::Side::System)?;
    crate::steps::remind(work, hand).await
}
