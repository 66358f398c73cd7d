//! A tool of the engine as MCP lists it.

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde::Deserialize;
use serde_json::{Map, Value};

/// One page of `sessions.tools`.
#[derive(Deserialize)]
pub(super) struct Page {
    pub items: Vec<Item>,
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// What MCP needs of a tool. Its output schema is left out: results for a model are shortened to a budget, and clients
/// refuse a result that does not fit the schema.
#[derive(Deserialize)]
pub(super) struct Item {
    slug: String,
    name: String,
    description: String,
    input_parameters: Map<String, Value>,
    #[serde(default)]
    tags: Vec<String>,
}

impl From<Item> for Tool {
    fn from(item: Item) -> Self {
        let tagged = |hint: &str| Some(item.tags.iter().any(|tag| tag == hint));
        let annotations = ToolAnnotations::from_raw(
            None,
            tagged("readOnlyHint"),
            tagged("destructiveHint"),
            tagged("idempotentHint"),
            tagged("openWorldHint"),
        );
        Self::new(item.slug, item.description, Arc::new(item.input_parameters))
            .with_title(item.name)
            .with_annotations(annotations)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn tags_become_annotations() {
        let item: Item = serde_json::from_value(json!({
            "slug": "GITHUB_GET_AN_ISSUE",
            "name": "Get an issue",
            "description": "Reads one issue.",
            "input_parameters": {"type": "object", "properties": {}},
            "tags": ["readOnlyHint", "idempotentHint", "important"],
            "version": "20260101_00",
        }))
        .unwrap();
        assert_eq!(
            serde_json::to_value(Tool::from(item)).unwrap(),
            json!({
                "name": "GITHUB_GET_AN_ISSUE",
                "title": "Get an issue",
                "description": "Reads one issue.",
                "inputSchema": {"type": "object", "properties": {}},
                "annotations": {
                    "readOnlyHint": true,
                    "destructiveHint": false,
                    "idempotentHint": true,
                    "openWorldHint": false,
                },
            })
        );
    }
}
