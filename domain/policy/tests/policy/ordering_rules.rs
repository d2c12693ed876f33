//! Placing and calling off orders, the visit itself, silence, and entries by hand.

use crate::{ALL, BEIJING, NANJING, NANJING_2019, QINGDAO, WUHAN, allowed, node, refused, version};
use tb_kernel::{Instant, Minutes, Span};
use tb_policy::rules::facts::plain_now;
use tb_policy::rules::*;
use tb_policy::{Action, EarnsAs, ItemCode, ProofKind, TimeOfDay};

fn order(item: &str) -> SubmitFacts {
    SubmitFacts { item: ItemCode::from(item), ..SubmitFacts::plain() }
}
/// That time on the day after the plain moment.
fn tomorrow(time: &str) -> Instant {
    let time = TimeOfDay::parse(time).expect("HH:MM").since_midnight();
    plain_now().day().plus_days(1).start().plus(Span::minutes(time.0))
}

#[test]
fn a_plain_order_is_taken_in_under_the_article_of_its_service() {
    for (id, item, article) in [
        (BEIJING, "comfort", "BJ-2022/3.1"),
        (BEIJING, "legal-advice", "BJ-2022/3.2"),
        (NANJING_2019, "cleaning", "TB-1/catalogue"),
        (NANJING, "cleaning", "NJ-2022-24/4.1"),
        (NANJING, "phone-lesson", "NJ-2022-24/4.2"),
        (QINGDAO, "cleaning", "QD-2020/3.1"),
        (WUHAN, "cleaning", "WH-2022/2.1"),
    ] {
        let decision = may_submit_order(&version(id), &order(item));
        allowed(&decision, article);
        assert!(decision.flags.is_empty());
    }
}

#[test]
fn c3_a_service_of_another_city_is_unknown() {
    for (id, item, article) in [
        (QINGDAO, "legal-advice", "QD-2020/3.1"),
        (WUHAN, "bath-help", "WH-2022/2.1"),
        (BEIJING, "bath-help", "BJ-2022/3.1"),
        (NANJING_2019, "lecture", "TB-1/catalogue"),
    ] {
        refused(&may_submit_order(&version(id), &order(item)), "policy.unknown-item", article);
    }
    let mut beijing = (*version(BEIJING)).clone();
    beijing.items.iter_mut().for_each(|item| item.only_in = Some(node("110105000000")));
    let elsewhere = SubmitFacts { node: node("110106001000"), ..order("comfort") };
    refused(&may_submit_order(&beijing, &elsewhere), "policy.unknown-item", "BJ-2022/3.1");
    let there = SubmitFacts { node: node("110105001000"), ..order("comfort") };
    allowed(&may_submit_order(&beijing, &there), "BJ-2022/3.1");
}

#[test]
fn lengths_hours_and_dates_of_an_order() {
    for id in ALL {
        let v = version(id);
        let limits = "TB-1/item-limits";
        let ordering = "TB-1/ordering";
        let plain = order("cleaning");
        let with = |change: &dyn Fn(&mut SubmitFacts)| {
            let mut facts = plain.clone();
            change(&mut facts);
            may_submit_order(&v, &facts)
        };
        refused(&with(&|f| f.minutes = Minutes(44)), "policy.too-short", limits);
        refused(&with(&|f| f.minutes = Minutes(181)), "policy.too-long", limits);
        assert!(with(&|f| f.minutes = Minutes(45)).is_allowed());
        assert!(with(&|f| f.minutes = Minutes(180)).is_allowed());
        refused(&with(&|f| f.start = tomorrow("07:59")), "policy.outside-hours", limits);
        refused(&with(&|f| f.start = tomorrow("18:01")), "policy.outside-hours", limits);
        assert!(with(&|f| f.start = tomorrow("18:00")).is_allowed());
        refused(&with(&|f| f.urgent = true), "policy.not-urgent", limits);
        refused(&with(&|f| f.now = f.start.plus(Span::seconds(1))), "policy.in-the-past", ordering);
        refused(&with(&|f| f.now = f.start.minus(Span::minutes(119))), "policy.too-soon", ordering);
        assert!(with(&|f| f.now = f.start.minus(Span::minutes(120))).is_allowed());
        refused(&with(&|f| f.start = f.start.plus(Span::days(30))), "policy.too-far", ordering);
        assert!(with(&|f| f.start = f.start.plus(Span::days(29))).is_allowed());
        refused(&with(&|f| f.open_orders = 5), "policy.too-many-open", ordering);
        assert!(with(&|f| f.open_orders = 4).is_allowed());
    }
    let mut short = (*version(WUHAN)).clone();
    short.parameters.ordering.max_minutes = Minutes(50);
    refused(&may_submit_order(&short, &order("cleaning")), "policy.too-long", "TB-1/ordering");
}

#[test]
fn r086_urgent_help_at_any_hour_without_lead() {
    for id in ALL {
        let now = SubmitFacts { urgent: true, start: plain_now(), ..order("urgent-help") };
        assert!(may_submit_order(&version(id), &now).is_allowed(), "{id}");
        let night = SubmitFacts { urgent: true, start: tomorrow("23:30"), ..order("urgent-help") };
        assert!(may_submit_order(&version(id), &night).flags.is_empty(), "{id}: urgent help is exempt");
        let not_urgent = SubmitFacts { start: tomorrow("23:30"), ..order("urgent-help") };
        let decision = may_submit_order(&version(id), &not_urgent);
        assert_eq!(
            decision.flags.iter().map(|f| (f.code, f.action)).collect::<Vec<_>>(),
            [("policy.late-night", Action::Note)]
        );
        assert!(!decision.needs_a_look());
    }
}

#[test]
fn r071_wuhan_limits_some_services() {
    let used = |n| SubmitFacts { item_this_month: n, minutes: Minutes(30), ..order("haircut") };
    allowed(&may_submit_order(&version(WUHAN), &used(1)), "WH-2022/2.2");
    refused(&may_submit_order(&version(WUHAN), &used(2)), "policy.quota-used", "WH-2022/2.2");
    assert!(may_submit_order(&version(NANJING), &used(200)).is_allowed());
}

#[test]
fn r130_nanjing_compares_with_paid_care() {
    let paid = SubmitFacts { paid_care: true, ..order("cleaning") };
    refused(&may_submit_order(&version(NANJING), &paid), "policy.paid-care", "NJ-2022-24/7.2");
    for id in [NANJING_2019, QINGDAO, WUHAN] {
        assert!(may_submit_order(&version(id), &paid).is_allowed(), "{id}");
    }
}

#[test]
fn r072_beijing_reviews_before_publishing() {
    assert!(version(BEIJING).parameters.review.before_publish);
    for id in [NANJING_2019, NANJING, QINGDAO, WUHAN] {
        assert!(!version(id).parameters.review.before_publish, "{id}");
    }
}

#[test]
fn r125_late_hours_note_hold_or_block() {
    let mut v = (*version(BEIJING)).clone();
    let visit =
        |start: &str, minutes| LateNightFacts { start: tomorrow(start), minutes: Minutes(minutes), urgent: false };
    let late = |v: &_, start, minutes| !late_night(v, &visit(start, minutes)).flags.is_empty();
    assert!(!late(&v, "21:00", 60) && late(&v, "21:00", 61), "until ten sharp is not late");
    assert!(late(&v, "22:00", 1) && late(&v, "05:59", 1) && !late(&v, "06:00", 60));
    assert!(late(&v, "05:00", 120) && late(&v, "07:00", 1_000));
    v.parameters.late_night.action = Action::Hold;
    assert!(late_night(&v, &visit("23:00", 30)).needs_a_look());
    v.parameters.late_night.action = Action::Block;
    refused(&late_night(&v, &visit("23:00", 30)), "policy.late-night", "TB-1/late-night");
    allowed(&late_night(&v, &visit("12:00", 30)), "TB-1/late-night");
}

#[test]
fn r087_cancelling_early_late_and_while_serving() {
    for id in ALL {
        let v = version(id);
        let at = |before, serving| {
            let start = plain_now().plus(Span::hours(9));
            may_cancel(&v, &CancelFacts { now: start.minus(Span::minutes(before)), start, serving })
        };
        assert!(at(120, false).flags.is_empty());
        assert_eq!(at(119, false).flags[0].code, "policy.cancel-late");
        allowed(&at(119, false), "TB-1/cancelling");
        refused(&at(-5, true), "policy.cancel-serving", "TB-1/cancelling");
    }
}

#[test]
fn what_is_held_and_when_offers_lapse() {
    let mut v = (*version(NANJING)).clone();
    assert_eq!(hold_minutes(&v, Minutes(60)), Minutes(60));
    v.parameters.settlement.pay_beyond_plan = true;
    assert_eq!(hold_minutes(&v, Minutes(60)), Minutes(75));
    let published = plain_now();
    assert_eq!(publish_expires(&v, published, published.plus(Span::days(9))), published.plus(Span::hours(72)));
    assert_eq!(publish_expires(&v, published, published.plus(Span::hours(9))), published.plus(Span::hours(9)));
}

#[test]
fn r079_the_check_in_window() {
    for id in ALL {
        let v = version(id);
        let at = |minutes| {
            let start = plain_now();
            may_check_in(&v, &CheckInFacts { now: start.plus(Span::minutes(minutes)), start })
        };
        allowed(&at(-30), "TB-1/visiting");
        allowed(&at(60), "TB-1/visiting");
        refused(&at(-31), "policy.check-in-early", "TB-1/visiting");
        refused(&at(61), "policy.check-in-late", "TB-1/visiting");
        let alerts = |minutes| missed_visit_alerts(&v, Span::minutes(minutes));
        assert_eq!([alerts(14), alerts(15), alerts(30), alerts(59), alerts(60), alerts(600)], [0, 1, 2, 2, 3, 3]);
        assert_eq!(forgotten_check_out_closes(&v, plain_now()), plain_now().plus(Span::hours(2)));
    }
}

#[test]
fn two_different_proofs_of_presence() {
    use ProofKind::*;
    for id in ALL {
        let v = version(id);
        for two in [[Position, DoorCode], [ElderCall, Witness], [Witness, Position]] {
            allowed(&proofs_sufficient(&v, &two), "TB-1/presence");
        }
        for too_few in [&[][..], &[Position], &[Position, Position, Position]] {
            refused(&proofs_sufficient(&v, too_few), "policy.proofs-missing", "TB-1/presence");
        }
    }
    let mut v = (*version(NANJING)).clone();
    v.parameters.presence.kinds = vec![DoorCode, ElderCall, Witness];
    refused(&proofs_sufficient(&v, &[Position, DoorCode]), "policy.proofs-missing", "TB-1/presence");
}

#[test]
fn r081_silence_needs_time_and_a_call() {
    for id in ALL {
        let v = version(id);
        let silence = |hours, call_attempts| {
            silence_confirms(&v, &SilenceFacts { since_check_out: Span::hours(hours), call_attempts })
        };
        allowed(&silence(72, 1), "TB-1/silence");
        refused(&silence(71, 9), "policy.silence-too-short", "TB-1/silence");
        refused(&silence(1_000, 0), "policy.silence-no-call", "TB-1/silence");
    }
}

#[test]
fn entries_by_hand_are_late_rarely_and_never_alone() {
    for id in ALL {
        let v = version(id);
        let article = "TB-1/back-entry";
        let plain = BackEntryFacts::plain();
        allowed(&may_back_enter(&v, &plain), article);
        let late = BackEntryFacts { since_service: Span::hours(49), ..plain.clone() };
        refused(&may_back_enter(&v, &late), "policy.back-entry-late", article);
        let tenth = BackEntryFacts { clerk_entries: 9, ..plain.clone() };
        allowed(&may_back_enter(&v, &tenth), article);
        let eleventh = BackEntryFacts { clerk_entries: 10, ..plain.clone() };
        refused(&may_back_enter(&v, &eleventh), "policy.back-entry-cap", article);
        let alone = BackEntryFacts { second_person: false, ..plain.clone() };
        refused(&may_back_enter(&v, &alone), "policy.back-entry-alone", article);
        let bare = BackEntryFacts { has_evidence: false, ..plain };
        refused(&may_back_enter(&v, &bare), "policy.back-entry-no-evidence", article);
        assert_eq!(v.parameters.back_entry.earns, EarnsAs::Honour);
    }
}

#[test]
fn c20_who_rates_whom() {
    let by_volunteer = RateFacts { by_volunteer: true, ..RateFacts::plain() };
    allowed(&may_rate(&version(NANJING), &by_volunteer), "NJ-2022-24/7.1");
    for (id, article) in
        [(BEIJING, "BJ-2022/6.1"), (NANJING_2019, "TB-1/rating"), (QINGDAO, "QD-2020/6.2"), (WUHAN, "TB-1/rating")]
    {
        refused(&may_rate(&version(id), &by_volunteer), "policy.rating-not-for-volunteers", article);
        allowed(&may_rate(&version(id), &RateFacts::plain()), article);
        let late = RateFacts { days: 15, ..RateFacts::plain() };
        refused(&may_rate(&version(id), &late), "policy.rating-closed", "TB-1/rating-form");
        for mark in [0, 6] {
            let odd = RateFacts { mark, ..RateFacts::plain() };
            refused(&may_rate(&version(id), &odd), "policy.rating-mark", "TB-1/rating-form");
        }
    }
}
