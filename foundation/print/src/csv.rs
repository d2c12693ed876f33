//! CSV as Excel reads it in China: UTF-8 with its mark in front (else Excel guesses GBK), CRLF, every text quoted where it
//! must be. The first line is the stamp, the second the header.

use crate::sheet::{Cell, Sheet, harmless};

/// The table as CSV.
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    line(&mut out, std::iter::once(Cell::Text(sheet.stamp.clone())));
    line(&mut out, sheet.header.iter().map(|title| Cell::Text(title.clone())));
    for row in &sheet.rows {
        line(&mut out, row.iter().cloned());
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl Iterator<Item = Cell>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        match cell {
            Cell::Text(text) => quoted(out, &harmless(&text)),
            Cell::Number(number) => out.push_str(&number.to_string()),
            Cell::Decimal(number) if number.is_finite() => out.push_str(&number.to_string()),
            Cell::Decimal(_) | Cell::Empty => {}
        }
    }
    out.push_str("\r\n");
}

fn quoted(out: &mut String, text: &str) {
    let needs = text.contains(['"', ',', '\n', '\r', '\'']) || text.starts_with(' ') || text.ends_with(' ');
    if needs {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_kernel::Instant;

    #[test]
    fn excel_opens_it_as_it_is() {
        let sheet = Sheet {
            name: "x".into(),
            stamp: "李** 2026-11-21".into(),
            made: Instant(0),
            header: vec!["姓名".into(), "分钟".into(), "备注".into()],
            rows: vec![
                vec!["王**".into(), (-90).into(), "=HYPERLINK(\"http://evil\")".into()],
                vec!["a,b".into(), Cell::Empty, "两\n行".into()],
                vec![f64::NAN.into(), 0.5.into(), Some("0086").into()],
            ],
        };
        assert_eq!(
            String::from_utf8(csv(&sheet)).unwrap(),
            "\u{feff}李** 2026-11-21\r\n姓名,分钟,备注\r\n王**,-90,\"'=HYPERLINK(\"\"http://evil\"\")\"\r\n\
             \"a,b\",,\"两\n行\"\r\n,0.5,0086\r\n"
        );
    }
}
