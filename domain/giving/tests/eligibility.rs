//! Who may be granted time, on both engines: judged on every change, on the day something runs out, and by the walk.
#![allow(clippy::unwrap_used)] // helpers of a test

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tb_crypto::KeyRing;
use tb_db::testing::on_both;
use tb_db::{Db, Migration};
use tb_giving::*;
use tb_journal::{Core, Key};
use tb_kernel::*;
use tb_people::*;
use tb_places::{City, Places};
use tb_policy::{AbilityLevel, Check, PolicyBook, Trait};
use uuid::Uuid;

const DISTRICT: Node = Node(320_102_000_000);

fn migrations() -> Vec<Migration> {
    [tb_journal::MIGRATIONS, tb_jobs::MIGRATIONS, tb_people::MIGRATIONS, tb_ledger::MIGRATIONS, tb_giving::MIGRATIONS]
        .concat()
}

struct World {
    giving: Arc<Giving>,
    clock: Arc<HandClock>,
    keys: AtomicU32,
}

impl World {
    fn new(db: Db) -> World {
        let clock = Arc::new(HandClock::at(Instant::parse("2026-11-23T09:00:00+08:00").unwrap()));
        let core = Core { db, clock: clock.clone(), entropy: Arc::new(Entropy::seeded(3)) };
        let policies = Arc::new(PolicyBook::builtin().unwrap());
        let places = Arc::new(Places::embedded(City::Nanjing));
        let people = People::new(core.clone(), Arc::new(KeyRing::from_master(&[7; 32])), policies.clone(), places);
        World { giving: Arc::new(Giving { core, people, policies }), clock, keys: AtomicU32::new(0) }
    }
    fn key(&self) -> Key {
        Key::parse(&format!("key-{}", self.keys.fetch_add(1, Ordering::SeqCst))).unwrap()
    }
    fn people(&self) -> &Arc<People> {
        &self.giving.people
    }
    /// An active elder; the news waits for delivery.
    async fn elder(&self, n: u16, birth: &str, traits: &[Trait]) -> (PersonId, EnrolmentId) {
        let node = self.people().places.below(DISTRICT, Level::Community)[0].node;
        let registration = Registration {
            person: PersonInput {
                name: format!("张桂{}", char::from_u32(0x82b1 + u32::from(n)).unwrap()),
                id_no: IdNumber::compose(320_102, Day::parse(birth).unwrap(), n).text().to_owned(),
                node: Some(node),
                address: format!("听雨苑{n}幢"),
                ..PersonInput::default()
            },
            claims: Some(Claims::Elder(ElderClaims { resident: true, traits: traits.iter().copied().collect() })),
            consent: "1".into(),
            proof: None,
            hotline: false,
        };
        let registered = self
            .people()
            .register(&staff(1, Role::StreetOfficer, node.at(Level::Street)), &self.key(), registration)
            .await;
        let registered = registered.unwrap();
        let enrolment = registered.enrolment.unwrap();
        let checks = Checks { passed: Check::ALL.iter().copied().collect(), resident: true, ..Checks::default() };
        self.people().approve(&officer(), &self.key(), enrolment, checks).await.unwrap();
        (registered.person, enrolment)
    }
    async fn deliver(&self) {
        let reactions: Vec<Box<dyn tb_jobs::Reaction>> = vec![Box::new(EligibilityReactions(self.giving.clone()))];
        let core = &self.giving.core;
        tb_jobs::deliver(&core.db, &reactions, core.now(), &core.entropy).await.unwrap();
    }
    async fn stands(&self, person: PersonId) -> (String, Option<String>) {
        let row = self.giving.eligibility(person).await.unwrap().unwrap();
        assert!(row.due_on > row.checked_on);
        (row.state, row.code)
    }
    async fn reassess(&self, enrolment: EnrolmentId, traits: &[Trait]) {
        let traits: BTreeSet<Trait> = traits.iter().copied().collect();
        self.people().reassess(&officer(), &self.key(), enrolment, traits, "上门核实").await.unwrap();
        self.deliver().await;
    }
}

fn staff(n: u128, role: Role, node: Node) -> Actor {
    let grant = StaffGrant { id: GrantId(Uuid::from_u128(n)), role, node };
    Actor::staff(SessionId(Uuid::from_u128(n)), PersonId(Uuid::from_u128(n)), vec![grant])
}
fn officer() -> Actor {
    staff(2, Role::DistrictOfficer, DISTRICT)
}
fn eligible() -> (String, Option<String>) {
    ("eligible".into(), None)
}
fn stopped() -> (String, Option<String>) {
    ("stopped".into(), Some("policy.grant-not-eligible".into()))
}

const ALONE: &[Trait] = &[Trait::EmptyNest, Trait::LivingAlone];

#[tokio::test]
async fn every_change_is_judged_and_whoever_falls_out_is_told() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (person, enrolment) = world.elder(2, "1940-03-04", ALONE).await;
        let (other, _) = world.elder(4, "1950-03-04", ALONE).await;
        world.deliver().await;
        assert_eq!(world.stands(person).await, eligible());
        let never = ("not".to_owned(), Some("policy.grant-not-eligible".to_owned()));
        assert_eq!(world.stands(other).await, never, "not yet eighty, and nothing else");
        world.reassess(enrolment, &[Trait::EmptyNest]).await;
        assert_eq!(world.stands(person).await, stopped());
        let counts = world.giving.eligibility_counts(DISTRICT).await.unwrap();
        assert_eq!(counts, [(Eligible::Not, 1), (Eligible::Stopped, 1)]);
        let page = world.giving.eligibility_list(DISTRICT, Eligible::Stopped, None, PageSize::default()).await.unwrap();
        assert_eq!(page.rows[0].person, person);
        assert!(page.rows[0].article.starts_with("NJ-2022-24/"), "{}", page.rows[0].article);
        let citizen = Actor::citizen(SessionId(Uuid::from_u128(9)), person);
        let inbox = world.people().inbox(&citizen, None, PageSize::default()).await.unwrap();
        assert_eq!(inbox.rows.iter().filter(|message| message.kind == "giving-told-stopped").count(), 1);
        world.reassess(enrolment, &[Trait::EmptyNest]).await;
        let again = world.people().inbox(&citizen, None, PageSize::default()).await.unwrap();
        assert_eq!(again.rows.len(), inbox.rows.len(), "told once");
        world.reassess(enrolment, ALONE).await;
        assert_eq!(world.stands(person).await, eligible());
        let change =
            world.people().change_enrolment(&officer(), &world.key(), enrolment, Change::Suspend, "外出").await;
        change.unwrap();
        world.deliver().await;
        assert_eq!(world.stands(person).await, ("left".into(), None));
        let recheck = Recheck { person };
        world.giving.run(&officer(), &world.key(), recheck.clone()).await.unwrap();
        let elsewhere = staff(3, Role::DistrictOfficer, Node(320_104_000_000));
        let refused = world.giving.run(&elsewhere, &world.key(), recheck).await;
        assert!(matches!(refused, Err(Fail::Refused(refusal)) if refusal.kind == Kind::NotFound));
    })
    .await;
}

#[tokio::test]
async fn what_runs_out_is_found_on_its_day() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (person, _) = world.elder(2, "1956-12-25", ALONE).await;
        let (young, _) = world.elder(4, "1946-11-24", &[Trait::EmptyNest, Trait::LivingAlone]).await;
        let day = |text: &str| Day::parse(text).unwrap();
        let input = AssessmentInput {
            level: AbilityLevel::Moderate,
            assessed_on: day("2026-11-01"),
            valid_until: Some(day("2026-11-30")),
            assessor: String::new(),
            imported: false,
        };
        assert!(world.people().assess(&officer(), &world.key(), person, input.clone()).await.unwrap());
        assert!(!world.people().assess(&officer(), &world.key(), person, input).await.unwrap(), "known already");
        // Nobody has delivered the news: the job's walk finds those who were never judged.
        let job = RecheckEligibility::new(world.giving.clone());
        assert_eq!(job.turn().await.unwrap(), 2);
        assert_eq!(job.turn().await.unwrap(), 0);
        assert_eq!(world.stands(person).await, eligible());
        assert_eq!(world.giving.eligibility(person).await.unwrap().unwrap().due_on, day("2026-12-01"));
        assert_eq!(world.stands(young).await.0, "not");
        // The day after: an eightieth birthday.
        world.clock.advance(Span::days(1));
        assert_eq!(job.turn().await.unwrap(), 1);
        assert_eq!(world.stands(young).await, eligible());
        world.clock.advance(Span::days(6));
        assert_eq!(job.turn().await.unwrap(), 0, "30 November: still valid");
        world.clock.advance(Span::days(1));
        assert_eq!(job.turn().await.unwrap(), 1);
        assert_eq!(world.stands(person).await, stopped());
    })
    .await;
}
