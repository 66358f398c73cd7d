//! Corrects what models often get wrong about types, where only one correction is possible.

use serde_json::{Map, Value};

use super::errors::{ArgumentError, index, join};
use super::names;

/// An object with its names settled, its values corrected and its defaults filled in.
pub(super) fn object(
    given: Map<String, Value>,
    schema: &Value,
    aliases: &[(String, String)],
    path: &str,
    errors: &mut Vec<ArgumentError>,
) -> Map<String, Value> {
    let Some(properties) = schema["properties"].as_object() else { return given };
    // Where any name is welcome, a similar one may be meant as it is.
    let open = matches!(&schema["additionalProperties"], Value::Bool(true) | Value::Object(_));
    let given = if open { given } else { names::settle(given, properties, aliases, path, errors) };
    let mut settled = Map::new();
    for (name, value) in given {
        let Some(wanted) = properties.get(&name) else {
            settled.insert(name, value);
            continue;
        };
        // Models say null for "not given".
        if value.is_null() && !admits(wanted, &value) && !requires(schema, &name) {
            continue;
        }
        let value = self::value(value, wanted, &join(path, &name), errors);
        settled.insert(name, value);
    }
    for (name, wanted) in properties {
        if let (false, Some(default)) = (settled.contains_key(name), wanted.get("default")) {
            settled.insert(name.clone(), default.clone());
        }
    }
    settled
}

fn value(value: Value, schema: &Value, path: &str, errors: &mut Vec<ArgumentError>) -> Value {
    if let Some(branches) = union(schema) {
        return match &branches.iter().filter(|branch| admits(branch, &value)).collect::<Vec<_>>()[..] {
            [branch] => self::value(value, branch, path, errors),
            [] => match only(branches.iter().filter_map(|branch| Some((converted(&value, branch)?, branch)))) {
                Some((value, branch)) => self::value(value, branch, path, errors),
                None => value,
            },
            // Which one is meant is the check's to find out.
            _ => value,
        };
    }
    let value = if admits(schema, &value) { value } else { converted(&value, schema).unwrap_or(value) };
    match value {
        Value::Object(map) => Value::Object(object(map, schema, &[], path, errors)),
        Value::Array(items) => {
            let each = items.into_iter().enumerate();
            let wanted = &schema["items"];
            Value::Array(each.map(|(at, item)| self::value(item, wanted, &index(path, at), errors)).collect())
        }
        Value::String(text) => Value::String(in_enum_case(text, schema)),
        Value::Number(_) if types(schema).contains(&"integer") => whole(&value).unwrap_or(value),
        other => other,
    }
}

/// The value as the only one of the schema's types it can be turned into.
fn converted(value: &Value, schema: &Value) -> Option<Value> {
    only(types(schema).into_iter().filter_map(|wanted| to_type(value, wanted, schema)))
}

fn to_type(value: &Value, wanted: &str, schema: &Value) -> Option<Value> {
    match (wanted, value) {
        ("integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        ("integer", Value::Number(_)) => whole(value),
        ("number", Value::String(text)) => {
            let number: Value = serde_json::from_str(text.trim()).ok()?;
            number.is_number().then_some(number)
        }
        ("boolean", Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        ("string", Value::Number(number)) => Some(Value::String(number.to_string())),
        ("string", Value::Bool(flag)) => {
            // `true` where the provider wants one of `true`, `false`, `legacy`.
            let text = Value::String(flag.to_string());
            schema["enum"].as_array()?.contains(&text).then_some(text)
        }
        ("object", Value::String(text)) => parsed(text).filter(Value::is_object),
        ("array", Value::Null | Value::Array(_)) => None,
        ("array", Value::String(text)) => parsed(text).filter(Value::is_array).or_else(|| alone(value, schema)),
        ("array", _) => alone(value, schema),
        _ => None,
    }
}

/// One element in place of a list of one.
fn alone(value: &Value, schema: &Value) -> Option<Value> {
    let wanted = &schema["items"];
    let fits = admits(wanted, value) || converted(value, wanted).is_some();
    fits.then(|| Value::Array(vec![value.clone()]))
}

/// JSON written as a string, which models do for nested arguments.
fn parsed(text: &str) -> Option<Value> {
    let text = text.trim();
    if text.starts_with(['[', '{']) { serde_json::from_str(text).ok() } else { None }
}

fn whole(value: &Value) -> Option<Value> {
    /// Above it a float no longer tells neighbouring integers apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0 && number.abs() <= EXACT)?;
    Some(Value::from(number as i64))
}

/// `Open` for `open`, where no other member differs from it by case alone.
fn in_enum_case(text: String, schema: &Value) -> String {
    let Some(members) = schema["enum"].as_array() else { return text };
    let members = || members.iter().filter_map(Value::as_str);
    if members().any(|member| member == text) {
        return text;
    }
    only(members().filter(|member| member.eq_ignore_ascii_case(&text))).map_or(text, str::to_owned)
}

/// Whether the schema's types allow the value's; a schema without types allows all.
fn admits(schema: &Value, value: &Value) -> bool {
    if let Some(branches) = union(schema) {
        return branches.iter().any(|branch| admits(branch, value));
    }
    let types = types(schema);
    types.is_empty() || types.iter().any(|wanted| is_type(value, wanted))
}

fn is_type(value: &Value, wanted: &str) -> bool {
    match wanted {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64() || whole(value).is_some(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn union(schema: &Value) -> Option<&Vec<Value>> {
    if schema.get("type").is_some() {
        return None;
    }
    schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())
}

fn requires(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|required| required.iter().any(|other| other == name))
}

/// The item, if there is exactly one.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
