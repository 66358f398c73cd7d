//! Cancelling a call from JavaScript.

use composio_core::Error;
use composio_core::error::REQUEST_CANCELLED;
use napi_derive::napi;
use tokio_util::sync::CancellationToken;

/// What an `AbortSignal` pulls. Napi's own `AbortSignal` serves thread-pool tasks, not futures.
#[napi]
#[derive(Default)]
pub struct CancelHandle {
    token: CancellationToken,
}

#[napi]
impl CancelHandle {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi]
    pub fn cancel(&self) {
        self.token.cancel();
    }
}

impl CancelHandle {
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }
}

pub fn cancelled(operation: &str) -> napi::Error {
    crate::error::thrown(Error::new(REQUEST_CANCELLED, format!("the caller cancelled `{operation}`")))
}
