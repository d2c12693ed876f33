//! From a configuration to an open house: the same for every command.

use crate::lock::{self, Lock};
use crate::store;
use anyhow::{Context, bail};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tb_config::{Config, MessageGateway as Gateway};
use tb_crypto::KeyRing;
use tb_db::{Db, Engine};
use tb_house::{House, Parts};
use tb_kernel::{Clock, Entropy, SystemClock};
use tb_people::{Console, HttpGateway, HttpGatewaySettings, MessageGateway, OutboxFile};
use tb_places::City;
use tb_policy::{PolicyBook, load};
use tb_volunteers::{CheckGatewaySettings, HttpCheckGateway};

/// An open house and what keeps it alone on its data.
pub(crate) struct Opened {
    pub(crate) house: Arc<House>,
    _lock: Option<Lock>,
}

/// Reads the configuration.
///
/// # Errors
/// With the place and the reason.
pub(crate) fn configuration(file: Option<&Path>) -> anyhow::Result<Config> {
    Ok(Config::load(file, std::env::vars())?)
}

/// Opens the database and the house over it with the system's clock.
///
/// # Errors
/// With what to do about it.
pub(crate) async fn house(config: &Config) -> anyhow::Result<Opened> {
    house_with(config, Arc::new(SystemClock), Arc::new(Entropy::system())).await
}

/// The same with a clock and a source of randomness of the caller's: the simulator's.
///
/// # Errors
/// With what to do about it.
pub(crate) async fn house_with(
    config: &Config,
    clock: Arc<dyn Clock>,
    entropy: Arc<Entropy>,
) -> anyhow::Result<Opened> {
    let city = city(config)?;
    let lock = prepare(config)?;
    let master = config.master_key(&Entropy::system())?;
    if master.created {
        tracing::warn!(
            file = %config.master_key_file.display(),
            "a new master key was made; keep a copy apart from the database, without it no personal data can be read"
        );
    }
    if master.open_to_others {
        tracing::warn!(file = %config.master_key_file.display(), "the master key can be read by other users");
    }
    let keys = Arc::new(KeyRing::from_hex(master.hex.reveal())?);
    let db = database(config).await?;
    let parts = Parts { db, city, keys, policies: policies(config)?, clock, entropy, gateway: gateway(config) };
    let house = House::open(parts).await?;
    if let Some(checks) = &config.checks {
        house.volunteers.connect(Arc::new(HttpCheckGateway::new(CheckGatewaySettings {
            url: checks.url.clone(),
            secret: checks.secret.reveal().clone(),
            deadline: Duration::from_secs(checks.timeout_seconds),
        })));
    }
    Ok(Opened { house, _lock: lock })
}

/// The database alone: for `migrate` and `verify`.
///
/// # Errors
/// When it cannot be opened.
pub(crate) async fn database(config: &Config) -> anyhow::Result<Db> {
    let db = Db::open(config.database.reveal(), config.database_connections)
        .await
        .context("the database cannot be opened")?;
    if db.engine() == Engine::Postgres {
        let (setting,): (String,) = db.read().one(store::SYNCHRONOUS_COMMIT, vec![]).await?;
        if setting == "off" {
            bail!("PostgreSQL has synchronous_commit = off: a crash could lose acknowledged minutes; switch it on");
        }
    }
    Ok(db)
}

/// The city of this installation.
///
/// # Errors
/// When the name is unknown.
pub(crate) fn city(config: &Config) -> anyhow::Result<City> {
    City::parse(&config.city).with_context(|| {
        let known: Vec<&str> = City::ALL.iter().map(|city| city.code()).collect();
        format!("the city {} is not known; known: {}", config.city, known.join(", "))
    })
}

/// The shipped policies, with the operator's own in their place.
///
/// # Errors
/// When a policy is unreadable or contradicts itself.
pub(crate) fn policies(config: &Config) -> anyhow::Result<Arc<PolicyBook>> {
    let mut book = PolicyBook::builtin()?;
    if let Some(folder) = &config.policy_dir {
        book.replace(policy_set(folder)?).with_context(|| format!("the policy in {}", folder.display()))?;
    }
    Ok(Arc::new(book))
}

/// One policy set from a folder with a `city.toml`.
///
/// # Errors
/// When a file is missing or unreadable.
pub(crate) fn policy_set(folder: &Path) -> anyhow::Result<tb_policy::PolicySet> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let city_text = read("city.toml")?;
    let mut texts = Vec::new();
    for path in load::paths(&city_text)? {
        let text = read(&path)?;
        texts.push((path, text));
    }
    let texts: Vec<load::PolicyText<'_>> = texts.iter().map(|(path, text)| load::PolicyText { path, text }).collect();
    Ok(load::set(&texts)?)
}

/// The data folder, and, on the embedded database, the lock that keeps this process alone on it.
///
/// # Errors
/// When the folder cannot be made, or another process uses the database.
pub(crate) fn prepare(config: &Config) -> anyhow::Result<Option<Lock>> {
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("the data directory {} cannot be made", config.data_dir.display()))?;
    let embedded = config.database.reveal().strip_prefix("sqlite:");
    embedded.map(|file| lock::take(Path::new(file))).transpose()
}

fn gateway(config: &Config) -> Arc<dyn MessageGateway> {
    match &config.messages {
        Gateway::File(folder) => {
            // The messages folder may be new; if it cannot be made, every text says so when it is written.
            let _ = std::fs::create_dir_all(folder);
            Arc::new(OutboxFile::new(folder.join("outbox.jsonl")))
        }
        Gateway::Console => Arc::new(Console),
        Gateway::Http { url, secret } => Arc::new(HttpGateway::new(HttpGatewaySettings {
            url: url.clone(),
            secret: secret.reveal().clone(),
            deadline: Duration::from_secs(10),
        })),
    }
}
