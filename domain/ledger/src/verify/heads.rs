//! The rows that change: accounts, buckets, lots, holds, claims, items; and the keys and reversal parts. Each is held
//! against what the facts add up to.

use super::tally::Sum;
use super::{Audit, PAGE, Progress, word};
use crate::books::NEVER;
use crate::model::*;
use crate::store::check;
use tb_db::{DbError, Tx, args};
use tb_kernel::{AccountId, BucketId, ClaimId, Day, HoldId, Instant, LotId, Minutes, PostingId};
use uuid::Uuid;

/// Reads a table page by page: `$last` is the key to read on from.
macro_rules! pages {
    ($audit:ident, $tx:ident, $progress:ident, $sql:expr, $table:literal, $last:ident: $key:ty = $first:expr,
     $row:ident: $ty:ty => $next:expr, $args:expr, $each:expr) => {{
        let mut $last: $key = $first;
        loop {
            let rows: Vec<$ty> = $tx.rows($sql, $args).await?;
            $audit.turned($table, rows.len(), $progress);
            let Some($row) = rows.last() else { return Ok(()) };
            $last = $next;
            for row in rows {
                $each($audit, row);
            }
        }
    }};
}

type AccountRow = (AccountId, String, String, Minutes, Option<String>, Option<Minutes>);

pub(super) async fn accounts(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    pages!(
        audit, tx, progress, check::ACCOUNTS, "ledger_account",
        last: AccountId = AccountId(Uuid::nil()), row: AccountRow => row.0, args![last, PAGE], account
    )
}

fn account(audit: &mut Audit, (id, kind, status, owing, said_status, budget): AccountRow) {
    audit.seen("Floor", 1);
    let Some(kind) = AccountKind::parse(&kind) else {
        audit.wrong("Floor", || format!("account {id}: no kind {kind}"));
        return;
    };
    audit.must("Append", said_status.as_ref() == Some(&status), || {
        format!("account {id} is {status}, its history says {said_status:?}")
    });
    audit.add(Sum::Owing, [id.0.as_u128(), 0, 0], owing.0);
    let floor = if kind.has_lots() { 0 } else { -budget.map_or(0, |b| b.0) };
    for (class, state) in kind.places() {
        let key = [bucket_id(id, class, state).0.as_u128(), id.0.as_u128(), place_code(class, state)];
        audit.add(Sum::Place, key, 1);
        audit.add(Sum::Floor, [key[0], 0, 0], floor);
    }
}

fn place_code(class: Class, state: State) -> u128 {
    u128::from(class as u8 * 3 + state as u8 + 1)
}

type BucketRow = (BucketId, AccountId, String, String, Minutes, Minutes, i64, Instant);

pub(super) async fn buckets(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    pages!(
        audit, tx, progress, check::BUCKETS, "ledger_bucket",
        last: BucketId = BucketId(Uuid::nil()), row: BucketRow => row.0, args![last, PAGE], bucket
    )
}

fn bucket(audit: &mut Audit, (id, account, class, state, floor, balance, version, recorded): BucketRow) {
    for name in ["Floor", "Conservation", "Tail"] {
        audit.seen(name, 1);
    }
    let (Some(class), Some(state)) = (Class::parse(&class), State::parse(&state)) else {
        audit.wrong("Floor", || format!("bucket {id}: no place {class}/{state}"));
        return;
    };
    audit.must("Floor", balance >= floor, || format!("bucket {id}: {balance} is below {floor}"));
    if !audit.again {
        audit.sum += i128::from(balance.0);
    }
    let key = id.0.as_u128();
    audit.add(Sum::Place, [key, account.0.as_u128(), place_code(class, state)], -1);
    audit.add(Sum::Floor, [key, 0, 0], -floor.0);
    audit.add(Sum::Balance, [key, 0, 0], -balance.0);
    audit.add(Sum::Version, [key, 0, 0], -version);
    audit.add(Sum::Recorded, [key, 0, 0], -recorded.0);
    if class != Class::System {
        audit.add(Sum::LotCover, [key, 0, 0], -balance.0);
    }
    if state == State::Held {
        audit.add(Sum::HeldPlace, [account.0.as_u128(), 0, 0], -balance.0);
    }
}

type LotRow = (
    LotId,
    BucketId,
    PostingId,
    LotId,
    Option<LotId>,
    Option<HoldId>,
    Day,
    Minutes,
    Minutes,
    bool,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

pub(super) async fn lots(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    pages!(
        audit, tx, progress, check::LOTS, "ledger_lot",
        last: LotId = LotId(Uuid::nil()), row: LotRow => row.0, args![last, PAGE], lot
    )
}

fn lot(audit: &mut Audit, row: LotRow) {
    let (id, bucket, _, root, parent, hold, expires, amount, remaining, open, ..) = row;
    let (class, state) = (word(row.10.as_ref(), Class::parse), word(row.11.as_ref(), State::parse));
    let kind = word(row.12.as_ref(), PostingKind::parse);
    let about = word(row.13.as_ref(), SubjectKind::parse);
    audit.seen("Cover", 1);
    audit.seen("Backing", 1);
    let sound = remaining >= Minutes::ZERO
        && remaining <= amount
        && open == remaining.is_positive()
        && expires <= NEVER
        && class.is_some_and(|class| class != Class::System);
    audit.must("Cover", sound, || format!("lot {id}: {remaining} of {amount}"));
    // Only what was set aside has a way home.
    let aside = matches!(state, Some(State::Held | State::Frozen));
    audit.must("Birth", aside == parent.is_some() && aside == hold.is_some(), || {
        format!("lot {id}: set aside without a home, or with one")
    });
    let key = id.0.as_u128();
    audit.add(Sum::LotLeft, [key, 0, 0], -remaining.0);
    audit.add(Sum::LotAmount, [key, 0, 0], -amount.0);
    audit.add(Sum::LotCover, [bucket.0.as_u128(), 0, 0], remaining.0);
    let backed = match (kind, class) {
        (None, _) | (_, None) => false,
        _ if root != id => true,
        (Some(PostingKind::Settlement), Some(Class::Earned)) => about == Some(SubjectKind::Order),
        (Some(PostingKind::Grant), Some(Class::Granted)) => about == Some(SubjectKind::Programme),
        (Some(PostingKind::ClearingIn), Some(class)) => class != Class::Honour,
        (Some(PostingKind::Honour | PostingKind::Overflow), Some(Class::Honour)) => true,
        _ => false,
    };
    audit.must("Backing", backed, || format!("lot {id} begins with {kind:?} as {class:?} about {about:?}"));
}

type HoldRow = (HoldId, AccountId, Minutes, Minutes, Minutes, bool);

pub(super) async fn holds(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    pages!(
        audit, tx, progress, check::HOLDS, "ledger_hold",
        last: HoldId = HoldId(Uuid::nil()), row: HoldRow => row.0, args![last, PAGE], hold
    )
}

fn hold(audit: &mut Audit, (id, account, amount, captured, returned, open): HoldRow) {
    audit.seen("Hold", 1);
    let left = amount.0 - captured.0 - returned.0;
    let sound = captured.0 >= 0 && returned.0 >= 0 && left >= 0 && open == (left > 0);
    audit.must("Hold", sound, || format!("hold {id}: {captured} and {returned} of {amount}"));
    let key = [id.0.as_u128(), 0, 0];
    audit.add(Sum::HoldAmount, key, amount.0);
    audit.add(Sum::HoldCaptured, key, captured.0);
    audit.add(Sum::HoldReturned, key, returned.0);
    audit.add(Sum::HeldPlace, [account.0.as_u128(), 0, 0], left);
}

type KeyRow = (String, Option<PostingId>, Option<String>, Option<String>);

pub(super) async fn keys(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    pages!(
        audit, tx, progress, check::KEYS, "ledger_key",
        last: String = String::new(), row: KeyRow => row.0.clone(), args![&last, PAGE], key
    )
}

fn key(audit: &mut Audit, (key, posting, refusal, said): KeyRow) {
    audit.seen("Once", 1);
    let sound = match (posting, &refusal) {
        (Some(_), None) => said.as_ref() == Some(&key),
        (None, Some(text)) => serde_json::from_str::<tb_kernel::Refusal>(text).is_ok(),
        _ => false,
    };
    audit.must("Once", sound, || format!("key {key} stands for {posting:?}, which says {said:?}"));
}

type PartRow =
    (PostingId, i64, i64, Minutes, Minutes, Minutes, PostingId, Option<Minutes>, Option<String>, Option<PostingId>);

pub(super) async fn reversals(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    let mut last = (PostingId(Uuid::nil()), 0i64, 0i64);
    let mut upto = 0i64;
    loop {
        let rows: Vec<PartRow> = tx.rows(check::REVERSALS, args![last.0, last.1, last.2, PAGE]).await?;
        audit.turned("ledger_reversal", rows.len(), progress);
        audit.seen("Undo", rows.len());
        if rows.is_empty() {
            return Ok(());
        }
        for (original, n, part, minutes, sum, total, by, moved, kind, reverses) in rows {
            let follows = (last.0, last.1) == (original, n);
            let (expected, before) = if follows { (last.2 + 1, upto) } else { (1, 0) };
            let sound = part == expected
                && minutes.is_positive()
                && sum.0 == before + minutes.0
                && sum <= total
                && moved == Some(total)
                && word(kind.as_ref(), PostingKind::parse) == Some(PostingKind::Reversal)
                && reverses == Some(original);
            audit.must("Undo", sound, || format!("posting {original}, move {n}, part {part}: {sum} of {total}"));
            audit.add(Sum::ReversedBy, [by.0.as_u128(), 0, 0], -minutes.0);
            last = (original, n, part);
            upto = sum.0;
        }
    }
}

type ClaimRow = (ClaimId, AccountId, Minutes, Minutes, bool, Minutes);

pub(super) async fn claims(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    pages!(
        audit, tx, progress, check::CLAIMS, "ledger_claim",
        last: ClaimId = ClaimId(Uuid::nil()), row: ClaimRow => row.0, args![last, PAGE], claim
    )
}

fn claim(audit: &mut Audit, (id, debtor, amount, settled, open, stood): ClaimRow) {
    audit.seen("Undo", 1);
    let left = amount.0 - settled.0;
    let sound = settled.0 >= 0 && left >= 0 && open == (left > 0) && stood == amount;
    audit.must("Undo", sound, || format!("claim {id}: {settled} of {amount} settled, {stood} stood in for"));
    audit.add(Sum::Owing, [debtor.0.as_u128(), 0, 0], -left);
    audit.add(Sum::ClaimSettled, [debtor.0.as_u128(), 0, 0], -settled.0);
}

type ItemRow = (AccountId, Uuid, String, String, Minutes, Option<String>, Minutes);

pub(super) async fn items(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    pages!(
        audit, tx, progress, check::ITEMS, "ledger_item",
        last: (AccountId, Uuid, String) = (AccountId(Uuid::nil()), Uuid::nil(), String::new()),
        row: ItemRow => (row.0, row.1, row.2.clone()), args![last.0, last.1, &last.2, PAGE], item
    )
}

fn item(audit: &mut Audit, (peer, id, direction, _, amount, kind, moved): ItemRow) {
    audit.seen("Transit", 1);
    let meant = match Direction::parse(&direction) {
        Some(Direction::Out) => Some(PostingKind::ClearingOut),
        Some(Direction::In) => Some(PostingKind::ClearingIn),
        None => None,
    };
    let sound = meant.is_some() && word(kind.as_ref(), PostingKind::parse) == meant && moved == amount;
    audit.must("Transit", sound, || format!("item {id} with {peer}: {amount}, its posting moved {moved}"));
}
