//! Turning a posting round, and claims for what could not be turned round.
//!
//! What must hold: no minute is turned round twice (parts add up to at most the move); lots go back to where they came
//! from, with their own birth and last day; if the receiver has spent the minutes, the default is "no" with the shortfall
//! named, and never a silent negative: by authority a system account stands in, visibly, within its budget, and the
//! receiver's later earnings settle the claim first.

use super::draft::Draft;
use super::lots::{Lapsed, Slice};
use crate::commands::Shortfall;
use crate::model::*;
use crate::refusals;
use tb_kernel::{AccountId, ClaimId, LotId, Minutes, PostingId, Refusal};

use State::{Free, Frozen, Held};

const KIND: PostingKind = PostingKind::Reversal;

/// A move of the original posting that can be turned round, with its places.
struct Turn {
    n: i64,
    from: Bucket,
    to: Bucket,
    minutes: Minutes,
    /// Parts so far and their sum.
    before: (i64, Minutes),
}

impl Turn {
    fn left(&self) -> Minutes {
        self.minutes.less(self.before.1)
    }
}

pub(super) fn reverse(
    draft: &mut Draft<'_>,
    id: PostingId,
    minutes: Option<Minutes>,
    shortfall: Shortfall,
) -> Result<(), Refusal> {
    let books = draft.books;
    let original = books.postings.get(&id).ok_or_else(|| refusals::unknown("posting", id))?;
    if !reversible(original.kind) {
        return Err(refusals::not_reversible(original.kind));
    }
    let turns = turns(draft, original)?;
    // A spill into honour is one amount in two moves: both turn by the same number.
    let paired = original.kind == PostingKind::Overflow && turns.len() > 1;
    let left = if paired { turns[0].left() } else { turns.iter().map(Turn::left).sum() };
    let wanted = minutes.unwrap_or(left);
    if !left.is_positive() || wanted > left {
        return Err(refusals::reversal_left(left, wanted));
    }
    let mut to_turn = wanted;
    let mut claimed: Option<(AccountId, Minutes)> = None;
    // Last in, first out.
    for turn in turns.iter().rev() {
        let part = to_turn.min(turn.left());
        if !part.is_positive() {
            continue;
        }
        if !paired {
            to_turn = to_turn.less(part);
        }
        let missing = turn_back(draft, original, turn, part, shortfall)?;
        if missing.is_positive() {
            let so_far = claimed.map_or(0, |(_, minutes)| minutes.0);
            claimed = Some((turn.to.account, Minutes(so_far + missing.0)));
        }
        let upto = Minutes(turn.before.1.0 + part.0);
        let by = draft.id;
        draft.put_part(ReversalPart {
            original: id,
            n: turn.n,
            part: turn.before.0 + 1,
            minutes: part,
            upto,
            of: turn.minutes,
            by,
        });
    }
    if let (Some((debtor, amount)), Shortfall::Claim(creditor)) = (claimed, shortfall) {
        let id = ClaimId(draft.id.0);
        draft.put_claim(Claim { id, debtor, creditor, amount, settled: Minutes::ZERO });
        draft.owes(debtor, amount.0)?;
    }
    draft.seal(KIND, Some(id))
}

const fn reversible(kind: PostingKind) -> bool {
    matches!(
        kind,
        PostingKind::Settlement
            | PostingKind::Grant
            | PostingKind::Gift
            | PostingKind::Donation
            | PostingKind::Allotment
            | PostingKind::Overflow
            | PostingKind::Expiry
            | PostingKind::Honour
            | PostingKind::Inheritance
            | PostingKind::Exit
            | PostingKind::Merge
    )
}

/// The moves between owners; those that only changed a state have nothing to give back.
fn turns(draft: &Draft<'_>, original: &Posting) -> Result<Vec<Turn>, Refusal> {
    let mut turns = Vec::new();
    for (n, step) in (0i64..).zip(&original.moves) {
        let place = |id| draft.bucket(id).copied().ok_or_else(|| refusals::unknown("place", id));
        let (from, to) = (place(step.from)?, place(step.to)?);
        if from.account == to.account && from.class == to.class {
            continue;
        }
        let before = draft.books.reversed.get(&(original.id, n)).copied().unwrap_or((0, Minutes::ZERO));
        turns.push(Turn { n, from, to, minutes: step.minutes, before });
    }
    Ok(turns)
}

/// Turns `part` of one move round and says how many minutes a stand-in had to give.
fn turn_back(
    draft: &mut Draft<'_>,
    original: &Posting,
    turn: &Turn,
    part: Minutes,
    shortfall: Shortfall,
) -> Result<Minutes, Refusal> {
    let giver = draft.account(turn.to.account)?.kind;
    draft.receiver(turn.from.account)?;
    // What was paid out of a hold goes back to the free minutes: the hold is history.
    let home = (turn.from.account, turn.from.class, Free);
    let uses = uses_of(draft, original, turn)?;
    let mut sources: Vec<(Option<LotId>, Minutes)> = Vec::new();
    let mut missing = Minutes::ZERO;
    if giver.has_lots() {
        let own: Vec<LotId> = uses.iter().filter_map(|u| u.into).collect();
        let free = draft.balance(turn.to.account, turn.to.class, Free).min(part);
        let frozen = draft.balance(turn.to.account, turn.to.class, Frozen).min(part.less(free));
        missing = part.less(free).less(frozen);
        // Recognition that is gone is never owed in minutes that can be redeemed.
        let claimable = shortfall != Shortfall::Refuse && turn.to.class != Class::Honour;
        if missing.is_positive() && !claimable {
            return Err(refusals::shortfall(missing, part));
        }
        for (state, minutes) in [(Free, free), (Frozen, frozen)] {
            if minutes.is_positive() {
                draft.shift(KIND, (turn.to.account, turn.to.class, state), home, minutes)?;
                let bucket = bucket_id(turn.to.account, turn.to.class, state);
                let slices = take_own_first(draft, bucket, &own, minutes)?;
                sources.extend(slices.iter().map(|s| (Some(s.lot.id), s.minutes)));
            }
        }
    } else {
        draft.shift(KIND, (turn.to.account, turn.to.class, Free), home, part)?;
        sources.push((None, part));
    }
    if let (true, Shortfall::Claim(standin)) = (missing.is_positive(), shortfall) {
        let kind = draft.giver(standin)?;
        if kind != AccountKind::System || !giver.is_party() {
            return Err(refusals::account_kind(kind.code()));
        }
        draft.shift(KIND, (standin, Class::System, Free), home, missing)?;
        sources.push((None, missing));
    }
    let targets = homes(draft, &uses, turn.before.1, part)?;
    pair(draft, &sources, &targets)?;
    Ok(missing)
}

/// The lot uses that belong to one move, last first.
fn uses_of(draft: &Draft<'_>, original: &Posting, turn: &Turn) -> Result<Vec<LotUse>, Refusal> {
    let mut uses = Vec::new();
    for step in original.uses.iter().rev() {
        let lies = |lot: Option<LotId>, bucket: &Bucket| match lot {
            Some(id) => draft.lot(id).map(|lot| lot.bucket == bucket.id),
            None => Ok(bucket.class == Class::System),
        };
        if lies(step.from, &turn.from)? && lies(step.into, &turn.to)? {
            uses.push(*step);
        }
    }
    Ok(uses)
}

/// The minutes that arrived go back first; where they are spent, other minutes of the same place stand for them.
fn take_own_first(
    draft: &mut Draft<'_>,
    bucket: tb_kernel::BucketId,
    own: &[LotId],
    minutes: Minutes,
) -> Result<Vec<Slice>, Refusal> {
    let mut left = minutes;
    let mut slices = Vec::new();
    for id in own {
        if draft.lot(*id)?.bucket != bucket {
            continue;
        }
        if let Some(slice) = draft.take_from(*id, left)? {
            left = left.less(slice.minutes);
            slices.push(slice);
        }
    }
    slices.extend(draft.take(bucket, left, Lapsed::Go)?);
    Ok(slices)
}

/// Where `part` minutes go back to, passing over the `before` minutes that went back earlier: the free lots they left.
fn homes(
    draft: &Draft<'_>,
    uses: &[LotUse],
    before: Minutes,
    part: Minutes,
) -> Result<Vec<(Option<LotId>, Minutes)>, Refusal> {
    let (mut skip, mut left) = (before, part);
    let mut homes = Vec::new();
    for step in uses {
        let rest = step.minutes.less(skip);
        skip = skip.less(step.minutes);
        let minutes = rest.min(left);
        if !minutes.is_positive() {
            continue;
        }
        left = left.less(minutes);
        let home = match step.from {
            Some(id) => {
                let lot = draft.lot(id)?;
                let state = draft.bucket(lot.bucket).map_or(Free, |b| b.state);
                Some(if matches!(state, Held | Frozen) { draft.home_of(&lot) } else { lot.id })
            }
            None => None,
        };
        homes.push((home, minutes));
    }
    Ok(homes)
}

/// Writes down which source went into which home; both lists have the same sum.
fn pair(
    draft: &mut Draft<'_>,
    sources: &[(Option<LotId>, Minutes)],
    homes: &[(Option<LotId>, Minutes)],
) -> Result<(), Refusal> {
    let mut homes = homes.iter().copied();
    let mut home = homes.next();
    for (source, minutes) in sources {
        let mut left = *minutes;
        while let (true, Some((lot, room))) = (left.is_positive(), home) {
            let part = left.min(room);
            match lot {
                Some(lot) => draft.put_back(*source, lot, part)?,
                None => draft.put_use(*source, None, part),
            }
            left = left.less(part);
            home = if room > part { Some((lot, room.less(part))) } else { homes.next() };
        }
    }
    Ok(())
}

/// Settles a claim out of what the debtor has: gifted minutes first.
pub(super) fn settle_claim(
    draft: &mut Draft<'_>,
    id: ClaimId,
    debtor: AccountId,
    minutes: Minutes,
) -> Result<(), Refusal> {
    let kind = PostingKind::ClaimSettlement;
    let claim = draft.books.claims.get(&id).copied().filter(|c| c.debtor == debtor);
    let claim = claim.ok_or_else(|| refusals::unknown("claim", id))?;
    draft.giver(debtor)?;
    draft.receiver(claim.creditor)?;
    if minutes > claim.left() {
        return Err(refusals::claim_left(claim.left(), minutes));
    }
    let classes = [Class::Gifted, Class::Earned];
    for (class, slices) in super::hold::take_by_class(draft, kind, debtor, minutes, &classes, Lapsed::Stay)? {
        for slice in slices {
            draft.shift(kind, (debtor, class, Free), (claim.creditor, Class::System, Free), slice.minutes)?;
            draft.put_use(Some(slice.lot.id), None, slice.minutes);
        }
    }
    draft.put_claim(Claim { settled: Minutes(claim.settled.0 + minutes.0), ..claim });
    draft.owes(debtor, -minutes.0)?;
    draft.seal(kind, None)
}

/// What was just earned settles open claims, oldest first, in a posting of its own, so that the statement shows both.
pub(super) fn settle_claims_first(
    draft: &mut Draft<'_>,
    earner: AccountId,
    lot: LotId,
    earned: Minutes,
) -> Result<(), Refusal> {
    if !draft.account(earner)?.owing.is_positive() {
        return Ok(());
    }
    let kind = PostingKind::ClaimSettlement;
    let open: Vec<Claim> = draft
        .books
        .claims
        .values()
        .filter(|claim| claim.debtor == earner && claim.left().is_positive())
        .filter(|claim| draft.receiver(claim.creditor).is_ok())
        .copied()
        .collect();
    let mut left = earned;
    for claim in open {
        let part = left.min(claim.left());
        let Some(slice) = draft.take_from(lot, part)? else { break };
        left = left.less(part);
        draft.shift(kind, (earner, Class::Earned, Free), (claim.creditor, Class::System, Free), part)?;
        draft.put_use(Some(slice.lot.id), None, part);
        draft.put_claim(Claim { settled: Minutes(claim.settled.0 + part.0), ..claim });
        draft.owes(earner, -part.0)?;
    }
    if left < earned { draft.seal(kind, None) } else { Ok(()) }
}
