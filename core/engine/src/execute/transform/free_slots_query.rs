//! Google Calendar, the question for free time: its span in full, its calendars as the API names them.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::super::given;
use super::super::request::{Body, Outgoing};
use super::super::when::When;
use crate::error::{Error, REQUEST_INVALID, Result};

pub(super) fn apply(outgoing: &mut Outgoing, arguments: &Map<String, Value>, now: DateTime<Utc>) -> Result<()> {
    let start = match edge("time_min", arguments)? {
        Some(start) => start,
        None => When::read("time_min", &now.to_rfc3339_opts(SecondsFormat::Secs, true))?,
    };
    let end = edge("time_max", arguments)?.or_else(|| start.later(TimeDelta::days(1)));
    let Some(end) = end.filter(|end| end.is_after(&start) == Some(true)) else {
        return Err(unfit("time_max", "must be later than `time_min`"));
    };
    let mut body = match outgoing.body.take() {
        Some(Body::Json(Value::Object(body))) => body,
        _ => Map::new(),
    };
    body.insert("timeMin".to_owned(), Value::from(start.text()));
    body.insert("timeMax".to_owned(), Value::from(end.text()));
    let items = arguments.get("items").and_then(Value::as_array).into_iter().flatten();
    body.insert(
        "items".to_owned(),
        items.map(|item| if item.is_string() { json!({"id": item}) } else { item.clone() }).collect(),
    );
    outgoing.set_json(Value::Object(body));
    Ok(())
}

/// An end of the span as an argument gives it. Only in UTC is a time without its offset clear to everybody.
pub(super) fn edge(name: &str, arguments: &Map<String, Value>) -> Result<Option<When>> {
    let Some(text) = given::text(arguments, name) else { return Ok(None) };
    let when = When::read(name, text)?;
    if when.instant().is_some() {
        return Ok(Some(when));
    }
    match given::text(arguments, "timezone") {
        None | Some("UTC" | "Etc/UTC" | "GMT") => Ok(Some(when.at_offset("Z"))),
        Some(_) => Err(unfit(name, "needs its offset here; write it such as 2026-01-31T09:00:00+01:00")),
    }
}

fn unfit(argument: &str, what: &str) -> Error {
    Error::new(REQUEST_INVALID, format!("argument `{argument}` {what}")).with("argument", argument)
}
