//! Forms: ours or another site's, too large, of the wrong kind, shown again, and where they lead.

use crate::house::*;
use axum::Router;
use axum::body::Body;
use axum::http::StatusCode;
use std::sync::atomic::Ordering;
use tb_http::Settings;

async fn token(router: &Router, cookie: &str) -> String {
    answer(router, get("/", &[("cookie", cookie)])).await.part("csrf")
}

#[tokio::test]
async fn a_form_needs_the_token_of_its_own_session() {
    let town = town(Settings::default());
    let cookie = session(CITIZEN);
    let mine = token(&town.router, &cookie).await;
    let of_another = token(&town.router, &session(CLERK)).await;
    for wrong in ["", &of_another, &mine[1..], "x.y"] {
        let reply = answer(&town.router, form_of("/mine/7", &cookie, &format!("_key=k&name=x&_csrf={wrong}"))).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{wrong:?}");
        assert!(reply.body.contains("common.form-expired"));
    }
    assert_eq!(town.house.written.load(Ordering::SeqCst), 0);
    let reply =
        answer(&town.router, form_of("/mine/7", &cookie, &format!("_key=k&name=x&_csrf={mine}&back=/orders"))).await;
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/orders"));
    assert_eq!(town.house.written.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_right_token_does_not_help_another_site() {
    let town = town(Settings::default());
    let cookie = session(CITIZEN);
    let body = format!("_key=k&name=x&_csrf={}", token(&town.router, &cookie).await);
    for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let mut request = form_of("/mine/7", &cookie, &body);
        request.headers_mut().insert(foreign.0, foreign.1.parse().unwrap());
        assert_eq!(answer(&town.router, request).await.status, StatusCode::FORBIDDEN);
    }
    let mut request = form_of("/mine/7", &cookie, &body);
    request.headers_mut().insert("sec-fetch-site", "same-origin".parse().unwrap());
    assert_eq!(answer(&town.router, request).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_visitor_gets_a_mark_and_may_then_send_forms() {
    let town = town(Settings { secure: true, ..Settings::default() });
    let first = answer(&town.router, get("/", &[])).await;
    let mark = first.cookie("tb_visitor").unwrap();
    assert!(mark.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{mark}");
    let cookie = format!("tb_visitor={}", mark.split(';').next().unwrap());
    let body = format!("_key=k&name=x&_csrf={}", first.part("csrf"));
    assert_eq!(answer(&town.router, form_of("/sign-in", &cookie, &body)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(answer(&town.router, form_of("/sign-in", "", &body)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        answer(&town.router, get("/", &[("cookie", &cookie)])).await.cookie("tb_visitor"),
        None,
        "one mark is enough"
    );
}

#[tokio::test]
async fn a_script_may_send_the_token_in_a_header() {
    let town = town(Settings::default());
    let cookie = session(CITIZEN);
    let mut request = form_of("/mine/7", &cookie, "_key=k&name=x");
    request.headers_mut().insert("x-csrf-token", token(&town.router, &cookie).await.parse().unwrap());
    request.headers_mut().insert("hx-request", "true".parse().unwrap());
    let reply = answer(&town.router, request).await;
    assert_eq!((reply.status, reply.header("hx-redirect")), (StatusCode::OK, "/"));
}

#[tokio::test]
async fn a_form_leads_to_this_house_only() {
    let town = town(Settings::default());
    let cookie = session(CITIZEN);
    let token = token(&town.router, &cookie).await;
    for evil in
        ["https://evil.example", "//evil.example", "/%5Cevil.example", "%09//evil.example", "javascript:alert(1)", ""]
    {
        let reply =
            answer(&town.router, form_of("/mine/7", &cookie, &format!("_key=k&name=x&_csrf={token}&back={evil}")))
                .await;
        assert_eq!(reply.header("location"), "/", "{evil}");
    }
}

#[tokio::test]
async fn what_was_typed_comes_back_and_the_password_does_not() {
    let town = town(Settings::default());
    let cookie = session(CITIZEN);
    let body = format!("_key=k&note=nine+o%27clock&password=tower&_csrf={}", token(&town.router, &cookie).await);
    let reply = answer(&town.router, form_of("/mine/7", &cookie, &body)).await;
    assert_eq!((reply.status, reply.body.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "again nine o'clock "));
}

#[tokio::test]
async fn a_form_without_its_key_is_refused() {
    let town = town(Settings::default());
    let cookie = session(CITIZEN);
    let body = format!("name=x&_csrf={}", token(&town.router, &cookie).await);
    let reply = answer(&town.router, form_of("/mine/7", &cookie, &body)).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.body.contains("common.key-missing"));
}

#[tokio::test]
async fn too_large_is_told_before_it_is_read_and_while_it_is_read() {
    let town = town(Settings::default());
    let announced = form_of("/small", "", &"x".repeat(201));
    assert_eq!(answer(&town.router, announced).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let media = [("content-type", "application/x-www-form-urlencoded")];
    let lying = [media[0], ("content-length", "10")];
    for headers in [&media[..], &lying] {
        let unannounced = request("POST", "/small", headers, Body::from("x".repeat(201)));
        let reply = answer(&town.router, unannounced).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(reply.body.contains("common.too-large"));
    }
    assert_eq!(answer(&town.router, form_of("/small", "", "x=1")).await.status, StatusCode::FORBIDDEN, "small enough");
}

#[tokio::test]
async fn only_forms_are_forms() {
    let town = town(Settings::default());
    for media in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let reply = answer(&town.router, request("POST", "/small", &[("content-type", media)], "{}".into())).await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{media}");
    }
}

#[tokio::test]
async fn a_form_from_outside_is_taken_only_where_it_is_expected() {
    let town = town(Settings::default());
    let reply = answer(&town.router, form_of("/callback", "", "code=1")).await;
    assert_eq!(reply.body, "called");
}

#[tokio::test]
async fn a_notice_is_said_once() {
    let town = town(Settings::default());
    let cookie = session(CITIZEN);
    let body = format!("_key=k&name=x&_csrf={}", token(&town.router, &cookie).await);
    let said = answer(&town.router, form_of("/mine/7", &cookie, &body)).await.cookie("tb_notice").unwrap();
    let with_notice = format!("{cookie}; tb_notice={}", said.split(';').next().unwrap());
    let next = answer(&town.router, get("/orders", &[("cookie", &with_notice)])).await;
    assert!(next.body.contains("orders-taken"), "{}", next.body);
    assert!(next.cookie("tb_notice").unwrap().contains("Max-Age=0"));
}
