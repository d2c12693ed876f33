//! Questions to the ledger: what there is, what happened, what was believed when, and where a minute comes from.
//! Read-only; each takes a [`Tx`], so it can be asked inside a transaction, in a snapshot or on its own.

mod lists;
mod statement;
mod trace;

pub use lists::*;
pub use statement::*;
pub use trace::*;

use crate::model::*;
use crate::post::parse;
use crate::store::ask;
use serde::Serialize;
use std::collections::BTreeMap;
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{AccountId, BucketId, Day, Instant, Minutes};
use uuid::Uuid;

/// What lies where in one account, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balances {
    pub earned_free: Minutes,
    pub earned_held: Minutes,
    pub earned_frozen: Minutes,
    pub granted_free: Minutes,
    pub granted_held: Minutes,
    pub granted_frozen: Minutes,
    pub gifted_free: Minutes,
    pub gifted_held: Minutes,
    pub gifted_frozen: Minutes,
    pub honour: Minutes,
    /// Only programme, clearing and system accounts; may be negative.
    pub system: Minutes,
    /// All minutes ever earned by service, less what was taken back. Zero in answers about the past.
    pub earned_in_all: Minutes,
}

impl Balances {
    pub fn earned_total(&self) -> Minutes {
        [self.earned_free, self.earned_held, self.earned_frozen].into_iter().sum()
    }
    /// What can be redeemed now (lapsed lots that no job has swept yet are still in it).
    pub fn free(&self) -> Minutes {
        [self.earned_free, self.granted_free, self.gifted_free].into_iter().sum()
    }
    pub fn held(&self) -> Minutes {
        [self.earned_held, self.granted_held, self.gifted_held].into_iter().sum()
    }
    pub fn frozen(&self) -> Minutes {
        [self.earned_frozen, self.granted_frozen, self.gifted_frozen].into_iter().sum()
    }
    fn place(&mut self, class: Class, state: State) -> &mut Minutes {
        match (class, state) {
            (Class::Earned, State::Free) => &mut self.earned_free,
            (Class::Earned, State::Held) => &mut self.earned_held,
            (Class::Earned, State::Frozen) => &mut self.earned_frozen,
            (Class::Granted, State::Free) => &mut self.granted_free,
            (Class::Granted, State::Held) => &mut self.granted_held,
            (Class::Granted, State::Frozen) => &mut self.granted_frozen,
            (Class::Gifted, State::Free) => &mut self.gifted_free,
            (Class::Gifted, State::Held) => &mut self.gifted_held,
            (Class::Gifted, State::Frozen) => &mut self.gifted_frozen,
            (Class::Honour, _) => &mut self.honour,
            (Class::System, _) => &mut self.system,
        }
    }
}

/// Every place any account can have.
fn all_places(account: AccountId) -> BTreeMap<BucketId, (Class, State)> {
    let pairs = Class::ALL.iter().flat_map(|class| State::ALL.iter().map(move |state| (*class, *state)));
    pairs.map(|(class, state)| (bucket_id(account, class, state), (class, state))).collect()
}

fn ids_of(places: &BTreeMap<BucketId, (Class, State)>) -> Vec<Arg> {
    places.keys().map(|id| (*id).into()).collect()
}

/// What lies where now.
///
/// # Errors
/// Any [`DbError`].
pub async fn balances(tx: &mut Tx, account: AccountId) -> Result<Balances, DbError> {
    let places = all_places(account);
    let rows: Vec<(BucketId, String, String, Minutes, i64)> =
        tx.rows_in(ask::BALANCES, vec![], ids_of(&places)).await?;
    let mut balances = Balances::default();
    for (id, .., balance, _) in rows {
        if let Some((class, state)) = places.get(&id) {
            *balances.place(*class, *state) = balance;
        }
    }
    let place = |state| bucket_id(account, Class::Earned, state);
    let keys = args![place(State::Free), place(State::Held), place(State::Frozen)];
    let (earned,): (Minutes,) = tx.one(ask::EARNED_IN_ALL, keys).await?;
    balances.earned_in_all = earned;
    Ok(balances)
}

/// The places of an account in which anything ever happened: id, class, state and number of entries.
pub(super) async fn used_places(
    tx: &mut Tx,
    account: AccountId,
) -> Result<Vec<(BucketId, Class, State, i64)>, DbError> {
    let places = all_places(account);
    let rows: Vec<(BucketId, String, String, Minutes, i64)> =
        tx.rows_in(ask::BALANCES, vec![], ids_of(&places)).await?;
    let used = rows.into_iter().filter(|row| row.4 > 0);
    Ok(used.filter_map(|row| places.get(&row.0).map(|(class, state)| (row.0, *class, *state, row.4))).collect())
}

/// What lay where as it was recorded at `at`: one search in the versions of each place.
///
/// # Errors
/// Any [`DbError`].
pub async fn balances_recorded_at(tx: &mut Tx, account: AccountId, at: Instant) -> Result<Balances, DbError> {
    let mut balances = Balances::default();
    for (id, class, state, last) in used_places(tx, account).await? {
        let version = version_at(tx, id, last, at).await?;
        let entry: Option<(Instant, Minutes)> = tx.row(ask::ENTRY_AT, args![id, version]).await?;
        *balances.place(class, state) = entry.map_or(Minutes::ZERO, |(_, after)| after);
    }
    Ok(balances)
}

/// What lies where as it counts on `day`, whenever it was recorded.
///
/// # Errors
/// Any [`DbError`].
pub async fn balances_effective_on(tx: &mut Tx, account: AccountId, day: Day) -> Result<Balances, DbError> {
    let places = all_places(account);
    let rows: Vec<(BucketId, Minutes)> = tx.rows_in(ask::DAYS_UP_TO, args![day], ids_of(&places)).await?;
    let mut balances = Balances::default();
    for (id, sum) in rows {
        if let Some((class, state)) = places.get(&id) {
            *balances.place(*class, *state) = sum;
        }
    }
    Ok(balances)
}

/// The last version of a place that was recorded at or before `at`; 0 when there is none. Recorded times strictly
/// increase with the version, so halving finds it.
async fn version_at(tx: &mut Tx, id: BucketId, last: i64, at: Instant) -> Result<i64, DbError> {
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = low + (high - low + 1) / 2;
        let entry: Option<(Instant, Minutes)> = tx.row(ask::ENTRY_AT, args![id, middle]).await?;
        if entry.is_some_and(|(recorded, _)| recorded <= at) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Ok(low)
}

/// The sum of all places: zero, or something is wrong.
///
/// # Errors
/// Any [`DbError`].
pub async fn sum_of_all(tx: &mut Tx) -> Result<Minutes, DbError> {
    let (sum,): (Minutes,) = tx.one(ask::SUM_OF_ALL, args![]).await?;
    Ok(sum)
}

fn subject_of(kind: Option<String>, id: Option<Uuid>) -> Result<Option<Subject>, DbError> {
    match (kind, id) {
        (Some(kind), Some(id)) => Ok(Some(Subject { kind: parse(&kind, SubjectKind::parse)?, id })),
        _ => Ok(None),
    }
}
