//! What listens, as a browser, an MCP client and the rest of the machine see it: real sockets, a home of its own per
//! test, nothing of the inside.
#![allow(clippy::unwrap_used)]

mod cli;
mod connect;
mod guard;
mod mcp;
mod port;
mod support;
mod typed;
