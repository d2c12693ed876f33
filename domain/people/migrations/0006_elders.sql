-- Assessments of an elder's ability. Level and days decide about categories; who assessed is sealed with the person's key.
-- The newest one that was not withdrawn counts; none is ever removed.
create table assessment (
    id uuid primary key,
    person uuid not null references person (id),
    level text not null check (level in ('intact', 'mild', 'moderate', 'severe', 'complete')),
    assessed_on bigint not null,
    valid_until bigint not null,
    assessor bytea not null,
    imported boolean not null,
    entered_at bigint not null,
    entered_by uuid,
    withdrawn_at bigint,
    withdrawn_by uuid,
    reason text,
    check (valid_until >= assessed_on)
);
create index assessment_person on assessment (person, assessed_on);
create unique index assessment_once on assessment (person, assessed_on, level) where withdrawn_at is null;
