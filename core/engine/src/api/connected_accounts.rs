//! Operations on connected accounts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::account::{Scheme, Status};
use super::operation::operation;
use super::page::Page;

/// Starts connecting: makes a link the user opens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkAccount {
    pub user_id: String,
    pub auth_config_id: String,
    pub alias: Option<String>,
    pub callback_url: Option<String>,
    /// Otherwise a user who has an ACTIVE account on this auth config gets an error.
    #[serde(default)]
    pub allow_multiple: bool,
}
operation!(LinkAccount => Link, "connected_accounts.link", POST "/connected_accounts/link",
    "connected_accounts:write", write);

/// A link for a user to open. It works once, for ten minutes.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub connected_account_id: String,
    pub redirect_url: String,
    pub link_token: String,
    /// ISO 8601.
    pub expires_at: String,
}

/// Connects with a credential the caller has, or makes a link when it has none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitiateAccount {
    pub user_id: String,
    pub auth_config_id: String,
    pub state: Option<ConnectionState>,
    pub alias: Option<String>,
    pub callback_url: Option<String>,
    #[serde(default)]
    pub allow_multiple: bool,
    /// Asks the provider first whether it accepts the credential, and connects nothing when it does not.
    #[serde(default)]
    pub verify: bool,
}
operation!(InitiateAccount => Initiated, "connected_accounts.initiate", POST "/connected_accounts",
    "connected_accounts:write", write);

/// A credential as the protocol writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionState {
    #[serde(alias = "authScheme")]
    pub auth_scheme: Scheme,
    #[serde(default)]
    pub val: Map<String, Value>,
}

impl std::fmt::Debug for ConnectionState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConnectionState").field("auth_scheme", &self.auth_scheme).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Initiated {
    pub connected_account_id: String,
    pub status: Status,
    /// The link to open; null when the account is ACTIVE already.
    pub redirect_url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAccounts {
    #[serde(default)]
    pub user_ids: Vec<String>,
    #[serde(default)]
    pub toolkit_slugs: Vec<String>,
    #[serde(default)]
    pub statuses: Vec<Status>,
    #[serde(default)]
    pub auth_config_ids: Vec<String>,
    #[serde(default)]
    pub connected_account_ids: Vec<String>,
    /// Default 20, at most 200.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}
operation!(ListAccounts => Page<ConnectedAccount>, "connected_accounts.list", GET "/connected_accounts",
    "connected_accounts:read", read);

macro_rules! by_id {
    ($($(#[$doc:meta])* $name:ident => $response:ty, $operation:literal, $method:ident $path:literal, $scope:literal,
        $effects:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name {
                pub id: String,
            }
            operation!($name => $response, $operation, $method $path, $scope, $effects);
        )*
    };
}
pub(crate) use by_id;

by_id! {
    GetAccount => ConnectedAccount, "connected_accounts.get", GET "/connected_accounts/{id}",
        "connected_accounts:read", read;
    EnableAccount => Done, "connected_accounts.enable", POST "/connected_accounts/{id}/enable",
        "connected_accounts:write", write;
    DisableAccount => Done, "connected_accounts.disable", POST "/connected_accounts/{id}/disable",
        "connected_accounts:write", write;
    /// Deletes the account with its credential and open attempts.
    DeleteAccount => Done, "connected_accounts.delete", DELETE "/connected_accounts/{id}",
        "connected_accounts:write", write;
    /// Makes the credential fresh; for a dead account, makes a link that reconnects it in place.
    RefreshAccount => Initiated, "connected_accounts.refresh", POST "/connected_accounts/{id}/refresh",
        "connected_accounts:write", write;
}

/// Asks the provider whether it still accepts the credential, and whose it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhoAmI {
    pub id: String,
}
operation!(WhoAmI => Identified, "connected_accounts.whoami", GET "/connected_accounts/{id}/whoami",
    "connected_accounts:read", read);

#[derive(Debug, Clone, Serialize)]
pub struct Identified {
    pub id: String,
    /// Null when the provider could not be asked, or did not say.
    pub accepted: Option<bool>,
    pub identity: Option<String>,
    /// What that means, and what to do where it is not well.
    pub message: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Done {
    pub success: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateAccount {
    pub id: String,
    /// Unique per user and toolkit; the empty string clears it.
    pub alias: String,
}
operation!(UpdateAccount => ConnectedAccount, "connected_accounts.update", PATCH "/connected_accounts/{id}",
    "connected_accounts:write", write);

/// Waits until the account is ACTIVE, or cannot become it any more.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitForAccount {
    pub id: String,
    /// Default 60,000.
    pub timeout_ms: Option<u64>,
}
operation!(WaitForAccount => ConnectedAccount, "connected_accounts.wait", GET "/connected_accounts/{id}/wait",
    "connected_accounts:read", read);

/// One user's connection to one toolkit, without its secrets.
#[derive(Debug, Clone, Serialize)]
pub struct ConnectedAccount {
    pub id: String,
    pub user_id: String,
    pub status: Status,
    pub status_reason: Option<String>,
    pub is_disabled: bool,
    pub alias: Option<String>,
    /// Whose credential it is, as the provider said when it was connected; null where that is not known.
    pub identity: Option<String>,
    pub toolkit: ToolkitRef,
    pub auth_config: AuthConfigRef,
    pub state: RedactedState,
    pub created_at: String,
    pub updated_at: String,
    /// When the user last connected it; null before.
    pub connected_at: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ToolkitRef {
    pub slug: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct AuthConfigRef {
    pub id: String,
    pub auth_scheme: Scheme,
    pub is_composio_managed: bool,
}

/// The keys of a credential; every value is `REDACTED`.
#[derive(Debug, Clone, Serialize)]
pub struct RedactedState {
    pub auth_scheme: Scheme,
    pub val: Map<String, Value>,
}
