//! A token or key from the provider's page, typed without being seen or piped in; never an argument, which every
//! program of the machine could read.

use composio_core::error::CREDENTIAL_REFUSED;
use serde_json::{Map, Value};

use super::super::console::{items, text};
use super::super::context::Context;
use super::super::failure::Failure;
use super::ladder::Step;
use super::{Task, account, show_page};

/// How often a person may paste one that the provider refuses.
const TRIES: u8 = 3;

pub(super) async fn run(context: &mut Context<'_>, task: &Task<'_>, step: &Step, url: &str) -> Result<(), Failure> {
    show_page(context, task, url);
    let mut tried = 1;
    loop {
        let val = typed(context, task, step).await?;
        match account::connect(context, task, &step.scheme, task.hosts.api_alone(), val).await {
            Err(Failure::Error(error))
                if error.is(CREDENTIAL_REFUSED) && context.console.interactive && tried < TRIES =>
            {
                context.console.say(&format!("{error}. Paste it again (try {tried} of {TRIES} failed)."));
                tried += 1;
            }
            ended => return ended,
        }
    }
}

async fn typed(context: &mut Context<'_>, task: &Task<'_>, step: &Step) -> Result<Map<String, Value>, Failure> {
    let mut val = Map::new();
    for field in fields(&task.toolkit, &step.scheme) {
        let question = format!("{}:", text(field, "/displayName"));
        let typed = if field["is_secret"] == true {
            context.console.ask_secret(&question).await?
        } else {
            context.console.ask(&question).await?
        };
        if typed.is_empty() {
            return Err(Failure::misuse(format!(
                "no {} was given; paste it at the question, or pipe it: {} < FILE",
                text(field, "/displayName").to_lowercase(),
                context.line(&format!("setup {} --with {}", task.slug(), step.way.kind()))
            )));
        }
        val.insert(text(field, "/name").to_owned(), Value::from(typed));
    }
    Ok(val)
}

/// What a scheme needs from the user.
pub(super) fn fields<'t>(toolkit: &'t Value, scheme: &str) -> &'t [Value] {
    items(toolkit, "/auth_config_details")
        .iter()
        .find(|details| text(details, "/mode") == scheme)
        .map_or(&[], |details| items(details, "/fields/connected_account_initiation/required"))
}
