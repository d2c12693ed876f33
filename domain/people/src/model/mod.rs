//! The nouns: identity numbers and telephones that can be true, the profile that is sealed, the states of enrolments,
//! links and grants. No I/O.

mod identity;
mod input;
mod profile;
mod views;
mod words;

pub use identity::{IdNumber, PersonName, Phone, Sex};
pub use input::*;
pub use profile::{EmergencyContact, Profile};
pub use views::*;
pub use words::*;
