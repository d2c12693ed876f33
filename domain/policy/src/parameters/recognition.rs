//! Stars, big promises, sanctions and early warnings.

use super::group;
use super::words::{SanctionAct, Trait};
use crate::model::{ArticleId, Text};
use serde::{Deserialize, Serialize};
use tb_kernel::Minutes;

group! {
    /// Star levels, lowest first, by all service time ever verified.
    Stars { levels: Vec<Star>, #[serde(default)] benefits: Vec<Benefit> }
}

/// One star level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Star {
    pub level: u8,
    pub minutes: Minutes,
    #[serde(default)]
    pub member_days: u32,
}

/// What a star level brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    pub from_level: u8,
    pub text: Text,
    pub article: ArticleId,
}

group! {
    /// Big promises that stored time opens.
    Entitlements { #[serde(default)] list: Vec<Entitlement> }
}

/// A promise that opens at so much earned time and a trigger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entitlement {
    pub code: String,
    pub name: Text,
    pub article: ArticleId,
    /// Earned time held in the account.
    pub minutes: Minutes,
    pub min_age: Option<u8>,
    /// One of these must be true; empty: no trigger.
    #[serde(default)]
    pub any: Vec<Trait>,
}

group! {
    /// What follows on verified abuse, mildest first.
    Sanctions { ladder: Vec<SanctionStep> }
}

/// One step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SanctionStep {
    pub act: SanctionAct,
    /// How long it lasts, where it ends by itself.
    #[serde(default)]
    pub days: Option<u32>,
}

group! {
    /// Record certificates: may the volunteer have one made alone, and in how many days is a correction answered?
    Certificate { self_service: bool, answer_days: u32 }
}
group! {
    /// Which patterns the city wants to be warned of.
    Watching { pairs: bool, late_night: bool, gifts: bool }
}
group! {
    /// Thresholds of the early warnings: nothing is refused, somebody looks.
    Alerts { pair_visits: u32, pair_window_days: u32, gifts: u32, gifts_window_days: u32 }
}
