//! Those who live in the city as the simulation follows them: the made-up person, and what has become of them in the bank.

use crate::people::Soul;
use std::collections::BTreeSet;
use tb_kernel::{Actor, Instant, OrderId, PersonId, SessionId};
use tb_places::Point;

/// Somebody of the city.
pub(crate) struct Resident {
    pub(crate) soul: Soul,
    /// Place in the list of quarters.
    pub(crate) quarter: usize,
    pub(crate) person: Option<PersonId>,
    pub(crate) is_elder: bool,
    pub(crate) is_volunteer: bool,
    /// Periods (`2026-11`) in which time was granted.
    pub(crate) granted: BTreeSet<String>,
    /// Time stored in another city has been asked for.
    pub(crate) moved: bool,
    /// Visits agreed to, as elder or as volunteer.
    pub(crate) booked: Vec<Booking>,
}

/// A time that is taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Booking {
    pub(crate) order: OrderId,
    pub(crate) from: Instant,
    pub(crate) to: Instant,
}

impl Resident {
    pub(crate) fn new(soul: Soul, quarter: usize) -> Resident {
        Resident {
            soul,
            quarter,
            person: None,
            is_elder: false,
            is_volunteer: false,
            granted: BTreeSet::new(),
            moved: false,
            booked: Vec::new(),
        }
    }
    /// Signed in on their own telephone.
    pub(crate) fn citizen(&self) -> Option<Actor> {
        self.person.map(|person| Actor::citizen(SessionId(person.0), person))
    }
    /// Nothing else at that time, nor shortly before or after.
    pub(crate) fn is_free(&self, from: Instant, to: Instant, margin: tb_kernel::Span) -> bool {
        self.booked.iter().all(|b| b.to.plus(margin) <= from || to.plus(margin) <= b.from)
    }
    pub(crate) fn book(&mut self, order: OrderId, from: Instant, to: Instant) {
        self.booked.push(Booking { order, from, to });
    }
    pub(crate) fn unbook(&mut self, order: OrderId) {
        self.booked.retain(|booking| booking.order != order);
    }
    /// Minutes promised on the day of `at`.
    pub(crate) fn minutes_on(&self, at: Instant) -> i64 {
        self.booked.iter().filter(|b| b.from.day() == at.day()).map(|b| b.to.since(b.from).whole_minutes()).sum()
    }
}

/// An order as the simulation follows it.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) elder: usize,
    pub(crate) volunteer: Option<usize>,
    /// Counts the volunteers who had it, so that plans made for one do not reach the next.
    pub(crate) turn: u32,
    pub(crate) starts_at: Instant,
    pub(crate) ends_at: Instant,
    pub(crate) door: Point,
    /// Arranged for the last moment: nothing goes wrong with it.
    pub(crate) staged: bool,
}
