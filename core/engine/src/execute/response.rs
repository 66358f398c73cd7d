//! What a provider's answer means: the result of a tool.

use ::http::StatusCode;
use chrono::{DateTime, Utc};
use composio_catalog::{Output, Tool};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Reply;
use super::content::{Content, title};
use super::failure::MAYBE_DONE;
use super::refusal;
use super::request::Effect;
use super::send::Answer;
use super::transform;
use crate::error::Result;

/// What a tool answers. A failure of the tool is a result like another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToolResult {
    /// An object; of a failure `{http_error, status_code, message}`.
    pub data: Value,
    pub error: Option<String>,
    pub successful: bool,
}

impl ToolResult {
    fn of(data: Value) -> Self {
        Self { data, error: None, successful: true }
    }

    pub(super) fn failed(http_error: &str, status: Option<u16>, message: String) -> Self {
        let data = json!({"http_error": http_error, "status_code": status, "message": message});
        Self { data, error: Some(message), successful: false }
    }
}

/// Reads an answer as the tool's definition says.
pub fn interpret(
    answer: &Answer,
    tool: &Tool,
    arguments: &Map<String, Value>,
    effect: Effect,
    now: DateTime<Utc>,
) -> Result<Reply> {
    let result = match read(answer, tool, effect, now) {
        Ok(Read::Json(value)) => shape(value, tool, arguments)?,
        Ok(Read::Other(data)) => ToolResult::of(data),
        Err(reply) => return Ok(reply),
    };
    Ok(Reply { result, unauthorized: false })
}

/// What a good answer holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Read {
    Json(Value),
    /// Nothing, text or bytes, as an object that says which.
    Other(Value),
}

/// Tells a good answer from a failure.
pub(super) fn read(answer: &Answer, tool: &Tool, effect: Effect, now: DateTime<Utc>) -> Result<Read, Reply> {
    let failed = |message: String| {
        let result = ToolResult::failed(&answer.status.to_string(), Some(answer.status.as_u16()), message);
        Reply { result, unauthorized: answer.status == StatusCode::UNAUTHORIZED }
    };
    let content = Content::of(answer);
    if !answer.status.is_success() {
        let mut message = refusal::message(answer, &content, now);
        if effect == Effect::Write && answer.status.is_server_error() {
            message = refusal::sentence(&message, MAYBE_DONE);
        }
        return Err(failed(message));
    }
    match content {
        Content::Json(value) => match complaint(&value, tool) {
            Some(complaint) => Err(Reply { unauthorized: complaint.unauthorized, ..failed(complaint.message) }),
            None => Ok(Read::Json(value)),
        },
        Content::Empty => Ok(Read::Other(json!({}))),
        Content::Text(text) => Ok(Read::Other(json!({"text": text}))),
        Content::Binary(data) => Ok(Read::Other(data)),
        Content::Html { page } => Err(failed(unusable(&refusal::page(answer.status, title(&page)), effect))),
        Content::Broken { error, .. } => {
            let what = format!("the provider answered with status {} and broken JSON: {error}", answer.status.as_u16());
            Err(failed(unusable(&what, effect)))
        }
    }
}

/// A reply as the tool shows it: its transform, then its pick.
pub(super) fn shape(mut value: Value, tool: &Tool, arguments: &Map<String, Value>) -> Result<ToolResult> {
    if let Some(name) = &tool.response_transform {
        value = transform::response(name, value, arguments)?;
    }
    Ok(ToolResult::of(object(pick(value, &tool.output))))
}

/// An answer as an object, which is what `data` always is.
pub(super) fn object(value: Value) -> Value {
    match value {
        Value::Object(_) => value,
        Value::Array(_) => json!({"items": value}),
        Value::Null => json!({}),
        scalar => json!({"value": scalar}),
    }
}

/// Why a reply of status 2xx is a failure all the same.
struct Complaint {
    message: String,
    unauthorized: bool,
}

/// Reads a reply for GraphQL's `errors`, then by the tool's own test.
fn complaint(value: &Value, tool: &Tool) -> Option<Complaint> {
    let unexplained = || "the provider refused and did not say why".to_owned();
    if tool.graphql.is_some()
        && let Some(errors) = value.get("errors").filter(|errors| errors.as_array().is_some_and(|all| !all.is_empty()))
    {
        return Some(Complaint { message: refusal::said(errors).unwrap_or_else(unexplained), unauthorized: false });
    }
    let success = tool.output.success.as_ref()?;
    if value.pointer(&success.pointer).unwrap_or(&Value::Null) == &success.equals {
        return None;
    }
    let said = |pointer: &String| value.pointer(pointer).and_then(refusal::said);
    let main = said(&success.error).unwrap_or_else(unexplained);
    let unauthorized = success.unauthorized.contains(&main);
    let parts: Vec<String> = std::iter::once(main).chain(success.details.iter().filter_map(said)).collect();
    Some(Complaint { message: parts.join(": "), unauthorized })
}

/// A member that is not there is null, so that the shape is always the same.
fn pick(value: Value, output: &Output) -> Value {
    if output.pick.is_empty() {
        return value;
    }
    let member = |pointer: &String| value.pointer(pointer).cloned().unwrap_or_default();
    output.pick.iter().map(|(name, pointer)| (name.clone(), member(pointer))).collect()
}

fn unusable(what: &str, effect: Effect) -> String {
    match effect {
        Effect::Read => what.to_owned(),
        Effect::Write => refusal::sentence(what, MAYBE_DONE),
    }
}

#[cfg(test)]
#[path = "response_tests.rs"]
mod tests;
