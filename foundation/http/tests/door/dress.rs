//! What every answer carries, and what never gets into the log.

use crate::house::*;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tb_http::{Settings, health_doors};
use tracing_subscriber::fmt::MakeWriter;

#[tokio::test]
async fn every_answer_carries_the_same_armour() {
    let town = town(Settings { secure: true, tiles: Some("https://tiles.example".into()), ..Settings::default() });
    for path in ["/", "/nowhere", "/api/v1/orders", "/orders", "/panics"] {
        let reply = answer(&town.router, get(path, &[])).await;
        let policy = reply.header("content-security-policy");
        for part in [
            "default-src 'self'",
            "img-src 'self' data: https://tiles.example",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ] {
            assert_eq!(reply.header(name), value, "{path} {name}");
        }
        assert_eq!(reply.header("x-request-id").len(), 36, "{path}");
    }
}

#[tokio::test]
async fn what_may_be_kept_is_kept_and_what_is_long_is_packed() {
    let town = town(Settings::default());
    let asset = answer(&town.router, get("/assets/app.js", &[("accept-encoding", "gzip")])).await;
    assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!((asset.header("content-encoding"), asset.headers.contains_key("set-cookie")), ("gzip", false));
    let plain = answer(&town.router, get("/", &[])).await;
    assert_eq!(plain.header("strict-transport-security"), "");
}

#[tokio::test]
async fn choices_are_read_from_cookies_and_rubbish_is_not() {
    let town = town(Settings::default());
    let english =
        answer(&town.router, get("/nowhere", &[("cookie", "a=b; tb_lang=en; tb_text=9; tb_edition=../x")])).await;
    assert!(english.body.contains("en:common-title-not-found"));
}

/// A log that can be read.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);
impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
impl<'a> MakeWriter<'a> for Paper {
    type Writer = Paper;
    fn make_writer(&'a self) -> Paper {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_has_templates_and_no_person() {
    let paper = Paper::default();
    let _log = tracing::subscriber::set_default(
        tracing_subscriber::fmt().with_writer(paper.clone()).with_ansi(false).finish(),
    );
    let town = town(Settings::default());
    let cookie = session(CITIZEN);
    let reply =
        answer(&town.router, get("/mine/zhang-san?q=secret-word", &[("cookie", &cookie), ("user-agent", "odd")])).await;
    answer(&town.router, get("/nowhere/zhang-san", &[])).await;
    answer(&town.router, form_of("/mine/zhang-san", &cookie, "name=zhang-san&password=tower")).await;
    let log = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    let line = log.lines().next().unwrap();
    for part in [
        "method=GET",
        "route=\"/mine/{id}\"",
        "action=\"page.mine\"",
        "status=200",
        "ms=0",
        reply.header("x-request-id"),
    ] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert_eq!(log.lines().count(), 3, "{log}");
    for word in ["zhang-san", "secret-word", "tower", CITIZEN, "odd"] {
        assert!(!log.contains(word), "{word} in {log}");
    }
}

#[tokio::test]
async fn health_says_alive_ready_and_hides_figures() {
    let state = House::default();
    let settings =
        Settings { metrics_from: vec![tb_config::Network::parse("127.0.0.1").unwrap()], ..Settings::default() };
    let porter = Arc::new(porter(settings));
    let metrics = tb_http::Metrics::install().unwrap();
    let ready = Arc::new(std::sync::atomic::AtomicBool::new(true));
    let asked = ready.clone();
    let doors =
        health_doors(Some(metrics), move || std::future::ready(asked.load(std::sync::atomic::Ordering::SeqCst)));
    let router = doors.mount(porter.clone(), state);
    assert_eq!(answer(&router, get("/healthz", &[])).await.body, "alive\n");
    assert_eq!(answer(&router, get("/readyz", &[])).await.body, "ready\n");
    ready.store(false, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(answer(&router, get("/readyz", &[])).await.status, 503);
    ready.store(true, std::sync::atomic::Ordering::SeqCst);
    porter.drain();
    assert_eq!(answer(&router, get("/readyz", &[])).await.status, 503, "nobody is sent to a house that closes");
    assert_eq!(answer(&router, from("203.0.113.1", get("/metrics", &[]))).await.status, 404);
    let figures = answer(&router, from("127.0.0.1", get("/metrics", &[]))).await.body;
    assert!(figures.contains("timebank_requests_total{action=\"health.ready\",status=\"503\"}"), "{figures}");
    let memory = figures.lines().find_map(|line| line.strip_prefix("timebank_memory_bytes ")).unwrap();
    assert!(memory.parse::<f64>().unwrap() > 1e6, "{memory}");
}
