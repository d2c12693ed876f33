//! Groups: volunteers who serve together; their members, qualifications, events with several helpers and an attendance
//! list, and the account whose time follows the city's policy. See README.md.

mod access;
mod commands;
mod house;
mod model;
mod queries;
mod refusals;
mod rules;
mod store;

pub use access::Standing;
pub use commands::*;
pub use house::Groups;
pub use model::*;
pub use queries::*;
pub use refusals::CODES;
pub use store::MIGRATIONS;
