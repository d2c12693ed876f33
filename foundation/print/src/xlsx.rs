//! Spreadsheets: the stamp in the first row, a header that stays in sight and filters, columns as wide as what they hold.

use crate::sheet::{Cell, Sheet, harmless};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Why a table could not become a spreadsheet.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// More rows or columns than a sheet can hold; give CSV instead.
    #[error("the table is larger than a sheet can be")]
    TooLarge,
    #[error("the spreadsheet could not be written: {0}")]
    Writing(#[from] XlsxError),
}

/// Rows of a sheet, the two on top included.
const ROWS_MAX: usize = 1_048_576;
/// Narrowest and widest column, in characters of Latin width.
const WIDTHS: (usize, usize) = (8, 50);
/// Longest name of a sheet, in characters.
const NAME_CHARS_MAX: usize = 31;
/// Longest text of a cell, in characters; Excel refuses files with more.
const CELL_CHARS_MAX: usize = 32_767;
/// The stamp and the header.
const TOP_ROWS: u32 = 2;

/// The table as a spreadsheet.
///
/// # Errors
/// [`PrintError`] when the table is too large or cannot be written.
pub fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, PrintError> {
    let columns = u16::try_from(sheet.header.len()).map_err(|_| PrintError::TooLarge)?;
    if sheet.rows.len() + 2 > ROWS_MAX {
        return Err(PrintError::TooLarge);
    }
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(sheet.made.0.div_euclid(1_000_000))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let page = book.add_worksheet();
    page.set_name(sheet_name(&sheet.name))?;
    page.write_string_with_format(0, 0, limited(&harmless(&sheet.stamp)), &Format::new().set_italic())?;
    let bold = Format::new().set_bold();
    for (column, title) in (0..columns).zip(&sheet.header) {
        page.write_string_with_format(1, column, limited(&harmless(title)), &bold)?;
        page.set_column_width(column, column_width(sheet, usize::from(column)))?;
    }
    page.set_freeze_panes(TOP_ROWS, 0)?;
    let mut row = TOP_ROWS;
    for cells in &sheet.rows {
        for (column, cell) in (0..u16::MAX).zip(cells) {
            write(page, row, column, cell)?;
        }
        row += 1;
    }
    if columns > 0 {
        page.autofilter(1, 0, row.max(TOP_ROWS) - 1, columns - 1)?;
    }
    Ok(book.save_to_buffer()?)
}

fn write(page: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    match &*cell.exact() {
        Cell::Text(text) => page.write_string(row, column, limited(&harmless(text)))?,
        #[allow(clippy::cast_precision_loss)] // numbers that lose digits have become text
        Cell::Number(number) => page.write_number(row, column, *number as f64)?,
        Cell::Decimal(number) => page.write_number(row, column, *number)?,
        Cell::Empty => page,
    };
    Ok(())
}

fn limited(text: &str) -> String {
    text.chars().take(CELL_CHARS_MAX).collect()
}

/// Without the characters that Excel refuses, and not too long.
fn sheet_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(NAME_CHARS_MAX).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}

/// As wide as the longest of the header and the first rows.
fn column_width(sheet: &Sheet, column: usize) -> f64 {
    let cells = sheet.rows.iter().take(1000).filter_map(|row| row.get(column)).map(width);
    let widest = cells.chain(sheet.header.get(column).map(|title| text_width(title) + 3)).max().unwrap_or(0);
    u32::try_from(widest.clamp(WIDTHS.0, WIDTHS.1)).map_or(8.0, f64::from)
}

fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.lines().map(text_width).max().unwrap_or(0),
        Cell::Number(number) => number.to_string().len(),
        Cell::Decimal(number) => number.to_string().len(),
        Cell::Empty => 0,
    }
}

/// A Chinese character is as wide as two Latin ones.
fn text_width(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum::<usize>() + 1
}
