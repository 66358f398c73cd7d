//! Hacker News, the posts of the last day: the search API filters by a time that has to be worked out.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::super::request::{Outgoing, add_query};
use crate::error::Result;

pub(super) fn apply(outgoing: &mut Outgoing, arguments: &Map<String, Value>, now: DateTime<Utc>) -> Result<()> {
    let since = (now - TimeDelta::days(1)).timestamp();
    let least = arguments.get("min_points").and_then(Value::as_u64).unwrap_or(0);
    add_query(&mut outgoing.url, "numericFilters", &format!("created_at_i>{since},points>={least}"));
    Ok(())
}
