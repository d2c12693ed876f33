//! The few words every other crate speaks: typed ids, minutes, instants, days, territory nodes,
//! who acts, how a "no" looks, how a page is cut. No I/O, no clock of its own, no randomness of its own.

mod actor;
mod cells;
mod chance;
mod ids;
pub mod limits;
mod minutes;
mod node;
mod page;
mod refusal;
mod time;

pub use actor::{Actor, Channel, Identity, Role, StaffGrant};
pub use cells::{Cell, cell, cells};
pub use chance::Entropy;
pub use ids::*;
pub use minutes::Minutes;
pub use node::{Level, Node};
pub use page::{Cursor, Page, PageSize};
pub use refusal::{Fail, FieldFault, Kind, Outcome, Refusal};
pub use time::{Clock, Day, HandClock, Instant, Span, SystemClock};
