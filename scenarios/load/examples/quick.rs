//! A quick look at settling while working on it: `cargo run --release -p tb-load --example quick -- URL callers…`.

use std::sync::Arc;
use std::time::Duration;
use tb_crypto::KeyRing;
use tb_db::Db;
use tb_house::{House, Parts};
use tb_kernel::{Clock, Entropy, SystemClock};
use tb_load::{Books, measure_settling};
use tb_people::Console;
use tb_places::City;
use tb_policy::PolicyBook;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let url = args.next().unwrap_or_default();
    let db = Db::open(&url, 8).await?;
    tb_db::migrate(&db, &tb_house::migrations(), SystemClock.now()).await?;
    let parts = Parts {
        db,
        city: City::Nanjing,
        keys: Arc::new(KeyRing::from_master(&[1; 32])),
        policies: Arc::new(PolicyBook::builtin()?),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(Entropy::system()),
        gateway: Arc::new(Console),
    };
    let house = House::open(parts).await?;
    let mut books = Books::open(&house).await?;
    let alone = books.prepare(2_000).await?;
    let (t, spent) = measure_settling(&house, alone, 1, Duration::from_secs(4), false).await?;
    println!("alone {:.0}/s p50 {:.2}", t.count() as f64 / spent.as_secs_f64(), t.percentile_ms(50));
    for callers in args {
        let callers: usize = callers.parse()?;
        let began = std::time::Instant::now();
        let waiting = books.prepare(if callers == 1 { 4_000 } else { 40_000 }).await?;
        let prepared = began.elapsed();
        let cpu_before = cpu_seconds();
        let (t, spent) = measure_settling(&house, waiting, callers, Duration::from_secs(6), true).await?;
        let cpu = (cpu_seconds() - cpu_before) / t.count().max(1) as f64 * 1e6;
        println!(
            "{cpu:.0} us of CPU each; {callers} callers {:.0}/s p50 {:.2} p99 {:.2} ({} settled; prepared in {:.1} s)",
            t.count() as f64 / spent.as_secs_f64(),
            t.percentile_ms(50),
            t.percentile_ms(99),
            t.count(),
            prepared.as_secs_f64()
        );
    }
    Ok(())
}

/// Processor time of this process so far, at 100 ticks a second.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|n| fields.get(*n)?.parse::<f64>().ok()).sum();
    ticks / 100.0
}
