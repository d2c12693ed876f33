//! What the load stands on: a database with real people, their sessions, and orders that wait for the elder's word; and
//! what must be true of it in the end.

use anyhow::ensure;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tb_crypto::KeyRing;
use tb_db::Db;
use tb_house::{House, Parts};
use tb_kernel::{AccountId, Actor, Clock, Entropy, Minutes, OrderId, PersonId, SystemClock};
use tb_load::{Books, Waiting, residents};
use tb_people::Console;
use tb_places::City;
use tb_policy::PolicyBook;

const ELDERS: u16 = 24;
const MASTER: [u8; 32] = [0x11; 32];

/// An order to be confirmed, and with what.
#[derive(Clone)]
pub(crate) struct Task {
    pub(crate) order: OrderId,
    pub(crate) token: String,
    pub(crate) key: String,
}

pub(crate) struct Ground {
    folder: PathBuf,
    url: String,
    pub(crate) tasks: Vec<Task>,
    volunteers: Vec<PersonId>,
}

impl Ground {
    pub(crate) async fn prepare(engine: &str, postgres: &str, kills: usize) -> anyhow::Result<Ground> {
        let folder = std::env::temp_dir().join(format!("timebank-faults-{engine}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("master.key"), tb_crypto::hex(&MASTER))?;
        let url = if engine == "sqlite" {
            format!("sqlite:{}", folder.join("timebank.db").display())
        } else {
            fresh_database(postgres).await?
        };
        let house = open(&url).await?;
        let mut elders = residents(&house, ELDERS * 2).await?;
        let volunteers: Vec<PersonId> =
            elders.split_off(usize::from(ELDERS)).into_iter().map(|resident| resident.person).collect();
        let tokens: BTreeMap<PersonId, String> =
            elders.into_iter().map(|resident| (resident.person, resident.token)).collect();
        let people = tokens.keys().copied().collect();
        let mut books = Books::open_for(&house, people, volunteers.clone()).await?;
        let waiting = books.prepare(kills * 150 + 2_000).await?;
        let task =
            |w: &Waiting| Task { order: w.order, token: tokens[&w.elder].clone(), key: format!("k-{}", w.order) };
        let tasks = waiting.iter().map(task).collect();
        house.core.db.close().await;
        Ok(Ground { folder, url, tasks, volunteers })
    }

    /// How the server is told where it stands.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("TIMEBANK_DATA_DIR", self.folder.display().to_string()),
            ("TIMEBANK_MASTER_KEY_FILE", self.folder.join("master.key").display().to_string()),
            ("TIMEBANK_DATABASE", self.url.clone()),
            ("TIMEBANK_LISTEN", "127.0.0.1:0".into()),
            ("TIMEBANK_LIMITS_WRITE", "6000000/100000".into()),
            ("TIMEBANK_LIMITS_ADDRESS", "6000000/100000".into()),
            ("TIMEBANK_LIMITS_READ", "6000000/100000".into()),
        ]
    }

    /// Nothing acknowledged is lost, nothing happened twice.
    pub(crate) async fn check(&self, acknowledged: &BTreeMap<OrderId, Minutes>) -> anyhow::Result<()> {
        let house = open(&self.url).await?;
        let mut snapshot = house.core.db.snapshot().await?;
        let report = tb_ledger::verify(&mut snapshot, &house.core.entropy, |_| {}).await?;
        drop(snapshot);
        for check in &report.checks {
            ensure!(check.ok, "{}: {:?}", check.name, check.first_bad);
        }
        let mut lost = Vec::new();
        for order in acknowledged.keys() {
            let now = house.orders.file(&Actor::system(), *order).await?.seen.order;
            if now.settled_minutes != acknowledged.get(order).copied() {
                lost.push(*order);
            }
        }
        ensure!(lost.is_empty(), "{} acknowledged settlements are lost, first {}", lost.len(), lost[0]);
        let mut earned = 0;
        for volunteer in &self.volunteers {
            earned += tb_ledger::balances(&mut house.core.db.read(), AccountId(volunteer.0)).await?.earned_in_all.0;
        }
        let meant: i64 = acknowledged.values().map(|minutes| minutes.0).sum();
        ensure!(earned == meant, "{earned} minutes were earned, {meant} were acknowledged");
        println!(
            "{} settlements, {earned} minutes: none lost, none doubled; {} invariants hold",
            acknowledged.len(),
            report.checks.len()
        );
        house.core.db.close().await;
        Ok(())
    }

    pub(crate) async fn remove(self) {
        let _ = std::fs::remove_dir_all(self.folder);
    }
}

async fn fresh_database(postgres: &str) -> anyhow::Result<String> {
    let name = format!("faults_{}", std::process::id());
    let scratch = tb_db::testing::fresh_postgres(postgres, &name).await;
    let db = Db::open(&scratch, 4).await?;
    tb_db::migrate(&db, &tb_house::migrations(), SystemClock.now()).await?;
    db.close().await;
    Ok(scratch)
}

async fn open(url: &str) -> anyhow::Result<Arc<House>> {
    let parts = Parts {
        db: Db::open(url, 8).await?,
        city: City::Nanjing,
        keys: Arc::new(KeyRing::from_master(&MASTER)),
        policies: Arc::new(PolicyBook::builtin()?),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(Entropy::system()),
        gateway: Arc::new(Console),
    };
    Ok(House::open(parts).await?)
}
