//! Custom tools, run by JavaScript.
//!
//! A call goes to JavaScript as a number and JSON text, and the answer comes back by the number: no future holds a
//! JavaScript object. The functions are held weakly, so that they keep no process alive; what a thread that has ended
//! leaves unanswered ends with its engine.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use composio_core::error::INTERNAL;
use composio_core::{Error, LocalCall, LocalTools};
use napi::Status;
use napi::bindgen_prelude::{FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use serde_json::json;
use tokio::sync::oneshot;

type Run = ThreadsafeFunction<FnArgs<(u32, String)>, (), FnArgs<(u32, String)>, Status, false, true>;
type Cancel = ThreadsafeFunction<FnArgs<(u32,)>, (), FnArgs<(u32,)>, Status, false, true>;
type Waiting = HashMap<u32, oneshot::Sender<String>>;

/// The host of a thread's custom tools.
pub struct NodeTools {
    run: Run,
    cancel: Arc<Cancel>,
    waiting: Arc<Mutex<Waiting>>,
    next: AtomicU32,
}

impl NodeTools {
    pub fn new(
        run: &Function<'_, FnArgs<(u32, String)>, ()>,
        cancel: &Function<'_, FnArgs<(u32,)>, ()>,
    ) -> napi::Result<Self> {
        Ok(Self {
            run: run.build_threadsafe_function().weak::<true>().build()?,
            cancel: Arc::new(cancel.build_threadsafe_function().weak::<true>().build()?),
            waiting: Arc::default(),
            next: AtomicU32::new(1),
        })
    }

    /// Whether somebody waited for it.
    pub fn answer(&self, call: u32, answer: String) -> bool {
        let sender = lock(&self.waiting).remove(&call);
        sender.is_some_and(|sender| sender.send(answer).is_ok())
    }
}

#[async_trait]
impl LocalTools for NodeTools {
    async fn run(&self, call: LocalCall) -> Result<String, Error> {
        let text = serde_json::to_string(&call)
            .map_err(|reason| Error::new(INTERNAL, format!("a call could not be written: {reason}")))?;
        let (sender, answer) = oneshot::channel();
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.waiting).insert(id, sender);
        let asked = Asked { id, waiting: Arc::clone(&self.waiting), cancel: Arc::clone(&self.cancel) };
        // Caught, because a throw would otherwise end the process.
        if let Err(thrown) = self.run.call_async_catch((id, text).into()).await {
            return Ok(json!({"error": format!("the custom tool could not be run: {}", thrown.reason)}).to_string());
        }
        let answer = answer.await;
        drop(asked);
        Ok(answer.unwrap_or_else(|_| json!({"error": "the custom tool ended without an answer"}).to_string()))
    }
}

/// A call that JavaScript has not answered. Dropped, it is cancelled.
struct Asked {
    id: u32,
    waiting: Arc<Mutex<Waiting>>,
    cancel: Arc<Cancel>,
}

impl Drop for Asked {
    fn drop(&mut self) {
        let unanswered = lock(&self.waiting).remove(&self.id).is_some();
        if unanswered {
            // A throw here has nobody to tell; a thread that has ended has nothing to cancel.
            self.cancel.call_with_return_value(
                FnArgs { data: (self.id,) },
                ThreadsafeFunctionCallMode::NonBlocking,
                |_thrown, _env| Ok(()),
            );
        }
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
