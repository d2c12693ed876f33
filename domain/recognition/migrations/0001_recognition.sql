-- Record certificates: what was certified is frozen, sealed under the holder's key and hashed at issue. A row never goes;
-- what can change is whether it is valid and how much a stranger who checks it may see.
create table certificate (
    id uuid primary key,
    number text not null unique,
    holder uuid not null,
    node bigint not null,
    from_day bigint not null,
    to_day bigint not null check (to_day >= from_day),
    minutes bigint not null check (minutes > 0),
    visits bigint not null check (visits > 0),
    content bytea not null,
    digest bytea not null,
    shows text not null check (shows in ('validity', 'summary', 'full')),
    state text not null check (state in ('valid', 'revoked')),
    policy text not null,
    issued_at bigint not null,
    issued_by uuid,
    channel text not null,
    revoked_at bigint,
    revoked_by uuid,
    revoke_reason text,
    check ((state = 'revoked') = (revoked_at is not null))
);
create index certificate_holder on certificate (holder, issued_at);
create index certificate_node on certificate (node, issued_at);

-- A volunteer says that something in the record is wrong or missing; an officer answers.
create table record_correction (
    id uuid primary key,
    person uuid not null,
    node bigint not null,
    block text not null check (block in ('basic', 'service', 'training', 'awards', 'evaluation')),
    said bytea not null,
    asked_at bigint not null,
    asked_by uuid,
    channel text not null,
    due bigint not null,
    state text not null check (state in ('open', 'accepted', 'refused')),
    decided_at bigint,
    decided_by uuid,
    answer bytea,
    check ((state = 'open') = (decided_at is null))
);
create index record_correction_person on record_correction (person, asked_at);
create index record_correction_node on record_correction (node, state, asked_at);

-- Honours, entered by an officer. A wrong one is struck, never removed.
create table award (
    id uuid primary key,
    person uuid not null,
    node bigint not null,
    title text not null,
    body text not null,
    given_on bigint not null,
    entered_at bigint not null,
    entered_by uuid,
    struck_at bigint,
    struck_by uuid,
    struck_reason text
);
create index award_person on award (person, given_on);
