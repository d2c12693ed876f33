-- A life event that is being dealt with: somebody leaves, dies, can no longer act, is shut out, was two persons all along,
-- wants to be forgotten. What was moved and ended stands in `effects` (ids and numbers only), so that it can be read and,
-- where that is possible, undone.
create table life_case (
    id uuid primary key,
    kind text not null check (kind in ('exit', 'death', 'estate', 'incapacity', 'ban', 'merge', 'erasure')),
    person uuid not null,
    other uuid check (other <> person),
    node bigint not null,
    state text not null check (state in ('open', 'proposed', 'done', 'withdrawn', 'refused', 'undone')),
    reason text not null,
    channel text not null,
    asked_by uuid,
    asked_at bigint not null,
    not_before bigint not null,
    approval uuid,
    done_at bigint,
    effects text not null,
    version bigint not null check (version >= 1),
    check (state <> 'done' or done_at is not null)
);
create unique index life_case_one on life_case (person, kind) where state in ('open', 'proposed');
create index life_case_person on life_case (person, asked_at, id);
create index life_case_other on life_case (other) where other is not null;
create index life_case_waiting on life_case (node, asked_at, id) where state in ('open', 'proposed');
create unique index life_case_approval on life_case (approval) where approval is not null;
