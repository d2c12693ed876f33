//! Gifts to relatives, donations, grants, and the time of groups.

use super::elders::recipient_classes;
use super::facts::facts;
use super::{Decision, Ruling, in_hours};
use crate::model::{ArticleId, Version};
use crate::parameters::{GroupMode, KinKind, Period, Trait};
use crate::refusals as no;
use std::collections::BTreeSet;
use tb_kernel::{Day, Minutes, Node};

facts! {
    /// Time that somebody wants to give to a relative.
    GiftFacts {
        /// The receiver is the giver's …
        kin: KinKind = KinKind::Parent,
        /// The link between the two is active.
        link_active: bool = true,
        receiver_age: i64 = 85,
        minutes: Minutes = Minutes(60),
        /// Given by this giver today, without this gift.
        given_today: Minutes = Minutes::ZERO,
        /// Given by this giver in this calendar year, without this gift.
        given_this_year: Minutes = Minutes::ZERO,
    }
}

facts! {
    /// Time that is to go to the public-benefit account.
    DonateFacts {
        /// From a group's account.
        from_group: bool = false,
    }
}

facts! {
    /// An elder who is to be granted time.
    GrantFacts {
        age: i64 = 82,
        traits: BTreeSet<Trait> = Trait::ALL.iter().copied().collect(),
        /// Days since eligibility was last looked at.
        days_since_check: u32 = 0,
        /// Where the elder lives; some districts grant their own amount.
        node: Node = Node(0),
    }
}

/// May this gift be made? (The receiver still has to accept it.)
pub fn may_gift(version: &Version, f: &GiftFacts) -> Decision {
    let (g, caps) = (&version.parameters.gift, &version.parameters.gift_caps);
    let min = g.receiver_min_age.unwrap_or(0);
    let sum = |given: Minutes| given.checked_add(f.minutes).unwrap_or(Minutes::MOVE_MAX);
    Ruling::on(&g.article, f.facts())
        .must(&g.article, g.allowed, no::GIFT_NOT_ALLOWED, &[])
        .must(&g.article, g.kin.contains(&f.kin), no::GIFT_KIN, &[("kin", &f.kin)])
        .must(
            &g.article,
            f.receiver_age >= i64::from(min),
            no::GIFT_RECEIVER_TOO_YOUNG,
            &[("min", &min), ("age", &f.receiver_age)],
        )
        .must(&g.article, f.link_active, no::GIFT_NO_LINK, &[])
        .must(
            &caps.article,
            sum(f.given_today) <= caps.daily,
            no::GIFT_DAY_CAP,
            &[("cap", &in_hours(caps.daily)), ("given", &in_hours(f.given_today))],
        )
        .must(
            &caps.article,
            sum(f.given_this_year) <= caps.yearly,
            no::GIFT_YEAR_CAP,
            &[("cap", &in_hours(caps.yearly)), ("given", &in_hours(f.given_this_year))],
        )
        .decide()
}

/// May this time be donated?
pub fn may_donate(version: &Version, f: &DonateFacts) -> Decision {
    let (d, g) = (&version.parameters.donation, &version.parameters.group_time);
    Ruling::on(&d.article, f.facts())
        .must(&d.article, d.allowed, no::DONATION_NOT_ALLOWED, &[])
        .must(&g.article, !f.from_group || g.mode != GroupMode::None, no::GROUPS_NOT_ALLOWED, &[])
        .decide()
}

/// May a group of volunteers be registered?
pub fn may_register_group(version: &Version) -> Decision {
    let g = &version.parameters.group_time;
    Ruling::on(&g.article, Vec::new()).must(&g.article, g.groups_allowed, no::GROUPS_NOT_ALLOWED, &[]).decide()
}

/// May time that a group served be redeemed, rather than only donated?
pub fn may_redeem_group_time(version: &Version) -> Decision {
    let g = &version.parameters.group_time;
    Ruling::on(&g.article, Vec::new())
        .must(&g.article, g.groups_allowed && g.mode != GroupMode::None, no::GROUPS_NOT_ALLOWED, &[])
        .must(&g.article, g.mode != GroupMode::DonateOnly, no::GROUP_TIME_DONATE_ONLY, &[])
        .decide()
}

/// May this elder be granted time today?
pub fn may_grant(version: &Version, f: &GrantFacts) -> Decision {
    let (g, again) = (&version.parameters.grant, &version.parameters.grant_recheck);
    let eligible = recipient_classes(version, f.age, &f.traits).iter().any(|class| g.classes.contains(&class.code));
    // A month counts as 31 days: a re-check is never asked for early.
    let due = f.days_since_check > again.months.saturating_mul(31);
    Ruling::on(&g.article, f.facts())
        .must(&g.article, g.allowed, no::GRANT_NOT_ALLOWED, &[])
        .must(&g.article, eligible, no::GRANT_NOT_ELIGIBLE, &[])
        .must(&again.article, !due, no::GRANT_RECHECK_DUE, &[("months", &again.months)])
        .decide()
}

/// What one grant amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantGiven {
    pub minutes: Minutes,
    pub per: Period,
    /// Last day on which it may be used.
    pub expires_on: Day,
    pub article: ArticleId,
}

/// How much an elder at `node` is granted on `day`, and until when it may be used.
pub fn grant_amount(version: &Version, node: Node, day: Day) -> GrantGiven {
    let a = &version.parameters.grant_amount;
    GrantGiven {
        minutes: a.at(node),
        per: a.per,
        expires_on: day.plus_days(i64::from(a.expires_days)),
        article: a.article.clone(),
    }
}
