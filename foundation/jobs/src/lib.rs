//! Work that is done later, by any process: events published in the caller's transaction and handed to reactions, and
//! recurring jobs that share one table. Two processes may run side by side: a job is leased by a guarded update, events
//! are taken with `for update skip locked`; after a crash the lease runs out and the work is done again, so everything
//! done here must be harmless when repeated (commands carry keys, reactions share the event's transaction).

mod events;
mod schedule;
mod store;

pub use events::{Event, Reaction, deliver, publish};
pub use schedule::{Job, JobRow, Schedule, job_rows};
pub use store::MIGRATIONS;
