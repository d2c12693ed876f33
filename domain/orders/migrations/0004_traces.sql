-- Orders that have ended and whose place is still kept: what the job that reduces traces looks for.
create index service_order_traced on service_order (closed_at) where closed_at is not null and length(place) > 0;
