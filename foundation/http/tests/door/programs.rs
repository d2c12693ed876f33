//! The API's language: problem documents, JSON that must fit, keys on every write.

use crate::house::*;
use axum::http::StatusCode;
use tb_http::Settings;

#[tokio::test]
async fn every_kind_of_no_has_its_status_and_its_document() {
    let town = town(Settings::default());
    for (minutes, status, code, retry) in [
        (0, 422, "orders.overlap", ""),
        (1, 422, "common.invalid", ""),
        (2, 409, "orders.moved-on", ""),
        (3, 403, "orders.own-kin", ""),
        (4, 429, "orders.too-often", "60"),
        (5, 401, "common.sign-in", ""),
        (6, 404, "common.not-found", ""),
        (7, 503, "common.busy", "1"),
        (8, 503, "common.unknown", "2"),
        (9, 500, "common.fault", ""),
    ] {
        let reply =
            answer(&town.router, call(&[("accept-language", "en")], &format!("{{\"minutes\":{minutes}}}"))).await;
        let told = reply.json();
        assert_eq!((reply.status.as_u16(), told["status"].as_u64()), (status, Some(u64::from(status))), "{code}");
        assert_eq!(told["type"], format!("/problems/{code}"));
        assert_eq!(told["detail"], format!("en:{code}"));
        assert_eq!(told["instance"], format!("urn:uuid:{}", reply.header("x-request-id")));
        assert_eq!((reply.header("content-type"), reply.header("retry-after")), ("application/problem+json", retry));
        assert!(!reply.body.contains("secret"), "a fault's text stays inside");
    }
    let rule = answer(&town.router, call(&[], "{\"minutes\":0}")).await.json();
    assert_eq!(
        (rule["article"].as_str(), rule["detail"].as_str()),
        (Some("NJ-2022-24/7.2"), Some("zh-CN:orders.overlap"))
    );
    let fields = answer(&town.router, call(&[], "{\"minutes\":1}")).await.json();
    assert_eq!(fields["errors"][0]["pointer"], "/helpers/0/age");
    assert_eq!(fields["errors"][0]["code"], "orders.too-young");
}

#[tokio::test]
async fn a_document_that_does_not_fit_says_where() {
    let town = town(Settings::default());
    for (body, pointer, code) in [
        ("{\"minutes\":60,\"hours\":1}", "/hours", "common.field-unknown"),
        ("{\"helpers\":[]}", "/minutes", "common.field-missing"),
        ("{\"minutes\":\"60\"}", "/minutes", "common.field-type"),
        ("{\"minutes\":60.5}", "/minutes", "common.field-type"),
        ("{\"minutes\":60,\"helpers\":[{\"age\":30},{\"age\":300}]}", "/helpers/1/age", "common.field-form"),
        ("{\"minutes\":60,\"helpers\":[{\"age\":30,\"a/b\":1}]}", "/helpers/0/a~1b", "common.field-unknown"),
        ("{\"minutes\":60,\"helpers\":[{}]}", "/helpers/0/age", "common.field-missing"),
        ("[]", "", "common.field-form"),
        ("7", "", "common.field-type"),
    ] {
        let reply = answer(&town.router, call(&[], body)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", reply.body);
        let told = reply.json();
        let first = &told["errors"][0];
        assert_eq!((first["pointer"].as_str(), first["code"].as_str()), (Some(pointer), Some(code)), "{body}");
    }
    for broken in ["", "{", "{\"minutes\":60} x", "{\"minutes\":}", "\u{feff}{}"] {
        let reply = answer(&town.router, call(&[], broken)).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{broken:?}: {}", reply.body);
        assert_eq!(reply.json()["type"], "/problems/common.json-broken");
    }
}

#[tokio::test]
async fn a_query_and_a_path_that_do_not_fit() {
    let town = town(Settings::default());
    let program = [("authorization", "Bearer program")];
    for (query, pointer, code) in [
        ("size=ten", "/size", "common.field-form"),
        ("", "/size", "common.field-missing"),
        ("size=1&sort=x", "/sort", "common.field-unknown"),
    ] {
        let reply = answer(&town.router, get(&format!("/api/v1/sites?{query}"), &program)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {}", reply.body);
        let told = reply.json();
        assert_eq!(
            (told["errors"][0]["pointer"].as_str(), told["errors"][0]["code"].as_str()),
            (Some(pointer), Some(code))
        );
    }
    assert_eq!(answer(&town.router, get("/api/v1/sites?size=3", &program)).await.body, "3");
    assert_eq!(answer(&town.router, get("/api/v1/sites/7", &program)).await.body, "7");
    for odd in ["x", "-1", "7x", "%ff", "99999999999"] {
        let reply = answer(&town.router, get(&format!("/api/v1/sites/{odd}"), &program)).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{odd}: an address that cannot be is one that is not");
    }
}

#[tokio::test]
async fn only_json_is_json_and_not_too_much() {
    let town = town(Settings::default());
    for media in ["", "text/plain", "application/x-www-form-urlencoded"] {
        let reply = answer(&town.router, call(&[("content-type", media)], "{\"minutes\":60}")).await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{media}");
        assert_eq!(reply.json()["type"], "/problems/common.media-type");
    }
    let reply =
        answer(&town.router, call(&[("content-type", "application/json; charset=utf-8")], "{\"minutes\":60}")).await;
    assert_eq!(reply.status, StatusCode::OK);
    let reply = answer(&town.router, call(&[], &format!("\"{}\"", "x".repeat(300_000)))).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reply.json()["type"], "/problems/common.too-large");
}

#[tokio::test]
async fn every_write_brings_a_key() {
    let town = town(Settings::default());
    for (key, code) in [("", "common.key-missing"), ("a b", "common.key-form"), (&*"k".repeat(101), "common.key-form")]
    {
        let reply = answer(&town.router, call(&[("idempotency-key", key)], "{\"minutes\":60}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{key}");
        assert_eq!(reply.json()["type"], format!("/problems/{code}"));
    }
}

#[tokio::test]
async fn a_wrong_method_names_the_right_ones() {
    let town = town(Settings::default());
    let reply = answer(&town.router, request("DELETE", "/api/v1/orders", &[], "".into())).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(
        reply.header("allow").contains("POST") && reply.header("allow").contains("GET"),
        "{}",
        reply.header("allow")
    );
    assert_eq!(reply.json()["type"], "/problems/common.method");
    let reply = answer(&town.router, request("DELETE", "/orders", &[], "".into())).await;
    assert!(reply.status == StatusCode::METHOD_NOT_ALLOWED && reply.body.starts_with("<!doctype html>"));
}

#[tokio::test]
async fn an_unknown_path_answers_in_the_callers_way() {
    let town = town(Settings::default());
    let page = answer(&town.router, get("/nowhere", &[("cookie", "tb_lang=en")])).await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
    assert!(page.body.contains("<html lang=\"en\">") && page.body.contains(page.header("x-request-id")));
    assert_eq!(answer(&town.router, get("/api/nothing", &[])).await.json()["type"], "/problems/common.not-found");
    let asked = answer(&town.router, get("/nowhere", &[("accept", "application/json")])).await;
    assert_eq!(asked.header("content-type"), "application/problem+json");
}
