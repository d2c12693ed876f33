//! Many rows in one statement: how the ledger writes a batch with a fixed number of round trips.
//! PostgreSQL gets one array for each column (`unnest`), so its statement text never changes; SQLite gets `values` lists
//! of 1, 8 or 64 rows, so that the statements it keeps prepared stay few.

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

/// Rows in one SQLite statement.
const CHUNKS: [usize; 3] = [64, 8, 1];

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
        let given: Vec<String> = (0..all.len()).map(|n| format!("c{n}")).collect();
        let matched = update.keys.len() + update.guards.len();
        let condition: Vec<String> = (0..matched).map(|n| format!("t.{} = d.c{n}", all[n].0)).collect();
        let sets: Vec<String> = (matched..all.len()).map(|n| format!("{} = d.c{n}", all[n].0)).collect();
        let tail = format!("from d where {}", condition.join(" and "));
        let body = format!("update {} as t set {} {tail}", update.name, sets.join(", "));
        if self.engine() == Engine::Postgres {
            let sql = format!("with d as (select * from unnest({}) as u({})) {body}", arrays(&all), given.join(", "));
            return self.run_postgres(sql, bind_columns(&all, rows)?).await;
        }
        let mut touched = 0;
        for chunk in chunks(rows) {
            let sql =
                format!("with d({}) as (values {}) {body}", given.join(", "), value_lists(all.len(), chunk.len()));
            touched += self.run_text(sql.into(), chunk.concat()).await?;
        }
        Ok(touched)
    }
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

/// Cuts rows into the sizes of [`CHUNKS`], largest first.
fn chunks(mut rows: &[Vec<Arg>]) -> Vec<&[Vec<Arg>]> {
    let mut cut = Vec::new();
    for size in CHUNKS {
        while rows.len() >= size {
            let (chunk, rest) = rows.split_at(size);
            cut.push(chunk);
            rows = rest;
        }
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
