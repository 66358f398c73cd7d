//! What the engine speaks of: domain types, and the operations with their requests and responses. No logic.

pub mod account;
pub mod auth_config;
pub mod auth_configs;
pub mod catalog;
pub mod connected_accounts;
pub mod operation;
pub mod page;
pub mod sessions;
pub mod users;
