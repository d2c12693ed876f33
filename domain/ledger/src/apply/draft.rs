//! A draft over the books: what a command would change, kept apart until all of it is allowed.

use super::places::places;
use crate::books::{Books, Effects};
use crate::commands::Command;
use crate::crossings;
use crate::model::*;
use crate::refusals;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tb_kernel::{AccountId, BucketId, ClaimId, Day, HoldId, Instant, LotId, Minutes, PostingId, Refusal};
use uuid::Uuid;

/// Balances stay within ±9·10¹⁵, far from where 64 bits end.
const BALANCE_MAX: i64 = 9_000_000_000_000_000;

pub(super) struct Draft<'a> {
    pub(super) books: &'a Books,
    command: &'a Command,
    pub(super) now: Instant,
    /// When the posting under way is recorded: after every earlier entry of the places it may touch.
    pub(super) recorded: Instant,
    /// The posting under way.
    pub(super) id: PostingId,
    number: usize,
    moves: Vec<Move>,
    uses: Vec<LotUse>,
    lots_made: u16,
    changes: BTreeMap<BucketId, i64>,
    pub(super) lots: BTreeMap<LotId, Lot>,
    accounts: BTreeMap<AccountId, Account>,
    buckets: BTreeMap<BucketId, Bucket>,
    holds: BTreeMap<HoldId, Hold>,
    claims: BTreeMap<ClaimId, Claim>,
    items: Vec<Item>,
    parts: Vec<ReversalPart>,
    postings: Vec<Posting>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(books: &'a Books, command: &'a Command, now: Instant) -> Draft<'a> {
        let mut last = Instant(0);
        for place in places(books, command) {
            last = last.max(books.buckets.get(&place.bucket()).map_or(Instant(0), |b| b.recorded));
        }
        let recorded = now.max(Instant(last.0 + 1));
        Draft {
            books,
            command,
            now,
            recorded,
            id: posting_id(recorded, &command.key, 0),
            number: 0,
            moves: Vec::new(),
            uses: Vec::new(),
            lots_made: 0,
            changes: BTreeMap::new(),
            lots: BTreeMap::new(),
            accounts: BTreeMap::new(),
            buckets: BTreeMap::new(),
            holds: BTreeMap::new(),
            claims: BTreeMap::new(),
            items: Vec::new(),
            parts: Vec::new(),
            postings: Vec::new(),
        }
    }

    pub(super) fn today(&self) -> Day {
        self.now.day()
    }

    // Reading.

    pub(super) fn account(&self, id: AccountId) -> Result<&Account, Refusal> {
        self.accounts.get(&id).or_else(|| self.books.accounts.get(&id)).ok_or_else(|| refusals::unknown("account", id))
    }
    /// The balance of a place; zero where an account of this kind has no such place.
    pub(super) fn balance(&self, account: AccountId, class: Class, state: State) -> Minutes {
        let id = bucket_id(account, class, state);
        let change = self.changes.get(&id).copied().unwrap_or(0);
        self.bucket(id).map_or(Minutes::ZERO, |b| Minutes(b.balance.0 + change))
    }
    pub(super) fn bucket(&self, id: BucketId) -> Option<&Bucket> {
        self.buckets.get(&id).or_else(|| self.books.buckets.get(&id))
    }
    pub(super) fn lot(&self, id: LotId) -> Result<Lot, Refusal> {
        let lot = self.lots.get(&id).or_else(|| self.books.lots.get(&id));
        lot.copied().ok_or_else(|| refusals::unknown("lot", id))
    }
    pub(super) fn hold(&self, id: HoldId) -> Result<Hold, Refusal> {
        self.books.holds.get(&id).copied().ok_or_else(|| refusals::unknown("hold", id))
    }

    // Guards.

    /// Minutes may be taken from it: it exists and is open.
    pub(super) fn giver(&self, id: AccountId) -> Result<AccountKind, Refusal> {
        let account = self.account(id)?;
        match account.status {
            AccountStatus::Open => Ok(account.kind),
            AccountStatus::Frozen => Err(refusals::account_frozen()),
            AccountStatus::Closed => Err(refusals::account_closed()),
        }
    }
    /// Minutes may be given to it: it exists and is not closed.
    pub(super) fn receiver(&self, id: AccountId) -> Result<AccountKind, Refusal> {
        let account = self.account(id)?;
        match account.status {
            AccountStatus::Closed => Err(refusals::account_closed()),
            _ => Ok(account.kind),
        }
    }
    /// A last day that has passed gives minutes nobody can use.
    pub(super) fn lasting(&self, expires: Option<Day>) -> Result<(), Refusal> {
        match expires {
            Some(day) if day < self.today() => Err(refusals::expiry_past(day)),
            _ => Ok(()),
        }
    }

    // Changing.

    pub(super) fn put_lot(&mut self, lot: Lot) {
        self.lots.insert(lot.id, lot);
    }
    pub(super) fn put_hold(&mut self, hold: Hold) {
        self.holds.insert(hold.id, hold);
    }
    pub(super) fn put_claim(&mut self, claim: Claim) {
        self.claims.insert(claim.id, claim);
    }
    pub(super) fn put_item(&mut self, item: Item) {
        self.items.push(item);
    }
    pub(super) fn put_part(&mut self, part: ReversalPart) {
        self.parts.push(part);
    }
    /// Between two places without lots there is nothing to say about lots.
    pub(super) fn put_use(&mut self, from: Option<LotId>, into: Option<LotId>, minutes: Minutes) {
        if from.is_some() || into.is_some() {
            self.uses.push(LotUse { from, into, minutes });
        }
    }
    pub(super) fn owes(&mut self, debtor: AccountId, more: i64) -> Result<(), Refusal> {
        let mut account = *self.account(debtor)?;
        account.owing = Minutes(account.owing.0 + more);
        self.accounts.insert(debtor, account);
        Ok(())
    }
    /// The id of the next lot of this posting: ids of lots sort by when they were made.
    ///
    /// # Errors
    /// When one posting would make more than 16,383 lots.
    pub(super) fn next_lot(&mut self) -> Result<LotId, Refusal> {
        self.lots_made += 1;
        let [high, low] = self.lots_made.to_be_bytes();
        if high > 0x3f {
            return Err(refusals::bounds());
        }
        let mut bytes = *self.id.0.as_bytes();
        bytes[8] = 0x80 | high;
        bytes[9] = low;
        Ok(LotId(Uuid::from_bytes(bytes)))
    }

    /// Moves minutes between two places, if the law has a row for it and the source does not fall below its floor.
    /// Lots are the caller's business.
    pub(super) fn shift(
        &mut self,
        kind: PostingKind,
        from: (AccountId, Class, State),
        to: (AccountId, Class, State),
        minutes: Minutes,
    ) -> Result<(), Refusal> {
        if !crossings::allowed(kind, (from.1, from.2), (to.1, to.2)) {
            return Err(refusals::crossing(kind, (from.1, from.2), (to.1, to.2)));
        }
        let (source, target) = (bucket_id(from.0, from.1, from.2), bucket_id(to.0, to.1, to.2));
        if source == target {
            return Err(refusals::same_account());
        }
        self.change(source, -minutes.0, minutes)?;
        self.change(target, minutes.0, minutes)?;
        let known = self.moves.iter().position(|m| m.from == source && m.to == target);
        let at = known.unwrap_or_else(|| {
            self.moves.push(Move { from: source, to: target, minutes: Minutes::ZERO });
            self.moves.len() - 1
        });
        let sum = Minutes(self.moves[at].minutes.0 + minutes.0);
        self.moves[at].minutes = sum;
        if sum > Minutes::MOVE_MAX { Err(refusals::bounds()) } else { Ok(()) }
    }

    fn change(&mut self, id: BucketId, by: i64, needed: Minutes) -> Result<(), Refusal> {
        let bucket = self.bucket(id).copied().ok_or_else(|| refusals::unknown("place", id))?;
        let change = self.changes.get(&id).copied().unwrap_or(0) + by;
        let after = bucket.balance.0 + change;
        if by < 0 && after < bucket.floor.0 {
            let left = Minutes(after - by - bucket.floor.0);
            let has_lots = self.account(bucket.account)?.kind.has_lots();
            return Err(if has_lots { refusals::insufficient(left, needed) } else { refusals::budget(left, needed) });
        }
        if after.abs() > BALANCE_MAX {
            return Err(refusals::bounds());
        }
        self.changes.insert(id, change);
        Ok(())
    }

    /// Ends the posting under way. Another one may follow in the same command; it is recorded one microsecond later.
    ///
    /// # Errors
    /// When nothing was moved: a posting has at least one move.
    pub(super) fn seal(&mut self, kind: PostingKind, reverses: Option<PostingId>) -> Result<(), Refusal> {
        let moves = std::mem::take(&mut self.moves);
        if moves.is_empty() {
            return Err(refusals::nothing_left());
        }
        let mut entries = Vec::with_capacity(self.changes.len());
        for (id, change) in std::mem::take(&mut self.changes) {
            let Some(mut bucket) = self.bucket(id).copied() else { continue };
            if change == 0 {
                continue;
            }
            bucket.balance = Minutes(bucket.balance.0 + change);
            bucket.version += 1;
            bucket.recorded = self.recorded;
            entries.push(Entry {
                bucket: id,
                version: bucket.version,
                minutes: Minutes(change),
                after: bucket.balance,
            });
            self.buckets.insert(id, bucket);
        }
        let note = &self.command.note;
        let key = match self.number {
            0 => self.command.key.clone(),
            n => format!("{}#{n}", self.command.key),
        };
        self.postings.push(Posting {
            id: self.id,
            key,
            kind,
            effective: note.effective.unwrap_or_else(|| self.now.day()),
            recorded: self.recorded,
            actor: note.actor,
            subject: note.subject,
            policy: note.policy.clone(),
            reason: note.reason.clone(),
            reverses,
            moves,
            entries,
            uses: std::mem::take(&mut self.uses),
        });
        self.number += 1;
        self.lots_made = 0;
        self.recorded = Instant(self.recorded.0 + 1);
        self.id = posting_id(self.recorded, &self.command.key, self.number);
        Ok(())
    }

    pub(super) fn into_effects(self) -> Effects {
        Effects {
            postings: self.postings,
            parts: self.parts,
            accounts: self.accounts.into_values().collect(),
            buckets: self.buckets.into_values().collect(),
            lots: self.lots.into_values().collect(),
            holds: self.holds.into_values().collect(),
            claims: self.claims.into_values().collect(),
            items: self.items,
        }
    }
}

/// The id of a posting follows from when it is recorded and from its key: 48 bits of milliseconds, 12 bits of microseconds,
/// then the number of the posting in its command and 48 bits of the key's digest. It sorts by recorded time, and bytes
/// 8 and 9 are free for the lots it makes.
fn posting_id(recorded: Instant, key: &str, number: usize) -> PostingId {
    let micros = u64::try_from(recorded.0).unwrap_or(0);
    let mut digest = Sha256::new();
    digest.update(key.as_bytes());
    digest.update([0, u8::try_from(number).unwrap_or(u8::MAX)]);
    let digest = digest.finalize();
    let mut bytes = [0u8; 16];
    bytes[..6].copy_from_slice(&(micros / 1000).to_be_bytes()[2..]);
    let fraction = u16::try_from(micros % 1000).unwrap_or(0) << 2;
    bytes[6..8].copy_from_slice(&(0x7000 | fraction).to_be_bytes());
    bytes[8] = 0x80;
    bytes[10..].copy_from_slice(&digest[..6]);
    PostingId(Uuid::from_bytes(bytes))
}
