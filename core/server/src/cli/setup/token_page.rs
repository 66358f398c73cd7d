//! A token or key from the provider's page, typed without being seen or piped in; never an argument, which every
//! program of the machine could read.

use serde_json::{Map, Value};

use super::super::console::{items, text};
use super::super::context::Context;
use super::super::failure::Failure;
use super::ladder::Step;
use super::{Task, account, show_page};

pub(super) async fn run(context: &mut Context<'_>, task: &Task<'_>, step: &Step, url: &str) -> Result<(), Failure> {
    show_page(context, task, url);
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
                "no {} was given; paste it at the question, or pipe it: composio setup {} --with {} < FILE",
                text(field, "/displayName").to_lowercase(),
                task.slug(),
                step.way.kind()
            )));
        }
        val.insert(text(field, "/name").to_owned(), Value::from(typed));
    }
    account::connect(context, task, &step.scheme, val).await
}

/// What a scheme needs from the user.
pub(super) fn fields<'t>(toolkit: &'t Value, scheme: &str) -> &'t [Value] {
    items(toolkit, "/auth_config_details")
        .iter()
        .find(|details| text(details, "/mode") == scheme)
        .map_or(&[], |details| items(details, "/fields/connected_account_initiation/required"))
}
