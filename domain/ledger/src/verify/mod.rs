//! Rebuilds every projection from the facts and compares; checks every fact by itself. It believes nothing the posting
//! path believes: it reads every table once, in the order of its key, with memory that does not grow with the books.
//! It is the oracle of every test, crash run and restore, and what an auditor runs.

mod entries;
mod heads;
mod postings;
mod tally;

use crate::crossings::Crossing;
use crate::model::*;
use crate::post::parse;
use crate::store::check;
use std::collections::{BTreeMap, BTreeSet};
use tally::{Sum, Tallies};
use tb_db::{DbError, Engine, Tx, args};
use tb_kernel::{AccountId, Day, Entropy, Instant};
use uuid::Uuid;

/// One invariant: how many rows were looked at for it, and the first that are wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    pub name: &'static str,
    pub statement: &'static str,
    pub rows: u64,
    pub ok: bool,
    /// At most [`NAMED_MAX`]; there may be more.
    pub first_bad: Vec<String>,
}

/// How many wrong rows are named for each invariant.
pub const NAMED_MAX: usize = 10;

/// The outcome of a verification.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    pub checks: Vec<Check>,
    pub postings: u64,
}

impl Report {
    pub fn ok(&self) -> bool {
        self.checks.iter().all(|check| check.ok)
    }
    pub fn check(&self, name: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }
}

/// How far a verification has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The table being read.
    pub table: &'static str,
    /// Rows read so far, of all tables.
    pub rows: u64,
}

const INVARIANTS: &[(&str, &str)] = &[
    ("Shape", "a move has one source, one destination, one positive amount"),
    ("Crossing", "class and state change only as the law lists"),
    ("Floor", "no bucket below its floor"),
    ("Conservation", "all buckets sum to zero"),
    ("Link", "after = before + minutes, versions gapless, time forward"),
    ("Tail", "a bucket is what its moves add up to and its last entry says"),
    ("Days", "day deltas sum to the balance"),
    ("Once", "one key, one outcome"),
    ("Append", "facts are never changed or removed"),
    ("Closed", "nothing was booked into a closed period"),
    ("Cover", "open lots = balance; what a lot has left is what went in and out"),
    ("Birth", "origin and expiry never improve"),
    ("Hold", "captured + returned ≤ held; held minutes = open holds"),
    ("Undo", "nothing is reversed twice; claims are what is missing"),
    ("Transit", "every clearing item is a posting of its amount"),
    ("Backing", "every earned minute has an order, every granted one a programme"),
    ("Leaf", "every posting has its proof leaf"),
];

/// Rows of one page.
const PAGE: i64 = 4096;

/// Checks all of the books in one snapshot ([`tb_db::Db::snapshot`]).
///
/// # Errors
/// Any [`DbError`]: then nothing is known. What is wrong with the books is in the report.
pub async fn verify(
    tx: &mut Tx,
    entropy: &Entropy,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Report, DbError> {
    let mut audit = Audit::open(tx, entropy).await?;
    audit.read_all(tx, &mut progress).await?;
    let uneven = audit.tallies.uneven();
    if !uneven.is_empty() {
        audit.again = true;
        audit.tallies.look_closer();
        audit.read_all(tx, &mut progress).await?;
        for sum in uneven {
            let (name, what) = sum.says();
            for (key, amount) in audit.tallies.named(sum) {
                let ids: Vec<String> = key.iter().filter(|word| **word != 0).map(readable).collect();
                audit.note(name, format!("{what}: {} by {amount}", ids.join(" ")));
            }
        }
    }
    Ok(audit.report())
}

/// A word of a key: an id, or a small number.
fn readable(word: &u128) -> String {
    if *word >> 64 == 0 { word.to_string() } else { Uuid::from_u128(*word).to_string() }
}

/// One run over the books.
struct Audit {
    tallies: Tallies,
    /// The second run, which only names what the first found uneven.
    again: bool,
    law: BTreeSet<(String, String, String, String, String)>,
    programmes: BTreeSet<AccountId>,
    /// Last day of each closed period, and when it was closed.
    periods: Vec<(Day, Instant)>,
    rows: BTreeMap<&'static str, u64>,
    bad: BTreeMap<&'static str, Vec<String>>,
    read: u64,
    postings: u64,
    sum: i128,
}

impl Audit {
    async fn open(tx: &mut Tx, entropy: &Entropy) -> Result<Audit, DbError> {
        let mut audit = Audit {
            tallies: Tallies::new(entropy),
            again: false,
            law: tx.rows(check::CROSSINGS, args![]).await?.into_iter().collect(),
            programmes: BTreeSet::new(),
            periods: tx.rows(check::PERIODS, args![]).await?,
            rows: BTreeMap::new(),
            bad: BTreeMap::new(),
            read: 0,
            postings: 0,
            sum: 0,
        };
        let programmes: Vec<(AccountId,)> = tx.rows(check::PROGRAMMES, args![]).await?;
        audit.programmes = programmes.into_iter().map(|(id,)| id).collect();
        audit.facts_are_kept(tx).await?;
        Ok(audit)
    }

    async fn read_all(&mut self, tx: &mut Tx, progress: &mut (impl FnMut(Progress) + Send)) -> Result<(), DbError> {
        postings::read(self, tx, progress).await?;
        entries::read(self, tx, progress).await?;
        entries::read_days(self, tx, progress).await?;
        heads::accounts(self, tx, progress).await?;
        heads::buckets(self, tx, progress).await?;
        heads::lots(self, tx, progress).await?;
        heads::holds(self, tx, progress).await?;
        heads::keys(self, tx, progress).await?;
        heads::reversals(self, tx, progress).await?;
        heads::claims(self, tx, progress).await?;
        heads::items(self, tx, progress).await
    }

    /// The law in the database is the law in the program, and the triggers that keep facts are there.
    async fn facts_are_kept(&mut self, tx: &mut Tx) -> Result<(), DbError> {
        let listed = |c: &Crossing| {
            let words = [c.kind.code(), c.from.0.code(), c.from.1.code(), c.to.0.code(), c.to.1.code()];
            let [a, b, c, d, e] = words.map(str::to_owned);
            (a, b, c, d, e)
        };
        let law: BTreeSet<_> = crate::crossings::CROSSINGS.iter().map(listed).collect();
        for row in law.symmetric_difference(&self.law.clone()) {
            self.wrong("Crossing", || format!("the law in the database differs at {row:?}"));
        }
        let (sql, marks): (_, &[&str]) = match tx.engine() {
            Engine::Sqlite => (check::TRIGGERS_SQLITE, &["_no_update", "_no_delete"]),
            Engine::Postgres => (check::TRIGGERS_POSTGRES, &["_append"]),
        };
        let found: Vec<(String,)> = tx.rows(sql, args![]).await?;
        let mut missing = Vec::new();
        for table in check::FACTS {
            let names = marks.iter().map(|mark| format!("{table}{mark}"));
            missing.extend(names.filter(|wanted| !found.iter().any(|(name,)| name == wanted)));
        }
        self.seen("Append", check::FACTS.len());
        self.must("Append", missing.is_empty(), || format!("triggers are missing: {}", missing.join(", ")));
        let (postings, leaves): (i64, i64) = tx.one(check::COUNTS, args![]).await?;
        if postings != leaves {
            self.wrong("Append", || format!("{postings} postings, {leaves} leaves"));
        }
        Ok(())
    }

    fn seen(&mut self, name: &'static str, rows: usize) {
        if !self.again {
            *self.rows.entry(name).or_default() += rows as u64;
        }
    }

    /// Notes something wrong with a row itself (in the first run; the second only looks at sums).
    fn wrong(&mut self, name: &'static str, what: impl FnOnce() -> String) {
        if !self.again {
            self.note(name, what());
        }
    }

    fn note(&mut self, name: &'static str, what: String) {
        let list = self.bad.entry(name).or_default();
        if list.len() < NAMED_MAX {
            list.push(what);
        }
    }

    fn must(&mut self, name: &'static str, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.wrong(name, what);
        }
    }

    fn add(&mut self, sum: Sum, key: [u128; 3], amount: i64) {
        self.tallies.add(sum, key, amount);
    }

    fn turned(&mut self, table: &'static str, rows: usize, progress: &mut (impl FnMut(Progress) + Send)) {
        self.read += rows as u64;
        progress(Progress { table, rows: self.read });
    }

    fn report(mut self) -> Report {
        if self.sum != 0 {
            self.note("Conservation", format!("the buckets sum to {}", self.sum));
        }
        for sum in self.tallies.uneven() {
            let (name, what) = sum.says();
            if !self.bad.contains_key(name) {
                self.note(name, what.to_owned());
            }
        }
        let check = |(name, statement): &(&'static str, &'static str)| {
            let first_bad = self.bad.get(name).cloned().unwrap_or_default();
            Check {
                name,
                statement,
                rows: self.rows.get(name).copied().unwrap_or(0),
                ok: first_bad.is_empty(),
                first_bad,
            }
        };
        Report { checks: INVARIANTS.iter().map(check).collect(), postings: self.postings }
    }
}

/// A word of a table, or what is wrong with it.
fn word<T>(code: Option<&String>, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    code.and_then(|code| parse(code, read).ok())
}

fn place_of(
    account: Option<AccountId>,
    class: Option<&String>,
    state: Option<&String>,
) -> Option<(AccountId, Class, State)> {
    Some((account?, word(class, Class::parse)?, word(state, State::parse)?))
}
