//! The way of a volunteer: for how long a check is good, when an exam may be taken, when a licence may be renewed, how
//! long one may object to being barred.

use super::facts::facts;
use super::{Decision, Ruling};
use crate::model::Version;
use crate::parameters::Check;
use crate::refusals as no;
use tb_kernel::Day;

/// The last day a check made on `day` is good; none: it does not run out.
pub fn check_expires(version: &Version, check: Check, day: Day) -> Option<Day> {
    version.parameters.check_validity.months.get(&check).map(|months| day.plus_months(i64::from(*months)))
}

/// True when a check that ends on `until` is to be renewed.
pub fn check_is_ending(version: &Version, until: Day, today: Day) -> bool {
    today.plus_days(i64::from(version.parameters.check_validity.warn_days)) >= until
}

facts! {
    /// What matters to whoever wants to take the exam.
    ExamFacts {
        /// Failed in a row since the last time of waiting.
        failed: u32 = 0,
        /// Whole days since the last try; none: no try yet.
        days_since: Option<u32> = None,
        /// Questions in the bank.
        bank: u32 = 100,
    }
}

/// May the exam be taken now?
pub fn may_take_exam(version: &Version, f: &ExamFacts) -> Decision {
    let p = &version.parameters.learning;
    let waits = p.tries > 0 && f.failed > 0 && f.failed.is_multiple_of(p.tries);
    let left = p.wait_days.saturating_sub(f.days_since.unwrap_or(u32::MAX));
    Ruling::on(&p.article, f.facts())
        .must(&p.article, f.bank > 0, no::EXAM_NO_QUESTIONS, &[])
        .must(&p.article, !waits || left == 0, no::EXAM_WAIT, &[("days", &left), ("tries", &p.tries)])
        .decide()
}

/// Passed?
pub fn exam_passed(version: &Version, percent: u8) -> bool {
    percent >= version.parameters.exam.pass_percent
}

facts! {
    /// What matters to whoever hands in a document of a profession.
    PaperFacts {
        /// The document is valid for so many more days.
        valid_days: i64 = 365,
        /// One of this kind is on record for so many more days; none: none is.
        held_days: Option<i64> = None,
    }
}

/// May this document be handed in?
pub fn may_hand_in(version: &Version, f: &PaperFacts) -> Decision {
    let p = &version.parameters.qualifications;
    let early = f.held_days.is_some_and(|days| days > i64::from(p.renew_days));
    Ruling::on(&p.article, f.facts())
        .must(&p.article, f.valid_days >= 0, no::PAPER_EXPIRED, &[])
        .must(&p.article, !early, no::PAPER_EARLY, &[("days", &p.renew_days)])
        .decide()
}

/// True when a licence that ends on `until` should be announced to its holder.
pub fn licence_is_ending(version: &Version, until: Day, today: Day) -> bool {
    today.plus_days(i64::from(version.parameters.qualifications.warn_days)) >= until
}

facts! {
    /// What matters to whoever objects to being barred.
    AppealFacts {
        /// Whole days since it was decided.
        days: u32 = 0,
    }
}

/// May one still object?
pub fn may_appeal(version: &Version, f: &AppealFacts) -> Decision {
    let p = &version.parameters.barring;
    Ruling::on(&p.article, f.facts())
        .must(&p.article, f.days <= p.appeal_days, no::APPEAL_LATE, &[("days", &p.appeal_days)])
        .decide()
}

/// The last day of being barred, when it begins on `day`; none: it does not end by itself.
pub fn barred_until(version: &Version, day: Day) -> Option<Day> {
    version.parameters.barring.years.map(|years| day.plus_years(i64::from(years)))
}
