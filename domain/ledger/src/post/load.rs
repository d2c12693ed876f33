//! Reads as much of the books as a batch can touch. First what the commands name (holds, postings, items, claims: their
//! accounts never change), then the lock on all accounts, then, under the lock, everything that decides.

use crate::apply::{EVERYTHING, Place, Wants, places, wants};
use crate::books::{Books, NEVER, Stored};
use crate::commands::Command;
use crate::model::*;
use crate::store;
use std::collections::{BTreeMap, BTreeSet};
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{AccountId, BucketId, ClaimId, Day, HoldId, Instant, LotId, Minutes, PersonId, PostingId};
use uuid::Uuid;

/// Lots of parties read in the first round; more are read only if a batch needs more.
const LOTS_FIRST: i64 = 4096;
/// Lots of a pool read at a time.
const POOL_PAGE: i64 = 1024;

pub(super) async fn books(tx: &mut Tx, batch: &[Command], now: Instant) -> Result<Books, DbError> {
    let mut named = Wants::default();
    batch.iter().for_each(|command| wants(&command.act, &mut named));
    let mut books = Books::default();

    let holders = holders(tx, &named.holds).await?;
    items(tx, &mut books, &named).await?;
    let originals = books.items.values().map(|item| item.posting);
    let originals: BTreeSet<PostingId> = named.postings.iter().copied().chain(originals).collect();
    postings(tx, &mut books, &originals).await?;
    claims(tx, &mut books, store::CLAIMS, keys(named.claims.iter().copied())).await?;

    let mut all = accounts_of(&books, &named);
    all.extend(holders);
    lock(tx, &mut books, all).await?;
    let owing = named.earners.iter().filter(|id| books.accounts.get(id).is_some_and(|a| a.owing.is_positive()));
    let owing: BTreeSet<AccountId> = owing.copied().collect();
    if !owing.is_empty() || !named.claims.is_empty() {
        claims(tx, &mut books, store::CLAIMS, keys(named.claims.iter().copied())).await?;
        claims(tx, &mut books, store::CLAIMS_OF, keys(owing)).await?;
        // Creditors are learnt late, so out of order: two such batches may meet, then one is run again.
        let late: BTreeSet<AccountId> = books.claims.values().map(|c| c.creditor).collect();
        lock(tx, &mut books, late).await?;
    }
    // From here on nothing that is read can change before the commit.
    holds(tx, &mut books, &named.holds).await?;
    if !named.items.is_empty() {
        items(tx, &mut books, &named).await?;
    }
    let texts: Vec<&str> = batch.iter().map(|command| command.key.as_str()).collect();
    books.outcomes = outcomes(tx, &texts).await?;
    closed_through(tx, &mut books, batch, now).await?;
    reversed(tx, &mut books, &named.postings).await?;

    let wanted = wanted_places(&books, batch);
    buckets(tx, &mut books, &wanted).await?;
    open_lots(tx, &mut books, &wanted, now.day()).await?;
    lots_by_id(tx, &mut books, &named).await?;
    Ok(books)
}

fn keys<T: Into<Arg>>(ids: impl IntoIterator<Item = T>) -> Vec<Arg> {
    let all: BTreeSet<Arg> = ids.into_iter().map(Into::into).collect();
    all.into_iter().collect()
}

pub(crate) fn parse<T>(code: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, DbError> {
    read(code).ok_or_else(|| DbError::Other(format!("the ledger does not know the word {code}")))
}

/// Outcomes of keys that were used before.
pub(super) async fn outcomes(tx: &mut Tx, texts: &[&str]) -> Result<BTreeMap<String, Stored>, DbError> {
    type KeyRow = (String, Vec<u8>, Option<PostingId>, Instant, Option<String>);
    let rows: Vec<KeyRow> = tx.rows_in(store::KEYS, vec![], keys(texts.iter().copied())).await?;
    let mut found = BTreeMap::new();
    for (key, hash, posting, recorded, refusal) in rows {
        let hash = hash.try_into().map_err(|_| DbError::Other(format!("key {key}: its hash is not 32 bytes")))?;
        let outcome = match (posting, refusal) {
            (Some(posting), _) => Ok(Posted { posting, recorded, replayed: false }),
            (None, Some(text)) => Err(serde_json::from_str(&text).map_err(|e| DbError::Other(e.to_string()))?),
            (None, None) => return Err(DbError::Other(format!("key {key} has no outcome"))),
        };
        found.insert(key, Stored { hash, outcome });
    }
    Ok(found)
}

/// All accounts a batch may touch, as far as they are known before the lock.
fn accounts_of(books: &Books, named: &Wants) -> BTreeSet<AccountId> {
    let mut all: BTreeSet<AccountId> = named.accounts.iter().copied().collect();
    all.extend(books.items.values().map(|item| item.account));
    all.extend(books.claims.values().map(|claim| claim.creditor));
    all.extend(books.buckets.values().map(|bucket| bucket.account));
    all
}

async fn lock(tx: &mut Tx, books: &mut Books, ids: BTreeSet<AccountId>) -> Result<(), DbError> {
    let new = ids.into_iter().filter(|id| !books.accounts.contains_key(id));
    let new = keys(new);
    let rows: Vec<(AccountId, String, String, Minutes)> = tx.rows_in(store::ACCOUNTS, vec![], new).await?;
    for (id, kind, status, owing) in rows {
        let (kind, status) = (parse(&kind, AccountKind::parse)?, parse(&status, AccountStatus::parse)?);
        books.accounts.insert(id, Account { id, kind, status, owing });
    }
    Ok(())
}

/// Whose holds these are: that never changes.
async fn holders(tx: &mut Tx, ids: &[HoldId]) -> Result<BTreeSet<AccountId>, DbError> {
    let rows: Vec<(AccountId,)> = tx.rows_in(store::HOLDERS, vec![], keys(ids.iter().copied())).await?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

async fn holds(tx: &mut Tx, books: &mut Books, ids: &[HoldId]) -> Result<(), DbError> {
    type HoldRow = (HoldId, AccountId, i64, Minutes, Minutes, Minutes, Instant);
    let rows: Vec<HoldRow> = tx.rows_in(store::HOLDS, vec![], keys(ids.iter().copied())).await?;
    for (id, account, classes, amount, captured, returned, expires_at) in rows {
        books.holds.insert(id, Hold { id, account, classes, amount, captured, returned, expires_at });
    }
    Ok(())
}

async fn claims(tx: &mut Tx, books: &mut Books, sql: &'static str, ids: Vec<Arg>) -> Result<(), DbError> {
    type ClaimRow = (ClaimId, AccountId, AccountId, Minutes, Minutes);
    let rows: Vec<ClaimRow> = tx.rows_in(sql, vec![], ids).await?;
    for (id, debtor, creditor, amount, settled) in rows {
        books.claims.insert(id, Claim { id, debtor, creditor, amount, settled });
    }
    Ok(())
}

async fn items(tx: &mut Tx, books: &mut Books, named: &Wants) -> Result<(), DbError> {
    let numbers = keys(named.items.iter().map(|(_, item, _)| *item));
    type ItemRow = (AccountId, Uuid, String, AccountId, String, Minutes, String, PostingId);
    let rows: Vec<ItemRow> = tx.rows_in(store::ITEMS, vec![], numbers).await?;
    for (peer, id, direction, account, class, amount, state, posting) in rows {
        let direction = parse(&direction, Direction::parse)?;
        let (class, state) = (parse(&class, Class::parse)?, parse(&state, ItemState::parse)?);
        if named.items.contains(&(peer, id, direction)) {
            let item = Item { peer, id, direction, account, class, amount, state, posting };
            books.items.insert((peer, id, direction), item);
        }
    }
    Ok(())
}

/// Postings that may be turned round, with moves, lot uses and the places they touched.
async fn postings(tx: &mut Tx, books: &mut Books, ids: &BTreeSet<PostingId>) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids = keys(ids.iter().copied());
    for posting in read_postings(tx, ids.clone()).await? {
        books.postings.insert(posting.id, posting);
    }
    let touched = books.postings.values().flat_map(|p| &p.moves).flat_map(|m| [m.from, m.to]);
    let touched: BTreeSet<BucketId> = touched.collect();
    let rows: Vec<(BucketId, AccountId, String, String)> = tx.rows_in(store::PLACES, vec![], keys(touched)).await?;
    for (id, account, class, state) in rows {
        let (class, state) = (parse(&class, Class::parse)?, parse(&state, State::parse)?);
        books.buckets.insert(id, empty_bucket(id, account, class, state));
    }
    Ok(())
}

/// Whole postings by id, but for their entries.
pub(crate) async fn read_postings(tx: &mut Tx, ids: Vec<Arg>) -> Result<Vec<Posting>, DbError> {
    type PostingRow = (
        PostingId,
        String,
        String,
        Day,
        Instant,
        Option<PersonId>,
        Option<String>,
        Option<Uuid>,
        Option<String>,
        Option<String>,
        Option<PostingId>,
    );
    let rows: Vec<PostingRow> = tx.rows_in(store::POSTINGS, vec![], ids.clone()).await?;
    let mut found: BTreeMap<PostingId, Posting> = BTreeMap::new();
    for (id, key, kind, effective, recorded, actor, subject_kind, subject, policy, reason, reverses) in rows {
        let subject = match (subject_kind, subject) {
            (Some(kind), Some(id)) => Some(Subject { kind: parse(&kind, SubjectKind::parse)?, id }),
            _ => None,
        };
        let kind = parse(&kind, PostingKind::parse)?;
        let (moves, entries, uses) = (Vec::new(), Vec::new(), Vec::new());
        found.insert(
            id,
            Posting {
                id,
                key,
                kind,
                effective,
                recorded,
                actor,
                subject,
                policy,
                reason,
                reverses,
                moves,
                entries,
                uses,
            },
        );
    }
    let moves: Vec<(PostingId, BucketId, BucketId, Minutes)> = tx.rows_in(store::MOVES, vec![], ids.clone()).await?;
    for (id, from, to, minutes) in moves {
        if let Some(posting) = found.get_mut(&id) {
            posting.moves.push(Move { from, to, minutes });
        }
    }
    let uses: Vec<(PostingId, Option<LotId>, Option<LotId>, Minutes)> = tx.rows_in(store::USES, vec![], ids).await?;
    for (id, from, into, minutes) in uses {
        if let Some(posting) = found.get_mut(&id) {
            posting.uses.push(LotUse { from, into, minutes });
        }
    }
    Ok(found.into_values().collect())
}

async fn reversed(tx: &mut Tx, books: &mut Books, ids: &[PostingId]) -> Result<(), DbError> {
    let rows: Vec<(PostingId, i64, i64, Minutes)> =
        tx.rows_in(store::REVERSED, vec![], keys(ids.iter().copied())).await?;
    for (original, n, part, upto) in rows {
        books.reversed.insert((original, n), (part, upto));
    }
    Ok(())
}

/// Only who books into the past needs to know where the past is closed; and then it must not be closed meanwhile.
async fn closed_through(tx: &mut Tx, books: &mut Books, batch: &[Command], now: Instant) -> Result<(), DbError> {
    let today = now.day();
    if batch.iter().any(|command| command.note.effective.is_some_and(|day| day < today)) {
        tx.row::<(i64,)>(store::GATE, args![]).await?;
        let through: (Option<Day>,) = tx.one(store::CLOSED_THROUGH, args![]).await?;
        books.closed_through = through.0;
    }
    Ok(())
}

/// The places of all commands, with the sum of what may be taken from each.
fn wanted_places(books: &Books, batch: &[Command]) -> BTreeMap<BucketId, Place> {
    let mut wanted: BTreeMap<BucketId, Place> = BTreeMap::new();
    for place in batch.iter().flat_map(|command| places(books, command)) {
        let known = wanted.entry(place.bucket()).or_insert(Place { takes: None, ..place });
        known.takes = match (known.takes, place.takes) {
            (Some(a), Some(b)) => Some(Minutes(a.0.saturating_add(b.0))),
            (a, b) => a.or(b),
        };
    }
    wanted
}

fn empty_bucket(id: BucketId, account: AccountId, class: Class, state: State) -> Bucket {
    let (zero, never) = (Minutes::ZERO, Instant(0));
    Bucket { id, account, class, state, balance: zero, floor: zero, version: 0, recorded: never }
}

async fn buckets(tx: &mut Tx, books: &mut Books, wanted: &BTreeMap<BucketId, Place>) -> Result<(), DbError> {
    // Places of postings to be turned round were put here to learn whose they are; now they are read as they stand.
    let mut places: BTreeMap<BucketId, Bucket> = std::mem::take(&mut books.buckets);
    for (id, place) in wanted {
        places.entry(*id).or_insert_with(|| empty_bucket(*id, place.account, place.class, place.state));
    }
    let rows: Vec<(BucketId, Minutes, Minutes, i64, Instant)> =
        tx.rows_in(store::BUCKETS, vec![], keys(places.keys().copied())).await?;
    for (id, floor, balance, version, recorded) in rows {
        if let Some(place) = places.get(&id) {
            books.buckets.insert(id, Bucket { floor, balance, version, recorded, ..*place });
        }
    }
    Ok(())
}

pub(crate) type LotRow = (LotId, BucketId, PostingId, LotId, Option<LotId>, Option<HoldId>, Day, Minutes, Minutes);

pub(crate) fn lot((id, bucket, origin, root, parent, hold, expires, amount, remaining): LotRow) -> Lot {
    let expires = (expires < NEVER).then_some(expires);
    Lot { id, bucket, origin, root, parent, hold, expires, amount, remaining }
}

/// Open lots of the places that are debited: all of them, or, where there are very many, enough to cover the batch.
async fn open_lots(
    tx: &mut Tx,
    books: &mut Books,
    wanted: &BTreeMap<BucketId, Place>,
    today: Day,
) -> Result<(), DbError> {
    let mut parties: BTreeMap<BucketId, Minutes> = BTreeMap::new();
    for (id, place) in wanted {
        // An empty place has no lots; a system account keeps none.
        let filled = books.buckets.get(id).is_some_and(|bucket| bucket.balance.is_positive());
        let (Some(takes), true, true) = (place.takes, filled, place.class != Class::System) else { continue };
        if books.accounts.get(&place.account).is_some_and(|a| a.kind == AccountKind::Pool) {
            pool_lots(tx, books, *id, takes, today).await?;
        } else {
            parties.insert(*id, takes);
        }
    }
    let mut most = LOTS_FIRST;
    while !parties.is_empty() {
        let rows: Vec<LotRow> = tx.rows_in(store::OPEN_LOTS, args![most], keys(parties.keys().copied())).await?;
        let all_read = i64::try_from(rows.len()).unwrap_or(i64::MAX) < most;
        let mut usable: BTreeMap<BucketId, i64> = BTreeMap::new();
        for lot in rows.into_iter().map(lot) {
            *usable.entry(lot.bucket).or_default() += usable_minutes(&lot, today);
            books.put_lot(lot);
        }
        if all_read {
            break;
        }
        parties.retain(|id, takes| *takes == EVERYTHING || usable.get(id).copied().unwrap_or(0) < takes.0);
        most = most.saturating_mul(8);
    }
    Ok(())
}

/// A pool gets a lot with every donation: it is read in the order its lots are taken, only as far as needed.
async fn pool_lots(tx: &mut Tx, books: &mut Books, pool: BucketId, takes: Minutes, today: Day) -> Result<(), DbError> {
    let (mut usable, mut last) = (0, (Day(i64::MIN), LotId(Uuid::nil())));
    while usable < takes.0 {
        let page = args![pool, last.0, last.1, POOL_PAGE];
        let rows: Vec<LotRow> = tx.rows(store::POOL_LOTS, page).await?;
        let Some(end) = rows.last() else { break };
        last = (end.6, end.0);
        for lot in rows.into_iter().map(lot) {
            usable += usable_minutes(&lot, today);
            books.put_lot(lot);
        }
    }
    Ok(())
}

fn usable_minutes(lot: &Lot, today: Day) -> i64 {
    if lot.expires.unwrap_or(NEVER) >= today { lot.remaining.0 } else { 0 }
}

/// Lots that are named, were used by a posting to be turned round, or are the home of what was set aside.
async fn lots_by_id(tx: &mut Tx, books: &mut Books, named: &Wants) -> Result<(), DbError> {
    let used = books.postings.values().flat_map(|p| &p.uses).flat_map(|u| [u.from, u.into]).flatten();
    let used: BTreeSet<LotId> = named.lots.iter().copied().chain(used).collect();
    read_missing(tx, books, used).await?;
    let homes: BTreeSet<LotId> = books.lots.values().filter_map(|lot| lot.parent).collect();
    read_missing(tx, books, homes).await
}

async fn read_missing(tx: &mut Tx, books: &mut Books, ids: BTreeSet<LotId>) -> Result<(), DbError> {
    let missing = keys(ids.into_iter().filter(|id| !books.lots.contains_key(id)));
    let rows: Vec<LotRow> = tx.rows_in(store::LOTS, vec![], missing).await?;
    rows.into_iter().map(lot).for_each(|lot| books.put_lot(lot));
    Ok(())
}

/// Lots by id.
pub(crate) async fn read_lots(tx: &mut Tx, ids: BTreeSet<LotId>) -> Result<BTreeMap<LotId, Lot>, DbError> {
    let rows: Vec<LotRow> = tx.rows_in(store::LOTS, vec![], keys(ids)).await?;
    Ok(rows.into_iter().map(lot).map(|lot| (lot.id, lot)).collect())
}
