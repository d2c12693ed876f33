//! Listening, and stopping without losing what has begun.

use crate::porter::Porter;
use axum::Router;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything that had begun was finished.
    Finished,
    /// The wait ran out with this many writes still going on; their outcome is found by their keys.
    Abandoned(usize),
}

/// Serves until `stop`, then takes nothing new and waits at most `wait` for what is in flight.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    porter: Arc<Porter>,
    stop: impl Future<Output = ()> + Send + 'static,
    wait: Duration,
) -> io::Result<Ended> {
    let (told, mut stopping) = watch::channel(false);
    let draining = porter.clone();
    let begin_stop = async move {
        stop.await;
        draining.drain();
        let _ = told.send(true);
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(begin_stop);
    let deadline = async move {
        // Fails only when the server is gone, and then nobody waits.
        let _ = stopping.wait_for(|stopping| *stopping).await;
        tokio::time::sleep(wait).await;
    };
    let drained = async {
        server.await?;
        porter.in_flight.none_left().await;
        Ok(Ended::Finished)
    };
    tokio::select! {
        ended = drained => ended,
        () = deadline => {
            let left = porter.in_flight.count();
            tracing::warn!(left, "stopped before everything was finished");
            Ok(Ended::Abandoned(left))
        }
    }
}
