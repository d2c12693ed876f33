//! Stars, big promises, the ladder of sanctions, and when a pattern deserves a look.

use super::facts::facts;
use super::{Decision, Ruling, in_hours};
use crate::model::{ArticleId, Version};
use crate::parameters::{SanctionStep, Trait};
use crate::refusals as no;
use std::collections::BTreeSet;
use tb_kernel::Minutes;

facts! {
    /// A volunteer's record.
    StarFacts {
        /// All service time ever verified.
        minutes: Minutes = Minutes::hours(120),
        member_days: u32 = 730,
    }
}

facts! {
    /// Somebody who claims a promise.
    EntitlementFacts {
        /// Earned time in the account.
        earned: Minutes = Minutes::hours(10_000),
        age: i64 = 80,
        traits: BTreeSet<Trait> = Trait::ALL.iter().copied().collect(),
    }
}

/// What is missing to the next star.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextStar {
    pub level: u8,
    pub minutes: Minutes,
    pub member_days: u32,
}

/// The star held and the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarStanding {
    /// 0: none yet.
    pub level: u8,
    pub next: Option<NextStar>,
    pub article: ArticleId,
}

/// Which star this record earns, and what the next one asks for.
pub fn star_level(version: &Version, f: &StarFacts) -> StarStanding {
    let s = &version.parameters.stars;
    let reached = |star: &&crate::Star| f.minutes >= star.minutes && f.member_days >= star.member_days;
    let level = s.levels.iter().filter(reached).map(|star| star.level).max().unwrap_or(0);
    let next = s.levels.iter().filter(|star| star.level > level).min_by_key(|star| star.level).map(|star| NextStar {
        level: star.level,
        minutes: star.minutes.less(f.minutes),
        member_days: star.member_days.saturating_sub(f.member_days),
    });
    StarStanding { level, next, article: s.article.clone() }
}

/// May this promise be claimed? `code` names it, e.g. `public-care-home`.
pub fn may_claim_entitlement(version: &Version, code: &str, f: &EntitlementFacts) -> Decision {
    let p = &version.parameters.entitlements;
    let promise = p.list.iter().find(|promise| promise.code == code);
    let Some(promise) = promise else {
        let ruling = Ruling::on(&p.article, f.facts());
        return ruling.must(&p.article, false, no::ENTITLEMENT_UNKNOWN, &[("code", &code)]).decide();
    };
    let missing = promise.minutes.less(f.earned);
    let min = promise.min_age.unwrap_or(0);
    let triggered = promise.any.is_empty() || promise.any.iter().any(|one| f.traits.contains(one));
    Ruling::on(&promise.article, f.facts())
        .must(
            &promise.article,
            missing == Minutes::ZERO,
            no::ENTITLEMENT_TOO_LITTLE,
            &[("missing", &in_hours(missing)), ("needed", &in_hours(promise.minutes))],
        )
        .must(&promise.article, f.age >= i64::from(min), no::ENTITLEMENT_TOO_YOUNG, &[("min", &min), ("age", &f.age)])
        .must(&promise.article, triggered, no::ENTITLEMENT_NO_TRIGGER, &[])
        .decide()
}

/// The step that follows after `earlier` verified cases; the last step repeats. People decide, this only proposes.
pub fn next_sanction(version: &Version, earlier: u32) -> Option<&SanctionStep> {
    let ladder = &version.parameters.sanctions.ladder;
    let step = usize::try_from(earlier).unwrap_or(usize::MAX);
    ladder.get(step).or(ladder.last())
}

/// True when so many visits between one pair, both ways together, within the window deserve a look.
pub fn pair_needs_a_look(version: &Version, visits: u32) -> bool {
    version.parameters.watching.pairs && visits >= version.parameters.alerts.pair_visits
}

/// True when so many gifts of one person within the window deserve a look.
pub fn gifts_need_a_look(version: &Version, gifts: u32) -> bool {
    version.parameters.watching.gifts && gifts >= version.parameters.alerts.gifts
}
