//! What a tool's definition and its arguments say to send. No credential is in it yet.

use std::collections::BTreeMap;

use ::http::{HeaderValue, Method};
use chrono::{DateTime, Utc};
use composio_catalog::{BodyFormat, Location, Param, Tool, Toolkit};
use serde_json::{Map, Value, json};
use url::Url;

use super::template;
use super::transform;
use crate::error::{Error, INTERNAL, REQUEST_INVALID, Result};
use crate::http::USER_AGENT;

/// A request without its credential.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    pub method: Method,
    pub url: Url,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Option<Body>,
    pub effect: Effect,
}

impl Outgoing {
    /// Gives it another body, as JSON.
    pub(super) fn set_json(&mut self, body: Value) {
        self.body = Some(Body::Json(body));
        self.headers.entry("content-type".to_owned()).or_insert_with(|| "application/json".to_owned());
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Json(Value),
    Form(Vec<(String, String)>),
}

/// Whether sending a request twice, or half, can harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Read,
    Write,
}

/// Builds the request of a tool. `arguments` have passed the tool's schema, so that defaults are filled in.
pub fn build(toolkit: &Toolkit, tool: &Tool, arguments: &Map<String, Value>, now: DateTime<Utc>) -> Result<Outgoing> {
    let mut outgoing = Outgoing {
        method: method(tool.method),
        url: url(tool, arguments)?,
        headers: headers(toolkit, tool, arguments)?,
        body: body(tool, arguments),
        effect: if tool.is_read() { Effect::Read } else { Effect::Write },
    };
    if let Some(body) = &outgoing.body {
        let media_type = match body {
            Body::Json(_) => "application/json",
            Body::Form(_) => "application/x-www-form-urlencoded",
        };
        outgoing.headers.entry("content-type".to_owned()).or_insert_with(|| media_type.to_owned());
    }
    if let Some(name) = &tool.request_transform {
        transform::request(name, &mut outgoing, arguments, now)?;
    }
    Ok(outgoing)
}

/// A further request that a tool of several makes: a GET of `template`, with the headers of the tool.
pub(super) fn read_of(
    toolkit: &Toolkit,
    tool: &Tool,
    template: &str,
    arguments: &Map<String, Value>,
) -> Result<Outgoing> {
    Ok(Outgoing {
        method: Method::GET,
        url: parse(tool, &template::url(template, arguments)?)?,
        headers: headers(toolkit, tool, arguments)?,
        body: None,
        effect: Effect::Read,
    })
}

/// Adds a query parameter. Space becomes `%20`, which every provider reads as a space.
pub(super) fn add_query(url: &mut Url, name: &str, value: &str) {
    let mut query = url.query().map(|query| format!("{query}&")).unwrap_or_default();
    query.push_str(&template::encode(name));
    query.push('=');
    query.push_str(&template::encode(value));
    url.set_query(Some(&query));
}

fn method(method: composio_catalog::Method) -> Method {
    match method {
        composio_catalog::Method::Get => Method::GET,
        composio_catalog::Method::Post => Method::POST,
        composio_catalog::Method::Put => Method::PUT,
        composio_catalog::Method::Patch => Method::PATCH,
        composio_catalog::Method::Delete => Method::DELETE,
    }
}

fn url(tool: &Tool, arguments: &Map<String, Value>) -> Result<Url> {
    let mut url = parse(tool, &template::url(&tool.url, arguments)?)?;
    for (param, value) in placed(tool, Location::Query, arguments) {
        let values = match value {
            Value::Array(items) if param.explode => items.as_slice(),
            whole => std::slice::from_ref(whole),
        };
        for text in values.iter().filter_map(template::text) {
            add_query(&mut url, &param.wire, &text);
        }
    }
    for (name, template) in &tool.query {
        if let Some(text) = template::query(template, arguments)? {
            add_query(&mut url, name, &text);
        }
    }
    Ok(url)
}

fn parse(tool: &Tool, address: &str) -> Result<Url> {
    Url::parse(address).map_err(|error| {
        Error::new(INTERNAL, format!("tool {} has no usable address: {error}", tool.slug)).with("tool", &*tool.slug)
    })
}

fn headers(toolkit: &Toolkit, tool: &Tool, arguments: &Map<String, Value>) -> Result<BTreeMap<String, String>> {
    let mut headers = BTreeMap::from([("user-agent".to_owned(), USER_AGENT.to_owned())]);
    let declared = toolkit.headers.iter().chain(&tool.headers);
    headers.extend(declared.map(|(name, value)| (name.to_ascii_lowercase(), value.clone())));
    for (param, value) in placed(tool, Location::Header, arguments) {
        let Some(text) = template::text(value) else { continue };
        if HeaderValue::from_str(&text).is_err() {
            let message =
                format!("argument `{}` cannot be a header: it holds a line break or control character", param.name);
            return Err(Error::new(REQUEST_INVALID, message).with("argument", &*param.name));
        }
        headers.insert(param.wire.to_ascii_lowercase(), text);
    }
    Ok(headers)
}

fn body(tool: &Tool, arguments: &Map<String, Value>) -> Option<Body> {
    let mut body = tool.body.clone();
    for (param, value) in placed(tool, Location::Body, arguments) {
        let (member, rest) =
            param.wire.split_once('.').map_or((&*param.wire, None), |(first, rest)| (first, Some(rest)));
        nest(body.entry(member).or_insert(Value::Null), rest, value.clone());
    }
    if let Some(document) = &tool.graphql {
        return Some(Body::Json(json!({"query": document, "variables": body})));
    }
    let declares = tool.params.iter().any(|param| param.location == Location::Body);
    let expected = declares && tool.method != composio_catalog::Method::Delete;
    if body.is_empty() && !expected {
        return None;
    }
    Some(match tool.body_format {
        BodyFormat::Json => Body::Json(Value::Object(body)),
        BodyFormat::Form => Body::Form(pairs(&body)),
    })
}

/// The arguments that go to one place, in the order the tool declares them.
fn placed<'a>(
    tool: &'a Tool,
    location: Location,
    arguments: &'a Map<String, Value>,
) -> impl Iterator<Item = (&'a Param, &'a Value)> {
    tool.params
        .iter()
        .filter(move |param| param.location == location)
        .filter_map(|param| arguments.get(&param.name).map(|value| (param, value)))
}

/// Puts a value at a path of members and places in lists. An argument wins over a constant in its way.
fn nest(slot: &mut Value, path: Option<&str>, value: Value) {
    let Some(path) = path else {
        *slot = merge(Some(slot.take()), value);
        return;
    };
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if let Ok(place) = first.parse::<usize>() {
        if !slot.is_array() {
            *slot = json!([]);
        }
        if let Value::Array(items) = slot {
            // A place after a gap is the next one.
            if place >= items.len() {
                items.push(Value::Null);
            }
            let last = items.len() - 1;
            nest(&mut items[place.min(last)], rest, value);
        }
        return;
    }
    if !slot.is_object() {
        *slot = json!({});
    }
    if let Value::Object(members) = slot {
        nest(members.entry(first).or_insert(Value::Null), rest, value);
    }
}

/// `over` on top of `under`; objects are merged member by member.
fn merge(under: Option<Value>, over: Value) -> Value {
    match (under, over) {
        (Some(Value::Object(mut under)), Value::Object(over)) => {
            for (name, value) in over {
                let merged = merge(under.remove(&name), value);
                under.insert(name, merged);
            }
            Value::Object(under)
        }
        (_, over) => over,
    }
}

/// A form has no nesting of its own; the common convention writes `a[b][0]`.
fn pairs(body: &Map<String, Value>) -> Vec<(String, String)> {
    fn flatten(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
        match value {
            Value::Object(members) => {
                for (member, value) in members {
                    flatten(format!("{name}[{member}]"), value, pairs);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    flatten(format!("{name}[{index}]"), value, pairs);
                }
            }
            scalar => pairs.extend(template::text(scalar).map(|text| (name, text))),
        }
    }
    let mut pairs = Vec::new();
    for (name, value) in body {
        flatten(name.clone(), value, &mut pairs);
    }
    pairs
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
