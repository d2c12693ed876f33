//! Instants and days. An [`Instant`] is whole microseconds since 1970 UTC, in memory and in both databases the
//! same integer, so that sorting, comparing and storing can never disagree (text times sort wrongly on SQLite and
//! PostgreSQL cuts nanoseconds). A [`Day`] is the number of a calendar day in the city's own zone.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

/// A point in time, microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Instant(pub i64);

/// A length of time in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    pub const fn seconds(n: i64) -> Span {
        Span(n * 1_000_000)
    }
    pub const fn minutes(n: i64) -> Span {
        Span::seconds(n * 60)
    }
    pub const fn hours(n: i64) -> Span {
        Span::minutes(n * 60)
    }
    pub const fn days(n: i64) -> Span {
        Span::hours(n * 24)
    }
    /// Whole minutes, the rest cut off.
    pub const fn whole_minutes(self) -> i64 {
        self.0 / 60_000_000
    }
    pub const fn whole_seconds(self) -> i64 {
        self.0 / 1_000_000
    }
}

/// The zone of every city this product serves today; one place to change it.
fn city_zone() -> TimeZone {
    // A fixed offset: China keeps one zone without summer time since 1991.
    TimeZone::fixed(jiff::tz::offset(8))
}

impl Instant {
    pub fn plus(self, span: Span) -> Instant {
        Instant(self.0.saturating_add(span.0))
    }
    pub fn minus(self, span: Span) -> Instant {
        Instant(self.0.saturating_sub(span.0))
    }
    /// How long since `earlier`; negative if `earlier` is later.
    pub fn since(self, earlier: Instant) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX })
    }
    /// Date and clock time as the city sees it.
    pub fn local(self) -> civil::DateTime {
        city_zone().to_datetime(self.timestamp())
    }
    /// The city's calendar day.
    pub fn day(self) -> Day {
        Day::from_date(self.local().date())
    }
    /// The instant at which the city's clock shows `at`.
    pub fn from_local(at: civil::DateTime) -> Option<Instant> {
        at.to_zoned(city_zone()).ok().map(|z| Instant(z.timestamp().as_microsecond()))
    }
    /// Parses RFC 3339 (`2026-11-21T09:00:00+08:00`).
    pub fn parse(text: &str) -> Option<Instant> {
        text.parse::<Timestamp>().ok().map(|t| Instant(t.as_microsecond()))
    }
}

/// RFC 3339 with the city's offset.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.local();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}+08:00",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
            at.subsec_nanosecond() / 1000
        )
    }
}
impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        Instant::parse(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

/// A calendar day of the city: days since 1970-01-01. Shown and exchanged as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Day(pub i64);

impl Day {
    pub fn from_date(date: civil::Date) -> Day {
        let epoch = civil::date(1970, 1, 1);
        Day(date.since((jiff::Unit::Day, epoch)).map(|s| i64::from(s.get_days())).unwrap_or(0))
    }
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Day> {
        civil::Date::new(year, month, day).ok().map(Day::from_date)
    }
    pub fn date(self) -> civil::Date {
        let days = i32::try_from(self.0).unwrap_or(i32::MAX).clamp(-700_000, 2_900_000);
        civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap_or(civil::Date::MAX)
    }
    pub fn parse(text: &str) -> Option<Day> {
        text.parse::<civil::Date>().ok().map(Day::from_date)
    }
    pub fn plus_days(self, days: i64) -> Day {
        Day(self.0.saturating_add(days))
    }
    /// The same calendar day `years` later (29 February falls back to the 28th).
    pub fn plus_years(self, years: i64) -> Day {
        let years = i32::try_from(years).unwrap_or(0).clamp(-9_000, 9_000);
        Day::from_date(self.date().checked_add(jiff::Span::new().years(years)).unwrap_or(civil::Date::MAX))
    }
    /// The same day of the month `months` later (the 31st falls back to the last day of a shorter month).
    pub fn plus_months(self, months: i64) -> Day {
        let months = i32::try_from(months).unwrap_or(0).clamp(-100_000, 100_000);
        Day::from_date(self.date().checked_add(jiff::Span::new().months(months)).unwrap_or(civil::Date::MAX))
    }
    /// First instant of the day.
    pub fn start(self) -> Instant {
        Instant::from_local(self.date().at(0, 0, 0, 0)).unwrap_or(Instant(self.0.saturating_mul(86_400_000_000)))
    }
    /// Whole years from `birth` to this day, as the law counts age (the birthday itself counts).
    pub fn age_since(self, birth: Day) -> i64 {
        let (now, born) = (self.date(), birth.date());
        let had_birthday = (now.month(), now.day()) >= (born.month(), born.day());
        i64::from(now.year()) - i64::from(born.year()) - i64::from(!had_birthday)
    }
}
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        Day::parse(&text).ok_or_else(|| serde::de::Error::custom("not a date YYYY-MM-DD"))
    }
}

/// Where "now" comes from. The product uses [`SystemClock`]; tests and the simulator use [`HandClock`].
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Instant;
}

pub struct SystemClock;
impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place that reads the machine's clock
    fn now(&self) -> Instant {
        Instant(Timestamp::now().as_microsecond())
    }
}

/// A clock that moves only when told to.
pub struct HandClock(AtomicI64);
impl HandClock {
    pub fn at(start: Instant) -> HandClock {
        HandClock(AtomicI64::new(start.0))
    }
    pub fn set(&self, to: Instant) {
        self.0.store(to.0, Ordering::SeqCst);
    }
    pub fn advance(&self, by: Span) {
        self.0.fetch_add(by.0, Ordering::SeqCst);
    }
}
impl Clock for HandClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back_as_written() {
        for text in ["1966-02-28", "2000-02-29", "2026-11-21", "2086-12-31"] {
            assert_eq!(Day::parse(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn the_citys_day_starts_at_its_own_midnight() {
        let late_utc = Instant::parse("2026-11-20T16:00:00Z").unwrap();
        assert_eq!(late_utc.day(), Day::parse("2026-11-21").unwrap());
        assert_eq!(late_utc.day().start(), late_utc);
        assert_eq!(late_utc.to_string(), "2026-11-21T00:00:00.000000+08:00");
    }

    #[test]
    fn a_month_later_is_never_in_the_month_after() {
        let day = |text: &str| Day::parse(text).unwrap();
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2024-02-29").plus_months(12), day("2025-02-28"));
        assert_eq!(day("2026-11-28").plus_months(-12), day("2025-11-28"));
    }

    #[test]
    fn age_counts_the_birthday_itself() {
        let born = Day::parse("1966-11-21").unwrap();
        assert_eq!(Day::parse("2026-11-20").unwrap().age_since(born), 59);
        assert_eq!(Day::parse("2026-11-21").unwrap().age_since(born), 60);
    }
}
