//! Running one command: key, transaction, line, commit; and what to do when any of it is in doubt.

use crate::line::{Key, Line, look_up, record};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use std::time::Duration;
use tb_db::{CommitError, Db, DbError, Tx};
use tb_kernel::{Actor, Clock, Entropy, Fail, Instant, JournalId, Node, Outcome, Refusal};
use tracing::Instrument;
use uuid::Uuid;

/// What every command needs: the database, the clock, the source of ids.
#[derive(Clone)]
pub struct Core {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<Entropy>,
}

impl Core {
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.entropy.id(self.now())
    }
}

/// One verb. Its fields are its input (they are hashed, so that a key cannot be reused for something else); its answer is
/// stored, so it holds ids and numbers but never personal data.
pub trait Command: Serialize + Send + Sync + 'static {
    /// `slice.verb`: the same word as the route, the permission and the metric.
    const NAME: &'static str;
    /// The services of the slice.
    type House: Send + Sync + 'static;
    type Answer: Serialize + DeserializeOwned + Send + 'static;

    /// Access, facts, rules, writes: in this order. Sets what the line is about through [`Work::about`].
    fn run(&self, house: &Self::House, work: &mut Work<'_>) -> impl Future<Output = Outcome<Self::Answer>> + Send;
}

/// The room a command works in.
pub struct Work<'a> {
    pub tx: &'a mut Tx,
    pub actor: &'a Actor,
    pub now: Instant,
    pub entropy: &'a Entropy,
    object: Option<(&'static str, Uuid)>,
    node: Option<Node>,
    reason: Option<String>,
}

impl<'a> Work<'a> {
    pub fn new(tx: &'a mut Tx, actor: &'a Actor, now: Instant, entropy: &'a Entropy) -> Work<'a> {
        Work { tx, actor, now, entropy, object: None, node: None, reason: None }
    }
    /// What the journal line is about.
    pub fn about(&mut self, kind: &'static str, id: impl Into<Uuid>, node: Node) {
        self.object = Some((kind, id.into()));
        self.node = Some(node);
    }
    /// Why it is done, in the actor's words or as a reason code.
    pub fn because(&mut self, reason: impl Into<String>) {
        self.reason = Some(reason.into());
    }
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.entropy.id(self.now)
    }
}

/// How often a command that met a deadlock is run again.
const RETRIES_MAX: u32 = 8;

/// Runs `command` once for this actor and key, whatever happens to the caller.
///
/// # Errors
/// The command's refusal (also when it was stored earlier), [`Fail::Unknown`] or [`Fail::Fault`].
pub async fn execute<C: Command>(
    house: &Arc<C::House>,
    core: &Core,
    actor: &Actor,
    key: &Key,
    command: C,
) -> Outcome<C::Answer> {
    let (house, core, actor, key) = (house.clone(), core.clone(), actor.clone(), key.clone());
    // A task of its own: a request that goes away must not cancel a write half-way.
    // Its log lines belong to the request all the same.
    let work = async move { run_to_end(&*house, &core, &actor, &key, &command).await };
    let task = tokio::spawn(work.instrument(tracing::Span::current()));
    let outcome = task.await.unwrap_or_else(|panic| Err(Fail::fault(panic)));
    let result = match &outcome {
        Ok(_) => "ok",
        Err(Fail::Refused(_)) => "refused",
        Err(Fail::Busy) => "busy",
        Err(Fail::Unknown) => "unknown",
        Err(Fail::Fault(error)) => {
            tracing::error!(action = C::NAME, error, "a command failed");
            "fault"
        }
    };
    metrics::counter!("timebank_commands_total", "action" => C::NAME, "result" => result).increment(1);
    outcome
}

/// What is asked of a proxy goes beyond what the other gave.
pub fn beyond_proxy() -> Refusal {
    Refusal::forbidden("common.beyond-proxy")
}

async fn run_to_end<C: Command>(
    house: &C::House,
    core: &Core,
    actor: &Actor,
    key: &Key,
    command: &C,
) -> Outcome<C::Answer> {
    if !actor.may_run(C::NAME) {
        return Err(beyond_proxy().into());
    }
    let content = serde_json::to_vec(command).map_err(Fail::fault)?;
    let hash = tb_crypto::digest(&[C::NAME.as_bytes(), key.text().as_bytes(), &content]);
    let id = key.line_id(actor);
    for round in 0..RETRIES_MAX {
        match attempt(house, core, actor, key, hash, command).await {
            Ok(outcome) => return outcome,
            Err(Doubt::Again) => tokio::time::sleep(Duration::from_millis(5 << round)).await,
            Err(Doubt::Unknown) => {
                if let Some(outcome) = find_out(core, id, hash).await? {
                    return outcome;
                }
            }
            Err(Doubt::Fault(error)) => return Err(Fail::Fault(error)),
        }
    }
    Err(Fail::Unknown)
}

enum Doubt {
    Again,
    Unknown,
    Fault(String),
}

impl From<DbError> for Doubt {
    fn from(error: DbError) -> Doubt {
        match error {
            DbError::Retry(_) => Doubt::Again,
            other => Doubt::Fault(other.to_string()),
        }
    }
}

async fn attempt<C: Command>(
    house: &C::House,
    core: &Core,
    actor: &Actor,
    key: &Key,
    hash: [u8; 32],
    command: &C,
) -> Result<Outcome<C::Answer>, Doubt> {
    let mut tx = core.db.begin().await?;
    let id = key.line_id(actor);
    if let Some((_, outcome)) = look_up(&mut tx, &[(id, hash)]).await?.pop() {
        return Ok(outcome);
    }
    // Time is taken after the writer's turn has come, so that it never runs backwards between commits.
    let now = core.clock.now();
    let mut line = Line::of(actor, key, hash, C::NAME, now);
    tx.mark().await?;
    let mut work = Work::new(&mut tx, actor, now, &core.entropy);
    let outcome = command.run(house, &mut work).await;
    (line.object, line.node, line.reason) = (work.object, work.node, work.reason.take());
    if let Err(error) = line.close(&outcome) {
        let _ = tx.rollback().await;
        return match outcome {
            Err(Fail::Fault(text)) if is_retry(&text) => Err(Doubt::Again),
            Err(failure) => Ok(Err(failure)),
            Ok(_) => Err(Doubt::Fault(error.to_string())),
        };
    }
    if outcome.is_err() {
        tx.back_to_mark().await?;
    }
    match record(&mut tx, vec![line]).await {
        // The same key came in twice at once and the other was first: its outcome is the answer.
        Err(DbError::Unique(_)) => return Err(Doubt::Unknown),
        other => other?,
    }
    match tx.commit().await {
        Ok(()) => Ok(outcome),
        Err(CommitError::Failed(error)) => Err(error.into()),
        Err(CommitError::Unknown(error)) => {
            tracing::warn!(%error, action = C::NAME, "commit in doubt");
            metrics::counter!("timebank_commit_unknown_total").increment(1);
            Err(Doubt::Unknown)
        }
    }
}

/// A retryable database error that a command passed on as a fault.
fn is_retry(text: &str) -> bool {
    text.starts_with("try again: ")
}

/// What became of a key, asked on a fresh connection; waits while the database restarts.
async fn find_out<T: DeserializeOwned>(core: &Core, id: JournalId, hash: [u8; 32]) -> Result<Option<Outcome<T>>, Fail> {
    for round in 0..12u32 {
        match look_up(&mut core.db.read(), &[(id, hash)]).await {
            Ok(mut found) => return Ok(found.pop().map(|(_, outcome)| outcome)),
            Err(_) => tokio::time::sleep(Duration::from_millis(20 << round.min(7))).await,
        }
    }
    Err(Fail::Unknown)
}
