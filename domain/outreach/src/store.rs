//! All SQL of outreach.

use crate::model::{EntryState, ImportKind, ImportState, PairReason, PairState, RowState};
use tb_db::{Migration, Table, Ty, Update};
use tb_kernel::{ImportId, Instant, Node, OutreachId, PersonId};
use uuid::Uuid;

pub const MIGRATIONS: &[Migration] = &[Migration {
    slice: "outreach",
    number: 1,
    name: "outreach",
    sql: include_str!("../migrations/0001_outreach.sql"),
}];

/// An entry as stored: sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct EntryRecord {
    pub(crate) id: OutreachId,
    pub(crate) node: Node,
    #[sqlx(try_from = "String")]
    pub(crate) state: EntryState,
    pub(crate) profile: Option<Vec<u8>>,
    pub(crate) wrapped: Option<Vec<u8>>,
    pub(crate) version: i64,
    pub(crate) id_index: Vec<u8>,
    pub(crate) name_index: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) traits: String,
    pub(crate) person: Option<PersonId>,
    pub(crate) merged_into: Option<OutreachId>,
    pub(crate) reason: Option<String>,
    pub(crate) surveyed_at: Instant,
    pub(crate) informed_at: Option<Instant>,
    pub(crate) willing_at: Option<Instant>,
    pub(crate) registered_at: Option<Instant>,
    pub(crate) declined_at: Option<Instant>,
    pub(crate) changed_at: Instant,
}

macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "select id, node, state, profile, wrapped, version, id_index, name_index, content,
             traits, person, merged_into, reason, surveyed_at, informed_at, willing_at, registered_at, declined_at,
             changed_at from outreach_entry where ",
            $rest
        )
    };
}
/// $1 … $7: low, high, before (at, id), state, trait, rows.
macro_rules! page {
    ($rest:literal) => {
        concat!(
            "select id, node, state, profile, wrapped, version, id_index, name_index, content,
             traits, person, merged_into, reason, surveyed_at, informed_at, willing_at, registered_at, declined_at,
             changed_at from outreach_entry where node between $1 and $2 and merged_into is null
             and (surveyed_at < $3 or (surveyed_at = $3 and id < $4)) and ($5 = '' or state = $5)
             and ($6 = '' or ',' || traits || ',' like '%,' || $6 || ',%')",
            $rest,
            " order by surveyed_at desc, id desc limit $7"
        )
    };
}

pub(crate) const ENTRY: &str = entries!("id = $1");
pub(crate) const ENTRY_HELD: &str = entries!("id = $1 {lock}");
pub(crate) const BY_IDENTITIES: &str = entries!("id_index {in}");
pub(crate) const LIST: &str = page!("");
pub(crate) const LIST_BY_IDENTITY: &str = page!(" and id_index = $8");
pub(crate) const LIST_BY_PHONE: &str = page!(" and phone_index = $8");
pub(crate) const LIST_BY_NAME: &str = page!(" and name_index = $8");

pub(crate) const ADD: Table = Table {
    name: "outreach_entry",
    cols: &[
        ("id", Ty::Uuid),
        ("node", Ty::Int),
        ("state", Ty::Text),
        ("profile", Ty::Bytes),
        ("wrapped", Ty::Bytes),
        ("version", Ty::Int),
        ("id_index", Ty::Bytes),
        ("twin_index", Ty::Bytes),
        ("call_index", Ty::Bytes),
        ("phone_index", Ty::Bytes),
        ("name_index", Ty::Bytes),
        ("content", Ty::Bytes),
        ("traits", Ty::Text),
        ("person", Ty::Uuid),
        ("brought_by", Ty::Uuid),
        ("reason", Ty::Text),
        ("surveyed_at", Ty::Int),
        ("informed_at", Ty::Int),
        ("willing_at", Ty::Int),
        ("registered_at", Ty::Int),
        ("declined_at", Ty::Int),
        ("changed_at", Ty::Int),
        ("changed_by", Ty::Uuid),
    ],
    suffix: "",
};

/// New content and what follows from it, guarded by the version.
pub(crate) const RENEW: Update = Update {
    name: "outreach_entry",
    keys: &[("id", Ty::Uuid)],
    guards: &[("version", Ty::Int)],
    sets: &[
        ("version", Ty::Int),
        ("node", Ty::Int),
        ("state", Ty::Text),
        ("profile", Ty::Bytes),
        ("twin_index", Ty::Bytes),
        ("call_index", Ty::Bytes),
        ("phone_index", Ty::Bytes),
        ("name_index", Ty::Bytes),
        ("content", Ty::Bytes),
        ("traits", Ty::Text),
        ("reason", Ty::Text),
        ("informed_at", Ty::Int),
        ("willing_at", Ty::Int),
        ("declined_at", Ty::Int),
        ("changed_at", Ty::Int),
        ("changed_by", Ty::Uuid),
    ],
};
pub(crate) const ADVANCED: &str =
    "update outreach_entry set state = $2, reason = $3, informed_at = $4, willing_at = $5,
    declined_at = $6, changed_at = $7, changed_by = $8 where id = $1";
/// The person's row holds what identifies the elder from now on.
pub(crate) const REGISTERED: &str = "update outreach_entry set state = 'registered', person = $2, profile = null,
    wrapped = null, reason = null, informed_at = coalesce(informed_at, $3), willing_at = coalesce(willing_at, $3),
    registered_at = $3, declined_at = null, changed_at = $3, changed_by = $4
    where id = $1 and state <> 'registered'";
pub(crate) const BY_IDENTITY_OPEN: &str =
    entries!("id_index = $1 and state <> 'registered' and merged_into is null {lock}");
pub(crate) const MERGED: &str = "update outreach_entry set merged_into = $2, profile = null, wrapped = null,
    changed_at = $3, changed_by = $4 where id = $1";

/// $1 … $3: low, high, the size of the places counted.
pub(crate) const PROGRESS: &str = "select (node / $3) * $3 as place, cast(count(*) as bigint) as surveyed,
    cast(sum(case when informed_at is not null then 1 else 0 end) as bigint) as informed,
    cast(sum(case when willing_at is not null and state <> 'declined' then 1 else 0 end) as bigint) as willing,
    cast(sum(case when state = 'registered' then 1 else 0 end) as bigint) as registered,
    cast(sum(case when state = 'declined' then 1 else 0 end) as bigint) as declined,
    cast(sum(case when state = 'declined' and reason in ('moved', 'died') then 1 else 0 end) as bigint) as gone
    from outreach_entry where node between $1 and $2 and merged_into is null group by 1 order by 1";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ImportRecord {
    pub(crate) id: ImportId,
    #[sqlx(try_from = "String")]
    pub(crate) kind: ImportKind,
    pub(crate) node: Node,
    #[sqlx(try_from = "String")]
    pub(crate) state: ImportState,
    pub(crate) head: Option<Vec<u8>>,
    pub(crate) wrapped: Option<Vec<u8>>,
    pub(crate) next_row: i64,
    pub(crate) rows_seen: i64,
    pub(crate) added: i64,
    pub(crate) updated: i64,
    pub(crate) unchanged: i64,
    pub(crate) bad: i64,
    pub(crate) paired: i64,
    pub(crate) reason: Option<String>,
    pub(crate) made_by: Option<PersonId>,
    pub(crate) made_at: Instant,
    pub(crate) started_at: Option<Instant>,
    pub(crate) ended_at: Option<Instant>,
}

macro_rules! imports {
    ($rest:literal) => {
        concat!(
            "select id, kind, node, state, head, wrapped, next_row, rows_seen, added, updated, unchanged, bad, paired,
             reason, made_by, made_at, started_at, ended_at from outreach_import where ",
            $rest
        )
    };
}
pub(crate) const ADD_IMPORT: &str = "insert into outreach_import (id, kind, node, state, head, wrapped, file_digest,
    file_bytes, next_row, rows_seen, added, updated, unchanged, bad, paired, made_by, made_at, version)
    values ($1, $2, $3, 'mapping', $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, 0, $9, $10, 1)";
pub(crate) const IMPORT: &str = imports!("id = $1");
pub(crate) const IMPORT_HELD: &str = imports!("id = $1 {lock}");
pub(crate) const IMPORTS: &str = imports!(
    "node between $1 and $2 and (made_at < $3 or (made_at = $3 and id < $4)) order by made_at desc, id desc limit $5"
);
pub(crate) const NEXT_RUNNING: &str = imports!("state = 'running' order by started_at, id limit 1");
pub(crate) const STARTED: &str =
    "update outreach_import set state = 'running', head = $2, started_at = $3 where id = $1 and state = 'mapping'";
pub(crate) const COUNTED: &str = "update outreach_import set next_row = $2, rows_seen = rows_seen + $3,
    added = added + $4, updated = updated + $5, unchanged = unchanged + $6, bad = bad + $7, paired = paired + $8
    where id = $1";
pub(crate) const ENDED: &str = "update outreach_import set state = $2, reason = $3, ended_at = $4 where id = $1";
/// Nothing waits any more: the key and what it sealed go.
pub(crate) const FORGET_IMPORT: &str = "update outreach_import set head = null, wrapped = null where id = $1
    and state in ('done', 'cancelled', 'failed')
    and not exists (select 1 from outreach_bad_row r where r.import = $1 and r.state = 'open')";
pub(crate) const ADD_PART: &str = "insert into outreach_file (import, part, bytes) values ($1, $2, $3)";
pub(crate) const PART: &str = "select bytes from outreach_file where import = $1 and part = $2";
pub(crate) const DROP_PARTS: &str = "delete from outreach_file where import = $1";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct RowRecord {
    pub(crate) id: Uuid,
    pub(crate) import: ImportId,
    pub(crate) row_number: i64,
    #[sqlx(try_from = "String")]
    pub(crate) state: RowState,
    pub(crate) cells: Option<Vec<u8>>,
    pub(crate) faults: String,
}
macro_rules! bad_rows {
    ($rest:literal) => {
        concat!("select id, import, row_number, state, cells, faults from outreach_bad_row where ", $rest)
    };
}
pub(crate) const ADD_BAD_ROWS: Table = Table {
    name: "outreach_bad_row",
    cols: &[
        ("id", Ty::Uuid),
        ("import", Ty::Uuid),
        ("row_number", Ty::Int),
        ("state", Ty::Text),
        ("cells", Ty::Bytes),
        ("faults", Ty::Text),
    ],
    suffix: "on conflict (import, row_number) do nothing",
};
pub(crate) const BAD_ROW: &str = bad_rows!("id = $1");
pub(crate) const BAD_ROW_HELD: &str = bad_rows!("id = $1 {lock}");
pub(crate) const BAD_ROWS: &str =
    bad_rows!("import = $1 and state = 'open' and row_number > $2 order by row_number limit $3");
pub(crate) const BAD_OPEN: &str =
    "select cast(count(*) as bigint) from outreach_bad_row where import = $1 and state = 'open'";
pub(crate) const BAD_DECIDED: &str = "update outreach_bad_row set state = $2, cells = null, decided_by = $3,
    decided_at = $4 where id = $1 and state = 'open'";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct PairRecord {
    pub(crate) id: Uuid,
    pub(crate) node: Node,
    pub(crate) a: OutreachId,
    pub(crate) b: OutreachId,
    #[sqlx(try_from = "String")]
    pub(crate) why: PairReason,
    #[sqlx(try_from = "String")]
    pub(crate) state: PairState,
    pub(crate) found_at: Instant,
}
macro_rules! pairs {
    ($rest:literal) => {
        concat!("select id, node, a, b, why, state, found_at from outreach_pair where ", $rest)
    };
}
pub(crate) const ADD_PAIRS: Table = Table {
    name: "outreach_pair",
    cols: &[
        ("id", Ty::Uuid),
        ("node", Ty::Int),
        ("a", Ty::Uuid),
        ("b", Ty::Uuid),
        ("why", Ty::Text),
        ("state", Ty::Text),
        ("found_at", Ty::Int),
    ],
    suffix: "on conflict (a, b) do nothing",
};
pub(crate) const PAIR_HELD: &str = pairs!("id = $1 {lock}");
pub(crate) const PAIRS_OPEN: &str = pairs!("state = 'open' and node between $1 and $2 order by found_at, id limit $3");
pub(crate) const PAIRS_COUNT: &str =
    "select cast(count(*) as bigint) from outreach_pair where state = 'open' and node between $1 and $2";
pub(crate) const PAIRS_OF: &str =
    "select cast(count(*) as bigint) from outreach_pair where state = 'open' and (a = $1 or b = $1)";
pub(crate) const PAIR_DECIDED: &str = "update outreach_pair set state = $2, decided_by = $3, decided_at = $4
    where id = $1 and state = 'open'";
/// The other open pairs of an entry that is no more are of no use.
pub(crate) const PAIRS_CLOSED: &str = "update outreach_pair set state = 'merged', decided_by = $2, decided_at = $3
    where state = 'open' and (a = $1 or b = $1)";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct TwinRecord {
    pub(crate) id: OutreachId,
    pub(crate) id_index: Vec<u8>,
    pub(crate) key: Vec<u8>,
}
pub(crate) const TWINS: &str =
    "select id, id_index, twin_index as key from outreach_entry where merged_into is null and twin_index {in}";
pub(crate) const CALLS: &str =
    "select id, id_index, call_index as key from outreach_entry where merged_into is null and call_index {in}";

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[&str] = &[
        ENTRY,
        ENTRY_HELD,
        BY_IDENTITIES,
        LIST,
        LIST_BY_IDENTITY,
        LIST_BY_PHONE,
        LIST_BY_NAME,
        ADVANCED,
        REGISTERED,
        BY_IDENTITY_OPEN,
        MERGED,
        PROGRESS,
        ADD_IMPORT,
        IMPORT,
        IMPORT_HELD,
        IMPORTS,
        NEXT_RUNNING,
        STARTED,
        COUNTED,
        ENDED,
        FORGET_IMPORT,
        ADD_PART,
        PART,
        DROP_PARTS,
        BAD_ROW,
        BAD_ROW_HELD,
        BAD_ROWS,
        BAD_OPEN,
        BAD_DECIDED,
        PAIR_HELD,
        PAIRS_OPEN,
        PAIRS_COUNT,
        PAIRS_OF,
        PAIR_DECIDED,
        PAIRS_CLOSED,
        TWINS,
        CALLS,
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
