//! Where a minute comes from.

use super::subject_of;
use crate::model::*;
use crate::post::{parse, read_lots};
use crate::store::{self, ask};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tb_db::{Arg, DbError, Tx};
use tb_kernel::{AccountId, Day, LotId, Minutes, PostingId};
use uuid::Uuid;

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
            let (Some((_, kind, subject_kind, subject, effective)), Some((_, account, class, _))) = (act, place) else {
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
            let Some(from) = from.filter(|_| into.is_some_and(|into| lots.contains_key(&into))) else { continue };
            if seen.insert(from) || next.contains_key(&from) {
                let sum = next.entry(from).or_default();
                *sum = Minutes(sum.0 + minutes.0);
            }
        }
        if next.is_empty() || origins.len() + next.len() > TRACE_LOTS_MAX {
            break;
        }
        asked = next;
    }
    Ok(origins)
}
