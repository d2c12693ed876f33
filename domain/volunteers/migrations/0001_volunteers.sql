-- A check that a register outside is asked for. `number` stands in files instead of anything that says who it is.
create table check_request (
    id uuid primary key,
    number text not null,
    person uuid not null,
    kind text not null,
    node bigint not null,
    route text not null check (route in ('batch', 'gateway')),
    state text not null check (state in ('waiting', 'out', 'answered', 'failed')),
    batch uuid,
    attempts bigint not null,
    due_at bigint not null,
    note text not null,
    result text,
    checked_on bigint,
    asked_by uuid,
    asked_at bigint not null,
    answered_at bigint,
    check (state <> 'answered' or (result is not null and answered_at is not null))
);
create unique index check_request_number on check_request (number);
create unique index check_request_open on check_request (person, kind) where state in ('waiting', 'out');
create index check_request_due on check_request (due_at, id) where route = 'gateway' and state in ('waiting', 'out');
create index check_request_place on check_request (node, state);
create index check_request_batch on check_request (batch);

-- Requests that leave in one file: asked for by one, let out by another.
create table check_batch (
    id uuid primary key,
    number text not null,
    node bigint not null,
    state text not null check (state in ('proposed', 'released', 'refused')),
    reason text not null,
    approval uuid not null,
    made_by uuid not null,
    made_at bigint not null,
    released_by uuid check (released_by <> made_by),
    released_at bigint,
    check (state <> 'released' or released_by is not null)
);
create unique index check_batch_number on check_batch (number);
create index check_batch_place on check_batch (node, made_at);

-- Lines of an answer that could not be taken in: kept until somebody repairs or drops them. They hold our own numbers, a
-- result and a day, no personal data.
create table check_row (
    id uuid primary key,
    batch uuid not null references check_batch (id),
    line bigint not null,
    number text not null,
    result text not null,
    day text not null,
    fault text not null,
    state text not null check (state in ('open', 'repaired', 'dropped')),
    at bigint not null
);
create index check_row_batch on check_row (batch, state, line);

-- A document of a profession. `sealed` with the person's key.
create table paper (
    id uuid primary key,
    person uuid not null,
    node bigint not null,
    licence text not null,
    valid_until bigint not null,
    media text not null,
    bytes bigint not null,
    sealed bytea not null,
    state text not null check (state in ('handed_in', 'accepted', 'refused')),
    handed_by uuid,
    handed_at bigint not null,
    reviewed_by uuid check (reviewed_by <> handed_by),
    reviewed_at bigint,
    reason text
);
create unique index paper_open on paper (person, licence) where state = 'handed_in';
create index paper_place on paper (node, state, handed_at);
create index paper_person on paper (person, handed_at);

-- What somebody was reminded of, how often and when last.
create table reminder (
    person uuid not null,
    about text not null,
    times bigint not null,
    at bigint not null,
    primary key (person, about)
); -- keyed
