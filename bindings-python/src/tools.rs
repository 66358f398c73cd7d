//! Custom tools, run by a Python callable.
//!
//! The callable gets a call as JSON text and a [`Reply`], on a thread of the blocking pool: nothing of the engine waits
//! for the interpreter. It may answer at once or later, from any thread. When the caller goes away, what it returned to
//! cancel the call is called, on such a thread too.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use composio_core::{Error, LocalCall, LocalTools, error};
use pyo3::prelude::*;
use serde_json::json;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// Where a custom tool's answer goes, once.
#[pyclass(frozen, module = "composio._native")]
pub struct Reply(Mutex<Option<oneshot::Sender<String>>>);

#[pymethods]
impl Reply {
    /// Answer with JSON: `{"data": …}`, `{"error": "…"}` or `{"unregistered": true}`. False where nobody waits any more,
    /// or the call was answered before.
    fn send(&self, answer_json: String) -> bool {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        sender.is_some_and(|sender| sender.send(answer_json).is_ok())
    }
}

/// The host of a process's custom tools.
pub struct PythonTools {
    /// Shared, because a reference to Python can only be cloned with the interpreter.
    run: Arc<Py<PyAny>>,
}

impl PythonTools {
    pub fn new(run: Py<PyAny>) -> Self {
        Self { run: Arc::new(run) }
    }

    pub fn callable(&self) -> &Py<PyAny> {
        &self.run
    }
}

#[async_trait]
impl LocalTools for PythonTools {
    async fn run(&self, call: LocalCall) -> Result<String, Error> {
        let text = serde_json::to_string(&call)
            .map_err(|reason| Error::new(error::INTERNAL, format!("a call could not be written: {reason}")))?;
        let (sender, answer) = oneshot::channel();
        let asked = Asked { cancel: Arc::default(), threads: Handle::current() };
        let (run, cancel) = (Arc::clone(&self.run), Arc::clone(&asked.cancel));
        asked.threads.spawn_blocking(move || ask(&run, text, sender, &cancel));
        let answer = answer.await;
        asked.cancel.set(Cancel::Over);
        // The reply was thrown away: by the callable, or because the interpreter is shutting down.
        Ok(answer.unwrap_or_else(|_| json!({"error": "the custom tool ended without an answer"}).to_string()))
    }
}

/// A call that Python has not answered. Dropped, it is cancelled.
struct Asked {
    cancel: Arc<Cell>,
    threads: Handle,
}

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(callable) = self.cancel.set(Cancel::Dropped) {
            self.threads.spawn_blocking(move || Python::try_attach(|py| cancel(py, &callable)));
        }
    }
}

/// How far a call can be cancelled.
#[derive(Default)]
enum Cancel {
    /// Python has not said how.
    #[default]
    Unknown,
    By(Py<PyAny>),
    /// The caller went away.
    Dropped,
    /// It was answered.
    Over,
}

#[derive(Default)]
struct Cell(Mutex<Cancel>);

impl Cell {
    /// Goes on to `next` unless the call has ended, and gives back the way to cancel if it has to be gone now.
    fn set(&self, next: Cancel) -> Option<Py<PyAny>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (&*state, next) {
            (Cancel::Dropped, Cancel::By(callable)) => Some(callable),
            (Cancel::Over | Cancel::Dropped, _) => None,
            (_, Cancel::Dropped) => match std::mem::replace(&mut *state, Cancel::Dropped) {
                Cancel::By(callable) => Some(callable),
                _ => None,
            },
            (_, next) => {
                *state = next;
                None
            }
        }
    }
}

fn ask(run: &Py<PyAny>, text: String, sender: oneshot::Sender<String>, state: &Cell) {
    // Nothing to do in an interpreter that is shutting down; the sender's end tells the waiting call.
    Python::try_attach(|py| {
        let reply = match Bound::new(py, Reply(Mutex::new(Some(sender)))) {
            Ok(reply) => reply,
            Err(error) => return error.write_unraisable(py, None),
        };
        match run.bind(py).call1((text, &reply)) {
            Ok(returned) if returned.is_none() => {}
            Ok(returned) => {
                if let Some(callable) = state.set(Cancel::By(returned.unbind())) {
                    cancel(py, &callable);
                }
            }
            Err(error) => {
                reply.get().send(json!({"error": error.to_string()}).to_string());
            }
        }
    });
}

fn cancel(py: Python<'_>, callable: &Py<PyAny>) {
    if let Err(error) = callable.call0(py) {
        error.write_unraisable(py, None);
    }
}
