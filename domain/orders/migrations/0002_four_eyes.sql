-- A settled order is taken back only with an approved request behind it, also for whoever writes past the program.

-- only: sqlite
create trigger service_order_taken_back before update on service_order
when new.state = 'revoked' and old.state <> 'revoked' and not exists (select 1 from approval_execution e
    where e.object_id = new.id and e.kind = 'orders.revoke')
begin select raise(abort, 'order: nothing approved stands behind this'); end;
create trigger service_order_born_taken_back before insert on service_order
when new.state = 'revoked' and not exists (select 1 from approval_execution e
    where e.object_id = new.id and e.kind = 'orders.revoke')
begin select raise(abort, 'order: nothing approved stands behind this'); end;
create trigger ledger_posting_taken_back before insert on ledger_posting
when new.kind = 'reversal' and new.subject_kind = 'order' and not exists (select 1 from approval_execution e
    where e.object_id = new.subject and e.kind = 'orders.revoke')
begin select raise(abort, 'reversal: nothing approved stands behind this'); end;
-- end
-- only: postgres
create function service_order_taken_back() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from approval_execution e where e.object_id = new.id and e.kind = 'orders.revoke') then
        raise exception 'order: nothing approved stands behind this';
    end if;
    return new;
end $$;
create trigger service_order_taken_back before update on service_order
    for each row when (new.state = 'revoked' and old.state <> 'revoked') execute function service_order_taken_back();
create trigger service_order_born_taken_back before insert on service_order
    for each row when (new.state = 'revoked') execute function service_order_taken_back();
create function ledger_posting_taken_back() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from approval_execution e where e.object_id = new.subject and e.kind = 'orders.revoke') then
        raise exception 'reversal: nothing approved stands behind this';
    end if;
    return new;
end $$;
create trigger ledger_posting_taken_back before insert on ledger_posting
    for each row when (new.kind = 'reversal' and new.subject_kind = 'order') execute function ledger_posting_taken_back();
-- end
