//! An OAuth client made by hand: what to enter where, the check that the provider knows it, and its place in the
//! settings.

use composio_core::error::CLIENT_REJECTED;
use composio_core::{Error, Result};
use serde_json::{Value, json};

use super::super::console::{answer, text};
use super::super::context::Context;
use super::super::failure::Failure;
use super::ladder::Step;
use super::{Task, show_page};
use crate::managed;

pub(super) async fn run(
    context: &mut Context<'_>,
    task: &Task<'_>,
    step: &Step,
    url: &str,
    steps: &[String],
) -> Result<(), Failure> {
    show_page(context, task, url);
    context.console.say(&numbered(steps, &task.redirect_uri));
    enter(context, task, step).await
}

/// Refuses, before anything is made at the provider, a client that would then have no place.
pub(super) fn make_way(context: &Context<'_>, task: &Task<'_>) -> Result<(), Failure> {
    if task.arguments.replace || !context.settings()?.managed.contains_key(task.slug()) {
        return Ok(());
    }
    let connect = context.line(&format!("connect {}", task.slug()));
    Err(Failure::misuse(format!(
        "{} has an OAuth client already; go on with `{connect}`, or pass --replace to make another one",
        task.name()
    )))
}

/// Asks for the client, checks it, and writes it down.
pub(super) async fn enter(context: &mut Context<'_>, task: &Task<'_>, step: &Step) -> Result<(), Failure> {
    let client_id = match &task.arguments.client_id {
        Some(client_id) => client_id.clone(),
        None => context.console.ask("Client ID:").await?,
    };
    if client_id.is_empty() {
        return Err(missing(context, task, step, "client id"));
    }
    let client_secret = context.console.ask_secret("Client secret (is not shown):").await?;
    if client_secret.is_empty() {
        return Err(missing(context, task, step, "client secret"));
    }
    let mut credentials = task.hosts.credentials();
    credentials.insert("client_id".to_owned(), client_id.as_str().into());
    credentials.insert("client_secret".to_owned(), client_secret.as_str().into());
    let request = json!({"toolkit": task.slug(), "credentials": credentials});
    let verdict = context.call("auth_configs.check", request).await?;
    refuse_rejected(task.name(), &verdict)?;
    let home = context.settings()?.home;
    let client = managed::Client {
        toolkit: task.slug(),
        client_id: &client_id,
        client_secret: Some(&client_secret),
        hosts: &task.hosts.pairs(),
    };
    managed::store(&home, &client, task.arguments.replace)?;
    done(context, task, &client_id, &verdict)
}

/// Says where the client is now, whether it was checked, and what to type next.
pub(super) fn done(
    context: &mut Context<'_>,
    task: &Task<'_>,
    client_id: &str,
    verdict: &Value,
) -> Result<(), Failure> {
    let settings = context.settings()?;
    let file = settings.home.join("composio.toml").display().to_string();
    let (toolkit, next) = (task.slug(), context.line(&format!("connect {}", task.slug())));
    if settings.managed.get(toolkit).is_some_and(|client| client.client_id != client_id) {
        let variable = format!("COMPOSIO_{}_CLIENT_ID", toolkit.to_uppercase());
        context.console.say(&format!("{variable} is set and counts more than the file; unset it"));
    }
    let told = answer(&[
        ("toolkit", toolkit.into()),
        ("client_id", client_id.into()),
        ("accepted", verdict["accepted"].clone()),
        ("file", file.as_str().into()),
        ("next", next.as_str().into()),
    ]);
    let said = set_up(task.name(), verdict, &format!("[managed.{toolkit}] in {file}"));
    context.console.result(&told, || format!("{said}\nnext: {next}"))
}

fn refuse_rejected(name: &str, verdict: &Value) -> Result<()> {
    if verdict["accepted"] != false {
        return Ok(());
    }
    Err(Error::new(
        CLIENT_REJECTED,
        format!("{name} does not take this client, so nothing was written: {}", text(verdict, "/message")),
    ))
}

fn set_up(name: &str, verdict: &Value, place: &str) -> String {
    if verdict["accepted"] == true {
        return format!("{name} is set up: {place}");
    }
    format!(
        "{name} is set up, unchecked: {place}\nWhether the client is right shows when you connect: {}",
        text(verdict, "/message")
    )
}

fn missing(context: &Context<'_>, task: &Task<'_>, step: &Step, what: &str) -> Failure {
    let line = context.line(&format!("setup {} --with {}", task.slug(), step.way.kind()));
    Failure::misuse(format!(
        "no {what} was given; answer the questions, or pipe client id and client secret, each on a line, to `{line}`"
    ))
}

/// The steps with numbers, and the redirect URI alone on its line to be copied.
fn numbered(steps: &[String], redirect_uri: &str) -> String {
    let mut said = String::new();
    for (index, step) in steps.iter().enumerate() {
        let step = match step.split_once(redirect_uri) {
            Some((before, after)) => {
                let after = after.trim_start_matches(['.', ',', '`', ' ']);
                let after = if after.is_empty() { String::new() } else { format!("\n   {after}") };
                format!("{}\n\n{redirect_uri}\n{after}", before.trim_end_matches(['`', ' ']))
            }
            None => step.clone(),
        };
        said.push_str(&format!("{}. {step}\n", index + 1));
    }
    if !steps.iter().any(|step| step.contains(redirect_uri)) {
        said.push_str(&format!("\nThe redirect URI:\n\n{redirect_uri}\n"));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_redirect_uri_stands_alone_wherever_a_step_has_it() {
        let uri = "http://localhost:9900/api/v3.1/toolkits/auth/callback";
        for steps in [
            vec![format!("Enter {uri}.")],
            vec![format!("Paste `{uri}` under Redirect URIs."), "Save".to_owned()],
            vec!["Make a client".to_owned()],
            vec![],
        ] {
            let said = numbered(&steps, uri);
            assert_eq!(said.lines().filter(|line| *line == uri).count(), 1, "{said}");
        }
        assert!(numbered(&["A".to_owned(), "B".to_owned()], uri).starts_with("1. A\n2. B\n"));
    }

    #[test]
    fn a_client_that_nobody_could_check_is_said_to_be_unchecked() {
        for (accepted, said) in [
            (json!(true), "GitHub is set up: P"),
            (
                Value::Null,
                "GitHub is set up, unchecked: P\nWhether the client is right shows when you connect: offline",
            ),
        ] {
            assert_eq!(set_up("GitHub", &json!({"accepted": accepted, "message": "offline"}), "P"), said);
        }
    }

    #[test]
    fn only_a_client_that_the_provider_denies_is_refused() {
        for (accepted, refused) in [(json!(true), false), (Value::Null, false), (json!(false), true)] {
            let verdict = json!({"accepted": accepted, "message": "unknown client"});
            let refusal = refuse_rejected("GitHub", &verdict);
            assert_eq!(refusal.is_err_and(|error| error.message.contains("unknown client")), refused);
        }
    }
}
