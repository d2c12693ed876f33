//! The town in a database, and the whole book read back out of it for comparison.

use super::*;
use std::collections::BTreeMap;
use tb_db::{Db, args};

/// Opens the accounts of the town.
pub async fn open_town(db: &Db, now: Instant) {
    let mut tx = db.begin().await.unwrap();
    let specs: Vec<AccountSpec> = TOWN
        .iter()
        .map(|(n, kind, budget)| AccountSpec {
            id: account_id(*n),
            kind: *kind,
            owner: None,
            node: NODE,
            budget: (*budget > 0).then_some(Minutes(*budget)),
        })
        .collect();
    open_accounts(&mut tx, &specs, now).await.unwrap();
    tx.commit().await.unwrap();
}

/// Posts and commits.
pub async fn post_all(db: &Db, batch: &[Command], now: Instant, entropy: &Entropy) -> Vec<Outcome<Posted>> {
    let mut tx = db.begin().await.unwrap();
    let outcomes = post(&mut tx, batch, now, entropy).await.unwrap();
    tx.commit().await.unwrap();
    outcomes
}

/// Everything that must be the same wherever a stream ran, as text, one line a row.
pub async fn book_of(db: &Db) -> Vec<String> {
    const SQL: &[(&str, &str)] = &[
        ("account", "select cast(owing as bigint), status, '', '' from ledger_account order by id"),
        ("bucket", "select balance, cast(version as text), cast(recorded as text), '' from ledger_bucket order by id"),
        ("posting", "select effective, key, kind, cast(recorded as text) from ledger_posting order by id"),
        ("move", "select minutes, cast(n as text), '', '' from ledger_move order by posting, n"),
        (
            "entry",
            "select minutes, cast(after as text), cast(effective as text), cast(recorded as text) from ledger_entry order by bucket, version",
        ),
        ("day", "select delta, cast(day as text), '', '' from ledger_bucket_day order by bucket, day"),
        (
            "lot",
            "select remaining, cast(amount as text), cast(expires as text), cast(open as text) from ledger_lot order by id",
        ),
        ("use", "select minutes, cast(n as text), '', '' from ledger_lot_use order by posting, n"),
        (
            "hold",
            "select amount, cast(captured as text), cast(returned as text), cast(expires_at as text) from ledger_hold order by id",
        ),
        (
            "reversal",
            "select minutes, cast(part as text), cast(upto as text), cast(total as text) from ledger_reversal order by original, n, part",
        ),
        ("claim", "select amount, cast(settled as text), '', '' from ledger_claim order by id"),
        ("item", "select amount, state, class, direction from ledger_item order by peer, item, direction"),
        ("key", "select recorded, key, coalesce(refusal, ''), '' from ledger_key order by key"),
    ];
    let mut lines = Vec::new();
    let mut tx = db.snapshot().await.unwrap();
    for (name, sql) in SQL {
        let rows: Vec<(i64, String, String, String)> = tx.rows(sql, args![]).await.unwrap();
        lines.extend(rows.into_iter().map(|(n, a, b, c)| {
            // The engines write truth differently.
            let c = match c.as_str() {
                "true" => "1".into(),
                "false" => "0".into(),
                _ => c,
            };
            format!("{name} {n} {a} {b} {c}")
        }));
    }
    let leaves: Vec<(Uuid, Vec<u8>, Vec<u8>)> =
        tx.rows("select posting, leaf, salt from ledger_leaf order by posting", args![]).await.unwrap();
    lines.extend(leaves.into_iter().map(|(id, leaf, salt)| format!("leaf {id} {leaf:02x?} {salt:02x?}")));
    lines
}

/// Heads of the book in memory in the same form as [`heads_of`].
pub fn heads_in(books: &Books) -> Vec<String> {
    let mut lines = Vec::new();
    for b in books.buckets.values() {
        lines.push(format!("bucket {} {} {} {}", b.id, b.balance, b.version, b.recorded.0));
    }
    for l in books.lots.values() {
        lines.push(format!("lot {} {} {} {} {}", l.id, l.bucket, l.root, l.amount, l.remaining));
    }
    for h in books.holds.values() {
        lines.push(format!("hold {} {} {} {}", h.id, h.amount, h.captured, h.returned));
    }
    for c in books.claims.values() {
        lines.push(format!("claim {} {} {} {}", c.id, c.debtor, c.amount, c.settled));
    }
    let mut postings: Vec<&Posting> = books.postings.values().collect();
    postings.sort_by_key(|p| p.id);
    for p in postings {
        lines.push(format!("posting {} {} {} {}", p.id, p.key, p.kind.code(), p.recorded.0));
    }
    lines
}

pub async fn heads_of(db: &Db) -> Vec<String> {
    let mut tx = db.snapshot().await.unwrap();
    let mut lines = Vec::new();
    let rows: Vec<(Uuid, i64, i64, i64)> =
        tx.rows("select id, balance, version, recorded from ledger_bucket order by id", args![]).await.unwrap();
    lines.extend(rows.iter().map(|(id, b, v, r)| format!("bucket {id} {b} {v} {r}")));
    let rows: Vec<(Uuid, Uuid, Uuid, i64, i64)> =
        tx.rows("select id, bucket, root, amount, remaining from ledger_lot order by id", args![]).await.unwrap();
    lines.extend(rows.iter().map(|(id, b, r, a, m)| format!("lot {id} {b} {r} {a} {m}")));
    let rows: Vec<(Uuid, i64, i64, i64)> =
        tx.rows("select id, amount, captured, returned from ledger_hold order by id", args![]).await.unwrap();
    lines.extend(rows.iter().map(|(id, a, c, r)| format!("hold {id} {a} {c} {r}")));
    let rows: Vec<(Uuid, Uuid, i64, i64)> =
        tx.rows("select id, debtor, amount, settled from ledger_claim order by id", args![]).await.unwrap();
    lines.extend(rows.iter().map(|(id, d, a, s)| format!("claim {id} {d} {a} {s}")));
    let rows: Vec<(Uuid, String, String, i64)> =
        tx.rows("select id, key, kind, recorded from ledger_posting order by id", args![]).await.unwrap();
    lines.extend(rows.iter().map(|(id, k, kind, r)| format!("posting {id} {k} {kind} {r}")));
    lines
}

/// A stream as batches, made on the books in memory: commands name only what earlier batches did.
pub struct Stream {
    pub batches: Vec<(Instant, Vec<Command>)>,
    pub verdicts: Vec<String>,
    pub books: Books,
}

pub fn stream(steps: &[Step], start: Instant) -> Stream {
    let (mut books, mut trail) = (town(), Trail::default());
    let (mut batches, mut verdicts) = (Vec::new(), Vec::new());
    let mut now = start;
    let mut number = 0;
    let mut rest = steps;
    while !rest.is_empty() {
        let size = (1 + usize::from(rest[0].twist % 7)).min(rest.len());
        let (taken, left) = rest.split_at(size);
        rest = left;
        now = now.plus(Span(taken[0].wait));
        let mut batch = Vec::new();
        for step in taken {
            batch.push(command(step, &trail, number, now));
            number += 1;
        }
        let mut done = Vec::new();
        for command in &batch {
            let decision = books.decide(command, now);
            verdicts.push(verdict(&decision));
            if let Decision::Accepted(_, effects) = decision {
                done.push((command.clone(), effects));
            }
        }
        done.iter().for_each(|(command, effects)| trail.note(&books, command, effects));
        batches.push((now, batch));
    }
    Stream { batches, verdicts, books }
}

/// The first line in which two books differ.
pub fn difference(a: &[String], b: &[String]) -> Option<String> {
    let at = a.iter().zip(b).position(|(x, y)| x != y);
    match at {
        Some(n) => Some(format!("line {n}:\n  {}\n  {}", a[n], b[n])),
        None if a.len() != b.len() => Some(format!("{} lines, {} lines", a.len(), b.len())),
        None => None,
    }
}

pub fn verdict_of(outcome: &Outcome<Posted>) -> String {
    match outcome {
        Ok(posted) if posted.replayed => "replay ok".into(),
        Ok(_) => "ok".into(),
        Err(fail) => fail.refusal().map_or_else(|| fail.to_string(), |r| r.code.to_string()),
    }
}

/// Lines by their first word, for messages.
pub fn counts(lines: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(line.split(' ').next().unwrap_or_default().to_owned()).or_insert(0) += 1;
    }
    counts
}
