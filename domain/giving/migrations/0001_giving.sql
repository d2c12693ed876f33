-- A grant programme: a budget of minutes that officers may give to elders who cannot save. Its account in the ledger
-- has the same id; the account's floor is the budget.
create table programme (
    id uuid primary key,
    code text not null,
    name text not null,
    node bigint not null,
    budget bigint not null check (budget > 0),
    opened_at bigint not null,
    opened_by uuid,
    approval uuid not null,
    unique (node, code)
);
