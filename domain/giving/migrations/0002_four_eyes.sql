-- Nothing is given without two officers: the rows that give ask the database for the request behind them.

create unique index programme_approval on programme (approval);

-- What a programme gave, to whom, by which request; `key` is the key of the posting.
create table granted (
    key text primary key,
    programme uuid not null references programme (id),
    person uuid not null,
    approval uuid not null references approval_execution (approval),
    unique (approval, person),
    foreign key (approval, person) references approval_beneficiary (approval, person)
);

-- only: sqlite
create trigger programme_two before insert on programme
when not exists (select 1 from approval_execution e
    where e.approval = new.approval and e.kind = 'giving.open-programme' and e.object_id = new.id)
begin select raise(abort, 'programme: nothing approved stands behind this'); end;
create trigger granted_two before insert on granted
when not exists (select 1 from approval_execution e where e.approval = new.approval and e.kind = 'giving.grant')
begin select raise(abort, 'granted: nothing approved stands behind this'); end;
create trigger granted_no_update before update on granted begin select raise(abort, 'granted: only added'); end;
create trigger granted_no_delete before delete on granted begin select raise(abort, 'granted: only added'); end;
create trigger ledger_posting_granted before insert on ledger_posting
when new.kind = 'grant' and exists (select 1 from programme where id = new.subject)
    and not exists (select 1 from granted where key = new.key and programme = new.subject)
begin select raise(abort, 'grant: nothing approved stands behind this'); end;
-- end
-- only: postgres
create function programme_two() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from approval_execution e
        where e.approval = new.approval and e.kind = 'giving.open-programme' and e.object_id = new.id) then
        raise exception 'programme: nothing approved stands behind this';
    end if;
    return new;
end $$;
create trigger programme_two before insert on programme for each row execute function programme_two();
create function granted_two() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from approval_execution e where e.approval = new.approval and e.kind = 'giving.grant') then
        raise exception 'granted: nothing approved stands behind this';
    end if;
    return new;
end $$;
create trigger granted_two before insert on granted for each row execute function granted_two();
create function granted_kept() returns trigger language plpgsql as $$
begin
    raise exception 'granted: only added';
end $$;
create trigger granted_kept before update or delete on granted for each row execute function granted_kept();
create trigger granted_whole before truncate on granted for each statement execute function granted_kept();
create function ledger_posting_granted() returns trigger language plpgsql as $$
begin
    if exists (select 1 from programme where id = new.subject)
        and not exists (select 1 from granted where key = new.key and programme = new.subject) then
        raise exception 'grant: nothing approved stands behind this';
    end if;
    return new;
end $$;
create trigger ledger_posting_granted before insert on ledger_posting
    for each row when (new.kind = 'grant') execute function ledger_posting_granted();
-- end
