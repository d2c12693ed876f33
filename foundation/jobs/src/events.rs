//! Events: facts that one slice publishes and others act on.

use crate::store;
use serde::{Serialize, de::DeserializeOwned};
use std::pin::Pin;
use tb_db::{Arg, Db, DbError, Tx, args};
use tb_kernel::{Entropy, EventId, Fail, Instant, Node};
use uuid::Uuid;

/// Events handed over in one transaction.
const BATCH_MAX: i64 = 256;
/// How often a reaction may fail on an event before it waits for a person to look (see `timebank_events_stuck`).
const ATTEMPTS_MAX: i64 = 10;

/// Something that happened, with its version in the kind: `orders.settled.1`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Event {
    pub id: EventId,
    pub at: Instant,
    pub kind: String,
    /// The object it happened to.
    pub subject: Uuid,
    pub node: Node,
    /// JSON; ids and numbers, never personal data.
    pub body: String,
}

impl Event {
    /// # Errors
    /// [`Fail::Fault`] when the body cannot be written as JSON.
    pub fn new(
        id: EventId,
        at: Instant,
        kind: &str,
        subject: impl Into<Uuid>,
        node: Node,
        body: &impl Serialize,
    ) -> Result<Event, Fail> {
        let body = serde_json::to_string(body).map_err(Fail::fault)?;
        Ok(Event { id, at, kind: kind.to_owned(), subject: subject.into(), node, body })
    }
    /// The body as its type.
    ///
    /// # Errors
    /// [`DbError::Other`] when it is not of that type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DbError> {
        serde_json::from_str(&self.body).map_err(|e| DbError::Other(format!("event {}: {e}", self.id)))
    }
    fn to_row(&self) -> Vec<Arg> {
        args![self.id, self.at, &self.kind, self.subject, self.node, &self.body, false, 0i64]
    }
}

/// Publishes events in the caller's transaction.
///
/// # Errors
/// Any [`DbError`].
pub async fn publish(tx: &mut Tx, events: &[Event]) -> Result<(), DbError> {
    let rows: Vec<_> = events.iter().map(Event::to_row).collect();
    tx.insert(&store::EVENT, &rows).await.map(|_| ())
}

/// What a slice does when something happened elsewhere. Runs in the event's own transaction, so its effect and the mark
/// "delivered" come together or not at all.
pub trait Reaction: Send + Sync + 'static {
    fn hears(&self, kind: &str) -> bool;
    fn react<'a>(
        &'a self,
        tx: &'a mut Tx,
        event: &'a Event,
        now: Instant,
        entropy: &'a Entropy,
    ) -> Pin<Box<dyn Future<Output = Result<(), DbError>> + Send + 'a>>;
}

/// Hands waiting events to the reactions; gives how many were delivered.
///
/// # Errors
/// Any [`DbError`] of the database itself; a reaction that fails only holds up its own event.
pub async fn deliver(
    db: &Db,
    reactions: &[Box<dyn Reaction>],
    now: Instant,
    entropy: &Entropy,
) -> Result<usize, DbError> {
    let mut tx = db.begin().await?;
    let events: Vec<Event> = tx.rows(store::WAITING, args![ATTEMPTS_MAX, BATCH_MAX]).await?;
    let mut delivered: Vec<Vec<Arg>> = Vec::new();
    for event in &events {
        tx.mark().await?;
        match hand_over(&mut tx, reactions, event, now, entropy).await {
            Ok(()) => delivered.push(args![event.id, true]),
            Err(error) => {
                tracing::error!(%error, event = %event.id, kind = event.kind, "a reaction failed");
                metrics::counter!("timebank_reaction_failures_total").increment(1);
                tx.back_to_mark().await?;
                tx.run(store::TRIED, args![event.id]).await?;
            }
        }
    }
    tx.update(&store::DELIVERED, &delivered).await?;
    tx.commit().await.map_err(|error| DbError::Unavailable(format!("{error:?}")))?;
    Ok(delivered.len())
}

async fn hand_over(
    tx: &mut Tx,
    reactions: &[Box<dyn Reaction>],
    event: &Event,
    now: Instant,
    entropy: &Entropy,
) -> Result<(), DbError> {
    for reaction in reactions.iter().filter(|reaction| reaction.hears(&event.kind)) {
        reaction.react(tx, event, now, entropy).await?;
    }
    Ok(())
}
