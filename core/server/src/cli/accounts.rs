//! `composio accounts`: what is connected, and changing it.

use serde_json::{Value, json};

use super::arguments::{Accounts, AccountsCommand, List};
use super::console::{answer, text};
use super::context::Context;
use super::failure::{FAILED, Failure};
use super::reconnect;
use super::table::columns;

pub(super) async fn run(context: &mut Context<'_>, arguments: Accounts) -> Result<(), Failure> {
    let Some(command) = arguments.command else { return list(context, &arguments.list).await };
    if arguments.list != List::default() {
        return Err(Failure::misuse("--toolkit, --all-users and --all are for listing accounts; leave them out"));
    }
    match command {
        AccountsCommand::List(wanted) => list(context, &wanted).await,
        AccountsCommand::Show(named) => {
            let account = one(context, &named.account).await?;
            context.console.result(&account, || details(&account))
        }
        AccountsCommand::Rename { named, alias } => {
            let id = context.account(&named.account, None).await?;
            let account = context.call("connected_accounts.update", json!({"id": id, "alias": alias})).await?;
            context.console.result(&account, || details(&account))
        }
        AccountsCommand::Disable(named) => change(context, &named.account, "disable", "is not used any more").await,
        AccountsCommand::Enable(named) => change(context, &named.account, "enable", "is used again").await,
        AccountsCommand::Reconnect { named, no_browser } => reconnect::run(context, &named.account, no_browser).await,
        AccountsCommand::Delete { named, yes } => {
            let account = one(context, &named.account).await?;
            if !yes {
                confirm(context, &account).await?;
            }
            change(context, text(&account, "/id"), "delete", "and its credential are deleted here").await
        }
    }
}

async fn list(context: &mut Context<'_>, wanted: &List) -> Result<(), Failure> {
    let mut request = json!({"toolkit_slugs": wanted.toolkit});
    if !wanted.all_users {
        request["user_ids"] = json!([context.user]);
    }
    let known = context.all("connected_accounts.list", request).await?;
    let count = known.len();
    let shown: Vec<Value> = known.into_iter().filter(|account| wanted.all || has_been_connected(account)).collect();
    let user = (!wanted.all_users).then_some(context.user.as_str());
    let mut said = if shown.is_empty() {
        let whose = user.map(|user| format!(" for user {user}")).unwrap_or_default();
        let first = wanted.toolkit.first().map_or("github", String::as_str);
        format!("No accounts{whose}.\nnext: {}\n", context.line(&format!("connect {first}")))
    } else {
        listing(&shown, user.is_none())
    };
    if count > shown.len() {
        let all = context.line("accounts --all");
        said.push_str(&format!("Without {} unfinished attempts to connect: {all}\n", count - shown.len()));
    }
    let told = answer(&[("total_items", shown.len().into()), ("items", shown.into())]);
    context.console.result(&told, || said)
}

/// Whether there is, or was, an account: an attempt that nobody finished leaves none.
pub(super) fn has_been_connected(account: &Value) -> bool {
    account["connected_at"].is_string()
}

async fn one(context: &mut Context<'_>, named: &str) -> Result<Value, Failure> {
    let id = context.account(named, None).await?;
    Ok(context.call("connected_accounts.get", json!({"id": id})).await?)
}

async fn change(context: &mut Context<'_>, named: &str, what: &str, done: &str) -> Result<(), Failure> {
    let id = context.account(named, None).await?;
    let answer = context.call(&format!("connected_accounts.{what}"), json!({"id": id})).await?;
    context.console.result(&answer, || format!("{id} {done}"))
}

async fn confirm(context: &mut Context<'_>, account: &Value) -> Result<(), Failure> {
    if !context.console.interactive {
        return Err(Failure::misuse("deleting an account cannot be undone; pass --yes where nobody can be asked"));
    }
    context.console.say(&details(account));
    match context.console.ask("Delete it? [y/N]").await?.to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::Told(FAILED)),
    }
}

fn listing(accounts: &[Value], of_all_users: bool) -> String {
    let mut parts = vec![
        ("ACCOUNT", "/id"),
        ("TOOLKIT", "/toolkit/slug"),
        ("WHO", "/identity"),
        ("STATUS", "/status"),
        ("NAME", "/alias"),
    ];
    if of_all_users {
        parts.push(("USER", "/user_id"));
    }
    let mut rows = vec![parts.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>()];
    rows.extend(
        accounts
            .iter()
            .map(|account| parts.iter().map(|(_, pointer)| text(account, pointer).to_owned()).collect::<Vec<_>>()),
    );
    columns(&rows)
}

fn details(account: &Value) -> String {
    let rows: Vec<Vec<String>> = [
        ("account", "/id"),
        ("toolkit", "/toolkit/slug"),
        ("who", "/identity"),
        ("user", "/user_id"),
        ("status", "/status"),
        ("why", "/status_reason"),
        ("name", "/alias"),
        ("signs in", "/auth_config/auth_scheme"),
        ("auth config", "/auth_config/id"),
        ("connected", "/connected_at"),
    ]
    .into_iter()
    .map(|(name, pointer)| vec![name.to_owned(), text(account, pointer).to_owned()])
    .filter(|row| !row[1].is_empty())
    .collect();
    columns(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Value {
        json!({
            "id": "ca_1", "user_id": "ana", "status": "ACTIVE", "alias": null, "identity": "octocat",
            "toolkit": {"slug": "github"}, "auth_config": {"id": "ac_1", "auth_scheme": "OAUTH2"},
            "connected_at": "2026-01-01T00:00:00Z", "state": {"val": {"access_token": "REDACTED"}},
        })
    }

    #[test]
    fn accounts_are_listed_in_columns() {
        assert_eq!(
            listing(&[account()], false),
            "ACCOUNT  TOOLKIT  WHO      STATUS  NAME\nca_1     github   octocat  ACTIVE\n"
        );
        assert!(listing(&[account()], true).lines().all(|line| line.ends_with("USER") || line.ends_with("ana")));
    }

    #[test]
    fn details_leave_out_what_is_not_there() {
        let said = details(&account());
        assert!(said.contains("signs in     OAUTH2") && !said.contains("why") && !said.contains("REDACTED"), "{said}");
    }
}
