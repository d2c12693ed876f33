//! Opening a database. SQLite: one file, one writer (so that a read that turns into a write can never meet "busy"),
//! readers opened read-only, and one connection that keeps the log short. PostgreSQL: one pool, generic plans (the
//! statements are few and constant).

use crate::tx::Boxed;
use crate::{DbError, Tx, log};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Which database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Connections of either engine.
pub enum Pools {
    Sqlite { write: SqlitePool, read: SqlitePool, log: SqlitePool },
    Postgres(PgPool),
}

/// An open database; cheap to clone.
#[derive(Clone)]
pub struct Db(pub(crate) Arc<Pools>);

/// Prepared statements kept for each connection.
const STATEMENTS_KEPT: usize = 2000;
/// SQLite readers.
const READERS: u32 = 4;
/// Pages SQLite's writer, and each of its readers, keep in memory at most.
const WRITER_CACHE_KIB: u32 = 128 * 1024;
const READER_CACHE_KIB: u32 = 32 * 1024;
/// Longest wait for a free connection.
const ACQUIRE_MAX: Duration = Duration::from_secs(10);

impl Db {
    /// Opens `postgres://…` or a SQLite file (a path, or `sqlite:path`).
    ///
    /// # Errors
    /// [`DbError::Unavailable`] or [`DbError::Other`] when it cannot be opened.
    pub async fn open(url: &str, connections: u32) -> Result<Db, DbError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Db::open_postgres(url, connections).await;
        }
        Db::open_sqlite(url.strip_prefix("sqlite:").unwrap_or(url)).await
    }

    async fn open_sqlite(path: &str) -> Result<Db, DbError> {
        let base = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(STATEMENTS_KEPT)
            .pragma("temp_store", "memory")
            .pragma("cache_size", format!("-{WRITER_CACHE_KIB}"))
            .pragma("wal_autocheckpoint", log::FRAMES_AT_COMMIT.to_string());
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(60))
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(base.clone().create_if_missing(true))
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE_MAX)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(base.clone().read_only(true).pragma("cache_size", format!("-{READER_CACHE_KIB}")))
            .await?;
        let log = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).connect_lazy_with(base);
        let pools = Arc::new(Pools::Sqlite { write, read, log });
        log::keep_short(&pools);
        Ok(Db(pools))
    }

    async fn open_postgres(url: &str, connections: u32) -> Result<Db, DbError> {
        let options = PgConnectOptions::from_str(url)?
            .statement_cache_capacity(STATEMENTS_KEPT)
            .application_name("timebank")
            .options([("plan_cache_mode", "force_generic_plan"), ("idle_in_transaction_session_timeout", "60000")]);
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(ACQUIRE_MAX)
            .connect_with(options)
            .await?;
        Ok(Db(Arc::new(Pools::Postgres(pool))))
    }

    pub fn engine(&self) -> Engine {
        match *self.0 {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Begins a writing transaction. Dropping it undoes everything.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection could be had.
    pub fn begin(&self) -> Boxed<'_, Tx> {
        Box::pin(async move {
            match &*self.0 {
                Pools::Sqlite { write, .. } => Ok(Tx::sqlite(write.begin_with("begin immediate").await?)),
                Pools::Postgres(pool) => Ok(Tx::postgres(pool.begin().await?)),
            }
        })
    }

    /// Begins a read-only transaction: one snapshot for several questions.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection could be had.
    pub fn snapshot(&self) -> Boxed<'_, Tx> {
        Box::pin(async move {
            match &*self.0 {
                Pools::Sqlite { read, .. } => Ok(Tx::sqlite(read.begin().await?)),
                Pools::Postgres(pool) => {
                    Ok(Tx::postgres(pool.begin_with("begin isolation level repeatable read, read only").await?))
                }
            }
        })
    }

    /// For single questions: every statement on its own, never a write.
    pub fn read(&self) -> Tx {
        Tx::pooled(self.clone())
    }

    /// True when the database answers.
    pub async fn answers(&self) -> bool {
        self.read().one::<(i64,)>("select cast(1 as bigint)", vec![]).await.is_ok()
    }

    /// Waits for running statements and closes.
    pub async fn close(&self) {
        match &*self.0 {
            Pools::Sqlite { write, read, log } => {
                log.close().await;
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}
