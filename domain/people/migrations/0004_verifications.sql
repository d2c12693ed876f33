-- What was checked of a person: kind, source, day, result, until when. Nothing is changed or deleted; of each kind the
-- latest counts. `origin` is what it came from (an answer of a register, an exam), so that the same answer counts once.
create table verification (
    id uuid primary key,
    person uuid not null references person (id),
    kind text not null,
    result text not null check (result in ('passed', 'failed', 'unclear')),
    source text not null check (source in ('identity', 'declared', 'manual', 'batch', 'gateway', 'learning')),
    reference text not null,
    score bigint check (score between 0 and 100),
    node bigint not null,
    checked_on bigint not null,
    expires_on bigint,
    origin uuid,
    made_by uuid,
    made_at bigint not null,
    check (expires_on is null or expires_on >= checked_on)
);
create unique index verification_origin on verification (origin, kind);
create index verification_person on verification (person, kind, checked_on);
create index verification_ending on verification (expires_on, id) where expires_on is not null;

-- Somebody is shut out of being a volunteer or an elder: asked for by one, decided by another; the person may object, and
-- a third decides. `identity` is the keyed digest of the identity number: whoever comes back is known by it even after
-- everything else about them was erased.
create table bar (
    id uuid primary key,
    person uuid not null,
    kind text not null check (kind in ('volunteer', 'elder')),
    node bigint not null,
    identity bytea not null,
    state text not null check (state in ('active', 'appealed', 'upheld', 'lifted')),
    reason text not null,
    article text not null,
    policy text not null,
    approval uuid not null,
    asked_by uuid not null,
    agreed_by uuid not null check (agreed_by <> asked_by),
    from_day bigint not null,
    until_day bigint,
    appeal bytea,
    appealed_at bigint,
    decided_by uuid check (decided_by <> asked_by and decided_by <> agreed_by),
    decided_at bigint,
    decision text,
    check (state in ('active', 'appealed') or decided_by is not null),
    check (state = 'active' or appealed_at is not null)
);
create unique index bar_standing on bar (person, kind) where state <> 'lifted';
create index bar_identity on bar (identity);
create index bar_place on bar (node, state);
