//! All SQL of cover.

use crate::model::{Incident, IncidentEntry, Insurance};
use tb_db::{Arg, DbError, Migration, Tx, args};
use tb_kernel::{CoverId, Cursor, Day, IncidentId, Instant, Node, PersonId};
use tb_policy::CoverKind;

pub const MIGRATIONS: &[Migration] =
    &[Migration { slice: "cover", number: 1, name: "cover", sql: include_str!("../migrations/0001_cover.sql") }];

macro_rules! cover_columns {
    () => {
        "id, node, kind, insurer, number, from_day, to_day, payer, sum_fen, hotline, opened_at, ended_on, end_reason"
    };
}
macro_rules! incident_columns {
    () => {
        "id, number, node, order_id, order_number, elder, volunteer, hurt, kind, happened_at, known_at, reported_at,
         reported_by, channel, late, policy, state, cover, claim_number, paid_fen, changed_at"
    };
}

const ADD: &str =
    "insert into cover (id, node, kind, insurer, number, from_day, to_day, payer, sum_fen, hotline, opened_at,
    opened_by, approval) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const KNOWN: &str = "select cast(count(*) as bigint) from cover where insurer = $1 and number = $2 and kind = $3";
const ONE: &str = concat!("select ", cover_columns!(), " from cover where id = $1");
const IN_FORCE: &str = "select kind, node, number from cover
    where from_day <= $1 and to_day >= $1 and (ended_on is null or ended_on >= $1) order by node desc, id";
const LIST: &str =
    concat!("select ", cover_columns!(), " from cover where node between $1 and $2 order by to_day desc, id limit 200");
const ALL_ON: &str = concat!(
    "select ",
    cover_columns!(),
    " from cover where from_day <= $1 and to_day >= $1 and (ended_on is null or ended_on >= $1) order by kind, node desc, id"
);
const END: &str = "update cover set ended_on = $2, end_reason = $3 where id = $1 and ended_on is null";
const ADD_INCIDENT: &str =
    "insert into incident (id, number, node, order_id, order_number, elder, volunteer, hurt, kind,
    happened_at, known_at, reported_at, reported_by, channel, late, policy, state, changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'reported', $12)";
const INCIDENT: &str = concat!("select ", incident_columns!(), " from incident where id = $1");
const INCIDENT_HELD: &str = concat!("select ", incident_columns!(), " from incident where id = $1 {lock}");
const INCIDENTS_OF: &str = concat!(
    "select ",
    incident_columns!(),
    " from incident where elder = $1 or volunteer = $1 order by reported_at desc, id desc limit 100"
);
const INCIDENTS_IN: &str = concat!(
    "select ",
    incident_columns!(),
    " from incident where node between $1 and $2 and (reported_at < $3 or (reported_at = $3 and id < $4))
     and ($5 = '' or state = $5) order by reported_at desc, id desc limit $6"
);
const MOVE: &str =
    "update incident set state = $2, cover = $3, claim_number = $4, paid_fen = $5, changed_at = $6 where id = $1";
const COUNTS: &str =
    "select kind, state, cast(count(*) as bigint), cast(coalesce(sum(case when late then 1 else 0 end), 0) as bigint),
    cast(coalesce(sum(paid_fen), 0) as bigint) from incident where node between $1 and $2 group by kind, state";
const ADD_ENTRY: &str =
    "insert into incident_entry (id, incident, at, by_person, step, said) values ($1, $2, $3, $4, $5, $6)";
const ENTRIES: &str = "select id, at, by_person, step, said from incident_entry where incident = $1 order by at, id";

pub(crate) async fn add_insurance(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD, row).await.map(|_| ())
}
pub(crate) async fn is_known(tx: &mut Tx, insurer: &str, number: &str, kind: CoverKind) -> Result<bool, DbError> {
    let (n,): (i64,) = tx.one(KNOWN, args![insurer, number, kind.code()]).await?;
    Ok(n > 0)
}
pub(crate) async fn insurance(tx: &mut Tx, id: CoverId) -> Result<Option<Insurance>, DbError> {
    tx.row(ONE, args![id]).await
}
pub(crate) async fn in_force(tx: &mut Tx, day: Day) -> Result<Vec<(String, Node, String)>, DbError> {
    tx.rows(IN_FORCE, args![day]).await
}
pub(crate) async fn list(tx: &mut Tx, node: Node) -> Result<Vec<Insurance>, DbError> {
    let (low, high) = node.range();
    tx.rows(LIST, args![low, high]).await
}
/// All insurances in force on a day, whole.
pub(crate) async fn all_on(tx: &mut Tx, day: Day) -> Result<Vec<Insurance>, DbError> {
    tx.rows(ALL_ON, args![day]).await
}
pub(crate) async fn end(tx: &mut Tx, id: CoverId, on: Day, reason: &str) -> Result<bool, DbError> {
    Ok(tx.run(END, args![id, on, reason]).await? == 1)
}
pub(crate) async fn add_incident(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_INCIDENT, row).await.map(|_| ())
}
pub(crate) async fn incident(tx: &mut Tx, id: IncidentId) -> Result<Option<Incident>, DbError> {
    tx.row(INCIDENT, args![id]).await
}
pub(crate) async fn incident_held(tx: &mut Tx, id: IncidentId) -> Result<Option<Incident>, DbError> {
    tx.row(INCIDENT_HELD, args![id]).await
}
pub(crate) async fn incidents_of(tx: &mut Tx, person: PersonId) -> Result<Vec<Incident>, DbError> {
    tx.rows(INCIDENTS_OF, args![person]).await
}
pub(crate) async fn incidents_in(
    tx: &mut Tx,
    node: Node,
    after: Cursor,
    state: &str,
    rows: i64,
) -> Result<Vec<Incident>, DbError> {
    let (low, high) = node.range();
    tx.rows(INCIDENTS_IN, args![low, high, after.key, after.id, state, rows]).await
}
pub(crate) async fn move_incident(tx: &mut Tx, to: &Incident, now: Instant) -> Result<(), DbError> {
    let args = args![to.id, to.state.code(), to.cover, to.claim_number.as_deref(), to.paid_fen, now];
    tx.run(MOVE, args).await.map(|_| ())
}
/// (kind, state, how many, late ones, fen paid).
pub(crate) async fn counts(tx: &mut Tx, node: Node) -> Result<Vec<(String, String, i64, i64, i64)>, DbError> {
    let (low, high) = node.range();
    tx.rows(COUNTS, args![low, high]).await
}
pub(crate) async fn add_entry(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_ENTRY, row).await.map(|_| ())
}
pub(crate) async fn entries(tx: &mut Tx, incident: IncidentId) -> Result<Vec<IncidentEntry>, DbError> {
    tx.rows(ENTRIES, args![incident]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        let all = [
            ADD,
            KNOWN,
            ONE,
            IN_FORCE,
            LIST,
            ALL_ON,
            END,
            ADD_INCIDENT,
            INCIDENT,
            INCIDENT_HELD,
            INCIDENTS_OF,
            INCIDENTS_IN,
            MOVE,
            COUNTS,
            ADD_ENTRY,
            ENTRIES,
        ];
        tb_db::testing::on_both(MIGRATIONS, move |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in all {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
