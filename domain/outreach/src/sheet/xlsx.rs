//! XLSX, cell by cell. A merged cell says its value to every row and column it covers, because that is what people mean
//! by it; of a formula the value is read that the file keeps beside it.

use super::{COLUMNS_MAX, Cell, ROWS_MAX, Row, SheetError, Sink};
use calamine::{DataRef, Dimensions, Reader, Xlsx};
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// What a file may unpack to in all, in bytes.
const UNPACKED_BYTES_MAX: u64 = 400 * 1024 * 1024;
/// Parts inside the package.
const PARTS_MAX: usize = 2_000;
/// Beyond this a number has more digits than Excel keeps.
const EXACT_MAX: f64 = 1e15;
/// Merged areas that are looked at; a sheet with more is a form, not a list.
const MERGED_MAX: usize = 20_000;

pub(super) fn rows(bytes: &[u8], sink: Sink<'_>) -> Result<(), SheetError> {
    unpacks_within_bounds(bytes)?;
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetError::Broken)?;
    let sheet = book.sheet_names().first().cloned().ok_or(SheetError::Empty)?;
    let merged = merged_areas(&mut book, &sheet);
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(|_| SheetError::Broken)?;
    let mut open = Line::new(merged);
    let mut count = 0;
    while let Some(cell) = reader.next_cell().map_err(|_| SheetError::Broken)? {
        let (row, column) = cell.get_position();
        if open.number != row
            && let Some(done) = open.turn(row)
        {
            count += 1;
            if count > ROWS_MAX {
                return Err(SheetError::TooLarge);
            }
            if !sink(done) {
                return Ok(());
            }
        }
        open.put(row, column, cell_of(cell.get_value()));
    }
    if let Some(done) = open.turn(u32::MAX) {
        sink(done);
    }
    Ok(())
}

/// The line that is being read.
struct Line {
    number: u32,
    cells: Vec<Cell>,
    /// Merged areas by the position of their first cell.
    starts: HashMap<(u32, u32), Dimensions>,
    /// Areas that reach further down, by column: the last row, and the value.
    falling: HashMap<u32, (u32, Cell)>,
}

impl Line {
    fn new(merged: Vec<Dimensions>) -> Line {
        let starts = merged.into_iter().map(|area| (area.start, area)).collect();
        Line { number: 0, cells: Vec::new(), starts, falling: HashMap::new() }
    }

    /// Ends the line that is open and begins another; blank lines are nothing.
    fn turn(&mut self, next: u32) -> Option<Row> {
        let mut cells = std::mem::take(&mut self.cells);
        let own = cells.iter().any(|cell| !cell.is_blank());
        let number = self.number;
        self.falling.retain(|_, (last, _)| *last >= number);
        if own {
            for (column, (_, value)) in &self.falling {
                fill(&mut cells, *column, value.clone());
            }
        }
        self.number = next;
        own.then(|| Row { number: u64::from(number) + 1, cells })
    }

    fn put(&mut self, row: u32, column: u32, value: Cell) {
        if value.is_blank() {
            return;
        }
        if let Some(area) = self.starts.get(&(row, column)) {
            let across = area.start.1..=area.end.1.min(area.start.1 + u32::try_from(COLUMNS_MAX).unwrap_or(u32::MAX));
            let last = area.end.0;
            for covered in across {
                fill(&mut self.cells, covered, value.clone());
                if last > row {
                    self.falling.insert(covered, (last, value.clone()));
                }
            }
            return;
        }
        fill(&mut self.cells, column, value);
    }
}

/// Puts a value where nothing stands yet.
fn fill(cells: &mut Vec<Cell>, column: u32, value: Cell) {
    let Ok(at) = usize::try_from(column) else { return };
    if at >= COLUMNS_MAX {
        return;
    }
    if cells.len() <= at {
        cells.resize(at + 1, Cell::Text(String::new()));
    }
    if cells[at].is_blank() {
        cells[at] = value;
    }
}

fn merged_areas(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Vec<Dimensions> {
    // A list whose merged cells cannot be read is still a list.
    let mut areas = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    areas.truncate(MERGED_MAX);
    areas
}

#[allow(clippy::cast_possible_truncation)] // below EXACT_MAX, where every whole number is exact
fn cell_of(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Text(String::new()),
        DataRef::String(text) => Cell::of_text(text),
        DataRef::SharedString(text) => Cell::of_text(text),
        DataRef::Bool(true) => Cell::Text("是".into()),
        DataRef::Bool(false) => Cell::Text("否".into()),
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) if number.abs() >= EXACT_MAX => Cell::Rounded(format!("{number:.0}")),
        DataRef::Float(number) if number.fract() == 0.0 => Cell::Text((*number as i64).to_string()),
        DataRef::Float(number) => Cell::Text(number.to_string()),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            Cell::Text(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::of_text(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

/// A small package can unpack to a mountain; its own directory may lie, so it is unpacked once and only counted.
fn unpacks_within_bounds(bytes: &[u8]) -> Result<(), SheetError> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::Broken)?;
    if package.len() > PARTS_MAX {
        return Err(SheetError::TooLarge);
    }
    let mut left = UNPACKED_BYTES_MAX;
    let mut buffer = vec![0; 64 * 1024];
    for at in 0..package.len() {
        let mut part = package.by_index(at).map_err(|_| SheetError::Broken)?;
        if part.encrypted() {
            return Err(SheetError::OldOrLocked);
        }
        loop {
            let read = part.read(&mut buffer).map_err(|_| SheetError::Broken)?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or(SheetError::TooLarge)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::head;
    use rust_xlsxwriter::{Format, Formula, Workbook};

    fn texts(row: &Row) -> Vec<String> {
        row.cells.iter().map(|cell| cell.text().to_owned()).collect()
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
    fn merged_cells_formulas_and_numbers_are_read_as_people_mean_them() {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        let plain = Format::new();
        page.merge_range(0, 0, 0, 5, "玄武区老年人摸排表", &plain).unwrap();
        for (column, title) in ["社区", "姓名", "身份证号"].iter().enumerate() {
            page.merge_range(1, column as u16, 2, column as u16, title, &plain).unwrap();
        }
        page.merge_range(1, 3, 1, 4, "联系人", &plain).unwrap();
        page.write(2, 3, "姓名").unwrap().write(2, 4, "电话").unwrap();
        page.merge_range(1, 5, 2, 5, "年龄", &plain).unwrap();
        page.merge_range(3, 0, 4, 0, "大影壁社区", &plain).unwrap();
        page.write(3, 1, "王𠮷").unwrap().write(3, 2, 3.201_021_940_010_1e17).unwrap();
        page.write(3, 4, 13_800_138_000_f64).unwrap();
        page.write_formula(3, 5, Formula::new("=2026-1940").set_result("86")).unwrap();
        page.write(4, 1, "李龘").unwrap().write(4, 2, "３２０１０２").unwrap();
        page.write_formula(4, 5, Formula::new("=A99/0").set_result("#DIV/0!")).unwrap();
        let bytes = book.save_to_buffer().unwrap();

        let (top, below) = head(&bytes).unwrap();
        assert_eq!(top.headings, ["社区", "姓名", "身份证号", "联系人姓名", "联系人电话", "年龄"]);
        assert_eq!((top.below, below), (3, 2));
        let found = all(&bytes);
        let first = &found[3];
        assert_eq!(texts(first)[..2], ["大影壁社区", "王𠮷"]);
        assert!(matches!(first.cells[2], Cell::Rounded(_)), "Excel keeps fifteen digits");
        assert_eq!(texts(first)[4..], ["13800138000", "86"]);
        let second = &found[4];
        assert_eq!((second.number, texts(second)[0].as_str()), (5, "大影壁社区"), "merged downwards");
        assert!(matches!(second.cells[5], Cell::Error(_)) || second.cells[5].text() == "#DIV/0!");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        use std::io::Write;
        let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        package.start_file("xl/sharedStrings.xml", packed).unwrap();
        let zeros = vec![b'0'; 1024 * 1024];
        for _ in 0..=UNPACKED_BYTES_MAX / (1024 * 1024) {
            package.write_all(&zeros).unwrap();
        }
        let bytes = package.finish().unwrap().into_inner();
        assert!(bytes.len() < 1024 * 1024);
        assert_eq!(rows(&bytes, &mut |_| true), Err(SheetError::TooLarge));
    }
}
