//! SQL of the questions in `queries`.

pub(crate) const ALL: &[&str] = &[
    ACCOUNT,
    ACCOUNTS_OF,
    BALANCES,
    EARNED_IN_ALL,
    SUM_OF_ALL,
    LINES,
    ENTRY_AT,
    DAYS_UP_TO,
    ABOUT,
    ACTS,
    LOT_PLACES,
    OPEN_LOTS_OF,
    LAPSED_LOTS,
    DUE_HOLDS,
    OPEN_ITEMS,
    EVENTS,
    PERIODS,
];

pub(crate) const ACCOUNT: &str = "select id, kind, status, owner, node, owing from ledger_account where id = $1";
pub(crate) const ACCOUNTS_OF: &str =
    "select id, kind, status, owner, node, owing from ledger_account where owner = $1 order by id";
pub(crate) const BALANCES: &str = "select id, class, state, balance, version from ledger_bucket where id {in}";
/// Services paid to a place (`$1`; not what returned from its own hold `$2`), less what was taken back from it and from its
/// frozen part (`$3`).
pub(crate) const EARNED_IN_ALL: &str =
    "select cast(coalesce(sum(case when p.kind = 'reversal' then -m.minutes else m.minutes end), 0) as bigint)
    from ledger_entry e
    join ledger_posting p on p.id = e.posting
    join ledger_move m on m.posting = e.posting
    where e.bucket in ($1, $3)
    and ((p.kind in ('settlement', 'clearing_in') and e.bucket = $1 and m.to_bucket = $1 and m.from_bucket <> $2)
        or (p.kind = 'reversal' and m.from_bucket = e.bucket))";
pub(crate) const SUM_OF_ALL: &str = "select cast(coalesce(sum(balance), 0) as bigint) from ledger_bucket";
/// Entries of one place before a version, newest first.
pub(crate) const LINES: &str = "select e.posting, p.kind, p.subject_kind, p.subject, p.reason, e.minutes, e.after,
    e.effective, e.recorded
    from ledger_entry e join ledger_posting p on p.id = e.posting
    where e.bucket = $1 and e.version < $2 order by e.version desc limit $3";
pub(crate) const ENTRY_AT: &str = "select recorded, after from ledger_entry where bucket = $1 and version = $2";
pub(crate) const DAYS_UP_TO: &str = "select bucket, cast(sum(delta) as bigint) from ledger_bucket_day
    where day <= $1 and bucket {in} group by bucket";
pub(crate) const ABOUT: &str = "select id from ledger_posting where subject = $1 order by id limit 1000";
pub(crate) const ACTS: &str = "select id, kind, subject_kind, subject, effective from ledger_posting where id {in}";
pub(crate) const LOT_PLACES: &str = "select l.id, b.account, b.class, b.state
    from ledger_lot l join ledger_bucket b on b.id = l.bucket where l.id {in}";
pub(crate) const OPEN_LOTS_OF: &str = "select id, bucket, origin, root, parent, hold, expires, amount, remaining
    from ledger_lot where bucket {in} and open order by expires, id";
pub(crate) const LAPSED_LOTS: &str = "select b.account, l.id from ledger_lot l join ledger_bucket b on b.id = l.bucket
    where l.open and l.expires < 9999999 and l.expires < $1 and b.state = 'free' order by l.expires, l.id limit $2";
pub(crate) const DUE_HOLDS: &str =
    "select id from ledger_hold where open and expires_at <= $1 order by expires_at, id limit $2";
pub(crate) const OPEN_ITEMS: &str =
    "select peer, item, direction, account, class, amount, state, posting from ledger_item
    where peer = $1 and state = 'open' order by item limit 1000";
pub(crate) const EVENTS: &str = "select recorded, status, budget, actor, reason from ledger_account_event
    where account = $1 order by recorded";
pub(crate) const PERIODS: &str = "select last_day, closed, actor from ledger_period order by last_day";
