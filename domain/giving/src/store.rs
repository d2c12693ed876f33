//! All SQL of giving.

use crate::house::Programme;
use tb_db::{Arg, DbError, Migration, Table, Tx, Ty, args};
use tb_kernel::{AccountId, Node};

pub const MIGRATIONS: &[Migration] = &[
    Migration { slice: "giving", number: 1, name: "giving", sql: include_str!("../migrations/0001_giving.sql") },
    Migration { slice: "giving", number: 2, name: "four_eyes", sql: include_str!("../migrations/0002_four_eyes.sql") },
    Migration {
        slice: "giving",
        number: 3,
        name: "eligibility",
        sql: include_str!("../migrations/0003_eligibility.sql"),
    },
];

const GRANTED: Table = Table {
    name: "granted",
    cols: &[("key", Ty::Text), ("programme", Ty::Uuid), ("person", Ty::Uuid), ("approval", Ty::Uuid)],
    suffix: "",
};
const KNOWN: &str = "select key from granted where key {in}";

const ADD: &str = "insert into programme (id, code, name, node, budget, opened_at, opened_by, approval)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const ONE: &str = "select id, code, name, node, budget, opened_at from programme where id = $1";
const LIST: &str = "select id, code, name, node, budget, opened_at from programme
    where node between $1 and $2 order by opened_at limit 200";

pub(crate) const ELIGIBILITY: Table = Table {
    name: "eligibility",
    cols: &[
        ("person", Ty::Uuid),
        ("node", Ty::Int),
        ("state", Ty::Text),
        ("classes", Ty::Text),
        ("code", Ty::Text),
        ("article", Ty::Text),
        ("checked_on", Ty::Int),
        ("due_on", Ty::Int),
        ("since", Ty::Int),
    ],
    suffix: "on conflict (person) do update set node = excluded.node, state = excluded.state,
        classes = excluded.classes, code = excluded.code, article = excluded.article,
        checked_on = excluded.checked_on, due_on = excluded.due_on, since = excluded.since",
};
macro_rules! eligibility {
    ($rest:literal) => {
        concat!(
            "select person, node, state, classes, code, article, checked_on, due_on, since from eligibility where ",
            $rest
        )
    };
}
pub(crate) const ELIGIBILITY_OF: &str = eligibility!("person {in}");
/// $1 … $6: low, high, state, before (since, person), rows.
pub(crate) const ELIGIBILITY_LIST: &str = eligibility!(
    "node between $1 and $2 and state = $3 and (since < $4 or (since = $4 and person < $5))
     order by since desc, person desc limit $6"
);
pub(crate) const ELIGIBILITY_COUNTS: &str = "select state, cast(count(*) as bigint) from eligibility
    where node between $1 and $2 group by state order by state";
pub(crate) const ELIGIBILITY_DUE: &str =
    "select person from eligibility where due_on <= $1 and state <> 'left' order by due_on, person limit $2";

pub(crate) async fn add(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD, row).await.map(|_| ())
}
/// How many of these grants were given already.
pub(crate) async fn granted(tx: &mut Tx, keys: Vec<String>) -> Result<usize, DbError> {
    let keys = keys.into_iter().map(Arg::from).collect();
    let rows: Vec<(String,)> = tx.rows_in(KNOWN, vec![], keys).await?;
    Ok(rows.len())
}
pub(crate) async fn add_granted(tx: &mut Tx, rows: Vec<Vec<Arg>>) -> Result<(), DbError> {
    tx.insert(&GRANTED, &rows).await.map(|_| ())
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
        let all = [tb_journal::MIGRATIONS, tb_ledger::MIGRATIONS, super::MIGRATIONS].concat();
        tb_db::testing::on_both(&all, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in [
                super::ADD,
                super::ONE,
                super::LIST,
                super::KNOWN,
                super::ELIGIBILITY_OF,
                super::ELIGIBILITY_LIST,
                super::ELIGIBILITY_COUNTS,
                super::ELIGIBILITY_DUE,
            ] {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
