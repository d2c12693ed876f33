//! Who lives in the simulated city: made-up persons with a name, numbers, a home, habits and kin.

mod identity;
mod names;
mod soul;

pub(crate) use identity::Numbers;
pub use identity::{PHONE_PREFIX, SERIALS};
pub(crate) use soul::{Kin, Means, Part, Populace, Soul, Word, populate, staff_member};
