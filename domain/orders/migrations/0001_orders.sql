-- A service order and everything that happened to it. The order row is a head that moves; order_event is the history and
-- is only added to.
create table service_order (
    id uuid primary key,
    number text not null,
    node bigint not null,
    elder uuid not null,
    volunteer uuid,
    item text not null,
    policy text not null,
    state text not null check (state in ('draft', 'submitted', 'published', 'taken', 'confirmed', 'serving', 'awaiting',
        'disputed', 'settled', 'refused', 'expired', 'cancelled', 'revoked')),
    version bigint not null check (version >= 1),
    starts_at bigint not null,
    ends_at bigint not null check (ends_at > starts_at),
    minutes bigint not null check (minutes > 0),
    urgent boolean not null,
    cell bigint not null,
    place bytea not null,
    hold uuid,
    held_minutes bigint not null check (held_minutes >= 0),
    proofs bigint not null,
    checked_in_at bigint,
    checked_out_at bigint check (checked_out_at >= checked_in_at),
    verified_minutes bigint check (verified_minutes >= 0),
    agreed_at bigint,
    agreed_minutes bigint,
    settled_minutes bigint check (settled_minutes between 0 and held_minutes),
    posting uuid,
    due bigint,
    alerts bigint not null,
    flags text not null,
    reason text,
    created_by uuid,
    channel text not null,
    created_at bigint not null,
    published_at bigint,
    taken_at bigint,
    closed_at bigint
);
create unique index service_order_number on service_order (number);
create index service_order_elder on service_order (elder, starts_at);
create index service_order_volunteer on service_order (volunteer, starts_at) where volunteer is not null;
create index service_order_node on service_order (node, starts_at);
create index service_order_open on service_order (cell, starts_at) where state = 'published';
create index service_order_due on service_order (due) where due is not null;

create table order_event (
    order_id uuid not null,
    seq bigint not null check (seq >= 1),
    at bigint not null,
    step text not null,
    from_state text not null,
    to_state text not null,
    actor uuid,
    on_behalf uuid,
    channel text not null,
    reason text,
    facts text not null,
    primary key (order_id, seq)
); -- keyed

create table order_evidence (
    id uuid primary key,
    order_id uuid not null,
    at bigint not null,
    phase text not null check (phase in ('in', 'out', 'after')),
    kind text not null check (kind in ('position', 'door_code', 'elder_call', 'witness')),
    verdict text not null check (verdict in ('valid', 'invalid', 'unknown')),
    device_at bigint,
    distance_m bigint,
    accuracy_m bigint,
    by_person uuid,
    note text
);
create index order_evidence_order on order_evidence (order_id);

create table order_invitation (
    order_id uuid not null,
    volunteer uuid not null,
    asked_at bigint not null,
    asked_by uuid,
    state text not null check (state in ('asked', 'accepted', 'declined', 'gone')),
    answered_at bigint,
    primary key (order_id, volunteer)
);
create index order_invitation_volunteer on order_invitation (volunteer, state);

create table order_rating (
    id uuid primary key,
    order_id uuid not null,
    by_side text not null check (by_side in ('elder', 'volunteer')),
    rater uuid not null,
    ratee uuid not null,
    mark bigint not null check (mark between 1 and 10),
    tags text not null,
    remark bytea,
    at bigint not null,
    unique (order_id, by_side)
);
create index order_rating_ratee on order_rating (ratee);

create table order_dispute (
    id uuid primary key,
    order_id uuid not null,
    opened_by uuid,
    side text not null check (side in ('elder', 'volunteer', 'staff', 'system')),
    reason text not null,
    opened_at bigint not null,
    decided_by uuid,
    decided_at bigint,
    minutes bigint,
    grounds text
);
create index order_dispute_order on order_dispute (order_id);

-- only: postgres
create function order_event_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the history of an order is only added to';
end $$;
create trigger order_event_no_change before update or delete on order_event
    for each row execute function order_event_is_append_only();
create trigger order_event_no_truncate before truncate on order_event
    for each statement execute function order_event_is_append_only();
-- end
-- only: sqlite
create trigger order_event_no_update before update on order_event
    begin select raise(abort, 'the history of an order is only added to'); end;
create trigger order_event_no_delete before delete on order_event
    begin select raise(abort, 'the history of an order is only added to'); end;
-- end

-- One row for each person with a diary: what two bookings of the same person wait for.
create table order_diary (
    person uuid primary key
);
