//! The one question the command line itself asks a database; everything else is asked by the slices.

/// Whether PostgreSQL waits for the disk before it says that something is done.
pub(crate) const SYNCHRONOUS_COMMIT: &str = "select current_setting('synchronous_commit')";
