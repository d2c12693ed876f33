//! One process at a time on an embedded database: a lock on a file beside it, given back by the system when the process
//! ends, however it ends.

use anyhow::{Context, bail};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held as long as the process uses the data directory.
pub(crate) struct Lock(#[allow(dead_code)] File); // kept open: closing it gives the lock back

/// Takes the lock of a data directory.
///
/// # Errors
/// When another process has it.
pub(crate) fn take(data_dir: &Path) -> anyhow::Result<Lock> {
    let path = data_dir.join("timebank.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("{} cannot be opened", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => {
            bail!(
                "another timebank process uses {}; stop it first, or use PostgreSQL to run several",
                data_dir.display()
            )
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("{} cannot be locked", path.display())),
    }
}
