//! Sessions: what they are configured with, what they allow, and the one way a call takes through them.

mod attach;
mod catalog;
mod config;
mod connections;
mod custom;
mod execute;
mod handlers;
mod identity;
mod lifecycle;
mod link;
pub mod meta;
mod operator_page;
mod options;
mod policy;
mod proxy;
mod resolution;
mod sign_in;
mod target;
mod token;
mod toolkits;
mod tools;
mod validate;
mod view;

pub use config::SessionConfig;
pub(crate) use custom::ready::Ready;
pub use policy::{Policy, Verdict};
