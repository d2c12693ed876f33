//! `outreach.decide-pair`: two entries are one person, or two. Of one person the officer says which identity number is the
//! right one; that entry stays and comes as far as either has.

use super::absorb::Stamps;
use crate::access::{self, OFFICERS};
use crate::house::Outreach;
use crate::model::{EntryState, PairState};
use crate::refusals as no;
use crate::rules;
use crate::store::{self, EntryRecord, PairRecord};
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{Outcome, OutreachId, Refusal};
use uuid::Uuid;

/// One decision about a pair.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecidePair {
    pub pair: Uuid,
    /// The entry that stays; none: they are two persons.
    pub keep: Option<OutreachId>,
}

impl Command for DecidePair {
    const NAME: &'static str = "outreach.decide-pair";
    type House = Outreach;
    type Answer = PairState;

    async fn run(&self, _: &Outreach, work: &mut Work<'_>) -> Outcome<PairState> {
        let found: Option<PairRecord> = work.tx.row(store::PAIR_HELD, args![self.pair]).await?;
        let pair = found.ok_or(Refusal::not_found())?;
        access::may_do(work.actor, OFFICERS, pair.node)?;
        work.about("outreach-pair", pair.id, pair.node);
        if pair.state != PairState::Open {
            return Err(Refusal::conflict(no::PAIR_DECIDED).into());
        }
        let state = if self.keep.is_some() { PairState::Merged } else { PairState::Distinct };
        if let Some(keep) = self.keep {
            let drop = match keep {
                id if id == pair.a => pair.b,
                id if id == pair.b => pair.a,
                _ => return Err(Refusal::not_found().into()),
            };
            merge(work, keep, drop).await?;
        }
        work.tx.run(store::PAIR_DECIDED, args![pair.id, state.code(), work.actor.person, work.now]).await?;
        Ok(state)
    }
}

async fn merge(work: &mut Work<'_>, keep: OutreachId, drop: OutreachId) -> Outcome<()> {
    // Always in the same order, so that two who decide at once never wait for each other.
    let (first, second) = if keep < drop { (keep, drop) } else { (drop, keep) };
    let mut entries: Vec<EntryRecord> = Vec::new();
    for id in [first, second] {
        let found: Option<EntryRecord> = work.tx.row(store::ENTRY_HELD, args![id]).await?;
        let entry = found.filter(|entry| entry.merged_into.is_none()).ok_or(Refusal::conflict(no::PAIR_DECIDED))?;
        access::may_do(work.actor, OFFICERS, entry.node)?;
        entries.push(entry);
    }
    let at = usize::from(entries[0].id != keep);
    let (kept, dropped) = (&entries[at], &entries[1 - at]);
    // A person of the bank is not given up for a line of a list.
    if dropped.state == EntryState::Registered {
        return Err(Refusal::conflict(no::WRONG_STATE).into());
    }
    let state = rules::further(kept.state, dropped.state);
    let earlier = Stamps {
        informed: kept.informed_at.or(dropped.informed_at),
        willing: kept.willing_at.or(dropped.willing_at),
        declined: kept.declined_at.or(dropped.declined_at),
    };
    if kept.state != EntryState::Registered {
        let stamps = Stamps::of(state, &earlier, work.now);
        let reason = kept.reason.as_ref().or(dropped.reason.as_ref()).filter(|_| state == EntryState::Declined);
        let row = args![
            kept.id,
            state.code(),
            reason.cloned(),
            stamps.informed,
            stamps.willing,
            stamps.declined,
            work.now,
            work.actor.person
        ];
        work.tx.run(store::ADVANCED, row).await?;
    }
    work.tx.run(store::MERGED, args![dropped.id, kept.id, work.now, work.actor.person]).await?;
    work.tx.run(store::PAIRS_CLOSED, args![dropped.id, work.actor.person, work.now]).await?;
    Ok(())
}
