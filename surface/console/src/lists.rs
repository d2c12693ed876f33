//! What lists have in common: how many there are, where the next page begins, the way back.

use tb_frame::{Faces, More};
use tb_http::{Typed, Visit};
use tb_kernel::{Cursor, Outcome, Page, PageSize};
use tb_words::Text;

/// Rows of one page of a list.
pub(crate) const ROWS: i64 = 50;
/// Where counting by hand ends: beyond it a list says "more than".
pub(crate) const COUNTED_MAX: i64 = 1_000;

/// How many rows a list has in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    Exactly(i64),
    /// Counting stopped.
    MoreThan(i64),
}

impl Count {
    pub(crate) fn words(self, t: &Text) -> String {
        match self {
            Count::Exactly(n) => t.with("console-count", [("n", n.to_string())]),
            Count::MoreThan(n) => t.with("console-count-more", [("n", n.to_string())]),
        }
    }
    /// As a figure.
    pub(crate) fn figure(self) -> String {
        match self {
            Count::Exactly(n) => n.to_string(),
            Count::MoreThan(n) => format!("{n}+"),
        }
    }
}

/// Counts a list that nobody counts, page by page, up to [`COUNTED_MAX`].
///
/// # Errors
/// What reading a page may fail with.
pub(crate) async fn count_pages<T, F, Fut>(mut page: F) -> Outcome<Count>
where
    F: FnMut(Option<Cursor>, PageSize) -> Fut,
    Fut: Future<Output = Outcome<Page<T>>>,
{
    let (mut all, mut after) = (0, None);
    while all < COUNTED_MAX {
        let found = page(after, PageSize::of(PageSize::MAX)).await?;
        all += i64::try_from(found.rows.len()).unwrap_or(COUNTED_MAX);
        match found.next.as_deref().and_then(Cursor::decode) {
            Some(next) => after = Some(next),
            None => return Ok(Count::Exactly(all)),
        }
    }
    Ok(Count::MoreThan(COUNTED_MAX))
}

/// The cursor of the query; what is no cursor starts at the beginning.
pub(crate) fn after(typed: &Typed) -> Option<Cursor> {
    Cursor::decode(typed.text("after"))
}

/// The links below a list.
pub(crate) fn more(path: &str, typed: &Typed, next: Option<&str>) -> More {
    More::of(path, &typed.query(&[("after", "")]), typed.given("after"), next)
}

/// One step of the way to a page.
#[derive(Clone, Debug)]
pub(crate) struct Crumb {
    pub(crate) label: String,
    /// Empty for the page itself.
    pub(crate) href: String,
}

/// The way to a page; the last one is the page itself.
pub(crate) fn crumbs<const N: usize>(way: [(String, &str); N]) -> Vec<Crumb> {
    way.into_iter().map(|(label, href)| Crumb { label, href: href.to_owned() }).collect()
}

/// An address around an id, for templates.
pub(crate) fn join(before: &str, id: impl std::fmt::Display, after: &str) -> String {
    format!("{before}{id}{after}")
}

/// What a handler needs first: the text of the caller's language.
pub(crate) fn text(faces: &Faces, visit: &Visit) -> Text {
    faces.text(visit)
}
