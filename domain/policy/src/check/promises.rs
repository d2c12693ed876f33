//! Promises that can be kept: time that can be redeemed, gifts that can be given, rewards that a life can reach.

use super::Finding;
use crate::model::Version;
use crate::parameters::Entitlement;
use tb_kernel::Minutes;

/// Nobody can be asked to serve longer than this for a promise: from eighteen to seventy-eight.
const YEARS_MAX: i64 = 60;
/// Days in a hundred years' average, times one hundred.
const DAYS_X100: i64 = 36_525;

pub(super) fn check(version: &Version) -> Vec<Finding> {
    let p = &version.parameters;
    let mut findings = Vec::new();
    if p.gift.allowed && p.gift.kin.is_empty() {
        findings.push(Finding::error("policy.check-gift-no-kin").article(&p.gift.article));
    }
    if !p.gift_caps.daily.is_positive() || p.gift_caps.daily > p.gift_caps.yearly {
        findings.push(Finding::error("policy.check-gift-caps").article(&p.gift_caps.article));
    }
    if p.redeem.alternatives.is_empty() {
        findings.push(Finding::error("policy.check-redeem-nobody").article(&p.redeem.article));
    }
    findings.extend(earn_caps(version));
    findings.extend(p.entitlements.list.iter().flat_map(|promise| reach(version, promise)));
    findings
}

/// A day's cap above the week's says nothing, and one below the shortest service lets nobody serve.
fn earn_caps(version: &Version) -> Option<Finding> {
    let caps = &version.parameters.earn_caps;
    let shortest = version.items.iter().map(|item| item.minutes.min).min().unwrap_or(Minutes::ZERO);
    let upside_down = matches!((caps.daily, caps.weekly), (Some(day), Some(week)) if day > week);
    let too_low = [caps.daily, caps.weekly].into_iter().flatten().any(|cap| cap < shortest);
    (upside_down || too_low).then(|| Finding::error("policy.check-earn-caps").article(&caps.article))
}

/// The most that one person can earn in a year under the caps; without caps every minute of every day.
fn most_a_year(version: &Version) -> i64 {
    let caps = &version.parameters.earn_caps;
    let by_day = caps.daily.unwrap_or(Minutes(1_440)).0.saturating_mul(DAYS_X100) / 100;
    let by_week = caps.weekly.map_or(i64::MAX, |week| week.0.saturating_mul(DAYS_X100) / 700);
    by_day.min(by_week).max(1)
}

fn reach(version: &Version, promise: &Entitlement) -> Vec<Finding> {
    let p = &version.parameters;
    let year = most_a_year(version);
    let years = promise.minutes.0.saturating_add(year - 1) / year;
    let found = |code| {
        Finding::error(code).article(&promise.article).with("name", &promise.code).with("minutes", promise.minutes)
    };
    let mut findings = Vec::new();
    if let Some(cap) = p.balance_cap.cap.filter(|cap| *cap < promise.minutes) {
        findings.push(found("policy.check-entitlement-cap").with("cap", cap));
    }
    if years > YEARS_MAX {
        findings.push(found("policy.check-entitlement-years").with("years", years));
    }
    if let Some(months) =
        p.earned_expiry.months.filter(|months| promise.minutes.0 > year.saturating_mul(i64::from(*months)) / 12)
    {
        findings.push(found("policy.check-entitlement-expiry").with("months", months));
    }
    findings
}
