//! Around the visit: when check-in is open, what proves presence, when silence may count, what is late at night.

use super::facts::{facts, plain_now};
use super::{Decision, Ruling};
use crate::catalogue::TimeOfDay;
use crate::model::Version;
use crate::parameters::{LateNight, ProofKind};
use crate::refusals as no;
use std::collections::BTreeSet;
use tb_kernel::{Instant, Minutes, Span};

facts! {
    /// A volunteer at the door.
    CheckInFacts {
        now: Instant = plain_now().plus(Span::hours(2)),
        /// Planned start.
        start: Instant = plain_now().plus(Span::hours(2)),
    }
}

facts! {
    /// The proofs of presence found valid.
    ProofFacts {
        proofs: BTreeSet<ProofKind> = BTreeSet::from([ProofKind::Position, ProofKind::DoorCode]),
    }
}

facts! {
    /// An elder who has not answered.
    SilenceFacts {
        /// Since check-out, in minutes.
        since_check_out: Span = Span::days(30),
        /// Logged attempts to call.
        call_attempts: u32 = 1,
    }
}

facts! {
    /// A visit and the clock.
    LateNightFacts {
        start: Instant = plain_now().plus(Span::hours(2)),
        minutes: Minutes = Minutes(60),
        urgent: bool = false,
    }
}

/// Is check-in open?
pub fn may_check_in(version: &Version, f: &CheckInFacts) -> Decision {
    let v = &version.parameters.visiting;
    let since = f.now.since(f.start);
    Ruling::on(&v.article, f.facts())
        .must(
            &v.article,
            since >= Span::minutes(-v.check_in_early.0),
            no::CHECK_IN_EARLY,
            &[("minutes", &v.check_in_early)],
        )
        .must(
            &v.article,
            since <= Span::minutes(v.check_in_late.0),
            no::CHECK_IN_LATE,
            &[("minutes", &v.check_in_late)],
        )
        .decide()
}

/// Do these proofs of presence, each found valid, suffice? A kind counts once, and only if the policy names it.
pub fn proofs_sufficient(version: &Version, proofs: &[ProofKind]) -> Decision {
    let p = &version.parameters.presence;
    let facts = ProofFacts { proofs: proofs.iter().copied().collect() };
    let have = facts.proofs.iter().filter(|proof| p.kinds.contains(proof)).count();
    let have = u32::try_from(have).unwrap_or(u32::MAX);
    Ruling::on(&p.article, facts.facts())
        .must(&p.article, have >= p.needed, no::PROOFS_MISSING, &[("have", &have), ("needed", &p.needed)])
        .decide()
}

/// May silence count as the elder's confirmation?
pub fn silence_confirms(version: &Version, f: &SilenceFacts) -> Decision {
    let s = &version.parameters.silence;
    Ruling::on(&s.article, f.facts())
        .must(
            &s.article,
            f.since_check_out >= Span::hours(i64::from(s.after_hours)),
            no::SILENCE_TOO_SHORT,
            &[("hours", &s.after_hours)],
        )
        .must(&s.article, !s.call_attempt_required || f.call_attempts > 0, no::SILENCE_NO_CALL, &[])
        .decide()
}

/// Is this visit late at night, and what follows: refused, held for a look, or noted.
pub fn late_night(version: &Version, f: &LateNightFacts) -> Decision {
    let night = &version.parameters.late_night;
    let late = touches_night(night, TimeOfDay::of(f.start), f.minutes) && !(f.urgent && night.urgent_exempt);
    Ruling::on(&night.article, f.facts()).watch(&night.article, late, night.action, no::LATE_NIGHT).decide()
}

/// True when a visit from `start` shares a minute with the late hours, which may run across midnight.
pub(crate) fn touches_night(night: &LateNight, start: TimeOfDay, minutes: Minutes) -> bool {
    const DAY: i64 = 1440;
    let clock = |time: TimeOfDay| time.since_midnight().0;
    let length = (clock(night.to) - clock(night.from)).rem_euclid(DAY);
    let into_night = (clock(start) - clock(night.from)).rem_euclid(DAY);
    let to_night = (clock(night.from) - clock(start)).rem_euclid(DAY);
    length > 0 && (into_night < length || minutes.0 > to_night)
}

/// How many of the missed-visit alerts are due when nobody has checked in `since_start` after the planned start.
pub fn missed_visit_alerts(version: &Version, since_start: Span) -> usize {
    let ladder = &version.parameters.missed_visit.alert_after;
    ladder.iter().filter(|after| since_start >= Span::minutes(after.0)).count()
}

/// When a check-out that nobody made is closed and flagged.
pub fn forgotten_check_out_closes(version: &Version, planned_end: Instant) -> Instant {
    planned_end.plus(Span::minutes(version.parameters.forgotten_check_out.close_after.0))
}
