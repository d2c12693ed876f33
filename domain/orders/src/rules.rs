//! Decisions about orders that rest on the order itself; what a city decides stands in its policy. Pure.

use crate::model::{Flag, Order, OrderState, Step, may_step};
use tb_kernel::{Instant, Minutes, Refusal, Span};
use tb_policy::rules::{self, SettleDecision, SilenceFacts};
use tb_policy::{Action, Version};

/// Is the step possible now, and did the actor see the order as it is? A page that is stale says so.
pub(crate) fn may(order: &Order, step: Step, seen_version: Option<i64>) -> Result<(), Refusal> {
    if seen_version.is_some_and(|seen| seen != order.version) {
        return Err(Refusal::conflict("orders.stale").with("state", order.state.code()));
    }
    if !may_step(step, order.state) {
        return Err(Refusal::conflict("orders.wrong-state")
            .with("step", step.code())
            .with("state", order.state.code()));
    }
    Ok(())
}

/// Two half-open intervals that share at least one minute.
pub fn overlap(a: (Instant, Instant), b: (Instant, Instant)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Who gives the elder's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// The elder (or who acts for them) on their own page, or with their card on the volunteer's telephone.
    Elder,
    /// A clerk after a logged call.
    Desk,
    /// Nobody answered for as long as the policy asks, and a call was tried.
    Silence { call_attempts: u32 },
}

/// What a confirmation leads to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Confirmed {
    /// Everything is there: settle so many minutes.
    Settle { minutes: Minutes, decision: SettleDecision },
    /// The elder agreed, but presence is not proved: a return call is needed before anything settles.
    AwaitsCall,
    /// The two accounts of the time differ by more than the policy tolerates: an officer decides.
    Differ { claimed: Minutes, verified: Minutes },
}

/// The elder's word on a visit that was checked out: settle, wait for a call, or let an officer decide.
///
/// # Errors
/// Silence that may not count (with its article), or silence on a visit that somebody should look at.
pub(crate) fn confirm(
    version: &Version,
    order: &Order,
    word: Word,
    claimed: Option<Minutes>,
    now: Instant,
) -> Result<Confirmed, Refusal> {
    let verified = order.verified_minutes.unwrap_or(Minutes::ZERO);
    let tolerance = version.parameters.settlement.tolerance;
    if let Some(claimed) = claimed
        && (claimed.0 - verified.0).abs() > tolerance.0
    {
        return Ok(Confirmed::Differ { claimed, verified });
    }
    let decision = rules::settle_minutes(version, verified, order.minutes);
    if let Word::Silence { call_attempts } = word {
        let since = now.since(order.checked_out_at.unwrap_or(now));
        rules::silence_confirms(version, &SilenceFacts { since_check_out: since, call_attempts }).or_refuse()?;
        if decision.flags.iter().any(|flag| flag.action == Action::Hold) || order.flagged(Flag::Forgotten) {
            return Err(Refusal::rule("orders.silence-needs-a-look").article(decision.article.as_str()));
        }
    }
    if !rules::proofs_sufficient(version, &order.proof_kinds()).is_allowed() {
        return Ok(Confirmed::AwaitsCall);
    }
    let agreed =
        claimed.map_or(decision.credited, |claimed| version.parameters.rounding.apply(claimed).min(decision.credited));
    Ok(Confirmed::Settle { minutes: agreed.min(order.held_minutes), decision })
}

/// Until when an hour of service may be disputed before it settles is the policy's silence delay; afterwards only a
/// reversal by two officers helps. Held minutes must outlive every dispute.
pub(crate) const HOLD_OUTLIVES_VISIT: Span = Span::days(120);

/// How far a device's clock may be from ours before somebody should know.
pub(crate) const CLOCK_SKEW_MAX: Span = Span::minutes(10);

/// The next moment at which the timer must look at an order in this state.
pub(crate) fn due(version: &Version, order: &Order) -> Option<Instant> {
    let p = &version.parameters;
    match order.state {
        OrderState::Submitted => Some(order.starts_at),
        OrderState::Published => {
            Some(rules::publish_expires(version, order.published_at.unwrap_or(order.created_at), order.starts_at))
        }
        OrderState::Taken | OrderState::Confirmed => {
            let rung = usize::try_from(order.alerts).unwrap_or(usize::MAX);
            match p.missed_visit.alert_after.get(rung) {
                Some(after) => Some(order.starts_at.plus(Span::minutes(after.0))),
                None => Some(order.ends_at.day().plus_days(2).start()),
            }
        }
        OrderState::Serving => Some(rules::forgotten_check_out_closes(version, order.ends_at)),
        OrderState::Awaiting => {
            let silence = Span::hours(i64::from(p.silence.after_hours));
            Some(order.checked_out_at.unwrap_or(order.ends_at).plus(silence))
        }
        _ => None,
    }
}

/// How many wrong codes a visit allows before only the desk can help: six digits, five tries, one in 200,000.
pub(crate) const CODE_TRIES_MAX: i64 = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against the naive model: two sets of whole minutes that meet.
        #[test]
        fn overlap_is_sharing_a_minute(a in 0i64..200, la in 1i64..60, b in 0i64..200, lb in 1i64..60) {
            let at = |m: i64| Instant(m * 60_000_000);
            let naive = (a..a + la).any(|m| (b..b + lb).contains(&m));
            prop_assert_eq!(overlap((at(a), at(a + la)), (at(b), at(b + lb))), naive);
        }
    }
}
