//! The way of a volunteer from application to service, and what keeps them in it.

use super::group;
use super::words::Check;
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

group! {
    /// For how long a check is good; a check that is not named never runs out.
    CheckValidity {
        months: BTreeMap<Check, u32>,
        /// Days before the end at which it is to be renewed.
        warn_days: u32,
    }
}
group! {
    /// How the exam is taken and how often training comes round.
    Learning {
        /// Questions drawn from the bank for one exam.
        questions: u32,
        /// Tries before one has to wait.
        tries: u32,
        /// Days to wait after the last of these tries.
        wait_days: u32,
        /// Every year a course of that year has to be taken.
        yearly: bool,
        /// An exam on paper, entered by a clerk, needs a second person.
        paper_second: bool,
    }
}
group! {
    /// Papers of a profession: when their end is announced, and how early a new one may be handed in.
    Qualifications { warn_days: u32, renew_days: u32 }
}
group! {
    /// Shutting somebody out: how long they may object, and after how many years it ends (none: it does not).
    Barring { appeal_days: u32, #[serde(default)] years: Option<u32> }
}
group! {
    /// When somebody counts as quiet, and when those who are stuck on the way are reminded.
    WinBack { quiet_days: u32, remind_after_days: u32, remind_at_most: u32 }
}
