-- Links get the whole way: claimed with a kind of proof, reviewed, confirmed by the other side. A link is only active
-- when both have given their word, by whatever way; what was recorded at a desk until now was signed there by both.
create table link_next (
    id uuid primary key,
    a uuid not null references person (id),
    b uuid not null references person (id),
    kind text not null,
    state text not null check (state in ('claimed', 'reviewed', 'active', 'refused', 'ended')),
    document text not null,
    evidence text not null,
    incapacity boolean not null,
    made_at bigint not null,
    made_by uuid,
    said_a text check (said_a in ('button', 'voice', 'paper', 'document')),
    said_b text check (said_b in ('button', 'voice', 'paper', 'document')),
    said_at bigint,
    decided_by uuid check (decided_by <> made_by),
    decided_at bigint,
    ended_by uuid,
    ended_at bigint,
    reason text,
    check (a <> b),
    check (state <> 'active' or (said_a is not null and said_b is not null and decided_at is not null)),
    check (not incapacity or (kind = 'guardian' and document in ('court_decision', 'notarial_deed')))
);
insert into link_next (id, a, b, kind, state, document, evidence, incapacity, made_at, made_by, said_a, said_b, said_at,
    decided_by, decided_at, reason)
    select id, a, b, kind, state, 'other', evidence, false, made_at, made_by, 'paper', 'paper', made_at, decided_by,
    coalesce(decided_at, case when state = 'active' then made_at else null end), reason from link;
drop table link;
alter table link_next rename to link;
create unique index link_running on link (a, b, kind) where state in ('claimed', 'reviewed', 'active');
create index link_of_a on link (a, state);
create index link_of_b on link (b, state);
create index link_waiting on link (made_at, id) where state = 'claimed';

-- What one person may do for another: granted by that person's own word, ended by it at once. Ended rows stay.
create table proxy (
    id uuid primary key,
    elder uuid not null references person (id),
    proxy uuid not null references person (id),
    capability text not null check (capability in ('ask', 'confirm', 'statement', 'redeem', 'give')),
    degree text not null check (degree in ('assist', 'together', 'represent')),
    how text not null check (how in ('button', 'voice', 'paper', 'document')),
    note text not null,
    granted_at bigint not null,
    granted_by uuid,
    ended_at bigint,
    ended_by uuid,
    end_reason text,
    check (elder <> proxy),
    check (how not in ('voice', 'paper') or note <> ''),
    check (granted_by is null or granted_by <> proxy)
);
create unique index proxy_running on proxy (elder, proxy, capability) where ended_at is null;
create index proxy_of_proxy on proxy (proxy) where ended_at is null;

-- "Decide together": what a proxy prepared and the other has not answered yet. Ids and lengths only.
create table proxy_request (
    id uuid primary key,
    elder uuid not null references person (id),
    proxy uuid not null references person (id),
    capability text not null,
    action text not null,
    subject uuid not null,
    minutes bigint,
    state text not null check (state in ('waiting', 'agreed', 'refused', 'withdrawn', 'failed', 'expired')),
    asked_at bigint not null,
    expires_at bigint not null,
    decided_at bigint,
    decided_by uuid,
    how text,
    outcome text,
    check (decided_by is null or state = 'withdrawn' or decided_by <> proxy)
);
create unique index proxy_request_waiting on proxy_request (elder, action, subject) where state = 'waiting';
create index proxy_request_of_elder on proxy_request (elder, asked_at, id);
create index proxy_request_of_proxy on proxy_request (proxy, asked_at, id);

-- A family member acts for two hours at most, then says again for whom.
alter table session add column acting_until bigint;
