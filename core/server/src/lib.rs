//! What listens: the Connect pages and the MCP endpoint of a session, around one engine.
//!
//! A program embeds [`Embedded`]. Nothing listens until something needs it: the first link opens the home's Connect
//! origin, the first MCP endpoint opens that origin or a free port.

pub mod cli;
mod door;
mod embedded;
mod managed;
mod manifest;
mod mcp;
mod pages;
mod site;

pub use embedded::{Embedded, McpEndpoint};
