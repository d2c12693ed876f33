//! The main job from end to end, through the API alone.

use crate::town::{ALL, on_both};
use serde_json::json;
use tb_kernel::{Clock, Instant, Span};

#[tokio::test]
async fn from_registering_to_the_statement() {
    on_both(|town| async move {
        let (elder, elder_id) = town.elder().await;
        let (volunteer, volunteer_id) = town.volunteer().await;
        town.grant(&elder_id).await;
        let granted = town.get(&elder, "/api/v1/me/balances").await.well();
        assert!(granted["free_minutes"].as_i64().unwrap() >= 60, "{granted:#}");

        let need = town.need().await;
        let minutes = need["minutes"].as_i64().unwrap();
        let order = town.published(&elder).await;
        let path = |verb: &str| format!("/api/v1/orders/{order}/{verb}");
        let near = town.get(&volunteer, "/api/v1/orders/near").await.well();
        assert_eq!(near["rows"][0]["order"], order);
        assert_eq!(near["rows"][0]["elder_surname"], "王");

        let open = town.get(&volunteer, &format!("/api/v1/orders/{order}")).await.well();
        assert!(open["place"].is_null() && open["order"]["elder"].is_null(), "an open order shows no door: {open:#}");
        let seen = open["order"]["version"].clone();
        let taken = town.post(&volunteer, &path("take"), json!({"seen": seen})).await.well();
        assert_eq!(taken["state"], "taken");
        town.post(&elder, &path("agree"), json!({})).await.well();

        let file = town.get(&volunteer, &format!("/api/v1/orders/{order}")).await.well();
        assert_eq!(file["side"], "volunteer");
        assert_eq!(file["place"]["note"], "请带老花镜");
        town.clock.set(Instant::parse(need["starts_at"].as_str().unwrap()).unwrap());
        let code = town.get(&elder, &path("door-code")).await.well()["code"].clone();
        let mut here = file["place"]["position"].clone();
        here["accuracy"] = json!(12.5);
        let arrived = json!({"position": here, "code": code, "device_at": town.clock.now().to_string()});
        assert_eq!(town.post(&volunteer, &path("check-in"), arrived).await.well()["state"], "serving");
        town.clock.advance(Span::minutes(minutes));
        assert_eq!(town.post(&volunteer, &path("check-out"), json!({})).await.well()["state"], "awaiting");
        let settled = town.post(&elder, &path("confirm"), json!({"method": "button"})).await.well();
        assert_eq!((settled["state"].as_str(), settled["minutes"].as_i64()), (Some("settled"), Some(minutes)));
        let rated = town.post(&elder, &path("rate"), json!({"mark": 5, "tags": ["kind"], "remark": "谢谢"})).await;
        let request = rated.headers["x-request-id"].to_str().unwrap().to_owned();
        rated.well();

        let statement = town.get(&volunteer, "/api/v1/me/statement").await.well();
        assert_eq!(statement["rows"][0]["minutes"], minutes);
        assert_eq!(statement["rows"][0]["kind"], "settlement");
        assert_eq!(statement["rows"][0]["subject"]["id"], order);
        let posting = statement["rows"][0]["posting"].as_str().unwrap();
        let posting = town.get(&elder, &format!("/api/v1/postings/{posting}")).await.well();
        assert_eq!(posting["moves"][0]["to"]["account"], volunteer_id);
        let spent = town.get(&elder, "/api/v1/me/balances").await.well();
        let left = granted["free_minutes"].as_i64().unwrap() - minutes;
        assert_eq!((spent["free_minutes"].as_i64(), spent["held_minutes"].as_i64()), (Some(left), Some(0)));

        let officer = town.program(0, ALL).await;
        let lines = town.get(&officer, &format!("/api/v1/audit?object={order}")).await.well();
        let actions: Vec<&str> =
            lines["rows"].as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
        for action in ["orders.rate", "orders.confirm", "orders.check-in", "orders.take", "orders.submit"] {
            assert!(actions.contains(&action), "{action} is missing in {actions:?}");
        }
        let same = town.get(&officer, &format!("/api/v1/audit?request={request}")).await.well();
        assert_eq!(
            (same["rows"][0]["action"].as_str(), same["rows"][0]["request"].as_str()),
            (Some("orders.rate"), Some(request.as_str()))
        );
        assert_eq!(same["rows"].as_array().unwrap().len(), 1);
        let file = town.get(&officer, &format!("/api/v1/orders/{order}")).await.well();
        assert!(file["place"].is_null(), "a staff program sees no address");
        assert_eq!(file["order"]["elder"]["name"], "王**");
    })
    .await;
}

#[tokio::test]
async fn a_settled_order_is_taken_back_by_two_officers() {
    on_both(|town| async move {
        let (elder, elder_id) = town.elder().await;
        let (volunteer, _) = town.volunteer().await;
        town.grant(&elder_id).await;
        let need = town.need().await;
        let order = town.published(&elder).await;
        let path = |verb: &str| format!("/api/v1/orders/{order}/{verb}");
        town.post(&volunteer, &path("take"), json!({})).await.well();
        town.clock.set(Instant::parse(need["starts_at"].as_str().unwrap()).unwrap());
        let code = town.get(&elder, &path("door-code")).await.well()["code"].clone();
        town.post(&volunteer, &path("check-in"), json!({"code": code})).await.well();
        town.clock.advance(Span::minutes(need["minutes"].as_i64().unwrap()));
        town.post(&volunteer, &path("check-out"), json!({})).await.well();

        let disputed = town.post(&elder, &path("dispute"), json!({"reason": "时间不对"})).await.well();
        assert_eq!(disputed["state"], "disputed");
        let (maker, checker) = (town.program(0, ALL).await, town.program(1, ALL).await);
        let verdict = json!({"minutes": 30, "grounds": "按实际时间"});
        assert_eq!(town.post(&maker, &path("decide"), verdict).await.well()["state"], "settled");
        assert_eq!(town.get(&volunteer, "/api/v1/me/balances").await.well()["free_minutes"], 30);

        let asked = town.post(&maker, &path("revocation"), json!({"reason": "重复登记"})).await.well();
        let approval = asked["approval"].as_str().unwrap();
        let waiting = town.get(&checker, "/api/v1/proposals").await.well();
        assert_eq!(waiting["rows"][0]["approval"], approval);
        let path = format!("/api/v1/revocations/{approval}");
        assert_eq!(town.post(&maker, &path, json!({"approve": true})).await.refused(403), "approval.own");
        let done = town.post(&checker, &path, json!({"approve": true})).await.well();
        assert_eq!(done["order"]["state"], "revoked");
        assert_eq!(town.get(&volunteer, "/api/v1/me/balances").await.well()["free_minutes"], 0);
    })
    .await;
}

#[tokio::test]
async fn one_key_does_one_thing() {
    on_both(|town| async move {
        let (elder, elder_id) = town.elder().await;
        town.grant(&elder_id).await;
        let need = town.need().await;
        let first = town.post_with("once", &elder, "/api/v1/orders", need.clone()).await;
        let again = town.post_with("once", &elder, "/api/v1/orders", need.clone()).await;
        assert_eq!(first.status, 201);
        assert_eq!((first.status, &first.body), (again.status, &again.body), "the same key, the same answer");
        let mut other = need.clone();
        other["note"] = json!("改了");
        let reused = town.post_with("once", &elder, "/api/v1/orders", other).await;
        assert_eq!(reused.refused(422), "common.key-reused");
        let mine = town.get(&elder, "/api/v1/me/orders?side=elder").await.well();
        assert_eq!(mine["rows"].as_array().unwrap().len(), 1);
        let refusal = town.post_with("no", &elder, "/api/v1/orders", need.clone()).await;
        assert_eq!(refusal.refused(409), "orders.elder-overlap");
        assert_eq!(town.post_with("no", &elder, "/api/v1/orders", need).await.refused(409), "orders.elder-overlap");
    })
    .await;
}

#[tokio::test]
async fn a_repeated_sign_in_gives_the_same_token_for_a_while() {
    on_both(|town| async move {
        let phone = "13712345678";
        town.post("", "/api/v1/sign-in/code", json!({"phone": phone})).await.well();
        let again = town.post("", "/api/v1/sign-in/code", json!({"phone": phone})).await;
        assert_eq!(again.refused(429), "people.code-too-soon");
        assert!(again.headers.contains_key("retry-after"));
        let code = town.code(phone).await;
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let missed = town.post("", "/api/v1/sign-in", json!({"phone": phone, "code": wrong})).await;
        assert_eq!(missed.refused(422), "common.invalid");
        assert_eq!(missed.body["errors"][0]["pointer"], "/code");
        let typed = json!({"phone": phone, "code": code});
        let first = town.post_with("in", "", "/api/v1/sign-in", typed.clone()).await.well();
        assert_eq!(town.post_with("in", "", "/api/v1/sign-in", typed.clone()).await.well(), first);
        assert_eq!(town.post("", "/api/v1/sign-in", typed.clone()).await.refused(422), "common.invalid", "used once");
        town.clock.advance(Span::minutes(11));
        assert_eq!(town.post_with("in", "", "/api/v1/sign-in", typed).await.refused(422), "common.key-reused");
    })
    .await;
}
