//! The whole database as text, the same from either engine: every table with all its rows, sorted.

use std::collections::BTreeMap;
use tb_db::{Db, Engine, schema_text};

/// Table → its rows.
pub(crate) type Dump = BTreeMap<String, Vec<String>>;

pub(crate) async fn dump(db: &Db) -> Dump {
    let mut dump = Dump::new();
    for (table, columns) in tables() {
        let parts: Vec<String> = columns.iter().map(|(name, kind)| as_text(db.engine(), name, kind)).collect();
        let sql = format!("select {} from {table}", parts.join(" || '|' || "));
        // A test may keep a few texts for ever.
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        let rows: Vec<(String,)> = db.read().rows(sql, vec![]).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
        let mut rows: Vec<String> = rows.into_iter().map(|(row,)| row).collect();
        rows.sort_unstable();
        dump.insert(table, rows);
    }
    dump
}

/// Every table of the house with its columns and their types, read from the migrations.
fn tables() -> Vec<(String, Vec<(String, String)>)> {
    let text = schema_text(&tb_house::migrations(), Engine::Postgres);
    let mut tables: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["create", "table", name, "("] => {
                // A later step may have made a table anew.
                tables.retain(|(known, _)| known != name);
                tables.push(((*name).to_owned(), Vec::new()));
                inside = true;
            }
            ["alter", "table", old, "rename", "to", new] => {
                let new = new.trim_end_matches(';').to_owned();
                tables.retain(|(known, _)| *known != new);
                tables.iter_mut().filter(|(known, _)| known == old).for_each(|(known, _)| known.clone_from(&new));
            }
            ["drop", "table", name] => {
                let name = name.trim_end_matches(';');
                tables.retain(|(known, _)| known != name);
            }
            [first, ..] if first.starts_with(')') => inside = false,
            [name, kind, ..] if inside => {
                let kind = kind.trim_end_matches(',');
                if ["bigint", "text", "uuid", "bytea", "boolean"].contains(&kind)
                    && let Some((_, columns)) = tables.last_mut()
                {
                    columns.push(((*name).to_owned(), kind.to_owned()));
                }
            }
            _ => {}
        }
    }
    tables
}

fn as_text(engine: Engine, name: &str, kind: &str) -> String {
    let text = match (engine, kind) {
        (_, "text") => name.to_owned(),
        (_, "bigint") => format!("cast({name} as text)"),
        (Engine::Sqlite, "boolean") => format!("cast({name} as text)"),
        (Engine::Postgres, "boolean") => format!("cast(cast({name} as integer) as text)"),
        (Engine::Sqlite, _) => format!("lower(hex({name}))"),
        (Engine::Postgres, "uuid") => format!("replace(cast({name} as text), '-', '')"),
        (Engine::Postgres, _) => format!("encode({name}, 'hex')"),
    };
    format!("case when {name} is null then '-' else {text} end")
}

/// The tables that differ, with the first row each has alone.
pub(crate) fn differences(a: &Dump, b: &Dump) -> Vec<String> {
    let mut told = Vec::new();
    for (table, rows) in a {
        let others = b.get(table).map_or(&[][..], Vec::as_slice);
        if rows == others {
            continue;
        }
        let alone = |these: &[String], those: &[String]| these.iter().find(|row| !those.contains(row)).cloned();
        told.push(format!(
            "{table}: {} rows and {}\n  {:?}\n  {:?}",
            rows.len(),
            others.len(),
            alone(rows, others),
            alone(others, rows)
        ));
    }
    told
}
