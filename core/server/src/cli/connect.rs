//! `composio connect <toolkit>`: a link, the browser, and waiting for the user.

use serde_json::{Value, json};

use super::arguments::Connect;
use super::console::text;
use super::context::Context;
use super::failure::Failure;
use super::{browser, tools};

/// A link works for ten minutes, and the engine ends the wait when it does; this is only the end of that.
const LINK_MS: u64 = 11 * 60 * 1000;

pub(super) async fn run(context: &mut Context<'_>, arguments: &Connect) -> Result<(), Failure> {
    let request = json!({"user_id": context.user, "toolkit": arguments.toolkit});
    let link = context.call("toolkits.authorize", request).await?;
    show(context, &link, &arguments.toolkit, arguments.no_browser)?;
    let request = json!({"id": text(&link, "/connected_account_id"), "timeout_ms": LINK_MS});
    let account = context.call("connected_accounts.wait", request).await?;
    done(context, &account).await
}

/// Shows a link to whoever is to follow it.
pub(super) fn show(context: &mut Context<'_>, link: &Value, toolkit: &str, no_browser: bool) -> Result<(), Failure> {
    let (url, id) = (text(link, "/redirect_url"), text(link, "/connected_account_id"));
    context.console.news(&json!({"redirect_url": url, "connected_account_id": id}))?;
    browser::show(context.console, url, no_browser);
    context.console.say(&waiting(toolkit));
    Ok(())
}

/// Says who is connected, or that nobody could tell, and what to try.
pub(super) async fn done(context: &mut Context<'_>, account: &Value) -> Result<(), Failure> {
    let toolkit = text(account, "/toolkit/slug");
    let call = tools::first_call(context, toolkit).await;
    let mut untried = None;
    let is_typed = text(account, "/auth_config/auth_scheme") != "OAUTH2";
    if is_typed && text(account, "/identity").is_empty() && !context.console.json {
        let told = context.call("connected_accounts.whoami", json!({"id": text(account, "/id")})).await?;
        untried = told["accepted"].is_null().then(|| text(&told, "/message").to_owned());
    }
    context.console.result(account, || connected(account, untried.as_deref(), call.as_deref()))
}

/// As long as a ticket works.
pub(super) fn waiting(whom: &str) -> String {
    format!("Waiting for {whom} (ten minutes, Ctrl-C to give up)")
}

fn connected(account: &Value, untried: Option<&str>, first_call: Option<&str>) -> String {
    let toolkit = text(account, "/toolkit/slug");
    let who = match (text(account, "/identity"), untried) {
        ("", Some(_)) => format!("Kept the credential for {toolkit} as typed"),
        ("", None) => format!("Connected {toolkit}"),
        (identity, _) => format!("Connected as {identity}"),
    };
    let user = match text(account, "/user_id") {
        "default" => String::new(),
        user => format!(" for user {user}"),
    };
    let why = untried.map(|why| format!(": {why}")).unwrap_or_default();
    let mut said = format!("{who} ({}){user}{why}", text(account, "/id"));
    if let Some(call) = first_call {
        said.push_str(&format!("\nnext: {call}"));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_who_is_connected_as_far_as_anybody_knows() {
        let account = |identity: Value, user: &str| json!({"id": "ca_1", "user_id": user, "toolkit": {"slug": "github"}, "identity": identity});
        for (account, untried, call, said) in [
            (account(json!("octocat"), "default"), None, None, "Connected as octocat (ca_1)"),
            (account(Value::Null, "ana"), None, None, "Connected github (ca_1) for user ana"),
            (
                account(Value::Null, "default"),
                Some("nobody to ask"),
                None,
                "Kept the credential for github as typed (ca_1): nobody to ask",
            ),
            (
                account(json!("octocat"), "default"),
                None,
                Some("composio tools execute X"),
                "Connected as octocat (ca_1)\nnext: composio tools execute X",
            ),
        ] {
            assert_eq!(connected(&account, untried, call), said);
        }
    }
}
