//! The command line, run inside a Python process: what the wheel's `composio` starts.

use std::ffi::OsString;

use composio_server::cli;
use pyo3::prelude::*;

use crate::failure::raise;
use crate::runtime;
use crate::waiting::wait;

/// Run a command line, without the program's name, and return its exit code. Ctrl-C ends it.
#[pyfunction]
pub fn command_line(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<u8> {
    let runtime = runtime::lease(py).map_err(|error| raise(&error))?;
    wait(py, &runtime, async { Ok(cli::run(arguments).await) })
}
