//! Opening accounts, changing their status or budget, closing periods, acknowledging clearing items. Each inside the
//! caller's transaction; each change of an account leaves a row that nothing removes.

use crate::model::*;
use crate::refusals;
use crate::store;
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{AccountId, Day, Fail, Instant, Minutes, Node, Outcome, PersonId};
use uuid::Uuid;

/// An account to be opened.
#[derive(Clone, Copy, Debug)]
pub struct AccountSpec {
    pub id: AccountId,
    pub kind: AccountKind,
    /// Whose it is, opaque to the ledger.
    pub owner: Option<Uuid>,
    pub node: Node,
    /// How far below zero it may go: a programme's budget, a peer's limit. `None` = not at all, as for people and pools.
    pub budget: Option<Minutes>,
}

/// What the last row about an account says: status, budget, when.
type LastEvent = (String, Minutes, Instant);

/// Opens an account with all its places. Opening the same one again does nothing.
///
/// # Errors
/// [`DbError::Other`] when the id belongs to another kind of account or owner, or when a budget is given to an account of
/// people or a pool: both are mistakes of the caller.
pub async fn open_account(tx: &mut Tx, spec: &AccountSpec, now: Instant) -> Result<(), DbError> {
    open_accounts(tx, std::slice::from_ref(spec), now).await
}

/// Opens many accounts with a fixed number of statements.
///
/// # Errors
/// As [`open_account`]; none is opened then.
pub async fn open_accounts(tx: &mut Tx, specs: &[AccountSpec], now: Instant) -> Result<(), DbError> {
    let mut ids: Vec<Arg> = specs.iter().map(|spec| spec.id.into()).collect();
    ids.sort_unstable();
    ids.dedup();
    let known: Vec<(AccountId, String, Option<Uuid>)> = tx.rows_in(store::OWNERS, vec![], ids).await?;
    let (mut accounts, mut buckets, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for spec in specs {
        let budget = spec.budget.unwrap_or(Minutes::ZERO);
        if budget < Minutes::ZERO || (spec.kind.has_lots() && budget != Minutes::ZERO) {
            return Err(DbError::Other(format!("a {} account has no budget of {budget}", spec.kind.code())));
        }
        if let Some((_, kind, owner)) = known.iter().find(|row| row.0 == spec.id) {
            if (kind.as_str(), *owner) != (spec.kind.code(), spec.owner) {
                return Err(DbError::Other(format!("account {} is another one", spec.id)));
            }
            continue;
        }
        let open = AccountStatus::Open.code();
        accounts.push(args![spec.id, spec.kind.code(), open, spec.owner, spec.node, Minutes::ZERO]);
        events.push(args![spec.id, now, open, budget, None::<Uuid>, None::<String>]);
        let floor = -budget;
        for (class, state) in spec.kind.places() {
            let id = bucket_id(spec.id, class, state);
            let (class, state) = (class.code(), state.code());
            buckets.push(args![id, spec.id, class, state, floor, Minutes::ZERO, 0i64, Instant(0)]);
        }
    }
    tx.insert(&store::INSERT_ACCOUNT, &accounts).await?;
    tx.insert(&store::INSERT_BUCKET, &buckets).await?;
    tx.insert(&store::INSERT_ACCOUNT_EVENT, &events).await?;
    Ok(())
}

async fn locked(tx: &mut Tx, id: AccountId) -> Result<(AccountKind, Minutes, LastEvent), Fail> {
    let rows: Vec<(AccountId, String, String, Minutes)> = tx.rows_in(store::ACCOUNTS, vec![], args![id]).await?;
    let Some((_, kind, _, owing)) = rows.into_iter().next() else {
        return Err(refusals::unknown("account", id).into());
    };
    let kind = AccountKind::parse(&kind).ok_or_else(|| Fail::fault(format!("account kind {kind}")))?;
    let last: Option<LastEvent> = tx.row(store::LAST_EVENT, args![id]).await?;
    Ok((kind, owing, last.ok_or_else(|| Fail::fault(format!("account {id} was never opened")))?))
}

async fn balances_of(tx: &mut Tx, id: AccountId, kind: AccountKind) -> Result<Minutes, DbError> {
    let ids = kind.places().into_iter().map(|(class, state)| bucket_id(id, class, state).into()).collect();
    type BucketRow = (tb_kernel::BucketId, Minutes, Minutes, i64, Instant);
    let rows: Vec<BucketRow> = tx.rows_in(store::BUCKETS, vec![], ids).await?;
    Ok(rows.into_iter().map(|row| Minutes(row.2.0.abs())).sum())
}

/// Freezes, opens again or closes an account. A closed one is empty, owes nothing and stays closed.
///
/// # Errors
/// `ledger.unknown`, `ledger.account-closed`, `ledger.account-not-empty`, `ledger.claim-left`.
pub async fn set_status(
    tx: &mut Tx,
    id: AccountId,
    status: AccountStatus,
    by: Option<PersonId>,
    reason: &str,
    now: Instant,
) -> Outcome<()> {
    let (kind, owing, (was, budget, recorded)) = locked(tx, id).await?;
    if was == status.code() {
        return Ok(());
    }
    if was == AccountStatus::Closed.code() {
        return Err(refusals::account_closed().into());
    }
    if status == AccountStatus::Closed {
        let left = balances_of(tx, id, kind).await?;
        if left.is_positive() {
            return Err(refusals::account_not_empty(left).into());
        }
        if owing.is_positive() {
            return Err(refusals::claim_left(owing, Minutes::ZERO).into());
        }
    }
    let at = now.max(Instant(recorded.0 + 1));
    tx.run(store::SET_STATUS, args![id, status.code()]).await?;
    tx.insert(&store::INSERT_ACCOUNT_EVENT, &[args![id, at, status.code(), budget, by, reason]]).await?;
    Ok(())
}

/// Changes how far below zero a programme, clearing or system account may go.
///
/// # Errors
/// `ledger.unknown`, `ledger.account-kind` (people and pools have no budget), `ledger.budget` when more is already spent.
pub async fn set_budget(
    tx: &mut Tx,
    id: AccountId,
    budget: Minutes,
    by: Option<PersonId>,
    reason: &str,
    now: Instant,
) -> Outcome<()> {
    let (kind, _, (status, was, recorded)) = locked(tx, id).await?;
    if kind.has_lots() || budget < Minutes::ZERO {
        return Err(refusals::account_kind(kind.code()).into());
    }
    let bucket = bucket_id(id, Class::System, State::Free);
    if tx.run(store::SET_FLOOR, args![bucket, -budget]).await? == 0 {
        return Err(refusals::budget(was, budget).into());
    }
    let at = now.max(Instant(recorded.0 + 1));
    tx.insert(&store::INSERT_ACCOUNT_EVENT, &[args![id, at, status, budget, by, reason]]).await?;
    Ok(())
}

/// Closes the books up to and on `through`; later corrections go to an open day, with a reference.
///
/// # Errors
/// `ledger.day-ahead` when the day, or the hour after it (somebody may still be booking on it), has not passed;
/// `ledger.period-closed` when it is closed already.
pub async fn close_period(tx: &mut Tx, through: Day, by: Option<PersonId>, now: Instant) -> Outcome<()> {
    if now < through.plus_days(1).start().plus(tb_kernel::Span::hours(1)) {
        return Err(refusals::day_ahead(through).into());
    }
    tx.row::<(i64,)>(store::GATE, args![]).await?;
    let (closed,): (Option<Day>,) = tx.one(store::CLOSED_THROUGH, args![]).await?;
    if let Some(closed) = closed.filter(|closed| *closed >= through) {
        return Err(refusals::period_closed(through, closed).into());
    }
    tx.insert(&store::INSERT_PERIOD, &[args![through, now, by]]).await?;
    Ok(())
}

/// The peer has booked our item. Saying it twice does nothing.
///
/// # Errors
/// `ledger.unknown`, `ledger.item-closed` when it was returned.
pub async fn acknowledge(tx: &mut Tx, peer: AccountId, item: Uuid) -> Outcome<()> {
    if tx.run(store::PAY_ITEM, args![peer, item]).await? == 1 {
        return Ok(());
    }
    type ItemRow = (AccountId, Uuid, String, AccountId, String, Minutes, String, tb_kernel::PostingId);
    let rows: Vec<ItemRow> = tx.rows_in(store::ITEMS, vec![], args![item]).await?;
    match rows.into_iter().find(|row| row.0 == peer && row.2 == Direction::Out.code()) {
        Some(row) if row.6 == ItemState::Paid.code() => Ok(()),
        Some(_) => Err(refusals::item_closed().into()),
        None => Err(refusals::unknown("item", item).into()),
    }
}
