//! Sets that contradict themselves are found out: each test breaks one thing in a sound set and reads the finding.

use crate::{day, node, version};
use std::sync::Arc;
use tb_kernel::Minutes;
use tb_policy::load;
use tb_policy::*;

/// The findings of a city's set after `change` to the version with this id.
fn after(id: &str, change: impl FnOnce(&mut Version)) -> Vec<Finding> {
    let sets = load::builtin().expect("the four sets load");
    let holds = |set: &PolicySet| set.versions.iter().position(|v| v.id.as_str() == id);
    let (mut set, at) = sets.into_iter().find_map(|set| holds(&set).map(|at| (set, at))).expect("a known version");
    let mut changed = (*version(id)).clone();
    change(&mut changed);
    set.versions[at] = Arc::new(changed);
    check(&set)
}
#[track_caller]
fn finds(id: &str, code: &str, change: impl FnOnce(&mut Version)) -> Finding {
    let findings = after(id, change);
    let found = findings.iter().find(|finding| finding.code == code);
    found.unwrap_or_else(|| panic!("{code} not among {findings:#?}")).clone()
}
fn broken(code: &str, change: impl FnOnce(&mut Parameters)) {
    let finding = finds("BJ-2022", code, |v| change(&mut v.parameters));
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.version.as_deref(), Some("BJ-2022"));
}

#[test]
fn a_cap_of_1500_hours_and_a_promise_at_10000_cannot_both_be() {
    let finding = finds("BJ-2022", "policy.check-entitlement-cap", |v| {
        v.parameters.balance_cap.cap = Some(Minutes::hours(1_500));
    });
    assert_eq!(finding.article.as_deref(), Some("BJ-2022/5.5"));
    assert!(finding.args.contains(&("cap", "90000".to_owned())));
    let enough = after("BJ-2022", |v| v.parameters.balance_cap.cap = Some(Minutes::hours(10_000)));
    assert!(enough.is_empty(), "{enough:?}");

    let mut book = PolicyBook::empty();
    let mut set = load::builtin().unwrap().remove(0);
    let mut capped = (*set.versions[0]).clone();
    capped.parameters.balance_cap.cap = Some(Minutes::hours(1_500));
    set.versions[0] = Arc::new(capped);
    let error = book.add(set).unwrap_err();
    assert!(error.to_string().contains("policy.check-entitlement-cap"), "{error}");
    assert_eq!(book.sets().count(), 0);
}

#[test]
fn a_promise_must_fit_into_a_life() {
    // Two hours a day: 13.7 years. Twenty minutes a day: 82 years.
    assert!(after("BJ-2022", |v| v.parameters.earn_caps.daily = Some(Minutes(120))).is_empty());
    let finding = finds("BJ-2022", "policy.check-entitlement-years", |v| {
        v.parameters.earn_caps.daily = Some(Minutes(20));
    });
    assert!(finding.args.contains(&("years", "83".to_owned())), "{finding}");
    // Three hours a week: 64 years.
    broken("policy.check-entitlement-years", |p| p.earn_caps.weekly = Some(Minutes(180)));
    broken("policy.check-entitlement-expiry", |p| p.earned_expiry.months = Some(24));
    assert!(after("BJ-2022", |v| v.parameters.earned_expiry.months = Some(120)).is_empty());
}

#[test]
fn versions_follow_one_another_day_by_day() {
    let end = |last: Option<Day>| move |v: &mut Version| v.effective_to = last;
    use tb_kernel::Day;
    finds("NJ-2019", "policy.check-version-gap", end(Some(day("2022-09-29"))));
    finds("NJ-2019", "policy.check-version-overlap", end(Some(day("2022-10-01"))));
    finds("NJ-2019", "policy.check-version-overlap", end(None));
    finds("NJ-2019", "policy.check-version-dates", end(Some(day("2019-09-30"))));
    let mut set = load::builtin().unwrap().remove(1);
    set.versions.push(Arc::clone(&set.versions[0]));
    assert!(check(&set).iter().any(|f| f.code == "policy.check-version-twice"));
    set.versions.clear();
    assert_eq!(check(&set)[0].code, "policy.check-no-version");
    set.city = node("320000000000");
    assert!(check(&set).iter().any(|f| f.code == "policy.check-city"));
}

#[test]
fn everything_rests_on_an_article_in_force() {
    let finding =
        finds("BJ-2022", "policy.check-article-unknown", |v| v.parameters.redeem.article = "BJ-2022/9.9".into());
    assert!(finding.args.contains(&("name", "redeem".to_owned())));
    finds("BJ-2022", "policy.check-article-unknown", |v| v.items[0].article = "BJ-2022/9.9".into());
    finds("BJ-2022", "policy.check-article-twice", |v| v.articles.push(v.articles[0].clone()));
    finds("BJ-2022", "policy.check-article-dates", |v| v.articles[0].effective_from = Some(day("2022-05-31")));
    finds("NJ-2019", "policy.check-article-dates", |v| v.articles[0].effective_to = Some(day("2022-10-01")));
    finds("BJ-2022", "policy.check-article-not-in-force", |v| v.articles[0].effective_from = Some(day("2023-01-01")));
    finds("BJ-2022", "policy.check-article-not-in-force", |v| v.articles[0].effective_to = Some(day("2030-01-01")));
    finds("BJ-2022", "policy.check-article-id", |v| v.articles[0].id = "XX-1/1".into());
    finds("BJ-2022", "policy.check-requirement", |v| v.articles[0].requirements.push("R198".to_owned()));
    finds("BJ-2022", "policy.check-text-missing", |v| v.articles[0].text.en = " ".to_owned());
    finds("BJ-2022", "policy.check-text-missing", |v| v.items[0].name.zh.clear());
    let unused = finds("BJ-2022", "policy.check-article-unused", |v| {
        let mut article = v.articles[0].clone();
        article.id = "BJ-2022/9.9".into();
        v.articles.push(article);
    });
    assert_eq!(unused.severity, Severity::Warning);
}

#[test]
fn services_agree_with_themselves_and_the_rules() {
    let item = |code: &'static str, change: fn(&mut Item)| finds("WH-2022", code, |v| change(&mut v.items[0]));
    item("policy.check-category-unknown", |i| i.category = "magic".to_owned());
    item("policy.check-item-length", |i| i.minutes.usual = Minutes(5));
    item("policy.check-item-length", |i| i.minutes.max = Minutes(25));
    item("policy.check-item-length", |i| i.minutes.min = Minutes(0));
    item("policy.check-item-hours", |i| i.hours = Hours { from: i.hours.to, to: i.hours.from });
    item("policy.check-item-window", |i| i.hours.to = TimeOfDay::parse("07:00").unwrap());
    item("policy.check-item-radius", |i| i.radius_m = 29);
    item("policy.check-item-radius", |i| i.radius_m = 2_001);
    item("policy.check-item-licence", |i| i.licence = Some(Licence::Nurse));
    item("policy.check-item-place", |i| i.only_in = Some(node("420200000000")));
    item("policy.check-item-unpaid", |i| i.minutes.min = Minutes(9));
    finds("WH-2022", "policy.check-item-unpaid", |v| v.parameters.rounding.step = Minutes(60));
    finds("WH-2022", "policy.check-item-night", |v| {
        v.parameters.late_night.action = Action::Block;
        v.items[0].hours.to = TimeOfDay::parse("23:00").unwrap();
    });
    assert!(after("WH-2022", |v| v.parameters.late_night.action = Action::Block).is_empty());
    finds("WH-2022", "policy.check-twice", |v| v.items.push(v.items[0].clone()));
    finds("WH-2022", "policy.check-twice", |v| v.categories.push(v.categories[0].clone()));
}

#[test]
fn numbers_out_of_range() {
    let number = |name: &str, change: fn(&mut Parameters)| {
        let findings = after("BJ-2022", |v| change(&mut v.parameters));
        let hit = |f: &Finding| f.code == "policy.check-number" && f.args.contains(&("name", name.to_owned()));
        assert!(findings.iter().any(hit), "{name}: {findings:#?}");
    };
    number("unit.minutes_per_unit", |p| p.unit.minutes_per_unit = Minutes(0));
    number("rounding.step", |p| p.rounding.step = Minutes(0));
    number("settlement.tolerance", |p| p.settlement.tolerance = Minutes(-1));
    number("settlement.min_service", |p| p.settlement.min_service = Minutes(0));
    number("earned_expiry.months", |p| p.earned_expiry.months = Some(0));
    number("earn_caps.daily", |p| p.earn_caps.daily = Some(Minutes(0)));
    number("earn_caps.weekly", |p| p.earn_caps.weekly = Some(Minutes(-1)));
    number("balance_cap.cap", |p| p.balance_cap.cap = Some(Minutes(0)));
    number("volunteer_age.max", |p| p.volunteer_age.max = Some(17));
    number("minor_limits.min_age", |p| p.minor_limits.min_age = 18);
    number("exam.pass_percent", |p| p.exam.pass_percent = 101);
    number("age_preference.helper_to", |p| p.age_preference.helper_to = 59);
    number("ordering.max_open_orders", |p| p.ordering.max_open_orders = 0);
    number("ordering.min_lead", |p| p.ordering.min_lead = Minutes(-1));
    number("ordering.max_minutes", |p| p.ordering.max_minutes = Minutes(0));
    number("ordering.publish_expiry_hours", |p| p.ordering.publish_expiry_hours = 0);
    number("cancelling.deadline", |p| p.cancelling.deadline = Minutes(-1));
    number("visiting.check_in_early", |p| p.visiting.check_in_early = Minutes(-1));
    number("visiting.check_in_late", |p| p.visiting.check_in_late = Minutes(-1));
    number("visiting.gap", |p| p.visiting.gap = Minutes(-1));
    number("presence.needed", |p| p.presence.needed = 5);
    number("presence.needed", |p| p.presence.needed = 0);
    number("silence.after_hours", |p| p.silence.after_hours = 0);
    number("rating_form.highest", |p| p.rating_form.highest = 1);
    number("grant_recheck.months", |p| p.grant_recheck.months = 0);
    number("grant_amount.minutes", |p| p.grant_amount.minutes = Minutes(0));
    number("grant_amount.expires_days", |p| p.grant_amount.expires_days = 0);
    number("grant_amount.by_district", |p| {
        p.grant_amount.by_district.insert(node("320102000000"), Minutes(60));
    });
}

#[test]
fn ladders_rise_and_names_exist() {
    broken("policy.check-not-rising", |p| p.stars.levels.swap(0, 1));
    broken("policy.check-not-rising", |p| p.missed_visit.alert_after = vec![Minutes(30), Minutes(15)]);
    broken("policy.check-not-rising", |p| p.missed_visit.alert_after.clear());
    broken("policy.check-not-rising", |p| p.sanctions.ladder.reverse());
    broken("policy.check-not-rising", |p| p.sanctions.ladder.clear());
    broken("policy.check-class-unknown", |p| p.grant.classes.push("rich".to_owned()));
    broken("policy.check-class-unknown", |p| p.donation.priority_classes.push("rich".to_owned()));
    broken("policy.check-twice", |p| p.recipients.classes.push(p.recipients.classes[0].clone()));
    broken("policy.check-twice", |p| p.entitlements.list.push(p.entitlements.list[0].clone()));
    broken("policy.check-hold-order", |p| p.hold.use_first = vec![TimeClass::Earned]);
}

#[test]
fn promises_that_nobody_could_use() {
    broken("policy.check-gift-no-kin", |p| p.gift.kin.clear());
    broken("policy.check-gift-caps", |p| p.gift_caps.daily = Minutes(12_001));
    broken("policy.check-gift-caps", |p| p.gift_caps.daily = Minutes(0));
    broken("policy.check-redeem-nobody", |p| p.redeem.alternatives.clear());
    broken("policy.check-earn-caps", |p| p.earn_caps.weekly = Some(Minutes(479)));
    broken("policy.check-earn-caps", |p| p.earn_caps.daily = Some(Minutes(10)));
}
