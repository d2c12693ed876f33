-- Who may be granted time, as judged last: every active elder once. A grant is judged anew on its own day; this table
-- says who falls out in between, why, and when each is looked at again.
create table eligibility (
    person uuid primary key,
    node bigint not null,
    state text not null check (state in ('eligible', 'not', 'stopped', 'left')),
    classes text not null,
    code text,
    article text not null,
    checked_on bigint not null,
    due_on bigint not null,
    since bigint not null,
    check ((state in ('eligible', 'left')) = (code is null))
);
create index eligibility_due on eligibility (due_on, person);
create index eligibility_place on eligibility (node, state);
create index eligibility_list on eligibility (state, since, person);
