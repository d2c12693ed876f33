//! Comma files: UTF-8 with or without its mark, or GB18030, which is what Excel writes in China; commas, tabs or
//! semicolons. Cells such as `="320102…"`, by which people keep Excel from rounding, are what stands inside.

use super::{COLUMNS_MAX, Cell, ROWS_MAX, Row, SheetError, Sink};
use encoding_rs::{GB18030, UTF_8};
use std::borrow::Cow;

pub(super) fn rows(bytes: &[u8], sink: Sink<'_>) -> Result<(), SheetError> {
    let text = decoded(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut count = 0;
    let (mut line, mut at) = (1, 0);
    while reader.read_record(&mut record).map_err(|_| SheetError::Broken)? {
        let number = line_of(&text, &record, &mut line, &mut at);
        let cells: Vec<Cell> = record.iter().take(COLUMNS_MAX).map(|text| Cell::of_text(unwrapped(text))).collect();
        if cells.iter().all(Cell::is_blank) {
            continue;
        }
        count += 1;
        if count > ROWS_MAX {
            return Err(SheetError::TooLarge);
        }
        if !sink(Row { number, cells }) {
            break;
        }
    }
    Ok(())
}

/// The line a record begins on. The reader counts a line when it ends, so that blank ones before a record are not counted yet:
/// the ends of lines are counted here, each once.
fn line_of(text: &str, record: &csv::StringRecord, line: &mut u64, at: &mut usize) -> u64 {
    let from = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(*at).max(*at);
    let blank = text.as_bytes()[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let begins = from + blank;
    *line += text.as_bytes()[*at..begins].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
    *at = begins;
    *line
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    if bytes.contains(&0) {
        return Err(SheetError::Unknown);
    }
    let (text, _, wrong) = UTF_8.decode(bytes);
    if !wrong {
        return Ok(text);
    }
    let (text, wrong) = GB18030.decode_without_bom_handling(bytes);
    if wrong { Err(SheetError::Unknown) } else { Ok(text) }
}

/// The separator that the first lines hold most of.
fn delimiter(text: &str) -> u8 {
    let top: String = text.lines().take(5).collect();
    let count = |c: char| top.matches(c).count();
    [(',', b','), ('\t', b'\t'), (';', b';')].into_iter().max_by_key(|(c, _)| count(*c)).map_or(b',', |(_, byte)| byte)
}

/// `="0123"` and `'0123` are `0123`.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.or_else(|| text.strip_prefix('\'')).unwrap_or(text)
}
