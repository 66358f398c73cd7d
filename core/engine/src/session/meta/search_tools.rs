//! COMPOSIO_SEARCH_TOOLS: the tools for a task, how the user is connected to their toolkits, and what to do next.

use std::collections::BTreeSet;

use composio_catalog::{Hint, Tool};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{MetaTool, Outcome, workflow};
use crate::api::account::Account;
use crate::api::sessions::SearchSession;
use crate::engine::Engine;
use crate::error::{Error, REQUEST_INVALID, Result};
use crate::operations::Handle;
use crate::session::lifecycle::Session;
use crate::session::target::{Place, Target};
use crate::session::tools::output_parameters;

/// Tools per query; the first ones come with their schemas.
const TOOLS_PER_QUERY: usize = 6;
const PRIMARY: usize = 3;

pub const TOOL: MetaTool = MetaTool {
    slug: "COMPOSIO_SEARCH_TOOLS",
    name: "Search Composio Tools",
    description: "Finds tools in the user's apps. Always search before you act or say that you cannot. Write one query \
                  per step, each naming app, verb and object (\"create an issue in github\"). Returns tool slugs with \
                  input schemas, whether the user is connected to each app, and what to do next.",
    hints: &[Hint::ReadOnly, Hint::OpenWorld],
    enabled: |config| config.search.0,
    schema: |_| {
        json!({
            "type": "object",
            "properties": {
                "queries": {
                    "type": "array", "minItems": 1, "maxItems": 7,
                    "description": "One per step of the task.",
                    "items": {
                        "type": "object",
                        "properties": {
                            "use_case": {
                                "type": "string", "minLength": 1, "maxLength": 1024,
                                "description": "What the step does: app, verb, object. No names or ids of the user's data.",
                            },
                            "known_fields": {
                                "type": "string", "maxLength": 500,
                                "description": "What is known already, as key:value, comma-separated.",
                            },
                        },
                        "required": ["use_case"],
                        "additionalProperties": false,
                    },
                },
                "session": {
                    "type": "object",
                    "description": "{generate_id: true} at the start of a task, {id} later in the same one.",
                    "properties": {"id": {"type": "string"}, "generate_id": {"type": "boolean"}},
                    "additionalProperties": false,
                },
                "model": {"type": "string", "description": "Your model's name."},
                "search_strategy": {"type": "string", "enum": ["auto", "tool_search"]},
            },
            "required": ["queries"],
            "additionalProperties": false,
        })
    },
};

#[derive(Deserialize)]
pub struct Arguments {
    queries: Vec<Query>,
    #[serde(default)]
    session: Workflow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    use_case: String,
    #[serde(default)]
    known_fields: Option<String>,
}

#[derive(Default, Deserialize)]
struct Workflow {
    id: Option<String>,
    #[serde(default)]
    generate_id: bool,
}

/// Which schemas of a tool are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    InputSchema,
    OutputSchema,
}

/// A tool as the search and GET_TOOL_SCHEMAS show it.
pub fn tool_schema(target: &Target<'_>, include: &[Part]) -> Value {
    let tool = target.tool;
    let mut schema = json!({"toolkit": tool.toolkit, "tool_slug": tool.slug, "description": tool.description});
    if include.contains(&Part::InputSchema) {
        schema["input_schema"] = Value::clone(&tool.input_schema);
        schema["hasFullSchema"] = true.into();
    } else if include.is_empty() {
        schema["hasFullSchema"] = false.into();
        schema["schemaRef"] = json!({
            "tool": "COMPOSIO_GET_TOOL_SCHEMAS",
            "args": {"tool_slugs": [tool.slug]},
            "message": "Get the full schema before you run this tool.",
        });
    }
    if include.contains(&Part::OutputSchema) {
        schema["output_schema"] = match target.place {
            Place::Provider => output_parameters(),
            Place::Caller(about) => about.output_parameters(),
        };
    }
    schema
}

pub async fn run(engine: &Engine, session: &Session, arguments: Arguments) -> Result<Outcome> {
    let workflow = workflow::begin(arguments.session.id.as_deref(), arguments.session.generate_id);
    search(engine, session, &arguments.queries, &[], workflow).await.map(Outcome::fine)
}

async fn search(
    engine: &Engine,
    session: &Session,
    queries: &[Query],
    only: &[String],
    workflow: Value,
) -> Result<Value> {
    let own = &session.own().tools;
    let allowed = |tool: &Tool| (only.is_empty() || only.contains(&tool.toolkit)) && session.verdict(tool).allowed;
    let mut results = Vec::with_capacity(queries.len());
    let mut schemas: Map<String, Value> = Map::new();
    let mut toolkits = BTreeSet::new();
    for (index, query) in queries.iter().enumerate() {
        let words = match &query.known_fields {
            Some(known) => format!("{} {known}", query.use_case),
            None => query.use_case.clone(),
        };
        let mut hits = engine.catalog().search_with(own, &query.use_case, &allowed, TOOLS_PER_QUERY);
        if hits.is_empty() && words != query.use_case {
            hits = engine.catalog().search_with(own, &words, &allowed, TOOLS_PER_QUERY);
        }
        let found: Vec<&Tool> = hits.iter().map(|hit| hit.tool).collect();
        let (primary, related) = found.split_at(found.len().min(PRIMARY));
        for tool in primary {
            let target = engine.target(session, &tool.slug)?;
            schemas.insert(tool.slug.clone(), tool_schema(&target, &[Part::InputSchema]));
        }
        for tool in related {
            let target = engine.target(session, &tool.slug)?;
            schemas.entry(tool.slug.clone()).or_insert_with(|| tool_schema(&target, &[]));
        }
        let its_toolkits: BTreeSet<&str> = found.iter().map(|tool| tool.toolkit.as_str()).collect();
        toolkits.extend(its_toolkits.iter().copied());
        let slugs = |tools: &[&Tool]| tools.iter().map(|tool| tool.slug.clone()).collect::<Vec<_>>();
        let mut result = json!({
            "index": index + 1,
            "use_case": query.use_case,
            "primary_tool_slugs": slugs(primary),
            "related_tool_slugs": slugs(related),
            "toolkits": its_toolkits,
            "error": if found.is_empty() {
                Value::from("no tool of this session fits; name the app and the object, or say that it cannot be done")
            } else {
                Value::Null
            },
        });
        let pitfalls: Vec<String> = primary
            .iter()
            .flat_map(|tool| tool.pitfalls.iter().map(|pitfall| format!("{}: {pitfall}", tool.slug)))
            .collect();
        if !pitfalls.is_empty() {
            result["known_pitfalls"] = pitfalls.into();
        }
        results.push(result);
    }
    let (statuses, missing) = connection_statuses(engine, session, &toolkits).await?;
    let failed = results.iter().filter(|result| !result["error"].is_null()).count();
    let error = (failed > 0).then(|| format!("{failed} out of {} searches found nothing", queries.len()));
    let now = engine.clock().now();
    Ok(json!({
        "success": failed == 0,
        "error": error,
        "results": results,
        "tool_schemas": schemas,
        "toolkit_connection_statuses": statuses,
        "time_info": {
            "current_time_utc": now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "current_time_utc_epoch_seconds": now.timestamp(),
            "message": "Times are UTC; use the user's time zone where you know it.",
        },
        "session": workflow,
        "next_steps_guidance": next_steps(session, schemas.is_empty(), &missing),
    }))
}

/// How the user is connected to each toolkit, and which are missing.
async fn connection_statuses(
    engine: &Engine,
    session: &Session,
    toolkits: &BTreeSet<&str>,
) -> Result<(Vec<Value>, Vec<String>)> {
    let slugs: Vec<String> = toolkits.iter().map(|slug| (*slug).to_owned()).collect();
    if slugs.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let known = engine.connections(&session.user_id, &slugs).await?;
    let (mut statuses, mut missing) = (Vec::new(), Vec::new());
    for toolkit in slugs.iter().filter_map(|slug| engine.toolkit_of(session, slug)) {
        let known = known.of(&toolkit.slug);
        let active = known.active(session);
        let connected = toolkit.is_no_auth() || active.is_some();
        let message = if toolkit.is_no_auth() {
            format!("{} needs no account.", toolkit.name)
        } else if connected {
            format!("The user is connected to {}.", toolkit.name)
        } else {
            missing.push(toolkit.slug.clone());
            format!("The user is not connected to {}; its tools fail until they are.", toolkit.name)
        };
        let mut status = json!({
            "toolkit": toolkit.slug,
            "description": toolkit.description,
            "has_active_connection": connected,
            "status_message": message,
        });
        if let Some(account) = active {
            status["current_user_info"] = user_info(account);
        }
        if session.config.multi_account.enable && !toolkit.is_no_auth() {
            let default = active.map(|account| account.id.as_str());
            status["accounts"] = known.all_active().map(|account| account_entry(account, default)).collect();
            if session.config.multi_account.require_explicit_selection && known.all_active().count() > 1 {
                status["account_selection"] = "required".into();
            }
        }
        statuses.push(status);
    }
    Ok((statuses, missing))
}

/// Whose account it is, where that is known.
pub fn user_info(account: &Account) -> Value {
    account.identity.as_deref().map_or(Value::Null, |identity| json!({"identity": identity}))
}

/// An account an agent can choose.
pub fn account_entry(account: &Account, default: Option<&str>) -> Value {
    let mut entry = json!({
        "id": account.id,
        "status": account.status().name(),
        "created_at": account.created_at.to_rfc3339(),
        "is_default": default == Some(account.id.as_str()),
    });
    if let Some(alias) = &account.alias {
        entry["alias"] = alias.as_str().into();
    }
    if account.identity.is_some() {
        entry["user_info"] = user_info(account);
    }
    entry
}

/// What the agent does next, naming only tools the session has.
fn next_steps(session: &Session, nothing: bool, missing: &[String]) -> Vec<String> {
    if nothing {
        return vec![
            "Search again with the app's name and a plainer verb, or tell the user what is missing.".to_owned(),
        ];
    }
    let mut steps = Vec::new();
    if !missing.is_empty() {
        steps.push(if session.config.manage_connections.enable {
            format!(
                "Call COMPOSIO_MANAGE_CONNECTIONS with toolkits [{}], give the user the link it returns, and go on when \
                 they have connected.",
                missing.iter().map(|slug| format!("\"{slug}\"")).collect::<Vec<_>>().join(", ")
            )
        } else {
            format!("The user has to connect {} in the application before these tools work.", missing.join(", "))
        });
    }
    if session.config.multi_execute.0 {
        steps.push(
            "Run the primary tools with COMPOSIO_MULTI_EXECUTE_TOOL, with arguments that fit their input_schema; get \
             schemas that are not included with COMPOSIO_GET_TOOL_SCHEMAS first."
                .to_owned(),
        );
    }
    steps
}

impl Handle<SearchSession> for Engine {
    async fn handle(&self, request: SearchSession) -> Result<Value> {
        let session = self.session(&request.session_id).await?;
        let queries: Vec<Query> = match (request.query, request.queries) {
            (Some(use_case), queries) if queries.is_empty() => vec![Query { use_case, known_fields: None }],
            (None, queries) => queries
                .into_iter()
                .map(serde_json::from_value)
                .collect::<Result<_, _>>()
                .map_err(|error| invalid(&format!("`queries` are objects with `use_case`: {error}")))?,
            (Some(_), _) => return Err(invalid("search takes `query` or `queries`, not both")),
        };
        if queries.is_empty() || queries.len() > 7 {
            return Err(invalid("search takes one `query`, or one to seven `queries`"));
        }
        if queries.iter().any(|query| query.use_case.trim().is_empty() || query.use_case.chars().count() > 1024) {
            return Err(invalid("a query has 1 to 1024 characters"));
        }
        let mut only = Vec::with_capacity(request.toolkits.len());
        for slug in &request.toolkits {
            only.push(match session.own().tools.toolkit(slug) {
                Some(toolkit) => toolkit.slug.clone(),
                None => self.connect().toolkit(slug)?.slug.clone(),
            });
        }
        search(self, &session, &queries, &only, workflow::begin(None, true)).await
    }
}

fn invalid(message: &str) -> Error {
    Error::new(REQUEST_INVALID, message).with("option", "query")
}
