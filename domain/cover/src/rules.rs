//! Decisions, pure: facts and policy in, yes or a refusal out.

use crate::refusals as no;
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{Day, Entropy, Instant, Refusal, Span};
use tb_policy::Version;

/// The longest an insurance is recorded for.
const YEARS_MAX: i64 = 10;
/// How long before or after a visit its way there and back may still be an incident of it.
const WAY: Span = Span::hours(12);
/// Largest sum that is booked, in fen: a hundred million yuan.
pub(crate) const FEN_MAX: i64 = 10_000_000_000;

/// Letters and digits that are not mistaken for each other.
const CLEAR: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A text of one field: needed and bounded.
pub(crate) fn text(field: &'static str, typed: &str, most: usize) -> Result<String, Refusal> {
    let text = typed.trim();
    if text.is_empty() || text.chars().count() > most {
        return Err(Refusal::invalid().field(field, no::FORM));
    }
    Ok(text.to_owned())
}

pub(crate) fn said(typed: &str) -> Result<String, Refusal> {
    text("said", typed, TEXT_CHARS_MAX)
}

/// Days that follow each other and are not for ever.
pub(crate) fn period(from: Day, to: Day) -> Result<(), Refusal> {
    if from > to || to > from.plus_years(YEARS_MAX) {
        return Err(Refusal::invalid().field("to", no::PERIOD));
    }
    Ok(())
}

/// Is this report later than the policy asks, counted from when it was known?
pub(crate) fn is_late(version: &Version, known: Instant, now: Instant) -> bool {
    now.since(known) > Span::hours(i64::from(version.parameters.cover.report_hours))
}

/// Happened, became known, is reported: in this order, and around the visit.
pub(crate) fn times(happened: Instant, known: Instant, visit: (Instant, Instant), now: Instant) -> Result<(), Refusal> {
    let around = happened >= visit.0.minus(WAY) && happened <= visit.1.plus(WAY);
    let mut refusal = Refusal::invalid();
    if happened > now || !around {
        refusal = refusal.field("happened_at", no::WHEN);
    }
    if known < happened || known > now {
        refusal = refusal.field("known_at", no::WHEN);
    }
    refusal.or_ok()
}

/// What people read out on the telephone: `SG261121-7K3M9`.
pub(crate) fn number(day: Day, entropy: &Entropy) -> String {
    let date = day.date();
    let letter = || char::from(CLEAR[usize::try_from(entropy.below(32)).unwrap_or(0) % 32]);
    let tail: String = (0..6).map(|_| letter()).collect();
    format!("SG{:02}{:02}{:02}-{tail}", date.year() % 100, date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_policy::PolicyBook;

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("a time")
    }

    #[test]
    fn forty_eight_hours_count_from_knowing() {
        let book = PolicyBook::builtin().expect("coherent");
        let version =
            book.at(tb_kernel::Node(320_100_000_000), Day::parse("2026-03-02").expect("a day")).expect("rules");
        let known = at("2026-03-02T10:00:00+08:00");
        assert!(!is_late(&version, known, known.plus(Span::hours(48))));
        assert!(is_late(&version, known, known.plus(Span::hours(48)).plus(Span::seconds(1))));
    }

    #[test]
    fn times_follow_each_other_around_the_visit() {
        let visit = (at("2026-03-02T10:00:00+08:00"), at("2026-03-02T11:00:00+08:00"));
        let now = at("2026-03-03T09:00:00+08:00");
        let during = at("2026-03-02T10:30:00+08:00");
        assert_eq!(times(during, during, visit, now), Ok(()));
        let on_the_way = at("2026-03-02T09:30:00+08:00");
        assert_eq!(times(on_the_way, during, visit, now), Ok(()));
        for (happened, known) in [
            (at("2026-02-20T10:00:00+08:00"), during),
            (during, on_the_way),
            (during, at("2026-03-04T09:00:00+08:00")),
            (at("2026-03-04T09:00:00+08:00"), at("2026-03-04T09:00:00+08:00")),
        ] {
            assert!(times(happened, known, visit, now).is_err(), "{happened} {known}");
        }
    }
}
