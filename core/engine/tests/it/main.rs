//! The engine as its callers see it, against real parts: SQLite files, the stand-in provider's OAuth server and APIs.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;
mod clock;
mod connecting;
mod custom;
mod golden;
mod identity;
mod keeping;
mod layers;
mod secrets;
mod standin;
mod storing;
mod waiting;
mod wrapped;
