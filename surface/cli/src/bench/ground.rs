//! What every measurement stands on: a database for measuring only, opened with a key that is worth nothing.

use crate::open::{self, Opened};
use std::path::{Path, PathBuf};
use tb_config::Config;
use tb_db::Engine;
use tb_kernel::{Clock, SystemClock};
use tb_load::Timings;

/// An open database for measuring, and how a server is told where it stands.
pub(super) struct Bench {
    pub(super) opened: Opened,
    pub(super) config: Config,
    scratch: PathBuf,
}

impl Bench {
    /// Opens (and migrates) the database at `url`.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(super) async fn open(file: Option<&Path>, url: String) -> anyhow::Result<Bench> {
        let (config, scratch) = configuration(file, url)?;
        let db = open::database(&config).await?;
        tb_db::migrate(&db, &tb_house::migrations(), SystemClock.now()).await?;
        db.close().await;
        let opened = open::house(&config).await?;
        Ok(Bench { opened, config, scratch })
    }

    pub(super) fn engine(&self) -> &'static str {
        match self.opened.house.core.db.engine() {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgresql",
        }
    }

    /// The environment of a server on the same database, without limits for one caller's address.
    pub(super) fn settings(&self) -> Vec<(&'static str, String)> {
        let open = || "60000000/1000000".to_owned();
        vec![
            ("TIMEBANK_DATA_DIR", self.scratch.display().to_string()),
            ("TIMEBANK_MASTER_KEY_FILE", self.config.master_key_file.display().to_string()),
            ("TIMEBANK_DATABASE", self.config.database.reveal().clone()),
            ("TIMEBANK_LISTEN", "127.0.0.1:0".into()),
            ("TIMEBANK_LOG_LEVEL", "warn".into()),
            ("TIMEBANK_LIMITS_WRITE", open()),
            ("TIMEBANK_LIMITS_READ", open()),
            ("TIMEBANK_LIMITS_ADDRESS", open()),
        ]
    }

    /// Closes the database and removes the key's folder.
    pub(super) async fn close(self) {
        let _ = std::fs::remove_dir_all(self.leave().await);
    }

    /// Closes the database, so that a server of its own can open it; gives the folder that is still to be removed.
    pub(super) async fn leave(self) -> PathBuf {
        self.opened.house.core.db.close().await;
        self.scratch
    }
}

/// The configuration and the folder of its key.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn configuration(file: Option<&Path>, url: String) -> anyhow::Result<(Config, PathBuf)> {
    let mut config = crate::serve::with(file, None, Some(url))?;
    let scratch = std::env::temp_dir().join(format!("timebank-bench-{}", std::process::id()));
    config.data_dir = scratch.clone();
    config.master_key_file = scratch.join("master.key");
    std::fs::create_dir_all(&scratch)?;
    std::fs::write(&config.master_key_file, "0".repeat(64))?;
    Ok((config, scratch))
}

/// One line of a table: engine, what, figures.
pub(super) fn line(engine: &str, what: &str, timings: &Timings) -> String {
    let (p50, p99) = (timings.percentile_ms(50), timings.percentile_ms(99));
    format!("{engine:<11} {what:<36} p50 {p50:>8.3} ms  p99 {p99:>8.3} ms  ({} times)", timings.count())
}
