//! Spreadsheets as districts really have them, read row by row: title lines above the headings, headings of two lines,
//! merged cells, formulas, numbers that Excel has rounded, comma files in GBK. Pure: bytes in, rows out, one row in
//! memory at a time (and, for XLSX, the table of shared texts that the format keeps apart from its rows).
//!
//! What must hold: nothing a file says makes the reader hold more than its bounds; no formula is ever evaluated, only the
//! value the file keeps beside it is read.

mod csv;
mod headings;
mod xlsx;

pub use headings::Field;
pub(crate) use headings::guess;

use serde::{Deserialize, Serialize};

/// Rows of one file that are read at most.
pub(crate) const ROWS_MAX: u64 = 200_000;
/// Columns that are read; what stands further right is left alone.
pub(crate) const COLUMNS_MAX: usize = 60;
/// Longest text of a cell, in characters.
const CELL_CHARS_MAX: usize = 500;
/// Lines on top in which headings are looked for.
const TOP_ROWS: usize = 15;

/// Why a file cannot be read as a whole. The code is also the key of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetError {
    /// Neither XLSX nor text.
    Unknown,
    /// An old `.xls` or an encrypted file.
    OldOrLocked,
    /// Broken inside.
    Broken,
    /// Unpacks to more than is reasonable.
    TooLarge,
    /// No rows below headings.
    Empty,
    /// No line looks like headings.
    NoHeadings,
}

impl SheetError {
    pub const fn code(self) -> &'static str {
        match self {
            SheetError::Unknown => "outreach.file-unknown",
            SheetError::OldOrLocked => "outreach.file-old",
            SheetError::Broken => "outreach.file-broken",
            SheetError::TooLarge => "outreach.file-large",
            SheetError::Empty => "outreach.file-empty",
            SheetError::NoHeadings => "outreach.file-headings",
        }
    }
}

/// One cell as it was found.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cell {
    #[serde(rename = "t")]
    Text(String),
    /// A number of more digits than Excel keeps: its last digits are lost.
    #[serde(rename = "r")]
    Rounded(String),
    /// A formula that ends in an error: `#REF!`.
    #[serde(rename = "e")]
    Error(String),
}

impl Cell {
    pub(crate) fn text(&self) -> &str {
        match self {
            Cell::Text(text) | Cell::Rounded(text) | Cell::Error(text) => text,
        }
    }
    pub(crate) fn is_blank(&self) -> bool {
        self.text().is_empty()
    }
    /// Text without controls, invisible marks and surrounding blanks, cut where no honest cell goes on.
    pub(crate) fn of_text(text: &str) -> Cell {
        Cell::Text(plain(text))
    }
}

/// One line of a file: its number there, counted from 1, and its cells.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    #[serde(rename = "n")]
    pub(crate) number: u64,
    #[serde(rename = "c")]
    pub(crate) cells: Vec<Cell>,
}

/// The top of a file: what the mapping page shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) headings: Vec<String>,
    /// The line number of the last heading line.
    pub(crate) below: u64,
    /// The first rows under the headings.
    pub(crate) samples: Vec<Row>,
}

/// What a reader does with each row; `false` stops it.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(Row) -> bool;

/// Calls `sink` with every line of the file that is not blank.
pub(crate) fn rows(bytes: &[u8], sink: Sink<'_>) -> Result<(), SheetError> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx::rows(bytes, sink),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(SheetError::OldOrLocked),
        _ => csv::rows(bytes, sink),
    }
}

/// Reads a file once: finds its headings and counts its rows, so that a file that is broken further down is told at once.
pub(crate) fn head(bytes: &[u8]) -> Result<(Head, u64), SheetError> {
    let (mut top, mut all): (Vec<Row>, u64) = (Vec::new(), 0);
    rows(bytes, &mut |row| {
        all += 1;
        if top.len() < TOP_ROWS + 8 {
            top.push(row);
        }
        true
    })?;
    if top.is_empty() {
        return Err(SheetError::Empty);
    }
    let known = |row: &Row| row.cells.iter().filter(|cell| headings::guess(cell.text()).is_some()).count();
    let best = top.iter().take(TOP_ROWS).enumerate().max_by_key(|(at, row)| (known(row), std::cmp::Reverse(*at)));
    let (at, first) = best.filter(|(_, row)| known(row) >= 2).ok_or(SheetError::NoHeadings)?;
    let mut titles: Vec<String> = first.cells.iter().map(|cell| cell.text().to_owned()).collect();
    let mut last = at;
    // A second line of headings: it names columns again and holds nothing that a person's row must hold.
    if let Some(next) = top.get(at + 1)
        && second_line(first, next)
    {
        join(&mut titles, next);
        last = at + 1;
    }
    let samples: Vec<Row> = top.iter().skip(last + 1).take(5).cloned().collect();
    if samples.is_empty() {
        return Err(SheetError::Empty);
    }
    let below = all.saturating_sub(last as u64 + 1);
    Ok((Head { headings: titles, below: top[last].number, samples }, below))
}

/// True when `next` goes on with the headings: some cells repeat the line above (merged downwards), none has a digit.
fn second_line(first: &Row, next: &Row) -> bool {
    let texts = || first.cells.iter().zip(&next.cells).filter(|(a, b)| !a.is_blank() && !b.is_blank());
    let repeated = texts().filter(|(a, b)| a.text() == b.text()).count();
    let digits = next.cells.iter().any(|cell| cell.text().chars().any(|c| c.is_ascii_digit()));
    repeated >= 1 && !digits
}

fn join(titles: &mut Vec<String>, next: &Row) {
    titles.resize(titles.len().max(next.cells.len()), String::new());
    for (title, cell) in titles.iter_mut().zip(&next.cells) {
        if cell.text() != title {
            title.push_str(cell.text());
        }
    }
}

fn plain(text: &str) -> String {
    let kept =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control() && !is_mark(*c));
    let text: String = kept.take(CELL_CHARS_MAX).collect();
    text.trim().to_owned()
}

/// Invisible characters that copy and paste leave in cells.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{00ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(row: &Row) -> Vec<&str> {
        row.cells.iter().map(Cell::text).collect()
    }
    fn all(bytes: &[u8]) -> Vec<Row> {
        let mut found = Vec::new();
        rows(bytes, &mut |row| {
            found.push(row);
            true
        })
        .unwrap();
        found
    }

    #[test]
    fn a_comma_file_is_read_in_the_encoding_it_has() {
        let text = "姓名,身份证号,备注\r\n王𠮷龘,\"=\"\"320102194001010021\"\"\",\"一,二\"\r\n\r\n张三,,\r\n";
        for bytes in [text.as_bytes().to_vec(), [b"\xef\xbb\xbf", text.as_bytes()].concat(), gbk(text)] {
            let found = all(&bytes);
            assert_eq!(found.len(), 3, "blank lines are passed over");
            assert_eq!(texts(&found[0]), ["姓名", "身份证号", "备注"]);
            assert_eq!(texts(&found[1])[1..], ["320102194001010021", "一,二"]);
            assert_eq!(found[2].number, 4);
        }
        let tabs = all("姓名\t电话\n李四\t1\n".as_bytes());
        assert_eq!(texts(&tabs[1]), ["李四", "1"]);
    }

    fn gbk(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn headings_are_found_below_titles() {
        let (head, rows) =
            head("玄武区老年人摸排表,,\n填表人：张三,,\n姓名,身份证号码,联系电话\n王五,1,2\n".as_bytes()).unwrap();
        assert_eq!((head.headings, head.below), (vec!["姓名".into(), "身份证号码".into(), "联系电话".into()], 3));
        assert_eq!((head.samples.len(), rows), (1, 1));
        assert_eq!(super::head("a,b\n1,2\n".as_bytes()).err(), Some(SheetError::NoHeadings));
        assert_eq!(super::head("姓名,身份证号\n".as_bytes()).err(), Some(SheetError::Empty));
        assert_eq!(super::head(b"").err(), Some(SheetError::Empty));
        assert_eq!(super::head(&[0xD0, 0xCF, 0x11, 0xE0, 1]).err(), Some(SheetError::OldOrLocked));
        assert_eq!(super::head(b"PK\x03\x04nothing").err(), Some(SheetError::Broken));
        assert_eq!(super::head(&[0, 1, 2, 3, 0, 0]).err(), Some(SheetError::Unknown));
    }
}
