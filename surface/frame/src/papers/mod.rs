//! The sheets of the house, drawn the same for citizens and for the desk.

mod card;
mod certificate;

pub use card::{CardPaper, card_paper};
pub use certificate::certificate_paper;
