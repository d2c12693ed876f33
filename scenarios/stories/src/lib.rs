//! A small world for stories: one house over a test database, a clock moved by hand, and people who came in by the real
//! doors. Stories say what people do and check what everybody sees and what the books say.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tb_crypto::KeyRing;
use tb_db::testing::Scratch;
use tb_db::{Db, Engine};
use tb_giving::{ApproveGrant, ApproveProgramme, NewProgramme, ProposeGrant, ProposeProgramme};
use tb_house::{House, Parts, Schedule};

use tb_journal::Key;
use tb_kernel::*;
use tb_orders::{CheckIn, CheckOut, Need, Order, OrderState, Presented, SeenPosition, Submit, Take};
use tb_people::{Checks, Claims, ElderClaims, IdNumber, OutboxFile, PersonInput, Registration, VolunteerClaims};
use tb_places::{City, Point};
use tb_policy::{Check, PolicyBook, Trait};

/// Monday 2026-03-02, nine in the morning.
pub fn monday_nine() -> Instant {
    Instant::parse("2026-03-02T09:00:00+08:00").expect("a valid time")
}

/// Two communities of one street of Nanjing, and one of another district.
pub const HERE: Node = Node(320_102_002_002);
pub const ELSEWHERE: Node = Node(320_104_003_001);

pub struct World {
    pub house: Arc<House>,
    pub clock: Arc<HandClock>,
    schedule: Schedule,
    number: AtomicU64,
}

/// Runs a story in a fresh world on each engine.
pub async fn on_both<F, Fut>(story: F)
where
    F: Fn(Arc<World>) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine:?}");
        let scratch = Scratch::new(engine, &tb_house::migrations()).await;
        let world = World::open(scratch.db.clone(), City::Nanjing, 7).await;
        story(world.clone()).await;
        world.books_are_right().await;
        drop(world);
        scratch.remove().await;
    }
}

impl World {
    pub async fn open(db: Db, city: City, seed: u64) -> Arc<World> {
        let world = World::open_with(db, city, seed, Arc::new(HandClock::at(monday_nine()))).await;
        let officer = || world.staff(Role::CityOfficer, world.house.node);
        tb_cover::insure(&world.house.cover, &officer(), &officer(), world.house.node).await.expect("insured");
        world
    }
    /// Another process on the same database: its own pools, desk and ids, the same clock.
    pub async fn second_server(&self, db: Db) -> Arc<World> {
        World::open_with(db, self.house.city, 1_000_003, self.clock.clone()).await
    }
    async fn open_with(db: Db, city: City, seed: u64, clock: Arc<HandClock>) -> Arc<World> {
        let outbox = std::env::temp_dir().join(format!("timebank-outbox-{}-{seed}", std::process::id()));
        let parts = Parts {
            db,
            city,
            keys: Arc::new(KeyRing::from_master(&[7; 32])),
            policies: Arc::new(PolicyBook::builtin().expect("the shipped policies are coherent")),
            clock: clock.clone(),
            entropy: Arc::new(Entropy::seeded(seed)),
            gateway: Arc::new(OutboxFile::new(outbox)),
        };
        let house = House::open(parts).await.expect("the house opens");
        let schedule = house.schedule().await.expect("jobs have rows");
        Arc::new(World { house, clock, schedule, number: AtomicU64::new(seed * 1_000_000) })
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }
    /// A key nobody used before.
    pub fn key(&self) -> Key {
        let n = self.number.fetch_add(1, Ordering::SeqCst);
        Key::parse(&format!("story-{n}")).expect("a plain key")
    }
    /// Lets time pass and does what falls due.
    pub async fn pass(&self, span: Span) {
        self.clock.advance(span);
        self.settle_down().await;
    }
    /// Moves to an instant and does what falls due.
    pub async fn go_to(&self, at: Instant) {
        self.clock.set(at);
        self.settle_down().await;
    }
    /// Delivers events and runs due jobs.
    pub async fn settle_down(&self) {
        self.house.deliver_all().await.expect("events are delivered");
        self.schedule.run_due().await.expect("jobs run");
        self.house.deliver_all().await.expect("events are delivered");
    }

    /// Somebody on the staff, with a role at a node.
    pub fn staff(&self, role: Role, node: Node) -> Actor {
        let n = self.number.fetch_add(1, Ordering::SeqCst);
        let person = PersonId(uuid::Uuid::from_u128(0xF00_0000 + u128::from(n)));
        let grant = StaffGrant { id: GrantId(uuid::Uuid::from_u128(u128::from(n))), role, node };
        Actor::staff(SessionId(uuid::Uuid::from_u128(u128::from(n))), person, vec![grant])
    }
    pub fn clerk(&self) -> Actor {
        self.staff(Role::SiteClerk, HERE.at(Level::Street))
    }
    pub fn officer(&self) -> Actor {
        self.staff(Role::DistrictOfficer, HERE.at(Level::District))
    }

    /// A person of this age who is registered at the desk and made active.
    pub async fn person(&self, age: i64, node: Node, claims: Claims) -> Actor {
        let n = self.number.fetch_add(1, Ordering::SeqCst);
        let birth = self.now().day().plus_years(-age).plus_days(-30);
        let checks = Checks {
            passed: Check::ALL.iter().copied().collect(),
            resident: true,
            student: false,
            trained: true,
            exam_percent: Some(90),
            licences: Vec::new(),
        };
        let input = Registration {
            person: PersonInput {
                name: "王小明".into(),
                id_no: IdNumber::compose(320_102, birth, u16::try_from(n % 900).unwrap_or(1)).text().to_owned(),
                phone: format!("139{:08}", n % 100_000_000),
                node: Some(node),
                address: format!("和平路 {n} 号"),
                home: self.house.places.centre_of(node),
                emergency: None,
                language: Default::default(),
                edition: Default::default(),
                text_size: Default::default(),
            },
            claims: Some(claims),
            consent: "1".into(),
            proof: None,
            hotline: false,
        };
        let desk = self.staff(Role::SiteClerk, node.at(Level::Street));
        let reviewer = self.staff(Role::DistrictOfficer, node.at(Level::District));
        let people = &self.house.people;
        let registered = people.register(&desk, &self.key(), input).await.expect("registered at the desk");
        let enrolment = registered.enrolment.expect("an enrolment was asked for");
        people.approve(&reviewer, &self.key(), enrolment, checks).await.expect("approved");
        self.house.deliver_all().await.expect("the account is opened");
        Actor::citizen(SessionId(uuid::Uuid::from_u128(u128::from(n))), registered.person)
    }
    pub async fn volunteer(&self) -> Actor {
        self.volunteer_at(HERE).await
    }
    pub async fn volunteer_at(&self, node: Node) -> Actor {
        let claims = VolunteerClaims { resident: true, healthy: true, good_record: true, ..Default::default() };
        self.person(62, node, Claims::Volunteer(claims)).await
    }
    /// An elder who lives alone and has been granted this year's or month's time.
    pub async fn elder(&self) -> Actor {
        let elder = self.poor_elder().await;
        self.grant(&elder).await;
        elder
    }
    /// The same without any time.
    pub async fn poor_elder(&self) -> Actor {
        let traits = BTreeSet::from([Trait::EmptyNest, Trait::LivingAlone]);
        self.person(83, HERE, Claims::Elder(ElderClaims { resident: true, traits })).await
    }
    /// Two officers grant time from the district's programme.
    pub async fn grant(&self, elder: &Actor) {
        let node = HERE.at(Level::District);
        let (maker, checker) = (self.officer(), self.officer());
        let giving = &self.house.giving;
        let programme = match giving.programmes(node).await.expect("a list").first() {
            Some(programme) => programme.id,
            None => {
                let new = NewProgramme {
                    code: "key-elders".into(),
                    name: "重点老人".into(),
                    node,
                    budget: Minutes::hours(10_000),
                };
                let ask = ProposeProgramme { programme: new, reason: "年度".into() };
                let approval = giving.run(&maker, &self.key(), ask).await.expect("proposed");
                let yes = ApproveProgramme { approval, approve: true, reason: String::new() };
                giving.run(&checker, &self.key(), yes).await.expect("approved").expect("opened")
            }
        };
        let people = vec![elder.person.expect("a person")];
        let ask = ProposeGrant { programme, people, reason: "本期".into() };
        let approval = giving.run(&maker, &self.key(), ask).await.expect("proposed");
        let yes = ApproveGrant { approval, approve: true, reason: String::new() };
        giving.run(&checker, &self.key(), yes).await.expect("approved").expect("granted");
    }

    /// A plain need tomorrow at ten, one hour.
    pub fn need(&self) -> Need {
        let tomorrow = self.now().day().plus_days(1).start().plus(Span::hours(10));
        let version = self.house.orders.version_now().expect("a policy is in force");
        let item = version.items.iter().find(|i| i.licence.is_none() && !i.two_person).expect("a plain item");
        Need {
            item: item.code.as_str().to_owned(),
            starts_at: tomorrow,
            minutes: item.minutes.usual,
            urgent: false,
            note: "请带老花镜".into(),
            address: None,
            point: None,
        }
    }
    /// An order of this elder, published.
    pub async fn published(&self, elder: &Actor) -> OrderId {
        let submitted = self
            .house
            .orders
            .run(elder, &self.key(), Submit { need: self.need(), draft: None })
            .await
            .expect("submitted");
        if submitted.state == OrderState::Submitted {
            let look = tb_orders::Publish { order: submitted.order, seen: None };
            self.house.orders.run(&self.clerk(), &self.key(), look).await.expect("published");
        }
        submitted.order
    }
    pub async fn taken(&self, elder: &Actor, volunteer: &Actor) -> OrderId {
        let order = self.published(elder).await;
        self.house.orders.run(volunteer, &self.key(), Take { order, seen: None }).await.expect("taken");
        order
    }
    /// An order that was served and checked out, with two proofs.
    pub async fn served(&self, elder: &Actor, volunteer: &Actor) -> OrderId {
        let order = self.taken(elder, volunteer).await;
        let start = self.order(order).await.starts_at;
        self.go_to(start).await;
        let code = self.house.orders.door_code(elder, order).await.expect("a code");
        let presented = Presented { position: self.at_home(elder).await, code: Some(code), device_at: None };
        let arrive = CheckIn { order, presented, seen: None };
        self.house.orders.run(volunteer, &self.key(), arrive).await.expect("checked in");
        let minutes = self.order(order).await.minutes;
        self.pass(Span::minutes(minutes.0)).await;
        let leave = CheckOut { order, presented: Presented::default(), seen: None };
        self.house.orders.run(volunteer, &self.key(), leave).await.expect("checked out");
        order
    }
    pub async fn at_home(&self, elder: &Actor) -> SeenPosition {
        let home: Point = self.facts(elder).await.home;
        SeenPosition { lon: Some(home.lon()), lat: Some(home.lat()), accuracy: Some(15.0) }
    }
    pub async fn facts(&self, actor: &Actor) -> tb_people::PersonFacts {
        let id = actor.person.expect("a person");
        self.house.people.facts(&mut self.house.core.db.read(), &[id]).await.expect("facts").pop().expect("known")
    }
    /// The order as the system sees it.
    pub async fn order(&self, id: OrderId) -> Order {
        self.house.orders.file(&Actor::system(), id).await.expect("the order").seen.order
    }
    pub async fn balances(&self, actor: &Actor) -> tb_ledger::Balances {
        let account = AccountId(actor.person.expect("a person").0);
        tb_ledger::balances(&mut self.house.core.db.read(), account).await.expect("balances")
    }
    /// The independent check of the whole ledger finds nothing.
    pub async fn books_are_right(&self) {
        let mut snapshot = self.house.core.db.snapshot().await.expect("a snapshot");
        let report = tb_ledger::verify(&mut snapshot, &self.house.core.entropy, |_| {}).await.expect("verify runs");
        for check in &report.checks {
            assert!(check.ok, "{}: {:?}", check.name, check.first_bad);
        }
    }
}

/// The code of a refusal; panics on anything else.
pub fn refused<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    match outcome {
        Err(Fail::Refused(refusal)) => refusal.code.into_owned(),
        other => panic!("not refused: {other:?}"),
    }
}
