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
    let unauthorized = answer.status == StatusCode::UNAUTHORIZED;
    let content = Content::of(answer);
    if !answer.status.is_success() {
        let mut message = refusal::message(answer, &content, now);
        if effect == Effect::Write && answer.status.is_server_error() {
            message = refusal::sentence(&message, MAYBE_DONE);
        }
        return Ok(Reply { result: failed(answer.status, message), unauthorized });
    }
    let result = match content {
        Content::Empty => ToolResult::of(json!({})),
        Content::Json(value) => ToolResult::of(shape(value, tool, arguments)?),
        Content::Text(text) => ToolResult::of(json!({"text": text})),
        Content::Binary(data) => ToolResult::of(data),
        Content::Html { page } => failed(answer.status, unusable(&refusal::page(answer.status, title(&page)), effect)),
        Content::Broken { error, .. } => {
            let what = format!("the provider answered with status {} and broken JSON: {error}", answer.status.as_u16());
            failed(answer.status, unusable(&what, effect))
        }
    };
    Ok(Reply { result, unauthorized })
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

fn shape(mut value: Value, tool: &Tool, arguments: &Map<String, Value>) -> Result<Value> {
    if let Some(name) = &tool.response_transform {
        value = transform::response(name, value, arguments)?;
    }
    Ok(object(pick(value, &tool.output)))
}

/// A member that is not there is null, so that the shape is always the same.
fn pick(value: Value, output: &Output) -> Value {
    if output.pick.is_empty() {
        return value;
    }
    let member = |pointer: &String| value.pointer(pointer).cloned().unwrap_or_default();
    output.pick.iter().map(|(name, pointer)| (name.clone(), member(pointer))).collect()
}

fn failed(status: StatusCode, message: String) -> ToolResult {
    ToolResult::failed(&status.to_string(), Some(status.as_u16()), message)
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
