-- What a volunteer has promised elsewhere than in an order (an event of a group): one diary for the whole city, so that
-- nobody is in two places at once.
create table engagement (
    volunteer uuid not null,
    subject uuid not null,
    starts_at bigint not null,
    ends_at bigint not null,
    minutes bigint not null,
    primary key (volunteer, subject),
    check (starts_at < ends_at)
);
create index engagement_time on engagement (volunteer, starts_at);
create index engagement_subject on engagement (subject);
