//! The desk: commands that wait are taken together, decided in order of arrival and committed once (group commit).
//! There is no timer: a lone command goes at once; under load the batch grows by itself.
//!
//! What must hold: a command is answered only after its commit; a fault in a batch costs nobody else anything (each is
//! run alone once); a lost connection during commit is looked up by key before anyone is told anything; a caller that
//! goes away does not stop what it asked for; a full queue says "busy" before any work is accepted.

use crate::{CommitError, Db, DbError, Tx};
use std::sync::Arc;
use tb_kernel::limits::{DESK_BATCH_MAX, DESK_QUEUE_MAX};
use tb_kernel::{Fail, Outcome};
use tokio::sync::{Mutex, mpsc, oneshot};

/// What a desk does with the commands it took.
pub trait BatchHandler: Send + Sync + 'static {
    type Command: Send + Sync + 'static;
    type Answer: Send + 'static;

    /// Decides and writes all of `batch` inside `tx`; one outcome for each, in order. A refusal is an outcome, not an
    /// error; an error means nothing of the batch may stay.
    fn run(
        &self,
        tx: &mut Tx,
        batch: &[Self::Command],
    ) -> impl Future<Output = Result<Vec<Outcome<Self::Answer>>, DbError>> + Send;

    /// The stored outcome of a command whose commit is in doubt, on a fresh connection; `None`: it never happened.
    fn look_up(
        &self,
        db: &Db,
        command: &Self::Command,
    ) -> impl Future<Output = Result<Option<Outcome<Self::Answer>>, DbError>> + Send;
}

type Waiting<H> = (<H as BatchHandler>::Command, oneshot::Sender<Outcome<<H as BatchHandler>::Answer>>);

/// The bounded counter in front of a [`BatchHandler`]. Dropping the last handle lets the desk finish and stop.
pub struct Desk<H: BatchHandler> {
    queue: mpsc::Sender<Waiting<H>>,
}

impl<H: BatchHandler> Clone for Desk<H> {
    fn clone(&self) -> Self {
        Desk { queue: self.queue.clone() }
    }
}

/// How often a batch that met a deadlock is run again before it counts as a fault.
const RETRIES_MAX: usize = 5;
/// How often an unknown commit is looked up (the database may be restarting).
const LOOK_UPS_MAX: u32 = 20;

impl<H: BatchHandler> Desk<H> {
    /// Opens a desk with `clerks` tasks that commit side by side (1 on SQLite, which has one writer).
    pub fn open(db: Db, handler: Arc<H>, clerks: usize) -> Desk<H> {
        let (queue, waiting) = mpsc::channel(DESK_QUEUE_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..clerks.max(1) {
            tokio::spawn(serve(db.clone(), handler.clone(), waiting.clone()));
        }
        Desk { queue }
    }

    /// Hands in a command and waits for its outcome.
    ///
    /// # Errors
    /// [`Fail::Busy`] at once when the queue is full; else what the handler decided.
    pub async fn submit(&self, command: H::Command) -> Outcome<H::Answer> {
        let (answer, outcome) = oneshot::channel();
        self.queue.try_send((command, answer)).map_err(|_| Fail::Busy)?;
        outcome.await.unwrap_or(Err(Fail::Unknown))
    }
}

async fn serve<H: BatchHandler>(db: Db, handler: Arc<H>, waiting: Arc<Mutex<mpsc::Receiver<Waiting<H>>>>) {
    loop {
        let mut taken = Vec::new();
        let count = waiting.lock().await.recv_many(&mut taken, DESK_BATCH_MAX).await;
        if count == 0 {
            return;
        }
        metrics::histogram!("timebank_desk_batch").record(count as f64);
        let (commands, callers): (Vec<_>, Vec<_>) = taken.into_iter().unzip();
        let outcomes = settle_batch(&db, &*handler, &commands).await;
        for (caller, outcome) in callers.into_iter().zip(outcomes) {
            // A caller that went away is no reason to undo what is committed.
            let _ = caller.send(outcome);
        }
    }
}

async fn settle_batch<H: BatchHandler>(db: &Db, handler: &H, commands: &[H::Command]) -> Vec<Outcome<H::Answer>> {
    match attempt(db, handler, commands).await {
        Ok(outcomes) => outcomes,
        Err(Doubt::Fault(error)) if commands.len() == 1 => {
            tracing::error!(%error, "a command failed at the desk");
            vec![Err(Fail::Fault(error.to_string()))]
        }
        Err(Doubt::Fault(error)) => {
            tracing::warn!(%error, size = commands.len(), "a batch failed; running each command alone");
            let mut outcomes = Vec::with_capacity(commands.len());
            for command in commands {
                outcomes.push(Box::pin(settle_batch(db, handler, std::slice::from_ref(command))).await.remove(0));
            }
            outcomes
        }
        Err(Doubt::Unknown) => {
            let mut outcomes = Vec::with_capacity(commands.len());
            for command in commands {
                outcomes.push(find_out(db, handler, command).await);
            }
            outcomes
        }
    }
}

enum Doubt {
    Fault(DbError),
    Unknown,
}

async fn attempt<H: BatchHandler>(
    db: &Db,
    handler: &H,
    commands: &[H::Command],
) -> Result<Vec<Outcome<H::Answer>>, Doubt> {
    let mut tries = 0;
    loop {
        let mut tx = db.begin().await.map_err(Doubt::Fault)?;
        match handler.run(&mut tx, commands).await {
            Ok(outcomes) => match tx.commit().await {
                Ok(()) => return Ok(outcomes),
                Err(CommitError::Failed(error)) if error.is_retry() && tries < RETRIES_MAX => tries += 1,
                Err(CommitError::Failed(error)) => return Err(Doubt::Fault(error)),
                Err(CommitError::Unknown(error)) => {
                    tracing::warn!(%error, "commit in doubt");
                    metrics::counter!("timebank_commit_unknown_total").increment(1);
                    return Err(Doubt::Unknown);
                }
            },
            Err(error) => {
                let _ = tx.rollback().await;
                if !(error.is_retry() && tries < RETRIES_MAX) {
                    return Err(Doubt::Fault(error));
                }
                metrics::counter!("timebank_retry_total").increment(1);
                tries += 1;
            }
        }
    }
}

/// Asks the database what became of a command; if it never happened, says so as unknown so that the caller asks again.
async fn find_out<H: BatchHandler>(db: &Db, handler: &H, command: &H::Command) -> Outcome<H::Answer> {
    for round in 0..LOOK_UPS_MAX {
        match handler.look_up(db, command).await {
            Ok(Some(outcome)) => return outcome,
            Ok(None) => return Err(Fail::Unknown),
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50 << round.min(5))).await,
        }
    }
    Err(Fail::Unknown)
}
