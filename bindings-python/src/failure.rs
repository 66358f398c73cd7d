//! How a failure crosses into Python: one exception whose only argument is the error as JSON text.
//!
//! The classes a caller catches are defined in Python, so that they can form a tree and carry fields.

use composio_core::{Error, error};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

pyo3::create_exception!(composio._native, NativeError, PyException, "An error of the engine; `args[0]` is its JSON.");

/// The exception for `error`. Needs no interpreter: the object is made when it is raised.
pub fn raise(error: &Error) -> PyErr {
    NativeError::new_err(error.to_json().to_string())
}

/// Every error the engine can answer with, as JSON: `[{slug, code, status, kind}]`.
#[pyfunction]
pub fn error_table() -> PyResult<String> {
    serde_json::to_string(error::TABLE).map_err(|reason| raise(&Error::new(error::INTERNAL, reason.to_string())))
}
