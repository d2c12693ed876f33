//! A town with pages: a house over a test database, a clock moved by hand, two officers, and citizens who were registered
//! and approved. Everybody signs in by the demonstration's door or, where that is the story, by telephone.

use crate::browser::Browser;
use axum::Router;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tb_config::{Limits, Rate};
use tb_crypto::KeyRing;
use tb_db::testing::Scratch;
use tb_db::{Db, Engine};
use tb_frame::{Faces, Look, asset_doors, error_page};
use tb_giving::{ApproveGrant, ApproveProgramme, NewProgramme, ProposeGrant, ProposeProgramme};
use tb_house::{House, Parts};
use tb_http::{Entry, Porter, Settings};
use tb_journal::Key;
use tb_kernel::*;
use tb_people::*;
use tb_places::City;
use tb_policy::{Check, PolicyBook, Trait};
use tb_words::Words;
use uuid::Uuid;

/// A community of Nanjing.
pub(crate) const HERE: Node = Node(320_102_002_002);
/// What the officers sign in with.
pub(crate) const PASSWORD: &str = "a long and quiet evening";

/// Keeps texts instead of sending them.
#[derive(Default)]
struct Outbox(Mutex<Vec<(String, String)>>);

impl MessageGateway for Outbox {
    fn send<'a>(&'a self, text: &'a Text) -> Pin<Box<dyn Future<Output = Result<(), GatewayError>> + Send + 'a>> {
        if let Some((_, code)) = text.args.iter().find(|(name, _)| name == "code") {
            self.0.lock().unwrap().push((text.phone.clone(), code.clone()));
        }
        Box::pin(async { Ok(()) })
    }
}

pub(crate) struct Town {
    pub(crate) house: Arc<House>,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) router: Router,
    pub(crate) routes: Vec<Entry>,
    outbox: Arc<Outbox>,
    number: AtomicU64,
    pub(crate) officers: Vec<Actor>,
}

/// Runs a story in a fresh town on each engine.
pub(crate) async fn on_both<F, Fut>(story: F)
where
    F: Fn(Arc<Town>) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine:?}");
        on(engine, &story).await;
    }
}

/// On SQLite alone: for what does not depend on the engine.
pub(crate) async fn quick<F, Fut>(story: F)
where
    F: Fn(Arc<Town>) -> Fut,
    Fut: Future<Output = ()>,
{
    on(Engine::Sqlite, &story).await;
}

async fn on<F, Fut>(engine: Engine, story: &F)
where
    F: Fn(Arc<Town>) -> Fut,
    Fut: Future<Output = ()>,
{
    let scratch = Scratch::new(engine, &tb_house::migrations()).await;
    let town = Town::open(scratch.db.clone()).await;
    story(town.clone()).await;
    drop(town);
    scratch.remove().await;
}

impl Town {
    async fn open(db: Db) -> Arc<Town> {
        // Monday, nine in the morning.
        let clock = Arc::new(HandClock::at(Instant::parse("2026-03-02T09:00:00+08:00").unwrap()));
        let (outbox, entropy) = (Arc::new(Outbox::default()), Arc::new(Entropy::seeded(7)));
        let parts = Parts {
            db,
            city: City::Nanjing,
            keys: Arc::new(KeyRing::from_master(&[7; 32])),
            policies: Arc::new(PolicyBook::builtin().unwrap()),
            clock: clock.clone(),
            entropy: entropy.clone(),
            gateway: outbox.clone(),
        };
        let house = House::open(parts).await.unwrap();
        let often = Rate { per_minute: 60_000, burst: 60_000 };
        let limits = Limits { address: often, read: often, write: often, sign_in: often, heavy: often };
        let settings = Settings { limits, ..Settings::default() };
        let words = Words::strict();
        let look = Look { help_phone: "025-12349".into(), demo: true, ..Look::default() };
        let faces = Faces::new(house.clone(), words.clone(), look);
        let porter = Porter::new(Arc::new(words), clock.clone(), entropy, [9; 32], settings);
        let porter = porter.with_error_page(error_page(faces.clone()));
        let doors = tb_web::doors(&faces).and(asset_doors());
        let routes = doors.manifest();
        let router = doors.mount(Arc::new(porter), faces);
        let mut town = Town { house, clock, router, routes, outbox, number: AtomicU64::new(1), officers: Vec::new() };
        town.officers = vec![town.officer(1).await, town.officer(2).await];
        tb_cover::insure(&town.house.cover, &town.officers[0], &town.officers[1], town.house.node).await.unwrap();
        Arc::new(town)
    }

    async fn officer(&self, n: u16) -> Actor {
        let birth = Day::parse("1980-05-05").unwrap();
        let input = StaffInput {
            name: "赵主任".into(),
            id_no: IdNumber::compose(320_102, birth, n).text().to_owned(),
            phone: format!("1370000{n:04}"),
            node: Some(self.house.node),
            username: format!("officer{n}"),
            password: PASSWORD.into(),
        };
        let people = &self.house.people;
        let new = match n {
            1 => people.create_first_admin(&self.key(), input).await.unwrap(),
            _ => people.create_second_admin(&self.key(), input).await.unwrap(),
        };
        let grant =
            StaffGrant { id: GrantId(Uuid::from_u128(n.into())), role: Role::CityOfficer, node: self.house.node };
        Actor::staff(SessionId(Uuid::from_u128(n.into())), new.person, vec![grant])
    }

    pub(crate) fn next(&self) -> u64 {
        self.number.fetch_add(1, Ordering::SeqCst)
    }
    pub(crate) fn key(&self) -> Key {
        Key::parse(&format!("key-{}", self.next())).unwrap()
    }
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }
    /// An identity number of somebody of this age that nobody else has; even numbers are women's.
    pub(crate) fn id_no(&self, age: i64, sex: Sex) -> String {
        let birth = self.clock.now().day().plus_years(-age).plus_days(-30);
        let number = self.next() % 400 * 2 + u64::from(sex == Sex::Male);
        IdNumber::compose(320_102, birth, u16::try_from(number).unwrap()).text().to_owned()
    }

    async fn citizen(&self, name: &str, (age, sex): (i64, Sex), claims: Claims) -> PersonId {
        let registration = Registration {
            person: PersonInput {
                name: name.into(),
                id_no: self.id_no(age, sex),
                phone: format!("139{:08}", self.next()),
                node: Some(HERE),
                address: "和平路 8 号 101".into(),
                emergency: Some(EmergencyInput {
                    name: "王女儿".into(),
                    phone: "13800138000".into(),
                    relation: "女儿".into(),
                }),
                ..PersonInput::default()
            },
            claims: Some(claims),
            consent: "terms-1".into(),
            proof: None,
            hotline: false,
        };
        let people = &self.house.people;
        let made = people.register(&self.officers[0], &self.key(), registration).await.unwrap();
        let checks = Checks {
            passed: Check::ALL.iter().copied().collect(),
            resident: true,
            trained: true,
            exam_percent: Some(90),
            ..Checks::default()
        };
        people.approve(&self.officers[1], &self.key(), made.enrolment.unwrap(), checks).await.unwrap();
        self.settle_down().await;
        made.person
    }
    pub(crate) async fn volunteer(&self, name: &str) -> PersonId {
        let claims = VolunteerClaims { resident: true, healthy: true, good_record: true, student: false };
        self.citizen(name, (62, Sex::Male), Claims::Volunteer(claims)).await
    }
    /// An elder who lives alone and has ten hours.
    pub(crate) async fn elder(&self, name: &str) -> PersonId {
        let traits = [Trait::EmptyNest, Trait::LivingAlone].into_iter().collect();
        let elder = self.citizen(name, (83, Sex::Female), Claims::Elder(ElderClaims { resident: true, traits })).await;
        self.grant(elder).await;
        elder
    }
    async fn grant(&self, person: PersonId) {
        let giving = &self.house.giving;
        let node = HERE.at(Level::District);
        let known = giving.programmes(node).await.unwrap();
        let programme = match known.first() {
            Some(programme) => programme.id,
            None => {
                let new = NewProgramme {
                    code: "elders".into(),
                    name: "重点老人".into(),
                    node,
                    budget: Minutes::hours(10_000),
                };
                let asked = ProposeProgramme { programme: new, reason: "年度".into() };
                let approval = giving.run(&self.officers[0], &self.key(), asked).await.unwrap();
                let approve = ApproveProgramme { approval, approve: true, reason: String::new() };
                giving.run(&self.officers[1], &self.key(), approve).await.unwrap();
                giving.programmes(node).await.unwrap()[0].id
            }
        };
        let ask = ProposeGrant { programme, people: vec![person], reason: "本期".into() };
        let approval = giving.run(&self.officers[0], &self.key(), ask).await.unwrap();
        let approve = ApproveGrant { approval, approve: true, reason: String::new() };
        giving.run(&self.officers[1], &self.key(), approve).await.unwrap();
    }

    /// Delivers texts and events.
    pub(crate) async fn settle_down(&self) {
        self.house.deliver_all().await.unwrap();
        let schedule = self.house.schedule().await.unwrap();
        schedule.run_due().await.unwrap();
        self.house.deliver_all().await.unwrap();
    }
    /// The code that was last sent to a telephone.
    pub(crate) async fn code(&self, phone: &str) -> String {
        self.clock.advance(Span::seconds(2));
        self.settle_down().await;
        let sent = self.outbox.0.lock().unwrap();
        sent.iter().rev().find(|(to, _)| to == phone).map(|(_, code)| code.clone()).expect("a code was sent")
    }
    /// Somebody's browser, signed in by the demonstration's door.
    pub(crate) async fn at_home(&self, person: PersonId) -> Browser {
        let mut browser = self.browser();
        let form = browser.get("/demo").await.form("/demo");
        let person = person.to_string();
        browser.send(&form, &[("person", &person)]).await.is(200);
        browser
    }
    /// The day after tomorrow, as date fields want it.
    pub(crate) fn day(&self, ahead: i64) -> String {
        self.clock.now().day().plus_days(ahead).to_string()
    }
    pub(crate) fn set_clock(&self, day: &str, clock: &str) {
        self.clock.set(Instant::parse(&format!("{day}T{clock}:00+08:00")).unwrap());
    }
    /// Hands in and publishes a plain need for the day after tomorrow at ten; gives the order's address.
    pub(crate) async fn published(&self, elder: &mut Browser) -> String {
        let day = self.day(2);
        let form = elder.get("/publish?item=companion-chat").await;
        let form = if form.html.contains("name=\"item\"") { form.form("/publish") } else { self.any_item(elder).await };
        let typed = [("day", day.as_str()), ("start", "10:00"), ("note", "请带老花镜"), ("do", "send")];
        let sent = elder.send(&form, &typed).await;
        sent.is(200);
        let path = sent.path.clone();
        self.approve(&path).await;
        path
    }
    /// The form of the first item offered.
    pub(crate) async fn any_item(&self, elder: &mut Browser) -> crate::html::Form {
        let list = elder.get("/publish").await;
        let link = crate::html::links(&list.html).into_iter().find(|link| link.starts_with("/publish?item=")).unwrap();
        elder.get(&link).await.form("/publish")
    }
    /// Publishes what waits for review.
    pub(crate) async fn approve(&self, path: &str) {
        let order: OrderId = path.rsplit('/').next().unwrap().parse().unwrap();
        let file = self.house.orders.file(&self.officers[0], order).await.unwrap();
        if file.seen.order.state == tb_orders::OrderState::Submitted {
            let publish = tb_orders::Publish { order, seen: None };
            self.house.orders.run(&self.officers[0], &self.key(), publish).await.unwrap();
        }
        self.settle_down().await;
    }
}
