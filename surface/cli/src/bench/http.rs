//! `timebank bench http`: settlements through `/api/v1` of a real server, how long that server takes from start to ready on
//! the books it finds, and how much memory it holds under the load. The clients run on the same machine.

use super::ground::{Bench, line};
use clap::Args;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use tb_kernel::PersonId;
use tb_load::{Books, Request, Server, measure_doors, residents};

/// Elders who confirm, and as many volunteers.
const ELDERS: u16 = 256;

#[derive(Args)]
pub(crate) struct Http {
    /// SQLite file or postgres:// address of a database for measuring only; full books make a better measurement.
    #[arg(long, value_name = "URL")]
    database: String,
    /// Numbers of concurrent clients.
    #[arg(long, default_value = "1,32,256", value_delimiter = ',')]
    callers: Vec<usize>,
    /// Length of each measurement.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Orders prepared for each measurement; the measurement ends early when they are used up.
    #[arg(long, default_value_t = 30_000)]
    orders: usize,
}

impl Http {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        let bench = Bench::open(file, self.database.clone()).await?;
        let (engine, house) = (bench.engine(), bench.opened.house.clone());
        let mut elders = residents(&house, ELDERS * 2).await?;
        let volunteers = elders.split_off(usize::from(ELDERS)).into_iter().map(|resident| resident.person).collect();
        let tokens: BTreeMap<PersonId, String> = elders.into_iter().map(|r| (r.person, r.token)).collect();
        let mut books = Books::open_for(&house, tokens.keys().copied().collect(), volunteers).await?;
        let mut rounds = Vec::new();
        for callers in self.callers.clone() {
            let waiting = books.prepare(if callers == 1 { self.orders.min(10_000) } else { self.orders }).await?;
            let request = |one: &tb_load::Waiting| Request { order: one.order, token: tokens[&one.elder].clone() };
            rounds.push((callers, waiting.iter().map(request).collect::<Vec<_>>()));
        }
        let settings = bench.settings();
        drop((books, house));
        let scratch = bench.leave().await;
        let length = Duration::from_secs(self.seconds);
        tokio::task::spawn_blocking(move || measure(engine, &settings, &rounds, length)).await??;
        let _ = std::fs::remove_dir_all(scratch);
        Ok(ExitCode::SUCCESS)
    }
}

fn measure(
    engine: &str,
    settings: &[(&'static str, String)],
    rounds: &[(usize, Vec<Request>)],
    length: Duration,
) -> anyhow::Result<()> {
    let server = Server::start(&std::env::current_exe()?, settings)?;
    println!(
        "{engine:<11} start to ready {:.0} ms, {} MiB resident",
        server.ready_after().as_secs_f64() * 1000.0,
        server.resident_mib()?
    );
    for (callers, requests) in rounds {
        let (timings, spent) = measure_doors(server.address(), requests, *callers, length)?;
        let rate = timings.count() as f64 / spent.as_secs_f64();
        println!("{}  {rate:>6.0} /s", line(engine, &format!("settle over HTTP, {callers} clients"), &timings));
    }
    println!("{engine:<11} {} MiB resident under that load", server.resident_mib()?);
    server.stop()
}
