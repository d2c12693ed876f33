//! A small house behind the door: three people, one program, a few routes.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tb_http::{
    Access, Answer, Asked, At, Cache, Doors, Entry, IdempotencyKey, Input, Limit, Porter, Recognise, Settings, Typed,
    Verb, Visit, Voice, redirect_after_post,
};
use tb_kernel::*;
use tokio::sync::Notify;
use tower::ServiceExt;
use uuid::Uuid;

pub(crate) const CITIZEN: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
pub(crate) const CLERK: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
pub(crate) const AUDITOR: &str = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
/// The database does not answer for this one.
pub(crate) const UNLUCKY: &str = "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";

#[derive(Clone, Default)]
pub(crate) struct House {
    pub(crate) written: Arc<AtomicUsize>,
    pub(crate) gate: Arc<Notify>,
    pub(crate) begun: Arc<Notify>,
}

impl Recognise for House {
    async fn actor_for_session(&self, token: &str) -> Outcome<Option<Actor>> {
        let (session, person) = (SessionId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let staff = |role| {
            let grant = StaffGrant { id: GrantId(Uuid::from_u128(3)), role, node: Node(320_100_000_000) };
            Actor::staff(session, person, vec![grant])
        };
        match token {
            CITIZEN => Ok(Some(Actor::citizen(session, person))),
            CLERK => Ok(Some(staff(Role::SiteClerk))),
            AUDITOR => Ok(Some(staff(Role::Auditor))),
            UNLUCKY => Err(Fail::fault("disk on fire at /secret/place")),
            _ => Ok(None),
        }
    }
    async fn actor_for_bearer(&self, token: &str) -> Outcome<Option<Actor>> {
        let program = Actor {
            identity: Identity::Program(TokenId(Uuid::from_u128(4))),
            channel: Channel::Api,
            scopes: vec!["orders:write".into()],
            ..Actor::visitor()
        };
        Ok((token == "program").then_some(program))
    }
}

/// Says keys instead of sentences.
struct Keys;
impl Voice for Keys {
    fn negotiate(&self, accept_language: Option<&str>, chosen: Option<&str>) -> &'static str {
        if chosen.or(accept_language).is_some_and(|lang| lang.starts_with("en")) { "en" } else { "zh-CN" }
    }
    fn say(&self, lang: &str, key: &str) -> String {
        format!("{lang}:{key}")
    }
    fn refusal(&self, lang: &str, refusal: &Refusal) -> String {
        format!("{lang}:{}", refusal.code)
    }
    fn field(&self, lang: &str, fault: &FieldFault) -> String {
        format!("{lang}:{}", fault.code)
    }
}

pub(crate) fn porter(settings: Settings) -> Porter {
    let clock = Arc::new(HandClock::at(Instant(1_800_000_000_000_000)));
    Porter::new(Arc::new(Keys), clock, Arc::new(Entropy::seeded(7)), [9; 32], settings)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sites {
    size: u8,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Taking {
    minutes: i64,
    #[serde(default)]
    helpers: Vec<Helper>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Helper {
    age: u8,
}

async fn form(visit: Visit, typed: Typed) -> Html<String> {
    Html(format!("csrf={}|key={}|notice={:?}|q={}", visit.csrf, visit.fresh_key(), visit.notice, typed.text("q")))
}
async fn submit(State(house): State<House>, visit: Visit, typed: Typed) -> Answer<Response> {
    let _key = typed.key()?;
    if typed.text("name").is_empty() {
        let again = Html(format!("again {} {}", typed.value("note"), typed.value("password")));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    }
    house.written.fetch_add(1, Ordering::SeqCst);
    let said = visit.notice("orders-taken", &[]);
    Ok((said, redirect_after_post(&visit, typed.text("back"))).into_response())
}
async fn take(IdempotencyKey(key): IdempotencyKey, Input(taking): Input<Taking>) -> Answer<String> {
    let ages: u32 = taking.helpers.iter().map(|helper| u32::from(helper.age)).sum();
    match taking.minutes {
        0 => Err(Refusal::rule("orders.overlap").article("NJ-2022-24/7.2").into()),
        1 => Err(Refusal::invalid().field("helpers.0.age", "orders.too-young").into()),
        2 => Err(Refusal::conflict("orders.moved-on").into()),
        3 => Err(Refusal::forbidden("orders.own-kin").into()),
        4 => Err(Refusal::new(Kind::TooMany, "orders.too-often").into()),
        5 => Err(Refusal::new(Kind::SignIn, "common.sign-in").into()),
        6 => Err(Refusal::not_found().into()),
        7 => Err(Fail::Busy.into()),
        8 => Err(Fail::Unknown.into()),
        9 => Err(Fail::fault("disk on fire at /secret/place").into()),
        minutes => Ok(format!("{minutes} {ages} {}", key.text())),
    }
}
async fn wait_and_write(State(house): State<House>) -> &'static str {
    house.begun.notify_one();
    house.gate.notified().await;
    house.written.fetch_add(1, Ordering::SeqCst);
    "written"
}
async fn panics() -> &'static str {
    panic!("a value with a secret in it")
}

pub(crate) fn doors() -> Doors<House> {
    use Verb::{Get, Post};
    const DESK: Access = Access::Staff(&[Role::SiteClerk, Role::StreetOfficer]);
    Doors::new()
        .add(Entry::page(Get, "/", "page.home", Access::Public), form)
        .add(Entry::page(Get, "/orders", "page.orders", Access::SignedIn), form)
        .add(Entry::page(Get, "/mine/{id}", "page.mine", Access::Citizen), form)
        .add(Entry::page(Post, "/mine/{id}", "orders.take", Access::Citizen), submit)
        .add(Entry::page(Post, "/sign-in", "people.sign-in", Access::Public).limit(Limit::SignIn), submit)
        .add(Entry::page(Post, "/small", "page.small", Access::Public).body_max(200), submit)
        .add(Entry::page(Post, "/callback", "page.callback", Access::Public).foreign_form(), || async { "called" })
        .add(Entry::page(Get, "/desk", "page.desk", DESK), || async { Html("desk") })
        .add(Entry::page(Get, "/gone", "page.gone", Access::SignedIn), || async {
            Answer::<()>::Err(Refusal::not_found().into())
        })
        .add(Entry::page(Get, "/panics", "page.panics", Access::Public), panics)
        .add(Entry::page(Get, "/slow", "page.slow", Access::Public), wait_and_write)
        .add(Entry::page(Post, "/slow", "orders.slow", Access::Public).foreign_form(), wait_and_write)
        .add(
            Entry::page(Get, "/assets/app.js", "page.asset", Access::Public).limit(Limit::Free).cache(Cache::Forever),
            || async { "x".repeat(2000) },
        )
        .add(Entry::api(Post, "/api/v1/orders", "orders.take", Access::Scope("orders:write")), take)
        .add(
            Entry::api(Get, "/api/v1/sites", "places.list", Access::Scope("orders:write")),
            |Asked(sites): Asked<Sites>| async move { sites.size.to_string() },
        )
        .add(
            Entry::api(Get, "/api/v1/sites/{n}", "places.site", Access::Scope("orders:write")),
            |At(n): At<u32>| async move { n.to_string() },
        )
        .add(Entry::api(Get, "/api/v1/orders", "orders.list", Access::Scope("orders:read")), || async { "[]" })
}

pub(crate) struct Town {
    pub(crate) house: House,
    pub(crate) porter: Arc<Porter>,
    pub(crate) router: Router,
}

pub(crate) fn town(settings: Settings) -> Town {
    let (house, porter) = (House::default(), Arc::new(porter(settings)));
    Town { router: doors().mount(porter.clone(), house.clone()), house, porter }
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}
impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(SET_COOKIE).iter().map(|line| line.to_str().unwrap());
        lines.filter_map(|line| line.split_once('=')).find(|(key, _)| *key == name).map(|(_, rest)| rest.to_owned())
    }
    pub(crate) fn part(&self, name: &str) -> String {
        let found = self.body.split('|').find_map(|part| part.strip_prefix(&format!("{name}=")));
        found.unwrap_or_default().to_owned()
    }
}

pub(crate) async fn answer(router: &Router, request: Request<Body>) -> Reply {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    Reply { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

pub(crate) fn get(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    request("GET", path, headers, Body::empty())
}
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}
pub(crate) fn from(address: &str, mut request: Request<Body>) -> Request<Body> {
    let peer: SocketAddr = format!("{address}:4000").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}
pub(crate) fn session(token: &str) -> String {
    format!("tb_session={token}")
}
pub(crate) fn form_of(path: &str, cookie: &str, body: &str) -> Request<Body> {
    let headers = [(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"), (COOKIE.as_str(), cookie)];
    request("POST", path, &headers, Body::from(body.to_owned()))
}
pub(crate) fn call(headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut all =
        vec![("authorization", "Bearer program"), ("content-type", "application/json"), ("idempotency-key", "k1")];
    all.retain(|(name, _)| !headers.iter().any(|(other, _)| other == name));
    all.extend(headers.iter().filter(|(_, value)| !value.is_empty()));
    request("POST", "/api/v1/orders", &all, Body::from(body.to_owned()))
}
