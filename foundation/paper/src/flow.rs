//! Text that runs down the page and on to the next.

use crate::fonts::{Fonts, PaperError};
use crate::print::Printed;
use crate::sheet::{Align, Ink, Mm, Sheet, Size, Style};

/// Space left at the edges.
const MARGIN: Mm = 20.0;
/// Space kept at the foot for the running line.
const FOOT: Mm = 14.0;
const BODY: Style = Style::of(10.5);
const SMALL: Style = Style::of(9.0);

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    pub title: String,
    /// Parts of the table's width.
    pub share: f32,
    pub align: Align,
}

impl Column {
    pub fn new(title: impl Into<String>, share: f32) -> Column {
        Column { title: title.into(), share, align: Align::Left }
    }
    pub fn right(self) -> Column {
        Column { align: Align::Right, ..self }
    }
}

/// A document whose content runs.
pub struct Flow<'f> {
    pub sheet: Sheet<'f>,
    /// Where the next thing begins.
    y: Mm,
    foot: String,
}

impl<'f> Flow<'f> {
    pub fn a4(fonts: &'f Fonts, title: &str, lang: &str) -> Flow<'f> {
        Flow { sheet: Sheet::new(fonts, Size::A4, title, lang), y: MARGIN + 4.0, foot: String::new() }
    }
    /// What stands at the foot of every page, before the page's number.
    pub fn foot(&mut self, text: impl Into<String>) {
        self.foot = text.into();
    }
    pub fn width(&self) -> Mm {
        self.sheet.size().width - 2.0 * MARGIN
    }
    pub fn left(&self) -> Mm {
        MARGIN
    }
    /// Where the next thing begins.
    pub fn at(&self) -> Mm {
        self.y
    }
    pub fn space(&mut self, mm: Mm) {
        self.y += mm;
    }
    /// Begins a new page when `height` does not fit on this one.
    pub fn keep(&mut self, height: Mm) {
        if self.y + height > self.sheet.size().height - MARGIN - FOOT {
            self.sheet.next_page();
            self.y = MARGIN + 4.0;
        }
    }

    /// The title in the middle of the page.
    pub fn title(&mut self, text: &str) {
        let style = Style::of(22.0).bold().centre();
        self.y = self.sheet.block(MARGIN, self.y + 4.0, self.width(), style, text) + 3.0;
    }
    pub fn heading(&mut self, text: &str) {
        self.keep(20.0);
        self.y += 3.0;
        self.y = self.sheet.block(MARGIN, self.y, self.width(), Style::of(12.5).bold(), text);
        let y = self.y - 4.5;
        self.sheet.line((MARGIN, y), (MARGIN + self.width(), y), 0.6, Ink::PALE);
        self.y += 1.0;
    }
    pub fn paragraph(&mut self, text: &str) {
        self.written(text, BODY);
    }
    pub fn note(&mut self, text: &str) {
        self.written(text, SMALL.ink(Ink::GREY));
    }
    fn written(&mut self, text: &str, style: Style) {
        for line in self.sheet.broken(self.width(), style, text) {
            self.keep(style.line());
            self.sheet.text(MARGIN, self.y, style, &line);
            self.y += style.line();
        }
        self.y += 1.0;
    }

    /// Names and values, two pairs beside each other where both are short.
    pub fn facts(&mut self, facts: &[(String, String)]) {
        let half = self.width() / 2.0;
        let label = 26.0;
        let mut column = 0;
        for (name, value) in facts {
            let narrow = self.sheet.broken(half - label - 2.0, BODY, value).len() == 1;
            if column == 1 && !narrow {
                self.y += BODY.line();
                column = 0;
            }
            if column == 0 {
                self.keep(BODY.line() * 2.0);
            }
            let x = MARGIN + half * column as f32;
            self.sheet.text(x, self.y, BODY.ink(Ink::GREY), name);
            if narrow {
                self.sheet.text(x + label, self.y, BODY, value);
                column = 1 - column;
                if column == 0 {
                    self.y += BODY.line();
                }
            } else {
                self.y = self.sheet.block(x + label, self.y, self.width() - label, BODY, value);
            }
        }
        if column == 1 {
            self.y += BODY.line();
        }
        self.y += 1.0;
    }

    /// A table; its head comes again on every page.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let total: f32 = columns.iter().map(|c| c.share).sum();
        let widths: Vec<Mm> = columns.iter().map(|c| self.width() * c.share / total.max(0.001)).collect();
        let titles: Vec<String> = columns.iter().map(|c| c.title.clone()).collect();
        self.keep(16.0);
        self.row(columns, &widths, &titles, true);
        for row in rows {
            let tall = self.height(&widths, row);
            if self.y + tall > self.sheet.size().height - MARGIN - FOOT {
                self.keep(tall);
                self.row(columns, &widths, &titles, true);
            }
            self.row(columns, &widths, row, false);
        }
        self.y += 3.0;
    }
    fn height(&self, widths: &[Mm], row: &[String]) -> Mm {
        let lines = row.iter().zip(widths).map(|(text, width)| self.sheet.broken(width - 3.0, SMALL, text).len());
        lines.max().unwrap_or(1) as f32 * SMALL.line() + 2.0
    }
    fn row(&mut self, columns: &[Column], widths: &[Mm], row: &[String], head: bool) {
        let tall = self.height(widths, row);
        let top = self.y - 4.5;
        if head {
            self.sheet.fill(MARGIN, top, self.width(), tall, Ink::SHADE);
        }
        let mut x = MARGIN;
        for ((column, width), text) in columns.iter().zip(widths).zip(row) {
            let style = Style { align: column.align, ..if head { SMALL.bold() } else { SMALL } };
            self.sheet.block(x + 1.5, self.y - 0.2, width - 3.0, style, text);
            x += width;
        }
        self.sheet.line((MARGIN, top + tall), (MARGIN + self.width(), top + tall), 0.4, Ink::PALE);
        self.y += tall;
    }

    /// The document as PDF, with the running line and `page/pages` at every foot.
    ///
    /// # Errors
    /// [`PaperError::Pdf`].
    pub fn print(mut self) -> Result<Printed, PaperError> {
        let all = self.sheet.pages.len();
        let (width, y) = (self.sheet.size().width, self.sheet.size().height - MARGIN + 4.0);
        let style = Style::of(8.0).ink(Ink::GREY);
        for (n, page) in self.sheet.pages.iter_mut().enumerate() {
            let text = |x, style, text| crate::sheet::Mark::Text { x, y, style, text };
            page.push(text(MARGIN, style, self.foot.clone()));
            page.push(text(width - MARGIN, style.right(), format!("{} / {all}", n + 1)));
        }
        self.sheet.print()
    }
}
