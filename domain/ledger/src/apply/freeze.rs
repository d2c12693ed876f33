//! Putting minutes aside for a case, and lifting it. A frozen minute remembers what it was and returns to the lot it left.

use super::draft::Draft;
use super::hold::{check_classes, class_of, take_by_class};
use super::lots::{Lapsed, cut};
use crate::model::*;
use crate::refusals;
use tb_kernel::{AccountId, HoldId, Minutes, PostingId, Refusal};

/// `minutes` = `None`: all there are. Works on a frozen account too: what came in meanwhile can be put aside as well.
pub(super) fn freeze(
    draft: &mut Draft<'_>,
    account: AccountId,
    minutes: Option<Minutes>,
    classes: &[Class],
) -> Result<(), Refusal> {
    check_classes(classes)?;
    let kind = draft.receiver(account)?;
    if !kind.has_lots() {
        return Err(refusals::account_kind(kind.code()));
    }
    let all: Minutes = classes.iter().map(|class| draft.balance(account, *class, State::Free)).sum();
    let minutes = minutes.unwrap_or(all);
    let id = HoldId(draft.id.0);
    for (class, slices) in take_by_class(draft, PostingKind::Freeze, account, minutes, classes, Lapsed::Go)? {
        for slice in slices {
            let (from, to) = ((account, class, State::Free), (account, class, State::Frozen));
            draft.shift(PostingKind::Freeze, from, to, slice.minutes)?;
            draft.set_aside(slice, bucket_id(account, class, State::Frozen), id)?;
        }
    }
    draft.seal(PostingKind::Freeze, None)
}

/// Gives back what one freezing put aside, or a part of it.
pub(super) fn lift(
    draft: &mut Draft<'_>,
    account: AccountId,
    freezing: PostingId,
    minutes: Option<Minutes>,
) -> Result<(), Refusal> {
    draft.receiver(account)?;
    let aside = draft.aside(account, State::Frozen, HoldId(freezing.0));
    let left: Minutes = aside.iter().map(|slice| slice.minutes).sum();
    if !left.is_positive() {
        return Err(refusals::nothing_left());
    }
    let minutes = minutes.unwrap_or(left);
    if minutes > left {
        return Err(refusals::hold_left(left, minutes));
    }
    for slice in cut(&aside, minutes) {
        let class = class_of(draft, &slice)?;
        let (from, to) = ((account, class, State::Frozen), (account, class, State::Free));
        draft.take_from(slice.lot.id, slice.minutes)?;
        draft.shift(PostingKind::Lift, from, to, slice.minutes)?;
        draft.put_back(Some(slice.lot.id), draft.home_of(&slice.lot), slice.minutes)?;
    }
    draft.seal(PostingKind::Lift, None)
}
