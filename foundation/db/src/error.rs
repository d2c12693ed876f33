//! What can go wrong in a database, sorted by what the caller can do about it. Rules refuse before writing, so a violated
//! constraint is a fault of ours, except where a caller asks for it by name ([`DbError::Unique`] on an idempotency key).

use tb_kernel::Fail;

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique or primary key already holds this value.
    #[error("unique key violated: {0}")]
    Unique(String),
    /// A check, foreign key or not-null constraint was violated.
    #[error("constraint violated: {0}")]
    Constraint(String),
    /// Deadlock or serialization failure: rolled back, may be run again.
    #[error("try again: {0}")]
    Retry(String),
    /// Connection lost, pool exhausted, file locked.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    #[error("{0}")]
    Other(String),
}

impl DbError {
    pub fn is_retry(&self) -> bool {
        matches!(self, DbError::Retry(_))
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> DbError {
        match &error {
            sqlx::Error::Database(db) => {
                let text = match db.constraint() {
                    Some(name) => format!("{name}: {}", db.message()),
                    None => db.message().to_owned(),
                };
                let code = db.code().unwrap_or_default();
                match code.as_ref() {
                    // PostgreSQL: serialization failure, deadlock; SQLite: busy, locked.
                    "40001" | "40P01" | "5" | "6" | "261" | "517" => return DbError::Retry(text),
                    // PostgreSQL: shutting down, crashed, cannot connect now.
                    "57P01" | "57P02" | "57P03" | "53300" => return DbError::Unavailable(text),
                    _ => {}
                }
                if db.is_unique_violation() {
                    DbError::Unique(text)
                } else if db.is_check_violation()
                    || db.is_foreign_key_violation()
                    || db.kind() == sqlx::error::ErrorKind::NotNullViolation
                {
                    DbError::Constraint(text)
                } else {
                    DbError::Other(text)
                }
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                DbError::Unavailable(error.to_string())
            }
            _ => DbError::Other(error.to_string()),
        }
    }
}

impl From<DbError> for Fail {
    fn from(error: DbError) -> Fail {
        Fail::Fault(error.to_string())
    }
}
