//! The session engine: sessions, connections, execution and the store behind them.
//!
//! [`Engine::call`] answers every operation there is ([`OPERATIONS`]); the servers and bindings around it only carry
//! requests to it. Start reading at `session/execute.rs`, the one way a call takes.

pub mod api;
pub mod clock;
pub mod connect;
mod engine;
pub mod error;
pub mod execute;
pub mod http;
pub mod ids;
mod operations;
pub mod session;
mod settings;
pub mod store;
pub mod text;

pub use composio_catalog::nearest;
pub use connect::{
    AttemptCookie, ConnectOutcome, FollowedLink, FrontDoor, LinkPage, OAuthCallback, attempt_cookie_name,
};
pub use engine::{Engine, EngineBuilder};
pub use error::{Error, ErrorKind, Result};
pub use execute::local::{LocalCall, LocalTools};
pub use operations::{OPERATIONS, OperationInfo};
pub use settings::{ManagedClient, SettingSource, Settings};
