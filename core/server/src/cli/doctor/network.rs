//! Whether the providers can be reached, for whoever asks with `--online`.

use std::collections::BTreeSet;
use std::time::Duration;

use composio_catalog::Catalog;
use composio_core::{Result, Settings};
use serde_json::{Value, json};

use super::super::console::text;
use super::super::context::Context;
use super::check::Check;

const PATIENCE: Duration = Duration::from_secs(10);

/// One line per API that this home has to do with.
pub(super) async fn check(context: &mut Context<'_>, settings: &Settings, accounts: &[Value]) -> Vec<Check> {
    let mut apis: BTreeSet<(String, String)> = settings.managed.keys().filter_map(|slug| api(slug, settings)).collect();
    for account in accounts {
        match of(context, settings, account).await {
            Ok(found) => apis.extend(found),
            Err(error) => return vec![Check::fail("network", error.to_string())],
        }
    }
    if apis.is_empty() {
        return vec![Check::ok("network", "no toolkit is set up or connected, so there is nobody to reach")];
    }
    let mut checks = Vec::new();
    for (toolkit, url) in apis {
        checks.push(reach(&toolkit, &url).await);
    }
    checks
}

/// The API an account goes to: that of its auth config, before that of the settings, before the toolkit's own.
async fn of(context: &mut Context<'_>, settings: &Settings, account: &Value) -> Result<Option<(String, String)>> {
    let slug = text(account, "/toolkit/slug");
    if account["auth_config"]["is_composio_managed"] == true {
        return Ok(api(slug, settings));
    }
    let config = context.call("auth_configs.get", json!({"id": text(account, "/auth_config/id")})).await?;
    Ok(match text(&config, "/credentials/base_url") {
        "" => declared(slug),
        own => Some((slug.to_owned(), own.to_owned())),
    })
}

fn api(slug: &str, settings: &Settings) -> Option<(String, String)> {
    match settings.managed.get(slug).and_then(|client| client.base_url.clone()) {
        Some(own) => Some((slug.to_owned(), own)),
        None => declared(slug),
    }
}

fn declared(slug: &str) -> Option<(String, String)> {
    let toolkit = Catalog::builtin().toolkit(slug)?.base_url.clone();
    Some((slug.to_owned(), toolkit))
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
