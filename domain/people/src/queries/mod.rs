//! Questions: facts for other slices, pages for people, lists for staff. Read-only; everything shown is masked unless a
//! reason was recorded.

mod facts;
mod lists;
mod pages;
mod paper;
mod review;
mod staff;

pub(crate) use facts::{running, traits_of};
pub(crate) use pages::shown;
pub use paper::OnPaper;
