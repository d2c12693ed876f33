//! The rhythm of a day: when the site opens, when officers sit down to decide, when people think of help and of helping.

use crate::agenda::Happening;
use crate::city::City;
use crate::people::Means;
use tb_kernel::{Day, Instant, Span};

/// Something goes wrong this often: once a day for so many people.
const PEOPLE_PER_MISHAP: usize = 70;

impl City {
    /// Writes a day into the agenda.
    pub(crate) fn plan_day(&mut self, day: Day) {
        self.plan_clock(day);
        self.plan_staff(day);
        let first = self.plan.first_day();
        for who in 0..self.residents.len() {
            let resident = &self.residents[who];
            let (habits, comes_on) = (resident.soul.habits, resident.soul.comes_on);
            let (is_elder, is_volunteer) = (resident.is_elder, resident.is_volunteer);
            let desk = habits.means != Means::Page;
            if resident.person.is_none() && first.plus_days(comes_on) == day {
                let at = if desk {
                    self.between(day, 9 * 60, 16 * 60 + 30)
                } else {
                    self.between(day, 8 * 60 + 30, 20 * 60)
                };
                self.agenda.put(at, Happening::Arrive(who));
            }
            if is_elder && self.dice.chance(habits.needy) {
                let at = if desk {
                    self.between(day, 8 * 60 + 30, 17 * 60)
                } else {
                    self.between(day, 7 * 60 + 30, 20 * 60 + 30)
                };
                self.agenda.put(at, Happening::Want(who));
            }
            if is_volunteer && self.dice.chance(habits.eager) {
                let at = match habits.employed && !is_weekend(day) {
                    true if self.dice.chance(300) => self.between(day, 12 * 60, 13 * 60 + 30),
                    true => self.between(day, 18 * 60, 22 * 60),
                    false => self.between(day, 8 * 60, 21 * 60),
                };
                self.agenda.put(at, Happening::Look(who));
            }
        }
        for _ in 0..=self.residents.len() / PEOPLE_PER_MISHAP {
            let at = self.between(day, 8 * 60, 20 * 60);
            self.agenda.put(at, Happening::Mishap);
        }
    }

    fn plan_clock(&mut self, day: Day) {
        for half_hour in 12..47 {
            self.agenda.put(at(day, half_hour * 30), Happening::Tick);
        }
        for minute in [3 * 60 + 10, 7 * 60 + 10, 13 * 60 + 10, 19 * 60 + 10] {
            self.agenda.put(at(day, minute), Happening::Jobs);
        }
    }

    fn plan_staff(&mut self, day: Day) {
        let (weekend, opening) = (is_weekend(day), day == self.plan.first_day());
        for quarter in 0..self.quarters.len() {
            // Not everybody at the same second.
            let shift = i64::try_from(quarter % 20).unwrap_or(0);
            let mut put = |minute: i64, what: Happening| self.agenda.put(at(day, minute + shift), what);
            put(9 * 60 + 10, Happening::Publishing(quarter));
            put(13 * 60 + 40, Happening::Publishing(quarter));
            put(16 * 60 + 40, Happening::Publishing(quarter));
            put(10 * 60 + 15, Happening::Calls(quarter));
            put(10 * 60 + 45, Happening::Matching(quarter));
            // The first day of a bank is one long review.
            if !weekend || opening {
                put(11 * 60, Happening::Review(quarter));
                put(14 * 60 + 30, Happening::Decide(quarter));
                put(15 * 60 + 10, Happening::Review(quarter));
                put(15 * 60 + 40, Happening::Matching(quarter));
            }
            if opening {
                put(17 * 60 + 20, Happening::Review(quarter));
            }
        }
        if !weekend || opening {
            self.agenda.put(at(day, 15 * 60 + 45), Happening::Grants);
        }
        if opening {
            self.agenda.put(at(day, 17 * 60 + 50), Happening::Grants);
        }
    }

    /// Some second between two minutes of a day.
    pub(crate) fn between(&self, day: Day, from_minute: i64, to_minute: i64) -> Instant {
        at(day, 0).plus(Span::seconds(self.dice.between(from_minute * 60, to_minute * 60)))
    }
    /// Some second between two moments.
    pub(crate) fn sometime(&self, from: Instant, to: Instant) -> Instant {
        from.plus(Span::seconds(self.dice.between(0, to.since(from).whole_seconds().max(0))))
    }
}

/// A minute of a day.
pub(crate) fn at(day: Day, minute: i64) -> Instant {
    day.start().plus(Span::minutes(minute))
}

pub(crate) fn is_weekend(day: Day) -> bool {
    day.date().weekday().to_monday_zero_offset() >= 5
}
