//! Settling as many waiting orders as so many callers can, and how long each waited for its answer.

use crate::books::Waiting;
use crate::timing::Timings;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Stopwatch};
use tb_house::House;

/// Confirms `waiting` with so many callers, for at most `length`, through the desk or each in a transaction of its own;
/// gives the latencies and the time spent.
///
/// # Errors
/// When any confirmation does not settle.
pub async fn measure_settling(
    house: &Arc<House>,
    waiting: Vec<Waiting>,
    callers: usize,
    length: Duration,
    desk: bool,
) -> anyhow::Result<(Timings, Duration)> {
    let waiting = Arc::new(waiting);
    let next = Arc::new(AtomicUsize::new(0));
    let start = Stopwatch::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (house, waiting, next) = (house.clone(), waiting.clone(), next.clone());
        tasks.spawn(async move {
            let mut latencies = Vec::new();
            while start.elapsed() < length {
                let Some(one) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let began = Stopwatch::now();
                let (actor, key) = (one.actor(), one.key());
                let answer = if desk {
                    house.orders.confirm(&actor, &key, one.confirmation()).await
                } else {
                    house.orders.confirm_alone(&actor, &key, one.confirmation()).await
                };
                let answer = answer.map_err(|fail| anyhow::anyhow!("{fail}"))?;
                anyhow::ensure!(answer.settled.is_some(), "an order was not settled: {:?}", answer.state);
                latencies.push(began.elapsed());
            }
            anyhow::Ok(latencies)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = tasks.join_next().await {
        all.extend(done??);
    }
    Ok((Timings::of(all), start.elapsed()))
}
