-- A group of volunteers: registered by a member, approved by an officer. Its account carries the group's own id.
create table volunteer_group (
    id uuid primary key,
    node bigint not null,
    name text not null,
    kind text not null check (kind in ('association', 'company', 'school', 'party_branch', 'community', 'other')),
    about text not null,
    state text not null check (state in ('registered', 'approved', 'refused', 'suspended', 'closed')),
    policy text not null,
    registered_at bigint not null,
    registered_by uuid not null,
    entered_by uuid,
    decided_by uuid check (decided_by <> registered_by and decided_by <> entered_by),
    decided_at bigint,
    reason text,
    check (state not in ('approved', 'suspended') or decided_by is not null)
);
create unique index volunteer_group_name on volunteer_group (name) where state in ('registered', 'approved', 'suspended');
create index volunteer_group_place on volunteer_group (node, registered_at);

create table group_member (
    group_id uuid not null references volunteer_group (id),
    person uuid not null,
    role text not null check (role in ('manager', 'member')),
    state text not null check (state in ('invited', 'asked', 'active', 'left')),
    by_person uuid,
    changed_at bigint not null,
    primary key (group_id, person)
);
create index group_member_person on group_member (person, state);

-- What the group as a whole may do, until when.
create table group_qualification (
    group_id uuid not null references volunteer_group (id),
    licence text not null,
    valid_until bigint not null,
    evidence text not null,
    checked_by uuid not null,
    checked_at bigint not null,
    primary key (group_id, licence)
);

-- A service of several helpers at one place: in an elder's home, or where many are together.
create table gathering (
    id uuid primary key,
    group_id uuid not null references volunteer_group (id),
    node bigint not null,
    item text not null,
    title text not null,
    place text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    minutes bigint not null,
    helpers bigint not null check (helpers between 1 and 200),
    payer text not null check (payer in ('elder', 'pool', 'honour')),
    elder uuid,
    state text not null check (state in ('planned', 'published', 'settled', 'refused', 'cancelled')),
    policy text not null,
    hold uuid,
    held_minutes bigint not null,
    settled_minutes bigint,
    version bigint not null,
    created_at bigint not null,
    created_by uuid not null,
    opened_by uuid check (opened_by <> created_by),
    closed_by uuid,
    closed_at bigint,
    reason text,
    check ((payer = 'elder') = (elder is not null)),
    check (starts_at < ends_at),
    check (state <> 'settled' or closed_by is not null)
);
create index gathering_group on gathering (group_id, starts_at);
create index gathering_place on gathering (node, starts_at);
create index gathering_elder on gathering (elder, starts_at) where elder is not null;

create table attendance (
    gathering uuid not null references gathering (id),
    person uuid not null,
    state text not null check (state in ('signed', 'present', 'done', 'absent', 'withdrawn')),
    signed_at bigint not null,
    in_at bigint,
    in_how text check (in_how in ('code', 'roster')),
    in_by uuid,
    out_at bigint,
    out_how text check (out_how in ('code', 'roster')),
    out_by uuid,
    verified_minutes bigint,
    credited_minutes bigint,
    primary key (gathering, person),
    check (out_at is null or in_at is not null),
    check (in_how <> 'roster' or in_by <> person),
    check (out_how <> 'roster' or out_by <> person)
);
create index attendance_person on attendance (person, gathering);
