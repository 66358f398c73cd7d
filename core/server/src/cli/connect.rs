//! `composio connect <toolkit>`: a link, the browser, and waiting for the user.

use serde_json::{Value, json};

use super::arguments::Connect;
use super::console::text;
use super::context::Context;
use super::failure::Failure;
use super::{browser, setup};

/// A link works for ten minutes, and the engine ends the wait when it does; this is only the end of that.
const LINK_MS: u64 = 11 * 60 * 1000;

pub(super) async fn run(context: &mut Context<'_>, arguments: &Connect) -> Result<(), Failure> {
    let request = json!({"user_id": context.user, "toolkit": arguments.toolkit});
    let link = context.call("toolkits.authorize", request).await?;
    let url = text(&link, "/redirect_url");
    let opened = !arguments.no_browser && context.console.interactive && browser::open(url);
    context.console.say(&invitation(&arguments.toolkit, url, opened));
    let request = json!({"id": text(&link, "/connected_account_id"), "timeout_ms": LINK_MS});
    let mut account = context.call("connected_accounts.wait", request).await?;
    if text(&account, "/identity").is_empty() {
        // The wait ends with the connection; whose it is may be asked still. Not to know it is no failure.
        let id = json!({"id": text(&account, "/id")});
        if context.call("connected_accounts.whoami", id.clone()).await.is_ok() {
            account = context.call("connected_accounts.get", id).await?;
        }
    }
    let call = setup::first_call(context, text(&account, "/toolkit/slug")).await;
    context.console.result(&account, || connected(&account, call.as_deref()))
}

fn invitation(toolkit: &str, url: &str, opened: bool) -> String {
    let first =
        if opened { "Opened in your browser; if nothing shows:" } else { "Open this in your browser to connect:" };
    format!("{first}\n\n    {url}\n\nWaiting for {toolkit} (ten minutes, Ctrl-C to give up)")
}

/// Who is connected, and what to try.
pub(super) fn connected(account: &Value, first_call: Option<&str>) -> String {
    let who = match text(account, "/identity") {
        "" => format!("Connected {}", text(account, "/toolkit/slug")),
        identity => format!("Connected as {identity}"),
    };
    let user = match text(account, "/user_id") {
        "default" => String::new(),
        user => format!(" for user {user}"),
    };
    let mut said = format!("{who} ({}){user}", text(account, "/id"));
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
        for (account, call, said) in [
            (account(json!("octocat"), "default"), None, "Connected as octocat (ca_1)"),
            (account(Value::Null, "ana"), None, "Connected github (ca_1) for user ana"),
            (
                account(json!("octocat"), "default"),
                Some("composio tools execute X"),
                "Connected as octocat (ca_1)\nnext: composio tools execute X",
            ),
        ] {
            assert_eq!(connected(&account, call), said);
        }
    }

    #[test]
    fn the_link_stands_alone_on_its_line() {
        for opened in [true, false] {
            let said = invitation("github", "http://localhost:9900/link/x", opened);
            assert!(said.lines().any(|line| line.trim() == "http://localhost:9900/link/x"), "{said}");
        }
    }
}
