//! Reserving minutes, paying out of them, giving the rest back.
//!
//! What must hold: what is captured and returned never exceeds what was held; after its time nothing can be captured, even
//! if no job has run yet; held minutes keep line and expiry and return to the lot they left, even a lapsed one (the next
//! sweep takes it: lots do not lapse under the feet of a service in progress).

use super::draft::Draft;
use super::lots::{Lapsed, Slice, cut};
use crate::model::*;
use crate::refusals;
use tb_kernel::{AccountId, Day, HoldId, Instant, Minutes, Refusal};

pub(super) fn hold(
    draft: &mut Draft<'_>,
    account: AccountId,
    minutes: Minutes,
    classes: &[Class],
    expires_at: Instant,
) -> Result<(), Refusal> {
    check_classes(classes)?;
    let kind = draft.giver(account)?;
    if !kind.has_lots() {
        return Err(refusals::account_kind(kind.code()));
    }
    if expires_at <= draft.now {
        return Err(refusals::hold_expired(expires_at));
    }
    let id = HoldId(draft.id.0);
    let mut taken = 0;
    let slices = take_by_class(draft, PostingKind::Hold, account, minutes, classes, Lapsed::Stay)?;
    for (class, slices) in slices {
        taken |= 1 << class as i64;
        for slice in slices {
            let (from, to) = ((account, class, State::Free), (account, class, State::Held));
            draft.shift(PostingKind::Hold, from, to, slice.minutes)?;
            draft.set_aside(slice, bucket_id(account, class, State::Held), id)?;
        }
    }
    draft.put_hold(Hold {
        id,
        account,
        classes: taken,
        amount: minutes,
        captured: Minutes::ZERO,
        returned: Minutes::ZERO,
        expires_at,
    });
    draft.seal(PostingKind::Hold, None)
}

pub(super) fn settle(
    draft: &mut Draft<'_>,
    id: HoldId,
    to: AccountId,
    minutes: Minutes,
    expires: Option<Day>,
    close: bool,
) -> Result<(), Refusal> {
    draft.lasting(expires)?;
    let mut hold = draft.hold(id)?;
    let kind = draft.receiver(to)?;
    if to == hold.account {
        return Err(refusals::same_account());
    }
    if !kind.is_party() {
        return Err(refusals::account_kind(kind.code()));
    }
    if draft.now >= hold.expires_at {
        return Err(refusals::hold_expired(hold.expires_at));
    }
    if minutes > hold.left() {
        return Err(refusals::hold_left(hold.left(), minutes));
    }
    let earned = (to, Class::Earned, State::Free);
    let lot = draft.new_lot(bucket_id(earned.0, earned.1, earned.2), minutes, expires)?;
    for slice in cut(&draft.aside(hold.account, State::Held, id), minutes) {
        let class = class_of(draft, &slice)?;
        draft.take_from(slice.lot.id, slice.minutes)?;
        draft.shift(PostingKind::Settlement, (hold.account, class, State::Held), earned, slice.minutes)?;
        draft.put_use(Some(slice.lot.id), Some(lot), slice.minutes);
    }
    hold.captured = Minutes(hold.captured.0 + minutes.0);
    if close {
        give_back(draft, PostingKind::Settlement, &mut hold)?;
    }
    draft.put_hold(hold);
    draft.seal(PostingKind::Settlement, None)?;
    super::reverse::settle_claims_first(draft, to, lot, minutes)
}

pub(super) fn release(draft: &mut Draft<'_>, id: HoldId, lapsed: bool) -> Result<(), Refusal> {
    let mut hold = draft.hold(id)?;
    if lapsed && draft.now < hold.expires_at {
        return Err(refusals::hold_running(hold.expires_at));
    }
    if !hold.left().is_positive() {
        return Err(refusals::nothing_left());
    }
    let kind = if lapsed { PostingKind::HoldExpiry } else { PostingKind::Release };
    give_back(draft, kind, &mut hold)?;
    draft.put_hold(hold);
    draft.seal(kind, None)
}

/// Returns what is left of a hold: the same class, the same lots.
fn give_back(draft: &mut Draft<'_>, kind: PostingKind, hold: &mut Hold) -> Result<(), Refusal> {
    for slice in draft.aside(hold.account, State::Held, hold.id) {
        let class = class_of(draft, &slice)?;
        let (from, to) = ((hold.account, class, State::Held), (hold.account, class, State::Free));
        draft.take_from(slice.lot.id, slice.minutes)?;
        draft.shift(kind, from, to, slice.minutes)?;
        draft.put_back(Some(slice.lot.id), draft.home_of(&slice.lot), slice.minutes)?;
        hold.returned = Minutes(hold.returned.0 + slice.minutes.0);
    }
    Ok(())
}

/// The class of a lot is that of the place it lies in.
pub(super) fn class_of(draft: &Draft<'_>, slice: &Slice) -> Result<Class, Refusal> {
    let bucket = draft.bucket(slice.lot.bucket);
    bucket.map(|b| b.class).ok_or_else(|| refusals::unknown("place", slice.lot.bucket))
}

/// A list of classes names at least one and none twice.
pub(super) fn check_classes(classes: &[Class]) -> Result<(), Refusal> {
    let twice = classes.iter().enumerate().any(|(n, class)| classes[..n].contains(class));
    if classes.is_empty() || twice { Err(refusals::classes()) } else { Ok(()) }
}

/// Takes `minutes` of the free lots of an account, class by class in the given order.
pub(super) fn take_by_class(
    draft: &mut Draft<'_>,
    kind: PostingKind,
    account: AccountId,
    minutes: Minutes,
    classes: &[Class],
    lapsed: Lapsed,
) -> Result<Vec<(Class, Vec<Slice>)>, Refusal> {
    for class in classes {
        let known = crate::crossings::CROSSINGS.iter().any(|c| c.kind == kind && c.from == (*class, State::Free));
        if !known {
            return Err(refusals::crossing(kind, (*class, State::Free), (*class, State::Free)));
        }
    }
    let has = |draft: &Draft<'_>, class: Class| match lapsed {
        Lapsed::Stay => draft.spendable(account, class),
        Lapsed::Go => draft.balance(account, class, State::Free),
    };
    let free: Minutes = classes.iter().map(|class| has(draft, *class)).sum();
    if free < minutes {
        return Err(refusals::insufficient(free, minutes));
    }
    let mut left = minutes;
    let mut taken = Vec::new();
    for class in classes {
        let part = left.min(has(draft, *class));
        if part.is_positive() {
            left = left.less(part);
            taken.push((*class, draft.take(bucket_id(account, *class, State::Free), part, lapsed)?));
        }
    }
    Ok(taken)
}
