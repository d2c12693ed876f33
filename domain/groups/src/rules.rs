//! Decisions about groups that rest on the group and the event; what a city decides stands in its policy. Pure.

use crate::model::{AttendState, Attendance, Gathering};
use crate::refusals as no;
use tb_kernel::{Instant, Minutes, Refusal, Span};
use tb_policy::rules::settle_minutes;
use tb_policy::{GroupMode, Version};

/// Shortest and longest event, in minutes.
const LENGTH: std::ops::RangeInclusive<i64> = 15..=600;
/// Most helpers of one event.
const HELPERS: std::ops::RangeInclusive<i64> = 1..=200;
/// So long after its end an event can still be put right.
pub(crate) const OPEN_AFTER: Span = Span::days(7);
/// So long before its start one may check in.
pub(crate) const OPEN_BEFORE: Span = Span::minutes(30);
/// Wrong codes of one person at one event.
pub(crate) const CODE_TRIES_MAX: i64 = 5;

/// A text of 1 to `max` characters, without line ends and other controls.
pub(crate) fn text(field: &'static str, typed: &str, max: usize) -> Result<String, Refusal> {
    let cleaned: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let cleaned = cleaned.trim();
    match cleaned.chars().count() {
        0 => Err(Refusal::invalid().field(field, no::MISSING)),
        n if n > max => Err(Refusal::invalid().field(field, no::TEXT_LONG)),
        _ => Ok(cleaned.to_owned()),
    }
}

/// When and with how many an event may be planned: all faults at once. Gives the planned length.
pub(crate) fn plan(from: Instant, to: Instant, helpers: i64, now: Instant) -> Result<Minutes, Refusal> {
    let minutes = to.since(from).0.div_euclid(60_000_000);
    let mut refusal = Refusal::invalid();
    if from <= now || !LENGTH.contains(&minutes) {
        refusal = refusal.field("starts_at", no::TIME_RANGE);
    }
    if !HELPERS.contains(&helpers) {
        refusal = refusal.field("helpers", no::HELPERS_RANGE);
    }
    refusal.or_ok().map(|()| Minutes(minutes))
}

/// Whose account the minutes of an event go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goes {
    Group,
    Members,
}

/// By the city's mode: the group keeps it (to donate, or as a pool), or each member has their own.
///
/// # Errors
/// `policy.groups-not-allowed` with its article.
pub(crate) fn goes(version: &Version) -> Result<Goes, Refusal> {
    let time = &version.parameters.group_time;
    match time.mode {
        GroupMode::DonateOnly | GroupMode::Pool => Ok(Goes::Group),
        GroupMode::Split => Ok(Goes::Members),
        GroupMode::None => Err(Refusal::rule("policy.groups-not-allowed").article(time.article.as_str())),
    }
}

/// What one helper's presence is worth: what was there of the event, by the policy's rounding; nobody is credited for
/// more than was planned, nor for coming before the beginning.
pub(crate) fn worth(version: &Version, gathering: &Gathering, one: &Attendance) -> (Minutes, Minutes) {
    let (Some(from), Some(to)) = (one.in_at, one.out_at) else { return (Minutes::ZERO, Minutes::ZERO) };
    if one.state != AttendState::Done {
        return (Minutes::ZERO, Minutes::ZERO);
    }
    let (from, to) = (from.max(gathering.starts_at), to.min(gathering.ends_at));
    let verified = Minutes(to.since(from).0.div_euclid(60_000_000).max(0));
    (verified, settle_minutes(version, verified, gathering.minutes).credited)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant(minute * 60_000_000)
    }

    #[test]
    fn an_event_lies_ahead_and_is_of_a_length() {
        assert_eq!(plan(at(100), at(220), 8, at(0)), Ok(Minutes(120)));
        let faults = |from, to, helpers| {
            let refusal = plan(at(from), at(to), helpers, at(100)).unwrap_err();
            refusal.fields.iter().map(|f| f.code.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(faults(90, 200, 0), [no::TIME_RANGE, no::HELPERS_RANGE]);
        assert_eq!(faults(200, 210, 1), [no::TIME_RANGE]);
        assert_eq!(faults(200, 900, 201), [no::TIME_RANGE, no::HELPERS_RANGE]);
    }
}
