-- Four eyes, held by the database itself: whoever writes here past the program is refused too.
-- (maker <> checker stands in the first migration as a check.)

alter table approval add column maker_grant uuid;
alter table approval add column checker_grant uuid;

-- Who would benefit: they neither ask nor decide.
create table approval_beneficiary (
    approval uuid not null references approval (id),
    person uuid not null,
    primary key (approval, person)
); -- keyed

-- An approved request is carried out once, with the payload that was agreed to. Effects point here.
create table approval_execution (
    approval uuid primary key references approval (id),
    kind text not null,
    object_id uuid,
    hash bytea not null,
    at bigint not null
);
create index approval_execution_object on approval_execution (object_id, kind);

-- Requests of the earlier form carry a hash over less: none of them stays open.
update approval set state = 'expired' where state = 'open';

-- only: sqlite
create trigger approval_born before insert on approval
when new.state <> 'open' or new.checker is not null or new.expires_at <= new.made_at
    or exists (select 1 from approval where id = new.id)
begin select raise(abort, 'approval: a request begins open'); end;
create trigger approval_frozen before update on approval
when old.state <> 'open' or new.id <> old.id or new.kind <> old.kind or new.node <> old.node
    or new.object_id is not old.object_id or new.payload <> old.payload or new.hash <> old.hash
    or new.reason <> old.reason or new.maker <> old.maker or new.maker_grant is not old.maker_grant
    or new.made_at <> old.made_at or new.expires_at <> old.expires_at
begin select raise(abort, 'approval: what was asked for is frozen'); end;
create trigger approval_in_time before update on approval
when new.state in ('approved', 'refused') and (new.decided_at >= new.expires_at or new.decided_at < new.made_at)
begin select raise(abort, 'approval: decided out of time'); end;
create trigger approval_disinterested before update on approval
when new.state = 'approved'
    and exists (select 1 from approval_beneficiary b where b.approval = new.id and b.person = new.checker)
begin select raise(abort, 'approval: the checker would benefit'); end;
create trigger approval_kept before delete on approval
begin select raise(abort, 'approval: requests are kept'); end;
create trigger approval_beneficiary_born before insert on approval_beneficiary
when not exists (select 1 from approval a where a.id = new.approval and a.state = 'open' and a.maker <> new.person)
begin select raise(abort, 'approval: the maker would benefit'); end;
create trigger approval_beneficiary_frozen before update on approval_beneficiary
begin select raise(abort, 'approval: what was asked for is frozen'); end;
create trigger approval_beneficiary_kept before delete on approval_beneficiary
begin select raise(abort, 'approval: requests are kept'); end;
create trigger approval_execution_backed before insert on approval_execution
when exists (select 1 from approval_execution where approval = new.approval)
    or not exists (select 1 from approval a where a.id = new.approval and a.state = 'approved' and a.kind = new.kind
        and a.object_id is new.object_id and a.hash = new.hash and a.decided_at = new.at)
begin select raise(abort, 'approval: nothing approved stands behind this'); end;
create trigger approval_execution_frozen before update on approval_execution
begin select raise(abort, 'approval: carried out once'); end;
create trigger approval_execution_kept before delete on approval_execution
begin select raise(abort, 'approval: carried out once'); end;
-- end
-- only: postgres
create function approval_born() returns trigger language plpgsql as $$
begin
    if new.state <> 'open' or new.checker is not null or new.expires_at <= new.made_at then
        raise exception 'approval: a request begins open';
    end if;
    return new;
end $$;
create trigger approval_born before insert on approval for each row execute function approval_born();
create function approval_decided() returns trigger language plpgsql as $$
begin
    if old.state <> 'open' or (new.id, new.kind, new.node, new.object_id, new.payload, new.hash, new.reason, new.maker,
        new.maker_grant, new.made_at, new.expires_at) is distinct from (old.id, old.kind, old.node, old.object_id,
        old.payload, old.hash, old.reason, old.maker, old.maker_grant, old.made_at, old.expires_at) then
        raise exception 'approval: what was asked for is frozen';
    end if;
    if new.state in ('approved', 'refused') and (new.decided_at >= new.expires_at or new.decided_at < new.made_at) then
        raise exception 'approval: decided out of time';
    end if;
    if new.state = 'approved'
        and exists (select 1 from approval_beneficiary b where b.approval = new.id and b.person = new.checker) then
        raise exception 'approval: the checker would benefit';
    end if;
    return new;
end $$;
create trigger approval_decided before update on approval for each row execute function approval_decided();
create function approval_kept() returns trigger language plpgsql as $$
begin
    raise exception 'approval: requests are kept';
end $$;
create trigger approval_kept before delete on approval for each row execute function approval_kept();
create trigger approval_whole before truncate on approval for each statement execute function approval_kept();
create trigger approval_beneficiary_kept before update or delete on approval_beneficiary
    for each row execute function approval_kept();
create trigger approval_beneficiary_whole before truncate on approval_beneficiary
    for each statement execute function approval_kept();
create trigger approval_execution_kept before update or delete on approval_execution
    for each row execute function approval_kept();
create trigger approval_execution_whole before truncate on approval_execution
    for each statement execute function approval_kept();
create function approval_beneficiary_born() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from approval a where a.id = new.approval and a.state = 'open' and a.maker <> new.person) then
        raise exception 'approval: the maker would benefit';
    end if;
    return new;
end $$;
create trigger approval_beneficiary_born before insert on approval_beneficiary
    for each row execute function approval_beneficiary_born();
create function approval_execution_backed() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from approval a where a.id = new.approval and a.state = 'approved' and a.kind = new.kind
        and a.object_id is not distinct from new.object_id and a.hash = new.hash and a.decided_at = new.at) then
        raise exception 'approval: nothing approved stands behind this';
    end if;
    return new;
end $$;
create trigger approval_execution_backed before insert on approval_execution
    for each row execute function approval_execution_backed();
-- end
