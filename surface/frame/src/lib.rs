//! What every page shares: the state behind it, the frame around it, the files it loads, how a form comes back, how an
//! error looks. Pages of citizens and of the desk build on it. Knows nothing of any one page; decides nothing.
//!
//! A handler is: read, ask the house, build a template with a [`Page`], [`render`]. After a write: [`done`], or the same
//! form again with a [`Form`] that says what is wrong.

mod assets;
mod card;
mod error_page;
mod faces;
mod form;
mod menu;
mod page;
mod papers;
mod parts;
mod press;
mod respond;
mod when;

pub use assets::{asset_address, asset_doors};
pub use card::{item_icon, item_name, state_tone};
pub use error_page::error_page;
pub use faces::{Faces, Look, Names, Played};
pub use form::{Form, Refused};
pub use menu::{GROUPS, Group, territory};
pub use page::{Page, User};
pub use papers::{CardPaper, card_paper, certificate_paper};
pub use parts::{Choice, Event, Fault, More, OrderCard, Pager, Pill, Step};
pub use press::{Press, pdf};
pub use respond::{done, go, refused_or, render, render_at};
pub use when::{day_words, long_when, when_words};
