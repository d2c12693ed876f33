//! `timebank bench settle`: whole settlements (order state, ledger, journal, event, proof leaf in one durable
//! transaction) through the service function, at several numbers of callers; beside them the same write without the
//! desk, and a baseline given by the caller (transactions per second of pgbench in the same run).

use super::ground::Bench;
use clap::Args;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use tb_load::{Books, Timings, measure_settling as measure};

#[derive(Args)]
pub(crate) struct Settle {
    /// SQLite file or postgres:// address of a database for measuring only.
    #[arg(long, value_name = "URL")]
    database: String,
    /// Numbers of concurrent callers.
    #[arg(long, default_value = "1,8,32,256", value_delimiter = ',')]
    callers: Vec<usize>,
    /// Length of each measurement.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Orders prepared for each measurement; the measurement ends early when they are used up.
    #[arg(long, default_value_t = 60_000)]
    orders: usize,
    /// Settle so many orders first, to measure on full books.
    #[arg(long, default_value_t = 0)]
    prefill: usize,
    /// Transactions per second of the baseline, for the ratio.
    #[arg(long)]
    baseline: Option<f64>,
    /// Also print each line as JSON.
    #[arg(long)]
    json: bool,
}

impl Settle {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        let bench = Bench::open(file, self.database.clone()).await?;
        let (engine, house) = (bench.engine(), bench.opened.house.clone());
        let mut books = Books::open(&house).await?;
        if self.prefill > 0 {
            let waiting = books.prepare(self.prefill).await?;
            let (timings, spent) = measure(&house, waiting, 256, Duration::MAX, true).await?;
            println!("{engine:<11} filled with {} settled orders in {:.0} s", timings.count(), spent.as_secs_f64());
        }
        let alone = books.prepare(self.orders.min(3_000)).await?;
        self.line(engine, "unbatched", 1, measure(&house, alone, 1, self.length(), false).await?);
        for callers in self.callers.clone() {
            let orders = if callers == 1 { self.orders.min(10_000) } else { self.orders };
            let waiting = books.prepare(orders).await?;
            self.line(engine, "desk", callers, measure(&house, waiting, callers, self.length(), true).await?);
        }
        bench.close().await;
        Ok(ExitCode::SUCCESS)
    }

    fn length(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    fn line(&self, engine: &str, how: &str, callers: usize, (timings, spent): (Timings, Duration)) {
        let rate = timings.count() as f64 / spent.as_secs_f64();
        let (p50, p99) = (timings.percentile_ms(50), timings.percentile_ms(99));
        let ratio = self.baseline.map(|base| rate / base);
        let shown = ratio.map_or_else(String::new, |ratio| format!("  {ratio:>5.2} x baseline"));
        println!(
            "{engine:<11} {how:<10} {callers:>4} callers  {rate:>8.0} /s  p50 {p50:>7.2} ms  p99 {p99:>7.2} ms{shown}"
        );
        if self.json {
            let line = serde_json::json!({
                "engine": engine, "how": how, "callers": callers, "per_second": rate, "p50_ms": p50, "p99_ms": p99,
                "ratio": ratio,
            });
            println!("{line}");
        }
    }
}
