//! Load: books to measure on, and callers that measure. Used by `timebank bench`; measures through the service functions
//! or through the doors of a real server, never beside them.

mod books;
mod doors;
mod near;
mod residents;
mod server;
mod settle;
mod timing;

pub use books::{Books, Waiting};
pub use doors::{Request, measure_doors};
pub use near::measure_near;
pub use residents::{Resident, residents};
pub use server::Server;
pub use settle::measure_settling;
pub use timing::Timings;
