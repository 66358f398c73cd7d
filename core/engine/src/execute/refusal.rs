//! A provider's refusal in its own words, found in the shapes that providers use.

use ::http::{StatusCode, header};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use url::Url;

use super::content::{Content, title};
use super::retry;
use super::send::Answer;

/// Characters of a message; the rest is cut.
const LONGEST: usize = 1_000;
/// Details of a message; more of them say nothing new.
const MOST_DETAILS: usize = 10;
/// Members that hold the message itself, the most telling first.
const MESSAGES: [&str; 11] = [
    "message",
    "error_description",
    "error_message",
    "errorMessage",
    "detail",
    "msg",
    "error",
    "title",
    "description",
    "reason",
    "code",
];
/// Members that say which part of the request a detail is about.
const PLACES: [&str; 5] = ["resource", "field", "param", "path", "loc"];

/// Why the provider refused.
pub(super) fn message(answer: &Answer, content: &Content, now: DateTime<Utc>) -> String {
    let status = answer.status;
    let said = match content {
        _ if status.is_redirection() => redirect(answer),
        Content::Json(value) => words(value),
        Content::Html { page } => Some(self::page(status, title(page))),
        Content::Text(text) | Content::Broken { text, .. } => Some(text.clone()),
        Content::Empty | Content::Binary(_) => None,
    };
    let message = said.unwrap_or_else(|| format!("the provider answered {status} and did not say why"));
    let message = cut(message.trim());
    match retry::asked(&answer.headers, now) {
        Some(pause) => sentence(&message, &format!("It asks to wait {} seconds", pause.as_secs())),
        None => message,
    }
}

pub(super) fn page(status: StatusCode, title: Option<String>) -> String {
    let title = title.map(|title| format!(", titled `{title}`")).unwrap_or_default();
    format!("the provider answered with an HTML page (status {}) instead of data{title}", status.as_u16())
}

/// Appends a sentence of ours.
pub(super) fn sentence(message: &str, further: &str) -> String {
    let end = if message.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{message}{end} {further}.")
}

/// The query of a redirect may hold a signature, so it is not told.
fn redirect(answer: &Answer) -> Option<String> {
    let location = answer.headers.get(header::LOCATION)?.to_str().ok()?;
    let target = match Url::parse(location) {
        Ok(url) => format!("{}{}", url.origin().ascii_serialization(), url.path()),
        Err(_) => location.split(['?', '#']).next().unwrap_or_default().to_owned(),
    };
    Some(format!(
        "the provider redirects to {target} (status {}), where the request was not sent: a redirect carries no \
         credential. Ask for what is there by its present name or address",
        answer.status.as_u16(),
    ))
}

/// The message in a JSON value, with its details, cut to what is worth reading.
pub(super) fn said(value: &Value) -> Option<String> {
    words(value).map(|message| cut(&message))
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(items) => list(items.iter().filter_map(detail)),
        Value::Object(members) => {
            let main = MESSAGES.iter().find_map(|name| members.get(*name).and_then(words));
            let details = members.get("errors").and_then(|errors| match errors {
                Value::Object(fields) => list(fields.iter().filter_map(|(field, what)| placed(field, what))),
                other => words(other),
            });
            match (main, details) {
                (Some(main), Some(details)) if !main.contains(&details) => Some(format!("{main}: {details}")),
                (Some(main), _) => Some(main),
                (None, details) => details,
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// One of several: `Issue.title: missing_field`.
fn detail(value: &Value) -> Option<String> {
    let Value::Object(members) = value else { return words(value) };
    let what = words(value)?;
    let place = place(members);
    Some(if place.is_empty() { what } else { format!("{place}: {what}") })
}

fn placed(field: &str, what: &Value) -> Option<String> {
    words(what).map(|what| format!("{field}: {what}"))
}

fn place(members: &Map<String, Value>) -> String {
    let parts = PLACES.iter().filter_map(|name| match members.get(*name)? {
        Value::String(text) => Some(text.clone()),
        Value::Array(path) => Some(path.iter().map(plain).collect::<Vec<_>>().join(".")),
        _ => None,
    });
    parts.collect::<Vec<_>>().join(".")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn list(items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.take(MOST_DETAILS).collect();
    (!items.is_empty()).then(|| items.join("; "))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_providers_own_words_are_found() {
        let cases = [
            (json!({"message": "Not Found", "documentation_url": "https://x"}), Some("Not Found")),
            (
                json!({"message": "Validation Failed", "errors": [
                    {"resource": "Issue", "field": "title", "code": "missing_field"},
                    {"resource": "PullRequest", "code": "custom", "message": "No commits between a and b"},
                ]}),
                Some("Validation Failed: Issue.title: missing_field; PullRequest: No commits between a and b"),
            ),
            (
                json!({"message": "Invalid request.", "errors": ["a is long", "b is short"]}),
                Some("Invalid request.: a is long; b is short"),
            ),
            (json!({"error": "invalid_grant", "error_description": "The code expired"}), Some("The code expired")),
            (json!({"error": "quota exceeded"}), Some("quota exceeded")),
            (json!({"error": true, "message": "no"}), Some("no")),
            (
                json!({"error": {"code": 400, "message": "Bad id", "errors": [{"message": "Bad id", "reason": "invalid"}]}}),
                Some("Bad id"),
            ),
            (json!({"errors": [{"detail": "too old", "title": "Gone"}]}), Some("too old")),
            (json!({"errors": {"name": ["is blank", "is odd"]}}), Some("name: is blank; is odd")),
            (json!({"detail": [{"loc": ["body", 0, "x"], "msg": "field required"}]}), Some("body.0.x: field required")),
            (json!({"title": "Gone", "status": 410}), Some("Gone")),
            (json!([{"message": "one"}, {"message": "two"}]), Some("one; two")),
            (json!("just text"), Some("just text")),
            (json!({"message": ""}), None),
            (json!({"ok": false}), None),
            (json!(null), None),
        ];
        for (value, expected) in cases {
            assert_eq!(words(&value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn a_long_message_is_cut() {
        assert_eq!(cut(&"ż".repeat(LONGEST + 5)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn sentences_join() {
        assert_eq!(sentence("Slow down", "It asks to wait 7 seconds"), "Slow down. It asks to wait 7 seconds.");
        assert_eq!(sentence("Slow down!", "Wait"), "Slow down! Wait.");
    }
}
