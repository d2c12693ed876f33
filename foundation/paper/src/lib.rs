//! Sheets that are printed: PDF with Chinese text. See README.md.
//!
//! What must hold: the same sheet gives the same bytes; text can be selected and read out; a character that no font has
//! is told, never dropped.

mod embed;
mod flow;
mod fonts;
mod lines;
mod print;
mod sheet;

pub use flow::{Column, Flow};
pub use fonts::{Fonts, PaperError, Weight};
pub use print::Printed;
pub use sheet::{Align, Ink, Mm, Sheet, Size, Style};
