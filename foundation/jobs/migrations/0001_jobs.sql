-- Facts that slices publish: written in the transaction that made them true, handed to reactions at least once.
create table event (
    id uuid primary key,
    at bigint not null,
    kind text not null,
    subject uuid not null,
    node bigint not null,
    body text not null,
    delivered boolean not null,
    attempts bigint not null
);
create index event_waiting on event (id) where delivered = false;
create index event_subject on event (subject);

-- Work in the background. A recurring job is one row that is moved forward each time it has run.
create table job (
    id uuid primary key,
    kind text not null,
    due bigint not null,
    every_us bigint not null,
    leased_until bigint not null,
    attempts bigint not null,
    last_run bigint,
    last_took_us bigint,
    last_result text
);
create unique index job_kind on job (kind);
