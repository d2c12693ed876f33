//! What a file is, told from its bytes alone; and pictures without what cameras write into them: place, time, device,
//! thumbnails, comments. The picture itself is not touched.

use crate::refusals as no;

/// Largest document, in bytes.
pub(crate) const BYTES_MAX: usize = 5 * 1024 * 1024;

/// A document that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clean {
    pub(crate) media: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Sniffs, checks and cleans.
///
/// # Errors
/// The code of what is wrong.
pub(crate) fn clean(bytes: &[u8]) -> Result<Clean, &'static str> {
    match bytes {
        [] => Err(no::FILE_EMPTY),
        _ if bytes.len() > BYTES_MAX => Err(no::FILE_LARGE),
        [0xff, 0xd8, 0xff, ..] => Ok(Clean { media: "image/jpeg", bytes: jpeg(bytes).ok_or(no::FILE_BROKEN)? }),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => {
            Ok(Clean { media: "image/png", bytes: png(bytes).ok_or(no::FILE_BROKEN)? })
        }
        [b'%', b'P', b'D', b'F', b'-', ..] => {
            let tail = &bytes[bytes.len().saturating_sub(2048)..];
            let whole = tail.windows(5).any(|end| end == b"%%EOF");
            if whole { Ok(Clean { media: "application/pdf", bytes: bytes.to_vec() }) } else { Err(no::FILE_BROKEN) }
        }
        _ => Err(no::FILE_KIND),
    }
}

/// Every segment but APP1–APP13, APP15 and comments; nothing after the end of the picture.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let [0xff, mark] = *bytes.get(at..at + 2)? else { return None };
        if mark == 0xff {
            at += 1;
            continue;
        }
        if mark == 0xd9 {
            out.extend([0xff, 0xd9]);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        if length < 2 {
            return None;
        }
        let segment = bytes.get(at..at + 2 + length)?;
        // APP0 says how dense the pixels are, APP14 how the colours are kept.
        let told = matches!(mark, 0xe1..=0xed | 0xef | 0xfe);
        if !told {
            out.extend(segment);
        }
        at += 2 + length;
        if mark == 0xda {
            let end = scan_end(bytes, at)?;
            out.extend(&bytes[at..end]);
            at = end;
        }
    }
}

/// Where the coded pixels end: at the next mark that is neither stuffing nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        at += found;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

/// The chunks that draw; nothing after the end of the picture.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let end = at.checked_add(length)?.checked_add(12)?;
        let chunk = bytes.get(at..end)?;
        let kind = &chunk[4..8];
        if at == 8 && kind != b"IHDR" {
            return None;
        }
        if [&b"IHDR"[..], b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM"].contains(&kind) {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(mark: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xff, mark][..], &length, body].concat()
    }
    fn photo(told: &[u8]) -> Vec<u8> {
        [
            &[0xff, 0xd8][..],
            &segment(0xe0, b"JFIF\0"),
            told,
            &segment(0xdb, &[0; 65]),
            &segment(0xda, &[1, 1, 0, 0, 63, 0]),
            &[1, 2, 0xff, 0x00, 3, 0xff, 0xd3, 4],
            &[0xff, 0xd9],
        ]
        .concat()
    }
    fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], kind, body, &[0; 4]].concat()
    }

    #[test]
    fn a_photo_loses_where_and_when_but_not_a_pixel() {
        let gps = [segment(0xe1, b"Exif\0\0GPS 32.06N 118.79E"), segment(0xfe, b"taken by Wang")].concat();
        let sent = [photo(&gps), b"trailing secrets".to_vec()].concat();
        let kept = clean(&sent).unwrap();
        assert_eq!((kept.media, kept.bytes), ("image/jpeg", photo(&[])));
    }

    #[test]
    fn a_drawing_loses_its_texts() {
        let head = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a].to_vec();
        let draws = |told: &[u8]| {
            [head.clone(), chunk(b"IHDR", &[0; 13]), told.to_vec(), chunk(b"IDAT", b"xyz"), chunk(b"IEND", b"")]
                .concat()
        };
        let told = [chunk(b"tEXt", b"Author\0Wang"), chunk(b"eXIf", b"GPS")].concat();
        let kept = clean(&[draws(&told), b"more".to_vec()].concat()).unwrap();
        assert_eq!((kept.media, kept.bytes), ("image/png", draws(&[])));
    }

    #[test]
    fn what_is_not_a_document_or_broken_is_refused() {
        let whole = photo(&[]);
        let cases: Vec<(Vec<u8>, &str)> = vec![
            (vec![], no::FILE_EMPTY),
            (b"MZ\x90\0".to_vec(), no::FILE_KIND),
            (b"<svg onload=alert(1)>".to_vec(), no::FILE_KIND),
            (b"GIF89a".to_vec(), no::FILE_KIND),
            (whole[..whole.len() - 3].to_vec(), no::FILE_BROKEN),
            (vec![0xff, 0xd8, 0xff, 0xe1, 0, 0], no::FILE_BROKEN),
            (b"%PDF-1.7 cut".to_vec(), no::FILE_BROKEN),
            (vec![0xff; BYTES_MAX + 1], no::FILE_LARGE),
        ];
        for (bytes, code) in cases {
            assert_eq!(clean(&bytes), Err(code), "{:?}", &bytes[..bytes.len().min(12)]);
        }
        assert_eq!(clean(b"%PDF-1.7 body %%EOF").unwrap().media, "application/pdf");
    }

    #[test]
    fn no_bytes_make_it_fall_over() {
        let entropy = tb_kernel::Entropy::seeded(44);
        for round in 0..2_000 {
            let mut bytes = photo(&segment(0xe1, b"Exif"));
            let at = usize::try_from(entropy.below(bytes.len() as u64)).unwrap();
            bytes[at] = u8::try_from(entropy.below(256)).unwrap();
            bytes.truncate(bytes.len() - usize::try_from(entropy.below(8)).unwrap());
            let _ = clean(&bytes);
            let _ = round;
        }
    }
}
