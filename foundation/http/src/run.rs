//! Running a handler in a task of its own: a write goes on when its caller goes away or loses patience, a read stops, and
//! a panic is one request's failure and not the server's.

use crate::porter::Porter;
use crate::trouble::Trouble;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tb_kernel::Fail;
use tokio::task::AbortHandle;
use tracing::Instrument;

/// Stops a read nobody waits for any more.
struct StopWithMe(AbortHandle);
impl Drop for StopWithMe {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(crate) async fn run(porter: &Porter, writes: bool, request: Request, next: Next) -> Response {
    let working = writes.then(|| porter.in_flight.begin());
    let work = async move {
        let _working = working;
        next.run(request).await
    };
    let task = tokio::spawn(work.instrument(tracing::Span::current()));
    let _stop = (!writes).then(|| StopWithMe(task.abort_handle()));
    match tokio::time::timeout(porter.settings.patience, task).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            metrics::counter!("timebank_panics_total").increment(1);
            // The message of a panic may quote a value; it stays with the panic hook.
            Trouble::from(Fail::fault("a handler panicked")).into_response()
        }
        Err(_) if writes => Trouble::from(Fail::Unknown).into_response(),
        Err(_) => Trouble {
            retry_after: Some(porter.settings.patience.as_secs().max(1)),
            ..Trouble::new(StatusCode::SERVICE_UNAVAILABLE, "common.slow")
        }
        .into_response(),
    }
}
