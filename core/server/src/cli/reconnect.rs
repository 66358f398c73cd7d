//! `composio accounts reconnect`: an account that the provider takes no longer, signed in again in its place.

use std::time::Duration;

use composio_core::Error;
use composio_core::error::WAIT_TIMEOUT;
use serde_json::{Value, json};
use tokio::time::{Instant, interval};

use super::connect;
use super::console::text;
use super::context::Context;
use super::failure::Failure;

/// How often to look whether the user is back. The engine's own wait is over at once where the account still counts as
/// active.
const LOOK: Duration = Duration::from_millis(300);
/// As long as a link works, and a little.
const PATIENCE: Duration = Duration::from_secs(11 * 60);

pub(super) async fn run(context: &mut Context<'_>, named: &str, no_browser: bool) -> Result<(), Failure> {
    let request = json!({"id": context.account(named, None).await?});
    let before = context.call("connected_accounts.get", request.clone()).await?;
    let refreshed = context.call("connected_accounts.refresh", request.clone()).await?;
    let after = if refreshed["redirect_url"].is_string() {
        connect::show(context, &refreshed, text(&before, "/toolkit/slug"), no_browser)?;
        back(context, request, &before).await?
    } else {
        context.call("connected_accounts.get", request).await?
    };
    connect::done(context, &after).await
}

/// The account once it was connected anew.
async fn back(context: &mut Context<'_>, request: Value, before: &Value) -> Result<Value, Failure> {
    let (mut look, end) = (interval(LOOK), Instant::now() + PATIENCE);
    while Instant::now() < end {
        look.tick().await;
        let account = context.call("connected_accounts.get", request.clone()).await?;
        if account["status"] == "ACTIVE" && account["connected_at"] != before["connected_at"] {
            return Ok(account);
        }
    }
    let toolkit = text(before, "/toolkit/slug");
    Err(Error::new(WAIT_TIMEOUT, format!("nobody signed in to {toolkit} while the link worked")).into())
}
