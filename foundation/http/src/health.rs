//! Is it alive, is it ready, how is it doing: for balancers and monitors.

use crate::doors::Doors;
use crate::entry::{Access, Entry, Face, Limit, Verb};
use crate::porter::Recognise;
use crate::trouble::{Answer, Trouble};
use crate::visit::Visit;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use std::sync::Arc;

/// Figures of the whole process. Installed once, at start.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

/// Bounds of the histograms, in seconds: around what a page should take (half a second at most).
const BOUNDS: [f64; 10] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Bytes of a page of memory, as /proc counts them on the machines this runs on.
const MEMORY_PAGE: u64 = 4096;

impl Metrics {
    /// From now on figures are counted.
    ///
    /// # Errors
    /// When something else already counts in this process.
    pub fn install() -> Result<Metrics, BuildError> {
        PrometheusBuilder::new().set_buckets(&BOUNDS)?.install_recorder().map(Metrics)
    }
    /// All figures in Prometheus' text form.
    pub fn render(&self) -> String {
        if let Some(bytes) = resident_bytes() {
            metrics::gauge!("timebank_memory_bytes").set(bytes as f64);
        }
        self.0.run_upkeep();
        self.0.render()
    }
}

/// Memory of this process, where the system tells it.
fn resident_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    text.split_whitespace().nth(1)?.parse::<u64>().ok()?.checked_mul(MEMORY_PAGE)
}

/// `/healthz` (alive), `/readyz` (`ready` holds: the database answers, the migrations are done, nobody is shutting
/// down) and `/metrics` (only from the networks of the configuration).
pub fn health_doors<S, F, R>(metrics: Option<Metrics>, ready: F) -> Doors<S>
where
    S: Recognise + Clone,
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = bool> + Send,
{
    let ready = Arc::new(ready);
    Doors::new()
        .add(entry("/healthz", "health.alive"), || async { "alive\n" })
        .add(entry("/readyz", "health.ready"), move |visit: Visit| {
            let ready = ready.clone();
            async move { if !visit.porter().is_draining() && ready().await { Ok("ready\n") } else { Err(not_ready()) } }
        })
        .add(entry("/metrics", "health.metrics"), move |visit: Visit| {
            let metrics = metrics.clone();
            async move { figures(&visit, metrics) }
        })
}

fn entry(path: &'static str, action: &'static str) -> Entry {
    Entry { face: Face::Api, ..Entry::page(Verb::Get, path, action, Access::Public).limit(Limit::Free) }
}

fn not_ready() -> Trouble {
    Trouble { retry_after: Some(1), ..Trouble::new(StatusCode::SERVICE_UNAVAILABLE, "common.busy") }
}

fn figures(visit: &Visit, metrics: Option<Metrics>) -> Answer<impl IntoResponse + use<>> {
    let allowed = visit.porter().settings.metrics_from.iter().any(|network| network.contains(visit.address));
    match metrics {
        Some(metrics) if allowed => Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.render())),
        _ => Err(Trouble::not_found()),
    }
}
