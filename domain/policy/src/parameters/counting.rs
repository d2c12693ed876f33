//! What is counted: the unit, rounding, settlement, expiry, caps.

use super::group;
use super::words::{OverflowAction, RoundingMode, Shown};
use crate::model::{ArticleId, Text};
use serde::{Deserialize, Serialize};
use tb_kernel::Minutes;

group! {
    /// The name of a unit of time and its length.
    Unit { name: Text, minutes_per_unit: Minutes, shown: Shown }
}
group! {
    /// How verified minutes become credited minutes: to a whole multiple of `step`.
    Rounding { mode: RoundingMode, step: Minutes }
}
group! {
    /// Whether the way there and back counts as service.
    Travel { counted: bool }
}
group! {
    /// How a verified duration is compared with the planned one.
    Settlement {
        /// Planned and verified may differ by this much before somebody looks at it.
        tolerance: Minutes,
        /// A visit shorter than this earns nothing.
        min_service: Minutes,
        /// May up to `tolerance` above the plan be charged? Then it is held on submit as well.
        pay_beyond_plan: bool,
    }
}
group! {
    /// After how many months earned time lapses; none where a city promises it for life.
    EarnedExpiry { #[serde(default)] months: Option<u32> }
}
group! {
    /// The most one person may earn by the city's day and by the Monday-to-Sunday week.
    EarnCaps { #[serde(default)] daily: Option<Minutes>, #[serde(default)] weekly: Option<Minutes> }
}
group! {
    /// The most earned time one account may hold, and what becomes of the rest.
    BalanceCap { #[serde(default)] cap: Option<Minutes>, overflow: OverflowAction }
}
