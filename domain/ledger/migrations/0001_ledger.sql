-- The ledger: accounts and their places, postings with their moves, entries and lots, holds, claims, clearing items.
-- Facts append (key, posting, move, entry, lot_use, reversal, leaf, account_event, period, crossing): triggers refuse
-- anything else. Heads change (account, bucket, bucket_day, lot, hold, claim, item): all of them can be rebuilt from facts.
-- No foreign keys on the posting path: `verify` checks every link, and the rows stay as cheap as they can be.

create table ledger_account (
    id uuid primary key,
    kind text not null constraint ledger_account_kind check (kind in
        ('member', 'group', 'pool', 'programme', 'institution', 'clearing', 'system')),
    status text not null constraint ledger_account_status check (status in ('open', 'frozen', 'closed')),
    owner uuid,
    node bigint not null,
    owing bigint not null constraint ledger_account_owing check (owing >= 0)
); -- keyed
create index ledger_account_owner on ledger_account (owner) where owner is not null;

create table ledger_account_event (
    account uuid not null,
    recorded bigint not null,
    status text not null,
    budget bigint not null,
    actor uuid,
    reason text,
    primary key (account, recorded)
); -- keyed

create table ledger_bucket (
    id uuid primary key,
    account uuid not null,
    class text not null constraint ledger_bucket_class check (class in
        ('earned', 'granted', 'gifted', 'system', 'honour')),
    state text not null constraint ledger_bucket_state check (state in ('free', 'held', 'frozen')),
    floor bigint not null constraint ledger_bucket_floor check (floor <= 0),
    balance bigint not null,
    version bigint not null constraint ledger_bucket_version check (version >= 0),
    recorded bigint not null,
    constraint ledger_bucket_balance check (balance >= floor and balance <= 9000000000000000)
); -- keyed

create table ledger_crossing (
    kind text not null,
    from_class text not null,
    from_state text not null,
    to_class text not null,
    to_state text not null,
    primary key (kind, from_class, from_state, to_class, to_state)
); -- keyed

create table ledger_key (
    key text primary key,
    hash bytea not null constraint ledger_key_hash check (length(hash) = 32),
    posting uuid,
    refusal text,
    recorded bigint not null,
    constraint ledger_key_one_outcome check ((posting is null) <> (refusal is null))
); -- keyed

create table ledger_posting (
    id uuid primary key,
    key text not null,
    kind text not null constraint ledger_posting_kind check (kind in (
        'hold', 'release', 'hold_expiry', 'settlement', 'grant', 'gift', 'donation', 'allotment', 'overflow',
        'expiry', 'honour', 'reversal', 'claim_settlement', 'freeze', 'lift', 'inheritance', 'exit', 'merge',
        'clearing_out', 'clearing_in', 'clearing_return')),
    effective bigint not null,
    recorded bigint not null,
    actor uuid,
    subject_kind text,
    subject uuid,
    policy text,
    reason text,
    reverses uuid,
    constraint ledger_posting_subject check ((subject_kind is null) = (subject is null)),
    constraint ledger_posting_backing check (kind <> 'settlement' or subject_kind = 'order')
); -- keyed
create index ledger_posting_about on ledger_posting (subject) where subject is not null;

create table ledger_move (
    posting uuid not null,
    n bigint not null,
    from_bucket uuid not null,
    to_bucket uuid not null,
    minutes bigint not null constraint ledger_move_minutes check (minutes between 1 and 1000000000),
    primary key (posting, n),
    constraint ledger_move_shape check (from_bucket <> to_bucket)
); -- keyed

create table ledger_entry (
    bucket uuid not null,
    version bigint not null constraint ledger_entry_version check (version >= 1),
    posting uuid not null,
    minutes bigint not null constraint ledger_entry_minutes check (minutes <> 0),
    after bigint not null,
    effective bigint not null,
    recorded bigint not null,
    primary key (bucket, version)
); -- keyed

create table ledger_bucket_day (
    bucket uuid not null,
    day bigint not null,
    delta bigint not null,
    primary key (bucket, day)
); -- keyed

-- `expires` 9999999: never. `open` says the same as `remaining > 0`, so that taking a part of a lot changes no index.
create table ledger_lot (
    id uuid primary key,
    bucket uuid not null,
    origin uuid not null,
    root uuid not null,
    parent uuid,
    hold uuid,
    expires bigint not null,
    amount bigint not null,
    remaining bigint not null,
    open boolean not null,
    constraint ledger_lot_cover check (remaining >= 0 and remaining <= amount),
    constraint ledger_lot_open check (open = (remaining > 0))
); -- keyed
create index ledger_lot_next on ledger_lot (bucket, expires, id) where open;
create index ledger_lot_lapsing on ledger_lot (expires, id) where open and expires < 9999999;

create table ledger_lot_use (
    posting uuid not null,
    n bigint not null,
    from_lot uuid,
    into_lot uuid,
    minutes bigint not null constraint ledger_lot_use_minutes check (minutes > 0),
    primary key (posting, n),
    constraint ledger_lot_use_ends check (from_lot is not null or into_lot is not null)
); -- keyed

create table ledger_hold (
    id uuid primary key,
    account uuid not null,
    classes bigint not null,
    amount bigint not null constraint ledger_hold_amount check (amount > 0),
    captured bigint not null constraint ledger_hold_captured check (captured >= 0),
    returned bigint not null constraint ledger_hold_returned check (returned >= 0),
    expires_at bigint not null,
    open boolean not null,
    constraint ledger_hold_sum check (captured + returned <= amount),
    constraint ledger_hold_open check (open = (captured + returned < amount))
); -- keyed
create index ledger_hold_due on ledger_hold (expires_at, id) where open;

create table ledger_reversal (
    original uuid not null,
    n bigint not null,
    part bigint not null,
    minutes bigint not null constraint ledger_reversal_minutes check (minutes > 0),
    upto bigint not null,
    total bigint not null,
    by_posting uuid not null,
    primary key (original, n, part),
    constraint ledger_reversal_once check (upto >= minutes and upto <= total)
); -- keyed

create table ledger_claim (
    id uuid primary key,
    debtor uuid not null,
    creditor uuid not null,
    amount bigint not null constraint ledger_claim_amount check (amount > 0),
    settled bigint not null,
    open boolean not null,
    constraint ledger_claim_settled check (settled >= 0 and settled <= amount),
    constraint ledger_claim_open check (open = (settled < amount))
); -- keyed
create index ledger_claim_debtor on ledger_claim (debtor) where open;

create table ledger_item (
    peer uuid not null,
    item uuid not null,
    direction text not null constraint ledger_item_direction check (direction in ('out', 'in')),
    account uuid not null,
    class text not null,
    amount bigint not null constraint ledger_item_amount check (amount > 0),
    state text not null constraint ledger_item_state check (state in ('open', 'paid', 'returned')),
    posting uuid not null,
    primary key (peer, item, direction)
); -- keyed
create index ledger_item_under_way on ledger_item (peer, item) where state = 'open';

create table ledger_period (
    last_day bigint primary key,
    closed bigint not null,
    actor uuid
); -- keyed

-- One row: who books into the past and who closes the past take turns here.
create table ledger_gate (
    id bigint primary key
);
insert into ledger_gate (id) values (1);

create table ledger_leaf (
    posting uuid primary key,
    leaf bytea not null constraint ledger_leaf_width check (length(leaf) = 64),
    salt bytea not null constraint ledger_leaf_salt check (length(salt) = 32)
); -- keyed

insert into ledger_crossing (kind, from_class, from_state, to_class, to_state) values
    ('hold', 'granted', 'free', 'granted', 'held'),
    ('hold', 'gifted', 'free', 'gifted', 'held'),
    ('hold', 'earned', 'free', 'earned', 'held'),
    ('release', 'granted', 'held', 'granted', 'free'),
    ('release', 'gifted', 'held', 'gifted', 'free'),
    ('release', 'earned', 'held', 'earned', 'free'),
    ('hold_expiry', 'granted', 'held', 'granted', 'free'),
    ('hold_expiry', 'gifted', 'held', 'gifted', 'free'),
    ('hold_expiry', 'earned', 'held', 'earned', 'free'),
    ('settlement', 'granted', 'held', 'earned', 'free'),
    ('settlement', 'gifted', 'held', 'earned', 'free'),
    ('settlement', 'earned', 'held', 'earned', 'free'),
    ('settlement', 'granted', 'held', 'granted', 'free'),
    ('settlement', 'gifted', 'held', 'gifted', 'free'),
    ('grant', 'system', 'free', 'granted', 'free'),
    ('gift', 'earned', 'free', 'gifted', 'free'),
    ('gift', 'gifted', 'free', 'gifted', 'free'),
    ('donation', 'earned', 'free', 'gifted', 'free'),
    ('donation', 'gifted', 'free', 'gifted', 'free'),
    ('allotment', 'gifted', 'free', 'gifted', 'free'),
    ('overflow', 'earned', 'free', 'gifted', 'free'),
    ('overflow', 'earned', 'free', 'system', 'free'),
    ('overflow', 'system', 'free', 'honour', 'free'),
    ('expiry', 'granted', 'free', 'gifted', 'free'),
    ('expiry', 'gifted', 'free', 'gifted', 'free'),
    ('expiry', 'earned', 'free', 'gifted', 'free'),
    ('honour', 'system', 'free', 'honour', 'free'),
    ('reversal', 'earned', 'free', 'granted', 'free'),
    ('reversal', 'earned', 'free', 'gifted', 'free'),
    ('reversal', 'earned', 'free', 'earned', 'free'),
    ('reversal', 'earned', 'frozen', 'granted', 'free'),
    ('reversal', 'earned', 'frozen', 'gifted', 'free'),
    ('reversal', 'earned', 'frozen', 'earned', 'free'),
    ('reversal', 'gifted', 'free', 'granted', 'free'),
    ('reversal', 'gifted', 'free', 'gifted', 'free'),
    ('reversal', 'gifted', 'free', 'earned', 'free'),
    ('reversal', 'gifted', 'frozen', 'granted', 'free'),
    ('reversal', 'gifted', 'frozen', 'gifted', 'free'),
    ('reversal', 'gifted', 'frozen', 'earned', 'free'),
    ('reversal', 'granted', 'free', 'system', 'free'),
    ('reversal', 'granted', 'frozen', 'system', 'free'),
    ('reversal', 'honour', 'free', 'system', 'free'),
    ('reversal', 'system', 'free', 'earned', 'free'),
    ('reversal', 'system', 'free', 'granted', 'free'),
    ('reversal', 'system', 'free', 'gifted', 'free'),
    ('reversal', 'system', 'free', 'system', 'free'),
    ('claim_settlement', 'earned', 'free', 'system', 'free'),
    ('claim_settlement', 'gifted', 'free', 'system', 'free'),
    ('freeze', 'granted', 'free', 'granted', 'frozen'),
    ('freeze', 'gifted', 'free', 'gifted', 'frozen'),
    ('freeze', 'earned', 'free', 'earned', 'frozen'),
    ('lift', 'granted', 'frozen', 'granted', 'free'),
    ('lift', 'gifted', 'frozen', 'gifted', 'free'),
    ('lift', 'earned', 'frozen', 'earned', 'free'),
    ('inheritance', 'earned', 'free', 'gifted', 'free'),
    ('inheritance', 'gifted', 'free', 'gifted', 'free'),
    ('exit', 'earned', 'free', 'gifted', 'free'),
    ('exit', 'granted', 'free', 'gifted', 'free'),
    ('exit', 'gifted', 'free', 'gifted', 'free'),
    ('exit', 'earned', 'frozen', 'gifted', 'free'),
    ('exit', 'granted', 'frozen', 'gifted', 'free'),
    ('exit', 'gifted', 'frozen', 'gifted', 'free'),
    ('merge', 'earned', 'free', 'earned', 'free'),
    ('merge', 'granted', 'free', 'granted', 'free'),
    ('merge', 'gifted', 'free', 'gifted', 'free'),
    ('merge', 'honour', 'free', 'honour', 'free'),
    ('clearing_out', 'earned', 'free', 'system', 'free'),
    ('clearing_out', 'granted', 'free', 'system', 'free'),
    ('clearing_out', 'gifted', 'free', 'system', 'free'),
    ('clearing_in', 'system', 'free', 'earned', 'free'),
    ('clearing_in', 'system', 'free', 'granted', 'free'),
    ('clearing_in', 'system', 'free', 'gifted', 'free'),
    ('clearing_return', 'system', 'free', 'earned', 'free'),
    ('clearing_return', 'system', 'free', 'granted', 'free'),
    ('clearing_return', 'system', 'free', 'gifted', 'free');

-- only: postgres
alter table ledger_key alter column key type text collate "C";
alter table ledger_posting alter column key type text collate "C";
alter table ledger_account set (fillfactor = 80);
alter table ledger_bucket set (fillfactor = 60);
alter table ledger_bucket_day set (fillfactor = 80);
alter table ledger_lot set (fillfactor = 80);
alter table ledger_hold set (fillfactor = 80);
create function ledger_append_only() returns trigger language plpgsql as
$$ begin raise exception '% is append only', tg_table_name; end $$;
-- end

-- only: postgres
create trigger ledger_key_append before update or delete or truncate on ledger_key
    for each statement execute function ledger_append_only();
create trigger ledger_posting_append before update or delete or truncate on ledger_posting
    for each statement execute function ledger_append_only();
create trigger ledger_move_append before update or delete or truncate on ledger_move
    for each statement execute function ledger_append_only();
create trigger ledger_entry_append before update or delete or truncate on ledger_entry
    for each statement execute function ledger_append_only();
create trigger ledger_lot_use_append before update or delete or truncate on ledger_lot_use
    for each statement execute function ledger_append_only();
create trigger ledger_reversal_append before update or delete or truncate on ledger_reversal
    for each statement execute function ledger_append_only();
create trigger ledger_leaf_append before update or delete or truncate on ledger_leaf
    for each statement execute function ledger_append_only();
create trigger ledger_account_event_append before update or delete or truncate on ledger_account_event
    for each statement execute function ledger_append_only();
create trigger ledger_period_append before update or delete or truncate on ledger_period
    for each statement execute function ledger_append_only();
create trigger ledger_crossing_append before update or delete or truncate on ledger_crossing
    for each statement execute function ledger_append_only();
-- end
-- only: sqlite
create trigger ledger_key_no_update before update on ledger_key begin select raise(abort, 'ledger_key is append only'); end;
create trigger ledger_key_no_delete before delete on ledger_key begin select raise(abort, 'ledger_key is append only'); end;
create trigger ledger_posting_no_update before update on ledger_posting begin select raise(abort, 'ledger_posting is append only'); end;
create trigger ledger_posting_no_delete before delete on ledger_posting begin select raise(abort, 'ledger_posting is append only'); end;
create trigger ledger_move_no_update before update on ledger_move begin select raise(abort, 'ledger_move is append only'); end;
create trigger ledger_move_no_delete before delete on ledger_move begin select raise(abort, 'ledger_move is append only'); end;
create trigger ledger_entry_no_update before update on ledger_entry begin select raise(abort, 'ledger_entry is append only'); end;
create trigger ledger_entry_no_delete before delete on ledger_entry begin select raise(abort, 'ledger_entry is append only'); end;
create trigger ledger_lot_use_no_update before update on ledger_lot_use begin select raise(abort, 'ledger_lot_use is append only'); end;
create trigger ledger_lot_use_no_delete before delete on ledger_lot_use begin select raise(abort, 'ledger_lot_use is append only'); end;
create trigger ledger_reversal_no_update before update on ledger_reversal begin select raise(abort, 'ledger_reversal is append only'); end;
create trigger ledger_reversal_no_delete before delete on ledger_reversal begin select raise(abort, 'ledger_reversal is append only'); end;
create trigger ledger_leaf_no_update before update on ledger_leaf begin select raise(abort, 'ledger_leaf is append only'); end;
create trigger ledger_leaf_no_delete before delete on ledger_leaf begin select raise(abort, 'ledger_leaf is append only'); end;
create trigger ledger_account_event_no_update before update on ledger_account_event begin select raise(abort, 'ledger_account_event is append only'); end;
create trigger ledger_account_event_no_delete before delete on ledger_account_event begin select raise(abort, 'ledger_account_event is append only'); end;
create trigger ledger_period_no_update before update on ledger_period begin select raise(abort, 'ledger_period is append only'); end;
create trigger ledger_period_no_delete before delete on ledger_period begin select raise(abort, 'ledger_period is append only'); end;
create trigger ledger_crossing_no_update before update on ledger_crossing begin select raise(abort, 'ledger_crossing is append only'); end;
create trigger ledger_crossing_no_delete before delete on ledger_crossing begin select raise(abort, 'ledger_crossing is append only'); end;
-- end
