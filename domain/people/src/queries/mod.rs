//! Questions: facts for other slices, pages for people, lists for staff. Read-only; everything shown is masked unless a
//! reason was recorded.

mod elders;
mod facts;
mod family;
mod lists;
mod pages;
mod paper;
mod privacy;
mod review;
mod staff;
mod verification;

pub use elders::BEFORE_ALL;
pub(crate) use facts::{enrolments_of, running, traits_of};
pub use family::FamilyView;
pub(crate) use pages::shown;
pub use paper::OnPaper;
pub use privacy::KeptAboutPerson;
pub(crate) use verification::verifications_of;
