//! A town with an API: a house over a test database, a clock moved by hand, two city officers whose programs have tokens,
//! and citizens who come in by the API itself.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tb_config::{Limits, Rate};
use tb_crypto::KeyRing;
use tb_db::testing::Scratch;
use tb_db::{Db, Engine};
use tb_house::{House, Parts};
use tb_http::{Doors, Porter, Recognise, Settings};
use tb_journal::Key;
use tb_kernel::*;
use tb_people::{GatewayError, IdNumber, MessageGateway, StaffInput, Text, TokenHash, TokenInput};
use tb_places::City;
use tb_policy::PolicyBook;
use tb_words::Words;
use tower::ServiceExt;
use uuid::Uuid;

/// A community of Nanjing.
pub(crate) const HERE: Node = Node(320_102_002_002);
/// All scopes.
pub(crate) const ALL: &[&str] = tb_api::SCOPES;

/// Keeps texts instead of sending them.
#[derive(Default)]
struct Outbox(Mutex<Vec<(String, String)>>);

impl MessageGateway for Outbox {
    fn send<'a>(&'a self, text: &'a Text) -> Pin<Box<dyn Future<Output = Result<(), GatewayError>> + Send + 'a>> {
        let code = text.args.iter().find(|(name, _)| name == "code").map(|(_, code)| code.clone());
        if let Some(code) = code {
            self.0.lock().unwrap().push((text.phone.clone(), code));
        }
        Box::pin(async { Ok(()) })
    }
}

#[derive(Clone)]
struct State(Arc<House>);
impl Recognise for State {
    async fn actor_for_session(&self, token: &str) -> Outcome<Option<Actor>> {
        self.0.people.actor_for(token).await
    }
    async fn actor_for_bearer(&self, token: &str) -> Outcome<Option<Actor>> {
        self.0.actor_for_bearer(token).await
    }
}

pub(crate) struct Town {
    pub(crate) house: Arc<House>,
    pub(crate) clock: Arc<HandClock>,
    router: Router,
    outbox: Arc<Outbox>,
    number: AtomicU64,
    officers: Vec<Actor>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Told {
    /// The body of a success.
    #[track_caller]
    pub(crate) fn well(self) -> Value {
        assert!(self.status.is_success(), "{} {:#}", self.status, self.body);
        self.body
    }
    /// The code of a problem with this status.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{:#}", self.body);
        assert_eq!(self.headers[CONTENT_TYPE], "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert!(!self.body["detail"].as_str().unwrap().is_empty());
        self.body["type"].as_str().unwrap().strip_prefix("/problems/").unwrap().to_owned()
    }
}

/// Runs a story in a fresh town on each engine.
pub(crate) async fn on_both<F, Fut>(story: F)
where
    F: Fn(Arc<Town>) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine:?}");
        let scratch = Scratch::new(engine, &tb_house::migrations()).await;
        let town = Town::open(scratch.db.clone()).await;
        story(town.clone()).await;
        drop(town);
        scratch.remove().await;
    }
}

/// A town on SQLite alone, for what does not depend on the engine.
pub(crate) async fn quick<F, Fut>(story: F)
where
    F: Fn(Arc<Town>) -> Fut,
    Fut: Future<Output = ()>,
{
    let scratch = Scratch::new(Engine::Sqlite, &tb_house::migrations()).await;
    let town = Town::open(scratch.db.clone()).await;
    story(town.clone()).await;
    drop(town);
    scratch.remove().await;
}

impl Town {
    async fn open(db: Db) -> Arc<Town> {
        // Monday, nine in the morning.
        let clock = Arc::new(HandClock::at(Instant::parse("2026-03-02T09:00:00+08:00").unwrap()));
        let outbox = Arc::new(Outbox::default());
        let entropy = Arc::new(Entropy::seeded(7));
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
        let porter = Porter::new(Arc::new(Words::load()), clock.clone(), entropy, [9; 32], settings);
        let doors: Doors<State> = tb_api::doors(&house);
        let router = doors.mount(Arc::new(porter), State(house.clone()));
        let mut town = Town { house, clock, router, outbox, number: AtomicU64::new(1), officers: Vec::new() };
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
            password: "a long and quiet evening".into(),
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

    fn next(&self) -> u64 {
        self.number.fetch_add(1, Ordering::SeqCst)
    }
    pub(crate) fn key(&self) -> Key {
        Key::parse(&format!("key-{}", self.next())).unwrap()
    }
    /// A token of one of the two officers' programs (0 or 1).
    pub(crate) async fn program(&self, officer: usize, scopes: &[&str]) -> String {
        self.program_at(officer, scopes, self.house.node).await
    }
    pub(crate) async fn program_at(&self, officer: usize, scopes: &[&str], node: Node) -> String {
        let token = format!("tbp_{:032}", self.next());
        let input = TokenInput {
            name: "程序".into(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            node,
            days: 30,
            token: TokenHash::of(&token),
        };
        self.house.people.create_token(&self.officers[officer], &self.key(), input).await.unwrap();
        token
    }

    /// Sends what is given, with nothing added.
    pub(crate) async fn send(&self, request: Request<Body>) -> Told {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 4 << 20).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Told { status: parts.status, headers: parts.headers, body, text }
    }
    pub(crate) async fn get(&self, token: &str, path: &str) -> Told {
        let mut request = Request::get(path);
        if !token.is_empty() {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }
    pub(crate) async fn post(&self, token: &str, path: &str, body: Value) -> Told {
        let key = format!("key-{}", self.next());
        self.post_with(&key, token, path, body).await
    }
    pub(crate) async fn post_with(&self, key: &str, token: &str, path: &str, body: Value) -> Told {
        self.post_text(key, token, path, body.to_string()).await
    }
    pub(crate) async fn post_text(&self, key: &str, token: &str, path: &str, body: String) -> Told {
        let mut request = Request::post(path).header(CONTENT_TYPE, "application/json");
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        if !token.is_empty() {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(request.body(Body::from(body)).unwrap()).await
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
    /// Signs in and gives the answer.
    pub(crate) async fn sign_in(&self, phone: &str) -> Value {
        self.clock.advance(Span::seconds(61));
        self.post("", "/api/v1/sign-in/code", json!({"phone": phone})).await.well();
        let code = self.code(phone).await;
        self.post("", "/api/v1/sign-in", json!({"phone": phone, "code": code})).await.well()
    }

    /// Somebody new: registers, signs in, is approved. Gives the token and the person.
    pub(crate) async fn citizen(&self, age: i64, claims: Value) -> (String, String) {
        let n = self.next();
        let phone = format!("139{n:08}");
        let signed = self.sign_in(&phone).await;
        assert_eq!(signed["outcome"], "new");
        let birth = self.clock.now().day().plus_years(-age).plus_days(-30);
        let mut new = json!({
            "name": "王小明", "id_no": IdNumber::compose(320_102, birth, u16::try_from(n % 900).unwrap()).text(),
            "phone": phone, "node": HERE.to_string(), "address": "和平路 8 号 101", "consent": "1", "proof": signed["token"],
        });
        for (name, value) in claims.as_object().unwrap() {
            new[name] = value.clone();
        }
        let made = self.post("", "/api/v1/people", new).await.well();
        let chosen = json!({"proof": signed["token"], "person": made["person"]});
        let session = self.post("", "/api/v1/sign-in/person", chosen).await.well();
        let officer = self.program(0, ALL).await;
        let checks = json!({
            "passed": ["identity", "health", "credit", "offence"], "resident": true, "trained": true, "exam_percent": 90
        });
        let enrolment = made["enrolment"].as_str().unwrap();
        self.post(&officer, &format!("/api/v1/enrolments/{enrolment}/approve"), checks).await.well();
        self.settle_down().await;
        (session["token"].as_str().unwrap().to_owned(), made["person"].as_str().unwrap().to_owned())
    }
    pub(crate) async fn volunteer(&self) -> (String, String) {
        self.citizen(62, json!({"volunteer": {"resident": true, "healthy": true, "good_record": true}})).await
    }
    /// An elder who lives alone.
    pub(crate) async fn elder(&self) -> (String, String) {
        self.citizen(83, json!({"elder": {"resident": true, "traits": ["empty_nest", "living_alone"]}})).await
    }
    /// Two officers' programs open a programme and grant time to an elder.
    pub(crate) async fn grant(&self, person: &str) {
        let (maker, checker) = (self.program(0, ALL).await, self.program(1, ALL).await);
        let known = self.get(&maker, "/api/v1/programmes").await.well();
        let programme = match known["rows"].as_array().unwrap().first() {
            Some(programme) => programme["id"].clone(),
            None => {
                let wanted = json!({
                    "code": "elders", "name": "重点老人", "node": HERE.at(Level::District).to_string(),
                    "budget_minutes": 600_000, "reason": "年度"
                });
                let asked = self.post(&maker, "/api/v1/programmes", wanted).await.well();
                let path = format!("/api/v1/programmes/proposals/{}", asked["approval"].as_str().unwrap());
                self.post(&checker, &path, json!({"approve": true})).await.well()["programme"].clone()
            }
        };
        let wanted = json!({"programme": programme, "people": [person], "reason": "本期"});
        let asked = self.post(&maker, "/api/v1/grants", wanted).await.well();
        let path = format!("/api/v1/grants/proposals/{}", asked["approval"].as_str().unwrap());
        let done = self.post(&checker, &path, json!({"approve": true})).await.well();
        assert_eq!(done["granted"]["people"], 1);
    }
    /// A plain need, tomorrow at ten.
    pub(crate) async fn need(&self) -> Value {
        let catalogue = self.get("", &format!("/api/v1/catalogue?node={HERE}")).await.well();
        let items = catalogue["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["licence"].is_null() && item["helpers"] == 1).unwrap();
        let start = self.clock.now().day().plus_days(1).start().plus(Span::hours(10));
        json!({
            "item": item["code"], "starts_at": start.to_string(), "minutes": item["minutes_usual"], "note": "请带老花镜"
        })
    }
    /// A published order of this elder; gives its id.
    pub(crate) async fn published(&self, elder: &str) -> String {
        let made = self.post(elder, "/api/v1/orders", self.need().await).await.well();
        let order = made["order"].as_str().unwrap().to_owned();
        if made["state"] == "submitted" {
            let officer = self.program(0, ALL).await;
            self.post(&officer, &format!("/api/v1/orders/{order}/publish"), json!({})).await.well();
        }
        order
    }
}
