-- Schools that count social practice, and pupils who agreed that their hours are told to theirs. Name and number as the
-- school knows them are sealed with the pupil's own key.
create table school (
    id uuid primary key,
    node bigint not null,
    name text not null,
    opened_at bigint not null,
    opened_by uuid
);
create unique index school_name on school (node, name);

create table pupil (
    school uuid not null references school (id),
    person uuid not null,
    card bytea not null,
    agreed_at bigint not null,
    agreed_by uuid,
    withdrawn_at bigint,
    primary key (school, person)
);
create index pupil_person on pupil (person);
