//! Who may earn and who may receive, in every city.

use crate::{ALL, BEIJING, NANJING, NANJING_2019, QINGDAO, WUHAN, allowed, refused, version};
use std::collections::BTreeSet;
use tb_policy::rules::{
    ActivateFacts, ElderFacts, MinorFacts, VolunteerFacts, guardian_at_visit, is_minor, may_act_as_minor,
    may_activate_volunteer, may_register_elder, may_register_volunteer, recipient_classes,
};
use tb_policy::rules::{CategoryFacts, Ground, categories};
use tb_policy::{AbilityLevel, Check, Trait};

fn volunteer(age: i64) -> VolunteerFacts {
    VolunteerFacts { age, ..VolunteerFacts::plain() }
}

#[test]
fn c1_grown_ups_may_register() {
    for (id, article) in [
        (BEIJING, "BJ-2022/1.1"),
        (NANJING_2019, "TB-1/volunteer-age"),
        (NANJING, "TB-1/volunteer-age"),
        (QINGDAO, "QD-2020/1.1"),
        (WUHAN, "TB-1/volunteer-age"),
    ] {
        allowed(&may_register_volunteer(&version(id), &volunteer(18)), article);
        allowed(&may_register_volunteer(&version(id), &volunteer(75)), article);
    }
}

#[test]
fn c21_minors_only_where_the_city_lets_them() {
    for (id, article) in [(QINGDAO, "QD-2020/1.1"), (WUHAN, "TB-1/volunteer-age"), (NANJING_2019, "TB-1/volunteer-age")]
    {
        refused(&may_register_volunteer(&version(id), &volunteer(17)), "policy.too-young", article);
    }
    for (id, right) in [(BEIJING, "BJ-2022/1.1"), (NANJING, "TB-1/volunteer-age")] {
        allowed(&may_register_volunteer(&version(id), &volunteer(16)), right);
        let too_young = may_register_volunteer(&version(id), &volunteer(13));
        refused(&too_young, "policy.minor-too-young", "TB-1/minor-limits");
    }
    let no_student = VolunteerFacts { student: false, ..volunteer(17) };
    refused(&may_register_volunteer(&version(NANJING), &no_student), "policy.minor-not-student", "NJ-2022-24/2.1");
    let no_guardian = VolunteerFacts { guardian_confirmed: false, ..volunteer(16) };
    refused(&may_register_volunteer(&version(BEIJING), &no_guardian), "policy.guardian-missing", "BJ-2022/1.3");
    refused(&may_register_volunteer(&version(NANJING), &no_guardian), "policy.guardian-missing", "TB-1/guardian");
    let grown_up_without = VolunteerFacts { guardian_confirmed: false, student: false, ..volunteer(40) };
    allowed(&may_register_volunteer(&version(BEIJING), &grown_up_without), "BJ-2022/1.1");
    assert!(is_minor(&version(BEIJING), 17) && !is_minor(&version(BEIJING), 18));
}

#[test]
fn the_refusal_carries_what_its_sentence_needs() {
    let decision = may_register_volunteer(&version(QINGDAO), &volunteer(17));
    let args = &decision.refusal().unwrap().args;
    assert_eq!(args, &[("min".into(), "18".into()), ("age".into(), "17".into())]);
    assert!(decision.facts.iter().any(|fact| fact.name == "age" && fact.value == "17"));
}

#[test]
fn r034_beijing_asks_for_residence_and_the_others_do_not() {
    let visitor = VolunteerFacts { resident: false, ..VolunteerFacts::plain() };
    refused(&may_register_volunteer(&version(BEIJING), &visitor), "policy.not-resident", "BJ-2022/1.2");
    for id in [NANJING_2019, NANJING, QINGDAO, WUHAN] {
        assert!(may_register_volunteer(&version(id), &visitor).is_allowed(), "{id}");
    }
}

#[test]
fn an_upper_age_is_kept_where_one_is_set() {
    let mut qingdao = (*version(QINGDAO)).clone();
    qingdao.parameters.volunteer_age.max = Some(70);
    allowed(&may_register_volunteer(&qingdao, &volunteer(70)), "QD-2020/1.1");
    refused(&may_register_volunteer(&qingdao, &volunteer(71)), "policy.too-old", "QD-2020/1.1");
}

#[test]
fn c22_what_stands_before_the_first_service() {
    for (id, gate, checks) in [
        (BEIJING, "BJ-2022/1.5", "BJ-2022/1.4"),
        (NANJING_2019, "TB-1/gate", "TB-1/checks"),
        (NANJING, "NJ-2022-24/2.2", "TB-1/checks"),
        (QINGDAO, "QD-2020/1.3", "QD-2020/1.2"),
        (WUHAN, "TB-1/gate", "TB-1/checks"),
    ] {
        let version = version(id);
        allowed(&may_activate_volunteer(&version, &ActivateFacts::plain()), gate);
        let untrained = ActivateFacts { trained: false, ..ActivateFacts::plain() };
        refused(&may_activate_volunteer(&version, &untrained), "policy.not-trained", gate);
        let unknown = ActivateFacts { checks: BTreeSet::from([Check::Health]), ..ActivateFacts::plain() };
        refused(&may_activate_volunteer(&version, &unknown), "policy.check-missing", checks);
    }
}

#[test]
fn r037_nanjing_asks_for_a_test_and_the_others_do_not() {
    let no_exam = ActivateFacts { exam_percent: None, ..ActivateFacts::plain() };
    let failed = ActivateFacts { exam_percent: Some(79), ..ActivateFacts::plain() };
    let passed = ActivateFacts { exam_percent: Some(80), ..ActivateFacts::plain() };
    refused(&may_activate_volunteer(&version(NANJING), &no_exam), "policy.exam-missing", "NJ-2022-24/2.2");
    refused(&may_activate_volunteer(&version(NANJING), &failed), "policy.exam-not-passed", "TB-1/exam");
    allowed(&may_activate_volunteer(&version(NANJING), &passed), "NJ-2022-24/2.2");
    for id in [BEIJING, NANJING_2019, QINGDAO, WUHAN] {
        assert!(may_activate_volunteer(&version(id), &no_exam).is_allowed(), "{id}");
    }
}

#[test]
fn r033_qingdao_looks_at_credit_and_offences() {
    let two = ActivateFacts { checks: BTreeSet::from([Check::Identity, Check::Health]), ..ActivateFacts::plain() };
    refused(&may_activate_volunteer(&version(QINGDAO), &two), "policy.check-missing", "QD-2020/1.2");
    assert!(may_activate_volunteer(&version(BEIJING), &two).is_allowed());
}

fn elder(age: i64, traits: &[Trait]) -> ElderFacts {
    ElderFacts { age, traits: traits.iter().copied().collect(), ..ElderFacts::plain() }
}
const ALONE: [Trait; 2] = [Trait::EmptyNest, Trait::LivingAlone];

#[test]
fn r050_key_elders_of_nanjing_and_qingdao() {
    for (id, key) in [(NANJING_2019, "NJ-2019/2.2"), (NANJING, "NJ-2022-24/3.2"), (QINGDAO, "QD-2020/2.2")] {
        let version = version(id);
        let codes = |age, traits: &[Trait]| {
            let traits = traits.iter().copied().collect();
            recipient_classes(&version, age, &traits).iter().map(|c| c.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(codes(80, &ALONE), ["key"]);
        assert!(codes(79, &ALONE).is_empty());
        assert_eq!(codes(60, &[ALONE[0], ALONE[1], Trait::LowIncome]), ["key"]);
        assert_eq!(codes(79, &[ALONE[0], ALONE[1], Trait::SemiDisabled]), ["key"]);
        assert!(codes(70, &[Trait::LivingAlone, Trait::Disabled]).is_empty());
        assert_eq!(codes(60, &[Trait::HoldsTime]), ["holder"]);
        allowed(&may_register_elder(&version, &elder(80, &ALONE)), key);
    }
}

#[test]
fn c2_classes_of_the_other_cities() {
    allowed(&may_register_elder(&version(NANJING), &elder(66, &[Trait::LeftBehindRural])), "NJ-2022-24/3.3");
    allowed(&may_register_elder(&version(WUHAN), &elder(66, &[Trait::Dementia])), "WH-2022/1.2");
    allowed(&may_register_elder(&version(BEIJING), &elder(66, &[Trait::FamilyPlanningSpecial])), "BJ-2022/2.2");
    let beijing = version(BEIJING);
    let special = beijing.parameters.recipients.classes.iter().filter(|class| class.priority).count();
    assert_eq!(special, 7, "R054");
}

#[test]
fn r055_all_who_wish_are_registered() {
    for id in ALL {
        allowed(&may_register_elder(&version(id), &elder(60, &[])), "TB-1/open-registration");
    }
    let mut closed = (*version(WUHAN)).clone();
    closed.parameters.open_registration.allowed = false;
    refused(&may_register_elder(&closed, &elder(60, &[])), "policy.no-class", "TB-1/open-registration");
    allowed(&may_register_elder(&closed, &elder(60, &[Trait::LivingAlone])), "WH-2022/1.2");
}

#[test]
fn elders_are_sixty_and_known() {
    for (id, article) in [
        (BEIJING, "BJ-2022/2.1"),
        (NANJING_2019, "NJ-2019/2.1"),
        (NANJING, "NJ-2022-24/3.1"),
        (QINGDAO, "QD-2020/2.1"),
        (WUHAN, "TB-1/recipients"),
    ] {
        let version = version(id);
        refused(&may_register_elder(&version, &elder(59, &ALONE)), "policy.elder-too-young", article);
        let unknown = ElderFacts { identity_verified: false, ..elder(80, &ALONE) };
        refused(&may_register_elder(&version, &unknown), "policy.elder-not-identified", article);
    }
    let mut strict = (*version(WUHAN)).clone();
    strict.parameters.recipients.resident_required = true;
    let guest = ElderFacts { resident: false, ..elder(80, &ALONE) };
    refused(&may_register_elder(&strict, &guest), "policy.elder-not-resident", "TB-1/recipients");
}

#[test]
fn r059_an_assessment_decides_while_it_is_valid_and_age_always() {
    let declared = BTreeSet::from([Trait::Disabled, Trait::LivingAlone, Trait::AdvancedAge]);
    for id in ALL {
        let version = version(id);
        let holds = |age: i64, assessment: Option<(AbilityLevel, bool)>| {
            let facts = CategoryFacts { age, confirmed: declared.clone(), assessment };
            let found = categories(&version, &facts);
            assert!(found.iter().all(|category| category.article.as_str() == "TB-1/categories"));
            found.into_iter().map(|category| (category.holds, category.ground)).collect::<Vec<_>>()
        };
        let alone = (Trait::LivingAlone, Ground::Confirmed);
        assert_eq!(holds(79, None), [alone, (Trait::Disabled, Ground::Confirmed)], "79 is not of advanced age");
        assert_eq!(holds(79, Some((AbilityLevel::Intact, true))), [alone], "what was declared is not true");
        assert_eq!(holds(79, Some((AbilityLevel::Moderate, true))), [alone, (Trait::SemiDisabled, Ground::Assessment)]);
        assert_eq!(holds(79, Some((AbilityLevel::Severe, true))), [alone, (Trait::Disabled, Ground::Assessment)]);
        assert_eq!(holds(79, Some((AbilityLevel::Complete, false))), [alone], "it has run out");
        assert_eq!(holds(80, Some((AbilityLevel::Complete, false))), [alone, (Trait::AdvancedAge, Ground::Age)]);
    }
}

#[test]
fn the_young_do_nothing_alone_and_their_guardian_is_there() {
    let alone = |age| MinorFacts { age, guardian: false };
    let together = |age| MinorFacts { age, guardian: true };
    for (id, article) in [(BEIJING, "BJ-2022/1.3"), (NANJING, "TB-1/guardian")] {
        let city = version(id);
        refused(&may_act_as_minor(&city, &alone(16)), "policy.minor-alone", article);
        allowed(&may_act_as_minor(&city, &together(16)), article);
        allowed(&may_act_as_minor(&city, &alone(18)), article);
        allowed(&guardian_at_visit(&city, &together(16)), article);
        allowed(&guardian_at_visit(&city, &alone(18)), article);
    }
    refused(&guardian_at_visit(&version(BEIJING), &alone(16)), "policy.guardian-not-present", "BJ-2022/1.3");
}
