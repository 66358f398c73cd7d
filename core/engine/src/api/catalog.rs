//! Operations on the catalog, and tools called outside a session.

use composio_catalog::SetupStep;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::operation::operation;
use super::page::Page;

/// At least one filter is needed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTools {
    #[serde(default)]
    pub toolkits: Vec<String>,
    #[serde(default)]
    pub tools: Vec<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// Tools that need one of these OAuth scopes.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Words to rank by.
    pub search: Option<String>,
    /// Default 20, or as many as `tools` names; at most 1000.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}
operation!(ListTools => Page<ToolView>, "tools.list", GET "/tools", "tools:read", read);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetTool {
    pub tool_slug: String,
}
operation!(GetTool => ToolView, "tools.get", GET "/tools/{tool_slug}", "tools:read", read);

/// Runs one tool for a user, outside a session.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExecuteDirect {
    pub tool_slug: String,
    pub user_id: String,
    #[serde(default)]
    pub arguments: Map<String, Value>,
    pub connected_account_id: Option<String>,
    /// `latest`, or the version the toolkit has.
    pub version: Option<String>,
    /// Cut the data to the size that goes to models.
    #[serde(default)]
    pub wrapped: bool,
}
operation!(ExecuteDirect => super::sessions::Executed, "tools.execute", POST "/tools/execute/{tool_slug}",
    "tools:execute", write);

/// Sends a request of the caller's own to a toolkit's API, signed in with an account, outside a session.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyDirect {
    pub connected_account_id: String,
    /// A path on the toolkit's base URL, or an absolute URL on its hosts.
    pub endpoint: String,
    #[serde(default = "super::sessions::get")]
    pub method: String,
    pub body: Option<Value>,
    #[serde(default)]
    pub parameters: Vec<super::sessions::ProxyParameter>,
}
operation!(ProxyDirect => super::sessions::Proxied, "tools.proxy", POST "/tools/execute/proxy", "tools:execute", write);

/// A tool as agents see it.
#[derive(Debug, Clone, Serialize)]
pub struct ToolView {
    pub slug: String,
    pub name: String,
    pub description: String,
    pub toolkit: ToolkitSummary,
    /// JSON Schema of the arguments, an object.
    pub input_parameters: Value,
    /// JSON Schema of `{data, error, successful}`.
    pub output_parameters: Value,
    pub no_auth: bool,
    pub version: String,
    pub available_versions: Vec<String>,
    pub scopes: Vec<String>,
    pub tags: Vec<String>,
    pub is_deprecated: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct ToolkitSummary {
    pub slug: String,
    pub name: String,
    pub logo: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListToolkits {
    /// These alone; an unknown one is an error.
    #[serde(default)]
    pub toolkits: Vec<String>,
    pub search: Option<String>,
    /// Its slug or name, as `toolkits.categories` lists them.
    pub category: Option<String>,
    #[serde(default)]
    pub managed_by: ManagedBy,
    #[serde(default)]
    pub sort_by: SortBy,
    /// Default 20, at most 500.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}
operation!(ListToolkits => Page<ToolkitView>, "toolkits.list", GET "/toolkits", "toolkits:read", read);

/// Whose toolkits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManagedBy {
    #[default]
    All,
    /// Those that come with the engine.
    Composio,
    /// Those the project added.
    Project,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    #[default]
    Alphabetically,
    /// Refused: nobody counts usage here.
    Usage,
}

/// The categories that toolkits are in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCategories {
    /// Default 20, at most 500.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}
operation!(ListCategories => Page<Category>, "toolkits.categories", GET "/toolkits/categories", "toolkits:read", read);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Category {
    /// The name with dashes.
    pub id: String,
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetToolkit {
    pub slug: String,
}
operation!(GetToolkit => ToolkitDetails, "toolkits.get", GET "/toolkits/{slug}", "toolkits:read", read);

/// Starts connecting a user to a toolkit, outside a session: on the project's newest auth config for it, or on managed
/// auth.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorizeToolkit {
    pub user_id: String,
    pub toolkit: String,
    pub callback_url: Option<String>,
}
operation!(AuthorizeToolkit => super::connected_accounts::Link, "toolkits.authorize", POST "/toolkits/{toolkit}/authorize",
    "connected_accounts:write", write);

#[derive(Debug, Clone, Serialize)]
pub struct ToolkitView {
    pub slug: String,
    pub name: String,
    pub description: String,
    pub logo: String,
    pub categories: Vec<String>,
    pub auth_schemes: Vec<&'static str>,
    /// Schemes that work without an auth config of the caller's own.
    pub composio_managed_auth_schemes: Vec<&'static str>,
    pub no_auth: bool,
    pub tools_count: usize,
    pub version: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ToolkitDetails {
    #[serde(flatten)]
    pub toolkit: ToolkitView,
    pub base_url: String,
    pub auth_config_details: Vec<SchemeDetails>,
    /// The ways to a first credential, the shortest one first, filled in for this home.
    pub setup: Vec<SetupStep>,
}

/// What a scheme asks for.
#[derive(Debug, Clone, Serialize)]
pub struct SchemeDetails {
    pub mode: &'static str,
    pub name: &'static str,
    pub fields: SchemeFields,
}

#[derive(Debug, Clone, Serialize)]
pub struct SchemeFields {
    /// From the developer, when the auth config is made.
    pub auth_config_creation: FieldSet,
    /// From the user, when an account is connected.
    pub connected_account_initiation: FieldSet,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct FieldSet {
    pub required: Vec<FieldView>,
    pub optional: Vec<FieldView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    pub name: String,
    #[serde(rename = "displayName")]
    pub display_name: String,
    pub description: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub required: bool,
    pub is_secret: bool,
}
