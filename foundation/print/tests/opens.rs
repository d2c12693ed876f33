//! The spreadsheet as another program reads it.

#![allow(clippy::unwrap_used)] // helpers of a test

use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;
use tb_kernel::Instant;
use tb_print::{Cell, PrintError, Sheet, xlsx};

fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet {
        name: "流水 [2026/11]".into(),
        stamp: "由 李** 于 11月21日 导出".into(),
        made: Instant::parse("2026-11-21T09:00:00+08:00").unwrap(),
        header: vec!["姓名".into(), "分钟".into(), "=cmd".into()],
        rows,
    }
}

#[test]
fn numbers_are_numbers_and_formulas_are_text() {
    let table = sheet(vec![
        vec!["王**".into(), 90.into(), "=1+1".into()],
        vec!["+8613800000000".into(), (-30).into(), 0.25.into()],
        vec![Cell::Empty, i64::MAX.into(), f64::INFINITY.into()],
    ]);
    let mut book = Xlsx::new(Cursor::new(xlsx(&table).unwrap())).unwrap();
    assert_eq!(book.sheet_names(), ["流水 202611"]);
    let range = book.worksheet_range("流水 202611").unwrap();
    let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(cell(0, 0), text("由 李** 于 11月21日 导出"));
    assert_eq!((cell(1, 0), cell(1, 2)), (text("姓名"), text("'=cmd")));
    assert_eq!((cell(2, 0), cell(2, 1), cell(2, 2)), (text("王**"), Data::Float(90.0), text("'=1+1")));
    assert_eq!((cell(3, 0), cell(3, 1), cell(3, 2)), (text("'+8613800000000"), Data::Float(-30.0), Data::Float(0.25)));
    assert_eq!((cell(4, 0), cell(4, 1), cell(4, 2)), (Data::Empty, text("9223372036854775807"), Data::Empty));
    let formulas = book.worksheet_formula("流水 202611").unwrap();
    assert!(formulas.used_cells().next().is_none());
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let table = sheet(vec![vec!["王**".into(), 90.into()]]);
    assert_eq!(xlsx(&table).unwrap(), xlsx(&table).unwrap());
    assert!(xlsx(&sheet(vec![])).is_ok(), "an empty table is a table");
}

#[test]
fn too_large_is_said() {
    let table = sheet(vec![vec![]; 1_048_575]);
    assert!(matches!(xlsx(&table), Err(PrintError::TooLarge)));
}

#[test]
fn a_very_long_text_is_cut_and_not_refused() {
    assert!(xlsx(&sheet(vec![vec!["长".repeat(40_000).into()]])).is_ok());
}
