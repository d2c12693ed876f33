//! All SQL of the orders slice.

mod lists;
pub(crate) mod served;
mod write;

pub(crate) use lists::*;
pub(crate) use write::*;

use tb_db::Migration;

pub const MIGRATIONS: &[Migration] =
    &[Migration { slice: "orders", number: 1, name: "orders", sql: include_str!("../../migrations/0001_orders.sql") }];

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(super::MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in super::lists::ALL.iter().chain(super::write::ALL).chain(super::served::ALL) {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
