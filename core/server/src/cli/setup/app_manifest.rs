//! An OAuth client that the provider makes from a description: by a page of ours where the provider hands the client
//! out, else by a link, after which a person copies two values.

use std::time::Duration;

use serde_json::json;

use super::super::browser;
use super::super::connect::waiting;
use super::super::context::Context;
use super::super::failure::Failure;
use super::ladder::{App, Step};
use super::{Task, own_client, show_page};
use crate::manifest::{AppManifest, Exchange};

/// How often to look whether the page has done its work.
const LOOK: Duration = Duration::from_millis(300);

pub(super) async fn run(context: &mut Context<'_>, task: &Task<'_>, step: &Step, app: &App) -> Result<(), Failure> {
    let Some(exchange) = &app.exchange else {
        show_page(context, task, &app.url);
        return own_client::enter(context, task, step).await;
    };
    let engine = context.engine().await?;
    let (url, token) = engine
        .open_setup_page(AppManifest {
            toolkit: task.slug().to_owned(),
            url: task.hosts.page(&app.url),
            form_field: app.form_field.clone().unwrap_or_else(|| "manifest".to_owned()),
            manifest: app.manifest.clone(),
            exchange: Exchange { post: task.hosts.api(&exchange.post), ..exchange.clone() },
            hosts: task.hosts.pairs().into_iter().map(|(key, host)| (key.to_owned(), host)).collect(),
            replace: task.arguments.replace,
        })
        .await?;
    context.console.news(&json!({"setup_url": url}))?;
    browser::show(context.console, &url, task.arguments.no_browser);
    context.console.say(&waiting(task.name()));
    let mut look = tokio::time::interval(LOOK);
    while !engine.is_set_up(&token).await? {
        look.tick().await;
    }
    let client_id = context.settings()?.managed.get(task.slug()).map(|client| client.client_id.clone());
    own_client::done(context, task, &client_id.unwrap_or_default(), &json!({"accepted": true}))
}
