//! What happened: the statement of an account, one posting whole, the postings about a subject.

use super::{subject_of, used_places, version_at};
use crate::model::*;
use crate::post::{parse, read_lots, read_postings};
use crate::store::{self, ask};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{AccountId, BucketId, Cursor, Day, Instant, LotId, Minutes, Page, PageSize, PostingId};
use uuid::Uuid;

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
    for (id, class, state, last) in used_places(tx, account).await? {
        if !states.contains(&state) {
            continue;
        }
        let before = match from {
            Some(cursor) => version_at(tx, id, last, Instant(cursor.key)).await? + 1,
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
    type LineRow = (PostingId, String, Option<String>, Option<Uuid>, Option<String>, Minutes, Minutes, Day, Instant);
    let rows: Vec<LineRow> = tx.rows(ask::LINES, args![id, before, most]).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for (posting, kind, subject_kind, subject, reason, minutes, after, effective, recorded) in rows {
        let (kind, subject) = (parse(&kind, PostingKind::parse)?, subject_of(subject_kind, subject)?);
        lines.push(Line { posting, kind, subject, reason, class, state, minutes, after, effective, recorded });
    }
    Ok(lines)
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
    let place = |id| places.get(&id).copied().ok_or_else(|| DbError::Other(format!("bucket {id} does not exist")));
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
