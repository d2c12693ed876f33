//! Who may become a volunteer, and when a volunteer may begin to serve.

use super::facts::facts;
use super::{Decision, Ruling};
use crate::model::Version;
use crate::parameters::Check;
use crate::refusals as no;
use std::collections::BTreeSet;

facts! {
    /// What is known of somebody who wants to become a volunteer.
    VolunteerFacts {
        /// Whole years on the day.
        age: i64 = 62,
        /// Lives permanently in the city.
        resident: bool = true,
        /// A pupil or student.
        student: bool = true,
        /// A guardian's link is confirmed (asked of minors only).
        guardian_confirmed: bool = true,
    }
}

facts! {
    /// What a volunteer has behind them before the first service.
    ActivateFacts {
        checks: BTreeSet<Check> = Check::ALL.iter().copied().collect(),
        trained: bool = true,
        /// Share of right answers in the exam; none if not taken.
        exam_percent: Option<u8> = Some(100),
    }
}

/// Younger than the age from which one serves on one's own.
pub fn is_minor(version: &Version, age: i64) -> bool {
    age < i64::from(version.parameters.volunteer_age.min)
}

/// May this person be registered as a volunteer?
pub fn may_register_volunteer(version: &Version, f: &VolunteerFacts) -> Decision {
    let p = &version.parameters;
    let minor = is_minor(version, f.age);
    let (min, minors, limits) = (p.volunteer_age.min, &p.minors, &p.minor_limits);
    let too_old = p.volunteer_age.max.is_some_and(|max| f.age > i64::from(max));

    Ruling::on(&p.volunteer_age.article, f.facts())
        .must(&p.volunteer_age.article, !minor || minors.allowed, no::TOO_YOUNG, &[("min", &min), ("age", &f.age)])
        .must(
            &p.volunteer_age.article,
            !too_old,
            no::TOO_OLD,
            &[("max", &p.volunteer_age.max.unwrap_or(0)), ("age", &f.age)],
        )
        .must(
            &limits.article,
            !minor || f.age >= i64::from(limits.min_age),
            no::MINOR_TOO_YOUNG,
            &[("min", &limits.min_age), ("age", &f.age)],
        )
        .must(&minors.article, !minor || !minors.students_only || f.student, no::MINOR_NOT_STUDENT, &[("min", &min)])
        .must(&p.residence.article, !p.residence.required || f.resident, no::NOT_RESIDENT, &[])
        .must(
            &p.guardian.article,
            !minor || !p.guardian.confirmed || f.guardian_confirmed,
            no::GUARDIAN_MISSING,
            &[("min", &min)],
        )
        .decide()
}

facts! {
    /// Somebody under age who does something with their account or their visits.
    MinorFacts {
        /// Whole years on the day.
        age: i64 = 16,
        /// A guardian does it for them, or is there.
        guardian: bool = true,
    }
}

/// May this be done? Whoever is under age does nothing alone that binds them.
pub fn may_act_as_minor(version: &Version, f: &MinorFacts) -> Decision {
    let guardian = &version.parameters.guardian;
    let minor = is_minor(version, f.age);
    Ruling::on(&guardian.article, f.facts())
        .must(&guardian.article, !minor || !guardian.confirmed || f.guardian, no::MINOR_ALONE, &[("age", &f.age)])
        .decide()
}

/// May this visit begin? The guardian of whoever is under age is there, where the city asks for it.
pub fn guardian_at_visit(version: &Version, f: &MinorFacts) -> Decision {
    let guardian = &version.parameters.guardian;
    let minor = is_minor(version, f.age);
    Ruling::on(&guardian.article, f.facts())
        .must(&guardian.article, !minor || !guardian.present || f.guardian, no::GUARDIAN_NOT_PRESENT, &[])
        .decide()
}

/// May this volunteer begin to serve?
pub fn may_activate_volunteer(version: &Version, f: &ActivateFacts) -> Decision {
    let p = &version.parameters;
    let pass = p.exam.pass_percent;

    let checks = p.checks.required.iter().fold(Ruling::on(&p.gate.article, f.facts()), |ruling, check| {
        ruling.must(&p.checks.article, f.checks.contains(check), no::CHECK_MISSING, &[("check", check)])
    });
    let trained = checks.must(&p.gate.article, !p.gate.training || f.trained, no::NOT_TRAINED, &[]);
    if !p.gate.exam {
        return trained.decide();
    }
    let percent = f.exam_percent.unwrap_or(0);
    trained
        .must(&p.gate.article, f.exam_percent.is_some(), no::EXAM_MISSING, &[])
        .must(&p.exam.article, percent >= pass, no::EXAM_NOT_PASSED, &[("percent", &percent), ("pass", &pass)])
        .decide()
}
