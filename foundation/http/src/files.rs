//! Files that come with a form. The guard has read the whole body within the entry's bound and checked the form's token
//! before a handler sees them; what a file is, the handler finds out from its bytes, never from its name or the media
//! type that was claimed.

use crate::trouble::Trouble;
use crate::typed::Typed;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::fmt;

/// Most files of one form.
const FILES_MAX: usize = 20;
/// Longest file name that is kept, in characters.
const NAME_CHARS_MAX: usize = 120;

/// One file as it was sent.
#[derive(Clone)]
pub struct File {
    /// The form field it stood in.
    pub field: String,
    /// As the sender's device calls it, without folders and controls. For showing, never for opening.
    pub name: String,
    pub bytes: Bytes,
}

/// The files of a form, extracted by any handler of an entry with [`crate::Entry::upload`]. A field left empty brings
/// none.
#[derive(Clone, Default)]
pub struct Files(Vec<File>);

impl Files {
    /// The file of a field.
    pub fn of(&self, field: &str) -> Option<&File> {
        self.0.iter().find(|file| file.field == field)
    }
    pub fn all(&self) -> &[File] {
        &self.0
    }
}

/// Names and sizes may say who somebody is; only the count is told.
impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files", self.0.len())
    }
}

impl<S: Sync> FromRequestParts<S> for Files {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Files, Infallible> {
        Ok(parts.extensions.remove::<Files>().unwrap_or_default())
    }
}

/// Takes a multipart body apart.
///
/// # Errors
/// 400 when it is not one, 413 for too many fields or files.
pub(crate) async fn read(media: &str, body: Bytes) -> Result<(Typed, Files), Trouble> {
    let broken = |_| Trouble::of_status(StatusCode::BAD_REQUEST);
    let boundary = multer::parse_boundary(media).map_err(broken)?;
    let whole = in_one_piece(body);
    let mut parts = multer::Multipart::new(whole, boundary);
    let (mut typed, mut files) = (Typed::default(), Vec::new());
    let mut count = 0;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(plain_name) {
            None => typed.put(count, field, &part.text().await.map_err(broken)?)?,
            Some(name) => {
                let bytes = part.bytes().await.map_err(broken)?;
                if files.len() >= FILES_MAX {
                    return Err(Trouble::new(StatusCode::PAYLOAD_TOO_LARGE, "common.too-large"));
                }
                if !bytes.is_empty() {
                    files.push(File { field, name, bytes });
                }
            }
        }
        count += 1;
    }
    Ok((typed, Files(files)))
}

/// The body as the stream that the reader wants: one piece, no copy.
fn in_one_piece(body: Bytes) -> axum::body::BodyDataStream {
    axum::body::Body::from(body).into_data_stream()
}

/// Without folders, controls and what makes names dangerous to show.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control() && !"<>\"'`".contains(*c)).take(NAME_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_nothing_of_the_senders_folders() {
        assert_eq!(plain_name("C:\\Users\\wang\\摸排.xlsx"), "摸排.xlsx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a<b>\"c\u{7}.csv"), "abc.csv");
    }

    #[tokio::test]
    async fn fields_and_files_come_apart() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\nt\r\n--x\r\n\
                    Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n\
                    1,2\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--x--\r\n";
        let (typed, files) = read("multipart/form-data; boundary=x", Bytes::from(body)).await.unwrap();
        assert_eq!(typed.text("_csrf"), "t");
        assert_eq!(files.all().len(), 1, "a field left empty is no file");
        let file = files.of("file").unwrap();
        assert_eq!((file.name.as_str(), &file.bytes[..]), ("a.csv", &b"1,2\r\n"[..]));
        for broken in ["multipart/form-data", "multipart/form-data; boundary=y"] {
            assert!(read(broken, Bytes::from(body)).await.is_err(), "{broken}");
        }
    }
}
