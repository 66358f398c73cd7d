//! The crate as the engine uses it: files in, toolkits, tools and search out.
#![allow(clippy::unwrap_used)]

mod compiling;
mod lookup;
mod searching;
mod setup;
