//! A small Nanjing: a house on a fresh database, a clock moved by hand, people who do not exist.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // each test file uses a part of it

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tb_crypto::KeyRing;
use tb_db::{Db, Migration};
use tb_journal::{Core, Key};
use tb_kernel::*;
use tb_learning::Learning;
use tb_people::*;
use tb_places::{City, Places};
use tb_policy::{Check, PolicyBook};
use tb_volunteers::*;
use uuid::Uuid;

pub const CITY: Node = Node(320_100_000_000);
pub const DISTRICT: Node = Node(320_102_000_000);
pub const OTHER: Node = Node(320_104_000_000);

/// The officers of these tests exist only in the test; what the database asks of real seats is told in `seats` and in the
/// stories of four eyes.
const UNSEATED: Migration = Migration {
    slice: "test",
    number: 1,
    name: "unseated",
    sql: "-- only: sqlite\ndrop trigger approval_covered;\n-- end\n\
          -- only: postgres\ndrop trigger approval_covered on approval;\n-- end\n",
};

pub fn migrations() -> Vec<Migration> {
    let all = [
        tb_journal::MIGRATIONS,
        tb_jobs::MIGRATIONS,
        tb_people::MIGRATIONS,
        tb_ledger::MIGRATIONS,
        tb_orders::MIGRATIONS,
        tb_learning::MIGRATIONS,
        tb_volunteers::MIGRATIONS,
    ]
    .concat();
    [all, vec![UNSEATED]].concat()
}

pub struct World {
    pub house: Arc<Volunteers>,
    pub clock: Arc<HandClock>,
    keys: AtomicU32,
}

impl World {
    pub fn new(db: Db) -> World {
        let clock = Arc::new(HandClock::at(Instant::parse("2026-11-23T09:00:00+08:00").unwrap()));
        let core = Core { db, clock: clock.clone(), entropy: Arc::new(Entropy::seeded(13)) };
        let policies = Arc::new(PolicyBook::builtin().unwrap());
        let places = Arc::new(Places::embedded(City::Nanjing));
        let people = People::new(core.clone(), Arc::new(KeyRing::from_master(&[7; 32])), policies.clone(), places);
        let learning = Learning::new(core.clone(), people.clone(), policies.clone());
        World { house: Volunteers::new(core, people, learning, policies), clock, keys: AtomicU32::new(0) }
    }
    pub fn key(&self) -> Key {
        Key::parse(&format!("key-{}", self.keys.fetch_add(1, Ordering::SeqCst))).unwrap()
    }
    pub fn today(&self) -> Day {
        self.house.core.now().day()
    }
    pub fn home(&self) -> Node {
        self.house.people.places.below(DISTRICT, Level::Community)[0].node
    }
    pub async fn run<C: tb_journal::Command<House = Volunteers>>(
        &self,
        actor: &Actor,
        command: C,
    ) -> Outcome<C::Answer> {
        self.house.run(actor, &self.key(), command).await
    }
    pub async fn applicant(&self, n: u16) -> Registered {
        let claims = VolunteerClaims { resident: true, student: false, healthy: true, good_record: true };
        let person = PersonInput {
            name: format!("张桂{}", char::from_u32(0x82b1 + u32::from(n)).unwrap()),
            id_no: IdNumber::compose(320_102, Day::parse("1970-03-04").unwrap(), n).text().to_owned(),
            phone: format!("1548000{n:04}"),
            node: Some(self.home()),
            address: format!("听雨苑{n}幢二单元"),
            ..PersonInput::default()
        };
        let registration = Registration {
            person,
            claims: Some(Claims::Volunteer(claims)),
            consent: "privacy-1".into(),
            proof: None,
            hotline: false,
        };
        let clerk = staff(91, Role::SiteClerk, self.home().at(Level::Street));
        self.house.people.register(&clerk, &self.key(), registration).await.unwrap()
    }
    pub async fn volunteer(&self, n: u16) -> PersonId {
        let made = self.applicant(n).await;
        let checks = Checks {
            passed: [Check::Identity, Check::Health].into(),
            resident: true,
            trained: true,
            exam_percent: Some(90),
            ..Checks::default()
        };
        let enrolment = made.enrolment.unwrap();
        self.house.people.approve(&officer(92, DISTRICT), &self.key(), enrolment, checks).await.unwrap();
        made.person
    }
    pub async fn holds(&self, person: PersonId, kind: Check) -> bool {
        let people = &self.house.people;
        people.checks_holding(&mut people.core.db.read(), person, self.today()).await.unwrap().contains(&kind)
    }
}

pub fn staff(n: u128, role: Role, node: Node) -> Actor {
    let grant = StaffGrant { id: GrantId(Uuid::from_u128(n)), role, node };
    Actor::staff(SessionId(Uuid::from_u128(n)), PersonId(Uuid::from_u128(n)), vec![grant])
}
pub fn officer(n: u128, node: Node) -> Actor {
    let role = if node.level() == Level::City { Role::CityOfficer } else { Role::DistrictOfficer };
    staff(n, role, node)
}
pub fn citizen(person: PersonId) -> Actor {
    Actor::citizen(SessionId(Uuid::from_u128(999)), person)
}
pub fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    match outcome {
        Err(Fail::Refused(refusal)) => refusal.code.into_owned(),
        other => panic!("not refused: {other:?}"),
    }
}
pub fn faults<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<String> {
    match outcome {
        Err(Fail::Refused(refusal)) => refusal.fields.iter().map(|f| format!("{} {}", f.field, f.code)).collect(),
        other => panic!("not refused: {other:?}"),
    }
}
