-- One line for every command: who asked, with which key, what about, what came of it.
-- The same line is the idempotency record (id = digest of who and key) and the audit record. Lines are only added.
create table journal (
    id uuid primary key,
    at bigint not null,
    hash bytea not null,
    action text not null,
    actor uuid,
    on_behalf uuid,
    channel text not null,
    role text,
    node bigint,
    object_kind text,
    object_id uuid,
    outcome text not null,
    answer text not null,
    reason text,
    request_id text
);
create index journal_at on journal (at);
create index journal_object on journal (object_id, at);

-- What needs a second person. The payload is frozen: its hash is what the checker agrees to. Kept for ever.
create table approval (
    id uuid primary key,
    kind text not null,
    node bigint not null,
    object_id uuid,
    payload text not null,
    hash bytea not null,
    reason text not null,
    maker uuid not null,
    made_at bigint not null,
    expires_at bigint not null,
    state text not null check (state in ('open', 'approved', 'refused', 'withdrawn', 'expired')),
    checker uuid check (checker <> maker),
    decided_at bigint,
    decision_reason text,
    check (state not in ('approved', 'refused') or (checker is not null and decided_at is not null))
);
create index approval_open on approval (node, made_at) where state = 'open';
create unique index approval_one_open on approval (kind, object_id) where state = 'open';

-- only: postgres
create function journal_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'journal lines are only added';
end $$;
create trigger journal_no_change before update or delete on journal
    for each row execute function journal_is_append_only();
create trigger journal_no_truncate before truncate on journal
    for each statement execute function journal_is_append_only();
-- end
-- only: sqlite
create trigger journal_no_update before update on journal begin select raise(abort, 'journal lines are only added'); end;
create trigger journal_no_delete before delete on journal begin select raise(abort, 'journal lines are only added'); end;
-- end
