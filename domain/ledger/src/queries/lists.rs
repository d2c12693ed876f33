//! What there is: accounts and how they came to be, open lots, holds, claims, items, closed periods.

use super::{all_places, ids_of};
use crate::books::NEVER;
use crate::model::*;
use crate::post::{LotRow, lot, parse};
use crate::store::{self, ask};
use serde::Serialize;
use tb_db::{DbError, Tx, args};
use tb_kernel::{AccountId, Day, HoldId, Instant, LotId, Minutes, Node, PersonId, PostingId};
use uuid::Uuid;

/// An account with its owner (opaque to the ledger) and its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AccountView {
    pub account: Account,
    pub owner: Option<Uuid>,
    pub node: Node,
}

/// The account, if there is one.
///
/// # Errors
/// Any [`DbError`].
pub async fn account(tx: &mut Tx, id: AccountId) -> Result<Option<AccountView>, DbError> {
    let rows: Vec<AccountRow> = tx.rows(ask::ACCOUNT, args![id]).await?;
    rows.into_iter().next().map(account_of).transpose()
}

/// The accounts of an owner.
///
/// # Errors
/// Any [`DbError`].
pub async fn accounts_of(tx: &mut Tx, owner: Uuid) -> Result<Vec<AccountView>, DbError> {
    let rows: Vec<AccountRow> = tx.rows(ask::ACCOUNTS_OF, args![owner]).await?;
    rows.into_iter().map(account_of).collect()
}

type AccountRow = (AccountId, String, String, Option<Uuid>, Node, Minutes);

fn account_of((id, kind, status, owner, node, owing): AccountRow) -> Result<AccountView, DbError> {
    let (kind, status) = (parse(&kind, AccountKind::parse)?, parse(&status, AccountStatus::parse)?);
    Ok(AccountView { account: Account { id, kind, status, owing }, owner, node })
}

/// A change of an account: when, status, budget, by whom, why.
pub type AccountChange = (Instant, String, Minutes, Option<PersonId>, Option<String>);

/// How an account came to be as it is, oldest first.
///
/// # Errors
/// Any [`DbError`].
pub async fn account_history(tx: &mut Tx, id: AccountId) -> Result<Vec<AccountChange>, DbError> {
    tx.rows(ask::EVENTS, args![id]).await
}

/// Lots of an account with something left, those that lapse first in front.
///
/// # Errors
/// Any [`DbError`].
pub async fn open_lots(tx: &mut Tx, account: AccountId) -> Result<Vec<Lot>, DbError> {
    let mut lots: Vec<Lot> = tx
        .rows_in::<LotRow>(ask::OPEN_LOTS_OF, vec![], ids_of(&all_places(account)))
        .await?
        .into_iter()
        .map(lot)
        .collect();
    lots.sort_by_key(|lot| (lot.expires.unwrap_or(NEVER), lot.id));
    Ok(lots)
}

/// Free lots whose last day is before `today`: account and lot.
///
/// # Errors
/// Any [`DbError`].
pub async fn lapsed_lots(tx: &mut Tx, today: Day, most: i64) -> Result<Vec<(AccountId, LotId)>, DbError> {
    tx.rows(ask::LAPSED_LOTS, args![today, most]).await
}

/// A hold.
///
/// # Errors
/// Any [`DbError`].
pub async fn hold(tx: &mut Tx, id: HoldId) -> Result<Option<Hold>, DbError> {
    type HoldRow = (HoldId, AccountId, i64, Minutes, Minutes, Minutes, Instant);
    let rows: Vec<HoldRow> = tx.rows_in(store::HOLDS, vec![], args![id]).await?;
    Ok(rows.into_iter().next().map(|(id, account, classes, amount, captured, returned, expires_at)| Hold {
        id,
        account,
        classes,
        amount,
        captured,
        returned,
        expires_at,
    }))
}

/// Holds with something left whose time has passed at `now`.
///
/// # Errors
/// Any [`DbError`].
pub async fn due_holds(tx: &mut Tx, now: Instant, most: i64) -> Result<Vec<HoldId>, DbError> {
    let rows: Vec<(HoldId,)> = tx.rows(ask::DUE_HOLDS, args![now, most]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Open claims against an account.
///
/// # Errors
/// Any [`DbError`].
pub async fn open_claims(tx: &mut Tx, debtor: AccountId) -> Result<Vec<Claim>, DbError> {
    type ClaimRow = (tb_kernel::ClaimId, AccountId, AccountId, Minutes, Minutes);
    let rows: Vec<ClaimRow> = tx.rows_in(store::CLAIMS_OF, vec![], args![debtor]).await?;
    Ok(rows
        .into_iter()
        .map(|(id, debtor, creditor, amount, settled)| Claim { id, debtor, creditor, amount, settled })
        .collect())
}

/// What is under way to a peer, at most 1,000 items.
///
/// # Errors
/// Any [`DbError`].
pub async fn open_items(tx: &mut Tx, peer: AccountId) -> Result<Vec<Item>, DbError> {
    type ItemRow = (AccountId, Uuid, String, AccountId, String, Minutes, String, PostingId);
    let rows: Vec<ItemRow> = tx.rows(ask::OPEN_ITEMS, args![peer]).await?;
    rows.into_iter()
        .map(|(peer, id, direction, account, class, amount, state, posting)| {
            let direction = parse(&direction, Direction::parse)?;
            let (class, state) = (parse(&class, Class::parse)?, parse(&state, ItemState::parse)?);
            Ok(Item { peer, id, direction, account, class, amount, state, posting })
        })
        .collect()
}

/// Closed periods: last day, when it was closed, by whom.
///
/// # Errors
/// Any [`DbError`].
pub async fn periods(tx: &mut Tx) -> Result<Vec<(Day, Instant, Option<PersonId>)>, DbError> {
    tx.rows(ask::PERIODS, args![]).await
}
