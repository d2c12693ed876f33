//! A small Nanjing for the tests: a house on a fresh database, a clock moved by hand, officials of some places, and
//! people who do not exist.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // each test file is a crate of its own and uses a part of it

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tb_crypto::KeyRing;
use tb_db::{Db, Migration};
use tb_journal::{Core, Key};
use tb_kernel::*;
use tb_people::*;
use tb_places::{City, Places};
use tb_policy::{Check, PolicyBook, Trait};
use uuid::Uuid;

pub const CITY: Node = Node(320_100_000_000);
pub const DISTRICT: Node = Node(320_102_000_000);
pub const OTHER_DISTRICT: Node = Node(320_104_000_000);

pub fn migrations() -> Vec<Migration> {
    [tb_journal::MIGRATIONS, tb_jobs::MIGRATIONS, tb_people::MIGRATIONS].concat()
}

pub struct World {
    pub people: Arc<People>,
    pub clock: Arc<HandClock>,
    keys: AtomicU32,
}

impl World {
    pub fn new(db: Db) -> World {
        let clock = Arc::new(HandClock::at(Instant::parse("2026-11-23T09:00:00+08:00").unwrap()));
        let core = Core { db, clock: clock.clone(), entropy: Arc::new(Entropy::seeded(11)) };
        let policies = Arc::new(PolicyBook::builtin().unwrap());
        let places = Arc::new(Places::embedded(City::Nanjing));
        let people = People::new(core, Arc::new(KeyRing::from_master(&[7; 32])), policies, places);
        World { people, clock, keys: AtomicU32::new(0) }
    }
    pub fn key(&self) -> Key {
        Key::parse(&format!("key-{}", self.keys.fetch_add(1, Ordering::SeqCst))).unwrap()
    }
    pub fn today(&self) -> Day {
        self.people.core.now().day()
    }
    /// The first community of a district.
    pub fn community(&self, district: Node) -> Node {
        self.people.places.below(district, Level::Community)[0].node
    }
    pub fn street(&self) -> Node {
        self.community(DISTRICT).at(Level::Street)
    }

    pub async fn register(&self, actor: &Actor, registration: Registration) -> Outcome<Registered> {
        self.people.register(actor, &self.key(), registration).await
    }
    /// An active volunteer, entered by one clerk and reviewed by an officer.
    pub async fn volunteer(&self, n: u16) -> PersonId {
        let registered = self.register(&clerk(1, self.street()), self.volunteering(n)).await.unwrap();
        self.approve(registered.enrolment.unwrap()).await;
        registered.person
    }
    pub async fn elder(&self, n: u16) -> PersonId {
        let registered = self.register(&clerk(1, self.street()), self.elderly(n)).await.unwrap();
        self.approve(registered.enrolment.unwrap()).await;
        registered.person
    }
    pub async fn approve(&self, enrolment: EnrolmentId) {
        self.people.approve(&officer(2, DISTRICT), &self.key(), enrolment, fine()).await.unwrap();
    }
    pub fn volunteering(&self, n: u16) -> Registration {
        let claims = VolunteerClaims { resident: true, student: false, healthy: true, good_record: true };
        Registration {
            person: self.person(n, "1970-03-04"),
            claims: Some(Claims::Volunteer(claims)),
            consent: "privacy-1".into(),
            proof: None,
            hotline: false,
        }
    }
    pub fn elderly(&self, n: u16) -> Registration {
        let claims = ElderClaims { resident: true, traits: BTreeSet::from([Trait::EmptyNest, Trait::LivingAlone]) };
        Registration {
            person: self.person(n, "1940-03-04"),
            claims: Some(Claims::Elder(claims)),
            consent: "privacy-1".into(),
            proof: None,
            hotline: false,
        }
    }
    /// Person `n`, born on `birth`, in the first community of the district.
    pub fn person(&self, n: u16, birth: &str) -> PersonInput {
        PersonInput {
            name: format!("张桂{}", char::from_u32(0x82b1 + u32::from(n)).unwrap()),
            id_no: IdNumber::compose(320_102, Day::parse(birth).unwrap(), n).text().to_owned(),
            phone: format!("1548000{n:04}"),
            node: Some(self.community(DISTRICT)),
            address: format!("听雨苑{n}幢二单元"),
            ..PersonInput::default()
        }
    }
    /// Asks for a code and reads it from what is on its way out.
    pub async fn code(&self, phone: &str) -> String {
        self.people.request_code(&Actor::visitor(), &self.key(), phone, &origin("10.0.0.1")).await.unwrap();
        self.delivered().await.pop().unwrap().args[0].1.clone()
    }
    /// Delivers what waits and gives it.
    pub async fn delivered(&self) -> Vec<Text> {
        let gateway = Arc::new(Kept::default());
        let job = DeliverTexts::new(self.people.clone(), gateway.clone());
        tb_jobs::Job::run(&job).await.unwrap();
        let texts = gateway.0.lock().unwrap();
        texts.clone()
    }
}

/// Everything in order.
pub fn fine() -> Checks {
    Checks {
        passed: Check::ALL.iter().copied().collect(),
        resident: true,
        student: false,
        trained: true,
        exam_percent: Some(90),
        licences: Vec::new(),
    }
}

/// A gateway that keeps what it gets.
#[derive(Default)]
pub struct Kept(pub std::sync::Mutex<Vec<Text>>);

impl MessageGateway for Kept {
    fn send<'a>(&'a self, text: &'a Text) -> Sending<'a> {
        self.0.lock().unwrap().push(text.clone());
        Box::pin(async { Ok(()) })
    }
}

pub fn staff(n: u128, role: Role, node: Node) -> Actor {
    let grant = StaffGrant { id: GrantId(Uuid::from_u128(n)), role, node };
    Actor::staff(SessionId(Uuid::from_u128(n)), PersonId(Uuid::from_u128(n)), vec![grant])
}
pub fn clerk(n: u128, node: Node) -> Actor {
    staff(n, Role::SiteClerk, node)
}
pub fn officer(n: u128, node: Node) -> Actor {
    let role = if node.level() == Level::City { Role::CityOfficer } else { Role::DistrictOfficer };
    staff(n, role, node)
}
pub fn citizen(person: PersonId) -> Actor {
    Actor::citizen(SessionId(Uuid::from_u128(999)), person)
}
pub fn origin(address: &str) -> Origin {
    Origin { address: address.into(), device: "test".into(), request: None }
}
/// The refusal's code.
pub fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    match outcome {
        Err(Fail::Refused(refusal)) => refusal.code.into_owned(),
        other => panic!("not refused: {other:?}"),
    }
}
/// `field code` of every fault.
pub fn faults<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<String> {
    match outcome {
        Err(Fail::Refused(refusal)) => refusal.fields.iter().map(|f| format!("{} {}", f.field, f.code)).collect(),
        other => panic!("not refused: {other:?}"),
    }
}
