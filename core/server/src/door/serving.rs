//! A router on its listeners, until it is stopped.

use std::io;
use std::net::TcpListener;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse as _;
use axum::serve::ListenerExt as _;
use http::StatusCode;
use tokio::task::JoinSet;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How long stopping waits for answers under way. The page that tells a user "connected" is written in this time; a
/// tool call that takes longer is cut.
const GRACE: Duration = Duration::from_secs(2);

/// Listening; ends when stopped or dropped.
pub(crate) struct Serving {
    accepting: JoinSet<()>,
    /// No new connections, and idle ones close.
    stop: DropGuard,
    /// Answers under way are given up.
    cut: DropGuard,
}

impl Serving {
    /// Serves from now on; must be called inside a runtime.
    pub fn start(listeners: Vec<TcpListener>, routes: Router) -> io::Result<Self> {
        let (stop, cut) = (CancellationToken::new(), CancellationToken::new());
        let routes = routes.layer(from_fn({
            let cut = cut.clone();
            move |request: Request, next: Next| {
                let cut = cut.clone();
                async move {
                    tokio::select! {
                        response = next.run(request) => response,
                        () = cut.cancelled() => StatusCode::SERVICE_UNAVAILABLE.into_response(),
                    }
                }
            }
        }));
        let mut accepting = JoinSet::new();
        for listener in listeners {
            listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(|connection| {
                if let Err(error) = connection.set_nodelay(true) {
                    tracing::debug!(%error, "a connection keeps Nagle's delay");
                }
            });
            let serve = axum::serve(listener, routes.clone()).with_graceful_shutdown(stop.clone().cancelled_owned());
            accepting.spawn(async move {
                // It ends when told to; single connections report their own errors.
                let _ = serve.await;
            });
        }
        Ok(Self { accepting, stop: stop.drop_guard(), cut: cut.drop_guard() })
    }

    /// Frees the port at once, then waits for the answers under way.
    pub async fn stop(mut self) {
        drop(self.stop);
        if tokio::time::timeout(GRACE, ended(&mut self.accepting)).await.is_err() {
            drop(self.cut);
            self.accepting.shutdown().await;
        }
    }
}

async fn ended(tasks: &mut JoinSet<()>) {
    while tasks.join_next().await.is_some() {}
}
