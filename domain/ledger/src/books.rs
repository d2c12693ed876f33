//! The state decisions are made on: as much of the books as a batch can touch (or, in tests, all of them). Pure: loaded
//! from rows by `post`, changed only by absorbing the effects of accepted commands.

use crate::apply::apply;
use crate::canon::request_hash;
use crate::commands::Command;
use crate::model::*;
use crate::refusals;
use std::collections::{BTreeMap, BTreeSet};
use tb_kernel::{AccountId, BucketId, ClaimId, Day, HoldId, Instant, LotId, Minutes, PostingId, Refusal, limits};
use uuid::Uuid;

/// Sorts lots without expiry last.
pub(crate) const NEVER: Day = Day(9_999_999);

/// Number of a clearing item: peer, the sender's id, direction.
pub type ItemKey = (AccountId, Uuid, Direction);

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub hash: [u8; 32],
    pub outcome: Result<Posted, Refusal>,
}

/// Accounts, buckets, open lots, holds, claims, items and the postings that may be turned round.
#[derive(Clone, Debug, Default)]
pub struct Books {
    pub accounts: BTreeMap<AccountId, Account>,
    pub buckets: BTreeMap<BucketId, Bucket>,
    pub lots: BTreeMap<LotId, Lot>,
    /// Lots with something left, by bucket, in the order they are taken: earliest expiry, then oldest.
    pub(crate) open: BTreeMap<BucketId, BTreeSet<(Day, LotId)>>,
    pub holds: BTreeMap<HoldId, Hold>,
    pub claims: BTreeMap<ClaimId, Claim>,
    pub items: BTreeMap<ItemKey, Item>,
    pub postings: BTreeMap<PostingId, Posting>,
    /// For each posting and move: how many parts were turned round, and their sum.
    pub reversed: BTreeMap<(PostingId, i64), (i64, Minutes)>,
    /// Last day of the closed periods.
    pub closed_through: Option<Day>,
    pub outcomes: BTreeMap<String, Stored>,
    /// Rows that were changed, as they were before (`None`: they were not there). Kept only where rows are to be written.
    pub(crate) before: Option<Before>,
}

/// The rows a batch changed, as they were.
#[derive(Clone, Debug, Default)]
pub(crate) struct Before {
    pub(crate) accounts: BTreeMap<AccountId, Option<Account>>,
    pub(crate) buckets: BTreeMap<BucketId, Option<Bucket>>,
    pub(crate) lots: BTreeMap<LotId, Option<Lot>>,
    pub(crate) holds: BTreeMap<HoldId, Option<Hold>>,
    pub(crate) claims: BTreeMap<ClaimId, Option<Claim>>,
    pub(crate) items: BTreeMap<ItemKey, Option<Item>>,
}

/// What an accepted command does: new facts, and the rows they change as they are afterwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    pub postings: Vec<Posting>,
    pub parts: Vec<ReversalPart>,
    pub accounts: Vec<Account>,
    pub buckets: Vec<Bucket>,
    pub lots: Vec<Lot>,
    pub holds: Vec<Hold>,
    pub claims: Vec<Claim>,
    pub items: Vec<Item>,
}

/// What the books say to one command.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Decided before, with this key and this content.
    Replay(Result<Posted, Refusal>),
    /// The key is not one, or stands for something else; nothing is to be recorded.
    Unfit(Refusal),
    Accepted(Posted, Effects),
    Refused(Refusal),
}

impl Books {
    /// Adds an account with all its places. `budget` is how far a programme, clearing or system account may go below zero.
    pub fn open_account(&mut self, account: Account, budget: Minutes) {
        for (class, state) in account.kind.places() {
            let bucket = new_bucket(&account, class, state, budget);
            self.buckets.insert(bucket.id, bucket);
        }
        self.accounts.insert(account.id, account);
    }

    /// Puts a lot where decisions find it.
    pub(crate) fn put_lot(&mut self, lot: Lot) {
        let order = (lot.expires.unwrap_or(NEVER), lot.id);
        if lot.remaining.is_positive() {
            self.open.entry(lot.bucket).or_default().insert(order);
        } else if let Some(open) = self.open.get_mut(&lot.bucket) {
            open.remove(&order);
        }
        self.lots.insert(lot.id, lot);
    }

    /// Decides one command and, if it is accepted, absorbs it, so that the next one sees it.
    pub fn decide(&mut self, command: &Command, now: Instant) -> Decision {
        if command.key.is_empty() || command.key.len() > limits::KEY_BYTES_MAX {
            return Decision::Unfit(refusals::key());
        }
        let hash = request_hash(command);
        if let Some(stored) = self.outcomes.get(&command.key) {
            if stored.hash != hash {
                return Decision::Unfit(refusals::key_reused());
            }
            return Decision::Replay(stored.outcome.clone().map(|posted| Posted { replayed: true, ..posted }));
        }
        match apply(self, command, now) {
            Ok(effects) => {
                let first = effects.postings.first().map(|p| (p.id, p.recorded));
                let (posting, recorded) = first.expect("every accepted command makes a posting");
                let posted = Posted { posting, recorded, replayed: false };
                self.absorb(&effects);
                self.outcomes.insert(command.key.clone(), Stored { hash, outcome: Ok(posted) });
                Decision::Accepted(posted, effects)
            }
            Err(refusal) => {
                self.outcomes.insert(command.key.clone(), Stored { hash, outcome: Err(refusal.clone()) });
                Decision::Refused(refusal)
            }
        }
    }

    /// Takes over what an accepted command did.
    pub fn absorb(&mut self, effects: &Effects) {
        self.remember(effects);
        for account in &effects.accounts {
            self.accounts.insert(account.id, *account);
        }
        for bucket in &effects.buckets {
            self.buckets.insert(bucket.id, *bucket);
        }
        for lot in &effects.lots {
            self.put_lot(*lot);
        }
        for hold in &effects.holds {
            self.holds.insert(hold.id, *hold);
        }
        for claim in &effects.claims {
            self.claims.insert(claim.id, *claim);
        }
        for item in &effects.items {
            self.items.insert((item.peer, item.id, item.direction), *item);
        }
        for part in &effects.parts {
            self.reversed.insert((part.original, part.n), (part.part, part.upto));
        }
        for posting in &effects.postings {
            self.postings.insert(posting.id, posting.clone());
        }
    }

    /// Keeps what rows were like before they change for the first time.
    fn remember(&mut self, effects: &Effects) {
        let Some(before) = &mut self.before else { return };
        for row in &effects.accounts {
            before.accounts.entry(row.id).or_insert_with(|| self.accounts.get(&row.id).copied());
        }
        for row in &effects.buckets {
            before.buckets.entry(row.id).or_insert_with(|| self.buckets.get(&row.id).copied());
        }
        for row in &effects.lots {
            before.lots.entry(row.id).or_insert_with(|| self.lots.get(&row.id).copied());
        }
        for row in &effects.holds {
            before.holds.entry(row.id).or_insert_with(|| self.holds.get(&row.id).copied());
        }
        for row in &effects.claims {
            before.claims.entry(row.id).or_insert_with(|| self.claims.get(&row.id).copied());
        }
        for row in &effects.items {
            let key = (row.peer, row.id, row.direction);
            before.items.entry(key).or_insert_with(|| self.items.get(&key).copied());
        }
    }
}

/// A place as it is when its account opens.
pub(crate) fn new_bucket(account: &Account, class: Class, state: State, budget: Minutes) -> Bucket {
    let floor = if account.kind.has_lots() { Minutes::ZERO } else { -budget };
    Bucket {
        id: bucket_id(account.id, class, state),
        account: account.id,
        class,
        state,
        balance: Minutes::ZERO,
        floor,
        version: 0,
        recorded: Instant(0),
    }
}
