//! One process at a time on an embedded database: a lock on a file beside it, given back by the system when the process
//! ends, however it ends. It belongs to the database file, not to a folder, so that no other configuration opens it either.

use anyhow::{Context, bail};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Held as long as the process uses the database.
pub(crate) struct Lock(#[allow(dead_code)] File); // kept open: closing it gives the lock back

/// Takes the lock of the SQLite file `database`; its folder is made if it is missing.
///
/// # Errors
/// When another process has it.
pub(crate) fn take(database: &Path) -> anyhow::Result<Lock> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let path = PathBuf::from(format!("{}.lock", database.display()));
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("{} cannot be opened", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => bail!(
            "another timebank process uses {}; stop it first, or use PostgreSQL to run several",
            database.display()
        ),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("{} cannot be locked", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_locked_once_until_it_is_given_back() {
        let folder = std::env::temp_dir().join(format!("timebank-lock-{}", std::process::id()));
        let database = folder.join("a/timebank.db");
        let first = take(&database).expect("nobody has it");
        assert!(take(&database).is_err_and(|error| error.to_string().contains("another timebank process")));
        assert!(take(&folder.join("a/other.db")).is_ok(), "another database is another matter");
        drop(first);
        assert!(take(&database).is_ok());
        let _ = std::fs::remove_dir_all(folder);
    }
}
