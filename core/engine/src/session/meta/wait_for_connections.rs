//! COMPOSIO_WAIT_FOR_CONNECTIONS: waits while the user follows the links.

use std::time::Duration;

use composio_catalog::Hint;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::search_tools::user_info;
use super::{MetaTool, Outcome, workflow};
use crate::api::account::Status;
use crate::api::connected_accounts::{ConnectedAccount, ListAccounts};
use crate::connect::unknown_toolkit;
use crate::engine::Engine;
use crate::error::Result;
use crate::session::lifecycle::Session;

/// Under the 60 s after which clients give a request up.
const LONGEST: Duration = Duration::from_secs(45);
const LOOK_AGAIN: Duration = Duration::from_secs(5);

pub const TOOL: MetaTool = MetaTool {
    slug: "COMPOSIO_WAIT_FOR_CONNECTIONS",
    name: "Wait for connection",
    description: "Waits until the user has connected the toolkits they were given links for, up to 45 seconds. Call it \
                  again when it answers INITIATED and the user is still at it.",
    hints: &[Hint::ReadOnly, Hint::Idempotent],
    enabled: |config| config.manage_connections.enable && config.manage_connections.wait_for_connections,
    schema: |_| {
        json!({
            "type": "object",
            "properties": {
                "toolkits": {
                    "type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1},
                    "description": "The toolkits to wait for.",
                },
                "mode": {
                    "type": "string", "enum": ["any", "all"], "default": "any",
                    "description": "Whether one of them is enough.",
                },
                "session_id": {"type": "string", "description": "The session id of the search, if there was one."},
            },
            "required": ["toolkits"],
            "additionalProperties": false,
        })
    },
};

#[derive(Deserialize)]
pub struct Arguments {
    toolkits: Vec<String>,
    #[serde(default)]
    mode: WaitMode,
    session_id: Option<String>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WaitMode {
    #[default]
    Any,
    All,
}

pub async fn run(engine: &Engine, session: &Session, arguments: Arguments) -> Result<Outcome> {
    let deadline = engine.clock().now() + LONGEST;
    let mut changes = engine.connect().changes();
    let results = loop {
        changes.mark_unchanged();
        let mut results = Map::new();
        for name in &arguments.toolkits {
            results.insert(name.to_lowercase(), state(engine, session, name).await?);
        }
        let mut ended = results.values().map(|result| result["status"] != "INITIATED");
        let enough = match arguments.mode {
            WaitMode::Any => ended.any(|ended| ended),
            WaitMode::All => ended.all(|ended| ended),
        };
        let left = (deadline - engine.clock().now()).to_std().unwrap_or_default();
        if enough || left.is_zero() {
            break results;
        }
        tokio::select! {
            _ = changes.changed() => {}
            () = engine.clock().sleep(left.min(LOOK_AGAIN)) => {}
        }
    };
    let active = results.values().filter(|result| result["status"] == "ACTIVE").count();
    let mut data = json!({
        "message": format!("{active} of {} connected", results.len()),
        "results": results,
    });
    if let Some(workflow) = workflow::echo(arguments.session_id.as_deref()) {
        data["session"] = workflow;
    }
    Ok(Outcome::fine(data))
}

async fn state(engine: &Engine, session: &Session, name: &str) -> Result<Value> {
    let Some(toolkit) = engine.catalog().toolkit(name) else {
        let error = unknown_toolkit(engine.catalog(), name);
        return Ok(json!({
            "toolkit": name, "status": "NOT_FOUND", "has_active_connection": false, "error_message": error.message,
        }));
    };
    if toolkit.is_no_auth() {
        return Ok(json!({"toolkit": toolkit.slug, "status": "ACTIVE", "has_active_connection": true}));
    }
    let known = engine.connections_of(&session.user_id, &toolkit.slug).await?;
    if let Some(account) = known.active(session) {
        return Ok(json!({
            "toolkit": toolkit.slug,
            "status": "ACTIVE",
            "has_active_connection": true,
            "connected_account_id": account.id,
            "auth_config_id": account.auth_config_id,
            "created_at": account.created_at.to_rfc3339(),
            "current_user_info": user_info(account),
        }));
    }
    let latest = latest_attempt(engine, session, &toolkit.slug).await?;
    Ok(match latest {
        Some(attempt) => {
            let open = matches!(attempt.status, Status::Initializing | Status::Initiated);
            json!({
                "toolkit": toolkit.slug,
                "status": if open { "INITIATED" } else { "FAILED" },
                "has_active_connection": false,
                "connected_account_id": attempt.id,
                "auth_config_id": attempt.auth_config.id,
                "created_at": attempt.created_at,
                "error_message": attempt.status_reason,
            })
        }
        None => json!({
            "toolkit": toolkit.slug,
            "status": "NOT_FOUND",
            "has_active_connection": false,
            "error_message": "no link was made for this toolkit; call COMPOSIO_MANAGE_CONNECTIONS first",
        }),
    })
}

async fn latest_attempt(engine: &Engine, session: &Session, toolkit: &str) -> Result<Option<ConnectedAccount>> {
    let page = engine
        .connect()
        .list_accounts(ListAccounts {
            user_ids: vec![session.user_id.clone()],
            toolkit_slugs: vec![toolkit.to_owned()],
            statuses: Vec::new(),
            auth_config_ids: Vec::new(),
            connected_account_ids: Vec::new(),
            limit: Some(1),
            cursor: None,
        })
        .await?;
    Ok(page.items.into_iter().next())
}
