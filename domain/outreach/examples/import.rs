//! How long a list of so many rows takes to come in, on the embedded engine, and how much memory: sent as a file, its
//! guessed mapping taken, brought in by the background job, batch by batch, each durable; then the same list once more.
//!
//!     cargo run --release -p tb-outreach --example import -- 100000

use rust_xlsxwriter::Workbook;
use std::sync::Arc;
use std::time::Instant as Stopwatch;
use tb_crypto::KeyRing;
use tb_db::Db;
use tb_journal::{Core, Key};
use tb_kernel::{Actor, Clock, Day, Entropy, SystemClock};
use tb_outreach::{ImportKind, ImportRows, Outreach, StartImport};
use tb_people::{IdNumber, People};
use tb_places::{City, Places};
use tb_policy::PolicyBook;

type Any = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Any> {
    let rows: u32 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let folder = std::env::temp_dir().join(format!("timebank-import-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let db = Db::open(&folder.join("timebank.db").display().to_string(), 1).await?;
    let migrations = [tb_journal::MIGRATIONS, tb_jobs::MIGRATIONS, tb_people::MIGRATIONS, tb_outreach::MIGRATIONS];
    tb_db::migrate(&db, &migrations.concat(), SystemClock.now()).await?;
    let core = Core { db, clock: Arc::new(SystemClock), entropy: Arc::new(Entropy::seeded(1)) };
    let places = Arc::new(Places::embedded(City::Nanjing));
    let (keys, policies) = (Arc::new(KeyRing::from_master(&[1; 32])), Arc::new(PolicyBook::builtin()?));
    let people = People::new(core.clone(), keys, policies, places.clone());
    let outreach = Outreach::new(core, people);
    let bytes = list(&places, rows)?;
    println!("{rows} rows, {:.1} MB, memory before {} MB", bytes.len() as f64 / 1e6, peak_mb());
    for round in ["first", "again"] {
        bring_in(&outreach, round, bytes.clone()).await?;
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

async fn bring_in(outreach: &Arc<Outreach>, round: &str, bytes: Vec<u8>) -> Result<(), Any> {
    let (actor, begun) = (Actor::system(), Stopwatch::now());
    let key = |what: &str| Key::parse(&format!("{what}-{round}")).map_err(|refusal| refusal.to_string());
    let city = outreach.city;
    let id = outreach.upload(&actor, &key("send")?, ImportKind::Register, city, "list.xlsx", bytes).await?;
    let sent = begun.elapsed();
    let mapping = outreach.import(&actor, id).await?.columns.into_iter().map(|column| column.field).collect();
    outreach.run(&actor, &key("start")?, StartImport { import: id, mapping }).await?;
    let job = ImportRows::new(outreach.clone());
    while job.turn().await? > 0 {}
    let done = outreach.import(&actor, id).await?;
    println!(
        "{round}: sent {:.1} s, in all {:.1} s; new {}, unchanged {}, bad {}, doubles {}; peak memory {} MB",
        sent.as_secs_f64(),
        begun.elapsed().as_secs_f64(),
        done.added,
        done.unchanged,
        done.bad,
        done.paired,
        peak_mb()
    );
    Ok(())
}

/// A list as a district has it: every column in its own order, people who do not exist.
fn list(places: &Places, rows: u32) -> Result<Vec<u8>, Any> {
    let communities: Vec<_> = places.all().iter().filter(|d| d.level == tb_kernel::Level::Community).collect();
    let first = Day::parse("1930-01-01").ok_or("a day")?;
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (column, title) in
        (0u16..).zip(["社区", "姓名", "身份证号", "联系电话", "住址", "是否独居", "老人类别", "意愿"])
    {
        page.write(0, column, title)?;
    }
    for n in 0..rows {
        let at = usize::try_from(n)?;
        let community = communities[at % communities.len()];
        let character = |k: u32| char::from_u32(0x4e00 + k % 6000).unwrap_or('王');
        let (day, serial) = (first.plus_days(i64::from(n % 12_000)), u16::try_from(n / 12_000 * 2 + 2)?);
        let row = n + 1;
        page.write(row, 0, community.node.to_string())?;
        page.write(row, 1, format!("王{}{}", character(n), character(n / 6000 + 77)))?;
        page.write(row, 2, IdNumber::compose(320_102, day, serial).text())?;
        page.write(row, 3, format!("138{n:08}"))?;
        page.write(row, 4, format!("听雨苑{}幢{}室", n % 40 + 1, n % 900 + 100))?;
        page.write(row, 5, if n % 3 == 0 { "是" } else { "否" })?;
        page.write(row, 6, ["空巢", "低保", "半失能", ""][at % 4])?;
        page.write(row, 7, ["", "愿意", "不愿意"][at % 3])?;
    }
    Ok(book.save_to_buffer()?)
}

/// The most memory this process has held, in megabytes.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
