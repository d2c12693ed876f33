//! A transaction (or single reads), the same on both engines.
//!
//! Three marks are understood in SQL text:
//! - `{lock}` at the end of a select: `for update` on PostgreSQL, nothing on SQLite, whose writer already holds the lock;
//! - `{skip}`: the same, passing over rows that another process holds;
//! - `{in}` after a column, with [`Tx::rows_in`]: matches any of a list of keys.

use crate::bulk::CHUNK_MAX;
use crate::{Arg, Db, DbError, Engine, Pools};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, AssertSqlSafe, FromRow, Postgres, Sqlite, Transaction};
use std::borrow::Cow;
use std::pin::Pin;
use uuid::Uuid;

/// A row struct that both engines can fill (derive `sqlx::FromRow`; tuples work too).
pub trait Row: Send + Unpin + 'static + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}
impl<T> Row for T where T: Send + Unpin + 'static + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// What runs inside a driver, behind one pointer: its type is deep, and every caller of every caller would carry it.
pub type Boxed<'a, T, E = DbError> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

enum Link {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
    Pooled(Db),
}

/// An open transaction, or (from [`Db::read`]) a door for single reads.
pub struct Tx {
    link: Link,
    statements: u64,
}

/// How a commit can fail.
#[derive(Debug)]
pub enum CommitError {
    /// Rolled back for sure.
    Failed(DbError),
    /// The connection was lost while committing: look the key up before telling anyone.
    Unknown(DbError),
}

impl Tx {
    pub(crate) fn sqlite(tx: Transaction<'static, Sqlite>) -> Tx {
        Tx { link: Link::Sqlite(tx), statements: 0 }
    }
    pub(crate) fn postgres(tx: Transaction<'static, Postgres>) -> Tx {
        Tx { link: Link::Postgres(tx), statements: 0 }
    }
    pub(crate) fn pooled(db: Db) -> Tx {
        Tx { link: Link::Pooled(db), statements: 0 }
    }

    pub fn engine(&self) -> Engine {
        match &self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
            Link::Pooled(db) => db.engine(),
        }
    }

    /// How many statements ran so far: tests hold batches to a fixed number.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// All rows of a question.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn rows<T: Row>(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<T>, DbError> {
        let sql = marked(sql, self.engine());
        self.fetch(sql, args).await
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn row<T: Row>(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Option<T>, DbError> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Exactly one row.
    ///
    /// # Errors
    /// [`DbError::Other`] when there is none.
    pub async fn one<T: Row>(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<T, DbError> {
        self.row(sql, args).await?.ok_or_else(|| DbError::Other(format!("no row: {sql}")))
    }

    /// All rows whose column before `{in}` is one of `keys`; the keys come after `args`. No keys, no rows.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn rows_in<T: Row>(
        &mut self,
        sql: &'static str,
        mut args: Vec<Arg>,
        keys: Vec<Arg>,
    ) -> Result<Vec<T>, DbError> {
        let Some(first) = keys.first().cloned() else { return Ok(Vec::new()) };
        let at = args.len() + 1;
        match self.engine() {
            Engine::Postgres => {
                let kind = crate::bulk::type_name(&first);
                let sql = marked(sql, Engine::Postgres).replace("{in}", &format!("= any(${at}::{kind}[])"));
                self.statements += 1;
                let mut bound = bind_postgres(args)?;
                crate::bulk::bind_array(&mut bound, &keys)?;
                self.fetch_postgres(sql.into(), bound).await
            }
            Engine::Sqlite => {
                let mut rows = Vec::with_capacity(keys.len());
                for chunk in keys.chunks(CHUNK_MAX) {
                    let size = chunk.len().next_power_of_two();
                    let list: Vec<String> = (at..at + size).map(|n| format!("${n}")).collect();
                    let sql = marked(sql, Engine::Sqlite).replace("{in}", &format!("in ({})", list.join(",")));
                    let filled = args.len();
                    args.extend(chunk.iter().cloned());
                    // Padding with a repeated key keeps the number of different statements small.
                    args.extend(std::iter::repeat_n(chunk[0].clone(), size - chunk.len()));
                    rows.extend(self.fetch(sql.into(), args.clone()).await?);
                    args.truncate(filled);
                }
                Ok(rows)
            }
        }
    }

    /// Runs a statement and gives the number of rows it touched.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn run(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64, DbError> {
        self.run_text(Cow::Borrowed(sql), args).await
    }

    pub(crate) fn run_text(&mut self, sql: Cow<'static, str>, args: Vec<Arg>) -> Boxed<'_, u64> {
        Box::pin(async move {
            self.statements += 1;
            match &mut self.link {
                Link::Sqlite(tx) => {
                    let done = sqlx::query_with(safe(sql), bind_sqlite(args)?).execute(&mut **tx).await?;
                    Ok(done.rows_affected())
                }
                Link::Postgres(tx) => {
                    let done = sqlx::query_with(safe(sql), bind_postgres(args)?).execute(&mut **tx).await?;
                    Ok(done.rows_affected())
                }
                Link::Pooled(_) => Err(DbError::Other("a write outside a transaction".into())),
            }
        })
    }

    pub(crate) fn run_postgres(&mut self, sql: String, bound: PgArguments) -> Boxed<'_, u64> {
        Box::pin(async move {
            self.statements += 1;
            match &mut self.link {
                Link::Postgres(tx) => {
                    Ok(sqlx::query_with(AssertSqlSafe(sql), bound).execute(&mut **tx).await?.rows_affected())
                }
                _ => Err(DbError::Other("a bulk write outside a transaction".into())),
            }
        })
    }

    pub(crate) async fn run_script(&mut self, sql: String) -> Result<(), DbError> {
        match &mut self.link {
            Link::Sqlite(tx) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **tx).await.map(|_| ())?,
            Link::Postgres(tx) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **tx).await.map(|_| ())?,
            Link::Pooled(_) => return Err(DbError::Other("a script outside a transaction".into())),
        }
        Ok(())
    }

    /// Prepares a statement without running it: what the test of every SQL constant does.
    ///
    /// # Errors
    /// [`DbError`] naming what the engine does not understand.
    pub async fn prepare(&mut self, sql: &'static str) -> Result<(), DbError> {
        use sqlx::{Executor, SqlSafeStr};
        let engine = self.engine();
        let text = match engine {
            Engine::Postgres => marked(sql, engine).replace("{in}", "is not null"),
            Engine::Sqlite => marked(sql, engine).replace("{in}", "is not null"),
        };
        match &mut self.link {
            Link::Sqlite(tx) => (&mut **tx).prepare(AssertSqlSafe(text).into_sql_str()).await.map(|_| ())?,
            Link::Postgres(tx) => (&mut **tx).prepare(AssertSqlSafe(text).into_sql_str()).await.map(|_| ())?,
            Link::Pooled(_) => return Err(DbError::Other("prepare needs a transaction".into())),
        }
        Ok(())
    }

    fn fetch<T: Row>(&mut self, sql: Cow<'static, str>, args: Vec<Arg>) -> Boxed<'_, Vec<T>> {
        Box::pin(async move {
            self.statements += 1;
            match &mut self.link {
                Link::Sqlite(tx) => Ok(sqlx::query_as_with(safe(sql), bind_sqlite(args)?).fetch_all(&mut **tx).await?),
                Link::Postgres(tx) => {
                    Ok(sqlx::query_as_with(safe(sql), bind_postgres(args)?).fetch_all(&mut **tx).await?)
                }
                Link::Pooled(db) => match &*db.0 {
                    Pools::Sqlite { read, .. } => {
                        Ok(sqlx::query_as_with(safe(sql), bind_sqlite(args)?).fetch_all(read).await?)
                    }
                    Pools::Postgres(pool) => {
                        Ok(sqlx::query_as_with(safe(sql), bind_postgres(args)?).fetch_all(pool).await?)
                    }
                },
            }
        })
    }

    fn fetch_postgres<T: Row>(&mut self, sql: Cow<'static, str>, bound: PgArguments) -> Boxed<'_, Vec<T>> {
        Box::pin(async move {
            match &mut self.link {
                Link::Postgres(tx) => Ok(sqlx::query_as_with(safe(sql), bound).fetch_all(&mut **tx).await?),
                Link::Pooled(db) => match &*db.0 {
                    Pools::Postgres(pool) => Ok(sqlx::query_as_with(safe(sql), bound).fetch_all(pool).await?),
                    Pools::Sqlite { .. } => Err(DbError::Other("not PostgreSQL".into())),
                },
                Link::Sqlite(_) => Err(DbError::Other("not PostgreSQL".into())),
            }
        })
    }

    /// Makes everything since `begin` lasting.
    ///
    /// # Errors
    /// [`CommitError::Unknown`] when the connection was lost during commit.
    pub fn commit(self) -> Boxed<'static, (), CommitError> {
        Box::pin(async move {
            let result = match self.link {
                Link::Sqlite(tx) => tx.commit().await,
                Link::Postgres(tx) => tx.commit().await,
                Link::Pooled(_) => Ok(()),
            };
            result.map_err(|error| match DbError::from(error) {
                error @ (DbError::Retry(_) | DbError::Constraint(_) | DbError::Unique(_)) => CommitError::Failed(error),
                error => CommitError::Unknown(error),
            })
        })
    }

    /// Undoes everything since `begin`.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the connection was lost; then nothing lasts either.
    pub fn rollback(self) -> Boxed<'static, ()> {
        Box::pin(async move {
            match self.link {
                Link::Sqlite(tx) => tx.rollback().await?,
                Link::Postgres(tx) => tx.rollback().await?,
                Link::Pooled(_) => {}
            }
            Ok(())
        })
    }

    /// Marks a point to which [`Tx::back_to_mark`] can return.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn mark(&mut self) -> Result<(), DbError> {
        self.run("savepoint mark", vec![]).await.map(|_| ())
    }

    /// Undoes everything since [`Tx::mark`].
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn back_to_mark(&mut self) -> Result<(), DbError> {
        self.run("rollback to savepoint mark", vec![]).await.map(|_| ())
    }
}

/// The text with `{lock}` resolved.
fn marked(sql: &'static str, engine: Engine) -> Cow<'static, str> {
    if !sql.contains("{lock}") && !sql.contains("{skip}") {
        return Cow::Borrowed(sql);
    }
    Cow::Owned({
        let postgres = engine == Engine::Postgres;
        sql.replace("{lock}", if postgres { "for update" } else { "" })
            .replace("{skip}", if postgres { "for update skip locked" } else { "" })
    })
}

/// The only statements that reach the engines are constants of a store and texts built in this crate from constants.
fn safe(sql: Cow<'static, str>) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql.into_owned())
}

fn bind_sqlite(args: Vec<Arg>) -> Result<SqliteArguments, DbError> {
    let mut bound = SqliteArguments::default();
    bound.reserve(args.len(), args.len() * 16);
    for arg in args {
        match arg {
            Arg::Int(v) => bound.add(v),
            Arg::Text(v) => bound.add(v),
            Arg::Bytes(v) => bound.add(v),
            Arg::Uuid(v) => bound.add(v),
            Arg::Bool(v) => bound.add(v),
        }
        .map_err(|e| DbError::Other(e.to_string()))?;
    }
    Ok(bound)
}

fn bind_postgres(args: Vec<Arg>) -> Result<PgArguments, DbError> {
    let mut bound = PgArguments::default();
    bound.reserve(args.len(), args.len() * 16);
    for arg in args {
        match arg {
            Arg::Int(v) => bound.add(v),
            Arg::Text(v) => bound.add(v),
            Arg::Bytes(v) => bound.add(v),
            Arg::Uuid(v) => bound.add::<Option<Uuid>>(v),
            Arg::Bool(v) => bound.add(v),
        }
        .map_err(|e| DbError::Other(e.to_string()))?;
    }
    Ok(bound)
}
