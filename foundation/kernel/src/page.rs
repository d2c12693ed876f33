//! Pages by cursor: "what comes after this row", never "skip 10,000 rows".

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many rows a page holds, bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize(i64);
impl PageSize {
    pub const MAX: i64 = 200;
    pub fn of(rows: i64) -> PageSize {
        PageSize(rows.clamp(1, PageSize::MAX))
    }
    pub fn rows(self) -> i64 {
        self.0
    }
}
impl Default for PageSize {
    fn default() -> Self {
        PageSize(20)
    }
}

/// Where the next page starts: the sort key (an instant, a number) and id of the last row shown. Opaque outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub key: i64,
    pub id: Uuid,
}
impl Cursor {
    pub fn encode(self) -> String {
        format!("{:016x}{}", self.key.cast_unsigned(), self.id.simple())
    }
    pub fn decode(text: &str) -> Option<Cursor> {
        let (key, id) = text.split_at_checked(16)?;
        Some(Cursor { key: u64::from_str_radix(key, 16).ok()?.cast_signed(), id: Uuid::try_parse(id).ok()? })
    }
}

/// Rows and where the next ones start.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub next: Option<String>,
}
impl<T> Page<T> {
    /// Cuts a result that was asked for with `size + 1` rows.
    pub fn cut(mut rows: Vec<T>, size: PageSize, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
        let keep = usize::try_from(size.rows()).unwrap_or(usize::MAX);
        let more = rows.len() > keep;
        rows.truncate(keep);
        let next = if more { rows.last().map(|row| cursor(row).encode()) } else { None };
        Page { rows, next }
    }
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_rubbish_does_not() {
        let cursor = Cursor { key: -5, id: Uuid::from_u128(77) };
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        for wrong in ["", "xyz", "€€€€€€€€€€€€€€€€", "00000000000000zz00000000000000000000000000000000"]
        {
            assert_eq!(Cursor::decode(wrong), None);
        }
    }
}
