//! Panics, patience, callers who go away, and stopping.

use crate::house::*;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tb_http::{Ended, Settings, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// A moment of patience: the handler under test waits for a gate that the test holds shut.
fn impatient() -> Settings {
    Settings { patience: Duration::from_millis(20), ..Settings::default() }
}

#[tokio::test]
async fn a_panic_is_one_requests_failure() {
    let town = town(Settings::default());
    let reply = answer(&town.router, get("/panics", &[])).await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(reply.body.contains("common.fault") && reply.body.contains(reply.header("x-request-id")));
    assert!(!reply.body.contains("secret"));
    assert_eq!(answer(&town.router, get("/", &[])).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_slow_write_is_given_up_but_goes_on() {
    let town = town(impatient());
    let reply = answer(&town.router, form_of("/slow", "", "")).await;
    assert_eq!((reply.status, reply.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "2"));
    assert!(reply.body.contains("common.unknown"));
    assert_eq!((town.porter.in_flight.count(), town.house.written.load(Ordering::SeqCst)), (1, 0));
    town.house.gate.notify_one();
    town.porter.in_flight.none_left().await;
    assert_eq!(town.house.written.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_slow_read_is_given_up_and_stops() {
    let town = town(impatient());
    let reply = answer(&town.router, get("/slow", &[])).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(reply.body.contains("common.slow"));
    // Had the handler been left alive, it would now write.
    town.house.gate.notify_waiters();
    tokio::task::yield_now().await;
    assert_eq!((town.porter.in_flight.count(), town.house.written.load(Ordering::SeqCst)), (0, 0));
}

#[tokio::test]
async fn a_caller_who_goes_away_does_not_cancel_a_write() {
    let town = town(Settings::default());
    let router = town.router.clone();
    let caller = tokio::spawn(async move { answer(&router, form_of("/slow", "", "")).await.status });
    town.house.begun.notified().await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    town.house.gate.notify_one();
    town.porter.in_flight.none_left().await;
    assert_eq!(town.house.written.load(Ordering::SeqCst), 1);
}

/// A served town with one write begun; gives back the caller's connection, the way to stop it, and how it ends.
async fn served(wait: Duration) -> (Town, TcpStream, oneshot::Sender<()>, tokio::task::JoinHandle<Ended>) {
    let town = town(Settings::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async {
        let _ = stopped.await;
    };
    let (router, porter) = (town.router.clone(), Arc::clone(&town.porter));
    let serving = tokio::spawn(async move { serve(listener, router, porter, stopped, wait).await.unwrap() });
    let mut caller = TcpStream::connect(address).await.unwrap();
    caller.write_all(b"POST /slow HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    town.house.begun.notified().await;
    (town, caller, stop, serving)
}

#[tokio::test]
async fn stopping_finishes_what_has_begun() {
    let (town, mut caller, stop, serving) = served(Duration::from_secs(30)).await;
    stop.send(()).unwrap();
    while !town.porter.is_draining() {
        tokio::task::yield_now().await;
    }
    town.house.gate.notify_one();
    let mut reply = String::new();
    caller.read_to_string(&mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 200") && reply.ends_with("written"), "{reply}");
    assert_eq!(serving.await.unwrap(), Ended::Finished);
}

#[tokio::test]
async fn stopping_does_not_wait_for_ever() {
    let (_town, _caller, stop, serving) = served(Duration::from_millis(20)).await;
    stop.send(()).unwrap();
    assert_eq!(serving.await.unwrap(), Ended::Abandoned(1));
}
