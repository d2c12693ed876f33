//! The document, the routes and the page say the same.

use crate::town::quick;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use tb_http::{Doors, Face, Recognise};
use tb_kernel::{Actor, Outcome};

#[derive(Clone)]
struct Nobody;
impl Recognise for Nobody {
    async fn actor_for_session(&self, _: &str) -> Outcome<Option<Actor>> {
        Ok(None)
    }
    async fn actor_for_bearer(&self, _: &str) -> Outcome<Option<Actor>> {
        Ok(None)
    }
}

fn document() -> Value {
    serde_json::from_str(&tb_api::openapi_json()).unwrap()
}

#[test]
fn the_committed_document_is_the_served_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let now = tb_api::openapi_json();
    if std::env::var_os("TIMEBANK_WRITE_DOCS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == now, "docs/openapi.json is old: run `TIMEBANK_WRITE_DOCS=1 cargo test -p tb-api document`");
}

#[tokio::test]
async fn every_mounted_route_is_described_and_every_described_one_is_mounted() {
    quick(|town| async move {
        let doors: Doors<Nobody> = tb_api::doors(&Arc::clone(&town.house));
        let mounted: BTreeSet<String> = doors
            .manifest()
            .iter()
            .filter(|entry| entry.face == Face::Api && entry.path.starts_with("/api/v1/"))
            .map(|entry| format!("{} {}", entry.verb.method().as_str().to_lowercase(), entry.path))
            .collect();
        let document = document();
        let described: BTreeSet<String> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |verb| format!("{verb} {path}")))
            .collect();
        assert_eq!(mounted, described);
        assert!(mounted.len() > 50);
        assert!(doors.clashes().is_empty());
    })
    .await;
}

#[test]
fn every_operation_says_what_it_takes_and_how_it_ends() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let tags: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id), "{id} twice");
            assert!(tags.contains(operation["tags"][0].as_str().unwrap()), "{id}");
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            assert!(operation["x-rate-limit"]["class"].is_string(), "{id}");
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2')), "{id}");
            for status in ["429", "500", "503"] {
                assert!(answers.contains_key(status), "{id} lacks {status}");
            }
            let scoped = operation["security"][0]["bearer"][0].is_string();
            assert_eq!(
                scoped,
                answers.contains_key("401") && !operation["security"][0].as_object().unwrap().is_empty(),
                "{id}"
            );
            if verb == "post" {
                assert!(operation["requestBody"]["required"].as_bool().unwrap_or(false), "{id}");
                assert!(operation["x-body-bytes-max"].is_u64(), "{id}");
                let keyed = operation["parameters"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|p| p["$ref"] == "#/components/parameters/IdempotencyKey"));
                assert!(keyed || ["policy.explain", "people.search", "recognition.check"].contains(&id), "{id}");
            }
            for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                let all = operation["parameters"].as_array().unwrap();
                assert!(all.iter().any(|p| p["name"] == name && p["in"] == "path"), "{id} lacks {name}");
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere_and_requests_take_no_unknown_field() {
    let document = document();
    let mut waiting = vec![&document];
    while let Some(value) = waiting.pop() {
        if let Some(target) = value.get("$ref").and_then(Value::as_str) {
            assert!(document.pointer(target.strip_prefix('#').unwrap()).is_some(), "{target}");
        }
        match value {
            Value::Object(fields) => waiting.extend(fields.values()),
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(target) = schema["$ref"].as_str() else { continue };
            let schema = document.pointer(target.strip_prefix('#').unwrap()).unwrap();
            assert_eq!(schema["additionalProperties"], false, "{target}");
        }
    }
}

#[tokio::test]
async fn the_document_and_its_page_are_served_to_everybody() {
    quick(|town| async move {
        let served = town.get("", "/api/openapi.json").await;
        assert_eq!(served.headers["content-type"], "application/json");
        assert_eq!(served.text, tb_api::openapi_json());
        let page = town.get("", "/api/").await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("时间银行：程序接口"));
        for (path, item) in document()["paths"].as_object().unwrap() {
            for operation in item.as_object().unwrap().values() {
                let id = operation["operationId"].as_str().unwrap();
                assert!(page.text.contains(&format!("<article id=\"{id}\">")), "{id}");
            }
            assert!(page.text.contains(path), "{path}");
        }
        assert!(!page.text.contains("<script") && !page.text.contains("http://") && !page.text.contains("https://"));
        assert_eq!(town.get("", "/api/style.css").await.status, 200);
        assert_eq!(town.get("", "/api").await.status, 308);
    })
    .await;
}
