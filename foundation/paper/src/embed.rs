//! The glyphs that are used, of each font that is used: subset, with their widths and what they mean, so that text can be
//! selected, searched and read out.

use crate::fonts::{Fonts, Measures, PaperError, program};
use crate::print::{Numbers, packed};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// Codes are the numbers of glyphs in the subset, two bytes each.
const CODING: Name<'static> = Name(b"Identity-H");
const SYSTEM: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// What a document uses of its fonts.
pub(crate) struct Embedded<'f> {
    fonts: &'f Fonts,
    used: BTreeMap<usize, Used>,
}

/// What is used of one face.
#[derive(Default)]
struct Used {
    glyphs: GlyphRemapper,
    /// What each code means.
    means: BTreeMap<u16, char>,
}

impl<'f> Embedded<'f> {
    pub(crate) fn new(fonts: &'f Fonts) -> Embedded<'f> {
        Embedded { fonts, used: BTreeMap::new() }
    }

    /// The code of a glyph that stands for `c`.
    pub(crate) fn code(&mut self, face: usize, glyph: u16, c: char) -> u16 {
        let used = self.used.entry(face).or_default();
        let code = used.glyphs.remap(glyph);
        used.means.entry(code).or_insert(c);
        code
    }

    /// Writes the fonts; gives the names under which pages know them.
    pub(crate) fn write(self, pdf: &mut Pdf, numbers: &mut Numbers) -> Result<Vec<(String, Ref)>, PaperError> {
        let mut names = Vec::new();
        for (face, used) in &self.used {
            let font = numbers.next();
            self.write_one(pdf, numbers, font, *face, used)?;
            names.push((format!("F{face}"), font));
        }
        Ok(names)
    }

    fn write_one(
        &self,
        pdf: &mut Pdf,
        numbers: &mut Numbers,
        font: Ref,
        at: usize,
        used: &Used,
    ) -> Result<(), PaperError> {
        let face = self.fonts.face(at);
        let unusable = || PaperError::Pdf("a font without measures".into());
        let measures = face.measures().ok_or_else(unusable)?;
        let subset = subsetter::subset(&face.data, face.index, &used.glyphs);
        let subset = subset.map_err(|error| PaperError::Pdf(format!("{error:?}")))?;
        let data = packed(program(&subset, measures.is_cff).ok_or_else(unusable)?);
        let (cid, descriptor, meaning, file) = (numbers.next(), numbers.next(), numbers.next(), numbers.next());
        // Six letters before the name say that this is a part of the font.
        let name = format!("PAPERS+{}", measures.name);

        let whole = if measures.is_cff { format!("{name}-Identity-H") } else { name.clone() };
        let mut type0 = pdf.type0_font(font);
        type0.base_font(Name(whole.as_bytes())).encoding_predefined(CODING).descendant_font(cid).to_unicode(meaning);
        type0.finish();

        let mut writer = pdf.cid_font(cid);
        writer.subtype(if measures.is_cff { CidFontType::Type0 } else { CidFontType::Type2 });
        writer.base_font(Name(name.as_bytes())).system_info(SYSTEM).font_descriptor(descriptor).default_width(0.0);
        if !measures.is_cff {
            writer.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        let glyphs: Vec<u16> = used.glyphs.remapped_gids().collect();
        writer.widths().consecutive(0, face.advances(&glyphs));
        writer.finish();

        describe(pdf, descriptor, &name, &measures, file);
        let mut cmap = UnicodeCmap::new(Name(b"Meaning"), SYSTEM);
        for (code, c) in &used.means {
            cmap.pair(*code, *c);
        }
        let cmap = packed(cmap.finish().as_slice());
        pdf.cmap(meaning, &cmap).filter(Filter::FlateDecode);
        let mut stream = pdf.stream(file, &data);
        stream.filter(Filter::FlateDecode);
        if measures.is_cff {
            stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        }
        stream.finish();
        Ok(())
    }
}

fn describe(pdf: &mut Pdf, descriptor: Ref, name: &str, measures: &Measures, file: Ref) {
    let [left, low, right, high] = measures.bbox;
    let mut writer = pdf.font_descriptor(descriptor);
    writer.name(Name(name.as_bytes())).flags(FontFlags::SYMBOLIC).bbox(Rect::new(left, low, right, high));
    writer.italic_angle(0.0).ascent(measures.ascent).descent(measures.descent);
    writer.cap_height(measures.cap_height).stem_v(80.0);
    if measures.is_cff {
        writer.font_file3(file)
    } else {
        writer.font_file2(file)
    };
    writer.finish();
}
