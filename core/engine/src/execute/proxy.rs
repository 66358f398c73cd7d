//! Requests that no tool describes, sent with a toolkit's credential to the toolkit's own hosts alone.

use std::collections::BTreeMap;

use ::http::{HeaderMap, HeaderName, HeaderValue, Method};
use composio_catalog::{Place, Toolkit};
use serde_json::Value;
use url::Url;

use super::content::Content;
use super::place::{self, Authorized, Hosts};
use super::request::{Body, Effect, Outgoing, add_query};
use super::send::Answer;
use super::template;
use crate::api::sessions::{Proxied, ProxyParameter, ProxyPlace};
use crate::connect::{Credential, CredentialSecret};
use crate::error::{Error, HOST_NOT_ALLOWED, REQUEST_INVALID, Result};

/// What to send. `endpoint` is a path on the toolkit's base URL, or an absolute URL on one of its hosts.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub struct ProxyRequest {
    pub endpoint: String,
    pub method: String,
    pub body: Option<Value>,
    #[cfg_attr(test, serde(default))]
    pub parameters: Vec<ProxyParameter>,
}

const METHODS: [Method; 6] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD];

/// They belong to the connection, not to the request (RFC 9110 section 7.6.1), or are worked out from it.
const OURS: [&str; 12] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Answer headers that are for browsers, for the connection, or hold a session.
const UNTOLD: [&str; 20] = [
    "alt-svc",
    "connection",
    "content-encoding",
    "content-security-policy",
    "keep-alive",
    "nel",
    "permissions-policy",
    "proxy-authenticate",
    "referrer-policy",
    "report-to",
    "set-cookie",
    "set-cookie2",
    "strict-transport-security",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "x-content-type-options",
    "x-frame-options",
    "x-xss-protection",
];

/// Builds the request and gives the credential its place, unless the caller brought one.
pub fn build(toolkit: &Toolkit, request: ProxyRequest, credential: &Credential) -> Result<Authorized> {
    let method = method(&request.method)?;
    let mut outgoing = Outgoing {
        url: url(toolkit, &request.endpoint)?,
        headers: toolkit.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect(),
        body: request.body.filter(|body| !body.is_null()).map(Body::Json),
        effect: if matches!(method, Method::GET | Method::HEAD) { Effect::Read } else { Effect::Write },
        method,
    };
    if outgoing.body.is_some() {
        outgoing.headers.insert("content-type".to_owned(), "application/json".to_owned());
    }
    let mut brought = false;
    for ProxyParameter { name, value, place: side } in request.parameters {
        let value = template::text(&value).unwrap_or_default();
        match side {
            ProxyPlace::Query => add_query(&mut outgoing.url, &name, &value),
            ProxyPlace::Header => {
                let name = header(&name, &value, outgoing.body.is_some())?;
                brought |= carries_credential(&name, credential);
                outgoing.headers.insert(name, value);
            }
        }
    }
    let hosts = Hosts::of_toolkit(toolkit, credential);
    if brought {
        place::without_credential(outgoing, &hosts, credential)
    } else {
        place::authorize(outgoing, &hosts, credential)
    }
}

/// The answer as it came.
pub fn reply(answer: &Answer) -> Proxied {
    let data = match Content::of(answer) {
        Content::Empty => Value::Null,
        Content::Json(value) | Content::Binary(value) => value,
        Content::Html { page: text } | Content::Text(text) | Content::Broken { text, .. } => Value::String(text),
    };
    Proxied { status: answer.status.as_u16(), data, headers: told(&answer.headers) }
}

fn method(name: &str) -> Result<Method> {
    let wanted = name.to_ascii_uppercase();
    METHODS.into_iter().find(|method| method.as_str() == wanted).ok_or_else(|| {
        invalid("method", format!("`{name}` is not a method to send; use GET, POST, PUT, PATCH, DELETE or HEAD"))
    })
}

/// A relative endpoint is appended, never resolved: `//host` and `@host` stay on the toolkit's host.
fn url(toolkit: &Toolkit, endpoint: &str) -> Result<Url> {
    let endpoint = endpoint.trim();
    let absolute = endpoint.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let text = if absolute {
        endpoint.to_owned()
    } else {
        format!("{}/{}", toolkit.base_url, endpoint.strip_prefix('/').unwrap_or(endpoint))
    };
    let mut url =
        Url::parse(&text).map_err(|error| invalid("endpoint", format!("`{endpoint}` is no endpoint: {error}")))?;
    if !matches!(url.scheme(), "https" | "http") {
        let message = format!("`{endpoint}` is not an https address; give a path on {}", toolkit.base_url);
        return Err(Error::new(HOST_NOT_ALLOWED, message).with("toolkit", &*toolkit.slug));
    }
    url.set_fragment(None);
    Ok(url)
}

fn header(name: &str, value: &str, has_body: bool) -> Result<String> {
    let lower = name.to_ascii_lowercase();
    let fits = lower.parse::<HeaderName>().is_ok() && HeaderValue::from_str(value).is_ok();
    if !fits {
        return Err(invalid("parameters", format!("header `{name}` has a name or value that no header can have")));
    }
    if OURS.contains(&lower.as_str()) {
        return Err(invalid("parameters", format!("header `{name}` is set by the engine; leave it out")));
    }
    if has_body && lower == "content-type" && !value.to_ascii_lowercase().contains("json") {
        return Err(invalid("parameters", format!("the body is sent as JSON, so `{name}` cannot be `{value}`")));
    }
    Ok(lower)
}

/// The caller's Authorization replaces the account's credential, wherever that would go.
fn carries_credential(header: &str, credential: &Credential) -> bool {
    let own = match &credential.secret {
        CredentialSecret::Placed { place: Place::Header { name, .. }, .. } => name.eq_ignore_ascii_case(header),
        _ => false,
    };
    own || header == "authorization"
}

fn told(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in headers {
        let Ok(value) = value.to_str() else { continue };
        if UNTOLD.contains(&name.as_str()) || name.as_str().starts_with("access-control-") {
            continue;
        }
        let joined = told.remove(name.as_str()).map_or_else(|| value.to_owned(), |first| format!("{first}, {value}"));
        told.insert(name.to_string(), joined);
    }
    told
}

fn invalid(option: &'static str, message: String) -> Error {
    Error::new(REQUEST_INVALID, message).with("option", option)
}

#[cfg(test)]
#[path = "proxy_tests.rs"]
mod tests;
