//! Taking minutes out of lots and putting them into lots.
//!
//! What must hold: the earliest expiry goes first, then the oldest; every minute that moves says which lot it left and
//! which it went to; splitting, holding and returning keep root and expiry; nothing ever lengthens an expiry but arrival
//! in a pool, where minutes do not lapse.

use super::draft::Draft;
use crate::books::NEVER;
use crate::model::*;
use crate::refusals;
use tb_kernel::{AccountId, BucketId, Day, HoldId, LotId, Minutes, Refusal};

/// So many minutes out of one lot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    pub(super) lot: Lot,
    pub(super) minutes: Minutes,
}

/// Whether lots whose last day has passed may be taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lapsed {
    /// Not by their owner: they are on their way to the pool even if no job has run yet.
    Stay,
    /// By authority, or because the whole account is emptied.
    Go,
}

impl Draft<'_> {
    /// Free minutes of a class that can still be used today.
    pub(super) fn spendable(&self, account: AccountId, class: Class) -> Minutes {
        let today = self.today();
        let lapsed: Minutes = self
            .open_lots(bucket_id(account, class, State::Free))
            .take_while(|lot| lot.expires.unwrap_or(NEVER) < today)
            .map(|lot| lot.remaining)
            .sum();
        self.balance(account, class, State::Free).less(lapsed)
    }

    /// Lots of a bucket with something left, in the order they are taken, as the books had them before this command but
    /// with what is left of them now.
    pub(super) fn open_lots(&self, bucket: BucketId) -> impl Iterator<Item = Lot> {
        self.books
            .open
            .get(&bucket)
            .into_iter()
            .flatten()
            .filter_map(|(_, id)| self.lot(*id).ok())
            .filter(|lot| lot.remaining.is_positive())
    }

    /// Takes `minutes` out of the open lots of a bucket.
    pub(super) fn take(&mut self, bucket: BucketId, minutes: Minutes, lapsed: Lapsed) -> Result<Vec<Slice>, Refusal> {
        let today = self.today();
        let mut left = minutes;
        let mut chosen = Vec::new();
        for lot in self.open_lots(bucket) {
            if left == Minutes::ZERO {
                break;
            }
            if lapsed == Lapsed::Stay && lot.expires.unwrap_or(NEVER) < today {
                continue;
            }
            let minutes = left.min(lot.remaining);
            left = left.less(minutes);
            chosen.push(Slice { lot, minutes });
        }
        if left.is_positive() {
            return Err(refusals::insufficient(minutes.less(left), minutes));
        }
        chosen.iter().try_for_each(|slice| self.use_up(slice.lot.id, slice.minutes))?;
        Ok(chosen)
    }

    /// Takes up to `minutes` out of one lot and says how many it had.
    pub(super) fn take_from(&mut self, lot: LotId, minutes: Minutes) -> Result<Option<Slice>, Refusal> {
        let lot = self.lot(lot)?;
        let minutes = minutes.min(lot.remaining);
        if !minutes.is_positive() {
            return Ok(None);
        }
        self.use_up(lot.id, minutes)?;
        Ok(Some(Slice { lot, minutes }))
    }

    fn use_up(&mut self, lot: LotId, minutes: Minutes) -> Result<(), Refusal> {
        let mut lot = self.lot(lot)?;
        lot.remaining = Minutes(lot.remaining.0 - minutes.0);
        self.put_lot(lot);
        Ok(())
    }

    /// A lot that begins here: a service rendered, a grant paid out.
    pub(super) fn new_lot(
        &mut self,
        bucket: BucketId,
        minutes: Minutes,
        expires: Option<Day>,
    ) -> Result<LotId, Refusal> {
        let id = self.next_lot()?;
        let origin = self.id;
        self.put_lot(Lot {
            id,
            bucket,
            origin,
            root: id,
            parent: None,
            hold: None,
            expires,
            amount: minutes,
            remaining: minutes,
        });
        Ok(id)
    }

    /// Sets minutes aside: the same line and expiry, to return to the lot they came from.
    pub(super) fn set_aside(&mut self, slice: Slice, bucket: BucketId, hold: HoldId) -> Result<(), Refusal> {
        let id = self.next_lot()?;
        let origin = self.id;
        self.put_lot(Lot {
            id,
            bucket,
            origin,
            root: slice.lot.root,
            parent: Some(slice.lot.id),
            hold: Some(hold),
            expires: slice.lot.expires,
            amount: slice.minutes,
            remaining: slice.minutes,
        });
        self.put_use(Some(slice.lot.id), Some(id), slice.minutes);
        Ok(())
    }

    /// Hands minutes on to another owner: the same line, `expires` as the caller says.
    pub(super) fn hand_on(&mut self, slice: Slice, bucket: BucketId, expires: Option<Day>) -> Result<(), Refusal> {
        let id = self.next_lot()?;
        let origin = self.id;
        self.put_lot(Lot {
            id,
            bucket,
            origin,
            root: slice.lot.root,
            parent: None,
            hold: None,
            expires,
            amount: slice.minutes,
            remaining: slice.minutes,
        });
        self.put_use(Some(slice.lot.id), Some(id), slice.minutes);
        Ok(())
    }

    /// Puts minutes back into the lot they once left.
    pub(super) fn put_back(&mut self, from: Option<LotId>, into: LotId, minutes: Minutes) -> Result<(), Refusal> {
        let mut lot = self.lot(into)?;
        lot.remaining = Minutes(lot.remaining.0 + minutes.0);
        if lot.remaining > lot.amount {
            return Err(refusals::bounds());
        }
        self.put_lot(lot);
        self.put_use(from, Some(into), minutes);
        Ok(())
    }

    /// The free lot that set-aside minutes return to.
    pub(super) fn home_of(&self, lot: &Lot) -> LotId {
        lot.parent.unwrap_or(lot.id)
    }

    /// What is left of the lots that were set aside for a hold or a freezing, in the order they are taken.
    pub(super) fn aside(&self, account: AccountId, state: State, hold: HoldId) -> Vec<Slice> {
        let mut slices: Vec<Slice> = Class::REDEEMABLE
            .into_iter()
            .flat_map(|class| self.open_lots(bucket_id(account, class, state)))
            .filter(|lot| lot.hold == Some(hold))
            .map(|lot| Slice { lot, minutes: lot.remaining })
            .collect();
        slices.sort_by_key(|slice| (slice.lot.expires.unwrap_or(NEVER), slice.lot.id));
        slices
    }
}

/// The first `minutes` of a list of slices; the last one may be cut.
pub(super) fn cut(slices: &[Slice], minutes: Minutes) -> Vec<Slice> {
    let mut left = minutes;
    let mut taken = Vec::new();
    for slice in slices {
        if left == Minutes::ZERO {
            break;
        }
        let minutes = left.min(slice.minutes);
        left = left.less(minutes);
        taken.push(Slice { lot: slice.lot, minutes });
    }
    taken
}
