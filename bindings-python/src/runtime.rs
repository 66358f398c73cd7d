//! The one Tokio runtime of this process: started when the first engine opens, never at import.
//!
//! Threads do not survive `fork`. A child that inherits a running runtime inherits a runtime that hangs, and with it
//! SQLite's idea of which locks the process holds, which is the parent's: an engine opened on top of it could lose
//! writes. So the runtime remembers its process, and a child of a process whose runtime was running gets an error. The
//! Python layer makes that rare: before a fork it closes engines that are idle and stops the runtime.
//!
//! Whoever uses the runtime holds a [`Lease`], and it is stopped only when nobody does: a thread that waits in a runtime
//! which is shut down panics.
//!
//! The mutex is locked only by threads that hold the interpreter, and none of them gives it up meanwhile; `fork` holds
//! the interpreter too, so a child never inherits the mutex locked.

use std::future::Future;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use composio_core::{Error, error};
use pyo3::prelude::*;
use tokio::runtime::{Builder, Handle, Runtime};

/// The engine waits on networks and on one SQLite writer; more threads would only idle in somebody else's process.
const MOST_THREADS: usize = 4;

/// How long stopping the runtime waits for blocking work.
const STOP_LIMIT: Duration = Duration::from_secs(1);

struct Owned {
    process: u32,
    runtime: Runtime,
    /// Its clones are in the leases.
    users: Arc<()>,
}

/// The right to use the runtime, which runs until it is given back.
#[derive(Clone)]
pub struct Lease {
    pub(crate) handle: Handle,
    _user: Arc<()>,
}

static RUNTIME: Mutex<Option<Owned>> = Mutex::new(None);

/// The runtime of this process, started if there is none. The caller holds the interpreter.
pub fn lease(_py: Python<'_>) -> Result<Lease, Error> {
    let mut slot = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    match &*slot {
        Some(owned) if owned.process == process::id() => Ok(owned.lease()),
        Some(owned) => Err(forked(owned.process)),
        None => {
            let threads = available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
            let runtime = Builder::new_multi_thread()
                .worker_threads(threads)
                .thread_name("composio")
                .enable_all()
                .build()
                .map_err(|reason| {
                    Error::new(error::INTERNAL, format!("the engine's threads did not start: {reason}"))
                })?;
            Ok(slot.insert(Owned { process: process::id(), runtime, users: Arc::default() }).lease())
        }
    }
}

impl Lease {
    /// Run `future` to its end, whoever is still there to see it.
    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        let lease = self.clone();
        self.handle.spawn(async move {
            let _lease = lease;
            future.await;
        });
    }
}

impl Owned {
    fn lease(&self) -> Lease {
        Lease { handle: self.runtime.handle().clone(), _user: Arc::clone(&self.users) }
    }
}

/// Stop the runtime of this process if no engine uses it; the next engine starts a new one.
#[pyfunction]
pub fn stop_unused_runtime(py: Python<'_>) {
    let owned = {
        let mut slot = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
        slot.take_if(|owned| owned.process == process::id() && Arc::strong_count(&owned.users) == 1)
    };
    if let Some(owned) = owned {
        py.detach(|| owned.runtime.shutdown_timeout(STOP_LIMIT));
    }
}

/// The error of an engine that was opened by `parent`, seen from a process forked from it.
pub fn forked(parent: u32) -> Error {
    Error::new(
        error::ENGINE_FORKED,
        format!(
            "process {child} was forked from process {parent} while an engine was at work there, and threads do not \
             survive a fork; start processes with `spawn` or `forkserver`, or close the engine before the fork and \
             open it in the child",
            child = process::id(),
        ),
    )
}
