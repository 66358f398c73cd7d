//! COMPOSIO_GET_TOOL_SCHEMAS: the full schemas of tools whose slugs are known.

use composio_catalog::Hint;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::search_tools::{Part, tool_schema};
use super::{MetaTool, Outcome, workflow};
use crate::engine::Engine;
use crate::session::lifecycle::Session;

pub const TOOL: MetaTool = MetaTool {
    slug: "COMPOSIO_GET_TOOL_SCHEMAS",
    name: "Get Tool Schemas",
    description: "Returns the input schemas of tools by slug. Call it before running a tool whose full schema the search \
                  did not include. Never guess a slug or an argument.",
    hints: &[Hint::ReadOnly],
    enabled: |config| config.search.0,
    schema: |_| {
        json!({
            "type": "object",
            "properties": {
                "tool_slugs": {
                    "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1,
                    "description": "Slugs as the search returned them.",
                },
                "include": {
                    "type": "array", "items": {"type": "string", "enum": ["input_schema", "output_schema"]},
                    "description": "Which schemas to return; the input schema unless set.",
                },
                "session_id": {"type": "string", "description": "The session id of the search, if there was one."},
            },
            "required": ["tool_slugs"],
            "additionalProperties": false,
        })
    },
};

#[derive(Deserialize)]
pub struct Arguments {
    tool_slugs: Vec<String>,
    #[serde(default)]
    include: Vec<Part>,
    session_id: Option<String>,
}

pub fn run(engine: &Engine, session: &Session, arguments: Arguments) -> Outcome {
    let include = if arguments.include.is_empty() { vec![Part::InputSchema] } else { arguments.include };
    let mut schemas = Map::new();
    let (mut not_found, mut suggestions) = (Vec::new(), Map::new());
    let allowed = |slug: &str| engine.target(session, slug).ok().filter(|target| session.verdict(target.tool).allowed);
    for slug in arguments.tool_slugs {
        // A tool the session does not allow is not there for its agent.
        match allowed(&slug) {
            Some(target) => {
                schemas.insert(target.tool.slug.clone(), tool_schema(&target, &include));
            }
            None => {
                let near = engine.nearest_tools(session, &slug, 10);
                let near: Vec<&str> = near.into_iter().filter(|near| allowed(near).is_some()).take(3).collect();
                suggestions.insert(slug.clone(), json!(near));
                not_found.push(Value::from(slug));
            }
        }
    }
    let mut data = json!({"success": !schemas.is_empty(), "tool_schemas": schemas});
    if !not_found.is_empty() {
        data["not_found_message"] =
            "These slugs are not tools of this session. Use a suggestion or search again.".into();
        data["not_found"] = Value::Array(not_found);
        data["suggestions"] = Value::Object(suggestions);
    }
    if let Some(workflow) = workflow::echo(arguments.session_id.as_deref()) {
        data["session"] = workflow;
    }
    Outcome::fine(data)
}
