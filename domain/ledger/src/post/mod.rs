//! The one way to write: a batch of commands inside the caller's transaction.
//!
//! What must hold: the number of statements does not grow with the batch; accounts are locked in id order before anything
//! that depends on them is read; decisions are made in memory, in order, by the pure `apply`; every changed row is written
//! once, guarded by what it was; facts, heads, the outcome of each key and the proof leaf commit or vanish together.

mod load;
mod write;

pub(crate) use load::{LotRow, lot, parse, read_lots, read_postings};

use crate::books::{Before, Decision};
use crate::commands::Command;
use crate::model::Posted;
use tb_db::{DbError, Tx};
use tb_kernel::{Entropy, Instant, Outcome};

/// Posts `batch` in order; one outcome for each command. A refusal is an outcome, and it is kept: the same key is refused
/// again for ever (unless the caller rolls back).
///
/// # Errors
/// [`DbError::Retry`] when a row changed under us or the engine says so: roll back and run again. [`DbError::Unique`]
/// when another transaction used one of the keys at the same moment: the same. Anything else is a fault; roll back.
pub async fn post(
    tx: &mut Tx,
    batch: &[Command],
    now: Instant,
    entropy: &Entropy,
) -> Result<Vec<Outcome<Posted>>, DbError> {
    let mut books = load::books(tx, batch, now).await?;
    books.before = Some(Before::default());
    let mut decisions = Vec::with_capacity(batch.len());
    for command in batch {
        decisions.push(books.decide(command, now));
    }
    write::all(tx, batch, &decisions, &books, now, entropy).await?;
    Ok(decisions
        .into_iter()
        .map(|decision| match decision {
            Decision::Accepted(posted, _) => Ok(posted),
            Decision::Replay(outcome) => outcome.map_err(Into::into),
            Decision::Unfit(refusal) | Decision::Refused(refusal) => Err(refusal.into()),
        })
        .collect())
}

/// The stored outcome of a key, for a caller whose commit is in doubt; `None`: it never happened.
///
/// # Errors
/// Any [`DbError`].
pub async fn look_up(tx: &mut Tx, key: &str) -> Result<Option<Outcome<Posted>>, DbError> {
    let found = load::outcomes(tx, &[key]).await?.remove(key);
    Ok(found.map(|stored| match stored.outcome {
        Ok(posted) => Ok(Posted { replayed: true, ..posted }),
        Err(refusal) => Err(refusal.into()),
    }))
}
