//! All SQL of giving.

use crate::house::Programme;
use tb_db::{Arg, DbError, Migration, Tx, args};
use tb_kernel::{AccountId, Node};

pub const MIGRATIONS: &[Migration] =
    &[Migration { slice: "giving", number: 1, name: "giving", sql: include_str!("../migrations/0001_giving.sql") }];

const ADD: &str = "insert into programme (id, code, name, node, budget, opened_at, opened_by, approval)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const ONE: &str = "select id, code, name, node, budget, opened_at from programme where id = $1";
const LIST: &str = "select id, code, name, node, budget, opened_at from programme
    where node between $1 and $2 order by opened_at limit 200";

pub(crate) async fn add(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD, row).await.map(|_| ())
}
pub(crate) async fn programme(tx: &mut Tx, id: AccountId) -> Result<Option<Programme>, DbError> {
    tx.row(ONE, args![id]).await
}
pub(crate) async fn programmes(tx: &mut Tx, node: Node) -> Result<Vec<Programme>, DbError> {
    let (low, high) = node.range();
    tx.rows(LIST, args![low, high]).await
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(super::MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in [super::ADD, super::ONE, super::LIST] {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
