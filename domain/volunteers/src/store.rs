//! All SQL of this slice.

use crate::model::*;
use tb_db::{Migration, Table, Ty};
use tb_kernel::{CheckId, Day, Instant, Node, PaperId, PersonId};

pub const MIGRATIONS: &[Migration] = &[Migration {
    slice: "volunteers",
    number: 1,
    name: "volunteers",
    sql: include_str!("../migrations/0001_volunteers.sql"),
}];

/// An open request of the same person and kind stays the one it is.
pub(crate) const REQUEST: Table = Table {
    name: "check_request",
    cols: &[
        ("id", Ty::Uuid),
        ("number", Ty::Text),
        ("person", Ty::Uuid),
        ("kind", Ty::Text),
        ("node", Ty::Int),
        ("route", Ty::Text),
        ("state", Ty::Text),
        ("attempts", Ty::Int),
        ("due_at", Ty::Int),
        ("note", Ty::Text),
        ("asked_by", Ty::Uuid),
        ("asked_at", Ty::Int),
    ],
    suffix: "on conflict do nothing",
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct RequestRecord {
    pub(crate) id: CheckId,
    pub(crate) number: String,
    pub(crate) person: PersonId,
    pub(crate) kind: String,
    pub(crate) node: Node,
    pub(crate) state: RequestState,
    pub(crate) attempts: i64,
    pub(crate) result: Option<String>,
    pub(crate) checked_on: Option<Day>,
}
macro_rules! requests {
    ($rest:literal) => {
        concat!(
            "select id, number, person, kind, node, state, attempts, result, checked_on from check_request where ",
            $rest
        )
    };
}
pub(crate) const REQUEST_HELD: &str = requests!("id = $1 {lock}");
pub(crate) const OF_BATCH: &str = requests!("batch = $1 order by number");
/// $1 … $2: now, rows.
pub(crate) const DUE: &str =
    requests!("route = 'gateway' and state in ('waiting', 'out') and due_at <= $1 order by due_at, id limit $2 {skip}");
pub(crate) const LEASED: &str =
    "update check_request set due_at = $2, state = 'out', attempts = attempts + 1 where id = $1";
pub(crate) const LATER: &str = "update check_request set due_at = $2, note = $3 where id = $1";
pub(crate) const GIVEN_UP: &str = "update check_request set state = 'failed', note = $2, answered_at = $3
    where id = $1 and state in ('waiting', 'out')";
pub(crate) const ANSWERED: &str = "update check_request set state = 'answered', result = $2, checked_on = $3,
    answered_at = $4, note = '' where id = $1 and state <> 'answered'";
/// $1 … $4: low, high, batch, rows.
pub(crate) const INTO_BATCH: &str = "update check_request set state = 'out', batch = $3 where id in (
    select id from check_request where route = 'batch' and state = 'waiting' and node between $1 and $2
    order by asked_at, id limit $4)";
pub(crate) const OUT_OF_BATCH: &str =
    "update check_request set state = 'waiting', batch = null where batch = $1 and state = 'out'";
pub(crate) const COUNTS: &str = "select kind, route, state, cast(count(*) as bigint) from check_request
    where node between $1 and $2 group by kind, route, state order by kind, route, state";

macro_rules! batches {
    ($rest:literal) => {
        concat!(
            "select b.id, b.number, b.node, b.state, b.reason, b.approval, b.made_by, b.made_at, b.released_at,
             (select cast(count(*) as bigint) from check_request r where r.batch = b.id) as requests,
             (select cast(count(*) as bigint) from check_request r where r.batch = b.id and r.state = 'answered') as answered,
             (select cast(count(*) as bigint) from check_row w where w.batch = b.id and w.state = 'open') as bad
             from check_batch b where ",
            $rest
        )
    };
}
pub(crate) const ADD_BATCH: &str =
    "insert into check_batch (id, number, node, state, reason, approval, made_by, made_at)
    values ($1, $2, $3, 'proposed', $4, $5, $6, $7)";
pub(crate) const BATCH: &str = batches!("b.id = $1");
pub(crate) const BATCH_TURN: &str = "select id, made_at from check_batch where id = $1 {lock}";
pub(crate) const BATCHES: &str = batches!("b.node between $1 and $2 order by b.made_at desc, b.id limit 100");
pub(crate) const BATCH_DECIDED: &str = "update check_batch set state = $2, released_by = $3, released_at = $4
    where id = $1 and state = 'proposed'";

pub(crate) const ADD_ROW: Table = Table {
    name: "check_row",
    cols: &[
        ("id", Ty::Uuid),
        ("batch", Ty::Uuid),
        ("line", Ty::Int),
        ("number", Ty::Text),
        ("result", Ty::Text),
        ("day", Ty::Text),
        ("fault", Ty::Text),
        ("state", Ty::Text),
        ("at", Ty::Int),
    ],
    suffix: "",
};
/// A file that is taken in again brings its bad lines again.
pub(crate) const FORGET_ROWS: &str = "delete from check_row where batch = $1 and state = 'open'";
pub(crate) const BAD_ROWS: &str = "select id, line, number, result, day, fault from check_row where batch = $1 and state = 'open' order by line, id limit 500";
pub(crate) const ROW: &str =
    "select id, line, number, result, day, fault from check_row where id = $1 and batch = $2 and state = 'open'";
pub(crate) const ROW_STATE: &str = "update check_row set state = $2 where id = $1 and state = 'open'";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct PaperRecord {
    pub(crate) id: PaperId,
    pub(crate) person: PersonId,
    pub(crate) node: Node,
    pub(crate) licence: String,
    pub(crate) valid_until: Day,
    pub(crate) media: String,
    pub(crate) bytes: i64,
    pub(crate) state: PaperState,
    pub(crate) handed_by: Option<PersonId>,
    pub(crate) handed_at: Instant,
    pub(crate) reason: Option<String>,
}
macro_rules! papers {
    ($rest:literal) => {
        concat!(
            "select id, person, node, licence, valid_until, media, bytes, state, handed_by, handed_at, reason
             from paper where ",
            $rest
        )
    };
}
pub(crate) const ADD_PAPER: &str =
    "insert into paper (id, person, node, licence, valid_until, media, bytes, sealed, state,
    handed_by, handed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'handed_in', $9, $10)";
pub(crate) const PAPER: &str = papers!("id = $1");
pub(crate) const PAPER_HELD: &str = papers!("id = $1 {lock}");
pub(crate) const PAPER_OPEN: &str = papers!("person = $1 and licence = $2 and state = 'handed_in'");
pub(crate) const PAPERS_OF: &str = papers!("person = $1 order by handed_at desc, id limit 100");
pub(crate) const PAPERS_WAITING: &str =
    papers!("node between $1 and $2 and state = 'handed_in' order by handed_at, id limit 200");
pub(crate) const SEALED: &str = "select sealed from paper where id = $1";
pub(crate) const REVIEWED: &str = "update paper set state = $2, reviewed_by = $3, reviewed_at = $4, reason = $5
    where id = $1 and state = 'handed_in'";

pub(crate) const REMINDED: Table = Table {
    name: "reminder",
    cols: &[("person", Ty::Uuid), ("about", Ty::Text), ("times", Ty::Int), ("at", Ty::Int)],
    suffix: "on conflict (person, about) do update set times = t.times + 1, at = excluded.at",
};
pub(crate) const REMINDERS: &str = "select person, about, times, at from reminder where person {in}";

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[&str] = &[
        REQUEST_HELD,
        OF_BATCH,
        DUE,
        LEASED,
        LATER,
        GIVEN_UP,
        ANSWERED,
        INTO_BATCH,
        OUT_OF_BATCH,
        COUNTS,
        ADD_BATCH,
        BATCH,
        BATCH_TURN,
        BATCHES,
        BATCH_DECIDED,
        FORGET_ROWS,
        BAD_ROWS,
        ROW,
        ROW_STATE,
        ADD_PAPER,
        PAPER,
        PAPER_HELD,
        PAPER_OPEN,
        PAPERS_OF,
        PAPERS_WAITING,
        SEALED,
        REVIEWED,
        REMINDERS,
    ];

    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in ALL {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
