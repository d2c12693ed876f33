//! The same settlements through `/api/v1`, by clients that keep their connection.

use crate::timing::Timings;
use anyhow::ensure;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Stopwatch};
use tb_kernel::OrderId;

/// A confirmation to be sent, and whose it is.
#[derive(Clone)]
pub struct Request {
    pub order: OrderId,
    pub token: String,
}

/// Sends `requests` with so many clients, for at most `length`; gives what each answer took and the time spent.
///
/// # Errors
/// When any answer is not "settled".
pub fn measure_doors(
    address: &str,
    requests: &[Request],
    callers: usize,
    length: Duration,
) -> anyhow::Result<(Timings, Duration)> {
    let next = AtomicUsize::new(0);
    let start = Stopwatch::now();
    let all: Vec<anyhow::Result<Vec<Duration>>> = std::thread::scope(|scope| {
        let client = || {
            let agent: ureq::Agent =
                ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).build().into();
            let mut latencies = Vec::new();
            while start.elapsed() < length {
                let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let began = Stopwatch::now();
                send(&agent, address, request)?;
                latencies.push(began.elapsed());
            }
            anyhow::Ok(latencies)
        };
        let clients: Vec<_> = (0..callers).map(|_| scope.spawn(client)).collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a client panicked"))))
            .collect()
    });
    let spent = start.elapsed();
    let mut latencies = Vec::new();
    for some in all {
        latencies.extend(some?);
    }
    Ok((Timings::of(latencies), spent))
}

fn send(agent: &ureq::Agent, address: &str, request: &Request) -> anyhow::Result<()> {
    let mut response = agent
        .post(format!("{address}/api/v1/orders/{}/confirm", request.order))
        .header("authorization", format!("Bearer {}", request.token))
        .header("idempotency-key", format!("load-{}", request.order))
        .header("content-type", "application/json")
        .send(r#"{"method":"button"}"#)?;
    let body = response.body_mut().read_to_string()?;
    ensure!(body.contains("settled"), "not settled: {body}");
    Ok(())
}
