//! Tables on their way out of the house: spreadsheets and CSV that open in Excel as they are.
//!
//! What must hold: no cell is ever a formula, whatever a person once typed into it; every file says in its first line
//! who took it and when; the same table gives the same bytes.

mod csv;
mod sheet;
mod xlsx;

pub use csv::csv;
pub use sheet::{Cell, Sheet};
pub use xlsx::{PrintError, xlsx};
