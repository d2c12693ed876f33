//! Lists are whole when read page by page.

use crate::town::{ALL, HERE, on_both, quick};
use serde_json::json;
use std::collections::BTreeSet;
use tb_kernel::Span;

#[tokio::test]
async fn page_by_page_is_the_whole_list_once() {
    on_both(|town| async move {
        let (elder, person) = town.elder().await;
        town.grant(&person).await;
        let need = town.need().await;
        let start = tb_kernel::Instant::parse(need["starts_at"].as_str().unwrap()).unwrap();
        for n in 0..5 {
            let mut need = need.clone();
            need["starts_at"] = json!(start.plus(Span::hours(24 * n)).to_string());
            town.post(&elder, "/api/v1/order-drafts", need).await.well();
        }
        let mut seen = BTreeSet::new();
        let mut starts = Vec::new();
        let mut path = "/api/v1/me/orders?side=elder&limit=2".to_owned();
        loop {
            let page = town.get(&elder, &path).await.well();
            let rows = page["rows"].as_array().unwrap();
            assert!(rows.len() <= 2);
            for row in rows {
                assert!(seen.insert(row["id"].as_str().unwrap().to_owned()), "twice");
                starts.push(row["starts_at"].as_str().unwrap().to_owned());
            }
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/me/orders?side=elder&limit=2&after={next}");
        }
        assert_eq!(seen.len(), 5);
        assert!(starts.is_sorted_by(|a, b| a >= b), "latest start first: {starts:?}");

        let officer = town.program(0, ALL).await;
        let (mut lines, mut path) = (0, format!("/api/v1/audit?node={HERE}&limit=3"));
        loop {
            let page = town.get(&officer, &path).await.well();
            lines += page["rows"].as_array().unwrap().len();
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/audit?node={HERE}&limit=3&after={next}");
        }
        let whole = town.get(&officer, &format!("/api/v1/audit?node={HERE}&limit=200")).await.well();
        assert_eq!(whole["rows"].as_array().unwrap().len(), lines);
    })
    .await;
}

#[tokio::test]
async fn places_and_services_are_open_to_everybody() {
    quick(|town| async move {
        let districts = town.get("", "/api/v1/divisions").await.well();
        assert!(districts["rows"].as_array().unwrap().len() > 5);
        assert_eq!(districts["rows"][0]["level"], "district");
        let catalogue = town.get("", "/api/v1/catalogue").await.well();
        assert!(!catalogue["items"].as_array().unwrap().is_empty());
        assert_eq!(town.get("", "/api/v1/sites").await.well()["rows"], json!([]));
        assert_eq!(town.get("", "/api/v1/catalogue?node=110000000000").await.refused(404), "common.not-found");
        assert_eq!(town.get("", "/api/v1/catalogue?node=11").await.refused(422), "common.invalid");
    })
    .await;
}

#[tokio::test]
async fn a_territory_is_filtered() {
    quick(|town| async move {
        let (elder, person) = town.elder().await;
        town.grant(&person).await;
        let order = town.published(&elder).await;
        let officer = town.program(0, ALL).await;
        let count = |query: &'static str| {
            let (town, officer) = (town.clone(), officer.clone());
            async move {
                let page = town.get(&officer, &format!("/api/v1/orders?{query}")).await.well();
                page["rows"].as_array().unwrap().len()
            }
        };
        assert_eq!(count("").await, 1);
        assert_eq!(count("state=published").await, 1);
        assert_eq!(count("state=settled").await, 0);
        assert_eq!(count("node=320104000000").await, 0);
        assert_eq!(count("from=2026-03-03&to=2026-03-03").await, 1);
        assert_eq!(count("from=2026-03-04").await, 0);
        assert_eq!(count("flagged=true").await, 0);
        let found = town.get(&officer, &format!("/api/v1/orders/{order}/candidates")).await.well();
        assert_eq!(found["rows"], json!([]));
        let (_, volunteer) = town.volunteer().await;
        let found = town.get(&officer, &format!("/api/v1/orders/{order}/candidates")).await.well();
        assert_eq!(found["rows"][0]["person"], volunteer);
        let asked =
            town.post(&officer, &format!("/api/v1/orders/{order}/invite"), json!({"volunteers": [volunteer]})).await;
        assert_eq!(asked.well()["asked"], 1);
    })
    .await;
}
