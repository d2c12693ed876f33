//! Keeps SQLite's write-ahead log short. What was committed is copied back into the file by a connection of its own, beside
//! the writer: a commit then costs its own pages and no more, and a page that changes often is copied back once.
//!
//! What must hold: nothing here decides what lasts. A commit lasts when its frames are in the log and flushed; copying back
//! only makes room. A process that dies in the middle leaves a log that the next one reads.

use crate::Pools;
use sqlx::SqlitePool;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often the log is copied back.
const EVERY: Duration = Duration::from_secs(2);
/// Frames (pages) after which the writer is made to begin the log anew: a quarter of a gigabyte.
const FRAMES_MAX: i64 = 65_536;
/// Frames after which a commit copies back by itself, if all of the above did not keep up.
pub(crate) const FRAMES_AT_COMMIT: i64 = 4 * FRAMES_MAX;

/// Keeps the log of these pools short until they are closed or dropped.
pub(crate) fn keep_short(pools: &Arc<Pools>) {
    tokio::spawn(watch(Arc::downgrade(pools)));
}

async fn watch(pools: Weak<Pools>) {
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(pools) = pools.upgrade() else { return };
        let Pools::Sqlite { write, log, .. } = &*pools else { return };
        if log.is_closed() {
            return;
        }
        if let Err(error) = copy_back(log, write).await {
            tracing::warn!(%error, "the write-ahead log could not be copied back");
        }
    }
}

/// Copies what no reader and no commit is in the way of. A log that has grown too long all the same is begun anew in the
/// writer's own turn: a connection beside it would wait for a moment that a busy writer never leaves.
async fn copy_back(log: &SqlitePool, write: &SqlitePool) -> Result<(), sqlx::Error> {
    let (_, frames, _): (i64, i64, i64) = sqlx::query_as("pragma wal_checkpoint(passive)").fetch_one(log).await?;
    if frames > FRAMES_MAX {
        sqlx::query("pragma wal_checkpoint(restart)").execute(write).await?;
    }
    Ok(())
}
