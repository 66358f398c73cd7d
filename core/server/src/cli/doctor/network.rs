//! Whether the providers can be reached, for whoever asks with `--online`.

use std::collections::BTreeSet;
use std::time::Duration;

use composio_core::Settings;
use serde_json::json;

use super::super::console::{items, text};
use super::super::context::Context;
use super::check::Check;

const PATIENCE: Duration = Duration::from_secs(10);

/// One line per toolkit that this home has to do with.
pub(super) async fn check(context: &mut Context<'_>, settings: &Settings) -> Vec<Check> {
    let mut toolkits: BTreeSet<String> = settings.managed.keys().cloned().collect();
    if settings.home.join("composio.db").exists()
        && let Ok(page) = context.call("connected_accounts.list", json!({"limit": 200})).await
    {
        toolkits.extend(items(&page, "/items").iter().map(|account| text(account, "/toolkit/slug").to_owned()));
    }
    if toolkits.is_empty() {
        return vec![Check::ok("network", "no toolkit is set up or connected, so there is nobody to reach")];
    }
    let mut checks = Vec::new();
    for toolkit in toolkits {
        let own = settings.managed.get(&toolkit).and_then(|client| client.base_url.clone());
        let declared = match own {
            Some(own) => Ok(own),
            None => context
                .call("toolkits.get", json!({"slug": toolkit}))
                .await
                .map(|details| text(&details, "/base_url").to_owned()),
        };
        checks.push(match declared {
            Ok(url) => reach(&toolkit, &url).await,
            Err(error) => Check::fail(format!("network {toolkit}"), error.to_string()),
        });
    }
    checks
}

/// Any answer will do: what counts is that one came.
async fn reach(toolkit: &str, url: &str) -> Check {
    let name = format!("network {toolkit}");
    let sent = match composio_core::http::client() {
        Ok(client) => client.head(url).timeout(PATIENCE).send().await,
        Err(error) => return Check::fail(name, error.to_string()),
    };
    match sent {
        Ok(_) => Check::ok(name, format!("{url} answers")),
        Err(error) => {
            let error = error.without_url();
            Check::fail(
                name,
                format!("{url} does not answer ({error}); check the network, HTTPS_PROXY and the address"),
            )
        }
    }
}
