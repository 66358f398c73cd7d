//! The meta tools: what an agent sees of a session by default.
//!
//! With five small tools an agent finds, connects and runs any of thousands. One file each; this one holds what they
//! have in common: the list, when each is there, and how a call reaches its file.

mod get_tool_schemas;
mod manage_connections;
mod multi_execute_tool;
mod proxy_execute;
mod search_tools;
mod wait_for_connections;
mod workflow;

use std::sync::Arc;

use composio_catalog::{ArgumentChecker, Hint, render_argument_errors};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::SessionConfig;
use super::execute::{Invocation, Mode, argument_errors};
use super::lifecycle::Session;
use super::tools::output_parameters;
use crate::api::catalog::{ToolView, ToolkitSummary};
use crate::api::sessions::Executed;
use crate::engine::Engine;
use crate::error::{Error, INTERNAL, NOT_ALLOWED, Result};
use crate::ids::IdOf;

/// A tool of the engine itself.
pub struct MetaTool {
    pub slug: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    pub hints: &'static [Hint],
    /// Whether a session with this configuration has it.
    pub enabled: fn(&SessionConfig) -> bool,
    /// JSON Schema of its arguments as a session with this configuration shows it.
    pub schema: fn(&SessionConfig) -> Value,
}

/// What came of a meta tool.
pub struct Outcome {
    pub data: Value,
    pub error: Option<String>,
}

impl Outcome {
    fn fine(data: Value) -> Self {
        Self { data, error: None }
    }
}

const TOOLS: [&MetaTool; 6] = [
    &search_tools::TOOL,
    &get_tool_schemas::TOOL,
    &multi_execute_tool::TOOL,
    &manage_connections::TOOL,
    &wait_for_connections::TOOL,
    &proxy_execute::TOOL,
];

/// The meta tools of a session.
pub fn enabled(config: &SessionConfig) -> impl Iterator<Item = &'static MetaTool> {
    TOOLS.into_iter().filter(|tool| (tool.enabled)(config))
}

/// The meta tool of that slug, in any case.
pub fn find(slug: &str) -> Option<&'static MetaTool> {
    TOOLS.into_iter().find(|tool| tool.slug.eq_ignore_ascii_case(slug))
}

pub fn view(tool: &MetaTool, config: &SessionConfig) -> ToolView {
    ToolView {
        slug: tool.slug.to_owned(),
        name: tool.name.to_owned(),
        description: tool.description.to_owned(),
        toolkit: ToolkitSummary { slug: "composio".to_owned(), name: "Composio".to_owned(), logo: String::new() },
        input_parameters: (tool.schema)(config),
        output_parameters: output_parameters(),
        no_auth: true,
        version: "00000000_00".to_owned(),
        available_versions: vec!["00000000_00".to_owned()],
        scopes: Vec::new(),
        tags: tool.hints.iter().map(|hint| hint.name().to_owned()).collect(),
        is_deprecated: false,
    }
}

impl Engine {
    pub(super) async fn run_meta(
        &self,
        session: &Session,
        tool: &'static MetaTool,
        call: Invocation<'_>,
    ) -> Result<Executed> {
        let log_id = IdOf::Log.mint();
        let allowed = (tool.enabled)(&session.config);
        if call.mode == Mode::Explain {
            let rule = if allowed { "the session has this meta tool" } else { "the session's options turn it off" };
            let explanation =
                json!({"tool": tool.slug, "toolkit": "composio", "allowed": allowed, "rule": rule, "account": null});
            return Ok(Executed { data: json!({"explanation": explanation}), error: None, successful: true, log_id });
        }
        if !allowed {
            return Err(Error::new(
                NOT_ALLOWED,
                format!("[Session Restriction] {} is turned off by the session's options", tool.slug),
            )
            .with("tool", tool.slug));
        }
        if call.mode == Mode::DryRun {
            return Err(Error::new(
                NOT_ALLOWED,
                format!(
                    "{} sends no request of its own, so there is nothing to show; dry-run the tools it runs",
                    tool.slug
                ),
            ));
        }
        // Argument checking shows a caller what is wrong; what a session does not show, it may still take.
        let schema = (tool.schema)(&SessionConfig {
            multi_account: super::config::MultiAccount { enable: true, ..Default::default() },
            ..SessionConfig::default()
        });
        let outcome = match ArgumentChecker::new(Arc::new(schema), &[]).check(call.arguments) {
            Err(errors) => {
                Outcome { data: argument_errors(&errors), error: Some(render_argument_errors(tool.slug, &errors)) }
            }
            Ok(arguments) => match tool.slug {
                "COMPOSIO_SEARCH_TOOLS" => search_tools::run(self, session, read(arguments)?).await?,
                "COMPOSIO_GET_TOOL_SCHEMAS" => get_tool_schemas::run(self, session, read(arguments)?),
                "COMPOSIO_MANAGE_CONNECTIONS" => manage_connections::run(self, session, read(arguments)?).await?,
                "COMPOSIO_WAIT_FOR_CONNECTIONS" => wait_for_connections::run(self, session, read(arguments)?).await?,
                "COMPOSIO_MULTI_EXECUTE_TOOL" => multi_execute_tool::run(self, session, read(arguments)?).await?,
                "COMPOSIO_PROXY_EXECUTE" => proxy_execute::run(self, session, read(arguments)?).await?,
                slug => return Err(Error::new(INTERNAL, format!("{slug} is listed and nothing runs it"))),
            },
        };
        Ok(Executed { successful: outcome.error.is_none(), data: outcome.data, error: outcome.error, log_id })
    }
}

/// Arguments that passed the schema.
fn read<T: DeserializeOwned>(arguments: Map<String, Value>) -> Result<T> {
    serde_json::from_value(Value::Object(arguments))
        .map_err(|error| Error::new(INTERNAL, format!("the arguments passed their schema and cannot be read: {error}")))
}

/// Text for a system prompt.
pub fn assistive_prompt(config: &SessionConfig, timezone: &str) -> String {
    let mut prompt = format!("The user's time zone is {timezone}. Give and read times in it unless told otherwise.");
    if config.search.0 {
        prompt.push_str(
            " To act in the user's apps, first find tools with COMPOSIO_SEARCH_TOOLS, describing one step at a time.",
        );
    }
    if config.multi_execute.0 {
        prompt.push_str(" Run them with COMPOSIO_MULTI_EXECUTE_TOOL, independent steps together.");
    }
    if config.manage_connections.enable {
        prompt.push_str(
            " When an app is not connected, call COMPOSIO_MANAGE_CONNECTIONS and give the user the link it returns.",
        );
    }
    prompt
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::session::options;

    #[test]
    fn a_session_has_the_meta_tools_its_options_say() {
        for (given, expected) in [
            (json!({}), vec!["SEARCH_TOOLS", "GET_TOOL_SCHEMAS", "MULTI_EXECUTE_TOOL", "MANAGE_CONNECTIONS"]),
            (json!({"search": {"enable": false}}), vec!["MULTI_EXECUTE_TOOL", "MANAGE_CONNECTIONS"]),
            (
                json!({"manage_connections": {"wait_for_connections": true}, "execute": {"enable_multi_execute": false}}),
                vec!["SEARCH_TOOLS", "GET_TOOL_SCHEMAS", "MANAGE_CONNECTIONS", "WAIT_FOR_CONNECTIONS"],
            ),
            (
                json!({"manage_connections": {"enable": false, "wait_for_connections": true}, "proxy_execute": true}),
                vec!["SEARCH_TOOLS", "GET_TOOL_SCHEMAS", "MULTI_EXECUTE_TOOL", "PROXY_EXECUTE"],
            ),
            (json!({"session_preset": "direct_tools"}), vec![]),
        ] {
            let config = options::create(given.as_object().unwrap()).unwrap();
            let slugs: Vec<_> = enabled(&config).map(|tool| tool.slug.trim_start_matches("COMPOSIO_")).collect();
            assert_eq!(slugs, expected, "{given}");
        }
    }

    #[test]
    fn every_schema_is_an_object_and_compiles() {
        for tool in TOOLS {
            let schema = (tool.schema)(&SessionConfig::default());
            assert_eq!(schema["type"], "object", "{}", tool.slug);
            // An empty call is refused for what is missing, not for a schema that cannot be used.
            let errors = ArgumentChecker::new(Arc::new(schema), &[]).check(Map::new()).unwrap_err();
            assert!(!errors.is_empty() && !errors[0].message.contains("schema"), "{errors:?}");
        }
    }
}
