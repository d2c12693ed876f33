//! All SQL of the posting path and of accounts; the questions of `queries` and `verify` stand in `store/ask.rs` and
//! `store/check.rs`. One text for both engines.
//!
//! Locks: accounts, in id order, before anything that depends on them is read; the gate row before the past is written.

pub(crate) mod ask;
pub(crate) mod check;

use tb_db::{Migration, Table, Ty, Update};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { slice: "ledger", number: 1, name: "ledger", sql: include_str!("../migrations/0001_ledger.sql") },
    Migration {
        slice: "ledger",
        number: 2,
        name: "undo_merge",
        sql: include_str!("../migrations/0002_undo_merge.sql"),
    },
];

/// Every question, for the test that prepares each on both engines.
pub fn all() -> Vec<&'static str> {
    [HERE, ask::ALL, check::ALL].concat()
}

const HERE: &[&str] = &[
    ACCOUNTS,
    OWNERS,
    KEYS,
    BUCKETS,
    PLACES,
    HOLDERS,
    HOLDS,
    OPEN_LOTS,
    POOL_LOTS,
    LOTS,
    POSTINGS,
    MOVES,
    USES,
    REVERSED,
    ITEMS,
    CLAIMS,
    CLAIMS_OF,
    CLOSED_THROUGH,
    GATE,
    SET_STATUS,
    SET_FLOOR,
    PAY_ITEM,
    LAST_EVENT,
];

// What is named by the commands of a batch.

// Columns that no decision needs are left out: reading rows is a third of the work.
pub(crate) const ACCOUNTS: &str = "select id, kind, status, owing from ledger_account where id {in} order by id {lock}";
pub(crate) const OWNERS: &str = "select id, kind, owner from ledger_account where id {in} order by id {lock}";
pub(crate) const KEYS: &str = "select key, hash, posting, recorded, refusal from ledger_key where key {in}";
pub(crate) const BUCKETS: &str = "select id, floor, balance, version, recorded from ledger_bucket where id {in}";
pub(crate) const PLACES: &str = "select id, account, class, state from ledger_bucket where id {in}";
pub(crate) const HOLDERS: &str = "select account from ledger_hold where id {in}";
pub(crate) const HOLDS: &str =
    "select id, account, classes, amount, captured, returned, expires_at from ledger_hold where id {in}";
/// Open lots of parties' places that are debited, in the order they are taken; `$1` rows at most.
pub(crate) const OPEN_LOTS: &str = "select id, bucket, origin, root, parent, hold, expires, amount, remaining
    from ledger_lot where bucket {in} and open order by bucket, expires, id limit $1";
/// Open lots of one pool, which may have very many, read on from `$2`, `$3`.
pub(crate) const POOL_LOTS: &str = "select id, bucket, origin, root, parent, hold, expires, amount, remaining
    from ledger_lot where bucket = $1 and open and (expires, id) > ($2, $3) order by expires, id limit $4";
pub(crate) const LOTS: &str = "select id, bucket, origin, root, parent, hold, expires, amount, remaining
    from ledger_lot where id {in}";
pub(crate) const POSTINGS: &str = "select id, key, kind, effective, recorded, actor, subject_kind, subject, policy,
    reason, reverses from ledger_posting where id {in}";
pub(crate) const MOVES: &str =
    "select posting, from_bucket, to_bucket, minutes from ledger_move where posting {in} order by posting, n";
pub(crate) const USES: &str =
    "select posting, from_lot, into_lot, minutes from ledger_lot_use where posting {in} order by posting, n";
pub(crate) const REVERSED: &str = "select original, n, cast(max(part) as bigint), cast(max(upto) as bigint)
    from ledger_reversal where original {in} group by original, n";
pub(crate) const ITEMS: &str =
    "select peer, item, direction, account, class, amount, state, posting from ledger_item where item {in}";
pub(crate) const CLAIMS: &str = "select id, debtor, creditor, amount, settled from ledger_claim where id {in}";
pub(crate) const CLAIMS_OF: &str =
    "select id, debtor, creditor, amount, settled from ledger_claim where debtor {in} and open";
pub(crate) const CLOSED_THROUGH: &str = "select cast(max(last_day) as bigint) from ledger_period";
pub(crate) const GATE: &str = "select id from ledger_gate where id = 1 {lock}";

// What accounts and periods need besides.

pub(crate) const SET_STATUS: &str = "update ledger_account set status = $2 where id = $1";
pub(crate) const SET_FLOOR: &str = "update ledger_bucket set floor = $2 where id = $1 and balance >= $2";
pub(crate) const PAY_ITEM: &str = "update ledger_item set state = 'paid'
    where peer = $1 and item = $2 and direction = 'out' and state = 'open'";
pub(crate) const LAST_EVENT: &str =
    "select status, budget, recorded from ledger_account_event where account = $1 order by recorded desc limit 1";

// Facts.

pub(crate) const INSERT_KEY: Table = Table {
    name: "ledger_key",
    cols: &[
        ("key", Ty::Text),
        ("hash", Ty::Bytes),
        ("posting", Ty::Uuid),
        ("refusal", Ty::Text),
        ("recorded", Ty::Int),
    ],
    suffix: "",
};
pub(crate) const INSERT_POSTING: Table = Table {
    name: "ledger_posting",
    cols: &[
        ("id", Ty::Uuid),
        ("key", Ty::Text),
        ("kind", Ty::Text),
        ("effective", Ty::Int),
        ("recorded", Ty::Int),
        ("actor", Ty::Uuid),
        ("subject_kind", Ty::Text),
        ("subject", Ty::Uuid),
        ("policy", Ty::Text),
        ("reason", Ty::Text),
        ("reverses", Ty::Uuid),
    ],
    suffix: "",
};
pub(crate) const INSERT_MOVE: Table = Table {
    name: "ledger_move",
    cols: &[
        ("posting", Ty::Uuid),
        ("n", Ty::Int),
        ("from_bucket", Ty::Uuid),
        ("to_bucket", Ty::Uuid),
        ("minutes", Ty::Int),
    ],
    suffix: "",
};
pub(crate) const INSERT_ENTRY: Table = Table {
    name: "ledger_entry",
    cols: &[
        ("bucket", Ty::Uuid),
        ("version", Ty::Int),
        ("posting", Ty::Uuid),
        ("minutes", Ty::Int),
        ("after", Ty::Int),
        ("effective", Ty::Int),
        ("recorded", Ty::Int),
    ],
    suffix: "",
};
pub(crate) const INSERT_USE: Table = Table {
    name: "ledger_lot_use",
    cols: &[
        ("posting", Ty::Uuid),
        ("n", Ty::Int),
        ("from_lot", Ty::Uuid),
        ("into_lot", Ty::Uuid),
        ("minutes", Ty::Int),
    ],
    suffix: "",
};
pub(crate) const INSERT_LEAF: Table =
    Table { name: "ledger_leaf", cols: &[("posting", Ty::Uuid), ("leaf", Ty::Bytes), ("salt", Ty::Bytes)], suffix: "" };
pub(crate) const INSERT_REVERSAL: Table = Table {
    name: "ledger_reversal",
    cols: &[
        ("original", Ty::Uuid),
        ("n", Ty::Int),
        ("part", Ty::Int),
        ("minutes", Ty::Int),
        ("upto", Ty::Int),
        ("total", Ty::Int),
        ("by_posting", Ty::Uuid),
    ],
    suffix: "",
};
pub(crate) const INSERT_ACCOUNT_EVENT: Table = Table {
    name: "ledger_account_event",
    cols: &[
        ("account", Ty::Uuid),
        ("recorded", Ty::Int),
        ("status", Ty::Text),
        ("budget", Ty::Int),
        ("actor", Ty::Uuid),
        ("reason", Ty::Text),
    ],
    suffix: "",
};
pub(crate) const INSERT_PERIOD: Table = Table {
    name: "ledger_period",
    cols: &[("last_day", Ty::Int), ("closed", Ty::Int), ("actor", Ty::Uuid)],
    suffix: "",
};

// Heads.

pub(crate) const INSERT_ACCOUNT: Table = Table {
    name: "ledger_account",
    cols: &[
        ("id", Ty::Uuid),
        ("kind", Ty::Text),
        ("status", Ty::Text),
        ("owner", Ty::Uuid),
        ("node", Ty::Int),
        ("owing", Ty::Int),
    ],
    suffix: "",
};
pub(crate) const INSERT_BUCKET: Table = Table {
    name: "ledger_bucket",
    cols: &[
        ("id", Ty::Uuid),
        ("account", Ty::Uuid),
        ("class", Ty::Text),
        ("state", Ty::Text),
        ("floor", Ty::Int),
        ("balance", Ty::Int),
        ("version", Ty::Int),
        ("recorded", Ty::Int),
    ],
    suffix: "",
};
pub(crate) const ADD_DAY: Table = Table {
    name: "ledger_bucket_day",
    cols: &[("bucket", Ty::Uuid), ("day", Ty::Int), ("delta", Ty::Int)],
    suffix: "on conflict (bucket, day) do update set delta = t.delta + excluded.delta",
};
pub(crate) const INSERT_LOT: Table = Table {
    name: "ledger_lot",
    cols: &[
        ("id", Ty::Uuid),
        ("bucket", Ty::Uuid),
        ("origin", Ty::Uuid),
        ("root", Ty::Uuid),
        ("parent", Ty::Uuid),
        ("hold", Ty::Uuid),
        ("expires", Ty::Int),
        ("amount", Ty::Int),
        ("remaining", Ty::Int),
        ("open", Ty::Bool),
    ],
    suffix: "",
};
pub(crate) const INSERT_HOLD: Table = Table {
    name: "ledger_hold",
    cols: &[
        ("id", Ty::Uuid),
        ("account", Ty::Uuid),
        ("classes", Ty::Int),
        ("amount", Ty::Int),
        ("captured", Ty::Int),
        ("returned", Ty::Int),
        ("expires_at", Ty::Int),
        ("open", Ty::Bool),
    ],
    suffix: "",
};
pub(crate) const INSERT_CLAIM: Table = Table {
    name: "ledger_claim",
    cols: &[
        ("id", Ty::Uuid),
        ("debtor", Ty::Uuid),
        ("creditor", Ty::Uuid),
        ("amount", Ty::Int),
        ("settled", Ty::Int),
        ("open", Ty::Bool),
    ],
    suffix: "",
};
pub(crate) const INSERT_ITEM: Table = Table {
    name: "ledger_item",
    cols: &[
        ("peer", Ty::Uuid),
        ("item", Ty::Uuid),
        ("direction", Ty::Text),
        ("account", Ty::Uuid),
        ("class", Ty::Text),
        ("amount", Ty::Int),
        ("state", Ty::Text),
        ("posting", Ty::Uuid),
    ],
    suffix: "",
};

pub(crate) const UPDATE_BUCKET: Update = Update {
    name: "ledger_bucket",
    keys: &[("id", Ty::Uuid)],
    guards: &[("version", Ty::Int)],
    sets: &[("balance", Ty::Int), ("version", Ty::Int), ("recorded", Ty::Int)],
};
/// An unchanged `open` touches no index.
pub(crate) const UPDATE_LOT: Update = Update {
    name: "ledger_lot",
    keys: &[("id", Ty::Uuid)],
    guards: &[("remaining", Ty::Int)],
    sets: &[("remaining", Ty::Int), ("open", Ty::Bool)],
};
pub(crate) const UPDATE_HOLD: Update = Update {
    name: "ledger_hold",
    keys: &[("id", Ty::Uuid)],
    guards: &[("captured", Ty::Int), ("returned", Ty::Int)],
    sets: &[("captured", Ty::Int), ("returned", Ty::Int), ("open", Ty::Bool)],
};
pub(crate) const UPDATE_CLAIM: Update = Update {
    name: "ledger_claim",
    keys: &[("id", Ty::Uuid)],
    guards: &[("settled", Ty::Int)],
    sets: &[("settled", Ty::Int), ("open", Ty::Bool)],
};
pub(crate) const UPDATE_ITEM: Update = Update {
    name: "ledger_item",
    keys: &[("peer", Ty::Uuid), ("item", Ty::Uuid), ("direction", Ty::Text)],
    guards: &[("state", Ty::Text)],
    sets: &[("state", Ty::Text)],
};
pub(crate) const UPDATE_OWING: Update = Update {
    name: "ledger_account",
    keys: &[("id", Ty::Uuid)],
    guards: &[("owing", Ty::Int)],
    sets: &[("owing", Ty::Int)],
};
