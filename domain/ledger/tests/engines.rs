//! The same stream of commands through memory, SQLite and PostgreSQL: the same books, to the last byte of the last leaf.

#![allow(clippy::unwrap_used)] // a test that cannot go on stops

mod common;

use common::bank::*;
use common::*;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tb_db::Engine;
use tb_db::testing::{Scratch, on_both};
use tb_kernel::*;
use tb_ledger::*;

const START: Instant = Instant(1_790_000_000_000_000);

#[tokio::test]
async fn every_statement_is_understood_by_both_engines() {
    on_both(MIGRATIONS, |db| async move {
        let mut tx = db.begin().await.unwrap();
        for sql in statements() {
            tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
        }
    })
    .await;
}

#[tokio::test]
async fn the_law_in_the_database_is_the_law_in_the_program() {
    on_both(MIGRATIONS, |db| async move {
        let rows: Vec<(String, String, String, String, String)> = db
            .read()
            .rows("select kind, from_class, from_state, to_class, to_state from ledger_crossing", vec![])
            .await
            .unwrap();
        assert_eq!(rows.len(), CROSSINGS.len());
        for c in CROSSINGS {
            let row = [c.kind.code(), c.from.0.code(), c.from.1.code(), c.to.0.code(), c.to.1.code()];
            assert!(rows.iter().any(|r| [&*r.0, &*r.1, &*r.2, &*r.3, &*r.4] == row), "{row:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn one_stream_three_books() {
    let mut runner = TestRunner::deterministic();
    for round in 0..10 {
        let steps = steps(150, 250).new_tree(&mut runner).unwrap().current();
        let stream = stream(&steps, START);
        let mut books = Vec::new();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let scratch = Scratch::new(engine, MIGRATIONS).await;
            let entropy = Entropy::seeded(7);
            open_town(&scratch.db, START).await;
            let mut verdicts = stream.verdicts.iter();
            for (now, batch) in &stream.batches {
                for (n, outcome) in post_all(&scratch.db, batch, *now, &entropy).await.iter().enumerate() {
                    let meant = verdicts.next().unwrap();
                    let meant = if outcome.is_err() { meant.trim_start_matches("replay ") } else { meant };
                    assert_eq!(verdict_of(outcome), meant, "round {round} {engine:?}: {:?}", batch[n]);
                }
            }
            let heads = heads_of(&scratch.db).await;
            if let Some(why) = difference(&heads_in(&stream.books), &heads) {
                panic!("round {round}, memory and {engine:?}: {why}");
            }
            let mut tx = scratch.db.snapshot().await.unwrap();
            let report = verify(&mut tx, &entropy, |_| {}).await.unwrap();
            assert!(report.ok(), "round {round} {engine:?}: {report:#?}");
            drop(tx);
            books.push(book_of(&scratch.db).await);
            scratch.remove().await;
        }
        let mut said = std::collections::BTreeMap::new();
        stream.verdicts.iter().for_each(|v| *said.entry(v.as_str()).or_insert(0) += 1);
        eprintln!("round {round}: {:?}\n{said:?}", counts(&books[0]));
        if let Some(why) = difference(&books[0], &books[1]) {
            panic!("round {round}, SQLite and PostgreSQL: {why}");
        }
    }
}
