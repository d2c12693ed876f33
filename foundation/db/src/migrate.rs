//! One list of migrations for both engines, in PostgreSQL's words; what only one engine understands stands between
//! `-- only: postgres` (or `-- only: sqlite`) and `-- end`. For SQLite the type names are exchanged and every table is
//! STRICT; a table whose closing line is `); -- keyed` is stored in the order of its primary key.
//! A migration that has run is never edited: its digest is compared at every start.

use crate::{DbError, Engine, Tx, args, open::Db};
use sha2::{Digest, Sha256};
use tb_kernel::Instant;

/// One step of a slice's schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub slice: &'static str,
    pub number: i64,
    pub name: &'static str,
    pub sql: &'static str,
}

const CREATE_LIST: &str = "create table if not exists schema_migration (
    slice text not null,
    number bigint not null,
    name text not null,
    digest bytea not null,
    at bigint not null,
    primary key (slice, number)
);";
const LIST: &str = "select slice, number, digest from schema_migration";
const ADD: &str = "insert into schema_migration (slice, number, name, digest, at) values ($1, $2, $3, $4, $5)";

/// Runs what has not run yet, in the given order, each in a transaction of its own. Gives the names of what ran.
///
/// # Errors
/// [`DbError::Other`] when a migration that has run was edited since, or a step fails (nothing of it stays).
pub async fn migrate(db: &Db, all: &[Migration], now: Instant) -> Result<Vec<String>, DbError> {
    let mut tx = db.begin().await?;
    lock_schema(&mut tx).await?;
    tx.run_script(for_engine(CREATE_LIST, db.engine())).await?;
    commit(tx).await?;
    let mut ran = Vec::new();
    for step in all {
        let mut tx = db.begin().await?;
        lock_schema(&mut tx).await?;
        if done(&mut tx, step).await? {
            continue;
        }
        tx.run_script(for_engine(step.sql, db.engine()))
            .await
            .map_err(|e| DbError::Other(format!("migration {}/{} {}: {e}", step.slice, step.number, step.name)))?;
        tx.run(ADD, args![step.slice, step.number, step.name, digest(step.sql), now]).await?;
        commit(tx).await?;
        ran.push(format!("{}/{:04}_{}", step.slice, step.number, step.name));
    }
    Ok(ran)
}

/// The migrations that have not run yet.
///
/// # Errors
/// Any [`DbError`].
pub async fn pending(db: &Db, all: &[Migration]) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String, i64, Vec<u8>)> = db.read().rows(LIST, vec![]).await.unwrap_or_default();
    Ok(all
        .iter()
        .filter(|step| !rows.iter().any(|(slice, number, _)| slice == step.slice && *number == step.number))
        .map(|step| format!("{}/{:04}_{}", step.slice, step.number, step.name))
        .collect())
}

async fn done(tx: &mut Tx, step: &Migration) -> Result<bool, DbError> {
    let rows: Vec<(String, i64, Vec<u8>)> = tx.rows(LIST, vec![]).await?;
    match rows.into_iter().find(|(slice, number, _)| slice == step.slice && *number == step.number) {
        None => Ok(false),
        Some((_, _, known)) if known == digest(step.sql) => Ok(true),
        Some(_) => Err(DbError::Other(format!(
            "migration {}/{} was edited after it had run; write a new one instead",
            step.slice, step.number
        ))),
    }
}

/// Two servers that migrate at once take turns.
async fn lock_schema(tx: &mut Tx) -> Result<(), DbError> {
    if tx.engine() == Engine::Postgres {
        tx.run_script("select pg_advisory_xact_lock(7305809)".into()).await?;
    }
    Ok(())
}

async fn commit(tx: Tx) -> Result<(), DbError> {
    tx.commit().await.map_err(|e| match e {
        crate::CommitError::Failed(e) | crate::CommitError::Unknown(e) => e,
    })
}

fn digest(sql: &str) -> Vec<u8> {
    Sha256::digest(sql.as_bytes()).to_vec()
}

/// The schema as one engine reads it: what the committed schema documents are made of.
pub fn schema_text(all: &[Migration], engine: Engine) -> String {
    all.iter()
        .map(|step| format!("-- {}/{:04}_{}\n{}\n", step.slice, step.number, step.name, for_engine(step.sql, engine)))
        .collect()
}

fn for_engine(sql: &str, engine: Engine) -> String {
    let mut kept = String::with_capacity(sql.len());
    let mut skipping = false;
    for line in sql.lines() {
        match line.trim() {
            "-- only: postgres" => skipping = engine != Engine::Postgres,
            "-- only: sqlite" => skipping = engine != Engine::Sqlite,
            "-- end" => skipping = false,
            _ if skipping => {}
            _ => {
                kept.push_str(line);
                kept.push('\n');
            }
        }
    }
    if engine == Engine::Sqlite { in_sqlites_words(&kept) } else { kept }
}

fn in_sqlites_words(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    for line in sql.lines() {
        let line = match line.trim_end() {
            ");" => ") strict;".to_owned(),
            "); -- keyed" => ") strict, without rowid;".to_owned(),
            line => line
                .split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .map(|word| {
                    let (name, rest) = match word.char_indices().last() {
                        Some((at, c)) if !c.is_ascii_alphanumeric() && c != '_' => word.split_at(at),
                        _ => (word, ""),
                    };
                    let name = match name {
                        "bigint" | "boolean" => "integer",
                        "uuid" | "bytea" => "blob",
                        other => other,
                    };
                    format!("{name}{rest}")
                })
                .collect(),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_two_engines() {
        let sql = "create table a (\n    id uuid primary key,\n    ok boolean not null\n);\n-- only: postgres\ncreate x;\n-- end\n";
        assert_eq!(
            for_engine(sql, Engine::Sqlite),
            "create table a (\n    id blob primary key,\n    ok integer not null\n) strict;\n"
        );
        assert!(for_engine(sql, Engine::Postgres).contains("create x;"));
    }
}
