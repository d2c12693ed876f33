-- What somebody allows beyond the bank's own work, by purpose and version of the text. Receipts are only added; the head
-- says what counts now.
create table consent_receipt (
    id uuid primary key,
    person uuid not null references person (id),
    purpose text not null,
    text_version bigint not null,
    act text not null check (act in ('given', 'withdrawn')),
    at bigint not null,
    channel text not null,
    given_through uuid
);
create index consent_receipt_person on consent_receipt (person, at, id);

create table consent_now (
    person uuid not null references person (id),
    purpose text not null,
    text_version bigint not null,
    given boolean not null,
    at bigint not null,
    primary key (person, purpose)
); -- keyed

-- What was changed in somebody's personal data: the fields in the clear, before and after sealed with the person's key.
-- A move between communities is also in the clear: a community names thousands of people.
create table profile_change (
    id uuid primary key,
    person uuid not null references person (id),
    at bigint not null,
    by_person uuid,
    channel text not null,
    fields text not null,
    from_node bigint,
    to_node bigint,
    sealed bytea
);
create index profile_change_person on profile_change (person, at, id);

-- Somebody says that something about them is wrong. Wish and answer are sealed with the person's key.
create table correction (
    id uuid primary key,
    person uuid not null references person (id),
    node bigint not null,
    about text not null,
    wish bytea,
    asked_at bigint not null,
    asked_by uuid,
    channel text not null,
    state text not null check (state in ('open', 'done', 'refused')),
    answer bytea,
    decided_by uuid check (decided_by <> asked_by),
    decided_at bigint,
    check (state = 'open' or decided_at is not null)
);
create index correction_person on correction (person, asked_at, id);
create index correction_open on correction (node, asked_at, id) where state = 'open';

-- What has become of a person: nobody signs in as somebody who has died, was merged into another or was erased.
create table person_mark (
    person uuid primary key references person (id),
    mark text not null check (mark in ('incapacitated', 'left', 'dead', 'merged', 'erased')),
    other uuid,
    since bigint not null
);

-- Whoever was barred is known again by the keyed digest of the identity, also after everything else was erased.
create table person_bar (
    id_index bytea primary key,
    since bigint not null,
    until_day bigint,
    article text not null,
    set_by uuid
);

-- More reasons for which unmasked data is shown.
drop index look_person;
drop index look_looker;
alter table look rename to look_before;
create table look (
    id uuid primary key,
    person uuid not null references person (id),
    at bigint not null,
    looker uuid,
    role text,
    node bigint,
    purpose text not null check (purpose in ('reveal', 'service', 'order', 'export', 'correction')),
    reason text not null,
    subject uuid
);
insert into look (id, person, at, looker, role, node, purpose, reason, subject)
    select id, person, at, looker, role, node, purpose, reason, subject from look_before;
drop table look_before;
create index look_person on look (person, at, id);
create index look_looker on look (looker, at);

-- only: postgres
create function receipt_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'receipts and changes are only added';
end $$;
create trigger consent_receipt_no_change before update or delete on consent_receipt
    for each row execute function receipt_is_append_only();
-- end
-- only: sqlite
create trigger consent_receipt_no_update before update on consent_receipt
    begin select raise(abort, 'receipts are only added'); end;
create trigger consent_receipt_no_delete before delete on consent_receipt
    begin select raise(abort, 'receipts are only added'); end;
-- end
