//! Many rows in one statement: how the ledger writes a batch with a fixed number of round trips.
//! PostgreSQL gets one array for each column (`unnest`), so its statement text never changes; SQLite gets `values` lists
//! of a few lengths, so that the statements it keeps prepared stay few and a batch is cut into few of them.

use crate::{Arg, DbError, Engine, Tx};
use sqlx::Arguments;
use sqlx::postgres::PgArguments;

/// Column types both engines share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ty {
    Int,
    Text,
    Bytes,
    Uuid,
    Bool,
}

/// A column: name and type.
pub type Col = (&'static str, Ty);

/// Where rows are inserted.
pub struct Table {
    pub name: &'static str,
    pub cols: &'static [Col],
    /// Text after the rows, e.g. `on conflict (bucket, day) do update set delta = t.delta + excluded.delta`
    /// (`t` names the table), or empty.
    pub suffix: &'static str,
}

/// A guarded update of many rows: each row carries the keys, then the expected old values, then the new values.
pub struct Update {
    pub name: &'static str,
    pub keys: &'static [Col],
    /// Columns that must still hold the given value, or the row is not touched.
    pub guards: &'static [Col],
    pub sets: &'static [Col],
}

/// Rows in one SQLite statement at most; a power of two. Its widest table has 40 columns, and SQLite takes 32,766 values.
pub(crate) const CHUNK_MAX: usize = 256;
/// Up to here every number of rows has a statement of its own.
const CHUNK_ANY: usize = 32;

impl Tx {
    /// Inserts all rows; gives the number inserted.
    ///
    /// # Errors
    /// Any [`DbError`]; a row of the wrong width is [`DbError::Other`].
    pub async fn insert(&mut self, table: &Table, rows: &[Vec<Arg>]) -> Result<u64, DbError> {
        if rows.is_empty() {
            return Ok(0);
        }
        check_width(table.name, table.cols.len(), rows)?;
        let columns = names(table.cols);
        let head = format!("insert into {} as t ({columns})", table.name);
        if self.engine() == Engine::Postgres {
            let sql = format!("{head} select * from unnest({}) {}", arrays(table.cols), table.suffix);
            return self.run_postgres(sql, bind_columns(table.cols, rows)?).await;
        }
        let mut touched = 0;
        for chunk in chunks(rows) {
            let sql = format!("{head} values {} {}", value_lists(table.cols.len(), chunk.len()), table.suffix);
            touched += self.run_text(sql.into(), chunk.concat()).await?;
        }
        Ok(touched)
    }

    /// Updates all rows whose guards still hold; gives the number updated, which the caller must compare.
    ///
    /// # Errors
    /// Any [`DbError`]; a row of the wrong width is [`DbError::Other`].
    pub async fn update(&mut self, update: &Update, rows: &[Vec<Arg>]) -> Result<u64, DbError> {
        if rows.is_empty() {
            return Ok(0);
        }
        let all: Vec<Col> = [update.keys, update.guards, update.sets].concat();
        check_width(update.name, all.len(), rows)?;
        if self.engine() == Engine::Postgres {
            let d = format!("d as (select * from unnest({}) as u({}))", arrays(&all), given(all.len()));
            let sql = format!("with {d} {}", update_text(update, &all, "d"));
            return self.run_postgres(sql, bind_columns(&all, rows)?).await;
        }
        let mut touched = 0;
        for chunk in chunks(rows) {
            touched += self.run_text(sqlite_update(update, &all, chunk.len()).into(), chunk.concat()).await?;
        }
        Ok(touched)
    }
}

/// The columns of the given rows: `c0, c1, …`.
fn given(width: usize) -> String {
    (0..width).map(|n| format!("c{n}")).collect::<Vec<_>>().join(", ")
}

/// The plus before a given value keeps SQLite from indexing the given rows and reading the whole table against them, which
/// it takes for cheaper from some 200 rows on; a value has no sign to change.
fn sqlite_update(update: &Update, all: &[Col], rows: usize) -> String {
    let (names, values) = (given(all.len()), value_lists(all.len(), rows));
    format!("with d({names}) as (values {values}) {}", update_text(update, all, "+d"))
}

fn update_text(update: &Update, all: &[Col], given: &str) -> String {
    let matched = update.keys.len() + update.guards.len();
    let condition: Vec<String> = (0..matched).map(|n| format!("t.{} = {given}.c{n}", all[n].0)).collect();
    let sets: Vec<String> = (matched..all.len()).map(|n| format!("{} = d.c{n}", all[n].0)).collect();
    format!("update {} as t set {} from d where {}", update.name, sets.join(", "), condition.join(" and "))
}

fn check_width(table: &str, width: usize, rows: &[Vec<Arg>]) -> Result<(), DbError> {
    match rows.iter().find(|row| row.len() != width) {
        Some(row) => Err(DbError::Other(format!("{table}: a row of {} values for {width} columns", row.len()))),
        None => Ok(()),
    }
}

fn names(cols: &[Col]) -> String {
    cols.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn arrays(cols: &[Col]) -> String {
    let list: Vec<String> =
        cols.iter().enumerate().map(|(n, (_, ty))| format!("${}::{}[]", n + 1, ty_name(*ty))).collect();
    list.join(", ")
}

fn value_lists(width: usize, rows: usize) -> String {
    let one = format!("({})", vec!["?"; width].join(","));
    vec![one; rows].join(",")
}

/// Cuts rows into statements: up to [`CHUNK_ANY`] rows in one of their own length, more in powers of two.
fn chunks(mut rows: &[Vec<Arg>]) -> Vec<&[Vec<Arg>]> {
    let mut cut = Vec::new();
    while !rows.is_empty() {
        let whole = rows.len() <= CHUNK_ANY;
        let size = if whole { rows.len() } else { (1 << rows.len().ilog2()).min(CHUNK_MAX) };
        let (chunk, rest) = rows.split_at(size);
        cut.push(chunk);
        rows = rest;
    }
    cut
}

fn ty_name(ty: Ty) -> &'static str {
    match ty {
        Ty::Int => "bigint",
        Ty::Text => "text",
        Ty::Bytes => "bytea",
        Ty::Uuid => "uuid",
        Ty::Bool => "boolean",
    }
}

pub(crate) fn type_name(arg: &Arg) -> &'static str {
    ty_name(ty_of(arg))
}

fn ty_of(arg: &Arg) -> Ty {
    match arg {
        Arg::Int(_) => Ty::Int,
        Arg::Text(_) => Ty::Text,
        Arg::Bytes(_) => Ty::Bytes,
        Arg::Uuid(_) => Ty::Uuid,
        Arg::Bool(_) => Ty::Bool,
    }
}

fn bind_columns(cols: &[Col], rows: &[Vec<Arg>]) -> Result<PgArguments, DbError> {
    let mut bound = PgArguments::default();
    for (n, (name, ty)) in cols.iter().enumerate() {
        if let Some(row) = rows.iter().find(|row| ty_of(&row[n]) != *ty) {
            return Err(DbError::Other(format!("column {name}: {:?} is not {ty:?}", row[n])));
        }
        bind_column(&mut bound, *ty, rows.iter().map(|row| &row[n]))?;
    }
    Ok(bound)
}

pub(crate) fn bind_array(bound: &mut PgArguments, keys: &[Arg]) -> Result<(), DbError> {
    match keys.first() {
        Some(first) => bind_column(bound, ty_of(first), keys.iter()),
        None => Ok(()),
    }
}

fn bind_column<'a>(bound: &mut PgArguments, ty: Ty, values: impl Iterator<Item = &'a Arg>) -> Result<(), DbError> {
    macro_rules! column {
        ($variant:ident, $clone:expr) => {
            bound.add(values.map(|arg| if let Arg::$variant(v) = arg { $clone(v) } else { None }).collect::<Vec<_>>())
        };
    }
    match ty {
        Ty::Int => column!(Int, |v: &Option<i64>| *v),
        Ty::Text => column!(Text, Option::clone),
        Ty::Bytes => column!(Bytes, Option::clone),
        Ty::Uuid => column!(Uuid, |v: &Option<uuid::Uuid>| *v),
        Ty::Bool => column!(Bool, |v: &Option<bool>| *v),
    }
    .map_err(|e| DbError::Other(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Db, args};

    #[test]
    fn a_batch_is_cut_into_few_statements() {
        let rows: Vec<Vec<Arg>> = vec![args![1i64]; 700];
        let cut = |n: usize| chunks(&rows[..n]).iter().map(|chunk| chunk.len()).collect::<Vec<_>>();
        assert_eq!(cut(0), []);
        assert_eq!(cut(31), [31]);
        assert_eq!(cut(100), [64, 32, 4]);
        assert_eq!(cut(700), [256, 256, 128, 32, 28]);
    }

    #[tokio::test]
    async fn an_update_of_many_rows_looks_each_up_by_its_key() {
        let file = std::env::temp_dir().join(format!("timebank-plan-{}.db", std::process::id()));
        let db = Db::open(&file.display().to_string(), 1).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.run("create table place (id blob primary key, seen integer, n integer) strict, without rowid", vec![])
            .await
            .unwrap();
        let update =
            Update { name: "place", keys: &[("id", Ty::Bytes)], guards: &[("seen", Ty::Int)], sets: &[("n", Ty::Int)] };
        let all = [update.keys, update.guards, update.sets].concat();
        for rows in [1, 8, 64, 256] {
            let sql = format!("explain query plan {}", sqlite_update(&update, &all, rows));
            let values: Vec<Arg> = vec![args![vec![1u8], 1i64, 1i64]; rows].concat();
            let plan: Vec<(i64, i64, i64, String)> = tx.rows(sql.leak(), values).await.unwrap();
            let steps: Vec<&str> = plan.iter().map(|step| step.3.as_str()).collect();
            assert!(steps.iter().any(|step| step.starts_with("SEARCH t USING PRIMARY KEY")), "{rows}: {steps:?}");
        }
        drop(tx);
        db.close().await;
        let _ = std::fs::remove_file(file);
    }
}
