//! From a verified duration to credited minutes, and what else may be written after a visit.
//!
//! What must hold: what is charged equals what is credited and never exceeds what was held, so that no minute is
//! invented; without rounding up, nobody is credited more than was verified.

use super::facts::facts;
use super::{Decision, Flag, Ruling};
use crate::model::{ArticleId, Version};
use crate::parameters::{Action, OverflowAction, RatingMode, Rounding, RoundingMode};
use crate::refusals as no;
use tb_kernel::{Minutes, Span};

impl Rounding {
    /// To a whole multiple of the step. Never negative; a step below one counts as one minute; rounding up past the
    /// largest number stays at the multiple below it.
    pub fn apply(&self, minutes: Minutes) -> Minutes {
        let step = self.step.0.max(1);
        let minutes = minutes.0.max(0);
        let below = minutes - minutes % step;
        let above = if below == minutes { below } else { below.checked_add(step).unwrap_or(below) };
        Minutes(match self.mode {
            RoundingMode::Floor => below,
            RoundingMode::Ceil => above,
            // Half a step goes up: the volunteer was there for at least half of it.
            RoundingMode::Nearest if minutes - below >= step - (minutes - below) => above,
            RoundingMode::Nearest => below,
        })
    }
}

facts! {
    /// A visit that is over.
    SettleFacts {
        /// Between check-in and check-out by the server's clock, without travel.
        verified: Minutes = Minutes(60),
        planned: Minutes = Minutes(60),
    }
}

/// What a visit is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettleDecision {
    /// To the volunteer, for each helper.
    pub credited: Minutes,
    /// From the elder, for each helper; equal to `credited`.
    pub charged: Minutes,
    /// Verified and planned differ by no more than the tolerance.
    pub within_tolerance: bool,
    /// False when the visit was too short to count at all; nothing is credited then.
    pub counts: bool,
    /// The article on which the amount rests.
    pub article: ArticleId,
    /// All articles looked at.
    pub articles: Vec<ArticleId>,
    pub flags: Vec<Flag>,
}

/// How many minutes a visit of `verified` length is worth that was planned for `planned`.
pub fn settle_minutes(version: &Version, verified: Minutes, planned: Minutes) -> SettleDecision {
    let p = &version.parameters;
    let s = &p.settlement;
    let counts = verified >= s.min_service;
    let within_tolerance = verified.0.saturating_sub(planned.0).saturating_abs() <= s.tolerance.0;
    let most = super::hold_minutes(version, planned);
    let credited = if counts { p.rounding.apply(verified.min(most)).min(most) } else { Minutes::ZERO };
    let flag = |code| Flag { code, article: s.article.clone(), action: Action::Hold };
    let flags = [(!counts, no::VISIT_TOO_SHORT), (!within_tolerance, no::OUTSIDE_TOLERANCE)];
    SettleDecision {
        credited,
        charged: credited,
        within_tolerance,
        counts,
        article: if counts { p.rounding.article.clone() } else { s.article.clone() },
        articles: vec![p.rounding.article.clone(), s.article.clone(), p.travel.article.clone()],
        flags: flags.into_iter().filter(|(seen, _)| *seen).map(|(_, code)| flag(code)).collect(),
    }
}

/// How a credit meets the balance cap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overflow {
    /// Stays in the account as earned time.
    pub kept: Minutes,
    /// Goes where `action` says.
    pub over: Minutes,
    pub action: OverflowAction,
    pub article: ArticleId,
}

/// Splits a credit at the balance cap. `balance` is the earned time in the account, held and frozen included.
pub fn overflow(version: &Version, balance: Minutes, credit: Minutes) -> Overflow {
    let b = &version.parameters.balance_cap;
    let kept = b.cap.map_or(credit, |cap| cap.less(balance).min(credit));
    Overflow { kept, over: credit.less(kept), action: b.overflow, article: b.article.clone() }
}

facts! {
    /// A service that is to be entered by hand.
    BackEntryFacts {
        /// Since the service ended, in minutes.
        since_service: Span = Span::hours(1),
        /// Entries of this clerk in this month, without this one.
        clerk_entries: u32 = 0,
        /// A second person has agreed.
        second_person: bool = true,
        has_evidence: bool = true,
    }
}

/// May this service be entered by hand? It earns what `back_entry.earns` says.
pub fn may_back_enter(version: &Version, f: &BackEntryFacts) -> Decision {
    let b = &version.parameters.back_entry;
    Ruling::on(&b.article, f.facts())
        .must(
            &b.article,
            f.since_service <= Span::hours(i64::from(b.deadline_hours)),
            no::BACK_ENTRY_LATE,
            &[("hours", &b.deadline_hours)],
        )
        .must(&b.article, f.clerk_entries < b.per_clerk_month, no::BACK_ENTRY_CAP, &[("max", &b.per_clerk_month)])
        .must(&b.article, f.has_evidence, no::BACK_ENTRY_NO_EVIDENCE, &[])
        .must(&b.article, !b.second_person || f.second_person, no::BACK_ENTRY_ALONE, &[])
        .decide()
}

facts! {
    /// A rating that somebody wants to give.
    RateFacts {
        by_volunteer: bool = false,
        /// Whole days since the visit was confirmed.
        days: u32 = 0,
        mark: u8 = 5,
    }
}

/// May this rating be given?
pub fn may_rate(version: &Version, f: &RateFacts) -> Decision {
    let (r, form) = (&version.parameters.rating, &version.parameters.rating_form);
    Ruling::on(&r.article, f.facts())
        .must(&r.article, !f.by_volunteer || r.mode == RatingMode::Mutual, no::RATING_NOT_FOR_VOLUNTEERS, &[])
        .must(&form.article, f.days <= form.window_days, no::RATING_CLOSED, &[("days", &form.window_days)])
        .must(&form.article, (1..=form.highest).contains(&f.mark), no::RATING_MARK, &[("highest", &form.highest)])
        .decide()
}
