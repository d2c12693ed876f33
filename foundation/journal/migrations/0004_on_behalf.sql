-- What others did for somebody is shown to them.
create index journal_on_behalf on journal (on_behalf, at, id) where on_behalf is not null;
