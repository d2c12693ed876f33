//! SQL of the verifier: every table read once, in the order of its key, a page at a time.

pub(crate) const ALL: &[&str] = &[
    ACCOUNTS, BUCKETS, CLAIMS, CROSSINGS, DAYS, ENTRIES, HOLDS, ITEMS, KEYS, LOTS, MOVES, PERIODS, POSTINGS,
    PROGRAMMES, REVERSALS, USES, COUNTS,
];

pub(crate) const CROSSINGS: &str = "select kind, from_class, from_state, to_class, to_state from ledger_crossing";
pub(crate) const PERIODS: &str = "select last_day, closed from ledger_period";
pub(crate) const PROGRAMMES: &str = "select id from ledger_account where kind = 'programme'";
pub(crate) const COUNTS: &str = "select
    (select cast(count(*) as bigint) from ledger_posting),
    (select cast(count(*) as bigint) from ledger_leaf)";

/// A second posting of one command has the command's key and `#1`.
pub(crate) const POSTINGS: &str = "select p.id, p.key, p.kind, p.effective, p.recorded, p.actor, p.subject_kind,
    p.subject, p.policy, p.reason, p.reverses, l.leaf, l.salt, k.posting, b.posting
    from ledger_posting p
    left join ledger_leaf l on l.posting = p.id
    left join ledger_key k on k.key = p.key
    left join ledger_key b on b.key = substr(p.key, 1, length(p.key) - 2)
    where p.id > $1 order by p.id limit $2";
pub(crate) const MOVES: &str = "select m.posting, m.n, m.from_bucket, m.to_bucket, m.minutes,
    f.account, f.class, f.state, t.account, t.class, t.state
    from ledger_move m
    left join ledger_bucket f on f.id = m.from_bucket
    left join ledger_bucket t on t.id = m.to_bucket
    where m.posting > $1 and m.posting <= $2 order by m.posting, m.n";
pub(crate) const USES: &str = "select u.posting, u.n, u.from_lot, u.into_lot, u.minutes,
    f.bucket, f.root, f.parent, f.hold, f.expires, i.bucket, i.origin, i.root, i.parent, i.expires
    from ledger_lot_use u
    left join ledger_lot f on f.id = u.from_lot
    left join ledger_lot i on i.id = u.into_lot
    where u.posting > $1 and u.posting <= $2 order by u.posting, u.n";
pub(crate) const ENTRIES: &str = "select bucket, version, posting, minutes, after, effective, recorded
    from ledger_entry where (bucket, version) > ($1, $2) order by bucket, version limit $3";
pub(crate) const DAYS: &str = "select bucket, day, delta from ledger_bucket_day
    where (bucket, day) > ($1, $2) order by bucket, day limit $3";
pub(crate) const ACCOUNTS: &str = "select a.id, a.kind, a.status, a.owing, e.status, e.budget
    from ledger_account a
    left join ledger_account_event e on e.account = a.id
    and e.recorded = (select max(x.recorded) from ledger_account_event x where x.account = a.id)
    where a.id > $1 order by a.id limit $2";
pub(crate) const BUCKETS: &str = "select id, account, class, state, floor, balance, version, recorded
    from ledger_bucket where id > $1 order by id limit $2";
pub(crate) const LOTS: &str = "select l.id, l.bucket, l.origin, l.root, l.parent, l.hold, l.expires, l.amount,
    l.remaining, l.open, b.class, b.state, p.kind, p.subject_kind
    from ledger_lot l
    left join ledger_bucket b on b.id = l.bucket
    left join ledger_posting p on p.id = l.origin
    where l.id > $1 order by l.id limit $2";
pub(crate) const HOLDS: &str = "select id, account, amount, captured, returned, open from ledger_hold
    where id > $1 order by id limit $2";
pub(crate) const KEYS: &str = "select k.key, k.posting, k.refusal, p.key
    from ledger_key k left join ledger_posting p on p.id = k.posting
    where k.key > $1 order by k.key limit $2";
pub(crate) const REVERSALS: &str = "select r.original, r.n, r.part, r.minutes, r.upto, r.total, r.by_posting,
    m.minutes, p.kind, p.reverses
    from ledger_reversal r
    left join ledger_move m on m.posting = r.original and m.n = r.n
    left join ledger_posting p on p.id = r.by_posting
    where (r.original, r.n, r.part) > ($1, $2, $3) order by r.original, r.n, r.part limit $4";
pub(crate) const CLAIMS: &str = "select c.id, c.debtor, c.amount, c.settled, c.open,
    (select cast(coalesce(sum(m.minutes), 0) as bigint) from ledger_move m
        join ledger_bucket b on b.id = m.from_bucket
        where m.posting = c.id and b.account = c.creditor)
    from ledger_claim c where c.id > $1 order by c.id limit $2";
pub(crate) const ITEMS: &str = "select i.peer, i.item, i.direction, i.state, i.amount, p.kind,
    (select cast(coalesce(sum(m.minutes), 0) as bigint) from ledger_move m where m.posting = i.posting)
    from ledger_item i left join ledger_posting p on p.id = i.posting
    where (i.peer, i.item, i.direction) > ($1, $2, $3) order by i.peer, i.item, i.direction limit $4";

/// Names of the triggers that keep facts as they are. Each engine keeps its own list of them, so these two are not in
/// [`ALL`]; the verifier's tests run each where it belongs.
pub(crate) const TRIGGERS_SQLITE: &str =
    "select name from sqlite_master where type = 'trigger' and name like 'ledger%no%'";
pub(crate) const TRIGGERS_POSTGRES: &str =
    "select cast(tgname as text) from pg_trigger where tgname like 'ledger%append' and tgenabled = 'O'";
/// The tables whose rows are facts.
pub(crate) const FACTS: &[&str] = &[
    "ledger_key",
    "ledger_posting",
    "ledger_move",
    "ledger_entry",
    "ledger_lot_use",
    "ledger_reversal",
    "ledger_leaf",
    "ledger_account_event",
    "ledger_period",
    "ledger_crossing",
];
