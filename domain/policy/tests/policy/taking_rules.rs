//! Which volunteer may take an order.

use crate::{ALL, BEIJING, NANJING, NANJING_2019, QINGDAO, WUHAN, allowed, refused, version};
use std::collections::BTreeSet;
use tb_kernel::{Minutes, Span};
use tb_policy::rules::{TakeFacts, may_take_order};
use tb_policy::{Action, ItemCode, Licence};

fn take(item: &str) -> TakeFacts {
    TakeFacts { item: ItemCode::from(item), ..TakeFacts::plain() }
}

#[test]
fn a_trained_volunteer_may_take_it() {
    for (id, gate) in [
        (BEIJING, "BJ-2022/1.5"),
        (NANJING_2019, "TB-1/gate"),
        (NANJING, "NJ-2022-24/2.2"),
        (QINGDAO, "QD-2020/1.3"),
        (WUHAN, "TB-1/gate"),
    ] {
        let v = version(id);
        allowed(&may_take_order(&v, &take("cleaning")), gate);
        let resting = TakeFacts { active: false, ..take("cleaning") };
        refused(&may_take_order(&v, &resting), "policy.not-active", gate);
        assert_eq!(
            may_take_order(&v, &take("no-such")).refusal().map(|r| r.code.as_ref()),
            Some("policy.unknown-item")
        );
    }
}

#[test]
fn r044_licensed_services_need_the_licence() {
    let without = |item| TakeFacts { licences: BTreeSet::from([Licence::FirstAider]), ..take(item) };
    refused(&may_take_order(&version(BEIJING), &without("legal-advice")), "policy.licence-missing", "BJ-2022/3.2");
    refused(&may_take_order(&version(NANJING), &without("blood-pressure")), "policy.licence-missing", "NJ-2022-24/2.3");
    let lawyer = TakeFacts { licences: BTreeSet::from([Licence::Lawyer]), ..take("legal-advice") };
    allowed(&may_take_order(&version(BEIJING), &lawyer), "BJ-2022/1.5");
    let wrong_one = TakeFacts { licences: BTreeSet::from([Licence::Lawyer]), ..take("blood-pressure") };
    assert!(!may_take_order(&version(NANJING), &wrong_one).is_allowed());
}

#[test]
fn r170_no_visit_without_cover() {
    for id in ALL {
        let bare = TakeFacts { insured: false, ..take("cleaning") };
        refused(&may_take_order(&version(id), &bare), "policy.not-insured", "TB-1/insurance");
    }
}

#[test]
fn family_is_not_booked() {
    for id in ALL {
        let kin = TakeFacts { own_kin: true, ..take("cleaning") };
        refused(&may_take_order(&version(id), &kin), "policy.own-kin", "TB-1/conflict");
        let home = TakeFacts { own_household: true, ..take("cleaning") };
        refused(&may_take_order(&version(id), &home), "policy.own-household", "TB-1/conflict");
    }
}

#[test]
fn minors_take_low_risks_with_a_guardian_there() {
    let minor = |item| TakeFacts { age: 16, ..take(item) };
    allowed(&may_take_order(&version(BEIJING), &minor("comfort")), "BJ-2022/1.5");
    refused(&may_take_order(&version(BEIJING), &minor("walk")), "policy.risk-for-minor", "TB-1/minor-limits");
    refused(&may_take_order(&version(NANJING), &minor("bath-help")), "policy.risk-for-minor", "TB-1/minor-limits");
    let alone = TakeFacts { guardian_present: false, ..minor("comfort") };
    refused(&may_take_order(&version(BEIJING), &alone), "policy.guardian-not-present", "BJ-2022/1.3");
    let alone = TakeFacts { guardian_present: false, ..minor("reading") };
    refused(&may_take_order(&version(NANJING), &alone), "policy.guardian-not-present", "TB-1/guardian");
    let grown_up = TakeFacts { guardian_present: false, ..take("bath-help") };
    assert!(may_take_order(&version(NANJING), &grown_up).is_allowed());
}

#[test]
fn r123_not_two_visits_at_once() {
    let twice = TakeFacts { overlaps: true, ..take("cleaning") };
    refused(&may_take_order(&version(BEIJING), &twice), "policy.overlap", "BJ-2022/4.3");
    for id in [NANJING_2019, NANJING, QINGDAO, WUHAN] {
        refused(&may_take_order(&version(id), &twice), "policy.overlap", "TB-1/overlap");
    }
    let mut lenient = (*version(BEIJING)).clone();
    lenient.parameters.overlap.action = Action::Hold;
    let held = may_take_order(&lenient, &twice);
    allowed(&held, "BJ-2022/1.5");
    assert!(held.needs_a_look());
}

#[test]
fn time_between_two_visits() {
    for id in ALL {
        let v = version(id);
        let gaps = |before: Option<i64>, after: Option<i64>| TakeFacts {
            gap_before: before.map(Span::minutes),
            gap_after: after.map(Span::minutes),
            ..take("cleaning")
        };
        assert!(may_take_order(&v, &gaps(Some(15), Some(15))).is_allowed());
        assert!(may_take_order(&v, &gaps(None, None)).is_allowed());
        refused(&may_take_order(&v, &gaps(Some(14), None)), "policy.gap-too-short", "TB-1/visiting");
        refused(&may_take_order(&v, &gaps(None, Some(0))), "policy.gap-too-short", "TB-1/visiting");
    }
}

#[test]
fn caps_of_the_day_and_the_week() {
    for id in ALL {
        let v = version(id);
        let day = |n| TakeFacts { day_minutes: Minutes(n), ..take("cleaning") };
        let week = |n| TakeFacts { week_minutes: Minutes(n), ..take("cleaning") };
        assert!(may_take_order(&v, &day(420)).is_allowed());
        refused(&may_take_order(&v, &day(421)), "policy.day-cap", "TB-1/earn-caps");
        assert!(may_take_order(&v, &week(2_340)).is_allowed());
        refused(&may_take_order(&v, &week(2_341)), "policy.week-cap", "TB-1/earn-caps");
    }
    let full = TakeFacts { day_minutes: Minutes(450), ..take("cleaning") };
    let decision = may_take_order(&version(NANJING), &full);
    assert_eq!(decision.refusal().unwrap().args, [("cap".into(), "8".into()), ("planned".into(), "7.5".into())]);
    let mut free = (*version(NANJING)).clone();
    free.parameters.earn_caps.daily = None;
    free.parameters.earn_caps.weekly = None;
    assert!(may_take_order(&free, &TakeFacts { day_minutes: Minutes(1_400), ..take("cleaning") }).is_allowed());
}
