//! Named work of several requests, done for one tool.
//!
//! A file each; adding one is a file and a line of the table. A procedure asks through its [`Work`] and does the rest on
//! plain data.

mod calendar_event;
mod calendar_remove_attendee;
mod gmail_fetch;
mod gmail_threaded;
mod notion_properties;
mod notion_value;
mod slack_find_channels;
mod slack_find_users;
mod slack_pages;
mod work;

use futures_util::future::BoxFuture;
use serde_json::Value;

use super::{Reply, response};
use crate::error::{Error, INTERNAL, Result};
use work::Stop;
pub(super) use work::Work;

type Procedure = for<'a> fn(Work<'a>) -> BoxFuture<'a, Result<Value, Stop>>;

const PROCEDURES: &[(&str, Procedure)] = &[
    ("calendar_event", |work| Box::pin(calendar_event::run(work))),
    ("calendar_remove_attendee", |work| Box::pin(calendar_remove_attendee::run(work))),
    ("gmail_fetch", |work| Box::pin(gmail_fetch::run(work))),
    ("gmail_threaded", |work| Box::pin(gmail_threaded::run(work))),
    ("notion_properties", |work| Box::pin(notion_properties::run(work))),
    ("slack_find_channels", |work| Box::pin(slack_find_channels::run(work))),
    ("slack_find_users", |work| Box::pin(slack_find_users::run(work))),
];

/// The names a toolkit file may use under `procedure`; its lint asks.
pub fn names() -> Vec<&'static str> {
    PROCEDURES.iter().map(|(name, _)| *name).collect()
}

/// Does the work; what it gives is shaped as a reply would be.
pub(super) async fn run(name: &str, work: Work<'_>) -> Result<Reply> {
    let unknown = || Error::new(INTERNAL, format!("a toolkit file names the procedure `{name}`, which does not exist"));
    let (_, procedure) = PROCEDURES.iter().find(|(known, _)| *known == name).ok_or_else(unknown)?;
    let (tool, arguments) = (work.tool, work.arguments);
    match procedure(work).await {
        Ok(value) => Ok(Reply { result: response::shape(value, tool, arguments)?, unauthorized: false }),
        Err(Stop::Failed(reply)) => Ok(*reply),
        Err(Stop::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests;
