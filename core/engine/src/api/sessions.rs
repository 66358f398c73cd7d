//! Operations on sessions.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::account::Status;
use super::catalog::ToolView;
use super::connected_accounts::Link;
use super::operation::operation;
use super::page::Page;

/// Creates a session for a user. `options` are the caller's, shorthands included; see `session::options`.
#[derive(Debug, Deserialize)]
pub struct CreateSession {
    pub user_id: String,
    #[serde(flatten)]
    pub options: Map<String, Value>,
}
operation!(CreateSession => SessionView, "sessions.create", POST "/tool_router/session", "sessions:write", write);

/// Changes a session's configuration: a block left out stays, null goes back to the default.
#[derive(Debug, Deserialize)]
pub struct UpdateSession {
    pub session_id: String,
    /// Refuses the update when the session has another version by now.
    pub expected_config_version: Option<i64>,
    #[serde(flatten)]
    pub options: Map<String, Value>,
}
operation!(UpdateSession => SessionView, "sessions.update", PATCH "/tool_router/session/{session_id}",
    "sessions:write", write);

/// Reads a session and, where given, replaces the definitions of its custom tools.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachSession {
    pub session_id: String,
    /// `custom_tools`, `custom_toolkits`; what is left out stays.
    pub experimental: Option<Map<String, Value>>,
}
operation!(AttachSession => SessionView, "sessions.attach", POST "/tool_router/session/{session_id}/attach",
    "sessions:write", write);

macro_rules! of_session {
    ($($name:ident => $response:ty, $operation:literal, $method:ident $path:literal, $scope:literal, $effects:ident;)*)
    => {
        $(
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name {
                pub session_id: String,
            }
            operation!($name => $response, $operation, $method $path, $scope, $effects);
        )*
    };
}

of_session! {
    GetSession => SessionView, "sessions.get", GET "/tool_router/session/{session_id}", "sessions:read", read;
    DeleteSession => SessionDeleted, "sessions.delete", DELETE "/tool_router/session/{session_id}",
        "sessions:write", write;
}

/// A session, its effective configuration in the protocol's response shape.
#[derive(Debug, Clone, Serialize)]
pub struct SessionView {
    pub session_id: String,
    pub user_id: String,
    pub config: Value,
    /// 1 for a new session, one more with every accepted update.
    pub config_version: i64,
    /// What `tools()` hands out.
    pub tool_slugs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experimental: Option<ExperimentalView>,
    pub warnings: Vec<Warning>,
    pub created_at: String,
    pub updated_at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExperimentalView {
    /// Text for a system prompt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assistive_prompt: Option<String>,
    /// `custom_tools` and `custom_toolkits`, each definition with its final slug.
    #[serde(flatten)]
    pub custom: Map<String, Value>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Warning {
    pub code: &'static str,
    pub message: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct SessionDeleted {
    pub session_id: String,
    pub deleted: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListConfigHistory {
    pub session_id: String,
    /// Default 20, at most 100.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}
operation!(ListConfigHistory => Page<ConfigVersion>, "sessions.config_history",
    GET "/tool_router/session/{session_id}/config_history", "sessions:read", read);

#[derive(Debug, Clone, Serialize)]
pub struct ConfigVersion {
    pub version: i64,
    pub created_at: String,
    pub config: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experimental: Option<ExperimentalView>,
    pub is_current: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListSessionTools {
    pub session_id: String,
    /// Default and at most 500.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}
operation!(ListSessionTools => Page<ToolView>, "sessions.tools", GET "/tool_router/session/{session_id}/tools",
    "sessions:read", read);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListSessionToolkits {
    pub session_id: String,
    #[serde(default)]
    pub toolkits: Vec<String>,
    #[serde(default)]
    pub is_connected: bool,
    pub search: Option<String>,
    /// Default 20, at most 50.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}
operation!(ListSessionToolkits => Page<SessionToolkit>, "sessions.toolkits",
    GET "/tool_router/session/{session_id}/toolkits", "sessions:read", read);

/// A toolkit of a session and the user's connection to it.
#[derive(Debug, Clone, Serialize)]
pub struct SessionToolkit {
    pub slug: String,
    pub name: String,
    pub logo: String,
    pub description: String,
    pub is_no_auth: bool,
    pub enabled: bool,
    pub composio_managed_auth_schemes: Vec<&'static str>,
    pub connection: ToolkitConnection,
}

/// For a no-auth toolkit `is_active` is false and the rest null.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ToolkitConnection {
    pub is_active: bool,
    pub auth_config: Option<ConnectionConfig>,
    pub connected_account: Option<ConnectionAccount>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ConnectionConfig {
    pub id: String,
    pub mode: String,
    pub is_composio_managed: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct ConnectionAccount {
    pub id: String,
    pub status: Status,
}

/// Finds tools: `query`, or up to seven `queries`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchSession {
    pub session_id: String,
    pub query: Option<String>,
    #[serde(default)]
    pub queries: Vec<Value>,
    /// Only tools of these.
    #[serde(default)]
    pub toolkits: Vec<String>,
    /// The agent's model; accepted for compatibility.
    pub model: Option<String>,
}
operation!(SearchSession => Value, "sessions.search", POST "/tool_router/session/{session_id}/search",
    "sessions:read", read);

/// Runs a tool, meta tools included.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExecuteInSession {
    pub session_id: String,
    pub tool_slug: String,
    #[serde(default)]
    pub arguments: Map<String, Value>,
    /// Id or alias, where several accounts are allowed.
    pub account: Option<String>,
    /// Run nothing; say which rule allows or refuses it, which account would be used, and why.
    #[serde(default)]
    pub explain: bool,
    /// Run nothing; show the exact request with its secrets redacted.
    #[serde(default)]
    pub dry_run: bool,
    /// The result goes to a model: prune it to the budget.
    #[serde(default)]
    pub wrapped: bool,
    /// The log id of the custom tool's call this one is made from, so that a tool that calls itself without end is
    /// noticed.
    pub within: Option<String>,
}
operation!(ExecuteInSession => Executed, "sessions.execute", POST "/tool_router/session/{session_id}/execute",
    "sessions:execute", write);

/// What came of a call. A provider's refusal is a result, not an error of the engine.
#[derive(Debug, Clone, Serialize)]
pub struct Executed {
    /// An object.
    pub data: Value,
    pub error: Option<String>,
    pub successful: bool,
    pub log_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkToolkit {
    pub session_id: String,
    pub toolkit: String,
    pub alias: Option<String>,
    /// Instead of the session's.
    pub callback_url: Option<String>,
}
operation!(LinkToolkit => Link, "sessions.link", POST "/tool_router/session/{session_id}/link",
    "connected_accounts:write", write);

/// Sends a request of the caller's own to a toolkit's API, signed in as the user.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyInSession {
    pub session_id: String,
    pub toolkit: String,
    /// A path on the toolkit's base URL, or an absolute URL on its hosts.
    pub endpoint: String,
    #[serde(default = "get")]
    pub method: String,
    pub body: Option<Value>,
    #[serde(default)]
    pub parameters: Vec<ProxyParameter>,
    pub account: Option<String>,
    /// Log id of the custom tool's call this one is made from.
    pub within: Option<String>,
}
operation!(ProxyInSession => Proxied, "sessions.proxy_execute",
    POST "/tool_router/session/{session_id}/proxy_execute", "sessions:execute", write);

pub(super) fn get() -> String {
    "GET".to_owned()
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyParameter {
    pub name: String,
    pub value: Value,
    /// `header` or `query`.
    #[serde(rename = "in", alias = "type")]
    pub place: ProxyPlace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyPlace {
    Header,
    Query,
}

/// The provider's answer as it came.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proxied {
    pub status: u16,
    pub data: Value,
    /// Those that tell the caller something; names in lower case.
    pub headers: std::collections::BTreeMap<String, String>,
}
