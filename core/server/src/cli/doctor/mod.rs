//! `composio doctor`: is everything in place, and what to do where it is not.

mod check;
mod clock;
mod contents;
mod files;
mod network;
mod origin;

use composio_core::Settings;
use serde_json::{Value, json};

use super::accounts::has_been_connected;
use super::arguments::Doctor;
use super::context::Context;
use super::failure::{FAILED, Failure};
use check::Check;

pub(super) async fn run(context: &mut Context<'_>, arguments: &Doctor) -> Result<(), Failure> {
    let mut checks = Vec::new();
    let first = match context.settings() {
        Ok(settings) => examine(context, &settings, arguments.online, &mut checks).await,
        Err(error) => {
            checks.push(Check::fail("settings", error.to_string()));
            None
        }
    };
    let fine = !checks.iter().any(Check::has_failed);
    let first = first.filter(|_| fine);
    let answer = json!({"ok": fine, "checks": checks, "next": first});
    context.console.result(&answer, || check::report(&checks, first.as_deref()))?;
    if fine { Ok(()) } else { Err(Failure::Told(FAILED)) }
}

/// Answers what to type where nothing is connected yet.
async fn examine(
    context: &mut Context<'_>,
    settings: &Settings,
    online: bool,
    checks: &mut Vec<Check>,
) -> Option<String> {
    let sources = Settings::sources(context.overrides());
    let home = sources.iter().flatten().find(|source| source.key == "home");
    checks.extend(files::check(&settings.home, home.map(|home| home.from.as_str())));
    let mut accounts = Vec::new();
    if settings.home.join("composio.db").exists() {
        match context.engine().await {
            Ok(engine) => {
                checks.push(Check::ok("store", "opens, and its key fits"));
                checks.push(origin::check(settings, Some(&engine)).await);
                accounts = connected(context, checks).await;
            }
            // Whether it is this home that holds the port only its store could tell.
            Err(error) => checks.push(Check::fail("store", error.to_string())),
        }
    } else {
        checks.push(Check::ok("store", "not made yet; the first command that needs it makes it"));
        checks.push(origin::check(settings, None).await);
    }
    checks.push(Check::ok("redirect URI", settings.redirect_uri()));
    match &sources {
        Ok(sources) => checks.extend(sources.iter().filter(|source| source.key != "home").map(check::setting)),
        Err(error) => checks.push(Check::fail("settings", error.to_string())),
    }
    checks.extend(contents::managed(settings.managed.keys()));
    checks.extend(contents::accounts(context, &accounts));
    checks.push(clock::check(&settings.home));
    if online {
        checks.extend(network::check(context, settings, &accounts).await);
    }
    accounts.is_empty().then(|| match settings.managed.keys().next() {
        Some(toolkit) => context.line(&format!("connect {toolkit}")),
        None => context.line("toolkits"),
    })
}

async fn connected(context: &mut Context<'_>, checks: &mut Vec<Check>) -> Vec<Value> {
    match context.all("connected_accounts.list", json!({})).await {
        Ok(known) => known.into_iter().filter(has_been_connected).collect(),
        Err(error) => {
            checks.push(Check::fail("accounts", error.to_string()));
            Vec::new()
        }
    }
}
