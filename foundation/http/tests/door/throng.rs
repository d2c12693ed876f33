//! Too often: each caller has a bucket, and nobody can make themselves a new one.

use crate::house::*;
use axum::http::StatusCode;
use tb_config::{Limits, Network, Rate};
use tb_http::Settings;

fn tight() -> Settings {
    let rate = |burst| Rate { per_minute: 1, burst };
    let limits = Limits { read: rate(2), sign_in: rate(2), address: rate(6), ..Limits::default() };
    Settings { limits, trusted_proxies: vec![Network::parse("10.0.0.0/8").unwrap()], ..Settings::default() }
}

#[tokio::test]
async fn the_third_of_two_waits_and_others_do_not() {
    let town = town(tight());
    let ask = |address: &'static str| answer(&town.router, from(address, get("/", &[])));
    assert_eq!(ask("203.0.113.1").await.status, StatusCode::OK);
    assert_eq!(ask("203.0.113.1").await.status, StatusCode::OK);
    let third = ask("203.0.113.1").await;
    assert_eq!(third.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = third.header("retry-after").parse().unwrap();
    assert!((1..=61).contains(&seconds), "{seconds}");
    assert!(third.body.contains("common.too-many"));
    assert_eq!(ask("203.0.113.2").await.status, StatusCode::OK);
    let signed_in = from("203.0.113.1", get("/", &[("cookie", &session(CITIZEN))]));
    assert_eq!(
        answer(&town.router, signed_in).await.status,
        StatusCode::OK,
        "a session behind the same address has its own"
    );
}

#[tokio::test]
async fn made_up_sessions_bring_no_new_bucket() {
    let town = town(tight());
    let mut last = StatusCode::OK;
    for n in 0..3 {
        let made_up = session(&format!("{n:064x}"));
        last = answer(&town.router, from("203.0.113.1", get("/", &[("cookie", &made_up)]))).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn attempts_to_sign_in_are_counted_by_address_whoever_comes() {
    let town = town(tight());
    for (n, status) in [(0, 403), (1, 403), (2, 429)] {
        let request = from("203.0.113.1", form_of("/sign-in", &session(if n == 0 { CITIZEN } else { CLERK }), "a=1"));
        assert_eq!(answer(&town.router, request).await.status.as_u16(), status);
    }
}

#[tokio::test]
async fn one_address_has_a_bound_in_all() {
    let town = town(tight());
    let mut last = StatusCode::OK;
    for _ in 0..7 {
        last = answer(&town.router, from("203.0.113.1", get("/assets/app.js", &[]))).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_forwarded_address_counts() {
    let town = town(tight());
    let mut statuses = Vec::new();
    for (peer, forwarded) in [
        ("10.0.0.1", "203.0.113.1"),
        ("10.0.0.1", "203.0.113.1"),
        ("10.0.0.2", "1.1.1.1, 203.0.113.1"),
        ("10.0.0.1", "203.0.113.2"),
    ] {
        let request = from(peer, get("/", &[("x-forwarded-for", forwarded)]));
        statuses.push(answer(&town.router, request).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 429, 200]);
}
