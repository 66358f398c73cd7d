//! Auth configs: how a project signs in to a toolkit.

use chrono::{DateTime, Utc};

use super::account::Scheme;

/// How a project signs in to a toolkit.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    pub id: String,
    pub toolkit: String,
    pub name: String,
    pub scheme: Scheme,
    /// Whether client and hosts come from the settings (managed auth) instead of `sealed`.
    pub managed: bool,
    pub enabled: bool,
    /// Raised whenever the credentials are replaced.
    pub generation: i64,
    /// The credentials: client, scopes, hosts.
    pub sealed: Vec<u8>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
