//! The arguments of a call as people type them: `name=value`, typed by the tool's schema, and JSON.

use serde_json::{Map, Value};

use super::super::context::nearest;

/// The types a property admits, `null` apart.
pub(super) fn types(property: &Value) -> Vec<&str> {
    let own: Vec<&str> = match &property["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => ["anyOf", "oneOf"]
            .into_iter()
            .filter_map(|key| property[key].as_array())
            .flatten()
            .flat_map(types)
            .collect(),
    };
    own.into_iter().filter(|kind| *kind != "null").collect()
}

/// Reads `name=value` words against a schema.
pub(super) fn from_pairs(pairs: &[String], schema: &Value) -> Result<Map<String, Value>, String> {
    let mut arguments = Map::new();
    for pair in pairs {
        let Some((name, text)) = pair.split_once('=') else {
            return Err(format!("an argument is written name=value, not `{pair}`; JSON goes after -d"));
        };
        let property = &schema["properties"][name];
        let takes_more = schema["additionalProperties"] == true || schema["additionalProperties"].is_object();
        if property.is_null() && !takes_more {
            let known = schema["properties"].as_object();
            let names = known.into_iter().flat_map(|known| known.keys().map(String::as_str));
            let hint = nearest(name, names).map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?"));
            return Err(format!("the tool has no argument `{name}`{hint}"));
        }
        let value = typed(text, property)
            .ok_or_else(|| format!("`{name}` is {}, not `{text}`", types(property).join(" or ")))?;
        arguments.insert(name.to_owned(), value);
    }
    Ok(arguments)
}

/// The text as a value of one of the property's types. A text stays a text wherever one is allowed.
fn typed(text: &str, property: &Value) -> Option<Value> {
    let types = types(property);
    if types.is_empty() || types.contains(&"string") {
        return Some(Value::from(text));
    }
    types.iter().find_map(|kind| match *kind {
        "array" if !text.starts_with('[') => {
            let items: Option<Vec<Value>> =
                text.split(',').map(str::trim).map(|item| typed(item, &property["items"])).collect();
            items.map(Value::from)
        }
        kind => serde_json::from_str(text).ok().filter(|value: &Value| is(value, kind)),
    })
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

/// A JSON object, or why it is none.
pub(super) fn from_json(text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(arguments)) => Ok(arguments),
        Ok(_) => Err("the arguments after -d are a JSON object, such as {\"title\": \"Bug\"}".to_owned()),
        Err(error) => Err(format!("the arguments after -d are not JSON: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Value {
        json!({"properties": {
            "title": {"type": "string"},
            "number": {"type": "integer"},
            "ratio": {"type": ["number", "null"]},
            "draft": {"type": "boolean"},
            "labels": {"type": "array", "items": {"type": "string"}},
            "ids": {"anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "null"}]},
            "of": {"type": "object"},
            "either": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        }})
    }

    #[test]
    fn a_value_gets_the_type_of_its_argument() {
        for (pair, value) in [
            ("title=5", json!("5")),
            ("title=a=b", json!("a=b")),
            ("title=", json!("")),
            ("number=5", json!(5)),
            ("ratio=0.5", json!(0.5)),
            ("draft=true", json!(true)),
            ("labels=bug, ui", json!(["bug", "ui"])),
            ("labels=[\"a,b\"]", json!(["a,b"])),
            ("of={\"a\": 1}", json!({"a": 1})),
            ("either=5", json!("5")),
        ] {
            let read = from_pairs(&[pair.to_owned()], &schema());
            assert_eq!(read.map(|read| read.values().next().cloned()), Ok(Some(value)), "{pair}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (pair, message) in [
            ("title", "name=value"),
            ("titel=x", "did you mean `title`?"),
            ("zzzzzz=x", "no argument `zzzzzz`"),
            ("number=five", "`number` is integer, not `five`"),
            ("number=1.5", "`number` is integer"),
            ("draft=yes", "`draft` is boolean"),
            ("of=[1]", "`of` is object"),
        ] {
            let why = from_pairs(&[pair.to_owned()], &schema()).err().unwrap_or_default();
            assert!(why.contains(message), "{pair}: {why}");
        }
        for (text, message) in [("[1]", "JSON object"), ("{", "not JSON")] {
            assert!(from_json(text).is_err_and(|why| why.contains(message)), "{text}");
        }
    }
}
