-- The outreach register: elders whom somebody has met at the door, whether or not they ever register. What identifies
-- them is sealed with a key of their own entry; once they are registered, the person's row holds it and the entry forgets.
create table outreach_entry (
    id uuid primary key,
    node bigint not null,
    state text not null check (state in ('surveyed', 'informed', 'willing', 'registered', 'declined')),
    profile bytea,
    wrapped bytea,
    version bigint not null,
    -- keyed digests: identity number; name with birthday; name with telephone; telephone; name; the whole content
    id_index bytea not null,
    twin_index bytea not null,
    call_index bytea,
    phone_index bytea,
    name_index bytea not null,
    content bytea not null,
    traits text not null,
    person uuid,
    merged_into uuid references outreach_entry (id),
    brought_by uuid,
    reason text,
    surveyed_at bigint not null,
    informed_at bigint,
    willing_at bigint,
    registered_at bigint,
    declined_at bigint,
    changed_at bigint not null,
    changed_by uuid,
    check ((profile is null) = (wrapped is null)),
    check (state <> 'registered' or person is not null),
    check (state <> 'declined' or reason is not null)
);
create unique index outreach_identity on outreach_entry (id_index);
create index outreach_twin on outreach_entry (twin_index);
create index outreach_call on outreach_entry (call_index);
create index outreach_phone on outreach_entry (phone_index);
create index outreach_name on outreach_entry (name_index);
create index outreach_place on outreach_entry (node, state);
create index outreach_newest on outreach_entry (surveyed_at, id);

-- A spreadsheet on its way in. Name, headings, samples and mapping are sealed with the import's own key, which is
-- destroyed with the file when the import ends and no row waits for repair.
create table outreach_import (
    id uuid primary key,
    kind text not null check (kind in ('register', 'assessments')),
    node bigint not null,
    state text not null check (state in ('mapping', 'running', 'done', 'cancelled', 'failed')),
    head bytea,
    wrapped bytea,
    file_digest bytea not null,
    file_bytes bigint not null,
    next_row bigint not null,
    rows_seen bigint not null,
    added bigint not null,
    updated bigint not null,
    unchanged bigint not null,
    bad bigint not null,
    paired bigint not null,
    reason text,
    made_by uuid,
    made_at bigint not null,
    started_at bigint,
    ended_at bigint,
    version bigint not null,
    check ((head is null) = (wrapped is null))
);
create index outreach_import_newest on outreach_import (made_at, id);
create index outreach_import_running on outreach_import (started_at, id) where state = 'running';

-- The file in sealed pieces, until the import ends.
create table outreach_file (
    import uuid not null references outreach_import (id),
    part bigint not null,
    bytes bytea not null,
    primary key (import, part)
);

-- A row that could not be taken as it is: repaired on the page, or left out.
create table outreach_bad_row (
    id uuid primary key,
    import uuid not null references outreach_import (id),
    row_number bigint not null,
    state text not null check (state in ('open', 'repaired', 'left_out')),
    cells bytea,
    faults text not null,
    decided_by uuid,
    decided_at bigint,
    unique (import, row_number)
);
create index outreach_bad_open on outreach_bad_row (import, row_number) where state = 'open';

-- Two entries that may be one person.
create table outreach_pair (
    id uuid primary key,
    node bigint not null,
    a uuid not null references outreach_entry (id),
    b uuid not null references outreach_entry (id),
    why text not null check (why in ('birthday', 'telephone')),
    state text not null check (state in ('open', 'merged', 'distinct')),
    found_at bigint not null,
    decided_by uuid,
    decided_at bigint,
    unique (a, b),
    check (a < b)
);
create index outreach_pair_open on outreach_pair (node, found_at) where state = 'open';
