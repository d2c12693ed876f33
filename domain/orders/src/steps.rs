//! What every step of an order has in common: load it locked, check that the actor may, that the state allows it and
//! that the actor saw it as it is; afterwards save it with its history, publish the fact, set the timer.

use crate::access;
use crate::house::Orders;
use crate::model::{Order, OrderState, Side, Step};
use crate::rules;
use crate::store::{self, Written};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tb_jobs::Event;
use tb_journal::Work;
use tb_kernel::{Entropy, Fail, Instant, Minutes, OrderId, Outcome, PersonId, Refusal};
use tb_ledger::Command as LedgerCommand;
use tb_policy::Version;

/// What a step answers: the order as it now stands, for the page that shows it next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stepped {
    pub order: OrderId,
    pub state: OrderState,
    pub version: i64,
}

/// The body of every order event; ids and numbers only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OrderNews {
    pub order: OrderId,
    pub number: String,
    pub step: Step,
    pub from: OrderState,
    pub to: OrderState,
    pub elder: PersonId,
    pub volunteer: Option<PersonId>,
    /// The volunteer before the step, when the step took the order away from them.
    pub was: Option<PersonId>,
    pub item: String,
    pub policy: String,
    pub starts_at: Instant,
    pub minutes: Minutes,
    pub settled: Option<Minutes>,
    pub rung: i64,
}

/// An order in the hands of a command.
pub(crate) struct InHand {
    pub(crate) order: Order,
    pub(crate) side: Side,
    pub(crate) version: Arc<Version>,
    from: OrderState,
    was: Option<PersonId>,
    reason: Option<String>,
    facts: Vec<(&'static str, String)>,
}

impl InHand {
    pub(crate) fn fact(&mut self, name: &'static str, value: impl ToString) {
        self.facts.push((name, value.to_string()));
    }
    pub(crate) fn because(&mut self, reason: &str) {
        let reason = reason.trim();
        if !reason.is_empty() {
            self.reason = Some(reason.to_owned());
        }
    }
    /// Puts the order into a final state.
    pub(crate) fn close(&mut self, state: OrderState, now: Instant) {
        self.order.state = state;
        self.order.closed_at = Some(now);
        if let Some(reason) = &self.reason {
            self.order.reason = Some(reason.clone());
        }
    }
}

/// Takes an order in hand for `step`.
///
/// # Errors
/// Not found, not yours, own interest, stale, wrong state: in this order.
pub(crate) async fn take_in_hand(
    house: &Orders,
    work: &mut Work<'_>,
    id: OrderId,
    step: Step,
    seen: Option<i64>,
) -> Outcome<InHand> {
    let order = store::held_one(work.tx, id).await?.ok_or(Refusal::not_found())?;
    work.about("order", order.id, order.node);
    let side = access::may_do(work.actor, &order, step)?;
    access::no_own_interest(&house.people, work, &order).await?;
    rules::may(&order, step, seen)?;
    in_hand(house, order, side)
}

pub(crate) fn in_hand(house: &Orders, order: Order, side: Side) -> Outcome<InHand> {
    let version = house.version(&order.policy)?;
    let (from, was) = (order.state, order.volunteer);
    Ok(InHand { order, side, version, from, was, reason: None, facts: Vec::new() })
}

/// Saves what the command made of the order, with its history line, its event and its next timer.
///
/// # Errors
/// `orders.stale`, or a fault.
pub(crate) async fn put_down(work: &mut Work<'_>, mut hand: InHand, step: Step) -> Outcome<Stepped> {
    hand.order.due = rules::due(&hand.version, &hand.order);
    if let Some(reason) = &hand.reason {
        work.because(reason.clone());
    }
    let mut written = Written::new(step, hand.from, work.actor);
    written.reason = hand.reason;
    written.facts = hand.facts;
    let news = news(&hand.order, step, hand.from, hand.was, work.now, work.entropy)?;
    let mut changed = [(hand.order, written)];
    store::save(work.tx, &mut changed, work.now).await?;
    tb_jobs::publish(work.tx, &[news]).await?;
    let [(order, _)] = changed;
    Ok(Stepped { order: order.id, state: order.state, version: order.version })
}

/// Tells the desk to call and sets the timer for another look a day later; the state stays as it is.
///
/// # Errors
/// As [`put_down`].
pub(crate) async fn remind(work: &mut Work<'_>, mut hand: InHand) -> Outcome<Stepped> {
    work.about("order", hand.order.id, hand.order.node);
    hand.order.flag(crate::model::Flag::NeedsCall);
    hand.order.due = Some(work.now.plus(tb_kernel::Span::days(1)));
    let written = Written::new(Step::Remind, hand.from, work.actor);
    let written = Written { facts: vec![("call", "wanted".to_owned())], ..written };
    let mut changed = [(hand.order, written)];
    store::save(work.tx, &mut changed, work.now).await?;
    let [(order, _)] = changed;
    Ok(Stepped { order: order.id, state: order.state, version: order.version })
}

/// The event of a step: kind `orders.<step>.1`.
pub(crate) fn news(
    order: &Order,
    step: Step,
    from: OrderState,
    was: Option<PersonId>,
    now: Instant,
    entropy: &Entropy,
) -> Result<Event, Fail> {
    let body = OrderNews {
        order: order.id,
        number: order.number.clone(),
        step,
        from,
        to: order.state,
        elder: order.elder,
        volunteer: order.volunteer,
        was: was.filter(|was| order.volunteer != Some(*was)),
        item: order.item.clone(),
        policy: order.policy.clone(),
        starts_at: order.starts_at,
        minutes: order.minutes,
        settled: order.settled_minutes,
        rung: order.alerts,
    };
    Event::new(entropy.id(now), now, &format!("orders.{}.1", step.code()), order.id, order.node, &body)
}

/// Posts to the ledger in the command's transaction; the first refusal is the command's refusal.
///
/// # Errors
/// The ledger's refusal by name, or a fault.
pub(crate) async fn post(work: &mut Work<'_>, commands: &[LedgerCommand]) -> Outcome<Vec<tb_ledger::Posted>> {
    let outcomes = tb_ledger::post(work.tx, commands, work.now, work.entropy).await?;
    outcomes.into_iter().collect()
}

/// Returns what an order holds, if it holds anything.
///
/// # Errors
/// As [`post`].
pub(crate) async fn release(work: &mut Work<'_>, hand: &mut InHand) -> Outcome<()> {
    if let Some(hold) = hand.order.hold.take() {
        let key = format!("order:{}:release:{}", hand.order.id, hand.order.version);
        let command = LedgerCommand::release(key, hold)
            .order(hand.order.id)
            .by(work.actor.person)
            .under(hand.order.policy.clone());
        post(work, &[command]).await?;
        hand.fact("returned", hand.order.held_minutes);
        hand.order.held_minutes = Minutes::ZERO;
    }
    Ok(())
}

/// A text field of at most [`tb_kernel::limits::TEXT_CHARS_MAX`] characters.
///
/// # Errors
/// A field refusal.
pub(crate) fn short_text(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.chars().count() > tb_kernel::limits::TEXT_CHARS_MAX {
        return Err(Refusal::invalid().field(field, "common.too-long"));
    }
    Ok(())
}

/// A reason that must be there.
///
/// # Errors
/// A field refusal.
pub(crate) fn needed_reason(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::invalid().field("reason", "orders.reason-needed"));
    }
    short_text("reason", text)
}
