//! Questions to the ledger: what there is, what happened, what was believed when, and where a minute comes from.
//! Read-only; each takes a [`Tx`], so it can be asked inside a transaction, in a snapshot or on its own.

use crate::model::*;
use crate::post::{parse, read_lots, read_postings};
use crate::store::ask;
use crate::{books::NEVER, store};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{
    AccountId, BucketId, Cursor, Day, HoldId, Instant, LotId, Minutes, Node, Page, PageSize, PersonId, PostingId,
};
use uuid::Uuid;

/// What lies where in one account, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balances {
    pub earned_free: Minutes,
    pub earned_held: Minutes,
    pub earned_frozen: Minutes,
    pub granted_free: Minutes,
    pub granted_held: Minutes,
    pub granted_frozen: Minutes,
    pub gifted_free: Minutes,
    pub gifted_held: Minutes,
    pub gifted_frozen: Minutes,
    pub honour: Minutes,
    /// Only programme, clearing and system accounts; may be negative.
    pub system: Minutes,
    /// All minutes ever earned by service, less what was taken back. Zero in answers about the past.
    pub earned_in_all: Minutes,
}

impl Balances {
    pub fn earned_total(&self) -> Minutes {
        [self.earned_free, self.earned_held, self.earned_frozen].into_iter().sum()
    }
    /// What can be redeemed now (lapsed lots that no job has swept yet are still in it).
    pub fn free(&self) -> Minutes {
        [self.earned_free, self.granted_free, self.gifted_free].into_iter().sum()
    }
    pub fn held(&self) -> Minutes {
        [self.earned_held, self.granted_held, self.gifted_held].into_iter().sum()
    }
    pub fn frozen(&self) -> Minutes {
        [self.earned_frozen, self.granted_frozen, self.gifted_frozen].into_iter().sum()
    }
    fn place(&mut self, class: Class, state: State) -> &mut Minutes {
        match (class, state) {
            (Class::Earned, State::Free) => &mut self.earned_free,
            (Class::Earned, State::Held) => &mut self.earned_held,
            (Class::Earned, State::Frozen) => &mut self.earned_frozen,
            (Class::Granted, State::Free) => &mut self.granted_free,
            (Class::Granted, State::Held) => &mut self.granted_held,
            (Class::Granted, State::Frozen) => &mut self.granted_frozen,
            (Class::Gifted, State::Free) => &mut self.gifted_free,
            (Class::Gifted, State::Held) => &mut self.gifted_held,
            (Class::Gifted, State::Frozen) => &mut self.gifted_frozen,
            (Class::Honour, _) => &mut self.honour,
            (Class::System, _) => &mut self.system,
        }
    }
}

/// Every place any account can have.
fn all_places(account: AccountId) -> BTreeMap<BucketId, (Class, State)> {
    let pairs = Class::ALL.iter().flat_map(|class| State::ALL.iter().map(move |state| (*class, *state)));
    pairs.map(|(class, state)| (bucket_id(account, class, state), (class, state))).collect()
}

fn ids_of(places: &BTreeMap<BucketId, (Class, State)>) -> Vec<Arg> {
    places.keys().map(|id| (*id).into()).collect()
}

/// What lies where now.
///
/// # Errors
/// Any [`DbError`].
pub async fn balances(tx: &mut Tx, account: AccountId) -> Result<Balances, DbError> {
    let places = all_places(account);
    let rows: Vec<(BucketId, String, String, Minutes, i64)> =
        tx.rows_in(ask::BALANCES, vec![], ids_of(&places)).await?;
    let mut balances = Balances::default();
    for (id, .., balance, _) in rows {
        if let Some((class, state)) = places.get(&id) {
            *balances.place(*class, *state) = balance;
        }
    }
    let place = |state| bucket_id(account, Class::Earned, state);
    let keys = args![place(State::Free), place(State::Held), place(State::Frozen)];
    let (earned,): (Minutes,) = tx.one(ask::EARNED_IN_ALL, keys).await?;
    balances.earned_in_all = earned;
    Ok(balances)
}

/// What lay where as it was recorded at `at`: one search in the versions of each place.
///
/// # Errors
/// Any [`DbError`].
pub async fn balances_recorded_at(tx: &mut Tx, account: AccountId, at: Instant) -> Result<Balances, DbError> {
    let mut balances = Balances::default();
    for (id, (class, state)) in all_places(account) {
        let version = version_at(tx, id, at).await?;
        let entry: Option<(Instant, Minutes)> = tx.row(ask::ENTRY_AT, args![id, version]).await?;
        *balances.place(class, state) = entry.map_or(Minutes::ZERO, |(_, after)| after);
    }
    Ok(balances)
}

/// What lies where as it counts on `day`, whenever it was recorded.
///
/// # Errors
/// Any [`DbError`].
pub async fn balances_effective_on(tx: &mut Tx, account: AccountId, day: Day) -> Result<Balances, DbError> {
    let places = all_places(account);
    let rows: Vec<(BucketId, Minutes)> = tx.rows_in(ask::DAYS_UP_TO, args![day], ids_of(&places)).await?;
    let mut balances = Balances::default();
    for (id, sum) in rows {
        if let Some((class, state)) = places.get(&id) {
            *balances.place(*class, *state) = sum;
        }
    }
    Ok(balances)
}

/// The last version of a place that was recorded at or before `at`; 0 when there is none. Recorded times strictly
/// increase with the version, so halving finds it.
async fn version_at(tx: &mut Tx, id: BucketId, at: Instant) -> Result<i64, DbError> {
    let last: Option<(i64,)> = tx.row(ask::VERSION, args![id]).await?;
    let (mut low, mut high) = (0, last.map_or(0, |(version,)| version));
    while low < high {
        let middle = low + (high - low + 1) / 2;
        let entry: Option<(Instant, Minutes)> = tx.row(ask::ENTRY_AT, args![id, middle]).await?;
        if entry.is_some_and(|(recorded, _)| recorded <= at) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Ok(low)
}

/// One line of an account's statement: what a posting did to one of its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    pub posting: PostingId,
    pub kind: PostingKind,
    pub subject: Option<Subject>,
    pub reason: Option<String>,
    pub class: Class,
    pub state: State,
    /// Signed.
    pub minutes: Minutes,
    /// Balance of that place after it.
    pub after: Minutes,
    pub effective: Day,
    pub recorded: Instant,
}

impl Line {
    fn cursor(&self) -> Cursor {
        // Lines of one posting are ordered by place; the place is told in the free bytes of the id.
        let mut id = *self.posting.0.as_bytes();
        id[8] = self.class as u8 * 3 + self.state as u8;
        Cursor { key: self.recorded.0, id: Uuid::from_bytes(id) }
    }
}

/// The statement of an account, newest first. `states` chooses places: free alone reads like a passbook.
///
/// # Errors
/// Any [`DbError`].
pub async fn statement(
    tx: &mut Tx,
    account: AccountId,
    states: &[State],
    from: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Line>, DbError> {
    let mut lines: Vec<Line> = Vec::new();
    for (id, (class, state)) in all_places(account) {
        if !states.contains(&state) {
            continue;
        }
        let before = match from {
            Some(cursor) => version_at(tx, id, Instant(cursor.key)).await? + 1,
            None => i64::MAX,
        };
        if before > 1 {
            lines.extend(lines_of(tx, id, (class, state), before, size.rows() + 2).await?);
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse((line.recorded, line.cursor().id)));
    if let Some(from) = from {
        lines.retain(|line| (line.recorded.0, line.cursor().id) < (from.key, from.id));
    }
    lines.truncate(usize::try_from(size.rows() + 1).unwrap_or(usize::MAX));
    Ok(Page::cut(lines, size, Line::cursor))
}

async fn lines_of(
    tx: &mut Tx,
    id: BucketId,
    (class, state): (Class, State),
    before: i64,
    most: i64,
) -> Result<Vec<Line>, DbError> {
    type LineRow = (
        PostingId,
        String,
        Option<String>,
        Option<Uuid>,
        Option<String>,
        Minutes,
        Minutes,
        Day,
        Instant,
    );
    let rows: Vec<LineRow> = tx.rows(ask::LINES, args![id, before, most]).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for (posting, kind, subject_kind, subject, reason, minutes, after, effective, recorded) in rows {
        let (kind, subject) = (parse(&kind, PostingKind::parse)?, subject_of(subject_kind, subject)?);
        lines.push(Line { posting, kind, subject, reason, class, state, minutes, after, effective, recorded });
    }
    Ok(lines)
}

fn subject_of(kind: Option<String>, id: Option<Uuid>) -> Result<Option<Subject>, DbError> {
    match (kind, id) {
        (Some(kind), Some(id)) => Ok(Some(Subject { kind: parse(&kind, SubjectKind::parse)?, id })),
        _ => Ok(None),
    }
}

/// A move with its places in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MoveDetail {
    pub from: (AccountId, Class, State),
    pub to: (AccountId, Class, State),
    pub minutes: Minutes,
}

/// Which lot paid, and the grant or service its line began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UseDetail {
    pub from: Option<LotId>,
    pub into: Option<LotId>,
    pub minutes: Minutes,
    /// First lot of the line that paid.
    pub root: Option<LotId>,
    pub expires: Option<Day>,
}

/// One posting, whole.
#[derive(Clone, Debug)]
pub struct PostingDetail {
    pub posting: Posting,
    pub moves: Vec<MoveDetail>,
    pub uses: Vec<UseDetail>,
}

/// A posting with its moves in words and the lots it used.
///
/// # Errors
/// Any [`DbError`].
pub async fn posting(tx: &mut Tx, id: PostingId) -> Result<Option<PostingDetail>, DbError> {
    let Some(posting) = read_postings(tx, args![id]).await?.into_iter().next() else { return Ok(None) };
    let touched: BTreeSet<BucketId> = posting.moves.iter().flat_map(|m| [m.from, m.to]).collect();
    let rows: Vec<(BucketId, AccountId, String, String)> =
        tx.rows_in(store::PLACES, vec![], touched.into_iter().map(Arg::from).collect()).await?;
    let mut places = BTreeMap::new();
    for (id, account, class, state) in rows {
        places.insert(id, (account, parse(&class, Class::parse)?, parse(&state, State::parse)?));
    }
    let place =
        |id| places.get(&id).copied().ok_or_else(|| DbError::Other(format!("bucket {id} does not exist")));
    let mut moves = Vec::new();
    for step in &posting.moves {
        moves.push(MoveDetail { from: place(step.from)?, to: place(step.to)?, minutes: step.minutes });
    }
    let lots = read_lots(tx, posting.uses.iter().flat_map(|u| [u.from, u.into]).flatten().collect()).await?;
    let uses = posting.uses.iter().map(|step| {
        let lot = step.from.or(step.into).and_then(|id| lots.get(&id));
        UseDetail {
            from: step.from,
            into: step.into,
            minutes: step.minutes,
            root: lot.map(|l| l.root),
            expires: lot.and_then(|l| l.expires),
        }
    });
    let uses = uses.collect();
    Ok(Some(PostingDetail { posting, moves, uses }))
}

/// The postings about a subject (an order, a case …), oldest first, at most 1,000.
///
/// # Errors
/// Any [`DbError`].
pub async fn postings_about(tx: &mut Tx, subject: Uuid) -> Result<Vec<PostingId>, DbError> {
    let rows: Vec<(PostingId,)> = tx.rows(ask::ABOUT, args![subject]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A lot on the way back to where its minutes came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    pub lot: LotId,
    /// How many steps back from the lot that was asked about.
    pub steps: usize,
    pub account: AccountId,
    pub class: Class,
    /// The posting that made the lot.
    pub posting: PostingId,
    pub kind: PostingKind,
    pub subject: Option<Subject>,
    pub effective: Day,
    /// How many of its minutes went on towards the lot that was asked about (all of them for that lot itself).
    pub minutes: Minutes,
}

/// How far back a trace goes.
const TRACE_STEPS_MAX: usize = 64;
/// How many lots a trace names.
const TRACE_LOTS_MAX: usize = 1_000;

/// Follows a lot back, posting by posting, to the grants and services it was paid with.
///
/// # Errors
/// Any [`DbError`].
pub async fn trace(tx: &mut Tx, lot: LotId) -> Result<Vec<Origin>, DbError> {
    let mut origins = Vec::new();
    let mut seen = BTreeSet::from([lot]);
    let mut asked: BTreeMap<LotId, Minutes> = BTreeMap::from([(lot, Minutes::ZERO)]);
    for steps in 0..TRACE_STEPS_MAX {
        let lots = read_lots(tx, asked.keys().copied().collect()).await?;
        let made: BTreeSet<PostingId> = lots.values().map(|l| l.origin).collect();
        let made: Vec<Arg> = made.into_iter().map(Arg::from).collect();
        type Act = (PostingId, String, Option<String>, Option<Uuid>, Day);
        let acts: Vec<Act> = tx.rows_in(ask::ACTS, vec![], made.clone()).await?;
        let places: Vec<(LotId, AccountId, String, String)> =
            tx.rows_in(ask::LOT_PLACES, vec![], lots.keys().map(|id| (*id).into()).collect()).await?;
        for lot in lots.values() {
            let act = acts.iter().find(|act| act.0 == lot.origin);
            let place = places.iter().find(|place| place.0 == lot.id);
            let (Some((_, kind, subject_kind, subject, effective)), Some((_, account, class, _))) = (act, place)
            else {
                return Err(DbError::Other(format!("lot {} has no origin", lot.id)));
            };
            origins.push(Origin {
                lot: lot.id,
                steps,
                account: *account,
                class: parse(class, Class::parse)?,
                posting: lot.origin,
                kind: parse(kind, PostingKind::parse)?,
                subject: subject_of(subject_kind.clone(), *subject)?,
                effective: *effective,
                minutes: if steps == 0 { lot.amount } else { asked[&lot.id] },
            });
        }
        let uses: Vec<(PostingId, Option<LotId>, Option<LotId>, Minutes)> =
            tx.rows_in(store::USES, vec![], made).await?;
        let mut next: BTreeMap<LotId, Minutes> = BTreeMap::new();
        for (_, from, into, minutes) in uses {
            if let (Some(from), true) = (from, into.is_some_and(|into| lots.contains_key(&into))) {
                if seen.insert(from) || next.contains_key(&from) {
                    let sum = next.entry(from).or_default();
                    *sum = Minutes(sum.0 + minutes.0);
                }
            }
        }
        if next.is_empty() || origins.len() + next.len() > TRACE_LOTS_MAX {
            break;
        }
        asked = next;
    }
    Ok(origins)
}

/// An account with its owner (opaque to the ledger) and its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AccountView {
    pub account: Account,
    pub owner: Option<Uuid>,
    pub node: Node,
}

/// The account, if there is one.
///
/// # Errors
/// Any [`DbError`].
pub async fn account(tx: &mut Tx, id: AccountId) -> Result<Option<AccountView>, DbError> {
    let rows: Vec<AccountRow> = tx.rows(ask::ACCOUNT, args![id]).await?;
    rows.into_iter().next().map(account_of).transpose()
}

/// The accounts of an owner.
///
/// # Errors
/// Any [`DbError`].
pub async fn accounts_of(tx: &mut Tx, owner: Uuid) -> Result<Vec<AccountView>, DbError> {
    let rows: Vec<AccountRow> = tx.rows(ask::ACCOUNTS_OF, args![owner]).await?;
    rows.into_iter().map(account_of).collect()
}

type AccountRow = (AccountId, String, String, Option<Uuid>, Node, Minutes);

fn account_of((id, kind, status, owner, node, owing): AccountRow) -> Result<AccountView, DbError> {
    let (kind, status) = (parse(&kind, AccountKind::parse)?, parse(&status, AccountStatus::parse)?);
    Ok(AccountView { account: Account { id, kind, status, owing }, owner, node })
}

/// A change of an account: when, status, budget, by whom, why.
pub type AccountChange = (Instant, String, Minutes, Option<PersonId>, Option<String>);

/// How an account came to be as it is, oldest first.
///
/// # Errors
/// Any [`DbError`].
pub async fn account_history(tx: &mut Tx, id: AccountId) -> Result<Vec<AccountChange>, DbError> {
    tx.rows(ask::EVENTS, args![id]).await
}

/// Lots of an account with something left, those that lapse first in front.
///
/// # Errors
/// Any [`DbError`].
pub async fn open_lots(tx: &mut Tx, account: AccountId) -> Result<Vec<Lot>, DbError> {
    let mut lots: Vec<Lot> = tx
        .rows_in::<crate::post::LotRow>(ask::OPEN_LOTS_OF, vec![], ids_of(&all_places(account)))
        .await?
        .into_iter()
        .map(crate::post::lot)
        .collect();
    lots.sort_by_key(|lot| (lot.expires.unwrap_or(NEVER), lot.id));
    Ok(lots)
}

/// Free lots whose last day is before `today`: account and lot.
///
/// # Errors
/// Any [`DbError`].
pub async fn lapsed_lots(tx: &mut Tx, today: Day, most: i64) -> Result<Vec<(AccountId, LotId)>, DbError> {
    tx.rows(ask::LAPSED_LOTS, args![today, most]).await
}

/// A hold.
///
/// # Errors
/// Any [`DbError`].
pub async fn hold(tx: &mut Tx, id: HoldId) -> Result<Option<Hold>, DbError> {
    type HoldRow = (HoldId, AccountId, i64, Minutes, Minutes, Minutes, Instant);
    let rows: Vec<HoldRow> = tx.rows_in(store::HOLDS, vec![], args![id]).await?;
    Ok(rows.into_iter().next().map(|(id, account, classes, amount, captured, returned, expires_at)| Hold {
        id,
        account,
        classes,
        amount,
        captured,
        returned,
        expires_at,
    }))
}

/// Holds with something left whose time has passed at `now`.
///
/// # Errors
/// Any [`DbError`].
pub async fn due_holds(tx: &mut Tx, now: Instant, most: i64) -> Result<Vec<HoldId>, DbError> {
    let rows: Vec<(HoldId,)> = tx.rows(ask::DUE_HOLDS, args![now, most]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Open claims against an account.
///
/// # Errors
/// Any [`DbError`].
pub async fn open_claims(tx: &mut Tx, debtor: AccountId) -> Result<Vec<Claim>, DbError> {
    type ClaimRow = (tb_kernel::ClaimId, AccountId, AccountId, Minutes, Minutes);
    let rows: Vec<ClaimRow> = tx.rows_in(store::CLAIMS_OF, vec![], args![debtor]).await?;
    Ok(rows
        .into_iter()
        .map(|(id, debtor, creditor, amount, settled)| Claim { id, debtor, creditor, amount, settled })
        .collect())
}

/// What is under way to a peer, at most 1,000 items.
///
/// # Errors
/// Any [`DbError`].
pub async fn open_items(tx: &mut Tx, peer: AccountId) -> Result<Vec<Item>, DbError> {
    type ItemRow = (AccountId, Uuid, String, AccountId, String, Minutes, String, PostingId);
    let rows: Vec<ItemRow> = tx.rows(ask::OPEN_ITEMS, args![peer]).await?;
    rows.into_iter()
        .map(|(peer, id, direction, account, class, amount, state, posting)| {
            let direction = parse(&direction, Direction::parse)?;
            let (class, state) = (parse(&class, Class::parse)?, parse(&state, ItemState::parse)?);
            Ok(Item { peer, id, direction, account, class, amount, state, posting })
        })
        .collect()
}

/// Closed periods: last day, when it was closed, by whom.
///
/// # Errors
/// Any [`DbError`].
pub async fn periods(tx: &mut Tx) -> Result<Vec<(Day, Instant, Option<PersonId>)>, DbError> {
    tx.rows(ask::PERIODS, args![]).await
}

/// The sum of all places: zero, or something is wrong.
///
/// # Errors
/// Any [`DbError`].
pub async fn sum_of_all(tx: &mut Tx) -> Result<Minutes, DbError> {
    let (sum,): (Minutes,) = tx.one(ask::SUM_OF_ALL, args![]).await?;
    Ok(sum)
}
