//! Named steps that the grammar of a toolkit file cannot say.
//!
//! A file each; adding one is a file, a name and a line of the table it belongs to.

mod hackernews_thread;
mod hackernews_today;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::request::Outgoing;
use crate::error::{Error, INTERNAL, Result};

/// Every name a toolkit file may use; its lint asks.
pub const NAMES: &[&str] = &["hackernews_thread", "hackernews_today"];

type OnRequest = fn(&mut Outgoing, &Map<String, Value>, DateTime<Utc>);
type OnResponse = fn(Value, &Map<String, Value>) -> Value;

fn on_request(name: &str) -> Option<OnRequest> {
    match name {
        "hackernews_today" => Some(hackernews_today::apply),
        _ => None,
    }
}

fn on_response(name: &str) -> Option<OnResponse> {
    match name {
        "hackernews_thread" => Some(hackernews_thread::apply),
        _ => None,
    }
}

pub(super) fn request(
    name: &str,
    outgoing: &mut Outgoing,
    arguments: &Map<String, Value>,
    now: DateTime<Utc>,
) -> Result<()> {
    on_request(name).ok_or_else(|| unknown(name))?(outgoing, arguments, now);
    Ok(())
}

pub(super) fn response(name: &str, reply: Value, arguments: &Map<String, Value>) -> Result<Value> {
    Ok(on_response(name).ok_or_else(|| unknown(name))?(reply, arguments))
}

fn unknown(name: &str) -> Error {
    Error::new(INTERNAL, format!("a toolkit file names the transform `{name}` in a place where there is none"))
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

    #[test]
    fn every_name_is_a_step_of_one_kind() {
        for name in NAMES {
            assert!(on_request(name).is_some() != on_response(name).is_some(), "{name}");
        }
    }
}
