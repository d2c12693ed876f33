//! What is left of orders when a person goes, and when time has passed.

use super::write::order_columns;
use crate::model::Order;
use tb_db::{DbError, Tx, Ty, Update, args};
use tb_kernel::{Instant, OrderId, PersonId};

const RUNNING: &str = concat!(
    "select ",
    order_columns!(),
    " from service_order where (elder = $1 or volunteer = $1)
     and state in ('submitted', 'published', 'taken', 'confirmed', 'serving', 'awaiting', 'disputed') order by id"
);
/// What an erased person's orders still say in words. The history keeps its steps.
const FORGET: &[&str] = &[FORGET_REMARKS, FORGET_NOTES, FORGET_DISPUTES];
const FORGET_PLACES: &str = "update service_order set place = $2, reason = null where elder = $1 or volunteer = $1";
const FORGET_REMARKS: &str = "update order_rating set remark = null where
    order_id in (select id from service_order where elder = $1)";
const FORGET_NOTES: &str =
    "update order_evidence set note = null, device_at = null, distance_m = null, accuracy_m = null
    where order_id in (select id from service_order where elder = $1 or volunteer = $1)";
const FORGET_DISPUTES: &str = "update order_dispute set reason = '', grounds = null where
    order_id in (select id from service_order where elder = $1 or volunteer = $1)";

const TRACED: &str = "select id from service_order where closed_at is not null and length(place) > 0 and closed_at < $1
    order by closed_at limit $2";
const REDUCE_PLACES: Update =
    Update { name: "service_order", keys: &[("id", Ty::Uuid)], guards: &[], sets: &[("place", Ty::Bytes)] };
const REDUCE_EVIDENCE: Update = Update {
    name: "order_evidence",
    keys: &[("order_id", Ty::Uuid)],
    guards: &[],
    sets: &[("device_at", Ty::Int), ("distance_m", Ty::Int), ("accuracy_m", Ty::Int), ("note", Ty::Text)],
};

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[RUNNING, FORGET_PLACES, FORGET_REMARKS, FORGET_NOTES, FORGET_DISPUTES, TRACED];

/// Orders of a person, on either side, that are not over.
pub(crate) async fn running(tx: &mut Tx, person: PersonId) -> Result<Vec<Order>, DbError> {
    tx.rows(RUNNING, args![person]).await
}

pub(crate) async fn forget(tx: &mut Tx, person: PersonId) -> Result<(), DbError> {
    tx.run(FORGET_PLACES, args![person, Vec::<u8>::new()]).await?;
    for statement in FORGET {
        tx.run(statement, args![person]).await?;
    }
    Ok(())
}

/// Orders that ended before an instant and still say where they were.
pub(crate) async fn traced(tx: &mut Tx, before: Instant, limit: i64) -> Result<Vec<OrderId>, DbError> {
    let rows: Vec<(OrderId,)> = tx.rows(TRACED, args![before, limit]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Leaves of a visit its result alone: state, minutes, verdicts, the coarse cell.
pub(crate) async fn reduce(tx: &mut Tx, orders: &[OrderId]) -> Result<u64, DbError> {
    let none = None::<i64>;
    let proofs: Vec<_> = orders.iter().map(|id| args![*id, none, none, none, None::<String>]).collect();
    tx.update(&REDUCE_EVIDENCE, &proofs).await?;
    let places: Vec<_> = orders.iter().map(|id| args![*id, Vec::<u8>::new()]).collect();
    tx.update(&REDUCE_PLACES, &places).await
}
