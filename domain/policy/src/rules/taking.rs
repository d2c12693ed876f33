//! Which volunteer may take an order.

use super::facts::{facts, plain_now};
use super::volunteers::is_minor;
use super::{Decision, Ruling, in_hours};
use crate::catalogue::{ItemCode, Licence};
use crate::model::Version;
use crate::refusals as no;
use std::collections::BTreeSet;
use tb_kernel::{Instant, Minutes, Span};

facts! {
    /// A volunteer and an order they would take.
    TakeFacts {
        item: ItemCode = ItemCode(String::new()),
        start: Instant = plain_now().plus(Span::hours(26)),
        /// Planned length.
        minutes: Minutes = Minutes(60),
        /// The enrolment is active on the day of the service.
        active: bool = true,
        /// Whole years on the day of the service.
        age: i64 = 62,
        /// A guardian will be there (asked of minors only).
        guardian_present: bool = true,
        /// Licences valid on the day of the service.
        licences: BTreeSet<Licence> = Licence::ALL.iter().copied().collect(),
        /// Cover is in force at the time of the service.
        insured: bool = true,
        /// The elder is the volunteer's kin.
        own_kin: bool = false,
        /// The elder lives in the volunteer's household.
        own_household: bool = false,
        /// Another service of this volunteer shares at least one minute with this one.
        overlaps: bool = false,
        /// Free time to the visit before; none if there is none that day.
        gap_before: Option<Span> = None,
        /// Free time to the visit after.
        gap_after: Option<Span> = None,
        /// Served and planned on the day of the service, without this one.
        day_minutes: Minutes = Minutes::ZERO,
        /// Served and planned in its week (Monday to Sunday), without this one.
        week_minutes: Minutes = Minutes::ZERO,
    }
}

/// May this volunteer take this order?
pub fn may_take_order(version: &Version, f: &TakeFacts) -> Decision {
    let p = &version.parameters;
    let item = version.item(&f.item);
    let ruling = Ruling::on(&p.gate.article, f.facts()).must(&p.gate.article, f.active, no::NOT_ACTIVE, &[]).must(
        &p.catalogue.article,
        item.is_some(),
        no::UNKNOWN_ITEM,
        &[("item", &f.item)],
    );
    let Some(item) = item else {
        return ruling.decide();
    };
    let minor = is_minor(version, f.age);
    let licensed = item.licence.is_none_or(|licence| f.licences.contains(&licence));
    let licence = item.licence.map_or("", Licence::code);
    let gap = Span::minutes(p.visiting.gap.0);
    let free_around = [f.gap_before, f.gap_after].into_iter().flatten().all(|free| free >= gap);

    ruling
        .must(&p.minor_limits.article, !minor || item.risk <= p.minor_limits.max_risk, no::RISK_FOR_MINOR, &[])
        .must(&p.professional.article, licensed, no::LICENCE_MISSING, &[("licence", &licence)])
        .must(&p.conflict.article, !(p.conflict.kin_refused && f.own_kin), no::OWN_KIN, &[])
        .must(&p.conflict.article, !(p.conflict.household_refused && f.own_household), no::OWN_HOUSEHOLD, &[])
        .must(&p.insurance.article, !p.insurance.required || f.insured, no::NOT_INSURED, &[])
        .must(&p.guardian.article, !minor || !p.guardian.present || f.guardian_present, no::GUARDIAN_NOT_PRESENT, &[])
        .watch(&p.overlap.article, f.overlaps, p.overlap.action, no::OVERLAP)
        .must(&p.visiting.article, f.overlaps || free_around, no::GAP_TOO_SHORT, &[("gap", &p.visiting.gap)])
        .must(
            &p.earn_caps.article,
            within(f.day_minutes, f.minutes, p.earn_caps.daily),
            no::DAY_CAP,
            &[("cap", &shown(p.earn_caps.daily)), ("planned", &in_hours(f.day_minutes))],
        )
        .must(
            &p.earn_caps.article,
            within(f.week_minutes, f.minutes, p.earn_caps.weekly),
            no::WEEK_CAP,
            &[("cap", &shown(p.earn_caps.weekly)), ("planned", &in_hours(f.week_minutes))],
        )
        .decide()
}

fn within(already: Minutes, more: Minutes, cap: Option<Minutes>) -> bool {
    cap.is_none_or(|cap| already.checked_add(more).is_some_and(|sum| sum <= cap))
}

fn shown(cap: Option<Minutes>) -> String {
    cap.map_or_else(String::new, in_hours)
}
