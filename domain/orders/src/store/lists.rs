//! Questions about orders.

use super::write::order_columns;
use crate::model::{Dispute, Evidence, Invitation, Order, OrderEvent, Rating};
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{Instant, Minutes, Node, OrderId, PersonId};

const BY_ID: &str = concat!("select ", order_columns!(), " from service_order where id {in}");
const BY_NUMBER: &str = concat!("select ", order_columns!(), " from service_order where number = $1");
const OPEN_OF_ELDER: &str = "select cast(count(*) as bigint) from service_order where elder = $1
    and state in ('submitted', 'published', 'taken', 'confirmed', 'serving', 'awaiting', 'disputed')";
const ITEM_IN_MONTH: &str = "select cast(count(*) as bigint) from service_order where elder = $1
    and starts_at >= $2 and starts_at < $3 and item = $4
    and state in ('submitted', 'published', 'taken', 'confirmed', 'serving', 'awaiting', 'disputed', 'settled')";
const DIARY: &str = "select id, starts_at, ends_at, minutes from service_order where volunteer = $1
    and starts_at < $3 and starts_at > $2
    and state in ('taken', 'confirmed', 'serving', 'awaiting', 'disputed', 'settled')
    union all select subject, starts_at, ends_at, minutes from engagement where volunteer = $1
    and starts_at < $3 and starts_at > $2 order by starts_at";
const ENGAGE: &str =
    "insert into engagement (volunteer, subject, starts_at, ends_at, minutes) values ($1, $2, $3, $4, $5)
    on conflict (volunteer, subject) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    minutes = excluded.minutes";
const DISENGAGE: &str = "delete from engagement where volunteer = $1 and subject = $2";
const ELDERS_DIARY: &str = "select id from service_order where elder = $1 and starts_at < $3 and ends_at > $2
    and starts_at > $4 and state in ('submitted', 'published', 'taken', 'confirmed', 'serving')";
const HISTORY: &str = "select seq, at, step, from_state, to_state, actor, on_behalf, channel, reason, facts
    from order_event where order_id = $1 order by seq";
const EVIDENCE: &str =
    "select id, order_id, at, phase, kind, verdict, device_at, distance_m, accuracy_m, by_person, note
    from order_evidence where order_id = $1 order by at, id";
const RATINGS: &str =
    "select id, order_id, by_side, rater, ratee, mark, tags, remark, at from order_rating where order_id {in}";
const RATING_OF: &str = "select cast(count(*) as bigint), cast(coalesce(sum(mark), 0) as bigint) from order_rating
    where ratee = $1";
const DISPUTES: &str =
    "select id, order_id, opened_by, side, reason, opened_at, decided_by, decided_at, minutes, grounds
    from order_dispute where order_id = $1 order by opened_at";
const INVITATIONS: &str = "select order_id, volunteer, asked_at, asked_by, state, answered_at from order_invitation
    where order_id = $1 order by asked_at";
const INVITED: &str = concat!(
    "select ",
    order_columns!(),
    " from service_order where state = 'published'
     and id in (select order_id from order_invitation where volunteer = $1 and state = 'asked') order by starts_at"
);
const SERVED_BEFORE: &str = "select volunteer, cast(count(*) as bigint) from service_order
    where elder = $1 and state = 'settled' and volunteer is not null group by volunteer";
const SERVED_BY: &str = "select elder, cast(count(*) as bigint) from service_order
    where volunteer = $1 and state = 'settled' group by elder";
const LAST_ASKED: &str =
    "select volunteer, max(asked_at) from order_invitation where volunteer {in} group by volunteer";
const LAST_SERVED: &str = "select volunteer, max(starts_at) from service_order
    where state = 'settled' and volunteer {in} group by volunteer";
const DUE: &str = "select id from service_order where due is not null and due <= $1 order by due limit $2";
const OPEN_IN_CELLS: &str = concat!(
    "select ",
    order_columns!(),
    " from service_order where state = 'published' and starts_at > $1 and starts_at < $2 and cell {in}
     order by starts_at limit 400"
);
const OF_ELDER: &str = concat!(
    "select ",
    order_columns!(),
    " from service_order where elder = $1 and (starts_at < $2 or (starts_at = $2 and id < $3))
     order by starts_at desc, id desc limit $4"
);
const OF_VOLUNTEER: &str = concat!(
    "select ",
    order_columns!(),
    " from service_order where volunteer = $1 and (starts_at < $2 or (starts_at = $2 and id < $3))
     order by starts_at desc, id desc limit $4"
);
const OF_TERRITORY: &str = concat!(
    "select ",
    order_columns!(),
    " from service_order where node between $1 and $2 and (starts_at < $3 or (starts_at = $3 and id < $4))
     and starts_at >= $5 and starts_at < $6 and state <> 'draft'
     and ($7 = '' or state = $7) and ($8 = '' or item = $8) and ($9 = '' or flags <> '')
     order by starts_at desc, id desc limit $10"
);
const COUNT_STATES: &str = "select state, cast(count(*) as bigint), cast(coalesce(sum(settled_minutes), 0) as bigint)
    from service_order where node between $1 and $2 and starts_at >= $3 and starts_at < $4 and state <> 'draft'
    group by state";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    BY_ID,
    BY_NUMBER,
    OPEN_OF_ELDER,
    ITEM_IN_MONTH,
    DIARY,
    ENGAGE,
    DISENGAGE,
    ELDERS_DIARY,
    HISTORY,
    EVIDENCE,
    RATINGS,
    RATING_OF,
    DISPUTES,
    INVITATIONS,
    INVITED,
    SERVED_BEFORE,
    SERVED_BY,
    LAST_ASKED,
    DUE,
    OPEN_IN_CELLS,
    OF_ELDER,
    OF_VOLUNTEER,
    OF_TERRITORY,
    COUNT_STATES,
];

pub(crate) async fn orders(tx: &mut Tx, ids: &[OrderId]) -> Result<Vec<Order>, DbError> {
    tx.rows_in(BY_ID, vec![], ids.iter().map(|id| Arg::from(*id)).collect()).await
}
pub(crate) async fn order(tx: &mut Tx, id: OrderId) -> Result<Option<Order>, DbError> {
    Ok(orders(tx, &[id]).await?.pop())
}
pub(crate) async fn by_number(tx: &mut Tx, number: &str) -> Result<Option<Order>, DbError> {
    tx.row(BY_NUMBER, args![number]).await
}
async fn count(tx: &mut Tx, sql: &'static str, args: Vec<Arg>) -> Result<u32, DbError> {
    let (n,): (i64,) = tx.one(sql, args).await?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}
pub(crate) async fn open_of_elder(tx: &mut Tx, elder: PersonId) -> Result<u32, DbError> {
    count(tx, OPEN_OF_ELDER, args![elder]).await
}
pub(crate) async fn item_in_month(
    tx: &mut Tx,
    elder: PersonId,
    from: Instant,
    to: Instant,
    item: &str,
) -> Result<u32, DbError> {
    count(tx, ITEM_IN_MONTH, args![elder, from, to, item]).await
}

/// One entry of a volunteer's diary.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct Booked {
    pub(crate) id: OrderId,
    pub(crate) starts_at: Instant,
    pub(crate) ends_at: Instant,
    pub(crate) minutes: Minutes,
}

/// What a volunteer has booked that starts between the two instants, anywhere in the city.
pub(crate) async fn diary(
    tx: &mut Tx,
    volunteer: PersonId,
    after: Instant,
    before: Instant,
) -> Result<Vec<Booked>, DbError> {
    tx.rows(DIARY, args![volunteer, after, before]).await
}

/// Writes a promise that is no order into a volunteer's diary.
pub(crate) async fn engage(
    tx: &mut Tx,
    volunteer: PersonId,
    subject: uuid::Uuid,
    (from, to): (Instant, Instant),
    minutes: Minutes,
) -> Result<(), DbError> {
    tx.run(ENGAGE, args![volunteer, subject, from, to, minutes]).await.map(|_| ())
}
pub(crate) async fn disengage(tx: &mut Tx, volunteer: PersonId, subject: uuid::Uuid) -> Result<(), DbError> {
    tx.run(DISENGAGE, args![volunteer, subject]).await.map(|_| ())
}

/// Other orders of an elder that overlap the interval.
pub(crate) async fn elders_overlaps(
    tx: &mut Tx,
    elder: PersonId,
    from: Instant,
    to: Instant,
) -> Result<Vec<OrderId>, DbError> {
    let reach = Instant(from.0 - 86_400_000_000);
    let rows: Vec<(OrderId,)> = tx.rows(ELDERS_DIARY, args![elder, from, to, reach]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
pub(crate) async fn history(tx: &mut Tx, id: OrderId) -> Result<Vec<OrderEvent>, DbError> {
    tx.rows(HISTORY, args![id]).await
}
pub(crate) async fn evidence(tx: &mut Tx, id: OrderId) -> Result<Vec<Evidence>, DbError> {
    tx.rows(EVIDENCE, args![id]).await
}
pub(crate) async fn ratings(tx: &mut Tx, ids: &[OrderId]) -> Result<Vec<Rating>, DbError> {
    tx.rows_in(RATINGS, vec![], ids.iter().map(|id| Arg::from(*id)).collect()).await
}
/// How many ratings a person has, and the sum of their marks.
pub(crate) async fn rating_of(tx: &mut Tx, person: PersonId) -> Result<(i64, i64), DbError> {
    tx.one(RATING_OF, args![person]).await
}
pub(crate) async fn disputes(tx: &mut Tx, id: OrderId) -> Result<Vec<Dispute>, DbError> {
    tx.rows(DISPUTES, args![id]).await
}
pub(crate) async fn invitations(tx: &mut Tx, id: OrderId) -> Result<Vec<Invitation>, DbError> {
    tx.rows(INVITATIONS, args![id]).await
}
pub(crate) async fn invited(tx: &mut Tx, volunteer: PersonId) -> Result<Vec<Order>, DbError> {
    tx.rows(INVITED, args![volunteer]).await
}
/// Who served this elder before, and how often.
pub(crate) async fn served_before(tx: &mut Tx, elder: PersonId) -> Result<Vec<(PersonId, i64)>, DbError> {
    tx.rows(SERVED_BEFORE, args![elder]).await
}
/// Whom this volunteer served before, and how often.
pub(crate) async fn served_by(tx: &mut Tx, volunteer: PersonId) -> Result<Vec<(PersonId, i64)>, DbError> {
    tx.rows(SERVED_BY, args![volunteer]).await
}
/// When volunteers were last invited.
pub(crate) async fn last_asked(tx: &mut Tx, volunteers: &[PersonId]) -> Result<Vec<(PersonId, Instant)>, DbError> {
    tx.rows_in(LAST_ASKED, vec![], volunteers.iter().map(|v| Arg::from(*v)).collect()).await
}
pub(crate) async fn last_served(tx: &mut Tx, volunteers: &[PersonId]) -> Result<Vec<(PersonId, Instant)>, DbError> {
    tx.rows_in(LAST_SERVED, vec![], volunteers.iter().map(|v| Arg::from(*v)).collect()).await
}
pub(crate) async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Result<Vec<OrderId>, DbError> {
    let rows: Vec<(OrderId,)> = tx.rows(DUE, args![now, limit]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
pub(crate) async fn open_in_cells(
    tx: &mut Tx,
    cells: &[i64],
    after: Instant,
    before: Instant,
) -> Result<Vec<Order>, DbError> {
    tx.rows_in(OPEN_IN_CELLS, args![after, before], cells.iter().map(|c| Arg::from(*c)).collect()).await
}
pub(crate) async fn of_person(
    tx: &mut Tx,
    as_elder: bool,
    person: PersonId,
    start: tb_kernel::Cursor,
    limit: i64,
) -> Result<Vec<Order>, DbError> {
    let sql = if as_elder { OF_ELDER } else { OF_VOLUNTEER };
    tx.rows(sql, args![person, start.key, start.id, limit]).await
}
pub(crate) async fn of_territory(tx: &mut Tx, args: Vec<Arg>) -> Result<Vec<Order>, DbError> {
    tx.rows(OF_TERRITORY, args).await
}
pub(crate) async fn count_states(
    tx: &mut Tx,
    node: Node,
    from: Instant,
    to: Instant,
) -> Result<Vec<(String, i64, i64)>, DbError> {
    let (low, high) = node.range();
    tx.rows(COUNT_STATES, args![low, high, from, to]).await
}
