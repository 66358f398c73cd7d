//! The credential's place in a request, and the hosts it may go to.
//!
//! An [`Authorized`] request keeps the secret apart from everything that prints: what prints shows `REDACTED` where the
//! secret goes, and only [`Authorized::to_request`], called at the moment of sending, puts the two together.

use std::fmt;

use ::http::{HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use composio_catalog::{Place, Tool, Toolkit};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::{Origin, Url};

use super::request::{Body, Effect, Outgoing, add_query};
use super::response::ToolResult;
use crate::connect::{Credential, CredentialSecret};
use crate::error::{ACCOUNT_UNUSABLE, Error, HOST_NOT_ALLOWED, INTERNAL, Result};

/// Shown where a secret goes.
pub const REDACTED: &str = "REDACTED";

/// A request with its credential. It prints without the secret.
#[derive(Clone)]
pub struct Authorized {
    outgoing: Outgoing,
    placement: Option<Placement>,
}

#[derive(Clone)]
enum Placement {
    Header { name: String, prefix: String, secret: SecretString },
    Query { name: String, secret: SecretString },
}

/// The origins a credential may go to.
///
/// An account connected with hosts of its own (a self-hosted GitLab, say) goes to those alone: its credential is no
/// business of the declared host. Every other account goes to the declared hosts.
pub struct Hosts {
    allowed: Vec<Origin>,
}

impl Hosts {
    /// For a tool: its toolkit's host, and the one its own address names.
    pub fn of_tool(toolkit: &Toolkit, tool: &Tool, credential: &Credential) -> Self {
        Self::of([toolkit.base_url.as_str(), tool.url.as_str()], credential)
    }

    /// For a request that no tool describes.
    pub fn of_toolkit(toolkit: &Toolkit, credential: &Credential) -> Self {
        Self::of([toolkit.base_url.as_str()], credential)
    }

    fn of<'a>(declared: impl IntoIterator<Item = &'a str>, credential: &'a Credential) -> Self {
        let own: Vec<&str> = credential.base_urls.values().map(String::as_str).collect();
        let allowed = if own.is_empty() { declared.into_iter().collect() } else { own };
        Self { allowed: allowed.into_iter().filter_map(origin).collect() }
    }

    fn check(&self, url: &Url) -> Result<()> {
        if self.allowed.contains(&url.origin()) && url.username().is_empty() && url.password().is_none() {
            return Ok(());
        }
        let allowed: Vec<String> = self.allowed.iter().map(Origin::ascii_serialization).collect();
        let message = format!(
            "`{}` is not a host of this account; its credential goes to {} alone. Another host is set as `base_urls` \
             of the auth config, before the account is connected",
            url.origin().ascii_serialization(),
            allowed.join(", "),
        );
        Err(Error::new(HOST_NOT_ALLOWED, message).with("host", url.host_str().unwrap_or_default()))
    }
}

/// Points the request at the account's hosts, checks them and gives the credential its place.
pub fn authorize(mut outgoing: Outgoing, hosts: &Hosts, credential: &Credential) -> Result<Authorized> {
    outgoing.url = rehost(outgoing.url, credential)?;
    hosts.check(&outgoing.url)?;
    Ok(Authorized { outgoing, placement: placement(&credential.secret)? })
}

/// Points the request at the account's hosts and checks them, with no credential: the caller brought one.
pub fn without_credential(mut outgoing: Outgoing, hosts: &Hosts, credential: &Credential) -> Result<Authorized> {
    outgoing.url = rehost(outgoing.url, credential)?;
    hosts.check(&outgoing.url)?;
    Ok(Authorized { outgoing, placement: None })
}

impl Authorized {
    pub fn effect(&self) -> Effect {
        self.outgoing.effect
    }

    /// Host and port, for messages.
    pub fn host(&self) -> String {
        let url = &self.outgoing.url;
        let host = url.host_str().unwrap_or_default();
        url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// `{method, url, headers, body}` with the credential shown as `REDACTED`.
    pub fn redacted(&self) -> Value {
        let mut url = self.outgoing.url.clone();
        let mut headers = self.outgoing.headers.clone();
        match &self.placement {
            None => {}
            Some(Placement::Header { name, prefix, .. }) => {
                headers.insert(name.clone(), format!("{prefix}{REDACTED}"));
            }
            Some(Placement::Query { name, .. }) => add_query(&mut url, name, REDACTED),
        }
        let body = match &self.outgoing.body {
            None => Value::Null,
            Some(Body::Json(value)) => value.clone(),
            Some(Body::Form(pairs)) => Value::from(form(pairs)),
        };
        json!({"method": self.outgoing.method.as_str(), "url": url.as_str(), "headers": headers, "body": body})
    }

    /// The request with its secret. It is for the wire alone; header values that hold the secret are marked so.
    pub fn to_request(&self) -> Result<reqwest::Request> {
        let mut request = reqwest::Request::new(self.outgoing.method.clone(), self.outgoing.url.clone());
        for (name, value) in &self.outgoing.headers {
            request.headers_mut().insert(header_name(name)?, header_value(name, value)?);
        }
        match &self.placement {
            None => {}
            Some(Placement::Header { name, prefix, secret }) => {
                let mut value = header_value(name, &format!("{prefix}{}", secret.expose_secret()))?;
                value.set_sensitive(true);
                request.headers_mut().insert(header_name(name)?, value);
            }
            Some(Placement::Query { name, secret }) => add_query(request.url_mut(), name, secret.expose_secret()),
        }
        *request.body_mut() = match &self.outgoing.body {
            None => None,
            Some(Body::Json(value)) => Some(value.to_string().into()),
            Some(Body::Form(pairs)) => Some(form(pairs).into()),
        };
        Ok(request)
    }

    /// A provider that quotes the credential in its refusal does not get it into a result that way.
    pub fn scrub(&self, mut result: ToolResult) -> ToolResult {
        let (Some(error), Some(secret)) = (&result.error, self.secret()) else { return result };
        if !secret.is_empty() && error.contains(secret) {
            let clean = error.replace(secret, REDACTED);
            if let Value::Object(data) = &mut result.data {
                data.insert("message".to_owned(), Value::from(clean.as_str()));
            }
            result.error = Some(clean);
        }
        result
    }

    fn secret(&self) -> Option<&str> {
        self.placement.as_ref().map(|placement| match placement {
            Placement::Header { secret, .. } | Placement::Query { secret, .. } => secret.expose_secret(),
        })
    }
}

impl fmt::Debug for Authorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorized({})", self.redacted())
    }
}

fn placement(secret: &CredentialSecret) -> Result<Option<Placement>> {
    let header = |name: &str, prefix: &str, secret: SecretString| {
        if HeaderValue::from_str(secret.expose_secret()).is_err() {
            let message = "the account's credential holds a line break or control character and cannot be sent; \
                           connect the account again";
            return Err(Error::new(ACCOUNT_UNUSABLE, message));
        }
        Ok(Some(Placement::Header { name: name.to_ascii_lowercase(), prefix: prefix.to_owned(), secret }))
    };
    match secret {
        CredentialSecret::None => Ok(None),
        CredentialSecret::Placed { value, place: Place::Header { name, prefix } } => {
            header(name, prefix, value.clone())
        }
        CredentialSecret::Placed { value, place: Place::Query { name } } => {
            Ok(Some(Placement::Query { name: name.clone(), secret: value.clone() }))
        }
        CredentialSecret::Basic { username, password } => {
            let pair = STANDARD.encode(format!("{username}:{}", password.expose_secret()));
            header("authorization", "Basic ", pair.into())
        }
    }
}

/// Replaces a declared base by the account's own; the longest declared base that fits.
fn rehost(url: Url, credential: &Credential) -> Result<Url> {
    let fits = |base: &str| {
        let rest = url.as_str().strip_prefix(base)?;
        (rest.is_empty() || rest.starts_with(['/', '?'])).then(|| rest.to_owned())
    };
    let own = credential.base_urls.iter().filter_map(|(declared, own)| {
        let declared = declared.trim_end_matches('/');
        Some((declared.len(), fits(declared)?, own.trim_end_matches('/')))
    });
    let Some((_, rest, own)) = own.max_by_key(|(length, ..)| *length) else { return Ok(url) };
    Url::parse(&format!("{own}{rest}"))
        .map_err(|error| Error::new(INTERNAL, format!("the account's base URL `{own}` is unusable: {error}")))
}

/// The origin of a URL or URL template; a host that a template fills in is nobody's.
fn origin(template: &str) -> Option<Origin> {
    let end = template.find('{').unwrap_or(template.len());
    let url = Url::parse(&template[..end]).ok()?;
    let whole = end == template.len() || template[..end].matches('/').count() > 2;
    (whole && url.has_host()).then(|| url.origin())
}

fn form(pairs: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn header_name(name: &str) -> Result<HeaderName> {
    name.parse().map_err(|_| Error::new(INTERNAL, format!("`{name}` is no header name")))
}

/// The message names the header alone: its value may be a secret.
fn header_value(name: &str, value: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(value)
        .map_err(|_| Error::new(INTERNAL, format!("the value of header `{name}` holds a control character")))
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
