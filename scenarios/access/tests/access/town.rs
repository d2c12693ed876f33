//! The whole product over a test database, its clock moved by hand: every door mounted as `timebank serve` mounts them.
//! Whoever acts here without a session (a clerk who registers, an officer who approves) is made up for the purpose; the
//! matrix itself sends nothing but HTTP.

use crate::people::Somebody;
use axum::Router;
use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tb_config::{Limits, Rate};
use tb_crypto::KeyRing;
use tb_db::testing::Scratch;
use tb_db::{Arg, Engine, args};
use tb_frame::{Faces, Look, asset_doors, error_page};
use tb_giving::{ApproveGrant, ApproveProgramme, NewProgramme, ProposeGrant, ProposeProgramme};
use tb_house::{House, Parts};
use tb_http::{Doors, Entry, Porter, Settings, health_doors};
use tb_journal::Key;
use tb_kernel::*;
use tb_orders::{CheckIn, CheckOut, ConfirmMethod, Confirmation, Need, Presented, SeenPosition, Submit, Take};
use tb_people::{GatewayError, MessageGateway, Origin, SessionKind, Text, TokenHash};
use tb_places::City;
use tb_policy::PolicyBook;
use tb_words::Words;
use uuid::Uuid;

/// The community everything near happens in, and one of another district.
pub(crate) const HERE: Node = Node(320_102_002_002);
pub(crate) const ELSEWHERE: Node = Node(320_104_002_001);

/// Sends no texts.
struct Silent;

impl MessageGateway for Silent {
    fn send<'a>(&'a self, _: &'a Text) -> Pin<Box<dyn Future<Output = Result<(), GatewayError>> + Send + 'a>> {
        Box::pin(async { Ok(()) })
    }
}

pub(crate) struct Town {
    pub(crate) house: Arc<House>,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) router: Router,
    pub(crate) manifest: Vec<Entry>,
    number: AtomicU64,
    scratch: Scratch,
}

/// How the doors of a town are set.
pub(crate) struct Setting {
    pub(crate) limits: Limits,
    pub(crate) demo: bool,
}

impl Default for Setting {
    /// So often as the tests like.
    fn default() -> Setting {
        let often = Rate { per_minute: 6_000_000, burst: 6_000_000 };
        let limits = Limits { address: often, read: often, write: often, sign_in: often, heavy: often };
        Setting { limits, demo: false }
    }
}

/// Every route of the product, as `timebank serve` puts them together.
fn doors(faces: &Faces) -> Doors<Faces> {
    health_doors(None, || async { true })
        .and(tb_web::doors(faces))
        .and(tb_console::doors(faces))
        .and(tb_api::doors(&faces.house))
        .and(asset_doors())
}

impl Town {
    pub(crate) async fn open(engine: Engine) -> Town {
        Town::open_with(engine, Setting::default()).await
    }
    pub(crate) async fn open_with(engine: Engine, setting: Setting) -> Town {
        crate::watch::listen();
        let scratch = Scratch::new(engine, &tb_house::migrations()).await;
        // Monday, nine in the morning.
        let clock = Arc::new(HandClock::at(Instant::parse("2026-03-02T09:00:00+08:00").unwrap()));
        let entropy = Arc::new(Entropy::seeded(7));
        let parts = Parts {
            db: scratch.db.clone(),
            city: City::Nanjing,
            keys: Arc::new(KeyRing::from_master(&[7; 32])),
            policies: Arc::new(PolicyBook::builtin().unwrap()),
            clock: clock.clone(),
            entropy: entropy.clone(),
            gateway: Arc::new(Silent),
        };
        let house = House::open(parts).await.unwrap();
        let words = Words::load();
        let look = Look { help_phone: "025-12349".into(), demo: setting.demo, ..Look::default() };
        let faces = Faces::new(house.clone(), words.clone(), look);
        let settings = Settings { limits: setting.limits, ..Settings::default() };
        let porter = Porter::new(Arc::new(words), clock.clone(), entropy, [9; 32], settings)
            .with_error_page(error_page(faces.clone()));
        let doors = doors(&faces);
        let manifest = doors.manifest();
        let router = doors.mount(Arc::new(porter), faces);
        Town { house, clock, router, manifest, number: AtomicU64::new(1), scratch }
    }
    pub(crate) async fn close(self) {
        drop(self.router);
        self.scratch.remove().await;
    }

    pub(crate) fn next(&self) -> u64 {
        self.number.fetch_add(1, Ordering::SeqCst)
    }
    /// A key nobody used before.
    pub(crate) fn key(&self) -> Key {
        Key::parse(&format!("access-{}", self.next())).unwrap()
    }
    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }
    /// Moves the clock, delivers events and texts, runs what is due.
    pub(crate) async fn go_to(&self, at: Instant) {
        self.clock.set(at);
        self.settle_down().await;
    }
    pub(crate) async fn settle_down(&self) {
        self.house.deliver_all().await.unwrap();
        self.house.schedule().await.unwrap().run_due().await.unwrap();
        self.house.deliver_all().await.unwrap();
    }
    /// Changes the database behind the house's back.
    pub(crate) async fn sql(&self, sql: &'static str, args: Vec<Arg>) {
        let mut tx = self.house.core.db.begin().await.unwrap();
        tx.run(sql, args).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Somebody made up who holds a role at a node.
    pub(crate) fn official(&self, role: Role, node: Node) -> Actor {
        let n = u128::from(self.next());
        let grant = StaffGrant { id: GrantId(Uuid::from_u128(0xA00_0000 + n)), role, node };
        let (session, person) = (SessionId(Uuid::from_u128(0xB00_0000 + n)), PersonId(Uuid::from_u128(0xC00_0000 + n)));
        Actor::staff(session, person, vec![grant])
    }
    pub(crate) fn officer(&self, node: Node) -> Actor {
        self.official(Role::DistrictOfficer, node.at(Level::District))
    }

    /// A session opened without any secret; gives its token.
    pub(crate) async fn session(&self, person: PersonId, kind: SessionKind) -> String {
        let token = format!("{:064x}", 0xFACE_0000_0000_u64 + self.next());
        let (key, hash, origin) = (self.key(), TokenHash::of(&token), Origin::default());
        self.house.people.demo_sign_in(&key, person, kind, hash, &origin).await.unwrap();
        token
    }
    /// A role as if it had been given long ago. The matrix also asks for roles at places where no officer could give
    /// them: whoever holds one must reach no further than it covers.
    pub(crate) async fn give_role(&self, person: PersonId, role: Role, node: Node) -> GrantId {
        let grant: GrantId = self.house.core.id();
        let sql = "insert into staff_grant (id, person, role, node, from_day, state, reason, granted_at)
            values ($1, $2, $3, $4, $5, 'active', 'test', $6)";
        let from = self.now().day().plus_days(-30);
        self.sql(sql, args![grant, person, role.code(), node, from, self.now()]).await;
        grant
    }
    /// A program's token, whoever its owner is.
    pub(crate) async fn token(&self, owner: PersonId, scopes: &[&str], node: Node) -> (TokenId, String) {
        let (id, token): (TokenId, _) = (self.house.core.id(), format!("tbp_{:032}", self.next()));
        let sql = "insert into api_token (token_hash, id, owner, name, scopes, node, created_at, expires_at)
            values ($1, $2, $3, 'program', $4, $5, $6, $7)";
        let (now, hash) = (self.now(), TokenHash::of(&token).0);
        self.sql(sql, args![hash, id, owner, scopes.join(" "), node, now, now.plus(Span::days(90))]).await;
        (id, token)
    }

    /// Two officers grant this period's time to an elder from the district's programme; gives the programme and the
    /// closed request.
    pub(crate) async fn grant(&self, elder: &Somebody) -> (AccountId, ApprovalId) {
        let node = elder.node.at(Level::District);
        let (maker, checker) = (self.officer(node), self.officer(node));
        tb_cover::insure(&self.house.cover, &maker, &checker, node).await.unwrap();
        let giving = &self.house.giving;
        let programme = match giving.programmes(node).await.unwrap().first() {
            Some(programme) => programme.id,
            None => {
                let (code, name) = ("key-elders".to_owned(), "重点老人".to_owned());
                let new = NewProgramme { code, name, node, budget: Minutes::hours(10_000) };
                let ask = ProposeProgramme { programme: new, reason: "年度".into() };
                let approval = giving.run(&maker, &self.key(), ask).await.unwrap();
                let yes = ApproveProgramme { approval, approve: true, reason: String::new() };
                giving.run(&checker, &self.key(), yes).await.unwrap().unwrap()
            }
        };
        let ask = ProposeGrant { programme, people: vec![elder.id], reason: "本期".into() };
        let approval = giving.run(&maker, &self.key(), ask).await.unwrap();
        let yes = ApproveGrant { approval, approve: true, reason: String::new() };
        giving.run(&checker, &self.key(), yes).await.unwrap().unwrap();
        (programme, approval)
    }

    /// A plain need so many days from now at ten in the morning.
    pub(crate) fn need(&self, days: i64) -> Need {
        let version = self.house.orders.version_now().unwrap();
        let item = version.items.iter().find(|i| i.licence.is_none() && !i.two_person).unwrap();
        Need {
            item: item.code.as_str().to_owned(),
            starts_at: self.now().day().plus_days(days).start().plus(Span::hours(10)),
            minutes: item.minutes.usual,
            urgent: false,
            note: crate::people::NOTE.into(),
            address: None,
            point: None,
        }
    }
    /// An open order of this elder.
    pub(crate) async fn published(&self, elder: &Somebody, days: i64) -> OrderId {
        let submit = Submit { need: self.need(days), draft: None };
        self.house.orders.run(&elder.actor(), &self.key(), submit).await.unwrap().order
    }
    pub(crate) async fn taken(&self, elder: &Somebody, volunteer: &Somebody, days: i64) -> OrderId {
        let order = self.published(elder, days).await;
        self.house.orders.run(&volunteer.actor(), &self.key(), Take { order, seen: None }).await.unwrap();
        order
    }
    /// An order that was served and checked out, with two proofs; moves the clock to the end of the visit.
    pub(crate) async fn served(&self, elder: &Somebody, volunteer: &Somebody, days: i64) -> OrderId {
        let order = self.taken(elder, volunteer, days).await;
        let (orders, start) = (&self.house.orders, self.need(days).starts_at);
        self.go_to(start).await;
        let code = Some(orders.door_code(&elder.actor(), order).await.unwrap());
        let home = self.house.places.centre_of(elder.node).unwrap();
        let position = SeenPosition { lon: Some(home.lon()), lat: Some(home.lat()), accuracy: Some(15.0) };
        let presented = Presented { position, code, device_at: None };
        orders.run(&volunteer.actor(), &self.key(), CheckIn { order, presented, seen: None }).await.unwrap();
        let minutes = self.need(1).minutes;
        self.go_to(start.plus(Span::minutes(minutes.0))).await;
        let leave = CheckOut { order, presented: Presented::default(), seen: None };
        orders.run(&volunteer.actor(), &self.key(), leave).await.unwrap();
        order
    }
    pub(crate) async fn settled(&self, elder: &Somebody, volunteer: &Somebody, days: i64) -> OrderId {
        let order = self.served(elder, volunteer, days).await;
        let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
        let done = self.house.orders.confirm(&elder.actor(), &self.key(), word).await.unwrap();
        assert!(done.settled.is_some(), "{done:?}");
        order
    }
}

/// Every check an officer can find in order.
pub(crate) fn all_checks() -> tb_people::Checks {
    tb_people::Checks {
        passed: tb_policy::Check::ALL.iter().copied().collect::<BTreeSet<_>>(),
        resident: true,
        student: false,
        trained: true,
        exam_percent: Some(90),
        licences: Vec::new(),
    }
}
