//! What data may be used for, how long it is kept, and what happens to time and data when somebody goes.

use super::group;
use super::words::{DataUse, KinKind};
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};

group! {
    /// The uses of personal data for which the city asks each person separately.
    Consents { purposes: Vec<DataUse> }
}
group! {
    /// Distances, accuracy and places of visits are reduced to their result after so many days.
    Traces { raw_days: u32 }
}
group! {
    /// What becomes of an account whose holder leaves or dies: time goes to the public-benefit account, or to one of
    /// these relatives who claims it within the days. Granted time is never inherited.
    Closing { heirs: Vec<KinKind>, claim_days: u32 }
}
group! {
    /// Days between the end of everything and the destruction of a person's data: disputes must be over.
    Erasure { wait_days: u32 }
}
group! {
    /// In statistics for others than the officers of a place, fewer people than this are shown as "fewer than".
    SmallCells { min: u32 }
}
