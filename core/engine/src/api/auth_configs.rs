//! Operations on auth configs.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::account::Scheme;
use super::connected_accounts::{Done, ToolkitRef, by_id};
use super::operation::operation;
use super::page::Page;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAuthConfig {
    pub toolkit: String,
    #[serde(default, rename = "type")]
    pub kind: AuthConfigKind,
    #[serde(alias = "authScheme")]
    pub auth_scheme: Option<Scheme>,
    pub name: Option<String>,
    /// `client_id`, `client_secret`, `scopes`; with a custom config also `base_url`, `base_urls`,
    /// `authorization_url`, `token_url`, `revocation_url`.
    #[serde(default)]
    pub credentials: Map<String, Value>,
}
operation!(CreateAuthConfig => AuthConfigView, "auth_configs.create", POST "/auth_configs", "auth_configs:write", write);

/// Asks the provider whether it knows an OAuth client, before anything is made of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckAuthConfig {
    pub toolkit: String,
    /// As of a custom auth config.
    pub credentials: Map<String, Value>,
}
operation!(CheckAuthConfig => ClientChecked, "auth_configs.check", POST "/auth_configs/check", "auth_configs:write", read);

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClientChecked {
    /// Null when the provider could not be asked, or did not say.
    pub accepted: Option<bool>,
    pub message: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum AuthConfigKind {
    /// The OAuth client of the settings, or a credential the user types.
    #[default]
    #[serde(rename = "use_composio_managed_auth")]
    Managed,
    /// The caller's own client or hosts.
    #[serde(rename = "use_custom_auth")]
    Custom,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAuthConfigs {
    pub toolkit: Option<String>,
    pub is_composio_managed: Option<bool>,
    /// Disabled ones too.
    #[serde(default)]
    pub show_disabled: bool,
    /// Default 20, at most 200.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}
operation!(ListAuthConfigs => Page<AuthConfigView>, "auth_configs.list", GET "/auth_configs", "auth_configs:read", read);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateAuthConfig {
    pub id: String,
    pub name: Option<String>,
    /// Replaces the members given; null removes one.
    #[serde(default)]
    pub credentials: Map<String, Value>,
}
operation!(UpdateAuthConfig => AuthConfigView, "auth_configs.update", PATCH "/auth_configs/{id}",
    "auth_configs:write", write);

by_id! {
    GetAuthConfig => AuthConfigView, "auth_configs.get", GET "/auth_configs/{id}", "auth_configs:read", read;
    EnableAuthConfig => AuthConfigView, "auth_configs.enable", PATCH "/auth_configs/{id}/ENABLED",
        "auth_configs:write", write;
    /// Its accounts stay, but are not used while it is disabled.
    DisableAuthConfig => AuthConfigView, "auth_configs.disable", PATCH "/auth_configs/{id}/DISABLED",
        "auth_configs:write", write;
    /// Deletes it with its accounts.
    DeleteAuthConfig => Done, "auth_configs.delete", DELETE "/auth_configs/{id}", "auth_configs:write", write;
}

/// An auth config without its secrets.
#[derive(Debug, Clone, Serialize)]
pub struct AuthConfigView {
    pub id: String,
    pub name: String,
    pub toolkit: ToolkitRef,
    pub auth_scheme: Scheme,
    pub is_composio_managed: bool,
    /// `ENABLED` or `DISABLED`.
    pub status: &'static str,
    /// Secrets are `REDACTED`.
    pub credentials: Map<String, Value>,
    pub no_of_connections: u64,
    /// What to register with the provider as redirect URI; null for schemes without one.
    pub redirect_uri: Option<String>,
    pub created_at: String,
    pub updated_at: String,
}
