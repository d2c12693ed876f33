//! Writes what a batch decided: facts as they came, every changed head once, guarded by what it was before.

use crate::books::{Books, Decision, Effects, ItemKey, NEVER};
use crate::canon::{Seal, leaf, request_hash};
use crate::commands::Command;
use crate::model::*;
use crate::store;
use std::collections::{BTreeMap, BTreeSet};
use tb_db::{Arg, DbError, Table, Tx, Update, args};
use tb_kernel::{AccountId, BucketId, ClaimId, Day, Entropy, HoldId, Instant, LotId};
use uuid::Uuid;

type Rows = Vec<Vec<Arg>>;

/// Facts to be inserted.
#[derive(Default)]
struct Facts {
    keys: Rows,
    postings: Rows,
    moves: Rows,
    entries: Rows,
    uses: Rows,
    leaves: Rows,
    reversals: Rows,
    days: BTreeMap<(BucketId, Day), i64>,
}

/// Heads that changed, in id order.
#[derive(Default)]
struct Touched {
    accounts: BTreeSet<AccountId>,
    buckets: BTreeSet<BucketId>,
    lots: BTreeSet<LotId>,
    holds: BTreeSet<HoldId>,
    claims: BTreeSet<ClaimId>,
    items: BTreeSet<ItemKey>,
}

pub(super) async fn all(
    tx: &mut Tx,
    batch: &[Command],
    decisions: &[Decision],
    before: &Books,
    after: &Books,
    now: Instant,
    entropy: &Entropy,
) -> Result<(), DbError> {
    let (mut facts, mut touched) = (Facts::default(), Touched::default());
    for (command, decision) in batch.iter().zip(decisions) {
        match decision {
            Decision::Accepted(posted, effects) => {
                let (none, hash) = (None::<String>, request_hash(command));
                facts.keys.push(args![&command.key, hash, posted.posting, none, posted.recorded]);
                effects.postings.iter().for_each(|posting| facts.posting(posting, entropy));
                facts.reversals.extend(effects.parts.iter().map(reversal_row));
                touched.by(effects);
            }
            Decision::Refused(refusal) => {
                let text = serde_json::to_string(refusal).map_err(|e| DbError::Other(e.to_string()))?;
                let (none, hash) = (None::<Uuid>, request_hash(command));
                facts.keys.push(args![&command.key, hash, none, text, now]);
            }
            Decision::Replay(_) | Decision::Unfit(_) => {}
        }
    }
    facts.write(tx).await?;
    touched.write(tx, before, after).await
}

impl Facts {
    fn posting(&mut self, posting: &Posting, entropy: &Entropy) {
        self.postings.push(args![
            posting.id,
            &posting.key,
            posting.kind.code(),
            posting.effective,
            posting.recorded,
            posting.actor,
            posting.subject.map(|s| s.kind.code()),
            posting.subject.map(|s| s.id),
            posting.policy.as_ref(),
            posting.reason.as_ref(),
            posting.reverses,
        ]);
        for (n, step) in (0i64..).zip(&posting.moves) {
            self.moves.push(args![posting.id, n, step.from, step.to, step.minutes]);
        }
        for (n, step) in (0i64..).zip(&posting.uses) {
            self.uses.push(args![posting.id, n, step.from, step.into, step.minutes]);
        }
        for entry in &posting.entries {
            let (effective, recorded) = (posting.effective, posting.recorded);
            self.entries.push(args![
                entry.bucket,
                entry.version,
                posting.id,
                entry.minutes,
                entry.after,
                effective,
                recorded,
            ]);
            *self.days.entry((entry.bucket, effective)).or_default() += entry.minutes.0;
        }
        let seal = Seal { event: entropy.bytes(), salt: entropy.bytes() };
        self.leaves.push(args![posting.id, leaf(posting, &seal).to_vec(), seal.salt]);
    }

    async fn write(mut self, tx: &mut Tx) -> Result<(), DbError> {
        // Rows of one bucket lie together: sorted, each page is visited once.
        for rows in [
            &mut self.keys,
            &mut self.postings,
            &mut self.moves,
            &mut self.entries,
            &mut self.uses,
            &mut self.leaves,
        ] {
            rows.sort_unstable();
        }
        let days: Rows = self.days.into_iter().map(|((bucket, day), delta)| args![bucket, day, delta]).collect();
        insert(tx, &store::INSERT_KEY, &self.keys).await?;
        insert(tx, &store::INSERT_POSTING, &self.postings).await?;
        insert(tx, &store::INSERT_MOVE, &self.moves).await?;
        insert(tx, &store::INSERT_ENTRY, &self.entries).await?;
        insert(tx, &store::ADD_DAY, &days).await?;
        insert(tx, &store::INSERT_USE, &self.uses).await?;
        insert(tx, &store::INSERT_REVERSAL, &self.reversals).await?;
        insert(tx, &store::INSERT_LEAF, &self.leaves).await
    }
}

impl Touched {
    fn by(&mut self, effects: &Effects) {
        self.accounts.extend(effects.accounts.iter().map(|a| a.id));
        self.buckets.extend(effects.buckets.iter().map(|b| b.id));
        self.lots.extend(effects.lots.iter().map(|l| l.id));
        self.holds.extend(effects.holds.iter().map(|h| h.id));
        self.claims.extend(effects.claims.iter().map(|c| c.id));
        self.items.extend(effects.items.iter().map(|i| (i.peer, i.id, i.direction)));
    }

    async fn write(self, tx: &mut Tx, before: &Books, after: &Books) -> Result<(), DbError> {
        let buckets = self.buckets.iter().map(|id| (&before.buckets[id], &after.buckets[id]));
        let buckets: Rows = buckets
            .map(|(old, new)| args![new.id, old.version, new.balance, new.version, new.recorded])
            .collect();
        update(tx, &store::UPDATE_BUCKET, &buckets).await?;

        let (mut made, mut changed) = (Rows::new(), Rows::new());
        for lot in self.lots.iter().map(|id| &after.lots[id]) {
            match before.lots.get(&lot.id) {
                None => made.push(lot_row(lot)),
                Some(old) if old.remaining == lot.remaining => {}
                Some(old) => changed.push(args![lot.id, old.remaining, lot.remaining, lot.remaining.is_positive()]),
            }
        }
        insert(tx, &store::INSERT_LOT, &made).await?;
        update(tx, &store::UPDATE_LOT, &changed).await?;

        let (mut made, mut changed) = (Rows::new(), Rows::new());
        for hold in self.holds.iter().map(|id| &after.holds[id]) {
            let open = hold.left().is_positive();
            match before.holds.get(&hold.id) {
                None => made.push(args![
                    hold.id,
                    hold.account,
                    hold.classes,
                    hold.amount,
                    hold.captured,
                    hold.returned,
                    hold.expires_at,
                    open,
                ]),
                Some(old) => {
                    changed.push(args![hold.id, old.captured, old.returned, hold.captured, hold.returned, open]);
                }
            }
        }
        insert(tx, &store::INSERT_HOLD, &made).await?;
        update(tx, &store::UPDATE_HOLD, &changed).await?;
        self.write_rare(tx, before, after).await
    }

    /// Claims, clearing items and what accounts owe: most batches have none.
    async fn write_rare(self, tx: &mut Tx, before: &Books, after: &Books) -> Result<(), DbError> {
        let (mut made, mut changed) = (Rows::new(), Rows::new());
        for claim in self.claims.iter().map(|id| &after.claims[id]) {
            let open = claim.left().is_positive();
            match before.claims.get(&claim.id) {
                None => made.push(args![
                    claim.id,
                    claim.debtor,
                    claim.creditor,
                    claim.amount,
                    claim.settled,
                    open,
                ]),
                Some(old) => changed.push(args![claim.id, old.settled, claim.settled, open]),
            }
        }
        insert(tx, &store::INSERT_CLAIM, &made).await?;
        update(tx, &store::UPDATE_CLAIM, &changed).await?;

        let accounts = self.accounts.iter().map(|id| (&before.accounts[id], &after.accounts[id]));
        let owing: Rows = accounts.map(|(old, new)| args![new.id, old.owing, new.owing]).collect();
        update(tx, &store::UPDATE_OWING, &owing).await?;

        let (mut made, mut changed) = (Rows::new(), Rows::new());
        for key in &self.items {
            let item = &after.items[key];
            match before.items.get(key) {
                None => made.push(item_row(item)),
                Some(old) => {
                    let direction = item.direction.code();
                    changed.push(args![item.peer, item.id, direction, old.posting, item.state.code()]);
                }
            }
        }
        insert(tx, &store::INSERT_ITEM, &made).await?;
        update(tx, &store::UPDATE_ITEM, &changed).await
    }
}

fn lot_row(lot: &Lot) -> Vec<Arg> {
    args![
        lot.id,
        lot.bucket,
        lot.origin,
        lot.root,
        lot.parent,
        lot.hold,
        lot.expires.unwrap_or(NEVER),
        lot.amount,
        lot.remaining,
        lot.remaining.is_positive(),
    ]
}

fn item_row(item: &Item) -> Vec<Arg> {
    args![
        item.peer,
        item.id,
        item.direction.code(),
        item.account,
        item.class.code(),
        item.amount,
        item.state.code(),
        item.posting,
    ]
}

fn reversal_row(part: &ReversalPart) -> Vec<Arg> {
    args![part.original, part.n, part.part, part.minutes, part.upto, part.of, part.by]
}

async fn insert(tx: &mut Tx, table: &Table, rows: &Rows) -> Result<(), DbError> {
    counted(table.name, rows.len(), tx.insert(table, rows).await?)
}

async fn update(tx: &mut Tx, what: &Update, rows: &Rows) -> Result<(), DbError> {
    counted(what.name, rows.len(), tx.update(what, rows).await?)
}

/// A guarded row that was not as expected means another writer: run again.
fn counted(name: &str, meant: usize, done: u64) -> Result<(), DbError> {
    if u64::try_from(meant) == Ok(done) {
        Ok(())
    } else {
        Err(DbError::Retry(format!("{name}: {done} rows of {meant} were as expected")))
    }
}
