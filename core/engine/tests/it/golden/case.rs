//! One golden case as it is written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub tool: String,
    pub scheme: String,
    pub arguments: Map<String, Value>,
    /// What is sent; for a procedure it is `exchange`.
    pub request: Option<Expected>,
    /// What `request` is answered with.
    pub reply: Option<Answer>,
    /// Requests in any order, each made once.
    #[serde(default)]
    exchange: Vec<Step>,
    /// The whole `data`.
    pub result: Option<Value>,
    /// The message of a failure, in place of a result.
    pub error: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub request: Expected,
    pub reply: Answer,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub status: u16,
    #[serde(default)]
    pub body: Value,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub method: String,
    pub url: String,
    /// All of them; `*` is any value. An exchange may leave them out.
    pub headers: Option<BTreeMap<String, String>>,
    /// JSON, or the text of a form. A member `{base64url: text}` stands for the text so encoded, with plain line ends; `*`
    /// is any value.
    pub body: Option<Value>,
}

impl Case {
    pub fn exchange(&self) -> Vec<Step> {
        let single = self.request.clone().zip(self.reply.clone()).map(|(request, reply)| Step { request, reply });
        self.exchange.iter().cloned().chain(single).collect()
    }
}

impl Expected {
    pub fn of<'a>(method: &str, url: &str, headers: impl Iterator<Item = (&'a str, &'a [u8])>, body: &[u8]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).unwrap();
        let body = (!body.is_empty()).then(|| text(body));
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: Some(headers.map(|(name, value)| (name.to_owned(), text(value))).collect()),
            body: body.map(|body| serde_json::from_str(&body).unwrap_or(Value::String(body))),
        }
    }

    /// Writes what was sent the way `expected` is written, so that the two can be compared.
    pub fn likened_to(&mut self, expected: &Self) {
        match (&mut self.headers, &expected.headers) {
            (Some(headers), Some(expected)) => {
                for (header, value) in headers {
                    if expected.get(header).is_some_and(|expected| expected == "*") {
                        "*".clone_into(value);
                    }
                }
            }
            _ => self.headers = None,
        }
        if let (Some(sent), Some(expected)) = (&mut self.body, &expected.body) {
            reveal(expected, sent);
        }
    }
}

/// Decodes the members that are written as `{base64url: text}`, and stars those that are written as `*`.
pub fn reveal(expected: &Value, sent: &mut Value) {
    match (expected, sent) {
        (Value::Object(members), sent @ Value::String(_)) if members.contains_key("base64url") => {
            let bytes = URL_SAFE_NO_PAD.decode(sent.as_str().unwrap().trim_end_matches('=')).unwrap_or_default();
            *sent = json!({"base64url": String::from_utf8_lossy(&bytes).replace("\r\n", "\n")});
        }
        (Value::String(any), sent) if any == "*" => *sent = Value::from("*"),
        (Value::Object(expected), Value::Object(sent)) => {
            for (name, value) in sent {
                if let Some(expected) = expected.get(name) {
                    reveal(expected, value);
                }
            }
        }
        (Value::Array(expected), Value::Array(sent)) => {
            for (expected, value) in expected.iter().zip(sent) {
                reveal(expected, value);
            }
        }
        _ => {}
    }
}

/// Encodes the members that are written as `{base64url: text}`.
pub fn conceal(value: &Value) -> Value {
    match value {
        Value::Object(members) => match members.get("base64url").and_then(Value::as_str) {
            Some(text) if members.len() == 1 => Value::from(URL_SAFE_NO_PAD.encode(text)),
            _ => members.iter().map(|(name, value)| (name.clone(), conceal(value))).collect(),
        },
        Value::Array(items) => items.iter().map(conceal).collect(),
        other => other.clone(),
    }
}

/// Every case of the folder, with its file and number.
pub fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let cases: Vec<Case> = serde_norway::from_str(&fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        all.extend(cases.into_iter().enumerate().map(|(number, case)| (format!("{name} case {}", number + 1), case)));
    }
    all
}
