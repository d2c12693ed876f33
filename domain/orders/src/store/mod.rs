//! All SQL of the orders slice.

mod depart;
mod lists;
pub(crate) mod served;
mod write;

pub(crate) use depart::*;
pub(crate) use lists::*;
pub(crate) use write::*;

use tb_db::Migration;

pub const MIGRATIONS: &[Migration] = &[
    Migration { slice: "orders", number: 1, name: "orders", sql: include_str!("../../migrations/0001_orders.sql") },
    Migration {
        slice: "orders",
        number: 2,
        name: "four_eyes",
        sql: include_str!("../../migrations/0002_four_eyes.sql"),
    },
    Migration {
        slice: "orders",
        number: 3,
        name: "engagement",
        sql: include_str!("../../migrations/0003_engagement.sql"),
    },
    Migration { slice: "orders", number: 4, name: "traces", sql: include_str!("../../migrations/0004_traces.sql") },
];

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        let all = [tb_journal::MIGRATIONS, tb_ledger::MIGRATIONS, super::MIGRATIONS].concat();
        tb_db::testing::on_both(&all, |db| async move {
            let mut tx = db.begin().await.unwrap();
            let all = [super::lists::ALL, super::write::ALL, super::depart::ALL, super::served::ALL].concat();
            for sql in all {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
