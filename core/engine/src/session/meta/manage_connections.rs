//! COMPOSIO_MANAGE_CONNECTIONS: links for toolkits that are not connected, and care of the accounts there are.

use composio_catalog::{Hint, Toolkit};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::search_tools::{account_entry, user_info};
use super::{MetaTool, Outcome, workflow};
use crate::api::account::Account;
use crate::connect::unknown_toolkit;
use crate::engine::Engine;
use crate::error::{ACCOUNT_NOT_FOUND, Error, NOT_ALLOWED, Result};
use crate::session::connections::OfToolkit;
use crate::session::lifecycle::Session;

pub const TOOL: MetaTool = MetaTool {
    slug: "COMPOSIO_MANAGE_CONNECTIONS",
    name: "Manage connections",
    description: "Connects the user's apps. For each toolkit that is not connected it returns a link: show it to the user \
                  as it is, and go on when they have finished. Call it for all toolkits of a task at once.",
    hints: &[Hint::Destructive, Hint::OpenWorld],
    enabled: |config| config.manage_connections.enable,
    schema: |config| {
        let name = json!({"type": "string", "minLength": 1, "description": "A toolkit, such as `github`."});
        let entry = json!({
            "type": "object",
            "properties": {
                "name": name,
                "action": {
                    "type": "string", "enum": ["add", "list", "rename", "remove"],
                    "description": "add (unless set): a link for one more account; list: the accounts; rename: gives an \
                                    account an alias; remove: deletes an account.",
                },
                "account_id": {"type": "string", "description": "For rename and remove."},
                "alias": {"type": "string", "description": "For add and rename."},
            },
            "required": ["name"],
            "additionalProperties": false,
        });
        let item = if config.multi_account.enable { json!({"anyOf": [name, entry]}) } else { name };
        json!({
            "type": "object",
            "properties": {
                "toolkits": {"type": "array", "minItems": 1, "items": item, "description": "The toolkits to connect."},
                "reinitiate_all": {
                    "type": "boolean", "default": false,
                    "description": "Make new links for toolkits that are connected too, to sign in as somebody else.",
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
    toolkits: Vec<Asked>,
    #[serde(default)]
    reinitiate_all: bool,
    session_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Asked {
    Name(String),
    Entry {
        name: String,
        #[serde(default)]
        action: Action,
        account_id: Option<String>,
        alias: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    /// A link unless the toolkit is connected.
    #[default]
    #[serde(skip)]
    Connect,
    Add,
    List,
    Rename,
    Remove,
}

pub async fn run(engine: &Engine, session: &Session, arguments: Arguments) -> Result<Outcome> {
    let mut results = Map::new();
    let (mut active, mut initiated, mut failed) = (0, 0, 0);
    for asked in &arguments.toolkits {
        let (name, action, account_id, alias) = match asked {
            Asked::Name(name) => (name, Action::Connect, None, None),
            Asked::Entry { name, action, account_id, alias } => {
                (name, *action, account_id.as_deref(), alias.as_deref())
            }
        };
        let wish = Wish { action, account_id, alias, again: arguments.reinitiate_all };
        let (slug, result) = match engine.catalog().toolkit(name) {
            None => (name.as_str(), Err(unknown_toolkit(engine.catalog(), name))),
            Some(toolkit) => (toolkit.slug.as_str(), manage(engine, session, toolkit, wish).await),
        };
        let result = result.unwrap_or_else(|error| {
            json!({"toolkit": slug, "status": "failed", "has_active_connection": false, "error_message": error.message})
        });
        match result["status"].as_str() {
            Some("active") => active += 1,
            Some("initiated") => initiated += 1,
            _ => failed += 1,
        }
        results.insert(slug.to_owned(), result);
    }
    let mut said = Vec::new();
    if active > 0 {
        said.push(format!("{active} connected"));
    }
    if initiated > 0 {
        said.push(format!("{initiated} waiting for the user to open the link"));
    }
    if failed > 0 {
        said.push(format!("{failed} failed"));
    }
    let mut data = json!({
        "message": said.join(", "),
        "results": results,
        "summary": {
            "total_toolkits": active + initiated + failed,
            "active_connections": active,
            "initiated_connections": initiated,
            "failed_connections": failed,
        },
    });
    if let Some(workflow) = workflow::echo(arguments.session_id.as_deref()) {
        data["session"] = workflow;
    }
    let nothing = active + initiated == 0;
    Ok(Outcome { error: nothing.then(|| said.join(", ")), data })
}

struct Wish<'a> {
    action: Action,
    account_id: Option<&'a str>,
    alias: Option<&'a str>,
    again: bool,
}

async fn manage(engine: &Engine, session: &Session, toolkit: &Toolkit, wish: Wish<'_>) -> Result<Value> {
    let verdict = session.policy().toolkit(&toolkit.slug);
    if !verdict.allowed {
        return Err(Error::new(NOT_ALLOWED, format!("[Session Restriction] {}", verdict.rule)));
    }
    if toolkit.is_no_auth() {
        return Ok(json!({
            "toolkit": toolkit.slug, "status": "active", "has_active_connection": true,
            "instruction": format!("{} needs no account; run its tools.", toolkit.name),
        }));
    }
    let known = engine.connections_of(&session.user_id, &toolkit.slug).await?;
    match wish.action {
        Action::Rename => {
            let account = own(&known, wish.account_id)?;
            engine.connect().set_account_alias(&account.id, wish.alias.unwrap_or_default()).await?;
        }
        Action::Remove if !session.config.manage_connections.connection_removal => {
            return Err(Error::new(NOT_ALLOWED, "this session does not let agents remove accounts; the user can"));
        }
        Action::Remove => {
            let account = own(&known, wish.account_id)?;
            engine.connect().delete_account(&account.id).await?;
        }
        Action::Add => return link(engine, session, toolkit, wish.alias, false).await,
        Action::Connect if wish.again => return link(engine, session, toolkit, None, true).await,
        Action::Connect if known.active(session).is_none() => return link(engine, session, toolkit, None, false).await,
        Action::Connect | Action::List => {}
    }
    let known = engine.connections_of(&session.user_id, &toolkit.slug).await?;
    Ok(state(session, toolkit, &known))
}

/// The account named, if it is one of the user's.
fn own<'a>(known: &'a OfToolkit, id: Option<&str>) -> Result<&'a Account> {
    let ids = || known.accounts.iter().map(|account| account.id.as_str()).collect::<Vec<_>>().join(", ");
    known
        .accounts
        .iter()
        .find(|account| Some(account.id.as_str()) == id)
        .ok_or_else(|| Error::new(ACCOUNT_NOT_FOUND, format!("`account_id` is one of the user's accounts: {}", ids())))
}

async fn link(
    engine: &Engine,
    session: &Session,
    toolkit: &Toolkit,
    alias: Option<&str>,
    again: bool,
) -> Result<Value> {
    let link = engine.link_toolkit(session, &toolkit.slug, alias, None).await?;
    Ok(json!({
        "toolkit": toolkit.slug,
        "status": "initiated",
        "has_active_connection": false,
        "connected_account_id": link.connected_account_id,
        "redirect_url": link.redirect_url,
        "was_reinitiated": again,
        "instruction": format!(
            "Show the user this link to connect {}: {} (it works once, for ten minutes).",
            toolkit.name, link.redirect_url
        ),
    }))
}

fn state(session: &Session, toolkit: &Toolkit, known: &OfToolkit) -> Value {
    let account = known.active(session);
    let mut state = match account {
        Some(account) => json!({
            "toolkit": toolkit.slug,
            "status": "active",
            "has_active_connection": true,
            "connected_account_id": account.id,
            "auth_config_id": account.auth_config_id,
            "created_at": account.created_at.to_rfc3339(),
            "current_user_info": user_info(account),
        }),
        None => json!({
            "toolkit": toolkit.slug,
            "status": "failed",
            "has_active_connection": false,
            "error_message": format!("The user has no active {} account.", toolkit.name),
        }),
    };
    if session.config.multi_account.enable {
        let default = account.map(|account| account.id.as_str());
        state["accounts"] = known.accounts.iter().map(|account| account_entry(account, default)).collect();
    }
    state
}
