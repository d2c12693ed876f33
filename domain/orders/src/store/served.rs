//! What a volunteer served, for the record: sums and single visits that were settled.

use crate::record::{MarksOf, ServedSum, ServedVisit};
use tb_db::{DbError, Tx, args};
use tb_kernel::{Instant, PersonId};

const SUMS: &str = "select item, policy, cast(count(*) as bigint) as visits,
    cast(coalesce(sum(settled_minutes), 0) as bigint) as minutes, min(starts_at) as first, max(starts_at) as last
    from service_order where volunteer = $1 and state = 'settled' and starts_at >= $2 and starts_at < $3
    group by item, policy order by item, policy";
const PEOPLE: &str = "select cast(count(distinct elder) as bigint) from service_order
    where volunteer = $1 and state = 'settled' and starts_at >= $2 and starts_at < $3";
const VISITS: &str = "select id, number, node, item, policy, starts_at, coalesce(settled_minutes, 0) as minutes
    from service_order where volunteer = $1 and state = 'settled' and starts_at >= $2 and starts_at < $3
    order by starts_at desc, id desc limit $4";
const MARKS: &str = "select mark, cast(count(*) as bigint) as count from order_rating
    where ratee = $1 and by_side = 'elder' group by mark order by mark desc";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[SUMS, PEOPLE, VISITS, MARKS];

pub(crate) async fn sums(tx: &mut Tx, who: PersonId, from: Instant, to: Instant) -> Result<Vec<ServedSum>, DbError> {
    tx.rows(SUMS, args![who, from, to]).await
}
pub(crate) async fn people(tx: &mut Tx, who: PersonId, from: Instant, to: Instant) -> Result<i64, DbError> {
    let (n,): (i64,) = tx.one(PEOPLE, args![who, from, to]).await?;
    Ok(n)
}
pub(crate) async fn visits(
    tx: &mut Tx,
    who: PersonId,
    from: Instant,
    to: Instant,
    limit: i64,
) -> Result<Vec<ServedVisit>, DbError> {
    tx.rows(VISITS, args![who, from, to, limit]).await
}
pub(crate) async fn marks(tx: &mut Tx, who: PersonId) -> Result<Vec<MarksOf>, DbError> {
    tx.rows(MARKS, args![who]).await
}
