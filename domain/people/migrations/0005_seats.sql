-- Roles: invited and confirmed by whoever is to hold them, looked over every quarter, never without the request that
-- was agreed to; and three administrators that no single person can be.

alter table staff_grant add column invited_at bigint;
alter table staff_grant add column confirmed_at bigint;
alter table staff_grant add column reviewed_at bigint;
alter table staff_grant add column reviewed_by uuid;
alter table staff_grant add column reminded_at bigint;

-- Machine, accounts, journal: one person holds at most one of them, even when two officers ask at the same moment.
create unique index staff_grant_one_administrator on staff_grant (person)
    where role in ('operator', 'security_admin', 'audit_admin') and state in ('proposed', 'active');

-- A locked account signs in nowhere until it is unlocked.
alter table staff_user add column locked_at bigint;
alter table staff_user add column locked_by uuid;
alter table staff_user add column lock_reason text;

-- Whoever asked and whoever agrees hold a role over the place at the moment of the decision. A grant covers a node when
-- the node lies in its range of codes; the day is the city's (UTC+8, as in the program).
-- A role that needs two becomes active only by its approved request. The first two city officers are seated from the
-- machine itself, and nobody after them.
-- only: sqlite
create trigger approval_covered before update on approval
when new.state = 'approved' and (
    not exists (select 1 from staff_grant g where g.person = new.maker and g.state = 'active'
        and g.role not in ('auditor', 'audit_admin')
        and g.from_day <= (new.decided_at + 28800000000) / 86400000000
        and (g.to_day is null or g.to_day >= (new.decided_at + 28800000000) / 86400000000)
        and new.node between g.node and g.node + case when g.node % 10000000000 = 0 then 9999999999
            when g.node % 100000000 = 0 then 99999999 when g.node % 1000000 = 0 then 999999
            when g.node % 1000 = 0 then 999 else 0 end)
    or not exists (select 1 from staff_grant g where g.person = new.checker and g.state = 'active'
        and g.role not in ('auditor', 'audit_admin')
        and g.from_day <= (new.decided_at + 28800000000) / 86400000000
        and (g.to_day is null or g.to_day >= (new.decided_at + 28800000000) / 86400000000)
        and new.node between g.node and g.node + case when g.node % 10000000000 = 0 then 9999999999
            when g.node % 100000000 = 0 then 99999999 when g.node % 1000000 = 0 then 999999
            when g.node % 1000 = 0 then 999 else 0 end))
begin select raise(abort, 'approval: not covered'); end;
create trigger staff_grant_two before update on staff_grant
when new.state = 'active' and old.state <> 'active' and new.role not in ('street_officer', 'site_clerk')
    and not exists (select 1 from approval_execution e
        where e.approval = new.approval and e.kind = 'people.grant' and e.object_id = new.id)
begin select raise(abort, 'role: nothing approved stands behind this'); end;
create trigger staff_grant_born before insert on staff_grant
when exists (select 1 from staff_grant where id = new.id)
    or (new.state = 'active' and not (new.role = 'city_officer' and new.granted_by is null
        and (select count(*) from staff_grant where granted_by is null and state = 'active') < 2))
begin select raise(abort, 'role: nothing approved stands behind this'); end;
create trigger staff_grant_frozen before update on staff_grant
when new.id <> old.id or new.person <> old.person or new.role <> old.role or new.node <> old.node
    or new.from_day <> old.from_day or new.to_day is not old.to_day or new.approval is not old.approval
    or new.granted_by is not old.granted_by or (old.state in ('ended', 'refused') and new.state <> old.state)
begin select raise(abort, 'role: what was granted is frozen'); end;
create trigger staff_grant_kept before delete on staff_grant begin select raise(abort, 'role: kept'); end;
-- end
-- only: postgres
create function covered(who uuid, place bigint, at bigint) returns boolean language sql stable as $$
    select exists (select 1 from staff_grant g where g.person = who and g.state = 'active'
        and g.role not in ('auditor', 'audit_admin')
        and g.from_day <= (at + 28800000000) / 86400000000
        and (g.to_day is null or g.to_day >= (at + 28800000000) / 86400000000)
        and place between g.node and g.node + case when g.node % 10000000000 = 0 then 9999999999
            when g.node % 100000000 = 0 then 99999999 when g.node % 1000000 = 0 then 999999
            when g.node % 1000 = 0 then 999 else 0 end)
$$;
create function approval_covered() returns trigger language plpgsql as $$
begin
    if not covered(new.maker, new.node, new.decided_at) or not covered(new.checker, new.node, new.decided_at) then
        raise exception 'approval: not covered';
    end if;
    return new;
end $$;
create trigger approval_covered before update on approval
    for each row when (new.state = 'approved') execute function approval_covered();
create function staff_grant_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state = 'active' and not (new.role = 'city_officer' and new.granted_by is null
            and (select count(*) from staff_grant where granted_by is null and state = 'active') < 2) then
            raise exception 'role: nothing approved stands behind this';
        end if;
        return new;
    end if;
    if tg_op = 'UPDATE' then
        if (new.id, new.person, new.role, new.node, new.from_day, new.to_day, new.approval, new.granted_by)
            is distinct from (old.id, old.person, old.role, old.node, old.from_day, old.to_day, old.approval,
            old.granted_by) or (old.state in ('ended', 'refused') and new.state <> old.state) then
            raise exception 'role: what was granted is frozen';
        end if;
        if new.state = 'active' and old.state <> 'active' and new.role not in ('street_officer', 'site_clerk')
            and not exists (select 1 from approval_execution e
                where e.approval = new.approval and e.kind = 'people.grant' and e.object_id = new.id) then
            raise exception 'role: nothing approved stands behind this';
        end if;
        return new;
    end if;
    raise exception 'role: kept';
end $$;
create trigger staff_grant_kept before insert or update or delete on staff_grant
    for each row execute function staff_grant_kept();
create trigger staff_grant_whole before truncate on staff_grant
    for each statement execute function staff_grant_kept();
-- end
