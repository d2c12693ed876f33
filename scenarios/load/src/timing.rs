//! Latencies and what is said of them.

use std::time::Duration;

/// Latencies of one measurement.
pub struct Timings(Vec<Duration>);

impl Timings {
    pub fn of(mut all: Vec<Duration>) -> Timings {
        all.sort_unstable();
        Timings(all)
    }
    pub fn count(&self) -> usize {
        self.0.len()
    }
    /// The latency below which so many per cent lie, in milliseconds.
    pub fn percentile_ms(&self, per_cent: usize) -> f64 {
        let at = (self.0.len() * per_cent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(at).map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
    }
}
