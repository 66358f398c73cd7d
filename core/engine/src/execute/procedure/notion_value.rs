//! One property of a Notion page in the form that its type wants.

use serde_json::{Value, json};

use super::super::transform::notion_text;

/// The types a value can be given for.
pub(super) const TYPES: [&str; 14] = [
    "title",
    "rich_text",
    "number",
    "select",
    "status",
    "multi_select",
    "checkbox",
    "date",
    "url",
    "email",
    "phone_number",
    "people",
    "relation",
    "files",
];

/// The value of a property of that type, or what is wrong with it.
pub(super) fn property(kind: &str, value: &Value) -> Result<Value, String> {
    let shown = || format!("cannot be {value}");
    let clears = value.is_null();
    Ok(match kind {
        "title" | "rich_text" if clears => json!([]),
        "title" | "rich_text" => notion_text::runs(&text(value).ok_or_else(shown)?, None, None),
        "multi_select" | "people" | "relation" | "files" => {
            list(value).ok_or_else(shown)?.into_iter().map(|item| listed(kind, &item)).collect()
        }
        "checkbox" => Value::from(truth(value).ok_or_else(|| format!("{}; give true or false", shown()))?),
        "number" | "select" | "status" | "date" | "url" | "email" | "phone_number" if clears => Value::Null,
        "number" => number(value).ok_or_else(|| format!("{}; give a number", shown()))?,
        "select" | "status" => json!({"name": text(value).ok_or_else(shown)?}),
        "date" => date(value).ok_or_else(|| format!("{}; give a date or `start/end`", shown()))?,
        "url" | "email" | "phone_number" => Value::from(text(value).ok_or_else(shown)?),
        "formula" | "rollup" | "created_time" | "created_by" | "last_edited_time" | "last_edited_by" | "unique_id"
        | "button" | "verification" => return Err("is computed by Notion and cannot be set".to_owned()),
        _ => return Err("is of a type that plain values cannot be given for; write it as Notion does".to_owned()),
    })
}

fn listed(kind: &str, item: &str) -> Value {
    match kind {
        "multi_select" => json!({"name": item}),
        "people" => json!({"object": "user", "id": item}),
        "files" => {
            let address = item.trim_end_matches('/');
            let name = address.rsplit('/').next().unwrap_or(address);
            json!({"type": "external", "name": name, "external": {"url": item}})
        }
        _ => json!({"id": item}),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A list of texts, or a text with commas; null is none.
fn list(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::Array(items) => items.iter().map(text).collect(),
        other => {
            Some(text(other)?.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect())
        }
    }
}

fn number(value: &Value) -> Option<Value> {
    match value {
        Value::Number(_) => Some(value.clone()),
        Value::String(text) => serde_json::from_str(text.trim()).ok().filter(Value::is_number),
        _ => None,
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Null => Some(false),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn date(value: &Value) -> Option<Value> {
    match value {
        Value::Object(members) if members.contains_key("start") => Some(value.clone()),
        Value::String(text) => Some(match text.split_once('/') {
            Some((start, end)) => json!({"start": start.trim(), "end": end.trim()}),
            None => json!({"start": text}),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_form_of_their_type() {
        let runs = |text| notion_text::runs(text, None, None);
        let cases = [
            ("title", json!("a"), runs("a")),
            ("rich_text", json!(7), runs("7")),
            ("rich_text", json!(null), json!([])),
            ("number", json!(7.5), json!(7.5)),
            ("number", json!(" 7 "), json!(7)),
            ("number", json!(null), json!(null)),
            ("select", json!("High"), json!({"name": "High"})),
            ("status", json!(null), json!(null)),
            ("multi_select", json!("a, b"), json!([{"name": "a"}, {"name": "b"}])),
            ("multi_select", json!(["a"]), json!([{"name": "a"}])),
            ("multi_select", json!(null), json!([])),
            ("checkbox", json!("Yes"), json!(true)),
            ("checkbox", json!(false), json!(false)),
            ("date", json!("2026-01-01"), json!({"start": "2026-01-01"})),
            ("date", json!("2026-01-01/2026-01-02"), json!({"start": "2026-01-01", "end": "2026-01-02"})),
            ("date", json!({"start": "x", "time_zone": "UTC"}), json!({"start": "x", "time_zone": "UTC"})),
            ("url", json!("https://x.org"), json!("https://x.org")),
            ("people", json!("u1"), json!([{"object": "user", "id": "u1"}])),
            ("relation", json!(["p1"]), json!([{"id": "p1"}])),
            (
                "files",
                json!(["https://x.org/a/b.pdf"]),
                json!([{"type": "external", "name": "b.pdf", "external": {"url": "https://x.org/a/b.pdf"}}]),
            ),
        ];
        for (kind, value, expected) in cases {
            assert_eq!(property(kind, &value), Ok(expected), "{kind} {value}");
        }
        for (kind, value) in [
            ("number", json!("many")),
            ("checkbox", json!("maybe")),
            ("title", json!({"a": 1})),
            ("date", json!(7)),
            ("rollup", json!(1)),
            ("place", json!(1)),
        ] {
            assert!(property(kind, &value).is_err(), "{kind} {value}");
        }
    }
}
