//! Arguments as transforms and procedures read them. Null and an empty text count as not given.

use serde_json::{Map, Value};

pub(super) fn text<'a>(arguments: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    arguments.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A list of texts; a single text is a list of one.
pub(super) fn texts<'a>(arguments: &'a Map<String, Value>, name: &str) -> Vec<&'a str> {
    match arguments.get(name) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).filter(|text| !text.is_empty()).collect(),
        _ => text(arguments, name).into_iter().collect(),
    }
}

pub(super) fn flag(arguments: &Map<String, Value>, name: &str) -> Option<bool> {
    arguments.get(name).and_then(Value::as_bool)
}

pub(super) fn number(arguments: &Map<String, Value>, name: &str) -> Option<usize> {
    arguments.get(name).and_then(Value::as_u64).map(|number| usize::try_from(number).unwrap_or(usize::MAX))
}
