//! `composio tools execute`: one call, or with `--dry-run` and `--explain` what it would be.

use std::io::Read as _;

use serde_json::{Map, json};

use super::super::arguments::Execute;
use super::super::console::text;
use super::super::context::Context;
use super::super::failure::Failure;
use super::arguments::{from_json, from_pairs};

pub(super) async fn run(context: &mut Context<'_>, execute: &Execute) -> Result<(), Failure> {
    let mut arguments = match &execute.data {
        Some(data) => from_json(&read(data).await?).map_err(Failure::misuse)?,
        None => Map::new(),
    };
    if !execute.pairs.is_empty() {
        let tool = context.call("tools.get", json!({"tool_slug": execute.slug})).await?;
        arguments.extend(from_pairs(&execute.pairs, &tool["input_parameters"]).map_err(Failure::misuse)?);
    }
    let mut request = json!({"tool_slug": execute.slug, "arguments": arguments});
    for (option, wanted) in [("dry_run", execute.dry_run), ("explain", execute.explain)] {
        if wanted {
            request[option] = true.into();
        }
    }
    if let Some(account) = &execute.account {
        request["account"] = context.account(account).await?.into();
    }
    let outcome = context.call_in_session("sessions.execute", request).await?;
    context.console.result(&outcome, || format!("{:#}", outcome["data"]))?;
    if outcome["successful"] == true {
        return Ok(());
    }
    if !context.console.json {
        context.console.say(&format!("composio: {}", text(&outcome, "/error")));
    }
    Err(Failure::Told)
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
