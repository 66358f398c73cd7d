//! COMPOSIO_PROXY_EXECUTE: a request of the agent's own to a toolkit's API, where the session allows it.

use composio_catalog::Hint;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{MetaTool, Outcome};
use crate::api::sessions::{ProxyInSession, ProxyParameter};
use crate::engine::Engine;
use crate::error::Result;
use crate::session::lifecycle::Session;

pub const TOOL: MetaTool = MetaTool {
    slug: "COMPOSIO_PROXY_EXECUTE",
    name: "Proxy Execute",
    description: "Sends one HTTP request to a toolkit's API with the user's credential. Use it only where no tool does what \
                  is needed and you know the provider's API.",
    hints: &[Hint::Destructive, Hint::OpenWorld],
    enabled: |config| config.proxy_execute == Some(true),
    schema: |config| {
        let mut schema = json!({
            "type": "object",
            "properties": {
                "toolkit_slug": {"type": "string", "minLength": 1, "description": "Whose API, such as `github`."},
                "endpoint": {
                    "type": "string", "minLength": 1,
                    "description": "A path on the toolkit's base URL, such as `/user`.",
                },
                "method": {"type": "string", "enum": ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]},
                "body": {"description": "JSON to send."},
                "parameters": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "name": {"type": "string"},
                            "value": {"type": ["string", "number", "boolean"]},
                            "type": {"type": "string", "enum": ["header", "query"]},
                        },
                        "required": ["name", "value", "type"],
                        "additionalProperties": false,
                    },
                },
            },
            "required": ["toolkit_slug", "endpoint", "method"],
            "additionalProperties": false,
        });
        if config.multi_account.enable {
            schema["properties"]["account"] =
                json!({"type": "string", "description": "Id or alias, where the user has several accounts."});
        }
        schema
    },
};

#[derive(Deserialize)]
pub struct Arguments {
    toolkit_slug: String,
    endpoint: String,
    method: String,
    body: Option<Value>,
    #[serde(default)]
    parameters: Vec<ProxyParameter>,
    account: Option<String>,
}

pub async fn run(engine: &Engine, session: &Session, arguments: Arguments) -> Result<Outcome> {
    let reply = engine
        .proxy(
            session,
            ProxyInSession {
                session_id: session.id.clone(),
                toolkit: arguments.toolkit_slug,
                endpoint: arguments.endpoint,
                method: arguments.method,
                body: arguments.body,
                parameters: arguments.parameters,
                account: arguments.account,
                within: None,
            },
        )
        .await?;
    let error = (reply.status >= 400).then(|| format!("the provider answered with status {}", reply.status));
    Ok(Outcome { data: json!({"status": reply.status, "data": reply.data, "headers": reply.headers}), error })
}
