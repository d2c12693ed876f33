//! Writes what a batch decided: facts as they came, every changed head once, guarded by what it was before.

use crate::books::{Before, Books, Decision, NEVER};
use crate::canon::{Seal, leaf};
use crate::commands::Command;
use crate::model::*;
use crate::store;
use std::collections::BTreeMap;
use tb_db::{Arg, DbError, Table, Tx, Update, args};
use tb_kernel::{BucketId, Day, Entropy, Instant};
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

pub(super) async fn all(
    tx: &mut Tx,
    batch: &[Command],
    decisions: &[Decision],
    books: &Books,
    now: Instant,
    entropy: &Entropy,
) -> Result<(), DbError> {
    let mut facts = Facts::default();
    for (command, decision) in batch.iter().zip(decisions) {
        let hash = books.outcomes.get(&command.key).map(|stored| stored.hash.to_vec());
        match decision {
            Decision::Accepted(posted, effects) => {
                facts.keys.push(args![&command.key, hash, posted.posting, None::<String>, posted.recorded]);
                effects.postings.iter().for_each(|posting| facts.posting(posting, entropy));
                facts.reversals.extend(effects.parts.iter().map(reversal_row));
            }
            Decision::Refused(refusal) => {
                let text = serde_json::to_string(refusal).map_err(|e| DbError::Other(e.to_string()))?;
                facts.keys.push(args![&command.key, hash, None::<Uuid>, text, now]);
            }
            Decision::Replay(_) | Decision::Unfit(_) => {}
        }
    }
    facts.write(tx).await?;
    match &books.before {
        Some(before) => heads(tx, before, books).await,
        None => Ok(()),
    }
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
        for rows in
            [&mut self.keys, &mut self.postings, &mut self.moves, &mut self.entries, &mut self.uses, &mut self.leaves]
        {
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

/// Every changed head once: inserted if it was not there, else updated if it still is as it was.
async fn heads(tx: &mut Tx, before: &Before, after: &Books) -> Result<(), DbError> {
    let mut changed = Rows::new();
    for (id, old) in &before.buckets {
        if let (Some(old), Some(new)) = (old, after.buckets.get(id)) {
            changed.push(args![new.id, old.version, new.balance, new.version, new.recorded]);
        }
    }
    update(tx, &store::UPDATE_BUCKET, &changed).await?;

    let (mut made, mut changed) = (Rows::new(), Rows::new());
    for (id, old) in &before.lots {
        let Some(lot) = after.lots.get(id) else { continue };
        match old {
            None => made.push(lot_row(lot)),
            Some(old) if old.remaining == lot.remaining => {}
            Some(old) => {
                changed.push(args![lot.id, old.remaining, lot.remaining, lot.remaining.is_positive()]);
            }
        }
    }
    insert(tx, &store::INSERT_LOT, &made).await?;
    update(tx, &store::UPDATE_LOT, &changed).await?;

    let (mut made, mut changed) = (Rows::new(), Rows::new());
    for (id, old) in &before.holds {
        let Some(hold) = after.holds.get(id) else { continue };
        match old {
            None => made.push(hold_row(hold)),
            Some(old) => {
                let open = hold.left().is_positive();
                changed.push(args![hold.id, old.captured, old.returned, hold.captured, hold.returned, open]);
            }
        }
    }
    insert(tx, &store::INSERT_HOLD, &made).await?;
    update(tx, &store::UPDATE_HOLD, &changed).await?;
    rare_heads(tx, before, after).await
}

/// Claims, clearing items and what accounts owe: most batches have none.
async fn rare_heads(tx: &mut Tx, before: &Before, after: &Books) -> Result<(), DbError> {
    let (mut made, mut changed) = (Rows::new(), Rows::new());
    for (id, old) in &before.claims {
        let Some(claim) = after.claims.get(id) else { continue };
        match old {
            None => made.push(claim_row(claim)),
            Some(old) => changed.push(args![claim.id, old.settled, claim.settled, claim.left().is_positive()]),
        }
    }
    insert(tx, &store::INSERT_CLAIM, &made).await?;
    update(tx, &store::UPDATE_CLAIM, &changed).await?;

    let mut owing = Rows::new();
    for (id, old) in &before.accounts {
        if let (Some(old), Some(new)) = (old, after.accounts.get(id)) {
            owing.push(args![new.id, old.owing, new.owing]);
        }
    }
    update(tx, &store::UPDATE_OWING, &owing).await?;

    let (mut made, mut changed) = (Rows::new(), Rows::new());
    for (key, old) in &before.items {
        let Some(item) = after.items.get(key) else { continue };
        match old {
            None => made.push(item_row(item)),
            Some(old) => {
                let direction = item.direction.code();
                changed.push(args![item.peer, item.id, direction, old.state.code(), item.state.code()]);
            }
        }
    }
    insert(tx, &store::INSERT_ITEM, &made).await?;
    update(tx, &store::UPDATE_ITEM, &changed).await
}

fn hold_row(hold: &Hold) -> Vec<Arg> {
    args![
        hold.id,
        hold.account,
        hold.classes,
        hold.amount,
        hold.captured,
        hold.returned,
        hold.expires_at,
        hold.left().is_positive(),
    ]
}

fn claim_row(claim: &Claim) -> Vec<Arg> {
    args![claim.id, claim.debtor, claim.creditor, claim.amount, claim.settled, claim.left().is_positive()]
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
