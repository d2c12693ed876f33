//! Minutes between this ledger and a peer. Nothing is in two places and nothing is nowhere: what is under way is the open
//! items; a redelivered item is booked once; a refusal brings the minutes back into the lots they left.

use super::draft::Draft;
use super::give::begin_line;
use super::hold::take_by_class;
use super::lots::Lapsed;
use crate::commands::Portion;
use crate::model::*;
use crate::refusals;
use tb_kernel::{AccountId, Minutes, Refusal};
use uuid::Uuid;

use State::Free;

fn clearing(kind: AccountKind) -> Result<(), Refusal> {
    if kind == AccountKind::Clearing { Ok(()) } else { Err(refusals::account_kind(kind.code())) }
}

fn party(kind: AccountKind) -> Result<(), Refusal> {
    if kind.is_party() { Ok(()) } else { Err(refusals::account_kind(kind.code())) }
}

pub(super) fn out(
    draft: &mut Draft<'_>,
    from: AccountId,
    peer: AccountId,
    item: Uuid,
    class: Class,
    minutes: Minutes,
) -> Result<(), Refusal> {
    let kind = PostingKind::ClearingOut;
    party(draft.giver(from)?)?;
    clearing(draft.receiver(peer)?)?;
    if draft.books.items.contains_key(&(peer, item, Direction::Out)) {
        return Err(refusals::item_known());
    }
    for (class, slices) in take_by_class(draft, kind, from, minutes, &[class], Lapsed::Stay)? {
        for slice in slices {
            draft.shift(kind, (from, class, Free), (peer, Class::System, Free), slice.minutes)?;
            draft.put_use(Some(slice.lot.id), None, slice.minutes);
        }
    }
    let posting = draft.id;
    draft.put_item(Item {
        peer,
        id: item,
        direction: Direction::Out,
        account: from,
        class,
        amount: minutes,
        state: ItemState::Open,
        posting,
    });
    draft.seal(kind, None)
}

pub(super) fn take_in(
    draft: &mut Draft<'_>,
    peer: AccountId,
    item: Uuid,
    to: AccountId,
    class: Class,
    portions: &[Portion],
) -> Result<(), Refusal> {
    clearing(draft.giver(peer)?)?;
    party(draft.receiver(to)?)?;
    if draft.books.items.contains_key(&(peer, item, Direction::In)) {
        return Err(refusals::item_known());
    }
    for portion in portions {
        begin_line(draft, PostingKind::ClearingIn, peer, (to, class), portion.minutes, portion.expires)?;
    }
    let posting = draft.id;
    draft.put_item(Item {
        peer,
        id: item,
        direction: Direction::In,
        account: to,
        class,
        amount: portions.iter().map(|p| p.minutes).sum(),
        state: ItemState::Paid,
        posting,
    });
    draft.seal(PostingKind::ClearingIn, None)
}

pub(super) fn returned(draft: &mut Draft<'_>, peer: AccountId, item: Uuid) -> Result<(), Refusal> {
    let kind = PostingKind::ClearingReturn;
    let books = draft.books;
    clearing(draft.account(peer)?.kind)?;
    let item = books.items.get(&(peer, item, Direction::Out)).ok_or_else(|| refusals::unknown("item", item))?;
    draft.receiver(item.account)?;
    if item.state != ItemState::Open {
        return Err(refusals::item_closed());
    }
    let original = books.postings.get(&item.posting).ok_or_else(|| refusals::unknown("posting", item.posting))?;
    let home = (item.account, item.class, Free);
    for step in &original.uses {
        draft.shift(kind, (peer, Class::System, Free), home, step.minutes)?;
        if let Some(lot) = step.from {
            draft.put_back(None, lot, step.minutes)?;
        }
    }
    draft.put_item(Item { state: ItemState::Returned, ..*item });
    draft.seal(kind, Some(original.id))
}
