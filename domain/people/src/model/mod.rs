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
