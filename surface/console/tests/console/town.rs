//! A small town behind the console's doors: a house over a scratch database, a clock moved by hand, one member of staff of
//! every role, and people who came in by the real commands.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tb_crypto::KeyRing;
use tb_db::Engine;
use tb_db::testing::Scratch;
use tb_frame::{Faces, Look, asset_doors, error_page};
use tb_giving::{ApproveGrant, ApproveProgramme, NewProgramme, ProposeGrant, ProposeProgramme};
use tb_house::{House, Parts, Schedule};
use tb_http::{Doors, Porter, Settings};
use tb_journal::Key;
use tb_kernel::*;
use tb_orders::*;
use tb_people::*;
use tb_places::City;
use tb_policy::{Check, PolicyBook, Trait};
use tb_words::Words;
use tower::ServiceExt;

/// Two communities of one street of Nanjing, and one of another district.
pub(crate) const HERE: Node = Node(320_102_002_002);
pub(crate) const ELSEWHERE: Node = Node(320_104_003_001);
pub(crate) const PASSWORD: &str = "Long enough 2026!";

/// Monday 2026-03-02, nine in the morning.
fn monday_nine() -> Instant {
    Instant::parse("2026-03-02T09:00:00+08:00").unwrap()
}

pub(crate) struct Town {
    pub(crate) house: Arc<House>,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) doors: Vec<tb_http::Entry>,
    router: Router,
    schedule: Schedule,
    scratch: Scratch,
    number: AtomicU64,
    staff: std::sync::Mutex<Vec<(String, PersonId, Vec<u8>)>>,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}
impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    pub(crate) fn location(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.header("location").to_owned()
    }
}

fn all_doors(faces: &Faces) -> Doors<Faces> {
    tb_console::doors(faces)
}

impl Town {
    pub(crate) async fn open() -> Town {
        Town::over(Engine::Sqlite).await
    }
    pub(crate) async fn over(engine: Engine) -> Town {
        let scratch = Scratch::new(engine, &tb_house::migrations()).await;
        let clock = Arc::new(HandClock::at(monday_nine()));
        let outbox = std::env::temp_dir().join(format!("timebank-console-{}", std::process::id()));
        let parts = Parts {
            db: scratch.db.clone(),
            city: City::Nanjing,
            keys: Arc::new(KeyRing::from_master(&[7; 32])),
            policies: Arc::new(PolicyBook::builtin().unwrap()),
            clock: clock.clone(),
            entropy: Arc::new(Entropy::seeded(11)),
            gateway: Arc::new(OutboxFile::new(outbox)),
        };
        let house = House::open(parts).await.unwrap();
        let schedule = house.schedule().await.unwrap();
        let words = Words::strict();
        let look = Look { help_phone: "12349".into(), ..Look::default() };
        let faces = Faces::new(house.clone(), words.clone(), look);
        let rate = tb_config::Rate { per_minute: 1_000_000, burst: 1_000_000 };
        let limits = tb_config::Limits { address: rate, read: rate, write: rate, sign_in: rate, heavy: rate };
        let settings = Settings { limits, ..Settings::default() };
        let porter = Porter::new(Arc::new(words), clock.clone(), house.core.entropy.clone(), [9; 32], settings)
            .with_error_page(error_page(faces.clone()));
        let manifest = all_doors(&faces).manifest();
        let router = all_doors(&faces).and(asset_doors()).mount(Arc::new(porter), faces);
        let staff = std::sync::Mutex::new(Vec::new());
        let town = Town { house, clock, doors: manifest, router, schedule, scratch, number: AtomicU64::new(1), staff };
        tb_cover::insure(&town.house.cover, &town.officer(), &town.officer(), HERE.at(Level::District)).await.unwrap();
        town
    }
    pub(crate) async fn close(self) {
        let sum = tb_ledger::sum_of_all(&mut self.house.core.db.read()).await.unwrap();
        assert_eq!(sum.0, 0, "the books add up");
        let scratch = self.scratch;
        drop((self.router, self.house, self.schedule));
        scratch.remove().await;
    }

    pub(crate) fn key(&self) -> Key {
        Key::parse(&format!("town-{}", self.n())).unwrap()
    }
    fn n(&self) -> u64 {
        self.number.fetch_add(1, Ordering::SeqCst)
    }
    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }
    pub(crate) async fn settle_down(&self) {
        self.house.deliver_all().await.unwrap();
        self.schedule.run_due().await.unwrap();
        self.house.deliver_all().await.unwrap();
    }
    pub(crate) async fn go_to(&self, at: Instant) {
        self.clock.set(at);
        self.settle_down().await;
    }
    pub(crate) async fn pass(&self, span: Span) {
        self.clock.advance(span);
        self.settle_down().await;
    }

    /// Somebody on the staff with this role here, ready to sign in.
    pub(crate) async fn staff(&self, username: &str, role: Role, node: Node) -> PersonId {
        let n = self.n();
        let birth = Day::parse("1985-03-01").unwrap();
        let input = StaffInput {
            name: "周敏".into(),
            id_no: IdNumber::compose(320_102, birth, u16::try_from(n % 900).unwrap()).text().to_owned(),
            phone: format!("137{n:08}"),
            node: Some(node),
            username: username.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let people = &self.house.people;
        let made = people.create_staff(&Actor::system(), &self.key(), input).await.unwrap();
        let grant =
            GrantInput { person: made.person, role, node, from: self.now().day(), to: None, reason: "测试".into() };
        people.grant(&Actor::system(), &self.key(), grant).await.unwrap();
        self.staff.lock().unwrap().push((username.to_owned(), made.person, made.one_time_secret));
        made.person
    }
    /// One member of staff for each role, named by its code.
    pub(crate) async fn everybody(&self) {
        for role in Role::ALL {
            self.staff(&role.code().replace('_', "-"), role, place_of(role)).await;
        }
    }
    /// Signs in by password and one-time code; gives the cookie.
    pub(crate) async fn sign_in(&self, username: &str) -> String {
        let (_, _, secret) = self.staff.lock().unwrap().iter().find(|(name, ..)| name == username).unwrap().clone();
        let builder = totp_rs::Builder::new().with_secret(totp_rs::Secret::from(secret));
        let seconds = u64::try_from(self.now().0 / 1_000_000).unwrap();
        let code = builder.build().unwrap().generate(seconds).to_string();
        let token = format!("{:064x}", self.n() + 0xabc_000);
        let people = &self.house.people;
        let origin = Origin { address: "127.0.0.1".into(), device: "test".into() };
        people.staff_sign_in(&self.key(), username, PASSWORD, &code, TokenHash::of(&token), &origin).await.unwrap();
        format!("tb_session={token}")
    }

    /// A person of this age, registered and made active.
    pub(crate) async fn person(&self, name: &str, age: i64, node: Node, claims: Claims) -> Actor {
        let n = self.n();
        let birth = self.now().day().plus_years(-age).plus_days(-30);
        let checks = Checks {
            passed: Check::ALL.iter().copied().collect(),
            resident: true,
            trained: true,
            exam_percent: Some(90),
            ..Checks::default()
        };
        let enrolment = self.applied(name, birth, node, claims).await;
        let person = self.house.people.approve(&Actor::system(), &self.key(), enrolment, checks).await.unwrap();
        self.house.deliver_all().await.unwrap();
        Actor::citizen(SessionId(uuid::Uuid::from_u128(u128::from(n))), person)
    }
    /// An application that waits.
    pub(crate) async fn applied(&self, name: &str, birth: Day, node: Node, claims: Claims) -> EnrolmentId {
        let n = self.n();
        let input = Registration {
            person: PersonInput {
                name: name.into(),
                id_no: IdNumber::compose(320_102, birth, u16::try_from(n % 900).unwrap()).text().to_owned(),
                phone: format!("139{n:08}"),
                node: Some(node),
                address: format!("和平路 {n} 号"),
                home: self.house.places.centre_of(node),
                ..PersonInput::default()
            },
            claims: Some(claims),
            consent: "1".into(),
            proof: None,
            hotline: false,
        };
        self.house.people.register(&Actor::system(), &self.key(), input).await.unwrap().enrolment.unwrap()
    }
    pub(crate) fn volunteer_claims() -> Claims {
        Claims::Volunteer(VolunteerClaims { resident: true, healthy: true, good_record: true, ..Default::default() })
    }
    pub(crate) fn elder_claims() -> Claims {
        let traits = BTreeSet::from([Trait::EmptyNest, Trait::LivingAlone]);
        Claims::Elder(ElderClaims { resident: true, traits })
    }
    pub(crate) async fn volunteer(&self) -> Actor {
        self.person("王小明", 62, HERE, Town::volunteer_claims()).await
    }
    /// An elder with this period's time.
    pub(crate) async fn elder(&self) -> Actor {
        let elder = self.person("张桂英", 83, HERE, Town::elder_claims()).await;
        self.grant(&elder).await;
        elder
    }
    fn officer(&self) -> Actor {
        let n = u128::from(self.n());
        let node = HERE.at(Level::District);
        let grant = StaffGrant { id: GrantId(uuid::Uuid::from_u128(n)), role: Role::DistrictOfficer, node };
        let person = PersonId(uuid::Uuid::from_u128(0xF00_0000 + n));
        Actor::staff(SessionId(uuid::Uuid::from_u128(n)), person, vec![grant])
    }
    pub(crate) async fn programme(&self) -> AccountId {
        let (giving, node) = (&self.house.giving, HERE.at(Level::District));
        if let Some(known) = giving.programmes(node).await.unwrap().first() {
            return known.id;
        }
        let programme =
            NewProgramme {
                code: "key-elders".into(), name: "重点老人".into(), node, budget: Minutes::hours(10_000)
            };
        let ask = ProposeProgramme { programme, reason: "年度".into() };
        let approval = giving.run(&self.officer(), &self.key(), ask).await.unwrap();
        let yes = ApproveProgramme { approval, approve: true, reason: String::new() };
        giving.run(&self.officer(), &self.key(), yes).await.unwrap().unwrap()
    }
    pub(crate) async fn grant(&self, elder: &Actor) {
        let programme = self.programme().await;
        let ask = ProposeGrant { programme, people: vec![elder.person.unwrap()], reason: "本期".into() };
        let approval = self.house.giving.run(&self.officer(), &self.key(), ask).await.unwrap();
        let yes = ApproveGrant { approval, approve: true, reason: String::new() };
        self.house.giving.run(&self.officer(), &self.key(), yes).await.unwrap().unwrap();
    }
    /// A plain need, so many days from now at ten.
    pub(crate) fn need(&self, days: i64) -> Need {
        let version = self.house.orders.version_now().unwrap();
        let item = version.items.iter().find(|i| i.licence.is_none() && !i.two_person).unwrap();
        Need {
            item: item.code.as_str().to_owned(),
            starts_at: self.now().day().plus_days(days).start().plus(Span::hours(10)),
            minutes: item.minutes.usual,
            urgent: false,
            note: "请带老花镜".into(),
            address: None,
            point: None,
        }
    }
    /// Handed in, not looked at yet where the city reviews.
    pub(crate) async fn submitted(&self, elder: &Actor, days: i64) -> OrderId {
        let need = self.need(days);
        self.house.orders.run(elder, &self.key(), Submit { need, draft: None }).await.unwrap().order
    }
    pub(crate) async fn published(&self, elder: &Actor, days: i64) -> OrderId {
        let order = self.submitted(elder, days).await;
        if self.order(order).await.state == OrderState::Submitted {
            self.house.orders.run(&self.officer(), &self.key(), Publish { order, seen: None }).await.unwrap();
        }
        order
    }
    pub(crate) async fn taken(&self, elder: &Actor, volunteer: &Actor, days: i64) -> OrderId {
        let order = self.published(elder, days).await;
        self.house.orders.run(volunteer, &self.key(), Take { order, seen: None }).await.unwrap();
        order
    }
    /// Served and checked out with two proofs; the clock stands at its end.
    pub(crate) async fn served(&self, elder: &Actor, volunteer: &Actor) -> OrderId {
        let order = self.taken(elder, volunteer, 1).await;
        self.go_to(self.order(order).await.starts_at).await;
        let code = self.house.orders.door_code(elder, order).await.unwrap();
        let home =
            self.house.people.facts_of_one(&mut self.house.core.db.read(), elder.person.unwrap()).await.unwrap().home;
        let position = SeenPosition { lon: Some(home.lon()), lat: Some(home.lat()), accuracy: Some(15.0) };
        let presented = Presented { position, code: Some(code), device_at: None };
        let arrive = CheckIn { order, presented, seen: None };
        self.house.orders.run(volunteer, &self.key(), arrive).await.unwrap();
        self.pass(Span::minutes(self.order(order).await.minutes.0)).await;
        let leave = CheckOut { order, presented: Presented::default(), seen: None };
        self.house.orders.run(volunteer, &self.key(), leave).await.unwrap();
        order
    }
    pub(crate) async fn settled(&self, elder: &Actor, volunteer: &Actor) -> OrderId {
        let order = self.served(elder, volunteer).await;
        let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
        self.house.orders.confirm(elder, &self.key(), word).await.unwrap();
        self.house.deliver_all().await.unwrap();
        order
    }
    pub(crate) async fn order(&self, id: OrderId) -> Order {
        self.house.orders.file(&Actor::system(), id).await.unwrap().seen.order
    }

    pub(crate) async fn get(&self, cookie: &str, path: &str) -> Reply {
        self.send(Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap()).await
    }
    /// A page that must be there.
    pub(crate) async fn page(&self, cookie: &str, path: &str) -> String {
        let reply = self.get(cookie, path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", plain(&reply.text()));
        reply.text()
    }
    pub(crate) async fn post(&self, cookie: &str, path: &str, fields: &[(String, String)]) -> Reply {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }
    async fn send(&self, request: Request<Body>) -> Reply {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 1 << 24).await.unwrap().to_vec();
        Reply { status: parts.status, headers: parts.headers, bytes }
    }
    /// Opens a page, fills in its form that goes to `action`, sends it.
    pub(crate) async fn fill(&self, cookie: &str, page: &str, action: &str, typed: &[(&str, &str)]) -> Reply {
        let html = self.page(cookie, page).await;
        let mut fields = hidden(&html, action);
        fields.retain(|(name, _)| !typed.iter().any(|(other, _)| other == name));
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(cookie, action, &fields).await
    }
}

/// Where each role works in this town.
pub(crate) fn place_of(role: Role) -> Node {
    match role {
        Role::DistrictOfficer => HERE.at(Level::District),
        Role::StreetOfficer | Role::SiteClerk => HERE.at(Level::Street),
        _ => HERE.at(Level::City),
    }
}

/// The hidden fields of the first form that goes to `action`.
pub(crate) fn hidden(html: &str, action: &str) -> Vec<(String, String)> {
    let forms = html.split("<form ").skip(1).map(|form| form.split("</form>").next().unwrap());
    let goes_there = |form: &&str| {
        attribute(form.split('>').next().unwrap(), "action") == action
            || form.contains(&format!("formaction=\"{action}\""))
    };
    let form = forms.clone().find(goes_there).unwrap_or_else(|| panic!("no form goes to {action}: {}", plain(html)));
    let inputs = form.split("<input ").skip(1).filter(|input| input.starts_with("type=\"hidden\""));
    inputs.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect()
}

/// The value of an attribute in a piece of markup.
pub(crate) fn attribute(markup: &str, name: &str) -> String {
    let wanted = format!(" {name}=\"");
    let Some((_, rest)) = format!(" {markup}").split_once(&wanted).map(|(a, b)| (a.len(), b.to_owned())) else {
        return String::new();
    };
    rest.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&#43;", "+")
}

/// The text of a page without its markup, for messages of failed tests.
pub(crate) fn plain(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let mut text = String::new();
    let mut inside = true;
    for c in main.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(900).collect()
}
