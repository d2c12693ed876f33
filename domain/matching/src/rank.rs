//! The ranking itself, pure. A row is a list of reasons; each reason has a weight; more weight comes first. Weights are
//! few and round, so that a clerk can check a ranking by hand.

use serde::Serialize;
use tb_kernel::{Instant, Span};

/// Why a row stands where it stands. The sentence is `matching-<code>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// So far away, in metres.
    Near {
        metres: i64,
    },
    /// It starts soon.
    Soon {
        hours: i64,
    },
    Urgent,
    /// They know each other.
    ServedBefore {
        times: i64,
    },
    /// The younger old for the older old.
    AgeWish,
    /// Has the licence the service asks for.
    Licensed,
    /// Has free time on that day.
    FreeThatDay {
        booked_minutes: i64,
    },
    /// Was not asked lately.
    RestedLongest {
        days: i64,
    },
    /// Has not been asked yet.
    NeverAsked,
    WellRated {
        count: i64,
    },
}

impl Reason {
    pub const fn code(&self) -> &'static str {
        match self {
            Reason::Near { .. } => "near",
            Reason::Soon { .. } => "soon",
            Reason::Urgent => "urgent",
            Reason::ServedBefore { .. } => "served-before",
            Reason::AgeWish => "age-wish",
            Reason::Licensed => "licensed",
            Reason::FreeThatDay { .. } => "free-that-day",
            Reason::RestedLongest { .. } => "rested-longest",
            Reason::NeverAsked => "never-asked",
            Reason::WellRated { .. } => "well-rated",
        }
    }
    /// The number the sentence needs, as its variable `n`.
    pub const fn number(&self) -> Option<i64> {
        match self {
            Reason::Near { metres } => Some(*metres),
            Reason::Soon { hours } => Some(*hours),
            Reason::ServedBefore { times } => Some(*times),
            Reason::FreeThatDay { booked_minutes } => Some(*booked_minutes),
            Reason::RestedLongest { days } => Some(*days),
            Reason::WellRated { count } => Some(*count),
            Reason::Urgent | Reason::AgeWish | Reason::Licensed | Reason::NeverAsked => None,
        }
    }
    /// Points towards the top. One point is worth 100 metres.
    fn weight(&self) -> i64 {
        match self {
            Reason::Near { metres } => -(*metres / 100),
            Reason::Soon { hours } => (24 - *hours).max(0) / 4,
            Reason::Urgent => 50,
            Reason::ServedBefore { times } => 10 + (*times).min(5) * 2,
            Reason::AgeWish => 5,
            Reason::Licensed => 8,
            Reason::FreeThatDay { booked_minutes } => 6 - (*booked_minutes / 60).min(6),
            Reason::RestedLongest { days } => (*days / 7).min(6),
            Reason::NeverAsked => 6,
            Reason::WellRated { .. } => 3,
        }
    }
}

/// The sum of the weights; more comes first.
pub fn order_score(reasons: &[Reason]) -> i64 {
    reasons.iter().map(Reason::weight).sum()
}

/// Whole hours until `start`, if it is within a day.
pub(crate) fn soon(now: Instant, start: Instant) -> Option<Reason> {
    let hours = start.since(now).0 / Span::hours(1).0;
    (0..24).contains(&hours).then_some(Reason::Soon { hours })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nearer_is_never_worse(a in 0i64..20_000, b in 0i64..20_000, times in 0i64..9) {
            let row = |metres| order_score(&[Reason::Near { metres }, Reason::ServedBefore { times }]);
            prop_assert!(a > b || row(a) >= row(b));
        }
    }

    #[test]
    fn urgent_help_a_little_farther_comes_before_plain_help_at_the_door() {
        let urgent = order_score(&[Reason::Near { metres: 2_000 }, Reason::Urgent]);
        assert!(urgent > order_score(&[Reason::Near { metres: 0 }]));
    }
}
