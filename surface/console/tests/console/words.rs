//! Every code that a page puts behind a prefix has its word in both languages.

use tb_kernel::Role;
use tb_ledger::{AccountKind, PostingKind, SubjectKind};
use tb_orders::{Flag, InvitationState, OrderState, Phase, ProofVerdict, Side, Step, TAGS};
use tb_people::{EnrolmentState, GrantState, Language, LinkState, SessionKind};
use tb_policy::{Check, Licence, ProofKind, Risk, Trait};
use tb_words::{LANGUAGES, Words};

#[test]
fn every_code_has_a_word() {
    let words = Words::strict();
    let dashed = |code: &str| code.replace(['_', '.'], "-");
    let mut keys: Vec<String> = Vec::new();
    let mut add = |prefix: &str, codes: Vec<&str>| keys.extend(codes.iter().map(|code| format!("{prefix}{code}")));
    add("orders-state-", OrderState::ALL.iter().map(|one| one.code()).collect());
    add("console-account-", AccountKind::ALL.iter().map(|one| one.code()).collect());
    add("console-subject-", SubjectKind::ALL.iter().map(|one| one.code()).collect());
    add("ledger-kind-", PostingKind::ALL.iter().map(|one| one.code()).collect());
    add("console-invited-", InvitationState::ALL.iter().map(|one| one.code()).collect());
    add("orders-phase-", Phase::ALL.iter().map(|one| one.code()).collect());
    add("orders-side-", Side::ALL.iter().map(|one| one.code()).collect());
    add("orders-verdict-", ProofVerdict::ALL.iter().map(|one| one.code()).collect());
    add("orders-tag-", TAGS.to_vec());
    add("people-state-", EnrolmentState::ALL.iter().map(|one| one.code()).collect());
    add("people-grant-", GrantState::ALL.iter().map(|one| one.code()).collect());
    add("people-link-state-", LinkState::ALL.iter().map(|one| one.code()).collect());
    add("people-session-", SessionKind::ALL.iter().map(|one| one.code()).collect());
    add("console-language-", Language::ALL.iter().map(|one| one.code()).collect());
    add("people-role-", Role::ALL.iter().map(|one| one.code()).collect());
    add("console-check-", Check::ALL.iter().map(|one| one.code()).collect());
    add("way-result-", tb_people::CheckResult::ALL.iter().map(|one| one.code()).collect());
    add("way-source-", tb_people::CheckSource::ALL.iter().map(|one| one.code()).collect());
    add("way-bar-", tb_people::BarState::ALL.iter().map(|one| one.code()).collect());
    add("volunteers-paper-", tb_volunteers::PaperState::ALL.iter().map(|one| one.code()).collect());
    add("volunteers-batch-", tb_volunteers::BatchState::ALL.iter().map(|one| one.code()).collect());
    add("volunteers-request-", tb_volunteers::RequestState::ALL.iter().map(|one| one.code()).collect());
    add("volunteers-route-", tb_volunteers::Route::ALL.iter().map(|one| one.code()).collect());
    add("volunteers-step-", tb_volunteers::Step::ALL.iter().map(|one| one.code()).collect());
    add("learn-course-", tb_learning::CourseState::ALL.iter().map(|one| one.code()).collect());
    add("learn-question-", tb_learning::QuestionState::ALL.iter().map(|one| one.code()).collect());
    add("learn-lesson-", tb_learning::LessonState::ALL.iter().map(|one| one.code()).collect());
    add("learn-seat-", tb_learning::SeatState::ALL.iter().map(|one| one.code()).collect());
    add("learn-state-", tb_learning::AttemptState::ALL.iter().map(|one| one.code()).collect());
    add("people-licence-", Licence::ALL.iter().map(|one| one.code()).collect());
    add("people-trait-", Trait::ALL.iter().map(|one| one.code()).collect());
    add("console-risk-", Risk::ALL.iter().map(|one| one.code()).collect());
    add("policy-act-", tb_policy::Act::NAMES.to_vec());
    keys.extend(Step::ALL.iter().map(|one| format!("orders-step-{}", dashed(one.code()))));
    keys.extend(Flag::ALL.iter().map(|one| format!("orders-flag-{}", dashed(one.code()))));
    keys.extend(ProofKind::ALL.iter().map(|one| format!("orders-proof-{}", dashed(one.code()))));
    for act in tb_policy::Act::NAMES {
        let facts = tb_policy::Act::plain(act).unwrap().facts();
        keys.extend(facts.iter().map(|fact| format!("console-rule-fact-{}", dashed(fact.name))));
    }
    for lang in LANGUAGES {
        let text = words.lang(lang);
        let silent: Vec<&String> = keys.iter().filter(|key| !text.has(key)).collect();
        assert!(silent.is_empty(), "{lang}: {silent:?}");
    }
}
