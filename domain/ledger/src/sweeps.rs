//! What time does to the ledger: holds run out, lots lapse. Jobs call these; running them twice does nothing. A hold that
//! has run out cannot be captured and a lapsed lot cannot be spent even if no job has run yet.

use crate::commands::{Act, Command};
use crate::post::post;
use crate::queries::{due_holds, lapsed_lots};
use tb_db::{CommitError, Db, Tx};
use tb_kernel::{AccountId, Entropy, Fail, Instant, Outcome};

/// Commands in one transaction of a sweep.
const SWEEP_BATCH: i64 = 256;

/// Returns what holds still hold whose time has passed. Gives how many were ended.
///
/// # Errors
/// [`Fail::Fault`] from the database; what was done before it stays done.
pub async fn lapse_holds(db: &Db, now: Instant, entropy: &Entropy) -> Outcome<usize> {
    let mut ended = 0;
    loop {
        let mut tx = db.begin().await?;
        let due = due_holds(&mut tx, now, SWEEP_BATCH).await?;
        let first: Vec<Command> = due.iter().map(|hold| Command::lapse(*hold)).collect();
        let outcomes = post(&mut tx, &first, now, entropy).await?;
        let mut done = outcomes.iter().filter(|o| fresh(o)).count();
        // Somebody asked too early under the hold's own key and was refused for ever; time has passed since.
        let again: Vec<Command> = due
            .iter()
            .zip(&outcomes)
            .filter(|(_, outcome)| !fresh(outcome))
            .map(|(hold, _)| {
                let key = format!("hold-expiry:{hold}:{}", now.0);
                Command::new(key, Act::Release { hold: *hold, lapsed: true })
            })
            .collect();
        if !again.is_empty() {
            done += post(&mut tx, &again, now, entropy).await?.iter().filter(|o| fresh(o)).count();
        }
        commit(tx).await?;
        ended += done;
        if done == 0 || due.len() < usize::try_from(SWEEP_BATCH).unwrap_or(usize::MAX) {
            return Ok(ended);
        }
    }
}

/// Moves lapsed lots to `pool`. Gives how many were moved.
///
/// # Errors
/// [`Fail::Fault`] from the database; what was done before it stays done.
pub async fn lapse_lots(db: &Db, pool: AccountId, now: Instant, entropy: &Entropy) -> Outcome<usize> {
    let mut moved = 0;
    loop {
        let mut tx = db.begin().await?;
        let lapsed = lapsed_lots(&mut tx, now.day(), SWEEP_BATCH).await?;
        let batch: Vec<Command> =
            lapsed.iter().map(|(account, lot)| Command::expire(*account, *lot, pool, now.day())).collect();
        let done = post(&mut tx, &batch, now, entropy).await?.iter().filter(|o| fresh(o)).count();
        commit(tx).await?;
        moved += done;
        if done == 0 || lapsed.len() < usize::try_from(SWEEP_BATCH).unwrap_or(usize::MAX) {
            return Ok(moved);
        }
    }
}

fn fresh(outcome: &Outcome<crate::model::Posted>) -> bool {
    outcome.as_ref().is_ok_and(|posted| !posted.replayed)
}

async fn commit(tx: Tx) -> Result<(), Fail> {
    tx.commit().await.map_err(|error| match error {
        CommitError::Failed(error) => error.into(),
        CommitError::Unknown(_) => Fail::Unknown,
    })
}
