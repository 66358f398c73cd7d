//! Arguments put into the two template languages of a toolkit file.

use composio_catalog::template::{QueryPart, UrlPart, parse_query, parse_url, query_names};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::error::{Error, INTERNAL, REQUEST_INVALID, Result};

/// Everything but the unreserved characters (RFC 3986 section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One part of a path or query, in which nothing has a meaning any more.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The text a value stands for outside JSON: lists are joined by commas. `None` for what was not given.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(text).collect();
            (!items.is_empty()).then(|| items.join(","))
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => Some(value.to_string()),
    }
}

/// A URL template with its arguments.
pub(super) fn url(template: &str, arguments: &Map<String, Value>) -> Result<String> {
    let parts = parse_url(template).map_err(|error| broken(template, &error))?;
    let mut url = String::with_capacity(template.len());
    for part in parts {
        match part {
            UrlPart::Text(text) => url.push_str(text),
            UrlPart::Segment(name) => url.push_str(&segment(name, &in_path(name, arguments)?)?),
            UrlPart::Path(name) => {
                let value = in_path(name, arguments)?;
                // Models write `/src/main.rs` as often as `src/main.rs`; both mean the same file, and `/` the root.
                let path = value.trim_matches('/');
                let segments = path.split('/').filter(|_| !path.is_empty()).map(|part| segment(name, part));
                url.push_str(&segments.collect::<Result<Vec<_>>>()?.join("/"));
            }
        }
    }
    Ok(url)
}

/// A query template with its arguments; `None` when nothing is left of it.
pub(super) fn query(template: &str, arguments: &Map<String, Value>) -> Result<Option<String>> {
    let parts = parse_query(template).map_err(|error| broken(template, &error))?;
    let mut out = String::new();
    render(&parts, arguments, &mut out);
    let text = out.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn render(parts: &[QueryPart<'_>], arguments: &Map<String, Value>, out: &mut String) {
    for part in parts {
        match part {
            QueryPart::Text(text) => out.push_str(text),
            QueryPart::Argument(name) => {
                if let Some(value) = arguments.get(*name).and_then(text) {
                    out.push_str(&value);
                }
            }
            QueryPart::When { name, parts } => {
                if stands(arguments.get(*name), name, parts) {
                    render(parts, arguments, out);
                }
            }
        }
    }
}

/// A segment stands when its argument was given. One that does not write its argument is a switch: `false` is off.
fn stands(value: Option<&Value>, name: &str, parts: &[QueryPart<'_>]) -> bool {
    match value {
        Some(Value::Bool(false)) => query_names(parts).contains(&name),
        Some(value) => text(value).is_some_and(|text| !text.is_empty()),
        None => false,
    }
}

fn in_path(name: &str, arguments: &Map<String, Value>) -> Result<String> {
    arguments.get(name).and_then(text).ok_or_else(|| unfit(name, "is missing; it is a part of the address"))
}

/// `.` and `..` would name another resource than the one asked for, and no encoding of them survives a URL parser.
fn segment(name: &str, value: &str) -> Result<String> {
    match value {
        "" => Err(unfit(name, "has an empty part; give the name of something that exists")),
        "." | ".." => Err(unfit(name, "must not hold `.` or `..` as a part of a path")),
        _ => Ok(encode(value)),
    }
}

fn unfit(name: &str, what: &str) -> Error {
    Error::new(REQUEST_INVALID, format!("argument `{name}` {what}")).with("argument", name)
}

fn broken(template: &str, error: &dyn std::fmt::Display) -> Error {
    Error::new(INTERNAL, format!("template `{template}` of a tool is broken: {error}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn given(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn paths() {
        let cases = [
            ("/users/{name}", json!({"name": "ann"}), "/users/ann"),
            ("/users/{name}", json!({"name": "a/b c?#%"}), "/users/a%2Fb%20c%3F%23%25"),
            ("/users/{name}", json!({"name": "%2e%2e"}), "/users/%252e%252e"),
            ("/users/{name}", json!({"name": "żółć"}), "/users/%C5%BC%C3%B3%C5%82%C4%87"),
            ("/compare/{base}", json!({"base": "main...dev"}), "/compare/main...dev"),
            ("/items/{id}:run", json!({"id": 7}), "/items/7:run"),
            ("/contents/{+path}", json!({"path": "src/a b.rs"}), "/contents/src/a%20b.rs"),
            ("/contents/{+path}", json!({"path": "/src/main.rs"}), "/contents/src/main.rs"),
            ("/contents/{+path}", json!({"path": "/"}), "/contents/"),
        ];
        for (template, arguments, expected) in cases {
            assert_eq!(url(template, &given(&arguments)).unwrap(), expected, "{template} {arguments}");
        }
    }

    #[test]
    fn what_would_leave_its_place_in_the_path_is_refused() {
        let cases = [
            ("/users/{name}", json!({"name": ""})),
            ("/users/{name}", json!({"name": null})),
            ("/users/{name}", json!({})),
            ("/users/{name}", json!({"name": ".."})),
            ("/users/{name}", json!({"name": "."})),
            ("/contents/{+name}", json!({"name": "a/../../user"})),
            ("/contents/{+name}", json!({"name": "a//b"})),
        ];
        for (template, arguments) in cases {
            let error = url(template, &given(&arguments)).unwrap_err();
            assert!(error.is(REQUEST_INVALID) && error.message.contains("`name`"), "{template} {arguments}: {error}");
        }
    }

    #[test]
    fn queries() {
        let template = "{query}{?language: language:{language}}{?mine: author:@me}{?archived: archived:{archived}}";
        let cases = [
            (json!({"query": "web"}), Some("web")),
            (json!({"query": "web", "language": "rust"}), Some("web language:rust")),
            (json!({"query": "web", "language": null}), Some("web")),
            (json!({"query": "web", "language": ""}), Some("web")),
            (json!({"query": "web", "mine": true}), Some("web author:@me")),
            (json!({"query": "web", "mine": false}), Some("web")),
            (json!({"query": "web", "archived": false}), Some("web archived:false")),
            (json!({"language": "rust"}), Some("language:rust")),
            (json!({}), None),
        ];
        for (arguments, expected) in cases {
            assert_eq!(query(template, &given(&arguments)).unwrap().as_deref(), expected, "{arguments}");
        }
    }

    #[test]
    fn segments_nest() {
        let template = "{?min:stars:{min}..{?max:{max}}}";
        let cases = [
            (json!({"min": 1}), Some("stars:1..")),
            (json!({"min": 1, "max": 5}), Some("stars:1..5")),
            (json!({"max": 5}), None),
        ];
        for (arguments, expected) in cases {
            assert_eq!(query(template, &given(&arguments)).unwrap().as_deref(), expected, "{arguments}");
        }
    }

    #[test]
    fn a_broken_template_is_our_fault() {
        assert!(url("/a/{b", &Map::new()).unwrap_err().is(INTERNAL));
        assert!(query("{?a", &Map::new()).unwrap_err().is(INTERNAL));
    }
}
