//! Schools and pupils.

use crate::model::{Pupil, School};
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{Instant, Minutes, Node, PersonId, SchoolId};

/// Rows of any list at most.
const LIST_MAX: i64 = 2_000;

const ADD: &str = "insert into school (id, node, name, opened_at, opened_by) values ($1, $2, $3, $4, $5)";
const ONE: &str = "select id, node, name from school where id = $1";
const IN_PLACE: &str = "select id, node, name from school where node between $1 and $2 order by name, id limit $3";
const NAMED: &str = "select id, node, name from school where node = $1 and name = $2";
const AGREE: &str = "insert into pupil (school, person, card, agreed_at, agreed_by) values ($1, $2, $3, $4, $5)
    on conflict (school, person) do update set card = excluded.card, agreed_at = excluded.agreed_at,
    agreed_by = excluded.agreed_by, withdrawn_at = null";
/// The card goes with the consent.
const WITHDRAW: &str = "update pupil set withdrawn_at = $3, card = $4 where school = $1 and person = $2
    and withdrawn_at is null";
const PUPILS: &str = "select school, person, card, agreed_at from pupil where school = $1 and withdrawn_at is null
    order by agreed_at, person limit $2";
const OF_PERSON: &str = "select s.id, s.node, s.name from school s join pupil p on p.school = s.id
    where p.person = $1 and p.withdrawn_at is null order by p.agreed_at";
const SERVED: &str = "select a.person, cast(count(*) as bigint), cast(coalesce(sum(a.credited_minutes), 0) as bigint)
    from attendance a join gathering g on g.id = a.gathering where a.credited_minutes > 0 and g.starts_at >= $1
    and g.starts_at < $2 and a.person {in} group by a.person";

pub(crate) async fn add_school(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD, row).await.map(|_| ())
}
pub(crate) async fn school(tx: &mut Tx, id: SchoolId) -> Result<Option<School>, DbError> {
    tx.row(ONE, args![id]).await
}
pub(crate) async fn school_named(tx: &mut Tx, node: Node, name: &str) -> Result<Option<School>, DbError> {
    tx.row(NAMED, args![node, name]).await
}
pub(crate) async fn schools_in(tx: &mut Tx, node: Node) -> Result<Vec<School>, DbError> {
    let (low, high) = node.range();
    tx.rows(IN_PLACE, args![low, high, LIST_MAX]).await
}
pub(crate) async fn schools_of(tx: &mut Tx, person: PersonId) -> Result<Vec<School>, DbError> {
    tx.rows(OF_PERSON, args![person]).await
}
pub(crate) async fn agree(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(AGREE, row).await.map(|_| ())
}
pub(crate) async fn withdraw(tx: &mut Tx, school: SchoolId, person: PersonId, now: Instant) -> Result<bool, DbError> {
    let nothing: Vec<u8> = Vec::new();
    Ok(tx.run(WITHDRAW, args![school, person, now, nothing]).await? == 1)
}
pub(crate) async fn pupils(tx: &mut Tx, school: SchoolId) -> Result<Vec<Pupil>, DbError> {
    tx.rows(PUPILS, args![school, LIST_MAX]).await
}
/// Visits and minutes in events, for many at once.
pub(crate) async fn served_in_events(
    tx: &mut Tx,
    people: &[PersonId],
    from: Instant,
    to: Instant,
) -> Result<Vec<(PersonId, i64, Minutes)>, DbError> {
    tx.rows_in(SERVED, args![from, to], people.iter().map(|person| Arg::from(*person)).collect()).await
}

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[ADD, ONE, IN_PLACE, NAMED, AGREE, WITHDRAW, PUPILS, OF_PERSON, SERVED];
