//! Time as a currency: whole minutes, never a fraction, checked arithmetic only.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of service time in whole minutes. May be negative only as the balance of a system account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct Minutes(pub i64);

impl Minutes {
    pub const ZERO: Minutes = Minutes(0);
    /// The largest amount one move may carry.
    pub const MOVE_MAX: Minutes = Minutes(1_000_000_000);

    /// Whole hours as minutes.
    pub const fn hours(hours: i64) -> Minutes {
        Minutes(hours * 60)
    }
    pub fn checked_add(self, other: Minutes) -> Option<Minutes> {
        self.0.checked_add(other.0).map(Minutes)
    }
    pub fn checked_sub(self, other: Minutes) -> Option<Minutes> {
        self.0.checked_sub(other.0).map(Minutes)
    }
    /// Never below zero: what is left of `self` once `other` is taken.
    pub fn less(self, other: Minutes) -> Minutes {
        Minutes(self.0.saturating_sub(other.0).max(0))
    }
    pub fn is_positive(self) -> bool {
        self.0 > 0
    }
    /// (whole hours, minutes left over), for showing; the sign goes with the hours.
    pub fn hours_and_minutes(self) -> (i64, i64) {
        (self.0 / 60, (self.0 % 60).abs())
    }
}

impl std::ops::Neg for Minutes {
    type Output = Minutes;
    fn neg(self) -> Minutes {
        Minutes(-self.0)
    }
}

/// Sums saturate; amounts are bounded by [`Minutes::MOVE_MAX`] so a real sum never reaches the bound.
impl std::iter::Sum for Minutes {
    fn sum<I: Iterator<Item = Minutes>>(all: I) -> Minutes {
        Minutes(all.fold(0i64, |sum, m| sum.saturating_add(m.0)))
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
