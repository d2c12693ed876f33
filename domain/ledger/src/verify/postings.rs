//! Postings with their leaves and keys, moves with their places, lot uses with their lots: three tables in the order of
//! the posting, read side by side.

use super::tally::Sum;
use super::{Audit, PAGE, Progress, place_of, word};
use crate::canon::{LEAF, LEAF_BYTES, Seal, leaf};
use crate::model::*;
use crate::store::check;
use std::collections::BTreeMap;
use tb_db::{DbError, Tx, args};
use tb_kernel::{AccountId, BucketId, Day, Instant, LotId, Minutes, PersonId, PostingId};
use uuid::Uuid;

type PostingRow = (
    PostingId,
    String,
    String,
    Day,
    Instant,
    Option<PersonId>,
    Option<String>,
    Option<Uuid>,
    Option<String>,
    Option<String>,
    Option<PostingId>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Option<PostingId>,
    Option<PostingId>,
);
type MoveRow = (
    PostingId,
    i64,
    BucketId,
    BucketId,
    Minutes,
    Option<AccountId>,
    Option<String>,
    Option<String>,
    Option<AccountId>,
    Option<String>,
    Option<String>,
);
type UseRow = (
    PostingId,
    i64,
    Option<LotId>,
    Option<LotId>,
    Minutes,
    Option<BucketId>,
    Option<LotId>,
    Option<LotId>,
    Option<Uuid>,
    Option<Day>,
    Option<BucketId>,
    Option<PostingId>,
    Option<LotId>,
    Option<LotId>,
    Option<Day>,
);

type Place = (AccountId, Class, State);

pub(super) async fn read(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    let mut last = PostingId(Uuid::nil());
    loop {
        let rows: Vec<PostingRow> = tx.rows(check::POSTINGS, args![last, PAGE]).await?;
        // After the last page, whatever stands behind it belongs to nothing.
        let upto = rows.last().map_or(PostingId(Uuid::max()), |row| row.0);
        let moves: Vec<MoveRow> = tx.rows(check::MOVES, args![last, upto]).await?;
        let uses: Vec<UseRow> = tx.rows(check::USES, args![last, upto]).await?;
        audit.turned("ledger_posting", rows.len() + moves.len() + uses.len(), progress);
        let done = rows.is_empty();
        page(audit, rows, moves, uses);
        if done {
            return Ok(());
        }
        last = upto;
    }
}

fn page(audit: &mut Audit, rows: Vec<PostingRow>, moves: Vec<MoveRow>, uses: Vec<UseRow>) {
    let mut moves_of: BTreeMap<PostingId, Vec<MoveRow>> = BTreeMap::new();
    moves.into_iter().for_each(|row| moves_of.entry(row.0).or_default().push(row));
    let mut uses_of: BTreeMap<PostingId, Vec<UseRow>> = BTreeMap::new();
    uses.into_iter().for_each(|row| uses_of.entry(row.0).or_default().push(row));
    for row in rows {
        let moves = moves_of.remove(&row.0).unwrap_or_default();
        let uses = uses_of.remove(&row.0).unwrap_or_default();
        one(audit, row, &moves, &uses);
    }
    for id in moves_of.keys().chain(uses_of.keys()) {
        audit.wrong("Append", || format!("posting {id} is gone, its moves or lot uses are not"));
    }
}

fn one(audit: &mut Audit, row: PostingRow, moves: &[MoveRow], uses: &[UseRow]) {
    let (id, key, kind, effective, recorded, actor, subject_kind, subject, policy, reason, reverses, ..) = row;
    let (leaf_bytes, salt, keyed, based) = (row.11, row.12, row.13, row.14);
    audit.postings += u64::from(!audit.again);
    let Some(kind) = PostingKind::parse(&kind) else {
        audit.wrong("Crossing", || format!("posting {id}: no kind {kind}"));
        return;
    };
    let subject = match (word(subject_kind.as_ref(), SubjectKind::parse), subject) {
        (Some(kind), Some(id)) => Some(Subject { kind, id }),
        _ => None,
    };
    audit.seen("Once", 1);
    let second = kind == PostingKind::ClaimSettlement && key.ends_with("#1") && based.is_some();
    audit.must("Once", keyed == Some(id) || (keyed.is_none() && second), || {
        format!("posting {id}: its key {key} stands for {keyed:?}")
    });
    audit.seen("Closed", 1);
    let closed = audit.periods.iter().any(|(through, at)| effective <= *through && *at < recorded);
    audit.must("Closed", !closed, || format!("posting {id} was booked on {effective} after it was closed"));

    let places = check_moves(audit, id, kind, effective, recorded, moves);
    check_backing(audit, id, kind, subject, &places);
    check_uses(audit, id, kind, moves, &places, uses);

    audit.seen("Leaf", 1);
    let posting = Posting {
        id,
        key,
        kind,
        effective,
        recorded,
        actor,
        subject,
        policy,
        reason,
        reverses,
        moves: moves.iter().map(|m| Move { from: m.2, to: m.3, minutes: m.4 }).collect(),
        entries: Vec::new(),
        uses: Vec::new(),
    };
    if !audit.again {
        audit.must("Leaf", leaf_fits(&posting, leaf_bytes.as_deref(), salt), || {
            format!("posting {id}: its leaf is missing or is of other content")
        });
    }
}

fn leaf_fits(posting: &Posting, bytes: Option<&[u8]>, salt: Option<Vec<u8>>) -> bool {
    let (Some(bytes), Some(Ok(salt))) = (bytes, salt.map(<[u8; 32]>::try_from)) else { return false };
    let Some(Ok(event)) = bytes.get(16..32).map(<[u8; 16]>::try_from) else { return false };
    bytes.len() == LEAF_BYTES && bytes.starts_with(LEAF) && leaf(posting, &Seal { event, salt }) == bytes
}

/// Shape and law of each move; its part in every sum. Gives the places of the moves.
fn check_moves(
    audit: &mut Audit,
    id: PostingId,
    kind: PostingKind,
    effective: Day,
    recorded: Instant,
    moves: &[MoveRow],
) -> Vec<Option<(Place, Place)>> {
    audit.seen("Shape", moves.len());
    audit.seen("Crossing", moves.len());
    audit.must("Shape", !moves.is_empty(), || format!("posting {id} moves nothing"));
    let when = (effective.0.cast_unsigned() as u128) << 64 | u128::from(recorded.0.cast_unsigned());
    let mut places = Vec::with_capacity(moves.len());
    for (n, row) in (0i64..).zip(moves) {
        let (from, to, minutes) = (row.2, row.3, row.4);
        let fits = row.1 == n && minutes.is_positive() && minutes <= Minutes::MOVE_MAX && from != to;
        audit.must("Shape", fits, || format!("posting {id}, move {}: {from} to {to}, {minutes}", row.1));
        for (bucket, amount) in [(from, -minutes.0), (to, minutes.0)] {
            audit.add(Sum::Balance, [bucket.0.as_u128(), 0, 0], amount);
            audit.add(Sum::Entry, [id.0.as_u128(), bucket.0.as_u128(), when], amount);
        }
        let from = place_of(row.5, row.6.as_ref(), row.7.as_ref());
        let to = place_of(row.8, row.9.as_ref(), row.10.as_ref());
        let (Some(from), Some(to)) = (from, to) else {
            audit.wrong("Shape", || format!("posting {id}, move {n}: a place that does not exist"));
            places.push(None);
            continue;
        };
        let law = [kind.code(), from.1.code(), from.2.code(), to.1.code(), to.2.code()].map(str::to_owned);
        let [a, b, c, d, e] = law;
        let listed = audit.law.contains(&(a, b, c, d, e));
        audit.must("Crossing", listed, || {
            let (from, to) = ((from.1, from.2), (to.1, to.2));
            format!("posting {id}, move {n}: {} from {from:?} to {to:?} is not in the law", kind.code())
        });
        match kind {
            PostingKind::Hold => audit.add(Sum::HoldAmount, [id.0.as_u128(), 0, 0], -minutes.0),
            PostingKind::Reversal => audit.add(Sum::ReversedBy, [id.0.as_u128(), 0, 0], minutes.0),
            PostingKind::ClaimSettlement => {
                audit.add(Sum::ClaimSettled, [from.0.0.as_u128(), 0, 0], minutes.0);
            }
            _ => {}
        }
        places.push(Some((from, to)));
    }
    places
}

/// Earned minutes come from a verified order (or a peer), granted ones from a programme (or a peer).
fn check_backing(
    audit: &mut Audit,
    id: PostingId,
    kind: PostingKind,
    subject: Option<Subject>,
    places: &[Option<(Place, Place)>],
) {
    let about = subject.map(|s| s.kind);
    match kind {
        PostingKind::Settlement => {
            audit.seen("Backing", 1);
            audit.must("Backing", about == Some(SubjectKind::Order), || format!("settlement {id} has no order"));
        }
        PostingKind::Grant => {
            audit.seen("Backing", 1);
            let programme = |audit: &Audit, from: &Place| audit.programmes.contains(&from.0);
            let funded = places.iter().flatten().all(|(from, _)| programme(audit, from));
            audit.must("Backing", funded && about == Some(SubjectKind::Programme), || {
                format!("grant {id} has no programme")
            });
        }
        _ => {}
    }
}

/// Every minute that moves says which lot it left and which it went to, and no line gets younger or lasts longer.
fn check_uses(
    audit: &mut Audit,
    id: PostingId,
    kind: PostingKind,
    moves: &[MoveRow],
    places: &[Option<(Place, Place)>],
    uses: &[UseRow],
) {
    audit.seen("Cover", uses.len());
    audit.seen("Birth", uses.len());
    let mut said: BTreeMap<(Option<BucketId>, Option<BucketId>), i64> = BTreeMap::new();
    for (n, row) in (0i64..).zip(uses) {
        let &(_, number, from, into, minutes, from_bucket, from_root, from_parent, from_hold, from_expires, ..) = row;
        let (into_bucket, into_origin, into_root, into_parent, into_expires) = (row.10, row.11, row.12, row.13, row.14);
        let known = (from.is_none() || from_bucket.is_some()) && (into.is_none() || into_bucket.is_some());
        audit.must("Cover", number == n && known && minutes.is_positive(), || {
            format!("posting {id}, lot use {number}: a lot that does not exist, or no minutes")
        });
        *said.entry((from_bucket, into_bucket)).or_default() += minutes.0;
        if let Some(lot) = from {
            audit.add(Sum::LotLeft, [lot.0.as_u128(), 0, 0], -minutes.0);
        }
        if let Some(lot) = into {
            audit.add(Sum::LotLeft, [lot.0.as_u128(), 0, 0], minutes.0);
            if into_origin == Some(id) {
                audit.add(Sum::LotAmount, [lot.0.as_u128(), 0, 0], minutes.0);
            }
        }
        if let (PostingKind::Settlement | PostingKind::Release | PostingKind::HoldExpiry, Some(hold)) =
            (kind, from_hold)
        {
            let sum = if into == from_parent { Sum::HoldReturned } else { Sum::HoldCaptured };
            audit.add(sum, [hold.as_u128(), 0, 0], -minutes.0);
        }
        let fresh = into_origin == Some(id);
        let lined = match (kind, from, into) {
            (_, _, None) => true,
            // A service is where a line begins; so is what comes in from outside.
            (PostingKind::Settlement, ..) if fresh => into_root == into,
            (PostingKind::Grant | PostingKind::Honour | PostingKind::ClearingIn, None, _) => fresh && into_root == into,
            (PostingKind::Overflow, None, _) => fresh && into_root == into,
            // Set aside: same line, same last day, and the way home.
            (PostingKind::Hold | PostingKind::Freeze, ..) => {
                fresh && into_root == from_root && into_parent == from && into_expires == from_expires
            }
            // Given back: to the lot it left.
            (PostingKind::Settlement | PostingKind::Release | PostingKind::HoldExpiry | PostingKind::Lift, ..) => {
                into == from_parent && into_root == from_root && into_expires == from_expires
            }
            // Turned round: into lots that were there before.
            (PostingKind::Reversal | PostingKind::ClearingReturn, ..) => !fresh,
            // In a pool minutes do not lapse.
            (PostingKind::Donation | PostingKind::Overflow | PostingKind::Expiry | PostingKind::Exit, ..) => {
                fresh && into_root == from_root
            }
            // Handed on: the same line, and not for longer.
            _ => fresh && into_root == from_root && into_expires <= from_expires,
        };
        audit.must("Birth", lined, || format!("posting {id}, lot use {n}: {from:?} into {into:?} breaks its line"));
    }
    for (row, place) in moves.iter().zip(places) {
        let Some((from, to)) = place else { continue };
        let end = |place: &Place, bucket| (place.1 != Class::System).then_some(bucket);
        let ends = (end(from, row.2), end(to, row.3));
        if ends == (None, None) {
            continue;
        }
        let minutes = said.remove(&ends).unwrap_or(0);
        audit.must("Cover", minutes == row.4.0, || {
            format!("posting {id}, move {}: {} moved, lots say {minutes}", row.1, row.4)
        });
    }
    audit.must("Cover", said.is_empty(), || format!("posting {id}: lots were used without a move"));
}
