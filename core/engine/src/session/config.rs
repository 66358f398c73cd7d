//! The configuration of a session, in its one canonical form.
//!
//! Callers write shorthands ([`super::options`] reads them) and get the protocol's response shape back
//! ([`super::view`]); the store keeps this.

use std::collections::BTreeMap;

use composio_catalog::Hint;
use serde::{Deserialize, Serialize};

use super::custom::definition::CustomTools;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionConfig {
    /// None: all toolkits.
    pub toolkits: Option<Choice>,
    /// By toolkit. None, or no entry: all its tools.
    pub tools: Option<BTreeMap<String, ToolChoice>>,
    pub tags: Option<TagChoice>,
    /// Toolkit → auth config.
    pub auth_configs: Option<BTreeMap<String, String>>,
    /// Toolkit → accounts.
    pub connected_accounts: Option<BTreeMap<String, Vec<String>>>,
    pub manage_connections: ManageConnections,
    pub multi_account: MultiAccount,
    /// None: allowed where no tool or tag filter would be passed by; no meta tool.
    pub proxy_execute: Option<bool>,
    pub preload: Preload,
    pub search: bool_on::On,
    pub multi_execute: bool_on::On,
    /// IANA time zone for the assistive prompt.
    pub user_timezone: Option<String>,
    #[serde(skip_serializing_if = "CustomTools::is_empty")]
    pub custom: CustomTools,
}

/// An allow-list or a deny-list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Only these; an empty list means none.
    Enable(Vec<String>),
    /// All but these.
    Disable(Vec<String>),
}

/// Which tools of one toolkit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolChoice {
    Slugs(Choice),
    /// Instead of the session's tags.
    Tags(TagChoice),
}

/// Which tools by what calling them does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagChoice {
    /// A tool needs one of these; None: no such demand.
    pub enable: Option<Vec<Hint>>,
    /// A tool may have none of these.
    pub disable: Option<Vec<Hint>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ManageConnections {
    pub enable: bool,
    /// Where the browser goes after connecting.
    pub callback_url: Option<String>,
    pub wait_for_connections: bool,
    pub connection_removal: bool,
}

impl Default for ManageConnections {
    fn default() -> Self {
        Self { enable: true, callback_url: None, wait_for_connections: false, connection_removal: true }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MultiAccount {
    pub enable: bool,
    /// 2 to 10.
    pub max_accounts_per_toolkit: u32,
    /// A call must name its account where there are several.
    pub require_explicit_selection: bool,
}

impl MultiAccount {
    pub const DEFAULT_MAX: u32 = 5;
}

impl Default for MultiAccount {
    fn default() -> Self {
        Self { enable: false, max_accounts_per_toolkit: Self::DEFAULT_MAX, require_explicit_selection: false }
    }
}

/// Which tools `tools()` hands out itself, beside the meta tools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preload {
    Tools(Vec<String>),
    /// Every tool the policy allows.
    All,
}

impl Default for Preload {
    fn default() -> Self {
        Self::Tools(Vec::new())
    }
}

/// A switch that is on unless turned off.
pub mod bool_on {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(transparent)]
    pub struct On(pub bool);

    impl Default for On {
        fn default() -> Self {
            Self(true)
        }
    }
}
