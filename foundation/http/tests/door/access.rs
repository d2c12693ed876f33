//! Who may use a route, and that nobody else can tell it from one that does not exist.

use crate::house::*;
use axum::http::StatusCode;
use tb_http::{Access, Doors, Entry, Settings, Verb};

#[tokio::test]
async fn a_visitor_is_sent_to_sign_in_and_back() {
    let town = town(Settings::default());
    let reply = answer(&town.router, get("/orders?state=open&q=%E4%B8%AD", &[])).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(reply.header("location"), "/sign-in?next=%2Forders%3Fstate%3Dopen%26q%3D%25E4%25B8%25AD");
    let reply = answer(&town.router, get("/orders", &[("hx-request", "true")])).await;
    assert_eq!((reply.status, reply.header("hx-redirect")), (StatusCode::OK, "/sign-in?next=%2Forders"));
    let expired = session(&"e".repeat(64));
    let reply = answer(&town.router, get("/orders", &[("cookie", &expired)])).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "an ended session is no session");
}

#[tokio::test]
async fn no_address_of_another_house_gets_into_next() {
    let town = town(Settings::default());
    for path in ["//evil.example/orders", "/\\evil.example"] {
        let reply = answer(&town.router, get(&path.replace('\\', "%5C"), &[])).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (referer, next) in [
        ("http://bank.example/mine/7?x=1", "%2Fmine%2F7%3Fx%3D1"),
        ("http://evil.example/mine/7", "%2F"),
        ("http://bank.example.evil.example/mine", "%2F"),
        ("http://bank.example//evil.example", "%2F"),
        ("http://bank.example", "%2F"),
    ] {
        let headers = [("host", "bank.example"), ("referer", referer)];
        let reply = answer(&town.router, request("POST", "/mine/7", &headers, "name=x".into())).await;
        assert_eq!(reply.header("location"), format!("/sign-in?next={next}"), "{referer}");
    }
}

#[tokio::test]
async fn each_door_opens_for_its_own_people_only() {
    let town = town(Settings::default());
    let pages = ["/", "/orders", "/mine/7", "/desk"];
    for (cookie, open) in [
        (session(CITIZEN), [true, true, true, false]),
        (session(CLERK), [true, true, false, true]),
        (session(AUDITOR), [true, true, false, false]),
    ] {
        for (page, open) in pages.iter().zip(open) {
            let reply = answer(&town.router, get(page, &[("cookie", &cookie)])).await;
            assert_eq!(reply.status, if open { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{cookie} {page}");
        }
    }
}

#[tokio::test]
async fn a_program_needs_its_token_and_its_scope() {
    let town = town(Settings::default());
    let reply = answer(&town.router, call(&[("authorization", "")], "{}")).await;
    assert_eq!((reply.status, reply.header("www-authenticate")), (StatusCode::UNAUTHORIZED, "Bearer"));
    assert_eq!(reply.json()["type"], "/problems/common.sign-in");
    let with_cookie = [("authorization", ""), ("cookie", &session(CITIZEN))];
    assert_eq!(
        answer(&town.router, call(&with_cookie, "{}")).await.status,
        StatusCode::UNAUTHORIZED,
        "cookies open no API"
    );
    let bearer = [("authorization", "Bearer program")];
    assert_eq!(
        answer(&town.router, get("/api/v1/orders", &bearer)).await.status,
        StatusCode::NOT_FOUND,
        "another scope"
    );
    assert_eq!(
        answer(&town.router, get("/orders", &bearer)).await.status,
        StatusCode::SEE_OTHER,
        "tokens open no page"
    );
    assert_eq!(answer(&town.router, call(&[], "{\"minutes\":60}")).await.body, "60 0 k1");
}

/// All that a caller can compare, without what is new in every answer.
fn looks(reply: &Reply) -> (StatusCode, Vec<(String, String)>, String) {
    let id = reply.header("x-request-id").to_owned();
    let mut headers: Vec<_> = reply
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (reply.status, headers, reply.body.replace(&id, "ID"))
}

#[tokio::test]
async fn a_closed_route_looks_exactly_like_a_missing_one() {
    let town = town(Settings::default());
    let citizen = [("cookie", session(CITIZEN))].map(|(name, value)| (name, value.leak() as &str));
    let closed = answer(&town.router, get("/desk", &citizen)).await;
    let missing = answer(&town.router, get("/nowhere", &citizen)).await;
    assert_eq!(looks(&closed), looks(&missing));
    let program = [("authorization", "Bearer program")];
    let closed = answer(&town.router, get("/api/v1/orders", &program)).await;
    let missing = answer(&town.router, get("/api/v1/nothing", &program)).await;
    assert_eq!(looks(&closed), looks(&missing));
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_silent_database_is_a_fault_and_not_a_sign_out() {
    let town = town(Settings::default());
    let reply = answer(&town.router, get("/orders", &[("cookie", &session(UNLUCKY))])).await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!reply.body.contains("secret"));
}

#[test]
fn the_manifest_knows_every_route_and_clashes_are_found() {
    let manifest = doors().manifest();
    assert_eq!(manifest.len(), 17);
    let desk = manifest.iter().find(|entry| entry.path == "/desk").unwrap();
    assert!(matches!(desk.access, Access::Staff(roles) if roles.len() == 2));
    assert_eq!((desk.verb, desk.action), (Verb::Get, "page.desk"));
    let entry = Entry::page(Verb::Get, "/", "page.home", Access::Public);
    let twice: Doors<House> = doors().and(Doors::new().add(entry, || async { "again" }));
    assert_eq!(twice.clashes(), ["GET /"]);
}
