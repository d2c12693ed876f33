//! `timebank bench growth`: what settling and "orders near me" cost when the books are small and when they are full, and
//! how long the books take to verify. A small city lives first, so that real people ask and real needs are near them.

use super::ground::{Bench, configuration, line};
use crate::open;
use anyhow::Context;
use clap::Args;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};
use tb_city::{City, Ground, Plan};
use tb_crypto::KeyRing;
use tb_db::Db;
use tb_kernel::{Clock, PersonId, SystemClock};
use tb_load::{Books, measure_near, measure_settling};

/// The city that lives in the books.
const PEOPLE: u32 = 300;
const DAYS: u32 = 20;
/// Measurements of each kind at each size.
const TIMES: usize = 2_000;

#[derive(Args)]
pub(crate) struct Growth {
    /// SQLite file or postgres:// address of a new database for measuring only.
    #[arg(long, value_name = "URL")]
    database: String,
    /// Orders in the books at which to measure, ascending.
    #[arg(long, default_value = "10000,100000,1000000", value_delimiter = ',')]
    sizes: Vec<usize>,
}

impl Growth {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        let volunteers = self.found(file).await?;
        let bench = Bench::open(file, self.database.clone()).await?;
        let house = bench.opened.house.clone();
        let engine = bench.engine();
        let mut books = Books::open(&house).await?;
        let mut filled = 0;
        let mut first: Option<(f64, f64)> = None;
        for size in self.sizes.clone() {
            let began = Stopwatch::now();
            let waiting = books.prepare(size.saturating_sub(filled)).await?;
            measure_settling(&house, waiting, 256, Duration::MAX, true).await?;
            println!("{engine:<11} {size} orders in the books after {:.0} s more", began.elapsed().as_secs_f64());
            let waiting = books.prepare(TIMES).await?;
            filled = size + TIMES;
            let (settle, _) = measure_settling(&house, waiting, 1, Duration::MAX, true).await?;
            println!("{}", line(engine, "settle, 1 caller", &settle));
            let (near, rows) = measure_near(&house, &volunteers, TIMES).await?;
            println!("{}  {:.1} rows each", line(engine, "orders near me", &near), rows as f64 / TIMES as f64);
            let now = (settle.percentile_ms(50), near.percentile_ms(50));
            let base = *first.get_or_insert(now);
            println!(
                "{engine:<11} p50 against the first size: settle {:.2} x, near {:.2} x",
                now.0 / base.0,
                now.1 / base.1
            );
        }
        bench.close().await;
        Ok(ExitCode::SUCCESS)
    }

    /// Lets the small city live; gives its volunteers.
    async fn found(&self, file: Option<&Path>) -> anyhow::Result<Vec<PersonId>> {
        let (config, scratch) = configuration(file, self.database.clone())?;
        let master = std::fs::read_to_string(&config.master_key_file)?;
        let plan = Plan { city: open::city(&config)?, seed: 1, people: PEOPLE, days: DAYS, ends_at: SystemClock.now() };
        let db = Db::open(config.database.reveal(), 1).await.context("the database cannot be made")?;
        tb_db::migrate(&db, &tb_house::migrations(), SystemClock.now()).await?;
        let keys = Arc::new(KeyRing::from_hex(&master)?);
        let mut city = City::found(Ground { db: db.clone(), keys, policies: open::policies(&config)? }, plan).await?;
        city.live(&mut |_| {}).await?;
        let cast = city.cast().await?;
        drop(city);
        db.close().await;
        let _ = std::fs::remove_dir_all(scratch);
        let helps = |code: &str| code.starts_with("volunteer");
        Ok(cast.members.iter().filter(|member| helps(member.part.code())).map(|member| member.person).collect())
    }
}
