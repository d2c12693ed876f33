//! Redeeming, giving, granting, stars, promises, sanctions.

use crate::{ALL, BEIJING, NANJING, NANJING_2019, QINGDAO, WUHAN, allowed, day, node, refused, version};
use std::collections::BTreeSet;
use tb_kernel::Minutes;
use tb_policy::rules::*;
use tb_policy::{GrantedBy, KinKind, Period, RedeemCase, SanctionAct, Trait};

fn holder(age: i64) -> RedeemFacts {
    RedeemFacts { age, ..RedeemFacts::plain() }
}

#[test]
fn r105_r106_redeemed_from_sixty() {
    for (id, article) in [
        (BEIJING, "BJ-2022/5.1"),
        (NANJING_2019, "NJ-2019/4.1"),
        (NANJING, "NJ-2022-24/6.1"),
        (QINGDAO, "QD-2020/5.1"),
        (WUHAN, "TB-1/redeem"),
    ] {
        allowed(&may_redeem(&version(id), &holder(60)), article);
        let young = may_redeem(&version(id), &holder(59));
        refused(&young, "policy.redeem-too-young", article);
        assert_eq!(young.refusal().unwrap().args, [("min".into(), "60".into()), ("age".into(), "59".into())]);
    }
}

#[test]
fn r106_qingdao_asks_for_need() {
    let fit = RedeemFacts { needs_help: false, ..holder(70) };
    refused(&may_redeem(&version(QINGDAO), &fit), "policy.redeem-no-need", "QD-2020/5.1");
    for id in [BEIJING, NANJING, WUHAN] {
        assert!(may_redeem(&version(id), &fit).is_allowed(), "{id}");
    }
}

#[test]
fn c7_nanjing_lets_lineal_relatives_use_it() {
    let mother = RedeemFacts { kin: Some(KinKind::Parent), kin_age: 60, ..holder(30) };
    allowed(&may_redeem(&version(NANJING), &mother), "NJ-2022-24/6.1");
    let too_young = RedeemFacts { kin_age: 59, ..mother.clone() };
    refused(&may_redeem(&version(NANJING), &too_young), "policy.redeem-kin-too-young", "NJ-2022-24/6.1");
    let friend = RedeemFacts { kin: Some(KinKind::Friend), ..mother.clone() };
    refused(&may_redeem(&version(NANJING), &friend), "policy.redeem-kin", "NJ-2022-24/6.1");
    refused(&may_redeem(&version(BEIJING), &mother), "policy.redeem-kin", "BJ-2022/5.1");
}

#[test]
fn r114_granted_time_is_for_use() {
    let granted = RedeemFacts { granted: Minutes(60), minutes: Minutes(60), ..holder(58) };
    allowed(&may_redeem(&version(BEIJING), &granted), "BJ-2022/5.4");
    let not_enough = RedeemFacts { granted: Minutes(59), ..granted.clone() };
    refused(&may_redeem(&version(BEIJING), &not_enough), "policy.redeem-too-young", "BJ-2022/5.1");
    refused(&may_redeem(&version(WUHAN), &granted), "policy.redeem-too-young", "TB-1/redeem");
}

#[test]
fn rule_lists_of_other_cities_can_be_said() {
    let mut v = (*version(WUHAN)).clone();
    let article = "TB-1/redeem";
    let case = RedeemCase::default();
    // 65, or 60 in special hardship.
    v.parameters.redeem.alternatives = vec![
        RedeemCase { min_age: Some(65), ..case.clone() },
        RedeemCase { min_age: Some(60), hardship: true, ..case.clone() },
    ];
    allowed(&may_redeem(&v, &holder(65)), article);
    allowed(&may_redeem(&v, &RedeemFacts { hardship: true, ..holder(60) }), article);
    refused(&may_redeem(&v, &holder(64)), "policy.redeem-too-young", article);
    // 100 hours, or one year.
    v.parameters.redeem.alternatives = vec![
        RedeemCase { earned: Some(Minutes::hours(100)), ..case.clone() },
        RedeemCase { member_days: Some(365), ..case },
    ];
    let fresh = RedeemFacts { earned_in_all: Minutes(5_999), member_days: 364, ..holder(40) };
    refused(&may_redeem(&v, &fresh), "policy.redeem-not-yet", article);
    allowed(&may_redeem(&v, &RedeemFacts { member_days: 365, ..fresh.clone() }), article);
    allowed(&may_redeem(&v, &RedeemFacts { earned_in_all: Minutes(6_000), ..fresh }), article);
}

#[test]
fn c8_gifts() {
    let to = |kin, receiver_age| GiftFacts { kin, receiver_age, ..GiftFacts::plain() };
    allowed(&may_gift(&version(BEIJING), &to(KinKind::Grandparent, 50)), "BJ-2022/5.2");
    refused(&may_gift(&version(BEIJING), &to(KinKind::Sibling, 70)), "policy.gift-kin", "BJ-2022/5.2");
    allowed(&may_gift(&version(NANJING), &to(KinKind::Parent, 60)), "NJ-2022-24/6.1");
    refused(&may_gift(&version(NANJING), &to(KinKind::Parent, 59)), "policy.gift-receiver-too-young", "NJ-2022-24/6.1");
    refused(&may_gift(&version(NANJING_2019), &to(KinKind::Friend, 70)), "policy.gift-kin", "NJ-2019/4.1");
    allowed(&may_gift(&version(QINGDAO), &to(KinKind::Friend, 70)), "QD-2020/5.2");
    refused(&may_gift(&version(WUHAN), &to(KinKind::Parent, 80)), "policy.gift-not-allowed", "TB-1/gift");
}

#[test]
fn r126_caps_and_links_of_gifts() {
    for (id, article) in [(BEIJING, "BJ-2022/5.2"), (NANJING, "NJ-2022-24/6.1"), (QINGDAO, "QD-2020/5.2")] {
        let v = version(id);
        let gift = |today, year| GiftFacts {
            given_today: Minutes(today),
            given_this_year: Minutes(year),
            ..GiftFacts::plain()
        };
        allowed(&may_gift(&v, &gift(420, 11_940)), article);
        refused(&may_gift(&v, &gift(421, 421)), "policy.gift-day-cap", "TB-1/gift-caps");
        refused(&may_gift(&v, &gift(0, 11_941)), "policy.gift-year-cap", "TB-1/gift-caps");
        let no_link = GiftFacts { link_active: false, ..GiftFacts::plain() };
        refused(&may_gift(&v, &no_link), "policy.gift-no-link", article);
    }
}

#[test]
fn r104_donations_and_c12_groups() {
    for (id, article) in [
        (BEIJING, "BJ-2022/5.3"),
        (NANJING_2019, "NJ-2019/4.2"),
        (NANJING, "NJ-2022-24/6.3"),
        (QINGDAO, "TB-1/donation"),
        (WUHAN, "TB-1/donation"),
    ] {
        allowed(&may_donate(&version(id), &DonateFacts::plain()), article);
        allowed(&may_donate(&version(id), &DonateFacts { from_group: true }), article);
    }
    for (id, article) in [(NANJING_2019, "NJ-2019/1.1"), (NANJING, "NJ-2022-24/5.3"), (BEIJING, "TB-1/group-time")] {
        allowed(&may_register_group(&version(id)), article);
        refused(&may_redeem_group_time(&version(id)), "policy.group-time-donate-only", article);
    }
    let mut none = (*version(WUHAN)).clone();
    none.parameters.donation.allowed = false;
    refused(&may_donate(&none, &DonateFacts::plain()), "policy.donation-not-allowed", "TB-1/donation");
    none.parameters.donation.allowed = true;
    none.parameters.group_time.groups_allowed = false;
    none.parameters.group_time.mode = tb_policy::GroupMode::None;
    refused(&may_register_group(&none), "policy.groups-not-allowed", "TB-1/group-time");
    refused(&may_donate(&none, &DonateFacts { from_group: true }), "policy.groups-not-allowed", "TB-1/group-time");
    none.parameters.group_time.groups_allowed = true;
    none.parameters.group_time.mode = tb_policy::GroupMode::Split;
    allowed(&may_redeem_group_time(&none), "TB-1/group-time");
}

#[test]
fn r111_r112_grants() {
    let key = GrantFacts { traits: BTreeSet::from([Trait::EmptyNest, Trait::LivingAlone]), ..GrantFacts::plain() };
    let poor = GrantFacts { traits: BTreeSet::from([Trait::LowIncome]), ..key.clone() };
    for (id, article, yes, no) in [
        (NANJING_2019, "NJ-2019/4.3", &key, &poor),
        (NANJING, "NJ-2022-24/6.2", &key, &poor),
        (QINGDAO, "QD-2020/5.3", &key, &poor),
        (BEIJING, "BJ-2022/5.4", &poor, &key),
    ] {
        allowed(&may_grant(&version(id), yes), article);
        refused(&may_grant(&version(id), no), "policy.grant-not-eligible", article);
        let old = GrantFacts { days_since_check: 373, ..yes.clone() };
        refused(&may_grant(&version(id), &old), "policy.grant-recheck-due", "TB-1/grant-recheck");
        let fresh = GrantFacts { days_since_check: 366, ..yes.clone() };
        allowed(&may_grant(&version(id), &fresh), article);
    }
    refused(&may_grant(&version(WUHAN), &key), "policy.grant-not-allowed", "TB-1/grant");
    assert_eq!(version(BEIJING).parameters.grant.by, GrantedBy::District);
}

#[test]
fn a_district_sets_its_own_amount() {
    let mut beijing = (*version(BEIJING)).clone();
    let today = day("2026-11-21");
    let (chaoyang, haidian) = (node("110105000000"), node("110108000000"));
    beijing.parameters.grant_amount.by_district.insert(chaoyang, Minutes(300));
    let given = grant_amount(&beijing, node("110105001002"), today);
    assert_eq!((given.minutes, given.per, given.expires_on), (Minutes(300), Period::Month, day("2027-02-19")));
    assert_eq!(grant_amount(&beijing, haidian, today).minutes, Minutes(120));
    assert_eq!(given.article.as_str(), "TB-1/grant-amount");
}

#[test]
fn r135_stars_of_nanjing_and_the_others() {
    let stars =
        |id: &str, hours| star_level(&version(id), &StarFacts { minutes: Minutes::hours(hours), member_days: 0 });
    let levels: Vec<u8> =
        [0, 99, 100, 299, 300, 600, 1_000, 1_499, 1_500, 9_999].map(|h| stars(NANJING, h).level).into();
    assert_eq!(levels, [0, 0, 1, 1, 2, 3, 4, 4, 5, 5]);
    assert_eq!(stars(NANJING, 120).article.as_str(), "NJ-2022-24/8.1");
    assert_eq!(stars(NANJING, 120).next, Some(NextStar { level: 2, minutes: Minutes::hours(180), member_days: 0 }));
    assert_eq!(stars(NANJING, 1_500).next, None);
    assert_eq!(stars(BEIJING, 200).level, 2);
    assert_eq!(stars(BEIJING, 200).article.as_str(), "BJ-2022/8.2");
    for id in [NANJING_2019, QINGDAO, WUHAN] {
        assert_eq!((stars(id, 300).level, stars(id, 300).article.as_str()), (2, "CN/stars"));
    }
    let mut patient = (*version(WUHAN)).clone();
    patient.parameters.stars.levels[0].member_days = 180;
    let early = star_level(&patient, &StarFacts { minutes: Minutes::hours(120), member_days: 80 });
    assert_eq!(early.next, Some(NextStar { level: 1, minutes: Minutes::ZERO, member_days: 100 }));
}

#[test]
fn r113_ten_thousand_coins_and_a_public_home() {
    let v = version(BEIJING);
    let (code, article) = ("public-care-home", "BJ-2022/5.5");
    let claim = |f: &EntitlementFacts| may_claim_entitlement(&v, code, f);
    let plain = EntitlementFacts::plain();
    allowed(&claim(&plain), article);
    for one in [Trait::CareNeeded, Trait::Disabled, Trait::SemiDisabled] {
        allowed(&claim(&EntitlementFacts { traits: BTreeSet::from([one]), ..plain.clone() }), article);
    }
    let fit = EntitlementFacts { traits: BTreeSet::new(), ..plain.clone() };
    refused(&claim(&fit), "policy.entitlement-no-trigger", article);
    let short = claim(&EntitlementFacts { earned: Minutes(599_910), ..plain.clone() });
    refused(&short, "policy.entitlement-too-little", article);
    assert_eq!(short.refusal().unwrap().args, [("missing".into(), "1.5".into()), ("needed".into(), "10000".into())]);
    for id in [NANJING_2019, NANJING, QINGDAO, WUHAN] {
        let decision = may_claim_entitlement(&version(id), code, &plain);
        refused(&decision, "policy.entitlement-unknown", "TB-1/entitlements");
    }
    let mut late = (*v).clone();
    late.parameters.entitlements.list[0].min_age = Some(81);
    refused(&may_claim_entitlement(&late, code, &plain), "policy.entitlement-too-young", article);
}

#[test]
fn c14_ladders_of_sanctions() {
    let acts =
        |id: &str| (0..5).filter_map(|n| next_sanction(&version(id), n).map(|step| step.act)).collect::<Vec<_>>();
    use SanctionAct::*;
    assert_eq!(acts(NANJING), [CancelOrder, TakeBack, Freeze, Close, Close]);
    assert_eq!(acts(BEIJING)[..2], [LoseCertification, DishonestList]);
    assert_eq!(acts(WUHAN), [Warn, TakeBack, Freeze, Freeze, Close]);
}

#[test]
fn patterns_that_deserve_a_look() {
    for id in ALL {
        let v = version(id);
        assert!(!pair_needs_a_look(&v, 19) && pair_needs_a_look(&v, 20));
        assert!(!gifts_need_a_look(&v, 4) && gifts_need_a_look(&v, 5));
    }
}
