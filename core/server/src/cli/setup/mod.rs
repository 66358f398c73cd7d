//! `composio setup <toolkit>`: from nothing to a toolkit that can be connected, or is.
//!
//! A toolkit brings a ladder of ways, the shortest first; each kind of way is a file here.

mod account;
mod app_manifest;
mod choose;
mod hosts;
mod ladder;
mod local_login;
mod own_client;
mod token_page;

use serde_json::{Value, json};

use super::arguments::Setup;
use super::browser;
use super::console::text;
use super::context::Context;
use super::failure::Failure;
use super::tools::first_call;
use hosts::Hosts;
use ladder::{Step, Way};

/// What every way has to know.
struct Task<'a> {
    arguments: &'a Setup,
    /// The answer of `toolkits.get`.
    toolkit: Value,
    hosts: Hosts,
    redirect_uri: String,
}

impl Task<'_> {
    fn slug(&self) -> &str {
        text(&self.toolkit, "/slug")
    }

    fn name(&self) -> &str {
        text(&self.toolkit, "/name")
    }
}

pub(super) async fn run(context: &mut Context<'_>, arguments: Setup) -> Result<(), Failure> {
    let toolkit = context.call("toolkits.get", json!({"slug": arguments.toolkit})).await?;
    if toolkit["no_auth"] == true {
        let mut said = format!("{} needs no account.", text(&toolkit, "/name"));
        if let Some(call) = first_call(context, text(&toolkit, "/slug")).await {
            said.push_str(&format!("\nnext: {call}"));
        }
        return context.console.result(&toolkit, || said);
    }
    let settings = context.settings()?;
    let task = Task {
        hosts: Hosts::new(&arguments.hosts, settings.managed.get(text(&toolkit, "/slug")), &toolkit),
        redirect_uri: settings.redirect_uri(),
        arguments: &arguments,
        toolkit,
    };
    let steps = ladder::read(&task.toolkit, &task.redirect_uri);
    let step = &steps[pick(context, &task, &steps).await?];
    if matches!(step.way, Way::AppManifest(_) | Way::OwnClient { .. }) {
        own_client::make_way(context, &task)?;
    }
    if !step.note.is_empty() {
        context.console.say(&step.note);
    }
    match &step.way {
        Way::TokenPage { url } => token_page::run(context, &task, step, url).await,
        Way::LocalLogin(login) => local_login::run(context, &task, step, login).await,
        Way::AppManifest(app) => app_manifest::run(context, &task, step, app).await,
        Way::OwnClient { url, steps } => own_client::run(context, &task, step, url, steps).await,
        Way::Unknown => Err(Failure::misuse("this version does not know that way; choose another one")),
    }
}

async fn pick(context: &mut Context<'_>, task: &Task<'_>, steps: &[Step]) -> Result<usize, Failure> {
    let slug = task.slug();
    if let Some(with) = &task.arguments.with {
        return choose::named(steps, with).map_err(Failure::misuse);
    }
    if !context.console.interactive {
        return choose::without_asking(steps).ok_or_else(|| {
            let ladder = ladder::shown(task.name(), steps, local_login::is_here);
            Failure::misuse(format!("nobody is there to choose a way; choose one with --with:\n{ladder}"))
        });
    }
    context.console.say(&ladder::shown(task.name(), steps, local_login::is_here));
    loop {
        let answer = context.console.ask("Which one? [Enter takes 1]").await?;
        match choose::answered(steps, &answer) {
            Ok(step) => return Ok(step),
            Err(why) => context.console.say(&format!("{why} (composio setup {slug} --with … says it beforehand)")),
        }
    }
}

/// Shows a page of the provider, where the way has one.
fn show_page(context: &mut Context<'_>, task: &Task<'_>, url: &str) {
    if !url.is_empty() {
        browser::show(context.console, &task.hosts.page(url), task.arguments.no_browser);
    }
}
