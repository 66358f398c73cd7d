//! An embedded engine, held by Python.

use std::future::Future;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use composio_core::{Error, LocalTools, Settings, error};
use composio_server::Embedded;
use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};
use serde_json::{Value, json};

use crate::failure::raise;
use crate::runtime::{self, Lease};
use crate::tools::PythonTools;
use crate::waiting::{awaitable, wait};

/// How long closing waits for what is in flight before it lets go.
const CLOSE_LIMIT: Duration = Duration::from_secs(5);

/// The engine of one home, opened by this process.
#[pyclass(frozen, module = "composio._native")]
pub struct Engine {
    /// `None` only while it is being dropped.
    embedded: Option<Embedded>,
    runtime: Lease,
    process: u32,
    /// Calls in flight.
    running: Arc<AtomicUsize>,
    closed: AtomicBool,
    /// What runs custom tools; the engine knows it weakly.
    tools: Mutex<Option<Arc<PythonTools>>>,
}

#[pymethods]
impl Engine {
    /// Open the engine for settings given as JSON; blocks until its store is ready.
    #[staticmethod]
    fn open(py: Python<'_>, settings_json: &str) -> PyResult<Self> {
        let runtime = runtime::lease(py).map_err(|error| raise(&error))?;
        let embedded = wait(py, &runtime, async {
            let settings = Settings::load(parsed("settings", settings_json)?)?;
            Embedded::open(settings).await
        })?;
        Ok(Self {
            embedded: Some(embedded),
            runtime,
            process: process::id(),
            running: Arc::default(),
            closed: AtomicBool::new(false),
            tools: Mutex::default(),
        })
    }

    /// Run an operation and wait for it. Ctrl-C cancels it.
    fn call(&self, py: Python<'_>, operation: &str, request_json: &str) -> PyResult<String> {
        let engine = self.here()?;
        let _running = self.count();
        wait(py, &self.runtime, answer(engine, operation, request_json))
    }

    /// Run an operation as an awaitable of the running asyncio loop. Cancelling the awaitable cancels it.
    fn call_async<'py>(&self, py: Python<'py>, operation: String, request_json: String) -> PyResult<Bound<'py, PyAny>> {
        let engine = self.here()?.clone();
        let running = self.count();
        awaitable(py, &self.runtime, async move {
            let _running = running;
            answer(&engine, &operation, &request_json).await
        })
    }

    /// Let `run(call_json, reply)` run this process's custom tools, in place of any before. It is called on a thread of
    /// the engine's own and may return a callable that cancels.
    fn host_tools(&self, run: Py<PyAny>) -> PyResult<()> {
        let engine = self.here()?;
        let tools = Arc::new(PythonTools::new(run));
        let host: Arc<dyn LocalTools> = tools.clone();
        engine.set_local_tools(&host);
        *self.tools() = Some(tools);
        Ok(())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.tools.try_lock().ok().as_deref() {
            Some(Some(tools)) => visit.call(tools.callable()),
            _ => Ok(()),
        }
    }

    fn __clear__(&self) {
        *self.tools() = None;
    }

    /// The URL and headers under which a session is served over MCP, as JSON. Starts the listener when needed.
    fn mcp_endpoint(&self, py: Python<'_>, session_id: &str) -> PyResult<String> {
        let engine = self.here()?;
        let _running = self.count();
        wait(py, &self.runtime, async {
            let endpoint = engine.mcp_endpoint(session_id).await?;
            Ok(json!({ "url": endpoint.url, "headers": endpoint.headers }).to_string())
        })
    }

    /// Where the engine runs, as JSON.
    fn describe(&self) -> PyResult<String> {
        Ok(self.here()?.describe().to_string())
    }

    /// Close the engine; later calls fail. Closing again does nothing.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let engine = self.here()?;
        wait(py, &self.runtime, self.closing(engine.clone()))
    }

    /// Close the engine as an awaitable of the running asyncio loop.
    fn close_async<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let closing = self.closing(self.here()?.clone());
        awaitable(py, &self.runtime, closing)
    }

    /// How many calls are in flight.
    #[getter]
    fn running(&self) -> PyResult<usize> {
        self.here()?;
        Ok(self.running.load(Ordering::Acquire))
    }

    /// Whether Connect pages or MCP are served, or will be as soon as the port is free.
    #[getter]
    fn listening(&self) -> PyResult<bool> {
        Ok(self.here()?.is_listening())
    }
}

impl Engine {
    /// The engine, unless this process only inherited it.
    fn here(&self) -> PyResult<&Embedded> {
        match &self.embedded {
            Some(embedded) if self.process == process::id() => Ok(embedded),
            _ => Err(raise(&runtime::forked(self.process))),
        }
    }

    fn tools(&self) -> MutexGuard<'_, Option<Arc<PythonTools>>> {
        self.tools.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self) -> Running {
        self.running.fetch_add(1, Ordering::AcqRel);
        Running(Arc::clone(&self.running))
    }

    fn closing(&self, embedded: Embedded) -> impl Future<Output = Result<(), Error>> + Send + use<> {
        self.closed.store(true, Ordering::Release);
        *self.tools() = None;
        async move {
            // A close that takes too long has already refused new calls; what is left ends with its tasks.
            let _ = tokio::time::timeout(CLOSE_LIMIT, embedded.close()).await;
            Ok(())
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let Some(embedded) = self.embedded.take() else { return };
        if self.process != process::id() {
            // Closing files the parent has open would drop the locks this process holds on them.
            std::mem::forget(embedded);
        } else if !*self.closed.get_mut() {
            self.runtime.spawn(async move { embedded.close().await });
        }
    }
}

/// A call in flight.
struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

async fn answer(engine: &Embedded, operation: &str, request_json: &str) -> Result<String, Error> {
    let request = parsed("request", request_json)?;
    Ok(engine.call(operation, request).await?.to_string())
}

fn parsed(what: &str, json: &str) -> Result<Value, Error> {
    serde_json::from_str(json)
        .map_err(|reason| Error::new(error::REQUEST_INVALID, format!("the {what} cannot be read as JSON: {reason}")))
}
