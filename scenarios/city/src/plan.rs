//! What is to be simulated, how it is going, and how it can go wrong.

use tb_kernel::{Day, Instant, Span};
use tb_places::City;

/// One simulation. The same plan gives the same books, to the last id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub city: City,
    pub seed: u64,
    /// People who come to the bank, 10 and up.
    pub people: u32,
    /// Days of life, the last one included, 2 and up.
    pub days: u32,
    /// When it ends: the moment at which the demonstration is looked at.
    pub ends_at: Instant,
}

/// Fewest people that make a city: fewer could not serve each other.
pub const PEOPLE_MIN: u32 = 10;
/// Fewest days: one to begin, one to serve.
pub const DAYS_MIN: u32 = 2;

impl Plan {
    /// The plan with its numbers inside their bounds.
    pub fn bounded(self) -> Plan {
        Plan { people: self.people.max(PEOPLE_MIN), days: self.days.max(DAYS_MIN), ..self }
    }
    pub fn first_day(&self) -> Day {
        self.ends_at.day().plus_days(1 - i64::from(self.days))
    }
    /// The bank opens at eight.
    pub fn starts_at(&self) -> Instant {
        let morning = self.first_day().start().plus(Span::hours(8));
        // On a single early morning there is no eight o'clock yet.
        morning.min(self.ends_at.minus(Span::hours(12)))
    }
}

/// How far the simulation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub day: Day,
    /// Days lived, and all of them.
    pub days_done: u32,
    pub days: u32,
    /// People registered so far.
    pub people: u64,
    /// Visits settled so far.
    pub settled: u64,
}

/// Why a simulation cannot go on. A refusal is life; this is not.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    #[error("the house could not be opened: {0}")]
    Open(#[from] tb_house::OpenError),
    #[error("the simulation met a fault in {action} at {at}: {what}")]
    Fault { action: &'static str, at: Instant, what: String },
    #[error("the simulation cannot begin: {0}")]
    Beginning(String),
}

/// What a piece of simulated life gives back.
pub(crate) type Live<T> = Result<T, CityError>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_ends_when_it_should_and_begins_so_many_days_before() {
        let ends_at = Instant::parse("2026-11-21T14:30:00+08:00").unwrap();
        let plan = Plan { city: City::Nanjing, seed: 1, people: 1, days: 0, ends_at }.bounded();
        assert_eq!((plan.people, plan.days), (PEOPLE_MIN, DAYS_MIN));
        assert_eq!(plan.first_day(), Day::parse("2026-11-20").unwrap());
        assert_eq!(plan.starts_at(), Instant::parse("2026-11-20T08:00:00+08:00").unwrap());
        let month = Plan { days: 60, ..plan };
        assert_eq!(month.first_day().plus_days(59), ends_at.day());
    }
}
