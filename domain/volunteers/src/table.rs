//! Answers as registers send them back: CSV or XLSX, columns in any order, found by their names, lines above the header
//! passed over. Whatever else stands in the file is not read.

use crate::model::ResultRow;
use crate::refusals as no;
use crate::rules::narrow;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// Most lines of one file.
const ROWS_MAX: usize = 50_000;
/// Lines in which the header must come.
const HEADER_WITHIN: usize = 20;

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableError(pub &'static str);

/// The lines of an answer.
///
/// # Errors
/// [`TableError`] with the code of what is wrong.
pub fn read_results(bytes: &[u8]) -> Result<Vec<ResultRow>, TableError> {
    if bytes.is_empty() {
        return Err(TableError(no::FILE_EMPTY));
    }
    let rows = if bytes.starts_with(b"PK\x03\x04") { xlsx(bytes)? } else { csv(bytes)? };
    let (top, columns) = header(&rows).ok_or(TableError(no::FILE_HEADER))?;
    if rows.len() - top > ROWS_MAX {
        return Err(TableError(no::FILE_ROWS));
    }
    let cell = |row: &[String], at: usize| row.get(at).map(|text| narrow(text)).unwrap_or_default();
    let lines = rows.iter().enumerate().skip(top + 1).filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    Ok(lines
        .map(|(at, row)| ResultRow {
            line: i64::try_from(at + 1).unwrap_or(i64::MAX),
            number: cell(row, columns[0]).to_uppercase(),
            result: cell(row, columns[1]),
            day: cell(row, columns[2]),
        })
        .collect())
}

/// Which line is the header, and where number, result and day stand in it.
fn header(rows: &[Vec<String>]) -> Option<(usize, [usize; 3])> {
    let names: [&[&str]; 3] = [
        &["编号", "请求编号", "number", "reference"],
        &["结果", "比对结果", "核验结果", "result"],
        &["日期", "核验日期", "比对日期", "day", "date"],
    ];
    rows.iter().take(HEADER_WITHIN).enumerate().find_map(|(at, row)| {
        let place = |known: &[&str]| row.iter().position(|cell| known.contains(&narrow(cell).to_lowercase().as_str()));
        Some((at, [place(names[0])?, place(names[1])?, place(names[2])?]))
    })
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableError> {
    let broken = |_| TableError(no::FILE_BROKEN);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let range = book.worksheet_range_at(0).ok_or(TableError(no::FILE_EMPTY))?.map_err(broken)?;
    let skipped = range.start().map_or(0, |(row, _)| row as usize);
    let mut rows = vec![Vec::new(); skipped];
    rows.extend(range.rows().map(|row| row.iter().map(text_of).collect::<Vec<String>>()));
    Ok(rows)
}

fn text_of(cell: &Data) -> String {
    match cell {
        // A day that Excel keeps as a number.
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}

/// Commas, semicolons or tabs, whichever the header has; quotes as RFC 4180 has them.
fn csv(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| TableError(no::FILE_ENCODING))?;
    if text.contains('\0') {
        return Err(TableError(no::FILE_KIND));
    }
    let count = |sign: char| text.lines().take(HEADER_WITHIN).map(|line| line.matches(sign).count()).max().unwrap_or(0);
    let sign = [',', '\t', ';'].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(',');
    let mut rows = vec![vec![String::new()]];
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        let row = rows.last_mut().ok_or(TableError(no::FILE_BROKEN))?;
        let cell = row.last_mut().ok_or(TableError(no::FILE_BROKEN))?;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            c if c == sign && !quoted => row.push(String::new()),
            c => cell.push(c),
        }
    }
    if quoted { Err(TableError(no::FILE_BROKEN)) } else { Ok(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_any_order_below_lines_of_no_meaning() {
        let text = "\u{feff}公安比对反馈\r\n\r\n姓名,结果,日期,编号\r\n\"王,某\",通过,2026/11/28,c-2k3m\r\n,,,\r\n李某,不一致,２０２６年１１月２８日,Ｃ－7Q9\r\n";
        let rows = read_results(text.as_bytes()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].line, rows[0].number.as_str(), rows[0].result.as_str()), (4, "C-2K3M", "通过"));
        assert_eq!((rows[1].line, rows[1].number.as_str(), rows[1].day.as_str()), (6, "C-7Q9", "2026年11月28日"));
        assert_eq!(read_results("number;day;result\nC-1;2026-01-01;passed".as_bytes()).unwrap()[0].result, "passed");
    }

    #[test]
    fn a_spreadsheet_with_its_own_days() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let page = book.add_worksheet();
        for (column, title) in [(1, "核验日期"), (2, "编号"), (3, "核验结果")] {
            page.write_string(2, column, title).unwrap();
        }
        let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 28).unwrap();
        page.write_datetime_with_format(3, 1, &day, &date).unwrap();
        page.write_string(3, 2, "C-2K3M").unwrap();
        page.write_string(3, 3, "通过").unwrap();
        let rows = read_results(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(
            rows,
            [ResultRow { line: 4, number: "C-2K3M".into(), result: "通过".into(), day: "2026-11-28".into() }]
        );
    }

    #[test]
    fn what_is_no_answer_is_said_to_be_none() {
        for (bytes, code) in [
            (&b""[..], no::FILE_EMPTY),
            (b"PK\x03\x04 no book", no::FILE_BROKEN),
            (b"\xb1\xe0\xba\xc5,", no::FILE_ENCODING),
            (b"a,b,c\n1,2,3", no::FILE_HEADER),
            (b"%PDF-1.7\0", no::FILE_KIND),
            ("编号,结果,日期\n\"C-1,通过".as_bytes(), no::FILE_BROKEN),
        ] {
            assert_eq!(read_results(bytes), Err(TableError(code)));
        }
    }
}
