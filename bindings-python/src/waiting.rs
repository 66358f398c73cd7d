//! The two ways Python waits for the engine: blocked in a call, and with `await`.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use composio_core::Error;
use pyo3::prelude::*;
use pyo3_async_runtimes::TaskLocals;
use pyo3_async_runtimes::generic::{ContextExt, Runtime};
use tokio::task::{JoinError, JoinHandle};

use crate::failure::raise;
use crate::runtime::Lease;

/// How often a blocked call looks for Ctrl-C.
const SIGNAL_PERIOD: Duration = Duration::from_millis(50);

/// Run `future` for a blocking call: other Python threads go on, and Ctrl-C drops the future.
pub fn wait<T: Send>(
    py: Python<'_>,
    lease: &Lease,
    future: impl Future<Output = Result<T, Error>> + Send,
) -> PyResult<T> {
    py.detach(|| {
        lease.handle.block_on(async {
            tokio::pin!(future);
            loop {
                tokio::select! {
                    biased;
                    result = &mut future => return result.map_err(|error| raise(&error)),
                    () = tokio::time::sleep(SIGNAL_PERIOD) => check_signals()?,
                }
            }
        })
    })
}

/// Nothing to check where the interpreter is shutting down around a thread that waits.
fn check_signals() -> PyResult<()> {
    Python::try_attach(|py| py.check_signals()).unwrap_or(Ok(()))
}

/// Run `future` for `await`: cancelling the asyncio task drops it.
pub fn awaitable<'py, T>(
    py: Python<'py>,
    lease: &Lease,
    future: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>>
where
    T: for<'a> IntoPyObject<'a> + Send + 'static,
{
    let _entered = lease.handle.enter();
    let lease = lease.clone();
    pyo3_async_runtimes::generic::future_into_py::<Entered, _, T>(py, async move {
        let _lease = lease;
        future.await.map_err(|error| raise(&error))
    })
}

/// The runtime the current thread has entered, as pyo3-async-runtimes wants to see it. No Python runs inside a task, so
/// there are no task locals to carry.
struct Entered;

impl Runtime for Entered {
    type JoinError = JoinError;
    type JoinHandle = JoinHandle<()>;

    fn spawn<F: Future<Output = ()> + Send + 'static>(future: F) -> JoinHandle<()> {
        tokio::spawn(future)
    }

    fn spawn_blocking<F: FnOnce() + Send + 'static>(work: F) -> JoinHandle<()> {
        // The work attaches to the interpreter, and that panics when a process has ended around a call.
        tokio::task::spawn_blocking(|| Python::try_attach(|_py| work()).unwrap_or_default())
    }
}

impl ContextExt for Entered {
    fn scope<F, R>(_locals: TaskLocals, future: F) -> Pin<Box<dyn Future<Output = R> + Send>>
    where
        F: Future<Output = R> + Send + 'static,
    {
        Box::pin(future)
    }

    fn get_task_locals() -> Option<TaskLocals> {
        None
    }
}
