//! What is true of an elder by age and by assessment.

use super::group;
use crate::codes::codes;
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};

codes! {
    /// The levels of an elder's ability (GB/T 42195-2022), ablest first.
    AbilityLevel {
        /// 能力完好
        Intact = "intact",
        /// 轻度失能
        Mild = "mild",
        /// 中度失能
        Moderate = "moderate",
        /// 重度失能
        Severe = "severe",
        /// 完全失能
        Complete = "complete",
    }
}

group! {
    /// Which facts make which categories. An assessment rules over what was declared, for as long as it is valid.
    Categories {
        /// From this age an elder is of advanced age.
        advanced_age: u8,
        /// From this level an elder is semi-disabled, up to the next.
        semi_disabled_from: AbilityLevel,
        /// From this level an elder is disabled.
        disabled_from: AbilityLevel,
        /// An assessment that names no last day is valid for so many months.
        assessment_months: u32,
    }
}
