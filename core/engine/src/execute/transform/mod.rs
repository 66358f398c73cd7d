//! Named steps that the grammar of a toolkit file cannot say.
//!
//! A file each; adding one is a file and a line of the table it belongs to.

mod comma_lists;
mod free_slots;
mod free_slots_query;
mod gmail_attachment;
mod gmail_mime;
pub(super) mod gmail_view;
mod hackernews_hits;
mod hackernews_thread;
mod hackernews_today;
mod html;
mod notion_blocks;
pub(super) mod notion_text;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::request::Outgoing;
use crate::error::{Error, INTERNAL, Result};

type OnRequest = fn(&mut Outgoing, &Map<String, Value>, DateTime<Utc>) -> Result<()>;
type OnResponse = fn(Value, &Map<String, Value>) -> Value;

const ON_REQUEST: &[(&str, OnRequest)] = &[
    ("comma_lists", comma_lists::apply),
    ("free_slots_query", free_slots_query::apply),
    ("gmail_mime", gmail_mime::apply),
    ("hackernews_today", hackernews_today::apply),
    ("notion_blocks", notion_blocks::apply),
];

const ON_RESPONSE: &[(&str, OnResponse)] = &[
    ("free_slots", free_slots::apply),
    ("gmail_attachment", gmail_attachment::apply),
    ("gmail_view", gmail_view::apply),
    ("hackernews_hits", hackernews_hits::apply),
    ("hackernews_thread", hackernews_thread::apply),
];

/// The names a toolkit file may use under `request_transform`; its lint asks.
pub fn request_names() -> Vec<&'static str> {
    ON_REQUEST.iter().map(|(name, _)| *name).collect()
}

/// The names a toolkit file may use under `response_transform`; its lint asks.
pub fn response_names() -> Vec<&'static str> {
    ON_RESPONSE.iter().map(|(name, _)| *name).collect()
}

pub(super) fn request(
    name: &str,
    outgoing: &mut Outgoing,
    arguments: &Map<String, Value>,
    now: DateTime<Utc>,
) -> Result<()> {
    find(ON_REQUEST, name)?(outgoing, arguments, now)
}

pub(super) fn response(name: &str, reply: Value, arguments: &Map<String, Value>) -> Result<Value> {
    Ok(find(ON_RESPONSE, name)?(reply, arguments))
}

fn find<T: Copy>(table: &[(&str, T)], name: &str) -> Result<T> {
    let unknown =
        || Error::new(INTERNAL, format!("a toolkit file names the transform `{name}` in a place where there is none"));
    table.iter().find(|(known, _)| *known == name).map(|(_, step)| *step).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_unknown_name_is_an_error() {
        let error = response("no_such_step", Value::Null, &Map::new()).unwrap_err();
        assert!(error.is(INTERNAL) && error.message.contains("no_such_step"), "{error}");
    }
}
