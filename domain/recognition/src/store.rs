//! All SQL of recognition.

use crate::model::{Award, Block, Certificate, Correction, CorrectionState, Shows};
use tb_db::{Arg, DbError, Migration, Tx, args};
use tb_kernel::{AwardId, CertificateId, CorrectionId, Cursor, Instant, Node, PersonId};

pub const MIGRATIONS: &[Migration] = &[Migration {
    slice: "recognition",
    number: 1,
    name: "recognition",
    sql: include_str!("../migrations/0001_recognition.sql"),
}];

macro_rules! certificate_columns {
    () => {
        "id, number, holder, node, from_day, to_day, minutes, visits, content, digest, shows, state, policy, issued_at,
         issued_by, channel, revoked_at, revoked_by, revoke_reason"
    };
}
macro_rules! correction_columns {
    () => {
        "id, person, node, block, said, asked_at, asked_by, channel, due, state, decided_at, decided_by, answer"
    };
}
macro_rules! award_columns {
    () => {
        "id, person, node, title, body, given_on, entered_at, entered_by, struck_at, struck_reason"
    };
}

const ADD_CERTIFICATE: &str =
    "insert into certificate (id, number, holder, node, from_day, to_day, minutes, visits, content,
    digest, shows, state, policy, issued_at, issued_by, channel)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'valid', $12, $13, $14, $15)";
const CERTIFICATE: &str = concat!("select ", certificate_columns!(), " from certificate where id = $1");
const CERTIFICATE_HELD: &str = concat!("select ", certificate_columns!(), " from certificate where id = $1 {lock}");
const BY_NUMBER: &str = concat!("select ", certificate_columns!(), " from certificate where number = $1");
const OF_HOLDER: &str = concat!(
    "select ",
    certificate_columns!(),
    " from certificate where holder = $1 order by issued_at desc, id desc limit 200"
);
const OF_TERRITORY: &str = concat!(
    "select ",
    certificate_columns!(),
    " from certificate where node between $1 and $2 and (issued_at < $3 or (issued_at = $3 and id < $4))
     and ($5 = '' or state = $5) and ($6 = '' or number = $6)
     order by issued_at desc, id desc limit $7"
);
const COUNT_TERRITORY: &str = "select state, cast(count(*) as bigint), cast(coalesce(sum(minutes), 0) as bigint)
    from certificate where node between $1 and $2 group by state";
const MADE_SINCE: &str = "select cast(count(*) as bigint) from certificate where holder = $1 and issued_at >= $2";
const SET_SHOWN: &str = "update certificate set shows = $2 where id = $1";
const REVOKE: &str = "update certificate set state = 'revoked', revoked_at = $2, revoked_by = $3, revoke_reason = $4
    where id = $1 and state = 'valid'";
const ADD_CORRECTION: &str =
    "insert into record_correction (id, person, node, block, said, asked_at, asked_by, channel, due, state)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open')";
const CORRECTION_HELD: &str = concat!("select ", correction_columns!(), " from record_correction where id = $1 {lock}");
const CORRECTION: &str = concat!("select ", correction_columns!(), " from record_correction where id = $1");
const CORRECTIONS_OF: &str = concat!(
    "select ",
    correction_columns!(),
    " from record_correction where person = $1 order by asked_at desc, id desc limit 100"
);
const CORRECTIONS_IN: &str = concat!(
    "select ",
    correction_columns!(),
    " from record_correction where node between $1 and $2 and ($3 = '' or state = $3)
     order by asked_at desc, id desc limit 200"
);
const OPEN_CORRECTIONS: &str =
    "select cast(count(*) as bigint) from record_correction where person = $1 and block = $2 and state = 'open'";
const DECIDE_CORRECTION: &str = "update record_correction set state = $2, decided_at = $3, decided_by = $4, answer = $5
    where id = $1 and state = 'open'";
const ADD_AWARD: &str = "insert into award (id, person, node, title, body, given_on, entered_at, entered_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const AWARDS: &str =
    concat!("select ", award_columns!(), " from award where person = $1 order by given_on desc, id desc");
const AWARD_HELD: &str = concat!("select ", award_columns!(), " from award where id = $1 {lock}");
const STRIKE: &str =
    "update award set struck_at = $2, struck_by = $3, struck_reason = $4 where id = $1 and struck_at is null";

pub(crate) async fn add_certificate(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_CERTIFICATE, row).await.map(|_| ())
}
pub(crate) async fn certificate(tx: &mut Tx, id: CertificateId) -> Result<Option<Certificate>, DbError> {
    tx.row(CERTIFICATE, args![id]).await
}
pub(crate) async fn certificate_held(tx: &mut Tx, id: CertificateId) -> Result<Option<Certificate>, DbError> {
    tx.row(CERTIFICATE_HELD, args![id]).await
}
pub(crate) async fn by_number(tx: &mut Tx, number: &str) -> Result<Option<Certificate>, DbError> {
    tx.row(BY_NUMBER, args![number]).await
}
pub(crate) async fn of_holder(tx: &mut Tx, holder: PersonId) -> Result<Vec<Certificate>, DbError> {
    tx.rows(OF_HOLDER, args![holder]).await
}
pub(crate) async fn of_territory(
    tx: &mut Tx,
    node: Node,
    after: Cursor,
    state: &str,
    number: &str,
    rows: i64,
) -> Result<Vec<Certificate>, DbError> {
    let (low, high) = node.range();
    tx.rows(OF_TERRITORY, args![low, high, after.key, after.id, state, number, rows]).await
}
/// (state, how many, minutes certified).
pub(crate) async fn count_territory(tx: &mut Tx, node: Node) -> Result<Vec<(String, i64, i64)>, DbError> {
    let (low, high) = node.range();
    tx.rows(COUNT_TERRITORY, args![low, high]).await
}
pub(crate) async fn made_since(tx: &mut Tx, holder: PersonId, since: Instant) -> Result<i64, DbError> {
    let (n,): (i64,) = tx.one(MADE_SINCE, args![holder, since]).await?;
    Ok(n)
}
pub(crate) async fn set_shown(tx: &mut Tx, id: CertificateId, shows: Shows) -> Result<(), DbError> {
    tx.run(SET_SHOWN, args![id, shows.code()]).await.map(|_| ())
}
pub(crate) async fn revoke(
    tx: &mut Tx,
    id: CertificateId,
    now: Instant,
    by: Option<PersonId>,
    reason: &str,
) -> Result<(), DbError> {
    tx.run(REVOKE, args![id, now, by, reason]).await.map(|_| ())
}
pub(crate) async fn add_correction(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_CORRECTION, row).await.map(|_| ())
}
pub(crate) async fn correction_held(tx: &mut Tx, id: CorrectionId) -> Result<Option<Correction>, DbError> {
    tx.row(CORRECTION_HELD, args![id]).await
}
pub(crate) async fn correction(tx: &mut Tx, id: CorrectionId) -> Result<Option<Correction>, DbError> {
    tx.row(CORRECTION, args![id]).await
}
pub(crate) async fn corrections_of(tx: &mut Tx, person: PersonId) -> Result<Vec<Correction>, DbError> {
    tx.rows(CORRECTIONS_OF, args![person]).await
}
pub(crate) async fn corrections_in(tx: &mut Tx, node: Node, state: &str) -> Result<Vec<Correction>, DbError> {
    let (low, high) = node.range();
    tx.rows(CORRECTIONS_IN, args![low, high, state]).await
}
pub(crate) async fn open_corrections(tx: &mut Tx, person: PersonId, block: Block) -> Result<i64, DbError> {
    let (n,): (i64,) = tx.one(OPEN_CORRECTIONS, args![person, block.code()]).await?;
    Ok(n)
}
pub(crate) async fn decide_correction(
    tx: &mut Tx,
    id: CorrectionId,
    state: CorrectionState,
    now: Instant,
    by: Option<PersonId>,
    answer: Vec<u8>,
) -> Result<(), DbError> {
    tx.run(DECIDE_CORRECTION, args![id, state.code(), now, by, answer]).await.map(|_| ())
}
pub(crate) async fn add_award(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_AWARD, row).await.map(|_| ())
}
pub(crate) async fn awards(tx: &mut Tx, person: PersonId) -> Result<Vec<Award>, DbError> {
    tx.rows(AWARDS, args![person]).await
}
pub(crate) async fn award_held(tx: &mut Tx, id: AwardId) -> Result<Option<Award>, DbError> {
    tx.row(AWARD_HELD, args![id]).await
}
pub(crate) async fn strike_award(
    tx: &mut Tx,
    id: AwardId,
    now: Instant,
    by: Option<PersonId>,
    reason: &str,
) -> Result<(), DbError> {
    tx.run(STRIKE, args![id, now, by, reason]).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        let all = [
            ADD_CERTIFICATE,
            CERTIFICATE,
            CERTIFICATE_HELD,
            BY_NUMBER,
            OF_HOLDER,
            OF_TERRITORY,
            COUNT_TERRITORY,
            MADE_SINCE,
            SET_SHOWN,
            REVOKE,
            ADD_CORRECTION,
            CORRECTION_HELD,
            CORRECTION,
            CORRECTIONS_OF,
            CORRECTIONS_IN,
            OPEN_CORRECTIONS,
            DECIDE_CORRECTION,
            ADD_AWARD,
            AWARDS,
            AWARD_HELD,
            STRIKE,
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
