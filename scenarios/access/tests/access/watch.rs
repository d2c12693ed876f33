//! What is watched while the requests go in: every row that changes (triggers count it, table by table, so that even a
//! row written anew with the same values is seen), and every line of the log.

use crate::people::{MARK, PHONES};
use crate::town::Town;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, Once};
use tb_db::{Engine, args};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Tables that a request may touch without anything having happened to the city: the line of the journal, what counts
/// wrong tries and keeps those who count in order, the timetable of the background work.
const BOOKKEEPING: [&str; 5] = ["journal", "attempt", "turn", "used_code", "job"];
/// Columns that only say when somebody was last seen.
const SEEN: [(&str, &str); 2] = [("session", "seen_at"), ("api_token", "used_at")];

/// How often rows of each table changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes(BTreeMap<String, i64>);

impl Changes {
    /// Tables whose rows changed since `before`, bookkeeping apart.
    pub(crate) fn since(&self, before: &Changes) -> Vec<String> {
        let changed = self.0.iter().filter(|(table, count)| before.0.get(*table) != Some(count));
        let real = changed.filter(|(table, _)| !BOOKKEEPING.contains(&table.as_str()));
        real.map(|(table, _)| table.clone()).collect()
    }
    /// Lines of the journal since `before`.
    pub(crate) fn journal_lines(&self, before: &Changes) -> i64 {
        let lines = |changes: &Changes| changes.0.get("journal").copied().unwrap_or(0);
        lines(self) - lines(before)
    }
}

impl Town {
    /// From now on changes are counted.
    pub(crate) async fn watch_changes(&self) {
        self.sql("create table seen_change (name text primary key, n bigint not null)", vec![]).await;
        for (table, columns) in tables() {
            self.sql("insert into seen_change (name, n) values ($1, 0)", args![table.as_str()]).await;
            let spared = SEEN.iter().find(|(name, _)| *name == table).map_or("", |(_, column)| column);
            let watched: Vec<&str> = columns.iter().map(String::as_str).filter(|c| *c != spared).collect();
            for event in ["insert".to_owned(), "delete".to_owned(), format!("update of {}", watched.join(", "))] {
                self.count(&table, &event).await;
            }
        }
    }
    async fn count(&self, table: &str, event: &str) {
        let name = format!("seen_{table}_{}", event.split(' ').next().unwrap());
        let add = format!("update seen_change set n = n + 1 where name = '{table}'");
        match self.house.core.db.engine() {
            Engine::Sqlite => {
                self.ddl(format!("create trigger {name} after {event} on {table} begin {add}; end")).await;
            }
            Engine::Postgres => {
                let body = format!("begin {add}; return null; end");
                self.ddl(format!("create function {name}() returns trigger language plpgsql as $${body}$$")).await;
                let what = format!("after {event} on {table} for each row execute function {name}()");
                self.ddl(format!("create trigger {name} {what}")).await;
            }
        }
    }
    async fn ddl(&self, sql: String) {
        self.sql(Box::leak(sql.into_boxed_str()), vec![]).await;
    }

    pub(crate) async fn changes(&self) -> Changes {
        let mut tx = self.house.core.db.read();
        let rows: Vec<(String, i64)> = tx.rows("select name, n from seen_change", vec![]).await.unwrap();
        Changes(rows.into_iter().collect())
    }
}

/// Every table with its columns, read from the migrations.
fn tables() -> Vec<(String, Vec<String>)> {
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for migration in tb_house::migrations() {
        let mut open = false;
        for line in migration.sql.lines() {
            if let Some(rest) = line.strip_prefix("create table ") {
                let name = rest.split([' ', '(']).next().unwrap().to_owned();
                // A later step may have made a table anew.
                tables.retain(|(known, _)| *known != name);
                tables.push((name, Vec::new()));
                open = true;
            } else if let Some(name) = line.strip_prefix("drop table ") {
                tables.retain(|(known, _)| known != name.trim_end_matches(';'));
            } else if let Some((old, new)) =
                line.strip_prefix("alter table ").and_then(|rest| rest.trim_end_matches(';').split_once(" rename to "))
            {
                tables.iter_mut().filter(|(known, _)| known == old).for_each(|(known, _)| new.clone_into(known));
            } else if line.starts_with(')') {
                open = false;
            } else if open {
                let mut words = line.split_whitespace();
                let types = ["bigint", "text", "uuid", "bytea", "boolean"];
                if let (Some(column), Some(kind)) = (words.next(), words.next())
                    && types.contains(&kind.trim_end_matches(','))
                {
                    tables.last_mut().unwrap().1.push(column.to_owned());
                }
            }
        }
    }
    assert!(tables.len() > 40 && tables.iter().all(|(_, columns)| !columns.is_empty()), "{tables:?}");
    tables
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Kept;
impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
impl<'a> MakeWriter<'a> for Kept {
    type Writer = Kept;
    fn make_writer(&'a self) -> Kept {
        Kept
    }
}

/// From now on the log of this process is kept, more of it than an operator would ever switch on.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let filter = EnvFilter::new("trace,sqlx=info,tower=info,hyper=info,h2=info,polling=info,mio=info");
        let told = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Kept).try_init();
        told.expect("nobody else listens");
    });
}

/// Lines of the log that say that something is broken, the newest last.
pub(crate) fn errors() -> Vec<String> {
    let log = String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned();
    log.lines().filter(|line| line.contains("ERROR")).map(str::to_owned).collect()
}

/// Lines of the log in which somebody could be recognised.
pub(crate) fn betrayals() -> Vec<String> {
    let log = String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned();
    assert!(log.contains("access"), "nothing was logged: the capture is broken");
    log.lines().filter(|line| line.contains(MARK) || line.contains(PHONES)).map(str::to_owned).collect()
}
