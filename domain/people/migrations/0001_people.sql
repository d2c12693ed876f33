-- One row for every natural person. What identifies them is sealed in `profile`; what must be found by equality has a
-- keyed digest; what stands in the clear (community, coarse cell) names thousands of people, never one.
create table person (
    id uuid primary key,
    handle text not null,
    node bigint not null,
    cell bigint not null,
    profile bytea not null,
    version bigint not null,
    id_index bytea not null,
    phone_index bytea,
    name_index bytea not null,
    card_version bigint not null,
    language text not null check (language in ('zh-CN', 'en')),
    edition text not null check (edition in ('standard', 'elder')),
    text_size text not null check (text_size in ('normal', 'large', 'larger', 'largest')),
    created_at bigint not null,
    created_by uuid
);
create unique index person_handle on person (handle);
create unique index person_identity on person (id_index);
create index person_phone on person (phone_index);
create index person_name on person (name_index);
create index person_place on person (node, created_at);
create index person_cell on person (cell);
create index person_newest on person (created_at, id);

-- The key that seals one person's data, itself sealed by the master key. Without this row the profile is unreadable for ever.
create table person_key (
    person uuid primary key references person (id),
    wrapped bytea not null
);

-- What somebody is in the bank: volunteer, elder. Ended ones stay; one at a time runs.
create table enrolment (
    id uuid primary key,
    person uuid not null references person (id),
    kind text not null check (kind in ('volunteer', 'elder')),
    state text not null check (state in ('applied', 'registered', 'active', 'suspended', 'refused', 'exited')),
    node bigint not null,
    traits text not null,
    claims text not null,
    checks text not null,
    channel text not null,
    policy text not null,
    reason text,
    article text,
    applied_at bigint not null,
    applied_by uuid,
    reviewed_by uuid check (reviewed_by <> applied_by),
    reviewed_at bigint,
    active_since bigint,
    changed_at bigint not null,
    version bigint not null,
    check (state <> 'active' or active_since is not null)
);
create unique index enrolment_running on enrolment (person, kind)
    where state in ('applied', 'registered', 'active', 'suspended');
create index enrolment_person on enrolment (person);
create index enrolment_waiting on enrolment (applied_at, id) where state in ('applied', 'registered');
create index enrolment_place on enrolment (node, kind, state);

-- Licences that somebody has checked, until when.
create table qualification (
    person uuid not null references person (id),
    licence text not null,
    valid_until bigint not null,
    checked_by uuid not null,
    checked_at bigint not null,
    primary key (person, licence)
);

-- b is a's kin, household or ward.
create table link (
    id uuid primary key,
    a uuid not null references person (id),
    b uuid not null references person (id),
    kind text not null,
    state text not null check (state in ('claimed', 'active', 'refused', 'ended')),
    evidence text not null,
    made_at bigint not null,
    made_by uuid,
    decided_by uuid check (decided_by <> made_by),
    decided_at bigint,
    reason text,
    check (a <> b)
);
create unique index link_running on link (a, b, kind) where state in ('claimed', 'active');
create index link_of_a on link (a, state);
create index link_of_b on link (b, state);
create index link_waiting on link (made_at, id) where state = 'claimed';

-- What somebody agreed to, and when.
create table consent (
    id uuid primary key,
    person uuid not null references person (id),
    document text not null,
    at bigint not null,
    channel text not null,
    given_through uuid
);
create index consent_person on consent (person, at);

-- Who looked at a person's unmasked data: shown to the person.
create table look (
    id uuid primary key,
    person uuid not null references person (id),
    at bigint not null,
    looker uuid,
    role text,
    node bigint,
    purpose text not null check (purpose in ('reveal', 'service')),
    reason text not null,
    subject uuid
);
create index look_person on look (person, at, id);
create index look_looker on look (looker, at);
