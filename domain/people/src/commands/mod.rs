//! Verbs, one file each; the method of [`crate::People`] that runs a verb stands beside it.

mod act_for;
mod change;
mod code;
mod contact;
mod demo;
mod enrol;
mod grant;
mod link;
mod message;
mod prefer;
mod register;
mod reveal;
mod review;
mod session;
mod sign_in;
mod site;
mod staff;
mod staff_reset;
mod staff_sign_in;
mod token;

pub(crate) use code::OutgoingText;
pub use message::{NewMessage, send_message};
