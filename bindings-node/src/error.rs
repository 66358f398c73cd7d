//! Errors on their way to JavaScript.

use composio_core::Error;
use composio_core::error::{INTERNAL, TABLE};
use napi_derive::napi;

/// An engine error as the JavaScript `Error` the TypeScript layer rebuilds its class from.
#[allow(clippy::needless_pass_by_value, reason = "the shape `map_err` takes")]
pub fn thrown(error: Error) -> napi::Error {
    napi::Error::from_reason(error.to_json().to_string())
}

/// A fault of the border itself, which no caller can cause through the package.
pub fn internal(what: &str, cause: impl std::fmt::Display) -> napi::Error {
    thrown(Error::new(INTERNAL, format!("{what}: {cause}")))
}

/// Every error the engine can answer with, so that the package can test that each has a class.
#[napi]
pub fn error_table() -> napi::Result<String> {
    serde_json::to_string(TABLE).map_err(|cause| internal("the error table is not JSON", cause))
}
