//! Minutes that change hands without a service: granted, given, donated, allotted, spilled over, lapsed, left behind.
//!
//! What must hold: granted minutes come out of a programme's budget and stay with the one they were granted to; a gift
//! never lasts longer than what was given; only a pool's minutes do not lapse.

use super::draft::Draft;
use super::hold::{check_classes, take_by_class};
use super::lots::{Lapsed, Slice};
use crate::books::NEVER;
use crate::commands::{Closing, Spill};
use crate::model::*;
use crate::refusals;
use tb_kernel::{AccountId, Day, LotId, Minutes, Refusal};

use State::{Free, Frozen, Held};

fn want(kind: AccountKind, fits: bool) -> Result<(), Refusal> {
    if fits { Ok(()) } else { Err(refusals::account_kind(kind.code())) }
}

fn different(a: AccountId, b: AccountId) -> Result<(), Refusal> {
    if a == b { Err(refusals::same_account()) } else { Ok(()) }
}

pub(super) fn grant(
    draft: &mut Draft<'_>,
    programme: AccountId,
    to: AccountId,
    minutes: Minutes,
    expires: Option<Day>,
) -> Result<(), Refusal> {
    draft.lasting(expires)?;
    let (giver, receiver) = (draft.giver(programme)?, draft.receiver(to)?);
    want(giver, giver == AccountKind::Programme)?;
    want(receiver, receiver.is_party())?;
    begin_line(draft, PostingKind::Grant, programme, (to, Class::Granted), minutes, expires)?;
    draft.seal(PostingKind::Grant, None)
}

pub(super) fn honour(draft: &mut Draft<'_>, from: AccountId, to: AccountId, minutes: Minutes) -> Result<(), Refusal> {
    let (giver, receiver) = (draft.giver(from)?, draft.receiver(to)?);
    want(giver, giver == AccountKind::System)?;
    want(receiver, receiver.is_party())?;
    begin_line(draft, PostingKind::Honour, from, (to, Class::Honour), minutes, None)?;
    draft.seal(PostingKind::Honour, None)
}

/// Out of a system place into a new lot.
pub(super) fn begin_line(
    draft: &mut Draft<'_>,
    kind: PostingKind,
    from: AccountId,
    (to, class): (AccountId, Class),
    minutes: Minutes,
    expires: Option<Day>,
) -> Result<(), Refusal> {
    draft.shift(kind, (from, Class::System, Free), (to, class, Free), minutes)?;
    let lot = draft.new_lot(bucket_id(to, class, Free), minutes, expires)?;
    draft.put_use(None, Some(lot), minutes);
    Ok(())
}

pub(super) fn gift(
    draft: &mut Draft<'_>,
    from: AccountId,
    to: AccountId,
    minutes: Minutes,
    classes: &[Class],
    no_later_than: Option<Day>,
) -> Result<(), Refusal> {
    check_classes(classes)?;
    draft.lasting(no_later_than)?;
    let (giver, receiver) = (draft.giver(from)?, draft.receiver(to)?);
    different(from, to)?;
    want(giver, giver.is_party())?;
    want(receiver, receiver.is_party())?;
    let keep = |slice: &Slice| match no_later_than {
        Some(day) => Some(day.min(slice.lot.expires.unwrap_or(NEVER))),
        None => slice.lot.expires,
    };
    pass_on(draft, PostingKind::Gift, from, (to, Class::Gifted), minutes, classes, keep)?;
    draft.seal(PostingKind::Gift, None)
}

pub(super) fn donate(
    draft: &mut Draft<'_>,
    from: AccountId,
    pool: AccountId,
    minutes: Minutes,
    classes: &[Class],
) -> Result<(), Refusal> {
    check_classes(classes)?;
    let (giver, receiver) = (draft.giver(from)?, draft.receiver(pool)?);
    want(giver, giver.is_party())?;
    want(receiver, receiver == AccountKind::Pool)?;
    pass_on(draft, PostingKind::Donation, from, (pool, Class::Gifted), minutes, classes, |_| None)?;
    draft.seal(PostingKind::Donation, None)
}

pub(super) fn allot(
    draft: &mut Draft<'_>,
    pool: AccountId,
    to: AccountId,
    minutes: Minutes,
    expires: Option<Day>,
) -> Result<(), Refusal> {
    draft.lasting(expires)?;
    let (giver, receiver) = (draft.giver(pool)?, draft.receiver(to)?);
    want(giver, giver == AccountKind::Pool)?;
    want(receiver, receiver.is_party())?;
    let to = (to, Class::Gifted);
    pass_on(draft, PostingKind::Allotment, pool, to, minutes, &[Class::Gifted], |_| expires)?;
    draft.seal(PostingKind::Allotment, None)
}

pub(super) fn overflow(draft: &mut Draft<'_>, from: AccountId, spill: Spill, minutes: Minutes) -> Result<(), Refusal> {
    let kind = PostingKind::Overflow;
    let giver = draft.giver(from)?;
    want(giver, giver.is_party())?;
    match spill {
        Spill::Pool(pool) => {
            let receiver = draft.receiver(pool)?;
            want(receiver, receiver == AccountKind::Pool)?;
            pass_on(draft, kind, from, (pool, Class::Gifted), minutes, &[Class::Earned], |_| None)?;
        }
        Spill::Honour(system) => {
            let receiver = draft.receiver(system)?;
            want(receiver, receiver == AccountKind::System)?;
            for (class, slices) in take_by_class(draft, kind, from, minutes, &[Class::Earned], Lapsed::Stay)? {
                draft.shift(kind, (from, class, Free), (system, Class::System, Free), minutes)?;
                slices.iter().for_each(|slice| draft.put_use(Some(slice.lot.id), None, slice.minutes));
            }
            begin_line(draft, kind, system, (from, Class::Honour), minutes, None)?;
        }
    }
    draft.seal(kind, None)
}

/// Takes free lots of `from` and hands them on, each with the last day `expires` says.
fn pass_on(
    draft: &mut Draft<'_>,
    kind: PostingKind,
    from: AccountId,
    (to, class): (AccountId, Class),
    minutes: Minutes,
    classes: &[Class],
    expires: impl Fn(&Slice) -> Option<Day>,
) -> Result<(), Refusal> {
    for (given, slices) in take_by_class(draft, kind, from, minutes, classes, Lapsed::Stay)? {
        for slice in slices {
            draft.shift(kind, (from, given, Free), (to, class, Free), slice.minutes)?;
            draft.hand_on(slice, bucket_id(to, class, Free), expires(&slice))?;
        }
    }
    Ok(())
}

pub(super) fn expire(draft: &mut Draft<'_>, account: AccountId, id: LotId, pool: AccountId) -> Result<(), Refusal> {
    draft.account(account)?;
    let receiver = draft.receiver(pool)?;
    want(receiver, receiver == AccountKind::Pool)?;
    let lot = draft.lot(id)?;
    let class = Class::REDEEMABLE.into_iter().find(|class| bucket_id(account, *class, Free) == lot.bucket);
    let Some(class) = class else { return Err(refusals::lot_not_free()) };
    if lot.expires.unwrap_or(NEVER) >= draft.today() {
        return Err(refusals::lot_not_due());
    }
    let Some(slice) = draft.take_from(id, lot.remaining)? else { return Err(refusals::nothing_left()) };
    draft.shift(PostingKind::Expiry, (account, class, Free), (pool, Class::Gifted, Free), slice.minutes)?;
    draft.hand_on(slice, bucket_id(pool, Class::Gifted, Free), None)?;
    draft.seal(PostingKind::Expiry, None)
}

/// Empties an account. What is held must have ended first; what is frozen goes only with an exit by sanction.
pub(super) fn close(draft: &mut Draft<'_>, from: AccountId, to: AccountId, closing: Closing) -> Result<(), Refusal> {
    let (giver, receiver) = (draft.account(from)?.kind, draft.receiver(to)?);
    different(from, to)?;
    want(giver, giver.is_party())?;
    want(receiver, if closing == Closing::Exit { receiver == AccountKind::Pool } else { receiver == giver })?;
    if closing != Closing::Exit {
        draft.giver(from)?;
    }
    let sum = |draft: &Draft<'_>, state| {
        Class::REDEEMABLE.iter().map(|class| draft.balance(from, *class, state)).sum::<Minutes>()
    };
    if sum(draft, Held).is_positive() {
        return Err(refusals::hold_open(sum(draft, Held)));
    }
    if closing != Closing::Exit && sum(draft, Frozen).is_positive() {
        return Err(refusals::frozen_left(sum(draft, Frozen)));
    }
    let (kind, classes, states): (PostingKind, &[Class], &[State]) = match closing {
        Closing::Inheritance => (PostingKind::Inheritance, &[Class::Earned, Class::Gifted], &[Free]),
        Closing::Exit => (PostingKind::Exit, &Class::REDEEMABLE, &[Free, Frozen]),
        Closing::Merge => (PostingKind::Merge, &[Class::Earned, Class::Granted, Class::Gifted, Class::Honour], &[Free]),
    };
    for class in classes {
        for state in states {
            let bucket = bucket_id(from, *class, *state);
            let all = draft.balance(from, *class, *state);
            let target = if closing == Closing::Merge { *class } else { Class::Gifted };
            for slice in draft.take(bucket, all, Lapsed::Go)? {
                draft.shift(kind, (from, *class, *state), (to, target, Free), slice.minutes)?;
                let expires = if closing == Closing::Exit { None } else { slice.lot.expires };
                draft.hand_on(slice, bucket_id(to, target, Free), expires)?;
            }
        }
    }
    draft.seal(kind, None)
}
