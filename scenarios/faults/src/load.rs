//! Clients that never give up: each takes an order, sends the elder's word with a key of its own, and asks again with the
//! same key until it knows what became of it.

use crate::ground::{Ground, Task};
use anyhow::ensure;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tb_kernel::{Minutes, OrderId};

const CLIENTS: usize = 12;
/// Every order of the ground is worth so much.
const LENGTH: Minutes = Minutes(60);

/// What the clients know.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    pub(crate) acknowledged: BTreeMap<OrderId, Minutes>,
    /// Requests that had been sent before without an answer.
    pub(crate) asked_again: usize,
}

struct Shared {
    fresh: Mutex<VecDeque<Task>>,
    unsure: Mutex<VecDeque<Task>>,
    seen: Mutex<Seen>,
    address: Mutex<String>,
    running: AtomicBool,
    only_unsure: AtomicBool,
    in_flight: AtomicUsize,
}

pub(crate) struct Load(Arc<Shared>);

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Load {
    pub(crate) fn new(ground: &Ground) -> Load {
        let shared = Arc::new(Shared {
            fresh: Mutex::new(ground.tasks.iter().cloned().collect()),
            unsure: Mutex::default(),
            seen: Mutex::default(),
            address: Mutex::default(),
            running: AtomicBool::new(false),
            only_unsure: AtomicBool::new(false),
            in_flight: AtomicUsize::new(0),
        });
        for _ in 0..CLIENTS {
            let shared = shared.clone();
            std::thread::spawn(move || client(&shared));
        }
        Load(shared)
    }
    pub(crate) fn begin(&self, address: &str) {
        *lock(&self.0.address) = address.to_owned();
        self.0.running.store(true, Ordering::SeqCst);
    }
    pub(crate) fn pause(&self) {
        self.0.running.store(false, Ordering::SeqCst);
    }
    pub(crate) fn in_flight(&self) -> usize {
        self.0.in_flight.load(Ordering::SeqCst)
    }
    /// Waits until nothing is unknown any more.
    pub(crate) fn finish(&self, within: Duration) -> anyhow::Result<()> {
        self.0.only_unsure.store(true, Ordering::SeqCst);
        let began = Instant::now();
        while began.elapsed() < within {
            if lock(&self.0.unsure).is_empty() && self.in_flight() == 0 {
                self.pause();
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        ensure!(false, "{} outcomes are still unknown", lock(&self.0.unsure).len());
        Ok(())
    }
    pub(crate) fn seen(&self) -> Seen {
        lock(&self.0.seen).clone()
    }
}

fn client(shared: &Shared) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        .http_status_as_error(false)
        .build()
        .into();
    loop {
        if !shared.running.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(2));
            continue;
        }
        let again = lock(&shared.unsure).pop_front();
        let was_unsure = again.is_some();
        let fresh = || if shared.only_unsure.load(Ordering::SeqCst) { None } else { lock(&shared.fresh).pop_front() };
        let Some(task) = again.or_else(fresh) else {
            std::thread::sleep(Duration::from_millis(2));
            continue;
        };
        let address = lock(&shared.address).clone();
        shared.in_flight.fetch_add(1, Ordering::SeqCst);
        let answer = send(&agent, &address, &task);
        let mut seen = lock(&shared.seen);
        seen.asked_again += usize::from(was_unsure);
        match answer {
            Some(()) => {
                seen.acknowledged.insert(task.order, LENGTH);
            }
            None => lock(&shared.unsure).push_back(task),
        }
        drop(seen);
        shared.in_flight.fetch_sub(1, Ordering::SeqCst);
    }
}

/// `Some` when the server said that it is settled; `None` when nothing is known (no answer, busy, try again).
fn send(agent: &ureq::Agent, address: &str, task: &Task) -> Option<()> {
    let mut response = agent
        .post(format!("{address}/api/v1/orders/{}/confirm", task.order))
        .header("authorization", format!("Bearer {}", task.token))
        .header("idempotency-key", &task.key)
        .header("content-type", "application/json")
        .send(r#"{"method":"button"}"#)
        .ok()?;
    let status = response.status().as_u16();
    let body = response.body_mut().read_to_string().ok()?;
    match status {
        200 if body.contains("settled") => Some(()),
        200 | 500..=599 | 429 => None,
        _ => panic!("the server refused what it must accept: {status} {body}"),
    }
}
