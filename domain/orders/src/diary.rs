//! The diary of a volunteer, for slices whose services are no orders (events of groups): the same guards, the same
//! book, so that nobody is promised to two places at once.

use crate::commands::{hold_classes, may_use_time, take_facts};
use crate::house::Orders;
use crate::model::{Order, OrderState};
use crate::reactions::{Earned, spill_over};
use crate::rules::HOLD_OUTLIVES_VISIT;
use crate::steps;
use crate::store;
use tb_db::Tx;
use tb_journal::Work;
use tb_kernel::{AccountId, HoldId, Instant, Minutes, Node, OrderId, Outcome, PersonId};
use tb_ledger::Command as LedgerCommand;
use tb_people::PersonFacts;
use tb_policy::Version;
use tb_policy::rules::{TakeFacts, may_take_order};
use uuid::Uuid;

/// What a volunteer would promise.
#[derive(Clone, Copy, Debug)]
pub struct Promise<'a> {
    /// Whose it is: an event.
    pub subject: Uuid,
    pub item: &'a str,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub minutes: Minutes,
    /// A guardian will be there with whoever is under age.
    pub guardian: bool,
}

impl Orders {
    /// Promises a volunteer's time after every guard of the policy, in the caller's transaction.
    ///
    /// # Errors
    /// The policy's refusals: not active, risk, licence, cover, guardian, overlap, gap, caps.
    pub async fn engage(
        &self,
        tx: &mut Tx,
        version: &Version,
        volunteer: &PersonFacts,
        promise: Promise<'_>,
    ) -> Outcome<()> {
        store::lock_diary(tx, volunteer.id).await?;
        let facts = take_facts(tx, &as_order(&promise), volunteer, false).await?;
        may_take_order(version, &TakeFacts { guardian_present: promise.guardian, ..facts }).or_refuse()?;
        let span = (promise.starts_at, promise.ends_at);
        Ok(store::engage(tx, volunteer.id, promise.subject, span, promise.minutes).await?)
    }

    /// Reserves an elder's time for a service that is no order, by the same rules and from the same classes.
    ///
    /// # Errors
    /// The policy's refusals of redeeming, the ledger's when there is too little.
    pub async fn reserve(
        &self,
        work: &mut Work<'_>,
        version: &Version,
        elder: &PersonFacts,
        minutes: Minutes,
        promise: Promise<'_>,
    ) -> Outcome<HoldId> {
        may_use_time(work, elder, version, minutes).await?;
        let (subject, until) = (OrderId(promise.subject), promise.ends_at.plus(HOLD_OUTLIVES_VISIT));
        let key = format!("order:{subject}:hold");
        let command = LedgerCommand::hold_from(key, AccountId(elder.id.0), minutes, until, &hold_classes(version))
            .order(subject)
            .by(work.actor.person)
            .under(version.id.to_string());
        let posted = steps::post(work, &[command]).await?;
        posted.first().map(tb_ledger::Posted::hold).ok_or_else(|| tb_kernel::Fail::fault("nothing was held"))
    }

    /// What somebody has just earned in an event moves on where it is above the city's cap.
    ///
    /// # Errors
    /// A fault only.
    pub async fn spill(
        &self,
        work: &mut Work<'_>,
        policy: &str,
        by: PersonId,
        minutes: Minutes,
        subject: Uuid,
    ) -> Outcome<()> {
        let earned = Earned { by, minutes, about: OrderId(subject), policy };
        let key = format!("overflow:{subject}:{by}");
        Ok(spill_over(self, work.tx, &key, earned, (work.now, work.entropy)).await?)
    }

    /// Takes a promise back.
    ///
    /// # Errors
    /// A fault only.
    pub async fn disengage(&self, tx: &mut Tx, volunteer: PersonId, subject: Uuid) -> Outcome<()> {
        Ok(store::disengage(tx, volunteer, subject).await?)
    }
}

/// A promise, as the guards of orders read it.
fn as_order(promise: &Promise<'_>) -> Order {
    Order {
        id: OrderId(promise.subject),
        number: String::new(),
        node: Node(0),
        elder: PersonId(Uuid::nil()),
        volunteer: None,
        item: promise.item.to_owned(),
        policy: String::new(),
        state: OrderState::Published,
        version: 0,
        starts_at: promise.starts_at,
        ends_at: promise.ends_at,
        minutes: promise.minutes,
        urgent: false,
        cell: 0,
        place: Vec::new(),
        hold: None,
        held_minutes: Minutes::ZERO,
        proofs: 0,
        checked_in_at: None,
        checked_out_at: None,
        verified_minutes: None,
        agreed_at: None,
        agreed_minutes: None,
        settled_minutes: None,
        posting: None,
        due: None,
        alerts: 0,
        flags: String::new(),
        reason: None,
        created_by: None,
        channel: String::new(),
        created_at: promise.starts_at,
        published_at: None,
        taken_at: None,
        closed_at: None,
    }
}
