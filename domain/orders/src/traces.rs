//! Traces are kept as long as a dispute can need them, then reduced to their result: distance, accuracy and device clock
//! of every proof, and the sealed place of the visit. What stays is the verdict, the minutes and the coarse cell.
//!
//! What must hold: running it twice, by two processes, or after a crash in the middle changes nothing; an order that is
//! not over keeps everything.

use crate::house::Orders;
use crate::store;
use std::pin::Pin;
use std::sync::Arc;
use tb_jobs::Job;
use tb_kernel::{Fail, Span};

/// Orders reduced in one transaction.
const BATCH: i64 = 500;
/// Batches of one run: the rest waits for the next.
const BATCHES_MAX: usize = 40;

/// The job that reduces traces.
pub struct ReduceTraces(pub Arc<Orders>);

impl Job for ReduceTraces {
    fn kind(&self) -> &'static str {
        "orders.reduce-traces"
    }
    fn every(&self) -> Span {
        Span::hours(1)
    }
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>> {
        Box::pin(self.reduce())
    }
}

impl ReduceTraces {
    async fn reduce(&self) -> Result<usize, Fail> {
        let orders = &self.0;
        let days = i64::from(orders.version_now()?.parameters.traces.raw_days);
        let before = orders.core.now().minus(Span::days(days));
        let mut all = 0;
        for _ in 0..BATCHES_MAX {
            let mut tx = orders.core.db.begin().await?;
            let due = store::traced(&mut tx, before, BATCH).await?;
            if !due.is_empty() {
                store::reduce(&mut tx, &due).await?;
            }
            tx.commit().await.map_err(|error| Fail::Fault(format!("{error:?}")))?;
            all += due.len();
            if i64::try_from(due.len()).unwrap_or(BATCH) < BATCH {
                break;
            }
        }
        metrics::counter!("timebank_traces_reduced_total").increment(all as u64);
        Ok(all)
    }
}
