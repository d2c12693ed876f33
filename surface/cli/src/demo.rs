//! `timebank demo`: a new bank, filled with made-up people and months of their life through the product's own functions,
//! then served. A finished demonstration is kept and used again; one that was interrupted is begun anew.
//!
//! What must hold: nothing that is not a demonstration is ever removed or written into; a folder holds a demonstration
//! exactly when its `demo.json` names one, which is written last.

use crate::lock::Lock;
use crate::{open, serve, tongue};
use anyhow::{Context, bail};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant as Stopwatch;
use tb_city::{Cast, City, Ground, Plan, Progress};
use tb_config::Config;
use tb_crypto::KeyRing;
use tb_db::Db;
use tb_frame::Played;
use tb_kernel::{Clock, Entropy, Instant, Span, SystemClock};
use tb_words::{Text, Words};

/// The file that says that a folder is a demonstration, and which.
const MARK: &str = "demo.json";
const DATABASE: &str = "timebank.db";
/// The database while it is being filled.
const UNFINISHED: &str = "unfinished.db";
/// From then on "today" is no longer what the demonstration shows.
const FRESH_FOR: Span = Span::hours(12);

#[derive(Args)]
pub(crate) struct Demo {
    /// Whose rules: nanjing, beijing, qingdao or wuhan.
    #[arg(long, default_value = "nanjing")]
    city: String,
    /// People who come to the bank.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(10..=20_000))]
    people: u32,
    /// Days of life before now.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(2..=730))]
    days: u32,
    /// Another seed is another city.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Address and port, instead of the configuration's.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Folder of the demonstration; `data/demo-<city>` when not given.
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Begin anew, even if there is a demonstration already.
    #[arg(long)]
    fresh: bool,
    /// Only fill the bank; do not serve it.
    #[arg(long)]
    no_serve: bool,
}

/// What `demo.json` holds.
#[derive(Serialize, Deserialize)]
struct Mark {
    city: String,
    people: u32,
    days: u32,
    seed: u64,
    cast: Cast,
}

impl Demo {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        let config = self.config(file)?;
        let city = open::city(&config)?;
        crate::log::begin(&config);
        let words = Words::load();
        let t = tongue::text(&words);
        let plan = Plan { city, seed: self.seed, people: self.people, days: self.days, ends_at: SystemClock.now() };
        let lock = open::prepare(&config)?;
        let cast = match self.kept(&config.data_dir, plan)? {
            Some(mark) => reused(&t, &config, mark.cast),
            None => fill(&t, &config, plan).await?,
        };
        tell(&t, &cast);
        if self.no_serve {
            return Ok(ExitCode::SUCCESS);
        }
        serve::serve(&config, reopened(&config, lock).await?, played(&cast)).await
    }

    /// The configuration of a demonstration: its own folder, its own embedded database and key, one press to sign in.
    fn config(&self, file: Option<&Path>) -> anyhow::Result<Config> {
        let folder = self.data_dir.clone().unwrap_or_else(|| PathBuf::from(format!("data/demo-{}", self.city)));
        let mut settings: BTreeMap<String, String> = std::env::vars().collect();
        let mut set = |name: &str, value: String| settings.insert(name.to_owned(), value);
        set("TIMEBANK_CITY", self.city.clone());
        set("TIMEBANK_DEMO", "true".into());
        set("TIMEBANK_DATA_DIR", folder.display().to_string());
        set("TIMEBANK_DATABASE", format!("sqlite:{}", folder.join(DATABASE).display()));
        // Empty: the folder's own, which is made.
        set("TIMEBANK_MASTER_KEY_FILE", String::new());
        if let Some(listen) = &self.listen {
            set("TIMEBANK_LISTEN", listen.clone());
            set("TIMEBANK_PUBLIC_URL", format!("http://{}", listen.replace("0.0.0.0", "localhost")));
        }
        Ok(Config::load(file, settings)?)
    }

    /// The finished demonstration of this plan in the folder; makes room when there is none or another is wanted.
    ///
    /// # Errors
    /// When the folder holds something else that nobody asked to give up.
    fn kept(&self, folder: &Path, plan: Plan) -> anyhow::Result<Option<Mark>> {
        let place = folder.display();
        let mark = std::fs::read_to_string(folder.join(MARK)).ok();
        let mark = mark.map(|text| serde_json::from_str::<Mark>(&text));
        match mark {
            None if folder.join(DATABASE).exists() => {
                bail!("{place} holds a bank that is not a demonstration; choose another folder with --data-dir")
            }
            None => {}
            Some(Ok(mark)) if !self.fresh && mark.is(plan) && folder.join(DATABASE).exists() => return Ok(Some(mark)),
            Some(Ok(mark)) if !self.fresh && !mark.is(plan) => bail!(
                "{place} holds another demonstration ({} with {} people, {} days, seed {}); \
                 choose another folder with --data-dir, or give it up with --fresh",
                mark.city,
                mark.people,
                mark.days,
                mark.seed
            ),
            Some(_) => {}
        }
        clear(folder)?;
        Ok(None)
    }
}

impl Mark {
    fn is(&self, plan: Plan) -> bool {
        (self.city.as_str(), self.people, self.days, self.seed) == (plan.city.code(), plan.people, plan.days, plan.seed)
    }
}

/// Removes a demonstration (its mark first, so that half of one never counts), finished or not. Its key stays: it is of use
/// to the next one, and nobody has to wonder whose it was.
fn clear(folder: &Path) -> anyhow::Result<()> {
    let databases = [DATABASE, UNFINISHED].into_iter();
    let files = databases.flat_map(|name| ["", "-wal", "-shm"].map(|end| format!("{name}{end}")));
    for name in std::iter::once(MARK.to_owned()).chain(files) {
        let file = folder.join(name);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", file.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Lets the city live; afterwards the database and the mark are in their places.
async fn fill(t: &Text, config: &Config, plan: Plan) -> anyhow::Result<Cast> {
    let start = Stopwatch::now();
    let folder = &config.data_dir;
    let (unfinished, finished) = (folder.join(UNFINISHED), folder.join(DATABASE));
    eprintln!(
        "{}",
        t.with(
            "cli-demo-begins",
            [
                ("city", plan.city.name().to_owned()),
                ("people", plan.people.to_string()),
                ("days", plan.days.to_string()),
            ]
        )
    );
    let master = config.master_key(&Entropy::system())?;
    let db = Db::open(&unfinished.display().to_string(), 1).await.context("the database cannot be made")?;
    let ground = Ground {
        db: db.clone(),
        keys: Arc::new(KeyRing::from_hex(master.hex.reveal())?),
        policies: open::policies(config)?,
    };
    let mut city = City::found(ground, plan).await?;
    let mut shown = Shown::new(t);
    city.live(&mut |progress| shown.tell(progress)).await?;
    shown.end();
    let cast = city.cast().await?;
    let tally = city.tally();
    let refusals: u64 = tally.refusals().values().sum();
    let seconds = start.elapsed().as_secs();
    eprintln!(
        "{}",
        t.with(
            "cli-demo-done",
            [
                ("people", tally.ok("people.register").to_string()),
                ("settled", tally.ok("orders.settled").to_string()),
                ("refusals", refusals.to_string()),
                ("seconds", seconds.to_string()),
            ]
        )
    );
    drop(city);
    db.close().await;
    for end in ["", "-wal", "-shm"] {
        let name = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        if name(&unfinished).exists() {
            std::fs::rename(name(&unfinished), name(&finished))
                .context("the finished database cannot be put in place")?;
        }
    }
    let mark = Mark { city: plan.city.code().into(), people: plan.people, days: plan.days, seed: plan.seed, cast };
    let text = serde_json::to_string_pretty(&mark)?;
    std::fs::write(folder.join(MARK), text).context("demo.json cannot be written")?;
    Ok(mark.cast)
}

fn reused(t: &Text, config: &Config, cast: Cast) -> Cast {
    let place = config.data_dir.display().to_string();
    eprintln!("{}", t.with("cli-demo-kept", [("place", place), ("made", cast.made_at.to_string())]));
    if is_old(cast.made_at, SystemClock.now()) {
        eprintln!("{}", t.get("cli-demo-old"));
    }
    cast
}

fn is_old(made_at: Instant, now: Instant) -> bool {
    now.since(made_at) > FRESH_FOR || now.day() != made_at.day()
}

/// Who can be played, and with what they sign in by hand.
fn tell(t: &Text, cast: &Cast) {
    println!("{}", t.get("cli-demo-cast"));
    for member in &cast.members {
        let code = member.part.code();
        let (part, text) = (t.get(&format!("web-cast-{code}")), t.get(&format!("web-cast-{code}-text")));
        let keys = match (&member.staff, &member.phone) {
            (Some(staff), _) => format!("{} / {}", staff.username, staff.password),
            (None, Some(phone)) => phone.clone(),
            (None, None) => String::new(),
        };
        println!("  {part}  {}  {keys}  ({text})", member.name);
    }
}

/// The same people for the sign-in page.
fn played(cast: &Cast) -> Vec<Played> {
    let members = cast.members.iter().map(|member| Played {
        part: member.part.code(),
        person: member.person,
        name: member.name.clone(),
        staff: member.part.is_staff(),
    });
    members.collect()
}

/// The house over the finished demonstration, with the clock of the world.
async fn reopened(config: &Config, lock: Option<Lock>) -> anyhow::Result<open::Opened> {
    drop(lock); // `house` takes it again
    open::house(config).await
}

/// Shows how far the simulation has come: one line that changes on a terminal, some lines elsewhere.
struct Shown<'a> {
    t: &'a Text,
    terminal: bool,
}

impl<'a> Shown<'a> {
    fn new(t: &'a Text) -> Shown<'a> {
        Shown { t, terminal: std::io::stderr().is_terminal() }
    }
    fn tell(&mut self, progress: Progress) {
        let line = self.t.with(
            "cli-demo-day",
            [
                ("done", progress.days_done.to_string()),
                ("days", progress.days.to_string()),
                ("people", progress.people.to_string()),
                ("settled", progress.settled.to_string()),
            ],
        );
        if self.terminal {
            eprint!("\r{line}\x1b[K");
        } else if progress.days_done.is_multiple_of(10) || progress.days_done == progress.days {
            eprintln!("{line}");
        }
    }
    fn end(&mut self) {
        if self.terminal {
            eprintln!();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demonstration_of_yesterday_is_old() {
        let at = |text: &str| Instant::parse(text).unwrap();
        assert!(!is_old(at("2026-11-21T09:00:00+08:00"), at("2026-11-21T20:00:00+08:00")));
        assert!(is_old(at("2026-11-21T23:59:00+08:00"), at("2026-11-22T00:01:00+08:00")));
        assert!(is_old(at("2026-11-21T01:00:00+08:00"), at("2026-11-21T14:00:00+08:00")));
    }
}
