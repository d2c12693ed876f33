//! Checks on record: what holds, what runs out, what a register's no means for a tick; shutting out and objecting.

mod common;

use common::*;
use tb_db::Migration;
use tb_db::testing::on_both;
use tb_journal::Work;
use tb_kernel::*;
use tb_people::*;
use tb_policy::Check;

/// The officers of these tests exist only in the test; what the database asks of real seats is told in `seats` and in the
/// stories of four eyes.
const UNSEATED: Migration = Migration {
    slice: "test",
    number: 1,
    name: "unseated",
    sql: "-- only: sqlite\ndrop trigger approval_covered;\n-- end\n\
          -- only: postgres\ndrop trigger approval_covered on approval;\n-- end\n",
};

/// Puts a check on record as another slice does.
async fn from_register(world: &World, one: NewVerification) -> u64 {
    let core = &world.people.core;
    let mut tx = core.db.begin().await.unwrap();
    let (actor, now) = (Actor::system(), core.now());
    let mut work = Work::new(&mut tx, &actor, now, &core.entropy);
    let added = world.people.record_checks(&mut work, &[one]).await.unwrap();
    tx.commit().await.unwrap();
    added
}

fn answer(world: &World, person: PersonId, kind: Check, result: CheckResult, n: u128) -> NewVerification {
    NewVerification {
        person,
        kind,
        result,
        source: CheckSource::Gateway,
        reference: "register".into(),
        score: None,
        checked_on: world.today(),
        origin: Some(uuid::Uuid::from_u128(n)),
    }
}

#[tokio::test]
async fn what_was_checked_stands_on_record_and_activation_rests_on_it() {
    on_both(&[migrations(), vec![UNSEATED]].concat(), |db| async move {
        let world = World::new(db);
        let made = world.register(&clerk(1, world.street()), world.volunteering(1)).await.unwrap();
        let officer = officer(2, DISTRICT);
        for (kind, n) in [(Check::Identity, 1), (Check::Training, 2)] {
            assert_eq!(from_register(&world, answer(&world, made.person, kind, CheckResult::Passed, n)).await, 1);
            // The same answer again counts once.
            assert_eq!(from_register(&world, answer(&world, made.person, kind, CheckResult::Passed, n)).await, 0);
        }
        // The officer ticks nothing of what the registers answered; what is missing is named, with its article.
        let rest = Checks { passed: [Check::Health].into(), ..Checks::default() };
        let id = made.enrolment.unwrap();
        let refused = world.people.approve(&officer, &world.key(), id, rest.clone()).await.unwrap_err();
        let refusal = refused.refusal().unwrap();
        assert_eq!(refusal.code, "policy.exam-missing");
        assert!(refusal.article.is_some());
        let badly = Checks { exam_percent: Some(50), ..rest.clone() };
        assert_eq!(code(world.people.approve(&officer, &world.key(), id, badly).await), "policy.exam-not-passed");
        let passed = Checks { exam_percent: Some(90), ..rest };
        world.people.approve(&officer, &world.key(), id, passed).await.unwrap();

        let way = world.people.way(&citizen(made.person), made.person).await.unwrap();
        let line = |kind| way.checks.iter().find(|line| line.kind == kind).unwrap().clone();
        assert!(line(Check::Identity).holds && line(Check::Exam).holds && line(Check::Age).holds);
        assert_eq!(line(Check::Identity).latest.unwrap().source, CheckSource::Gateway);
        assert_eq!(line(Check::Health).latest.unwrap().source, CheckSource::Declared);
        assert_eq!(line(Check::Age).latest.unwrap().source, CheckSource::Identity);
        assert!(!line(Check::Credit).holds && line(Check::Credit).article.is_none());
        // Refused attempts left nothing behind: the failed exam is not on record.
        assert_eq!(way.history.len(), 5);
        let other = world.people.way(&citizen(PersonId(uuid::Uuid::nil())), made.person).await;
        assert_eq!(code(other), "common.not-found");
    })
    .await;
}

#[tokio::test]
async fn a_check_runs_out_and_is_announced_before() {
    on_both(&[migrations(), vec![UNSEATED]].concat(), |db| async move {
        let world = World::new(db);
        let person = world.volunteer(1).await;
        let officer = officer(2, DISTRICT);
        let holds = |day: Day| {
            let people = world.people.clone();
            async move { people.checks_holding(&mut people.core.db.read(), person, day).await.unwrap() }
        };
        let today = world.today();
        assert!(holds(today.plus_months(24)).await.contains(&Check::Training));
        assert!(!holds(today.plus_months(24).plus_days(1)).await.contains(&Check::Training));
        assert!(holds(today.plus_months(24).plus_days(1)).await.contains(&Check::Identity));
        assert!(world.people.ending_checks(&officer, None).await.unwrap().is_empty());
        world.clock.advance(Span::days(350));
        let ending = world.people.ending_checks(&officer, None).await.unwrap();
        let kinds: Vec<Check> = ending.iter().map(|(check, _)| check.kind).collect();
        assert!(kinds.contains(&Check::Credit) && !kinds.contains(&Check::Training), "{kinds:?}");
        let again = CheckSeen {
            kind: Check::Credit,
            result: CheckResult::Passed,
            reference: "信用报告".into(),
            checked_on: None,
        };
        world.people.verify(&officer, &world.key(), person, again).await.unwrap();
        let kinds = world.people.ending_checks(&officer, None).await.unwrap();
        assert!(kinds.iter().all(|(check, _)| check.kind != Check::Credit));
        assert!(world.people.ending_checks(&common::officer(3, OTHER_DISTRICT), None).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_tick_does_not_outweigh_a_registers_no() {
    on_both(&[migrations(), vec![UNSEATED]].concat(), |db| async move {
        let world = World::new(db);
        let made = world.register(&clerk(1, world.street()), world.volunteering(1)).await.unwrap();
        let (officer, id) = (officer(2, DISTRICT), made.enrolment.unwrap());
        from_register(&world, answer(&world, made.person, Check::Identity, CheckResult::Failed, 1)).await;
        let refusal = world.people.approve(&officer, &world.key(), id, fine()).await.unwrap_err();
        assert_eq!(refusal.refusal().unwrap().code, "people.check-contradicted");
        let seen = |reference: &str, day: Option<Day>| CheckSeen {
            kind: Check::Identity,
            result: CheckResult::Passed,
            reference: reference.into(),
            checked_on: day,
        };
        let verify = |actor: Actor, seen: CheckSeen| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.verify(&actor, &key, made.person, seen).await }
        };
        assert_eq!(
            faults(verify(officer.clone(), seen(" ", Some(world.today().plus_days(1)))).await),
            ["reference people.missing", "checked_on people.check-day"]
        );
        assert_eq!(code(verify(clerk(1, world.street()), seen("身份证原件", None)).await), "people.not-allowed");
        assert_eq!(code(verify(citizen(made.person), seen("身份证原件", None)).await), "common.not-found");
        world.clock.advance(Span::minutes(1));
        verify(officer.clone(), seen("身份证原件", None)).await.unwrap();
        world.people.approve(&officer, &world.key(), id, fine()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn shutting_out_takes_two_and_an_objection_a_third() {
    on_both(&[migrations(), vec![UNSEATED]].concat(), |db| async move {
        let world = World::new(db);
        let person = world.volunteer(1).await;
        let (maker, checker, third) = (officer(2, DISTRICT), officer(3, DISTRICT), officer(4, DISTRICT));
        let version = world.people.policies.at(DISTRICT, world.today()).unwrap();
        let article = version.parameters.barring.article.to_string();
        let asked = |article: &str| BarAsked {
            person,
            kind: EnrolmentKind::Volunteer,
            reason: "多次冒用他人签到".into(),
            article: article.into(),
        };
        let propose = |actor: Actor, article: String| {
            let (people, key, asked) = (world.people.clone(), world.key(), asked(&article));
            async move { people.propose_bar(&actor, &key, asked).await }
        };
        assert_eq!(code(propose(clerk(1, world.street()), article.clone()).await), "people.not-allowed");
        assert_eq!(faults(propose(maker.clone(), "NO-1".into()).await), ["article people.article-unknown"]);
        let approval = propose(maker.clone(), article.clone()).await.unwrap();
        let decide = |actor: Actor, approve: bool| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.decide_bar(&actor, &key, approval, approve, "属实").await }
        };
        assert_eq!(code(decide(maker.clone(), true).await), "approval.own");
        assert_eq!(code(decide(officer(5, OTHER_DISTRICT), true).await), "common.not-found");
        let bar = decide(checker.clone(), true).await.unwrap().unwrap();
        assert_eq!(code(decide(third.clone(), true).await), "approval.closed");

        let facts = world.people.facts_of_one(&mut world.people.core.db.read(), person).await.unwrap();
        assert_eq!(facts.volunteer, Some(EnrolmentState::Exited));
        // Neither as oneself nor through a desk.
        let Some(claims) = world.volunteering(1).claims else { panic!("a volunteer's claims") };
        let enrol = Enrol { claims, consent: "privacy-1".into() };
        let refused = world.people.enrol(&citizen(person), &world.key(), enrol.clone()).await.unwrap_err();
        assert_eq!(refused.refusal().unwrap().code, "people.barred");
        assert_eq!(refused.refusal().unwrap().article.as_deref(), Some(article.as_str()));
        let desk = world.register(&clerk(1, world.street()), world.volunteering(1)).await;
        assert_eq!(code(desk), "people.barred");

        let appeal = |actor: Actor, text: &'static str| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.appeal(&actor, &key, bar, text).await }
        };
        let rule = |actor: Actor, lift: bool| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.decide_appeal(&actor, &key, bar, lift, "查明不属实").await }
        };
        assert_eq!(code(rule(third.clone(), true).await), "people.bar-closed");
        assert_eq!(code(appeal(citizen(PersonId(uuid::Uuid::nil())), "不是我").await), "common.not-found");
        assert_eq!(faults(appeal(citizen(person), " ").await), ["appeal people.missing"]);
        appeal(citizen(person), "那天我在住院，有出院证明").await.unwrap();
        assert_eq!(code(appeal(citizen(person), "再说一次").await), "people.bar-closed");
        for involved in [maker, checker] {
            assert_eq!(code(rule(involved, true).await), "people.bar-involved");
        }
        let words = world.people.bar(&third, bar).await.unwrap();
        assert_eq!(words.appeal.as_deref(), Some("那天我在住院，有出院证明"));
        assert!(words.may_decide);
        assert_eq!(rule(third, true).await.unwrap(), BarState::Lifted);
        world.people.enrol(&citizen(person), &world.key(), enrol).await.unwrap();
        let inbox = world.people.inbox(&citizen(person), None, PageSize::of(5)).await.unwrap();
        assert!(inbox.rows.iter().any(|row| row.kind == "people-told-appeal"), "{:?}", inbox.rows);
    })
    .await;
}

#[tokio::test]
async fn an_objection_comes_too_late_after_the_days_of_the_policy() {
    on_both(&[migrations(), vec![UNSEATED]].concat(), |db| async move {
        let world = World::new(db);
        let person = world.volunteer(1).await;
        let version = world.people.policies.at(DISTRICT, world.today()).unwrap();
        let asked = BarAsked {
            person,
            kind: EnrolmentKind::Volunteer,
            reason: "虚报时间".into(),
            article: version.parameters.barring.article.to_string(),
        };
        let approval = world.people.propose_bar(&officer(2, DISTRICT), &world.key(), asked).await.unwrap();
        let bar = world.people.decide_bar(&officer(3, DISTRICT), &world.key(), approval, true, "属实").await;
        let bar = bar.unwrap().unwrap();
        world.clock.advance(Span::days(i64::from(version.parameters.barring.appeal_days) + 1));
        let late = world.people.appeal(&citizen(person), &world.key(), bar, "不同意").await.unwrap_err();
        assert_eq!(late.refusal().unwrap().code, "policy.appeal-late");
        assert!(late.refusal().unwrap().article.is_some());
        assert!(!world.people.way(&citizen(person), person).await.unwrap().bars[0].may_appeal);
    })
    .await;
}
