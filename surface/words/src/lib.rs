//! Every sentence shown to people: the catalogues under `locales/`, one folder a language, one file a slice.
//!
//! A sentence is asked for by key; what is missing in one language is looked for in Chinese, then the key itself is
//! shown, counted and logged, because a page with one odd word is better than no page. [`Words::strict`] panics instead,
//! for tests. Nothing here decides anything.

mod catalogue;
mod figures;
mod negotiate;
mod text;
mod voice;

pub use catalogue::{Fault, Words};
pub use negotiate::{CHINESE, ENGLISH, LANGUAGES, negotiate};
pub use text::Text;
