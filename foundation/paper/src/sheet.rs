//! One sheet, drawn by place: millimetres from the upper left corner.

use crate::PaperError;
use crate::fonts::{Fonts, Weight};
use crate::lines;
use crate::print::{self, Printed};

/// Millimetres.
pub type Mm = f32;

/// Points in a millimetre.
pub(crate) const POINTS: f32 = 72.0 / 25.4;

/// The size of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    pub width: Mm,
    pub height: Mm,
}

impl Size {
    pub const A4: Size = Size { width: 210.0, height: 297.0 };
    /// A card as one carries it (ISO/IEC 7810 ID-1).
    pub const CARD: Size = Size { width: 85.6, height: 54.0 };
}

/// Where text stands at its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// A colour, red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    pub const BLACK: Ink = Ink(20, 20, 20);
    pub const GREY: Ink = Ink(96, 96, 96);
    pub const PALE: Ink = Ink(200, 200, 200);
    pub const SHADE: Ink = Ink(243, 245, 247);
    pub const RED: Ink = Ink(180, 30, 30);
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Points.
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
    pub align: Align,
}

impl Style {
    pub const fn of(size: f32) -> Style {
        Style { size, weight: Weight::Text, ink: Ink::BLACK, align: Align::Left }
    }
    pub const fn bold(self) -> Style {
        Style { weight: Weight::Bold, ..self }
    }
    pub const fn ink(self, ink: Ink) -> Style {
        Style { ink, ..self }
    }
    pub const fn centre(self) -> Style {
        Style { align: Align::Centre, ..self }
    }
    pub const fn right(self) -> Style {
        Style { align: Align::Right, ..self }
    }
    /// From one line to the next.
    pub(crate) fn line(self) -> Mm {
        self.size * 1.6 / POINTS
    }
}

/// What is drawn, in order.
pub(crate) enum Mark {
    Text { x: Mm, y: Mm, style: Style, text: String },
    Line { from: (Mm, Mm), to: (Mm, Mm), width: f32, ink: Ink, dashed: bool },
    Box { x: Mm, y: Mm, width: Mm, height: Mm, fill: Option<Ink>, edge: Option<(Ink, f32)> },
    Ring { x: Mm, y: Mm, radius: Mm, ink: Ink },
    Code { x: Mm, y: Mm, side: Mm, dark: Vec<Vec<bool>> },
}

/// The pages of one document.
pub struct Sheet<'f> {
    pub(crate) fonts: &'f Fonts,
    pub(crate) size: Size,
    pub(crate) title: String,
    pub(crate) lang: String,
    pub(crate) pages: Vec<Vec<Mark>>,
}

impl<'f> Sheet<'f> {
    /// A document with one empty page; `lang` as `zh-CN` or `en`.
    pub fn new(fonts: &'f Fonts, size: Size, title: &str, lang: &str) -> Sheet<'f> {
        Sheet { fonts, size, title: title.to_owned(), lang: lang.to_owned(), pages: vec![Vec::new()] }
    }
    pub fn size(&self) -> Size {
        self.size
    }
    pub fn next_page(&mut self) {
        self.pages.push(Vec::new());
    }
    pub(crate) fn draw(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// One line of text; `y` is where it stands (its baseline).
    pub fn text(&mut self, x: Mm, y: Mm, style: Style, text: &str) {
        self.draw(Mark::Text { x, y, style, text: text.to_owned() });
    }
    /// Text broken to `width`; gives the place below it.
    pub fn block(&mut self, x: Mm, y: Mm, width: Mm, style: Style, text: &str) -> Mm {
        let mut at = y;
        let anchor = match style.align {
            Align::Left => x,
            Align::Centre => x + width / 2.0,
            Align::Right => x + width,
        };
        for line in self.broken(width, style, text) {
            self.text(anchor, at, style, &line);
            at += style.line();
        }
        at
    }
    /// The lines `text` takes in `width`.
    pub fn broken(&self, width: Mm, style: Style, text: &str) -> Vec<String> {
        lines::lines(self.fonts, style.weight, text, width * POINTS / style.size)
    }
    pub fn line(&mut self, from: (Mm, Mm), to: (Mm, Mm), width: f32, ink: Ink) {
        self.draw(Mark::Line { from, to, width, ink, dashed: false });
    }
    /// Where scissors go.
    pub fn cut_line(&mut self, from: (Mm, Mm), to: (Mm, Mm)) {
        self.draw(Mark::Line { from, to, width: 0.6, ink: Ink::GREY, dashed: true });
    }
    pub fn frame(&mut self, x: Mm, y: Mm, width: Mm, height: Mm, ink: Ink, line: f32) {
        self.draw(Mark::Box { x, y, width, height, fill: None, edge: Some((ink, line)) });
    }
    pub fn fill(&mut self, x: Mm, y: Mm, width: Mm, height: Mm, ink: Ink) {
        self.draw(Mark::Box { x, y, width, height, fill: Some(ink), edge: None });
    }
    /// The place for a round seal of 42 mm across, with a word in its middle until the seal is there.
    pub fn seal_place(&mut self, x: Mm, y: Mm, word: &str) {
        self.draw(Mark::Ring { x, y, radius: 21.0, ink: Ink::RED });
        self.text(x, y + 1.5, Style::of(10.0).ink(Ink::RED).centre(), word);
    }
    /// A QR code with its quiet zone left to the caller; false when `data` is too long for one.
    pub fn qr(&mut self, x: Mm, y: Mm, side: Mm, data: &str) -> bool {
        let Ok(code) = qrcode::QrCode::with_error_correction_level(data, qrcode::EcLevel::M) else { return false };
        let wide = code.width().max(1);
        let modules = code.to_colors();
        let is_dark = |row: &[qrcode::Color]| row.iter().map(|module| *module == qrcode::Color::Dark).collect();
        self.draw(Mark::Code { x, y, side, dark: modules.chunks(wide).map(is_dark).collect() });
        true
    }

    /// The document as PDF.
    ///
    /// # Errors
    /// [`PaperError::Pdf`].
    pub fn print(self) -> Result<Printed, PaperError> {
        print::print(self)
    }
}
