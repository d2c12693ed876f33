//! The sheet as another program reads it: pdftotext and pdftoppm (poppler-utils, see scenarios/setup.sh).

#![allow(clippy::unwrap_used)] // helpers of a test

use std::io::Write;
use std::process::{Command, Stdio};
use tb_paper::{Column, Flow, Fonts, PaperError, Sheet, Size, Style};

fn fonts() -> Fonts {
    Fonts::find(&[]).expect("a Chinese font is installed (scenarios/setup.sh test)")
}

/// The text another program finds.
fn read_back(pdf: &[u8]) -> String {
    let mut child = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler-utils is installed (scenarios/setup.sh test)");
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap()
}

fn certificate(fonts: &Fonts) -> Flow<'_> {
    let mut flow = Flow::a4(fonts, "志愿服务记录证明", "zh-CN");
    flow.foot("编号 ZM-261121-7K3M9Q2");
    flow.title("志愿服务记录证明");
    flow.paragraph("兹证明张三自二〇二六年一月一日至二〇二六年十一月二十一日参加志愿服务，累计 120 小时。");
    flow.facts(&[("姓名".into(), "张三".into()), ("志愿者编号".into(), "TB7K3M9Q2".into())]);
    flow.heading("服务信息");
    let columns = [Column::new("日期", 2.0), Column::new("内容", 5.0), Column::new("时长", 2.0).right()];
    let rows: Vec<Vec<String>> =
        (1..=70).map(|n| vec![format!("第 {n} 日"), "助餐：送饭到家".into(), "60 分钟".into()]).collect();
    flow.table(&columns, &rows);
    flow.keep(50.0);
    let y = flow.at();
    flow.sheet.seal_place(160.0, y + 24.0, "盖章处");
    assert!(flow.sheet.qr(20.0, y, 26.0, "https://example.org/verify/7K3M9Q2"));
    flow
}

#[test]
fn chinese_text_can_be_read_back_and_tables_run_over_pages() {
    let fonts = fonts();
    let printed = certificate(&fonts).print().unwrap();
    assert!(printed.bytes.starts_with(b"%PDF-"));
    assert!(printed.missing.is_empty(), "{:?}", printed.missing);
    assert!(printed.pages >= 2);
    assert!(printed.bytes.len() < 200_000, "only the glyphs that are used: {} bytes", printed.bytes.len());
    let text = read_back(&printed.bytes);
    for word in ["志愿服务记录证明", "累计 120 小时", "TB7K3M9Q2", "第 70 日", "盖章处", "ZM-261121-7K3M9Q2"]
    {
        assert!(text.contains(word), "{word} in {text}");
    }
    let heads = text.matches("内容").count();
    assert_eq!(heads, printed.pages, "the head of the table comes again");
    if let Ok(folder) = std::env::var("TIMEBANK_TEST_PAPERS") {
        std::fs::write(format!("{folder}/certificate.pdf"), &printed.bytes).unwrap();
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let fonts = fonts();
    let one = certificate(&fonts).print().unwrap().bytes;
    assert_eq!(one, certificate(&self::fonts()).print().unwrap().bytes);
}

#[test]
fn rare_characters_are_drawn_or_told() {
    let fonts = fonts();
    let mut sheet = Sheet::new(&fonts, Size::CARD, "card", "zh-CN");
    sheet.text(5.0, 10.0, Style::of(12.0), "𠮷野龘");
    sheet.text(5.0, 20.0, Style::of(12.0), "\u{2ffff}");
    let printed = sheet.print().unwrap();
    assert_eq!(printed.missing, ['\u{2ffff}'], "what no font has is told");
    let text = read_back(&printed.bytes);
    assert!(text.contains("𠮷野龘") && text.contains('〓'), "{text}");
}

#[test]
fn an_unusable_font_is_named() {
    let here = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    match Fonts::find(std::slice::from_ref(&here)) {
        Err(PaperError::BadFont { file }) => assert_eq!(file, here),
        _ => panic!("a text file is no font"),
    }
}
