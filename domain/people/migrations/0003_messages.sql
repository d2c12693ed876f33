-- A person's inbox. Arguments hold ids, numbers and times, never personal data; the sentence is made when it is read.
create table message (
    id uuid primary key,
    person uuid not null references person (id),
    at bigint not null,
    kind text not null,
    args text not null,
    link text,
    read_at bigint
);
create index message_person on message (person, at, id);
create index message_unread on message (person) where read_at is null;

-- Short messages on their way out. The number and the text's arguments are sealed, and gone once delivered.
create table outgoing (
    id uuid primary key,
    wrapped bytea,
    payload bytea,
    template text not null,
    at bigint not null,
    expires_at bigint not null,
    state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'expired')),
    attempts bigint not null,
    due bigint not null,
    result text,
    check (state in ('waiting', 'sending') or payload is null)
);
create index outgoing_due on outgoing (due, id) where state in ('waiting', 'sending');
create index outgoing_at on outgoing (at);

-- Places where people are received.
create table site (
    id uuid primary key,
    node bigint not null,
    name text not null,
    address text not null,
    lon_e6 bigint not null,
    lat_e6 bigint not null,
    phone text not null,
    hours text not null,
    created_at bigint not null,
    created_by uuid
);
create index site_place on site (node, id);
