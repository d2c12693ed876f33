//! Where sheets become PDF. Fonts are looked for once, at the first sheet; a house without a Chinese font says so plainly.

use crate::faces::Faces;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use std::sync::OnceLock;
use tb_http::Answer;
use tb_kernel::{Fail, Outcome, Refusal};
use tb_paper::{Fonts, PaperError, Printed};

/// The fonts of this installation.
#[derive(Default)]
pub struct Press {
    configured: Vec<PathBuf>,
    found: OnceLock<Option<Fonts>>,
}

impl Press {
    pub fn with(configured: Vec<PathBuf>) -> Press {
        Press { configured, found: OnceLock::new() }
    }
    /// Reading the font files takes a moment the first time.
    fn fonts(&self) -> Option<&Fonts> {
        let found = self.found.get_or_init(|| match Fonts::find(&self.configured) {
            Ok(fonts) => Some(fonts),
            Err(error) => {
                tracing::error!(%error, "there will be no PDF");
                None
            }
        });
        found.as_ref()
    }
}

impl Faces {
    /// Draws a sheet away from the threads that answer requests.
    ///
    /// # Errors
    /// `papers.no-font` where there is none; a fault when the sheet cannot be written.
    pub async fn printed<F>(&self, draw: F) -> Outcome<Printed>
    where
        F: FnOnce(&Fonts) -> Result<Printed, PaperError> + Send + 'static,
    {
        let press = self.press.clone();
        let drawn = tokio::task::spawn_blocking(move || press.fonts().map(draw)).await.map_err(Fail::fault)?;
        let printed = drawn.ok_or(Refusal::conflict("papers.no-font"))?;
        printed.map_err(Fail::fault)
    }
}

/// A PDF as an answer; it opens in the browser and is kept under `name`. It is about somebody and stays in no cache.
///
/// # Errors
/// A fault when the name cannot stand in a header.
pub fn pdf(printed: Printed, name: &str) -> Answer<Response> {
    let disposition = HeaderValue::try_from(format!("inline; filename=\"{name}.pdf\"")).map_err(Fail::fault)?;
    let head = [
        (CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((head, printed.bytes).into_response())
}
