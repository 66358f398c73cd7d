//! `composio._native`: the engine for Python.
//!
//! Conversion only. Requests and answers cross as JSON text, the engine crosses as a handle, a failure crosses as a
//! [`NativeError`](failure::NativeError) that carries the error's JSON. What a Python programmer sees is written in
//! Python on top of this module.

mod command_line;
mod engine;
mod failure;
mod runtime;
mod tools;
mod waiting;

#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::command_line::command_line;
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    use crate::failure::{NativeError, error_table};
    #[pymodule_export]
    use crate::runtime::stop_unused_runtime;
    #[pymodule_export]
    use crate::tools::Reply;

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name Python gives it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
