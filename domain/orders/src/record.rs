//! What others may know of what a volunteer served: settled orders only, summed up or one by one.

use crate::store::served;
use tb_db::{DbError, Tx};
use tb_kernel::{Instant, Minutes, Node, OrderId, PersonId};

/// One kind of service under one version of the policy.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ServedSum {
    pub item: String,
    pub policy: String,
    pub visits: i64,
    pub minutes: Minutes,
    pub first: Instant,
    pub last: Instant,
}

/// One settled visit, without whom it was for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ServedVisit {
    pub id: OrderId,
    pub number: String,
    /// The community where it was.
    pub node: Node,
    pub item: String,
    pub policy: String,
    pub starts_at: Instant,
    pub minutes: Minutes,
}

/// How often those served gave a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MarksOf {
    pub mark: i64,
    pub count: i64,
}

/// What a volunteer served from one instant (inclusive) to another (exclusive), by item.
///
/// # Errors
/// Any [`DbError`].
pub async fn served_sums(tx: &mut Tx, who: PersonId, from: Instant, to: Instant) -> Result<Vec<ServedSum>, DbError> {
    served::sums(tx, who, from, to).await
}

/// How many different people were served.
///
/// # Errors
/// Any [`DbError`].
pub async fn served_people(tx: &mut Tx, who: PersonId, from: Instant, to: Instant) -> Result<i64, DbError> {
    served::people(tx, who, from, to).await
}

/// The newest settled visits of a period.
///
/// # Errors
/// Any [`DbError`].
pub async fn served_visits(
    tx: &mut Tx,
    who: PersonId,
    from: Instant,
    to: Instant,
    limit: i64,
) -> Result<Vec<ServedVisit>, DbError> {
    served::visits(tx, who, from, to, limit).await
}

/// The marks a volunteer was given by those served, best first.
///
/// # Errors
/// Any [`DbError`].
pub async fn marks_of(tx: &mut Tx, who: PersonId) -> Result<Vec<MarksOf>, DbError> {
    served::marks(tx, who).await
}
