-- Staff rights: person, role, place, from, to. Only 'active' within its days counts.
create table staff_grant (
    id uuid primary key,
    person uuid not null references person (id),
    role text not null,
    node bigint not null,
    from_day bigint not null,
    to_day bigint,
    state text not null check (state in ('proposed', 'active', 'ended', 'refused')),
    reason text not null,
    granted_by uuid,
    granted_at bigint not null,
    approval uuid,
    ended_by uuid,
    ended_at bigint,
    end_reason text,
    check (granted_by is null or granted_by <> person)
);
create unique index staff_grant_running on staff_grant (person, role, node) where state in ('proposed', 'active');
create index staff_grant_person on staff_grant (person, state);
create index staff_grant_place on staff_grant (node, state);

-- How staff sign in. The password is an argon2id text, the one-time secret is sealed with the person's key.
create table staff_user (
    person uuid primary key references person (id),
    username text not null,
    password text not null,
    one_time bytea not null,
    version bigint not null,
    created_at bigint not null,
    created_by uuid,
    password_at bigint not null
);
create unique index staff_user_name on staff_user (username);

-- One-time codes of staff that have been used within the last minutes: each works once.
create table used_code (
    person uuid not null,
    mark bytea not null,
    at bigint not null,
    primary key (person, mark)
);

-- Signed-in sessions. Only the hash of the token is stored.
create table session (
    token_hash bytea primary key,
    id uuid not null,
    person uuid not null references person (id),
    kind text not null check (kind in ('citizen', 'staff')),
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    device text not null,
    acting_for uuid references person (id),
    acting_channel text,
    check ((acting_for is null) = (acting_channel is null))
);
create unique index session_id on session (id);
create index session_person on session (person, kind);

-- Tokens of programs. They never reach further than their owner's active grants within `node`.
create table api_token (
    token_hash bytea primary key,
    id uuid not null,
    owner uuid not null references person (id),
    name text not null,
    scopes text not null,
    node bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    revoked_by uuid,
    used_at bigint
);
create unique index api_token_id on api_token (id);
create index api_token_owner on api_token (owner);

-- The one live code of a telephone number, as a keyed digest.
create table sign_in_code (
    phone_index bytea primary key,
    code_mark bytea not null,
    sent_at bigint not null,
    expires_at bigint not null,
    tries bigint not null,
    used boolean not null
);

-- A visitor has shown that a telephone number is theirs: for choosing among several persons, or for registering.
create table phone_proof (
    token_hash bytea primary key,
    phone_index bytea not null,
    made_at bigint not null,
    expires_at bigint not null,
    tries bigint not null,
    used boolean not null
);

-- What is counted against guessing and flooding: codes sent, wrong codes, wrong sign-ins. Digests only.
create table attempt (
    id uuid primary key,
    kind text not null,
    subject bytea not null,
    address bytea not null,
    at bigint not null
);
create index attempt_subject on attempt (kind, subject, at);
create index attempt_address on attempt (kind, address, at);

-- Those who count the same thing at the same moment take turns on its row.
create table turn (
    id bytea primary key,
    at bigint not null
);
