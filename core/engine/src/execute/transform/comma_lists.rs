//! Lists in a JSON body as one text with commas, which is how Slack reads lists of ids.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::super::request::{Body, Outgoing};
use super::super::template;
use crate::error::Result;

pub(super) fn apply(outgoing: &mut Outgoing, _: &Map<String, Value>, _: DateTime<Utc>) -> Result<()> {
    if let Some(Body::Json(Value::Object(members))) = &mut outgoing.body {
        for value in members.values_mut() {
            let plain =
                value.as_array().is_some_and(|items| items.iter().all(|item| !item.is_object() && !item.is_array()));
            if plain {
                *value = Value::from(template::text(value).unwrap_or_default());
            }
        }
    }
    Ok(())
}
