//! Custom tools as a session's configuration keeps them.

use composio_catalog::OWN_PREFIX;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything a session declares.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomTools {
    pub tools: Vec<CustomTool>,
    pub toolkits: Vec<CustomToolkit>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomTool {
    /// As the caller wrote it.
    pub slug: String,
    pub name: String,
    pub description: String,
    pub input_schema: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_schema: Option<Value>,
    /// A toolkit of the catalog whose account the tool uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends_toolkit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preload: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomToolkit {
    pub slug: String,
    pub name: String,
    pub description: String,
    /// For those of its tools that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preload: Option<bool>,
    pub tools: Vec<CustomTool>,
}

/// A tool with the toolkit it is a member of.
#[derive(Debug, Clone, Copy)]
pub struct Declared<'a> {
    pub tool: &'a CustomTool,
    pub toolkit: Option<&'a CustomToolkit>,
}

impl CustomTools {
    pub fn is_empty(&self) -> bool {
        self.tools.is_empty() && self.toolkits.is_empty()
    }

    /// Tools by themselves, then those of each toolkit.
    pub fn all(&self) -> impl Iterator<Item = Declared<'_>> {
        let alone = self.tools.iter().map(|tool| Declared { tool, toolkit: None });
        let members = self
            .toolkits
            .iter()
            .flat_map(|toolkit| toolkit.tools.iter().map(move |tool| Declared { tool, toolkit: Some(toolkit) }));
        alone.chain(members)
    }
}

impl Declared<'_> {
    /// What agents and results call the tool: `LOCAL_` + its toolkit's slug + its own, in upper case.
    pub fn final_slug(&self) -> String {
        let toolkit = self.toolkit.map(|toolkit| &toolkit.slug).or(self.tool.extends_toolkit.as_ref());
        let slug = match toolkit {
            Some(toolkit) => format!("{OWN_PREFIX}{toolkit}_{}", self.tool.slug),
            None => format!("{OWN_PREFIX}{}", self.tool.slug),
        };
        slug.to_ascii_uppercase()
    }

    /// Whether `tools()` hands it out; `all` where the session preloads everything.
    pub fn preloaded(&self, all: bool) -> bool {
        self.tool.preload.or(self.toolkit.and_then(|toolkit| toolkit.preload)).unwrap_or(all)
    }
}
