//! Finding the fonts, and asking them about characters.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use ttf_parser::{GlyphId, RawFace, Tag, name_id};

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("no font with Chinese characters was found; install fonts-noto-cjk or set print.fonts. Looked at: {}", .looked.join(", "))]
    NoFont { looked: Vec<String> },
    #[error("{file} is not a font that can be used")]
    BadFont { file: PathBuf },
    #[error("the page cannot be written: {0}")]
    Pdf(String),
}

/// How heavy the strokes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    #[default]
    Text,
    Bold,
}

/// Pairs of files (text, bold) where systems keep a Chinese font.
const USUAL: [(&str, &str); 8] = [
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc"),
    (
        "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc",
    ),
    ("/usr/share/fonts/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    ("/System/Library/Fonts/STHeiti Light.ttc", "/System/Library/Fonts/STHeiti Medium.ttc"),
    ("C:\\Windows\\Fonts\\msyh.ttc", "C:\\Windows\\Fonts\\msyhbd.ttc"),
    ("C:\\Windows\\Fonts\\simhei.ttf", "C:\\Windows\\Fonts\\simhei.ttf"),
];

/// A character by which a font shows that it is Chinese.
const PROBE: char = '时';

/// What is drawn for a character that no font has (the printers' own sign for it).
pub(crate) const GETA: char = '〓';

/// The fonts of an installation, read once. Cheap to clone.
#[derive(Clone)]
pub struct Fonts(Arc<Set>);

struct Set {
    text: Face,
    bold: Face,
    /// Asked in order when the two have not the character.
    more: Vec<Face>,
    /// What was asked before: the same few hundred characters come again on every sheet.
    known: Mutex<HashMap<(Weight, char), Drawn>>,
}

/// A font file and the face of it that is used.
#[derive(Clone)]
pub(crate) struct Face {
    pub(crate) data: Arc<Vec<u8>>,
    pub(crate) index: u32,
}

/// What a PDF has to know of a face beside its glyphs; in thousandths of the font size.
pub(crate) struct Measures {
    pub(crate) name: String,
    /// Outlines as PostScript curves (CFF); else TrueType.
    pub(crate) is_cff: bool,
    pub(crate) bbox: [f32; 4],
    pub(crate) ascent: f32,
    pub(crate) descent: f32,
    pub(crate) cap_height: f32,
}

/// One character as a font draws it.
#[derive(Clone, Copy)]
pub(crate) struct Drawn {
    /// 0 text, 1 bold, then the further ones.
    pub(crate) face: usize,
    pub(crate) glyph: u16,
    /// In parts of the font size.
    pub(crate) advance: f32,
    /// The character itself is in no font.
    pub(crate) missing: bool,
}

impl Fonts {
    /// The fonts of the configuration (text, bold, further ones), or those of the system.
    ///
    /// # Errors
    /// [`PaperError::NoFont`], [`PaperError::BadFont`].
    pub fn find(configured: &[PathBuf]) -> Result<Fonts, PaperError> {
        if let Some((text, rest)) = configured.split_first() {
            let bold = rest.first().unwrap_or(text);
            let more = rest.iter().skip(1).map(|file| Face::read(file)).collect::<Result<_, _>>()?;
            return Ok(Fonts::of(Face::read(text)?, Face::read(bold)?, more));
        }
        for (text, bold) in USUAL {
            let Ok(text) = Face::read(Path::new(text)) else { continue };
            let bold = Face::read(Path::new(bold)).unwrap_or_else(|_| text.clone());
            if text.glyph(PROBE).is_some() {
                return Ok(Fonts::of(text, bold, Vec::new()));
            }
        }
        Err(PaperError::NoFont { looked: USUAL.iter().map(|(text, _)| (*text).to_owned()).collect() })
    }

    fn of(text: Face, bold: Face, more: Vec<Face>) -> Fonts {
        Fonts(Arc::new(Set { text, bold, more, known: Mutex::new(HashMap::new()) }))
    }

    pub(crate) fn face(&self, at: usize) -> &Face {
        match at {
            0 => &self.0.text,
            1 => &self.0.bold,
            more => self.0.more.get(more - 2).unwrap_or(&self.0.text),
        }
    }

    /// A character in this weight; `〓` where no font has it.
    pub(crate) fn draw(&self, weight: Weight, c: char) -> Drawn {
        // A thread that panicked while it held the memory left nothing half-written in it.
        let mut known = self.0.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *known.entry((weight, c)).or_insert_with(|| self.look_up(weight, c))
    }

    fn look_up(&self, weight: Weight, c: char) -> Drawn {
        let order = match weight {
            Weight::Text => [0, 1],
            Weight::Bold => [1, 0],
        };
        let found = |c: char| {
            order.into_iter().chain(2..2 + self.0.more.len()).find_map(|at| {
                let (glyph, advance) = self.face(at).glyph(c)?;
                Some(Drawn { face: at, glyph, advance, missing: false })
            })
        };
        found(c).unwrap_or_else(|| {
            let sign = found(GETA).unwrap_or(Drawn { face: 0, glyph: 0, advance: 1.0, missing: true });
            Drawn { missing: true, ..sign }
        })
    }

    /// The width of a line in parts of the font size.
    pub(crate) fn width(&self, weight: Weight, text: &str) -> f32 {
        text.chars().map(|c| self.draw(weight, c).advance).sum()
    }
}

impl Face {
    fn read(file: &Path) -> Result<Face, PaperError> {
        let bad = || PaperError::BadFont { file: file.to_owned() };
        let data = Arc::new(std::fs::read(file).map_err(|_| bad())?);
        let face = Face { index: simplified(&data), data };
        if face.table().is_none() { Err(bad()) } else { Ok(face) }
    }
    fn table(&self) -> Option<ttf_parser::Face<'_>> {
        ttf_parser::Face::parse(&self.data, self.index).ok()
    }
    /// The glyph of a character and how far it goes, in parts of the font size.
    fn glyph(&self, c: char) -> Option<(u16, f32)> {
        let table = self.table()?;
        let glyph = table.glyph_index(c).filter(|glyph| glyph.0 != 0)?;
        Some((glyph.0, advance(&table, glyph)))
    }
    /// How far glyphs go, in thousandths of the font size, in the order asked for.
    pub(crate) fn advances(&self, glyphs: &[u16]) -> Vec<f32> {
        let Some(table) = self.table() else { return Vec::new() };
        glyphs.iter().map(|glyph| advance(&table, GlyphId(*glyph)) * 1000.0).collect()
    }
    pub(crate) fn measures(&self) -> Option<Measures> {
        let table = self.table()?;
        let part = |units: i16| f32::from(units) * 1000.0 / f32::from(table.units_per_em());
        let (bbox, ascent) = (table.global_bounding_box(), part(table.ascender()));
        let name =
            table.names().into_iter().find(|name| name.name_id == name_id::POST_SCRIPT_NAME && name.is_unicode());
        let name = name.and_then(|name| name.to_string()).unwrap_or_else(|| "Paper".to_owned());
        Some(Measures {
            name: name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect(),
            is_cff: table.raw_face().table(Tag::from_bytes(b"CFF ")).is_some(),
            bbox: [part(bbox.x_min), part(bbox.y_min), part(bbox.x_max), part(bbox.y_max)],
            descent: part(table.descender()),
            cap_height: table.capital_height().map_or(ascent, part),
            ascent,
        })
    }
}

fn advance(table: &ttf_parser::Face<'_>, glyph: GlyphId) -> f32 {
    let em = table.units_per_em();
    f32::from(table.glyph_hor_advance(glyph).unwrap_or(em)) / f32::from(em)
}

/// Of a collection the face for Simplified Chinese, else its first.
fn simplified(data: &[u8]) -> u32 {
    let is_sc = |index: &u32| {
        let face = ttf_parser::Face::parse(data, *index).ok();
        face.is_some_and(|face| {
            let families = face.names().into_iter().filter(|name| name.name_id == name_id::FAMILY);
            families.filter_map(|name| name.to_string()).any(|family| family.ends_with(" SC"))
        })
    };
    (0..ttf_parser::fonts_in_collection(data).unwrap_or(1)).find(is_sc).unwrap_or(0)
}

/// A subset as the PDF wants it: the bare curves of a CFF font, the whole file of a TrueType one.
pub(crate) fn program(subset: &[u8], is_cff: bool) -> Option<&[u8]> {
    if !is_cff {
        return Some(subset);
    }
    RawFace::parse(subset, 0).ok()?.table(Tag::from_bytes(b"CFF "))
}
