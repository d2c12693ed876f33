//! Background work that belongs to no slice alone.

use crate::House;
use std::pin::Pin;
use std::sync::Arc;
use tb_jobs::{Job, Reaction};
use tb_journal::Core;
use tb_kernel::{Fail, Span};

type Run<'a> = Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + 'a>>;

/// Hands events to reactions.
pub(crate) struct Deliver {
    pub(crate) house: Arc<House>,
    pub(crate) reactions: Vec<Box<dyn Reaction>>,
}
impl Job for Deliver {
    fn kind(&self) -> &'static str {
        "events.deliver"
    }
    fn every(&self) -> Span {
        Span::seconds(1)
    }
    fn run(&self) -> Run<'_> {
        Box::pin(async {
            let core = &self.house.core;
            let mut all = 0;
            loop {
                let count = tb_jobs::deliver(&core.db, &self.reactions, core.now(), &core.entropy).await?;
                all += count;
                if count == 0 {
                    return Ok(all);
                }
            }
        })
    }
}

/// Returns what lapsed holds still hold.
pub(crate) struct LapsedHolds(pub(crate) Core);
impl Job for LapsedHolds {
    fn kind(&self) -> &'static str {
        "ledger.lapsed-holds"
    }
    fn every(&self) -> Span {
        Span::minutes(10)
    }
    fn run(&self) -> Run<'_> {
        Box::pin(async { tb_ledger::lapse_holds(&self.0.db, self.0.now(), &self.0.entropy).await })
    }
}

/// Closes requests for a second person whose time is over.
pub(crate) struct LapsedApprovals(pub(crate) Core);
impl Job for LapsedApprovals {
    fn kind(&self) -> &'static str {
        "approvals.expire"
    }
    fn every(&self) -> Span {
        Span::minutes(10)
    }
    fn run(&self) -> Run<'_> {
        Box::pin(async {
            let mut tx = self.0.db.begin().await?;
            let closed = tb_journal::expire_approvals(&mut tx, self.0.now()).await?;
            tx.commit().await.map_err(|e| Fail::Fault(format!("{e:?}")))?;
            Ok(usize::try_from(closed).unwrap_or(usize::MAX))
        })
    }
}

/// Adds all places of the ledger up: the sum is zero, or somebody is woken.
pub(crate) struct Conservation(pub(crate) Core);
impl Job for Conservation {
    fn kind(&self) -> &'static str {
        "ledger.conservation"
    }
    fn every(&self) -> Span {
        Span::seconds(60)
    }
    fn run(&self) -> Run<'_> {
        Box::pin(async {
            let sum = tb_ledger::sum_of_all(&mut self.0.db.read()).await?;
            metrics::gauge!("timebank_ledger_sum_minutes").set(sum.0 as f64);
            if sum.0 != 0 {
                tracing::error!(minutes = sum.0, "the ledger does not sum to zero");
                return Err(Fail::Fault(format!("the ledger sums to {} minutes, not 0", sum.0)));
            }
            Ok(1)
        })
    }
}
