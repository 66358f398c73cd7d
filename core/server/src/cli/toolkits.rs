//! `composio toolkits`: what there is, how one signs in, and what the user is connected to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::console::{answer, items, text};
use super::context::Context;
use super::failure::Failure;
use super::table::columns;

pub(super) async fn run(context: &mut Context<'_>, search: &str) -> Result<(), Failure> {
    let mut request = json!({});
    if !search.is_empty() {
        request["search"] = search.into();
    }
    let mut toolkits = context.all("toolkits.list", request).await?;
    let request = json!({"user_ids": [context.user], "statuses": ["ACTIVE"]});
    let accounts = context.all("connected_accounts.list", request).await?;
    let connected: BTreeSet<&str> = accounts.iter().map(|account| text(account, "/toolkit/slug")).collect();
    for toolkit in &mut toolkits {
        toolkit["is_connected"] = connected.contains(text(toolkit, "/slug")).into();
    }
    let said = if toolkits.is_empty() {
        format!("No toolkit has `{search}`.\nnext: {}", context.line("toolkits"))
    } else {
        format!("{}{}", listing(&toolkits), next(context, &toolkits))
    };
    context.console.result(&answer(&[("total_items", toolkits.len().into()), ("items", toolkits.into())]), || said)
}

/// `<toolkit>` where there are several to choose from.
fn next(context: &Context<'_>, toolkits: &[Value]) -> String {
    let slug = match toolkits {
        [only] => text(only, "/slug"),
        _ => "<toolkit>",
    };
    format!("next: {}", context.line(&format!("setup {slug}")))
}

fn listing(toolkits: &[Value]) -> String {
    let mut rows = vec![["TOOLKIT", "NAME", "TOOLS", "SIGN IN WITH", "CONNECTED"].map(str::to_owned).to_vec()];
    rows.extend(toolkits.iter().map(|toolkit| {
        let ways: Vec<&str> = items(toolkit, "/auth_schemes").iter().filter_map(Value::as_str).map(in_words).collect();
        let is_connected = match (toolkit["no_auth"] == true, toolkit["is_connected"] == true) {
            (true, _) => "not needed",
            (false, true) => "yes",
            (false, false) => "no",
        };
        let count = toolkit["tools_count"].to_string();
        let (slug, name) = (text(toolkit, "/slug").to_owned(), text(toolkit, "/name").to_owned());
        vec![slug, name, count, ways.join(", "), is_connected.to_owned()]
    }));
    columns(&rows)
}

fn in_words(scheme: &str) -> &str {
    match scheme {
        "OAUTH2" => "OAuth",
        "API_KEY" => "API key",
        "BEARER_TOKEN" => "token",
        "BASIC" => "password",
        "NO_AUTH" => "nothing",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toolkit_says_how_to_sign_in_and_whether_one_is() {
        let toolkits = [
            json!({"slug": "github", "name": "GitHub", "tools_count": 30, "auth_schemes": ["OAUTH2", "BEARER_TOKEN"],
                   "no_auth": false, "is_connected": true}),
            json!({"slug": "hackernews", "name": "Hacker News", "tools_count": 5, "auth_schemes": ["NO_AUTH"],
                   "no_auth": true, "is_connected": false}),
        ];
        assert_eq!(
            listing(&toolkits),
            "TOOLKIT     NAME         TOOLS  SIGN IN WITH  CONNECTED\n\
             github      GitHub       30     OAuth, token  yes\n\
             hackernews  Hacker News  5      nothing       not needed\n"
        );
    }
}
