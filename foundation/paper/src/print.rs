//! From marks to PDF. Nothing that follows a clock or chance goes in, and objects are numbered in the order in which they
//! are written: the same sheet is the same file.

use crate::embed::Embedded;
use crate::fonts::{Fonts, GETA, PaperError};
use crate::sheet::{Align, Ink, Mark, Mm, POINTS, Sheet, Style};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::collections::BTreeSet;

/// A document that can be sent or kept.
#[derive(Clone, Debug)]
pub struct Printed {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Characters that no font had; `〓` stands in their place.
    pub missing: Vec<char>,
}

/// Numbers of objects, one after the other.
pub(crate) struct Numbers(i32);

impl Numbers {
    pub(crate) fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

pub(crate) fn print(sheet: Sheet<'_>) -> Result<Printed, PaperError> {
    let (width, height) = (sheet.size.width * POINTS, sheet.size.height * POINTS);
    let mut embedded = Embedded::new(sheet.fonts);
    let mut missing = BTreeSet::new();
    let mut contents = Vec::with_capacity(sheet.pages.len());
    for marks in &sheet.pages {
        let mut pen = Pen { content: Content::new(), height, embedded: &mut embedded, missing: &mut missing };
        for mark in marks {
            pen.draw(sheet.fonts, mark);
        }
        contents.push(packed(&pen.content.finish().into_vec()));
    }

    let mut numbers = Numbers(0);
    let (catalog, tree, info) = (numbers.next(), numbers.next(), numbers.next());
    let pages: Vec<(Ref, Ref)> = contents.iter().map(|_| (numbers.next(), numbers.next())).collect();
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    pdf.catalog(catalog).pages(tree).lang(TextStr(&sheet.lang));
    pdf.document_info(info).title(TextStr(&sheet.title));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages.iter().map(|(page, _)| *page)).count(count);
    let fonts = embedded.write(&mut pdf, &mut numbers)?;
    for ((page, content), bytes) in pages.iter().zip(&contents) {
        let mut writer = pdf.page(*page);
        writer.media_box(Rect::new(0.0, 0.0, width, height)).parent(tree).contents(*content);
        let mut resources = writer.resources();
        let mut dictionary = resources.fonts();
        for (name, font) in &fonts {
            dictionary.pair(Name(name.as_bytes()), *font);
        }
        dictionary.finish();
        resources.finish();
        writer.finish();
        pdf.stream(*content, bytes).filter(Filter::FlateDecode);
    }
    Ok(Printed { bytes: pdf.finish(), pages: pages.len(), missing: missing.into_iter().collect() })
}

/// Zlib, as PDF's `FlateDecode` wants it.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 6)
}

/// Draws one page.
struct Pen<'a, 'f> {
    content: Content,
    height: f32,
    embedded: &'a mut Embedded<'f>,
    missing: &'a mut BTreeSet<char>,
}

impl Pen<'_, '_> {
    fn draw(&mut self, fonts: &Fonts, mark: &Mark) {
        match mark {
            Mark::Text { x, y, style, text } => self.write(fonts, (*x, *y), *style, text),
            Mark::Line { from, to, width, ink, dashed } => {
                let dash: &[f32] = if *dashed { &[4.0, 3.0] } else { &[] };
                self.pencil(*ink, *width, dash);
                self.path(&[*from, *to]);
                self.content.stroke();
            }
            Mark::Box { x, y, width, height, fill, edge } => {
                let corners = [(*x, *y), (x + width, *y), (x + width, y + height), (*x, y + height)];
                if let Some(ink) = fill {
                    self.ink(*ink);
                    self.path(&corners);
                    self.content.close_path().fill_nonzero();
                }
                if let Some((ink, line)) = edge {
                    self.pencil(*ink, *line, &[]);
                    self.path(&corners);
                    self.content.close_path().stroke();
                }
            }
            Mark::Ring { x, y, radius, ink } => {
                self.pencil(*ink, 0.8, &[2.5, 2.0]);
                self.ring(*x, *y, *radius);
                self.content.close_path().stroke();
            }
            Mark::Code { x, y, side, dark } => self.code(*x, *y, *side, dark),
        }
    }

    /// From millimetres below the upper edge to points above the lower one.
    fn up(&self, y: Mm) -> f32 {
        self.height - y * POINTS
    }
    fn ink(&mut self, Ink(r, g, b): Ink) {
        self.content.set_fill_rgb(part(r), part(g), part(b));
    }
    fn pencil(&mut self, Ink(r, g, b): Ink, width: f32, dash: &[f32]) {
        self.content.set_stroke_rgb(part(r), part(g), part(b)).set_line_width(width);
        self.content.set_dash_pattern(dash.iter().copied(), 0.0);
    }
    fn path(&mut self, points: &[(Mm, Mm)]) {
        for (n, (x, y)) in points.iter().enumerate() {
            let (x, y) = (x * POINTS, self.up(*y));
            if n == 0 {
                self.content.move_to(x, y)
            } else {
                self.content.line_to(x, y)
            };
        }
    }
    /// A circle of four curves.
    fn ring(&mut self, x: Mm, y: Mm, radius: Mm) {
        const BEND: f32 = 0.552_284_8;
        let (x, y, r) = (x * POINTS, self.up(y), radius * POINTS);
        let b = r * BEND;
        self.content
            .move_to(x + r, y)
            .cubic_to(x + r, y + b, x + b, y + r, x, y + r)
            .cubic_to(x - b, y + r, x - r, y + b, x - r, y)
            .cubic_to(x - r, y - b, x - b, y - r, x, y - r)
            .cubic_to(x + b, y - r, x + r, y - b, x + r, y);
    }
    /// Dark modules, neighbours in a row joined so that no hairline shows between them.
    fn code(&mut self, x: Mm, y: Mm, side: Mm, dark: &[Vec<bool>]) {
        self.ink(Ink(0, 0, 0));
        let step = side * POINTS / dark.len().max(1) as f32;
        let (left, top) = (x * POINTS, self.up(y));
        for (row, cells) in dark.iter().enumerate() {
            let below = top - (row + 1) as f32 * step;
            let mut from = 0;
            while from < cells.len() {
                let length = cells[from..].iter().take_while(|dark| **dark).count();
                if length > 0 {
                    self.content.rect(left + from as f32 * step, below, length as f32 * step, step);
                }
                from += length.max(1);
            }
        }
        self.content.fill_nonzero();
    }

    fn write(&mut self, fonts: &Fonts, (x, y): (Mm, Mm), style: Style, text: &str) {
        let wide = fonts.width(style.weight, text) * style.size;
        let back = match style.align {
            Align::Left => 0.0,
            Align::Centre => wide / 2.0,
            Align::Right => wide,
        };
        self.ink(style.ink);
        let place = [1.0, 0.0, 0.0, 1.0, x * POINTS - back, self.up(y)];
        self.content.begin_text().set_text_matrix(place);
        // One run for as long as one font serves; the pen moves on by itself.
        let (mut run, mut face) = (Vec::new(), None);
        for c in text.chars() {
            let drawn = fonts.draw(style.weight, c);
            if drawn.missing {
                self.missing.insert(c);
            }
            if face.is_some_and(|face| face != drawn.face) {
                self.put(&mut run, face, style.size);
            }
            face = Some(drawn.face);
            let code = self.embedded.code(drawn.face, drawn.glyph, if drawn.missing { GETA } else { c });
            run.extend(code.to_be_bytes());
        }
        self.put(&mut run, face, style.size);
        self.content.end_text();
    }
    fn put(&mut self, run: &mut Vec<u8>, face: Option<usize>, size: f32) {
        if let Some(face) = face.filter(|_| !run.is_empty()) {
            self.content.set_font(Name(format!("F{face}").as_bytes()), size).show(Str(run));
        }
        run.clear();
    }
}

fn part(colour: u8) -> f32 {
    f32::from(colour) / 255.0
}
