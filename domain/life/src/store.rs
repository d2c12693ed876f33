//! All SQL of life events.

use crate::model::{Case, CaseState};
use tb_db::{Arg, DbError, Migration, Tx, args};
use tb_kernel::{ApprovalId, CaseId, Node, PersonId};

pub const MIGRATIONS: &[Migration] =
    &[Migration { slice: "life", number: 1, name: "life", sql: include_str!("../migrations/0001_life.sql") }];

macro_rules! cases {
    ($rest:literal) => {
        concat!(
            "select id, kind, person, other, node, state, reason, channel, asked_by, asked_at, not_before, approval,
             done_at, effects, version from life_case where ",
            $rest
        )
    };
}
const ADD: &str = "insert into life_case (id, kind, person, other, node, state, reason, channel, asked_by, asked_at,
    not_before, effects, version) values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, '{}', 1)";
const ONE: &str = cases!("id = $1");
const HELD: &str = cases!("id = $1 {lock}");
const BY_APPROVAL: &str = cases!("approval = $1 {lock}");
const OF_PERSON: &str = cases!("person = $1 or other = $1 order by asked_at desc, id desc limit 100");
const WAITING: &str = cases!("state in ('open', 'proposed') and node between $1 and $2 order by asked_at, id limit $3");
const LATEST: &str = cases!("node between $1 and $2 order by asked_at desc, id desc limit $3");
/// Guarded by the version it was read with.
const MOVED: &str = "update life_case set state = $3, approval = $4, done_at = $5, effects = $6, version = version + 1
    where id = $1 and version = $2";
/// Of an erased person not even the words of the case stay.
const BLANK: &str = "update life_case set reason = '' where person = $1";

#[cfg(test)]
const ALL: &[&str] = &[ADD, ONE, HELD, BY_APPROVAL, OF_PERSON, WAITING, LATEST, MOVED, BLANK];

pub(crate) async fn add(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD, row).await.map(|_| ())
}
pub(crate) async fn case(tx: &mut Tx, id: CaseId) -> Result<Option<Case>, DbError> {
    tx.row(ONE, args![id]).await
}
pub(crate) async fn held(tx: &mut Tx, id: CaseId) -> Result<Option<Case>, DbError> {
    tx.row(HELD, args![id]).await
}
pub(crate) async fn by_approval(tx: &mut Tx, id: ApprovalId) -> Result<Option<Case>, DbError> {
    tx.row(BY_APPROVAL, args![id]).await
}
pub(crate) async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Case>, DbError> {
    tx.rows(OF_PERSON, args![person]).await
}
pub(crate) async fn of_territory(tx: &mut Tx, node: Node, waiting: bool, limit: i64) -> Result<Vec<Case>, DbError> {
    let (low, high) = node.range();
    tx.rows(if waiting { WAITING } else { LATEST }, args![low, high, limit]).await
}

/// Saves a case in its next state; false when another change came first.
pub(crate) async fn moved(tx: &mut Tx, case: &Case, state: CaseState) -> Result<bool, DbError> {
    let row = args![case.id, case.version, state.code(), case.approval, case.done_at, case.effects.clone()];
    Ok(tx.run(MOVED, row).await? == 1)
}
pub(crate) async fn blank(tx: &mut Tx, person: PersonId) -> Result<(), DbError> {
    tx.run(BLANK, args![person]).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(super::MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in super::ALL {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
