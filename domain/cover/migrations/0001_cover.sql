-- Insurance of the service: who is covered, from when to when. Opened and ended by two officers; never removed.
create table cover (
    id uuid primary key,
    node bigint not null,
    kind text not null check (kind in ('volunteer', 'elder', 'liability')),
    insurer text not null,
    number text not null,
    from_day bigint not null,
    to_day bigint not null check (to_day >= from_day),
    payer text not null,
    sum_fen bigint not null check (sum_fen > 0),
    hotline text not null,
    opened_at bigint not null,
    opened_by uuid,
    approval uuid not null,
    ended_on bigint,
    end_reason text,
    unique (insurer, number, kind)
);
create index cover_node on cover (node, to_day);

-- Something went wrong at a visit. What was said is sealed under the elder's key.
create table incident (
    id uuid primary key,
    number text not null unique,
    node bigint not null,
    order_id uuid not null,
    order_number text not null,
    elder uuid not null,
    volunteer uuid,
    hurt text not null check (hurt in ('volunteer', 'elder', 'other', 'nobody')),
    kind text not null check (kind in ('fall', 'traffic', 'illness', 'injury', 'damage', 'other')),
    happened_at bigint not null,
    known_at bigint not null check (known_at >= happened_at),
    reported_at bigint not null,
    reported_by uuid,
    channel text not null,
    late boolean not null,
    policy text not null,
    state text not null check (state in ('reported', 'filed', 'paid', 'declined', 'closed')),
    cover uuid,
    claim_number text,
    paid_fen bigint check (paid_fen >= 0),
    changed_at bigint not null
);
create index incident_order on incident (order_id);
create index incident_node on incident (node, reported_at);
create index incident_elder on incident (elder, reported_at);
create index incident_volunteer on incident (volunteer, reported_at) where volunteer is not null;

-- The file of an incident: report, statements, evidence in words, claim and decision; only added to.
create table incident_entry (
    id uuid primary key,
    incident uuid not null,
    at bigint not null,
    by_person uuid,
    step text not null,
    said bytea
);
create index incident_entry_of on incident_entry (incident, at);
