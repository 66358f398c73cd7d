//! A session's custom tools: declared by the caller, run in the caller's process.
//!
//! [`definition`] is what the session keeps, [`read`] takes it from a request, [`rules`] says what it must satisfy,
//! [`own`] is the form the engine works with and [`ready`] keeps it, [`echo`] is what a caller gets back. How such a tool runs is in
//! [`crate::execute::local`].

pub mod definition;
pub mod echo;
pub mod own;
pub mod read;
pub mod ready;
pub mod rules;
