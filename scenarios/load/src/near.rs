//! "Orders near me" for one volunteer after the other, as the task hall asks.

use crate::timing::Timings;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};
use tb_house::House;
use tb_kernel::PersonId;
use tb_matching::{NearFilter, near};

/// Rows of a page of the task hall.
const ROWS: usize = 20;

/// Asks `times` times, each volunteer in turn; gives what each answer took and how many rows came in all.
///
/// # Errors
/// When a question fails or nobody is given.
pub async fn measure_near(
    house: &Arc<House>,
    volunteers: &[PersonId],
    times: usize,
) -> anyhow::Result<(Timings, usize)> {
    anyhow::ensure!(!volunteers.is_empty(), "there is no volunteer to ask for");
    let filter = NearFilter { limit: ROWS, ..NearFilter::default() };
    let mut latencies: Vec<Duration> = Vec::with_capacity(times);
    let mut rows = 0;
    for volunteer in volunteers.iter().cycle().take(times) {
        let began = Stopwatch::now();
        rows += near(&house.matching, *volunteer, &filter).await?.len();
        latencies.push(began.elapsed());
    }
    Ok((Timings::of(latencies), rows))
}
