//! Test databases: every store and command test runs on both engines. PostgreSQL comes from `TIMEBANK_TEST_POSTGRES`
//! or from `scenarios/postgres.sh`, which starts a private server when none runs; a missing server fails the test,
//! it never skips.

use crate::{Db, Engine, Migration, migrate};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tb_kernel::Instant;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Runs `test` on a fresh, migrated database of each engine.
pub async fn on_both<F, Fut>(migrations: &[Migration], test: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let scratch = Scratch::new(engine, migrations).await;
        eprintln!("on {engine:?}");
        test(scratch.db.clone()).await;
        scratch.remove().await;
    }
}

/// A database for one test.
pub struct Scratch {
    pub db: Db,
    /// For opening it a second time, as another process would.
    pub url: String,
    folder: Option<PathBuf>,
    database: Option<String>,
}

impl Scratch {
    /// # Panics
    /// When the database cannot be made: the test cannot run.
    pub async fn new(engine: Engine, migrations: &[Migration]) -> Scratch {
        let name = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        match engine {
            Engine::Sqlite => {
                let folder = std::env::temp_dir().join(format!("timebank-{name}"));
                std::fs::create_dir_all(&folder).expect("a folder for the test database");
                let url = folder.join("timebank.db").display().to_string();
                let db = Db::open(&url, 1).await.expect("SQLite opens");
                migrate(&db, migrations, Instant(0)).await.expect("migrations run on SQLite");
                Scratch { db, url, folder: Some(folder), database: None }
            }
            Engine::Postgres => {
                let template = template(migrations).await;
                let mut admin = PgConnection::connect(server()).await.expect("PostgreSQL answers");
                run(&mut admin, format!("create database {name} template {template}")).await;
                let url = with_database(&name);
                let db = Db::open(&url, 8).await.expect("PostgreSQL opens");
                Scratch { db, url, folder: None, database: Some(name) }
            }
        }
    }

    pub async fn remove(self) {
        self.db.close().await;
        if let Some(folder) = self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
        if let Some(name) = self.database {
            let mut admin = PgConnection::connect(server()).await.expect("PostgreSQL answers");
            run(&mut admin, format!("drop database if exists {name} with (force)")).await;
        }
    }
}

/// A migrated database that test databases are copied from; named by the digest of the migrations.
async fn template(migrations: &[Migration]) -> String {
    let mut digest = Sha256::new();
    migrations.iter().for_each(|m| digest.update(m.sql.as_bytes()));
    let hex: String = digest.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
    let name = format!("template_{hex}");
    let mut admin = PgConnection::connect(server()).await.expect("PostgreSQL answers");
    // Several test processes may want the same template at once: one makes it, under a lock, the others wait.
    run(&mut admin, "select pg_advisory_lock(7305810)".into()).await;
    let known: Option<(i64,)> =
        sqlx::query_as(AssertSqlSafe(format!("select cast(1 as bigint) from pg_database where datname = '{name}'")))
            .fetch_optional(&mut admin)
            .await
            .expect("pg_database is readable");
    if known.is_none() {
        let making = format!("{name}_making");
        run(&mut admin, format!("drop database if exists {making} with (force)")).await;
        run(&mut admin, format!("create database {making}")).await;
        let db = Db::open(&with_database(&making), 2).await.expect("PostgreSQL opens");
        migrate(&db, migrations, Instant(0)).await.expect("migrations run on PostgreSQL");
        db.close().await;
        run(&mut admin, format!("alter database {making} rename to {name}")).await;
    }
    run(&mut admin, "select pg_advisory_unlock(7305810)".into()).await;
    name
}

/// An empty database of this name on a server, whatever was there before; gives its address.
pub async fn fresh_postgres(server: &str, name: &str) -> String {
    let mut admin = PgConnection::connect(server).await.expect("PostgreSQL answers");
    run(&mut admin, format!("drop database if exists {name} with (force)")).await;
    run(&mut admin, format!("create database {name}")).await;
    address_of(server, name)
}

async fn run(admin: &mut PgConnection, sql: String) {
    if let Err(error) = sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(admin).await {
        panic!("{sql}: {error}");
    }
}

fn with_database(name: &str) -> String {
    address_of(server(), name)
}

fn address_of(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, ""), |(b, q)| (b, q));
    let base = base.rsplit_once('/').map_or(base, |(front, _)| front);
    if query.is_empty() { format!("{base}/{name}") } else { format!("{base}/{name}?{query}") }
}

/// The address of the test server's `postgres` database.
///
/// # Panics
/// When there is none and none can be started.
pub fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| {
        if let Ok(url) = std::env::var("TIMEBANK_TEST_POSTGRES") {
            return url;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/postgres.sh");
        let out = std::process::Command::new("bash").arg(script).arg("url").output().expect("bash runs");
        assert!(out.status.success(), "no PostgreSQL for the tests: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    })
}
