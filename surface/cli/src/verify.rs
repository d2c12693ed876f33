//! `timebank verify`: rebuilds every balance, lot, hold and day from the facts and compares; names each invariant, how
//! many rows it looked at, and what is wrong. Also: nothing that takes two was carried out without a journal that says so.

use crate::open;
use anyhow::bail;
use clap::Args;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant as Stopwatch;
use tb_kernel::Entropy;

/// What four eyes leave behind.
const TWO: &str = "whatever took two people was asked for by one and decided by another, says the journal";

#[derive(Args)]
pub(crate) struct Verify {
    /// SQLite file or postgres:// address, instead of the configuration's.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Verify {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        let config = crate::serve::with(file, None, self.database)?;
        if let Some(file) = config.database.reveal().strip_prefix("sqlite:")
            && !Path::new(file).exists()
        {
            bail!("there is no database at {file}; name one with --database, or its folder with TIMEBANK_DATA_DIR");
        }
        let db = open::database(&config).await?;
        let shown = std::io::stderr().is_terminal();
        let start = Stopwatch::now();
        let mut snapshot = db.snapshot().await?;
        let report = tb_ledger::verify(&mut snapshot, &Entropy::system(), |progress| {
            if shown {
                eprint!("\r{} rows  {}\x1b[K", progress.rows, progress.table);
            }
        })
        .await?;
        if shown {
            eprint!("\r\x1b[K");
        }
        let seconds = start.elapsed().as_secs_f64().max(0.001);
        let mut rows = 0;
        for check in &report.checks {
            rows += check.rows;
            let state = if check.ok { "ok   " } else { "WRONG" };
            println!("{state}  {:<12} {:>10} rows  {}", check.name, check.rows, check.statement);
            for bad in &check.first_bad {
                println!("         {bad}");
            }
        }
        let forged = tb_journal::unwitnessed(&mut snapshot).await?;
        let carried_out = tb_journal::executions(&mut snapshot).await?;
        let state = if forged.is_empty() { "ok   " } else { "WRONG" };
        println!("{state}  {:<12} {carried_out:>10} rows  {TWO}", "Two");
        for bad in &forged {
            println!("         approval {bad}");
        }
        let wrong = report.checks.iter().filter(|check| !check.ok).count() + usize::from(!forged.is_empty());
        println!(
            "{} invariants, {wrong} wrong; {rows} rows in {seconds:.1} s ({:.0} rows/s)",
            report.checks.len() + 1,
            rows as f64 / seconds
        );
        Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(3) })
    }
}
