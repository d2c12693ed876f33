//! The nouns: identity numbers and telephones that can be true, the profile that is sealed, the states of enrolments,
//! links and grants. No I/O.

/// For types that hold personal data or secrets: printing them shows their name only.
macro_rules! debug_nothing {
    ($($name:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    )+};
}
pub(crate) use debug_nothing;

mod elder;
mod family;
mod identity;
mod input;
mod privacy;
mod profile;
mod verification;
mod views;
mod words;

pub use elder::*;
pub use family::*;
pub use identity::{IdNumber, PersonName, Phone, Sex};
pub use input::*;
pub use privacy::*;
pub use profile::{EmergencyContact, Profile};
pub use verification::*;
pub use views::*;
pub use words::*;
