//! Numbers in their ranges, ladders that rise, names that exist.

use super::{Finding, twice};
use crate::model::{ArticleId, Version};
use crate::parameters::TimeClass;
use std::fmt::Display;
use tb_kernel::Minutes;

pub(super) fn check(version: &Version) -> Vec<Finding> {
    let mut findings = ranges(version);
    findings.extend(ladders(version));
    findings.extend(names(version));
    findings
}

/// One number that is out of its range.
fn range(wrong: bool, article: &ArticleId, name: &'static str, value: &dyn Display) -> Option<Finding> {
    wrong.then(|| Finding::error("policy.check-number").article(article).with("name", name).with("value", value))
}

fn ranges(version: &Version) -> Vec<Finding> {
    let p = &version.parameters;
    let not_positive = |minutes: Minutes| !minutes.is_positive();
    let negative = |minutes: Minutes| minutes < Minutes::ZERO;
    let cap = |cap: Option<Minutes>| cap.is_some_and(|cap| !cap.is_positive());
    let shown = |cap: Option<Minutes>| cap.map_or_else(String::new, |cap| cap.to_string());
    let no_minors = p.minors.allowed && p.minor_limits.min_age >= p.volunteer_age.min;
    let kinds = u32::try_from(p.presence.kinds.len()).unwrap_or(u32::MAX);
    let (o, v, g) = (&p.ordering, &p.visiting, &p.grant_amount);
    [
        range(
            not_positive(p.unit.minutes_per_unit),
            &p.unit.article,
            "unit.minutes_per_unit",
            &p.unit.minutes_per_unit,
        ),
        range(not_positive(p.rounding.step), &p.rounding.article, "rounding.step", &p.rounding.step),
        range(negative(p.settlement.tolerance), &p.settlement.article, "settlement.tolerance", &p.settlement.tolerance),
        range(
            not_positive(p.settlement.min_service),
            &p.settlement.article,
            "settlement.min_service",
            &p.settlement.min_service,
        ),
        range(p.earned_expiry.months == Some(0), &p.earned_expiry.article, "earned_expiry.months", &0),
        range(cap(p.earn_caps.daily), &p.earn_caps.article, "earn_caps.daily", &shown(p.earn_caps.daily)),
        range(cap(p.earn_caps.weekly), &p.earn_caps.article, "earn_caps.weekly", &shown(p.earn_caps.weekly)),
        range(cap(p.balance_cap.cap), &p.balance_cap.article, "balance_cap.cap", &shown(p.balance_cap.cap)),
        range(
            p.volunteer_age.max.is_some_and(|max| max < p.volunteer_age.min),
            &p.volunteer_age.article,
            "volunteer_age.max",
            &p.volunteer_age.max.unwrap_or(0),
        ),
        range(no_minors, &p.minor_limits.article, "minor_limits.min_age", &p.minor_limits.min_age),
        range(!(1..=100).contains(&p.exam.pass_percent), &p.exam.article, "exam.pass_percent", &p.exam.pass_percent),
        range(
            p.age_preference.helper_from > p.age_preference.helper_to,
            &p.age_preference.article,
            "age_preference.helper_to",
            &p.age_preference.helper_to,
        ),
        range(o.max_open_orders == 0, &o.article, "ordering.max_open_orders", &0),
        range(negative(o.min_lead), &o.article, "ordering.min_lead", &o.min_lead),
        range(not_positive(o.max_minutes), &o.article, "ordering.max_minutes", &o.max_minutes),
        range(o.publish_expiry_hours == 0, &o.article, "ordering.publish_expiry_hours", &0),
        range(negative(p.cancelling.deadline), &p.cancelling.article, "cancelling.deadline", &p.cancelling.deadline),
        range(negative(v.check_in_early), &v.article, "visiting.check_in_early", &v.check_in_early),
        range(negative(v.check_in_late), &v.article, "visiting.check_in_late", &v.check_in_late),
        range(negative(v.gap), &v.article, "visiting.gap", &v.gap),
        range(
            p.presence.needed == 0 || p.presence.needed > kinds,
            &p.presence.article,
            "presence.needed",
            &p.presence.needed,
        ),
        range(p.insurance.required && p.cover.kinds.is_empty(), &p.cover.article, "cover.kinds", &0),
        range(p.cover.report_hours == 0, &p.cover.article, "cover.report_hours", &0),
        range(p.certificate.answer_days == 0, &p.certificate.article, "certificate.answer_days", &0),
        range(p.silence.after_hours == 0, &p.silence.article, "silence.after_hours", &0),
        range(p.rating_form.highest < 2, &p.rating_form.article, "rating_form.highest", &p.rating_form.highest),
        range(p.grant_recheck.months == 0, &p.grant_recheck.article, "grant_recheck.months", &0),
        range(p.grant.allowed && not_positive(g.minutes), &g.article, "grant_amount.minutes", &g.minutes),
        range(p.grant.allowed && g.expires_days == 0, &g.article, "grant_amount.expires_days", &0),
        range(
            g.by_district.iter().any(|(node, minutes)| !version.city.covers(*node) || !minutes.is_positive()),
            &g.article,
            "grant_amount.by_district",
            &g.by_district.len(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn ladders(version: &Version) -> Vec<Finding> {
    let p = &version.parameters;
    let stars_rise = p.stars.levels.windows(2).all(|two| {
        two[0].level < two[1].level && two[0].minutes < two[1].minutes && two[0].member_days <= two[1].member_days
    });
    let first_star_is_earned = p.stars.levels.first().is_none_or(|star| star.level > 0 && star.minutes.is_positive());
    let alerts = &p.missed_visit.alert_after;
    let alerts_rise =
        alerts.first().is_some_and(|first| first.is_positive()) && alerts.windows(2).all(|two| two[0] < two[1]);
    let sanctions_rise = p.sanctions.ladder.windows(2).all(|two| {
        two[0].act < two[1].act
            || (two[0].act == two[1].act && two[0].days.unwrap_or(0) < two[1].days.unwrap_or(u32::MAX))
    });
    [
        (stars_rise && first_star_is_earned, &p.stars.article, "stars.levels"),
        (alerts_rise, &p.missed_visit.article, "missed_visit.alert_after"),
        (sanctions_rise && !p.sanctions.ladder.is_empty(), &p.sanctions.article, "sanctions.ladder"),
    ]
    .into_iter()
    .filter(|(rises, ..)| !rises)
    .map(|(_, article, name)| Finding::error("policy.check-not-rising").article(article).with("name", name))
    .collect()
}

fn names(version: &Version) -> Vec<Finding> {
    let p = &version.parameters;
    let mut findings = Vec::new();
    let known = |code: &String| p.recipients.classes.iter().any(|class| &class.code == code);
    let asked = p.grant.classes.iter().map(|code| (code, &p.grant.article));
    for (code, article) in asked.chain(p.donation.priority_classes.iter().map(|code| (code, &p.donation.article))) {
        if !known(code) {
            findings.push(Finding::error("policy.check-class-unknown").article(article).with("name", code));
        }
    }
    let classes = p.recipients.classes.iter().map(|class| class.code.as_str());
    let promises = p.entitlements.list.iter().map(|promise| promise.code.as_str());
    for code in twice(classes).into_iter().chain(twice(promises)) {
        findings.push(Finding::error("policy.check-twice").with("name", code));
    }
    let mut order = p.hold.use_first.clone();
    order.sort_unstable();
    if order != TimeClass::ALL {
        findings.push(Finding::error("policy.check-hold-order").article(&p.hold.article));
    }
    findings
}
