//! What does not fit, what one may not, and how both are told.

use crate::town::{ALL, HERE, on_both, quick};
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};
use tb_kernel::{Level, Node};

const MISSING: &str = "0193b7a0-c0de-7000-a000-00000000dead";

/// Without what differs in every answer.
fn plain(mut problem: Value) -> Value {
    problem.as_object_mut().unwrap().remove("instance");
    problem
}

#[tokio::test]
async fn an_order_of_others_looks_like_none() {
    on_both(|town| async move {
        let (elder, elder_id) = town.elder().await;
        town.grant(&elder_id).await;
        let (stranger, _) = town.elder().await;
        let away = town.program_at(0, ALL, Node(320_104_000_000)).await;
        let order = town.published(&elder).await;
        for who in [&stranger, &away] {
            let theirs = town.get(who, &format!("/api/v1/orders/{order}")).await;
            let none = town.get(who, &format!("/api/v1/orders/{MISSING}")).await;
            let malformed = town.get(who, "/api/v1/orders/none-such").await;
            assert_eq!(theirs.refused(404), "common.not-found");
            assert_eq!(plain(theirs.body), plain(none.body.clone()));
            assert_eq!(plain(malformed.body), plain(none.body));
            for verb in ["cancel", "withdraw", "dispute"] {
                for id in [order.as_str(), MISSING] {
                    let told = town.post(who, &format!("/api/v1/orders/{id}/{verb}"), json!({"reason": "x"})).await;
                    assert_eq!(told.refused(404), "common.not-found");
                }
            }
        }
        let account = town.get(&stranger, &format!("/api/v1/accounts/{elder_id}")).await;
        assert_eq!(account.refused(404), "common.not-found");
        assert_eq!(town.get(&away, &format!("/api/v1/accounts/{elder_id}")).await.refused(404), "common.not-found");
        assert_eq!(town.get(&stranger, &format!("/api/v1/people/{elder_id}")).await.refused(404), "common.not-found");
        let publish = town.post(&elder, &format!("/api/v1/orders/{order}/publish"), json!({})).await;
        assert_eq!(publish.refused(403), "orders.not-yours", "one's own is seen, but this is not for oneself");
    })
    .await;
}

#[tokio::test]
async fn a_scope_is_a_door() {
    quick(|town| async move {
        let reader = town.program(0, &["orders:read"]).await;
        assert_eq!(town.get(&reader, "/api/v1/orders").await.status, 200);
        let scoped = [
            ("/api/v1/people", "people:read"),
            ("/api/v1/audit", "audit:read"),
            ("/api/v1/me/balances", "ledger:read"),
            ("/api/v1/policies", "policy:read"),
        ];
        let nowhere = plain(town.get(&reader, "/api/v1/nowhere").await.body);
        for (path, scope) in scoped {
            let closed = town.get(&reader, path).await;
            assert_eq!(closed.refused(404), "common.not-found", "{path}");
            assert_eq!(plain(closed.body), nowhere);
            let holder = town.program(0, &[scope]).await;
            assert_ne!(town.get(&holder, path).await.body["type"], "/problems/common.sign-in", "{path}");
        }
        let submit = town.post(&reader, "/api/v1/orders", json!({})).await;
        assert_eq!(submit.refused(404), "common.not-found", "reading is not writing");
        let register = town
            .post(
                &reader,
                "/api/v1/people",
                json!({"name": "王小明", "id_no": "1", "node": HERE.to_string(), "consent": "1"}),
            )
            .await;
        assert_eq!(register.refused(404), "common.not-found", "an open route asks a program for its scope");
    })
    .await;
}

#[tokio::test]
async fn without_a_token_one_is_asked_to_sign_in_and_cookies_do_not_count() {
    quick(|town| async move {
        let none = town.get("", "/api/v1/me").await;
        assert_eq!(none.refused(401), "common.sign-in");
        assert_eq!(none.headers["www-authenticate"], "Bearer");
        assert_eq!(town.get("made-up", "/api/v1/me").await.refused(401), "common.sign-in");
        let (citizen, _) = town.volunteer().await;
        let me = town.get(&citizen, "/api/v1/me").await.well();
        assert_eq!(
            (&me["person"]["name"], &me["address"]),
            (&json!("王小明"), &json!("和平路 8 号 101")),
            "one's own in full"
        );
        let program = town.program(0, &["people:read"]).await;
        let owner = town.get(&program, "/api/v1/me").await.well();
        assert_eq!(owner["scopes"], json!(["people:read"]));
        assert!(owner["address"].is_null() && owner["phone"].is_null(), "a program's token shows no home: {owner:#}");
        let cookie = Request::get("/api/v1/me").header("cookie", format!("tb_session={citizen}")).body(Body::empty());
        assert_eq!(town.send(cookie.unwrap()).await.refused(401), "common.sign-in");
        for closed in ["/api/v1/audit", "/api/v1/programmes"] {
            assert_eq!(town.get(&citizen, closed).await.refused(404), "common.not-found", "not a citizen's business");
        }
        assert_eq!(town.post(&citizen, "/api/v1/sign-out", json!({})).await.status, 204);
        assert_eq!(town.get(&citizen, "/api/v1/me").await.refused(401), "common.sign-in");
    })
    .await;
}

#[tokio::test]
async fn a_token_reaches_no_further_than_its_place() {
    quick(|town| async move {
        let (_, person) = town.elder().await;
        let near = town.program_at(0, ALL, HERE.at(Level::District)).await;
        let far = town.program_at(0, ALL, Node(320_104_000_000)).await;
        let path = format!("/api/v1/people/{person}");
        let shown = town.get(&near, &path).await.well();
        assert_eq!(shown["name"], "王**");
        assert!(shown["id_no"].as_str().unwrap().contains('*'), "{shown:#}");
        assert_eq!(town.get(&far, &path).await.refused(404), "common.not-found");
        let rows = town.get(&near, "/api/v1/people?kind=elder").await.well();
        assert_eq!(rows["rows"].as_array().unwrap().len(), 1);
        assert_eq!(town.get(&far, "/api/v1/people").await.well()["rows"], json!([]));
        let wanted = json!({"search": shown["handle"]});
        let found = town.post_with("", &near, "/api/v1/people/search", wanted.clone()).await.well();
        assert_eq!(found["rows"][0]["id"], person);
        assert_eq!(town.post_with("", &far, "/api/v1/people/search", wanted).await.well()["rows"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_told_with_its_place() {
    quick(|town| async move {
        let (elder, _) = town.elder().await;
        let need = town.need().await;
        let with = |name: &str, value: Value| {
            let mut need = need.clone();
            need[name] = value;
            need
        };
        let without = |name: &str| {
            let mut need = need.clone();
            need.as_object_mut().unwrap().remove(name);
            need
        };
        for (body, pointer, code) in [
            (with("colour", json!("red")), "/colour", "common.field-unknown"),
            (without("starts_at"), "/starts_at", "common.field-missing"),
            (with("minutes", json!("sixty")), "/minutes", "common.field-type"),
            (with("minutes", json!(-5)), "/minutes", "common.field-form"),
            (with("starts_at", json!("tomorrow")), "/starts_at", "common.field-form"),
            (with("note", json!("a\u{0}b")), "/note", "common.field-form"),
            (with("note", json!("长".repeat(501))), "/note", "common.too-long"),
            (with("position", json!({"lon": 300.0, "lat": 1.0})), "/position", "common.field-form"),
        ] {
            let told = town.post(&elder, "/api/v1/orders", body.clone()).await;
            assert_eq!(told.refused(422), "common.invalid", "{body}");
            assert_eq!(told.body["errors"][0]["pointer"], pointer, "{body}");
            assert_eq!(told.body["errors"][0]["code"], code, "{body}");
        }
        for (query, pointer) in [
            ("side=elder&colour=red", "/colour"),
            ("side=nobody", "/side"),
            ("", "/side"),
            ("side=elder&limit=0", "/limit"),
            ("side=elder&limit=201", "/limit"),
            ("side=elder&limit=ten", "/limit"),
            ("side=elder&after=xyz", "/after"),
        ] {
            let told = town.get(&elder, &format!("/api/v1/me/orders?{query}")).await;
            assert_eq!(told.refused(422), "common.invalid", "{query}");
            assert_eq!(told.body["errors"][0]["pointer"], pointer, "{query}: {:#}", told.body);
        }
    })
    .await;
}

#[tokio::test]
async fn broken_large_keyless_and_foreign_bodies_are_refused_before_anything_happens() {
    quick(|town| async move {
        let (elder, _) = town.elder().await;
        let post = |key: &'static str, body: String| {
            let (town, elder) = (town.clone(), elder.clone());
            async move { town.post_text(key, &elder, "/api/v1/orders", body).await }
        };
        assert_eq!(post("k1", "{\"item\": ".into()).await.refused(400), "common.json-broken");
        assert_eq!(post("k2", String::new()).await.refused(400), "common.json-broken");
        assert_eq!(post("k3", "[1, 2] 3".into()).await.status, 422);
        assert_eq!(post("", "{}".into()).await.refused(400), "common.key-missing");
        assert_eq!(post("two words", "{}".into()).await.refused(400), "common.key-form");
        let large = json!({"note": "x".repeat(70_000)}).to_string();
        assert_eq!(post("k4", large).await.refused(413), "common.too-large");
        let form = Request::post("/api/v1/orders")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("idempotency-key", "k5")
            .header(AUTHORIZATION, format!("Bearer {elder}"))
            .body(Body::from("item=x"));
        assert_eq!(town.send(form.unwrap()).await.refused(415), "common.media-type");
        let put = Request::put("/api/v1/orders").header(AUTHORIZATION, format!("Bearer {elder}")).body(Body::empty());
        let told = town.send(put.unwrap()).await;
        assert_eq!(told.refused(405), "common.method");
        assert!(told.headers.contains_key("allow"));
    })
    .await;
}

#[tokio::test]
async fn a_rule_names_its_article_and_speaks_the_callers_language() {
    quick(|town| async move {
        let (_, elder_id) = town.elder().await;
        let (volunteer, _) = town.volunteer().await;
        let mut need = town.need().await;
        let submit = town.post(&volunteer, "/api/v1/orders", need.clone()).await;
        assert_eq!(submit.refused(422), "orders.elder-not-active");
        town.grant(&elder_id).await;
        let officer = town.program(0, ALL).await;
        let asked = json!({"act": "take", "facts": {"item": need["item"], "active": "false"}});
        let explained = town.post_with("", &officer, "/api/v1/policies/explain", asked).await.well();
        assert_eq!(explained["allowed"], false);
        let article = explained["refusal"]["article"].as_str().unwrap().to_owned();
        let version = explained["version"].as_str().unwrap();
        let articles = town.get(&officer, &format!("/api/v1/policies/{version}/articles?id={article}")).await.well();
        assert_eq!(articles["rows"][0]["id"], article);
        let (elder, _) = town.elder().await;
        need["minutes"] = json!(1400);
        let request = Request::post("/api/v1/orders")
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", "en")
            .header("accept-language", "en")
            .header(AUTHORIZATION, format!("Bearer {elder}"))
            .body(Body::from(need.to_string()));
        let told = town.send(request.unwrap()).await;
        assert!(told.refused(422).starts_with("policy."), "{:#}", told.body);
        assert!(told.body["article"].is_string(), "{:#}", told.body);
        assert!(told.body["detail"].as_str().unwrap().is_ascii(), "{:#}", told.body);
    })
    .await;
}
