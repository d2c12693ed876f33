//! The catalogue: lengths, hours, places and licences that agree with one another and with the parameters.

use super::{Finding, twice};
use crate::catalogue::{Item, TimeOfDay};
use crate::model::Version;
use crate::parameters::Action;
use crate::rules::visiting::touches_night;
use tb_kernel::Minutes;

/// No position is good enough to prove presence within less, and beyond the larger it proves nothing (metres).
const RADIUS_M: std::ops::RangeInclusive<u32> = 30..=2_000;

pub(super) fn check(version: &Version) -> Vec<Finding> {
    let mut findings = Vec::new();
    for code in twice(version.items.iter().map(|item| item.code.as_str())) {
        findings.push(Finding::error("policy.check-twice").with("name", code));
    }
    for code in twice(version.categories.iter().map(|category| category.code.as_str())) {
        findings.push(Finding::error("policy.check-twice").with("name", code));
    }
    findings.extend(version.items.iter().flat_map(|item| check_item(version, item)));
    findings
}

fn check_item(version: &Version, item: &Item) -> Vec<Finding> {
    let p = &version.parameters;
    let (length, hours) = (item.minutes, item.hours);
    let window = hours.to.since_midnight().less(hours.from.since_midnight());
    let never_night = Minutes(1_440).less(window) == Minutes::ZERO;
    let at_night = touches_night(&p.late_night, hours.from, window);
    let earns_nothing = length.min < p.settlement.min_service || !p.rounding.apply(length.min).is_positive();
    let found = [
        (version.category(&item.category).is_none(), "policy.check-category-unknown"),
        (
            !(length.min.is_positive() && length.min <= length.usual && length.usual <= length.max),
            "policy.check-item-length",
        ),
        (hours.from >= hours.to || hours.from >= TimeOfDay::END, "policy.check-item-hours"),
        (hours.from < hours.to && length.max > window, "policy.check-item-window"),
        (!RADIUS_M.contains(&item.radius_m), "policy.check-item-radius"),
        (item.licence.is_some() && !p.professional.allowed, "policy.check-item-licence"),
        (item.only_in.is_some_and(|part| !version.city.covers(part)), "policy.check-item-place"),
        (length.min.is_positive() && earns_nothing, "policy.check-item-unpaid"),
        (p.late_night.action == Action::Block && at_night && !never_night && !item.urgent, "policy.check-item-night"),
    ];
    let mut findings: Vec<Finding> = found
        .into_iter()
        .filter(|(wrong, _)| *wrong)
        .map(|(_, code)| Finding::error(code).article(&item.article).with("name", &item.code))
        .collect();
    if item.name.zh.trim().is_empty() || item.name.en.trim().is_empty() {
        findings.push(Finding::error("policy.check-text-missing").article(&item.article));
    }
    findings
}
