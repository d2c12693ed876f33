//! `outreach.advance`: an elder was told, wishes to be registered, or does not.

use super::absorb::Stamps;
use crate::access::{self, WORKERS};
use crate::house::Outreach;
use crate::model::{DeclineReason, EntryState};
use crate::refusals as no;
use crate::rules;
use crate::store::{self, EntryRecord};
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{Outcome, OutreachId, Refusal};

/// One step of an entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Advance {
    pub entry: OutreachId,
    pub to: EntryState,
    /// Needed when somebody declines.
    #[serde(default)]
    pub reason: Option<DeclineReason>,
}

impl Command for Advance {
    const NAME: &'static str = "outreach.advance";
    type House = Outreach;
    type Answer = EntryState;

    async fn run(&self, _: &Outreach, work: &mut Work<'_>) -> Outcome<EntryState> {
        let entry = held(work, self.entry).await?;
        if !rules::may_advance(entry.state, self.to) {
            return Err(Refusal::conflict(no::WRONG_STATE).into());
        }
        let declines = self.to == EntryState::Declined;
        if declines && self.reason.is_none() {
            return Err(no::at("reason", "people.missing"));
        }
        let reason = self.reason.filter(|_| declines).map(DeclineReason::code);
        let at = Stamps::of(self.to, &Stamps::held(&entry), work.now);
        let row =
            args![entry.id, self.to.code(), reason, at.informed, at.willing, at.declined, work.now, work.actor.person];
        work.tx.run(store::ADVANCED, row).await?;
        if let Some(reason) = reason {
            work.because(reason);
        }
        Ok(self.to)
    }
}

/// The entry, locked, when the actor may work on it.
pub(super) async fn held(work: &mut Work<'_>, id: OutreachId) -> Outcome<EntryRecord> {
    let found: Option<EntryRecord> = work.tx.row(store::ENTRY_HELD, args![id]).await?;
    let entry = found.filter(|entry| entry.merged_into.is_none()).ok_or(Refusal::not_found())?;
    access::may_do(work.actor, WORKERS, entry.node)?;
    work.about("outreach", entry.id, entry.node);
    Ok(entry)
}
