//! `composio accounts`: what is connected, and changing it.

use serde_json::{Value, json};

use super::arguments::AccountsCommand;
use super::console::{items, text};
use super::context::Context;
use super::failure::Failure;
use super::table::columns;

pub(super) async fn run(context: &mut Context<'_>, command: AccountsCommand) -> Result<(), Failure> {
    match command {
        AccountsCommand::List { toolkit, all_users } => list(context, &toolkit, all_users).await,
        AccountsCommand::Show { account } => {
            let account = one(context, &account).await?;
            context.console.result(&account, || details(&account))
        }
        AccountsCommand::Rename { account, alias } => {
            let id = context.account(&account).await?;
            let account = context.call("connected_accounts.update", json!({"id": id, "alias": alias})).await?;
            context.console.result(&account, || details(&account))
        }
        AccountsCommand::Disable { account } => change(context, &account, "disable", "is not used any more").await,
        AccountsCommand::Enable { account } => change(context, &account, "enable", "is used again").await,
        AccountsCommand::Delete { account, yes } => {
            let account = one(context, &account).await?;
            if !yes {
                confirm(context, &account).await?;
            }
            change(context, text(&account, "/id"), "delete", "and its credential are deleted here").await
        }
    }
}

async fn list(context: &mut Context<'_>, toolkits: &[String], all_users: bool) -> Result<(), Failure> {
    let mut request = json!({"toolkit_slugs": toolkits, "limit": 200});
    if !all_users {
        request["user_ids"] = json!([context.user]);
    }
    let page = context.call("connected_accounts.list", request).await?;
    let user = (!all_users).then_some(context.user.as_str());
    context.console.result(&page, || listing(&page, user))
}

async fn one(context: &mut Context<'_>, named: &str) -> Result<Value, Failure> {
    let id = context.account(named).await?;
    Ok(context.call("connected_accounts.get", json!({"id": id})).await?)
}

async fn change(context: &mut Context<'_>, named: &str, what: &str, done: &str) -> Result<(), Failure> {
    let id = context.account(named).await?;
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
        _ => Err(Failure::Told),
    }
}

fn listing(page: &Value, user: Option<&str>) -> String {
    let accounts = items(page, "/items");
    if accounts.is_empty() {
        let whose = user.map(|user| format!(" for user {user}")).unwrap_or_default();
        return format!("No accounts{whose}. Connect one: composio connect github");
    }
    let mut header = vec!["ACCOUNT", "TOOLKIT", "WHO", "STATUS", "NAME"];
    if user.is_none() {
        header.push("USER");
    }
    let mut rows = vec![header.into_iter().map(str::to_owned).collect::<Vec<_>>()];
    rows.extend(accounts.iter().map(|account| {
        let mut row: Vec<String> = ["/id", "/toolkit/slug", "/identity", "/status", "/alias"]
            .into_iter()
            .map(|pointer| text(account, pointer).to_owned())
            .collect();
        if user.is_none() {
            row.push(text(account, "/user_id").to_owned());
        }
        row
    }));
    let mut said = columns(&rows);
    let total = page["total_items"].as_u64().unwrap_or_default();
    if page["next_cursor"].is_string() {
        said.push_str(&format!("{} of {total}; narrow it with --toolkit\n", accounts.len()));
    }
    said
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

    fn page() -> Value {
        json!({"items": [{
            "id": "ca_1", "user_id": "ana", "status": "ACTIVE", "alias": null, "identity": "octocat",
            "toolkit": {"slug": "github"}, "auth_config": {"id": "ac_1", "auth_scheme": "OAUTH2"},
            "connected_at": "2026-01-01T00:00:00Z", "state": {"val": {"access_token": "REDACTED"}},
        }], "next_cursor": null, "total_items": 1})
    }

    #[test]
    fn accounts_are_listed_in_columns() {
        assert_eq!(
            listing(&page(), Some("ana")),
            "ACCOUNT  TOOLKIT  WHO      STATUS  NAME\nca_1     github   octocat  ACTIVE\n"
        );
        assert!(listing(&page(), None).lines().all(|line| line.ends_with("USER") || line.ends_with("ana")));
        assert!(listing(&json!({"items": []}), Some("ana")).contains("composio connect"));
    }

    #[test]
    fn details_leave_out_what_is_not_there() {
        let said = details(&page()["items"][0]);
        assert!(said.contains("signs in     OAUTH2") && !said.contains("why") && !said.contains("REDACTED"), "{said}");
    }
}
