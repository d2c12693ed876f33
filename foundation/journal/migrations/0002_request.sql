-- A log line and a journal line carry the same request id; this finds the one from the other. Ids grow with time, so
-- new entries land at the end of the index; timers and reactions have none and cost nothing.
create index journal_request on journal (request_id) where request_id is not null;
