//! Rounding and settlement under random numbers. A failing case prints its input and is kept by proptest.

use crate::{ALL, version};
use proptest::prelude::*;
use tb_kernel::Minutes;
use tb_policy::rules::{hold_minutes, overflow, settle_minutes};
use tb_policy::{ArticleId, OverflowAction, Rounding, RoundingMode, Version};

fn rounding(mode: RoundingMode, step: i64) -> Rounding {
    Rounding { article: ArticleId::from("X/1"), mode, step: Minutes(step) }
}
fn any_mode() -> impl Strategy<Value = RoundingMode> {
    prop::sample::select(RoundingMode::ALL)
}

#[test]
fn half_hours_and_whole_hours() {
    let table = [
        (RoundingMode::Floor, 60, 119, 60),
        (RoundingMode::Floor, 60, 59, 0),
        (RoundingMode::Floor, 1, 59, 59),
        (RoundingMode::Nearest, 30, 44, 30),
        (RoundingMode::Nearest, 30, 45, 60),
        (RoundingMode::Nearest, 7, 3, 0),
        (RoundingMode::Nearest, 7, 4, 7),
        (RoundingMode::Ceil, 30, 61, 90),
        (RoundingMode::Ceil, 30, 60, 60),
        (RoundingMode::Ceil, 30, 0, 0),
        (RoundingMode::Floor, 0, 17, 17),
        (RoundingMode::Floor, 15, -4, 0),
    ];
    for (mode, step, verified, expected) in table {
        assert_eq!(rounding(mode, step).apply(Minutes(verified)), Minutes(expected), "{mode} {step} {verified}");
    }
}

proptest! {
    #[test]
    fn rounding_stays_within_one_step(mode in any_mode(), step in 1i64..=240, minutes in 0i64..1_000_000_000) {
        let rounded = rounding(mode, step).apply(Minutes(minutes)).0;
        prop_assert_eq!(rounded % step, 0);
        prop_assert!((rounded - minutes).abs() < step);
        match mode {
            RoundingMode::Floor => prop_assert!(rounded <= minutes),
            RoundingMode::Ceil => prop_assert!(rounded >= minutes),
            RoundingMode::Nearest => prop_assert!(2 * (rounded - minutes).abs() <= step),
        }
    }

    #[test]
    fn rounding_twice_changes_nothing(mode in any_mode(), step in 1i64..=240, minutes in 0i64..1_000_000) {
        let once = rounding(mode, step).apply(Minutes(minutes));
        prop_assert_eq!(rounding(mode, step).apply(once), once);
    }

    #[test]
    fn more_service_is_never_worth_less(mode in any_mode(), step in 1i64..=240, a in 0i64..100_000, more in 0i64..500) {
        let r = rounding(mode, step);
        prop_assert!(r.apply(Minutes(a)) <= r.apply(Minutes(a + more)));
    }

    #[test]
    fn no_number_breaks_rounding(mode in any_mode(), step in any::<i64>(), minutes in any::<i64>()) {
        prop_assert!(rounding(mode, step).apply(Minutes(minutes)).0 >= 0);
    }

    #[test]
    fn settlement_neither_invents_nor_overcharges(
        mode in any_mode(), step in 1i64..=60, beyond in any::<bool>(),
        verified in -10i64..2_000, planned in 1i64..600,
    ) {
        let mut v: Version = (*version("NJ-2022-24")).clone();
        v.parameters.rounding.mode = mode;
        v.parameters.rounding.step = Minutes(step);
        v.parameters.settlement.pay_beyond_plan = beyond;
        let settled = settle_minutes(&v, Minutes(verified), Minutes(planned));
        prop_assert_eq!(settled.credited, settled.charged);
        prop_assert!(settled.credited >= Minutes::ZERO);
        prop_assert!(settled.charged <= hold_minutes(&v, Minutes(planned)));
        prop_assert!(settled.credited.0 < verified.max(0) + step);
        prop_assert_eq!(settled.within_tolerance, (verified - planned).abs() <= 15);
        if !settled.counts {
            prop_assert_eq!(settled.credited, Minutes::ZERO);
        }
    }

    #[test]
    fn under_the_shipped_rules_nobody_gets_more_than_they_served(
        which in 0usize..5, verified in 0i64..2_000, planned in 1i64..600,
    ) {
        let settled = settle_minutes(&version(ALL[which]), Minutes(verified), Minutes(planned));
        prop_assert!(settled.credited.0 <= verified.min(planned));
        if verified >= 10 {
            prop_assert_eq!(settled.credited.0, verified.min(planned));
        }
    }

    #[test]
    fn the_cap_splits_a_credit_and_loses_nothing(balance in 0i64..200_000, credit in 0i64..10_000) {
        let o = overflow(&version("NJ-2019"), Minutes(balance), Minutes(credit));
        prop_assert_eq!(o.kept.0 + o.over.0, credit);
        prop_assert!(o.kept.0 >= 0 && o.over.0 >= 0);
        prop_assert!(o.kept == Minutes::ZERO || balance + o.kept.0 <= 90_000);
        let free = overflow(&version("BJ-2022"), Minutes(balance), Minutes(credit));
        prop_assert_eq!((free.kept.0, free.over.0), (credit, 0));
    }
}

#[test]
fn a_visit_settled() {
    let v = version("NJ-2022-24");
    let settle = |verified, planned| settle_minutes(&v, Minutes(verified), Minutes(planned));
    let exact = settle(60, 60);
    assert_eq!((exact.credited, exact.within_tolerance, exact.counts), (Minutes(60), true, true));
    assert_eq!(exact.article.as_str(), "TB-1/rounding");
    assert!(exact.articles.iter().any(|a| a.as_str() == "CN/travel") && exact.flags.is_empty());
    let long = settle(90, 60);
    assert_eq!((long.credited, long.within_tolerance), (Minutes(60), false));
    assert_eq!(long.flags[0].code, "policy.outside-tolerance");
    let glimpse = settle(9, 60);
    assert_eq!((glimpse.credited, glimpse.counts, glimpse.article.as_str()), (Minutes::ZERO, false, "TB-1/settlement"));
    assert_eq!(glimpse.flags[0].code, "policy.visit-too-short");
}

#[test]
fn the_cap_of_nanjing_overflows_into_donation() {
    let o = overflow(&version("NJ-2022-24"), Minutes(89_970), Minutes(60));
    assert_eq!((o.kept, o.over, o.action), (Minutes(30), Minutes(30), OverflowAction::Donate));
    assert_eq!(o.article.as_str(), "NJ-2022-24/5.2");
}
