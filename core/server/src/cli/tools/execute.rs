//! `composio tools execute`: one call, or with `--dry-run` and `--explain` what it would be.

use std::io::Read as _;

use composio_core::Error;
use composio_core::error::REQUEST_INVALID;
use serde_json::{Map, Value, json};

use super::super::advice;
use super::super::arguments::Execute;
use super::super::console::text;
use super::super::context::Context;
use super::super::failure::{FAILED, Failure, MISUSED};
use super::arguments::{from_json, from_pairs};

pub(super) async fn run(context: &mut Context<'_>, execute: &Execute) -> Result<(), Failure> {
    let misread = |why: String| Failure::Misuse(Error::new(REQUEST_INVALID, why).with("tool", execute.slug.as_str()));
    let mut arguments = match &execute.data {
        Some(data) => from_json(&read(data).await?).map_err(misread)?,
        None => Map::new(),
    };
    let tool = context.call("tools.get", json!({"tool_slug": execute.slug})).await?;
    arguments.extend(from_pairs(&execute.pairs, &tool["input_parameters"]).map_err(misread)?);
    let mut request = json!({"tool_slug": execute.slug, "arguments": arguments});
    for (option, wanted) in [("dry_run", execute.dry_run), ("explain", execute.explain)] {
        if wanted {
            request[option] = true.into();
        }
    }
    if let Some(account) = &execute.account {
        let toolkit = text(&tool, "/toolkit/slug");
        request["account"] = context.account(account, Some(toolkit)).await?.into();
    }
    let outcome = context.call_in_session("sessions.execute", request).await?;
    if !outcome["data"]["argument_errors"].is_array() {
        context.console.result(&outcome, || format!("{:#}", outcome["data"]))?;
        return if outcome["successful"] == true {
            Ok(())
        } else {
            Err(failed(context, text(&tool, "/slug"), &outcome))
        };
    }
    if context.console.json {
        context.console.result(&outcome, String::new)?;
        return Err(Failure::Told(MISUSED));
    }
    Err(misread(text(&outcome, "/error").to_owned()))
}

/// Says what was called and what came back.
fn failed(context: &mut Context<'_>, slug: &str, outcome: &Value) -> Failure {
    let error = text(outcome, "/error");
    let next = advice::after_refusal(error);
    let why = if next.is_some() { advice::fact(error) } else { error };
    let status = match outcome["data"]["status_code"].as_u64() {
        Some(status) => format!(" (status {status})"),
        None => String::new(),
    };
    context.console.say(&format!("composio: {slug} failed{status}: {why}"));
    if let Some(words) = next {
        let line = context.line(&words);
        context.console.say(&format!("next: {line}"));
    }
    Failure::Told(FAILED)
}

/// The text itself, a file's, or what is piped.
async fn read(data: &str) -> Result<String, Failure> {
    let wanted = data.to_owned();
    let read = tokio::task::spawn_blocking(move || match wanted.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path),
        None if wanted == "-" => {
            let mut text = String::new();
            std::io::stdin().lock().read_to_string(&mut text).map(|_| text)
        }
        None => Ok(wanted),
    });
    match read.await {
        Ok(Ok(text)) => Ok(text),
        Ok(Err(error)) => Err(Failure::misuse(format!("`-d {data}` cannot be read: {error}"))),
        Err(_) => Err(Failure::misuse(format!("`-d {data}` cannot be read"))),
    }
}
