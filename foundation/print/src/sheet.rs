//! A table and its cells, before it has a format.

use std::borrow::Cow;
use tb_kernel::Instant;

/// One cell. Amounts and counts are numbers, so that they can be added up; ids, telephone numbers and codes are text, so
/// that nothing eats their zeros.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(i64),
    /// A share or an average.
    Decimal(f64),
    Empty,
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}
impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(number)
    }
}
impl From<f64> for Cell {
    fn from(number: f64) -> Cell {
        Cell::Decimal(number)
    }
}
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or(Cell::Empty, Into::into)
    }
}

/// One table.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// The first line: who took this and when, in words.
    pub stamp: String,
    /// When it was made; kept in the file's properties.
    pub made: Instant,
    pub header: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// Beyond this many digits Excel rounds.
const EXACT_MAX: u64 = 999_999_999_999_999;

impl Cell {
    /// The number as text when Excel would round it.
    pub(crate) fn exact(&self) -> Cow<'_, Cell> {
        match self {
            Cell::Number(number) if number.unsigned_abs() > EXACT_MAX => Cow::Owned(Cell::Text(number.to_string())),
            Cell::Decimal(number) if !number.is_finite() => Cow::Owned(Cell::Empty),
            other => Cow::Borrowed(other),
        }
    }
}

/// Text that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front. Wide forms count too,
/// because some input methods and programs turn them into the narrow ones.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let dangerous = text.starts_with(starts) || text.trim_start().starts_with(starts);
    if dangerous { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        for (typed, written) in [
            ("=1+1", "'=1+1"),
            ("+8613800000000", "'+8613800000000"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"),
            ("＝1+1", "'＝1+1"),
            ("王**", "王**"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(harmless(typed), written);
        }
    }
}
