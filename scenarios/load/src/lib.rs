//! Load: books to measure on, and callers that measure. Used by `timebank bench`; measures through the service functions
//! only, so that what is measured is what the doors call.

mod books;
mod settle;
mod timing;

pub use books::{Books, Waiting};
pub use settle::measure_settling;
pub use timing::Timings;
