//! One thin layer over both engines: the same SQL text with `$1` placeholders runs on SQLite and PostgreSQL, and what
//! must differ (row locks, key lists, bulk writes, how a transaction begins) is hidden here and nowhere else.
//! See README.md for the vocabulary that is portable.

mod args;
mod bulk;
mod desk;
mod error;
mod log;
mod migrate;
mod open;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;

pub use args::Arg;
pub use bulk::{Col, Table, Ty, Update};
pub use desk::{BatchHandler, Desk};
pub use error::DbError;
pub use migrate::{Migration, migrate, pending, schema_text};
pub use open::{Db, Engine, Pools};
pub use tx::{Boxed, CommitError, Row, Tx};

/// `args![a, b, c]`: the values of `$1`, `$2`, `$3`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Arg::from($value)),*] };
}
