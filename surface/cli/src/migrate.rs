//! `timebank migrate`: brings the schema up to date; explicit on PostgreSQL, where an operator decides when.

use crate::open;
use clap::Args;
use std::path::Path;
use std::process::ExitCode;
use tb_kernel::{Clock, SystemClock};

#[derive(Args)]
pub(crate) struct Migrate {
    /// SQLite file or postgres:// address, instead of the configuration's.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Only say what is missing.
    #[arg(long)]
    dry_run: bool,
}

impl Migrate {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        let config = crate::serve::with(file, None, self.database)?;
        let _alone = open::prepare(&config)?;
        let db = open::database(&config).await?;
        let all = tb_house::migrations();
        if self.dry_run {
            let missing = tb_db::pending(&db, &all).await?;
            missing.iter().for_each(|name| println!("missing  {name}"));
            println!("{} of {} steps are missing", missing.len(), all.len());
            return Ok(ExitCode::SUCCESS);
        }
        let ran = tb_db::migrate(&db, &all, SystemClock.now()).await?;
        ran.iter().for_each(|name| println!("done  {name}"));
        println!("{} steps ran; the database is up to date", ran.len());
        Ok(ExitCode::SUCCESS)
    }
}
