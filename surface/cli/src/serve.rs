//! `timebank serve`: pages, console and API over one house, with the background work beside them. Ends on SIGTERM or
//! SIGINT after everything that had begun is finished.

use crate::open::{self, Opened};
use anyhow::{Context, bail};
use clap::Args;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tb_config::Config;
use tb_frame::{Faces, Look, Played, asset_doors, error_page};
use tb_http::{Doors, Ended, Metrics, Porter, Settings, health_doors};
use tb_words::Words;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Longest wait for work in flight when the server is told to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(30);

#[derive(Args)]
pub(crate) struct Serve {
    /// Address and port, instead of the configuration's.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// SQLite file or postgres:// address, instead of the configuration's.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Serve {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        let config = with(file, self.listen, self.database)?;
        crate::log::begin(&config);
        let opened = open::house(&config).await?;
        serve(&config, opened, Vec::new()).await
    }
}

/// The configuration with what the command line says instead.
///
/// # Errors
/// As [`open::configuration`].
pub(crate) fn with(file: Option<&Path>, listen: Option<String>, database: Option<String>) -> anyhow::Result<Config> {
    // A plain path is an embedded database.
    let plain = |url: &str| !url.starts_with("postgres") && !url.starts_with("sqlite:");
    let database = database.map(|url| if plain(&url) { format!("sqlite:{url}") } else { url });
    let given = [("TIMEBANK_LISTEN", listen), ("TIMEBANK_DATABASE", database)];
    let given = given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Ok(Config::load(file, std::env::vars().chain(given))?)
}

/// Every route of the product.
pub(crate) fn doors(faces: &Faces) -> Doors<Faces> {
    tb_web::doors(faces).and(tb_console::doors(faces)).and(tb_api::doors(&faces.house)).and(asset_doors())
}

/// Serves an open house until the process is told to stop; `cast`: who can be played in a demonstration.
///
/// # Errors
/// When the address cannot be taken or the books do not add up.
pub(crate) async fn serve(config: &Config, opened: Opened, cast: Vec<Played>) -> anyhow::Result<ExitCode> {
    let house = opened.house.clone();
    let sum = tb_ledger::sum_of_all(&mut house.core.db.read()).await?;
    if sum.0 != 0 {
        bail!(
            "the ledger sums to {sum} minutes instead of 0: not started; run `timebank verify` and restore a good copy"
        );
    }
    let metrics = Metrics::install().ok();
    let words = Words::load();
    let faces = Faces::new(house.clone(), words.clone(), Look { cast, ..Look::of(config) });
    let csrf = house.keys.blind("csrf", "forms");
    let core = house.core.clone();
    let porter = Porter::new(Arc::new(words), core.clock.clone(), core.entropy.clone(), csrf, Settings::of(config))
        .with_error_page(error_page(faces.clone()));
    let porter = Arc::new(porter);
    let ready = {
        let db = core.db.clone();
        move || {
            let db = db.clone();
            async move { db.answers().await }
        }
    };
    let router = health_doors(metrics, ready).and(doors(&faces)).mount(porter.clone(), faces);
    let listener =
        TcpListener::bind(config.listen).await.with_context(|| format!("{} cannot be listened on", config.listen))?;
    let address = listener.local_addr()?;

    let (stop_jobs, jobs_stop) = watch::channel(false);
    let jobs = tokio::spawn(house.schedule().await?.run_until(jobs_stop));
    tracing::info!(%address, city = house.city.code(), "ready");
    println!("timebank: http://{address}/");
    let ended = tb_http::serve(listener, router, porter, told_to_stop(), FINISH_WITHIN).await?;
    // Fails only when the jobs have ended by themselves.
    let _ = stop_jobs.send(true);
    let _ = tokio::time::timeout(FINISH_WITHIN, jobs).await;
    house.core.db.close().await;
    if let Ended::Abandoned(count) = ended {
        tracing::warn!(count, "stopped with writes in flight; their outcome is found by their keys");
    }
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        // Without a handler for SIGTERM the system's own ends the process.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
