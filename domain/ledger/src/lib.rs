//! The ledger: minutes as a currency. It knows accounts, not people; postings, not orders.
//!
//! One way to write: [`Command`]s are posted as a batch inside the caller's transaction. Everything the slice lets others
//! use is named here.

mod accounts;
mod apply;
mod books;
mod canon;
mod commands;
mod crossings;
mod model;
mod post;
pub mod queries;
mod refusals;
mod store;
mod sweeps;
mod verify;

pub use accounts::{AccountSpec, acknowledge, close_period, open_account, open_accounts, set_budget, set_status};
pub use apply::apply;
pub use books::{Books, Decision, Effects, ItemKey, Stored};
pub use commands::{Act, Closing, Command, Note, Portion, Shortfall, Spill};
pub use crossings::{CROSSINGS, Crossing};
pub use model::{
    Account, AccountKind, AccountStatus, Bucket, Claim, Class, Direction, Entry, Hold, Item, ItemState, Lot, LotUse,
    Move, Posted, Posting, PostingKind, ReversalPart, State, Subject, SubjectKind, bucket_id,
};
pub use post::{look_up, post};
pub use queries::{Balances, balances, statement, sum_of_all};
pub use refusals::CODES;
pub use store::{MIGRATIONS, all as statements};
pub use sweeps::{lapse_holds, lapse_lots};
pub use verify::{Check, NAMED_MAX, Progress, Report, verify};
