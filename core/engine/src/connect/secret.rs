//! What is sealed into an account: its credential, and the hosts that credential may go to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use composio_catalog::{AuthScheme, Field, Place, Toolkit, Typed};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::credential::{Credential, CredentialSecret};
use super::oauth::Tokens;
use crate::api::account::Scheme;
use crate::error::{ACCOUNT_BAD_REQUEST, Error, INTERNAL, Result};

/// The sealed content of an account. Does not print.
#[derive(Clone, Serialize, Deserialize)]
pub struct AccountSecret {
    /// The protocol's `state.val`: tokens, or what the user typed.
    pub val: Map<String, Value>,
    pub base_urls: BTreeMap<String, String>,
    /// Where the refresh token may go.
    pub token_url: Option<String>,
}

impl AccountSecret {
    pub fn text(&self, key: &str) -> Option<&str> {
        self.val.get(key).and_then(Value::as_str)
    }

    /// Takes what a refresh granted; what it left out (often the refresh token) stays.
    #[must_use]
    pub fn renewed(&self, tokens: Tokens) -> Self {
        let mut renewed = self.clone();
        renewed.val.extend(tokens.val);
        renewed
    }

    /// The form a request takes it in.
    pub fn credential(&self, toolkit: &Toolkit, scheme: Scheme) -> Result<Credential> {
        let missing = || {
            Error::new(
                INTERNAL,
                format!("the stored credential for `{}` does not fit its scheme; reconnect the account", toolkit.slug),
            )
        };
        let bearer = || Place::Header { name: "Authorization".to_owned(), prefix: "Bearer ".to_owned() };
        let placed = |key: &str, place: Place| {
            let value = SecretString::from(self.text(key).ok_or_else(missing)?);
            Ok(CredentialSecret::Placed { value, place })
        };
        let secret = match toolkit.scheme(scheme.name()).ok_or_else(missing)? {
            AuthScheme::NoAuth {} => CredentialSecret::None,
            AuthScheme::OAuth2(oauth) => placed("access_token", oauth.place.clone().unwrap_or_else(bearer))?,
            AuthScheme::ApiKey(typed) | AuthScheme::BearerToken(typed) => {
                let field = typed.fields.first().ok_or_else(missing)?;
                placed(&field.name, typed.place.clone().unwrap_or_else(bearer))?
            }
            AuthScheme::Basic(_) => CredentialSecret::Basic {
                username: self.text("username").ok_or_else(missing)?.to_owned(),
                password: SecretString::from(self.text("password").unwrap_or_default()),
            },
        };
        Ok(Credential { secret, base_urls: self.base_urls.clone() })
    }
}

/// When tokens end.
pub fn expiry(tokens: &Tokens, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    tokens.expires_in.and_then(|seconds| now.checked_add_signed(chrono::TimeDelta::seconds(seconds)))
}

/// The fields a user types for a scheme; none for OAuth.
pub fn typed(scheme: &AuthScheme) -> Option<&Typed> {
    match scheme {
        AuthScheme::ApiKey(typed) | AuthScheme::BearerToken(typed) | AuthScheme::Basic(typed) => Some(typed),
        AuthScheme::OAuth2(_) | AuthScheme::NoAuth {} => None,
    }
}

/// Checks what was typed (or passed as `state.val`) against the scheme's fields.
pub fn read_typed(fields: &[Field], given: &Map<String, Value>) -> Result<Map<String, Value>> {
    let mut val = Map::new();
    for field in fields {
        // Other names the official packages give the one secret of a scheme.
        let names: &[&str] = match field.name.as_str() {
            "generic_api_key" => &["generic_api_key", "api_key"],
            name => &[name],
        };
        let value = names.iter().find_map(|name| given.get(*name)).filter(|value| !value.is_null());
        let text = match value {
            Some(Value::String(text)) => text.trim(),
            Some(_) => return Err(bad(format!("`{}` is a text", field.name))),
            None => "",
        };
        if text.is_empty() && field.required {
            return Err(bad(format!("{} is missing (`{}`)", field.title, field.name)));
        }
        if text.chars().any(char::is_control) {
            return Err(bad(format!("{} has a line break or control character; copy it again", field.title)));
        }
        if !text.is_empty() {
            val.insert(field.name.clone(), Value::from(text));
        }
    }
    for name in given.keys().filter(|name| *name != "status") {
        let known =
            fields.iter().any(|field| field.name == *name) || name == "api_key" && val.contains_key("generic_api_key");
        if !known {
            let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
            return Err(bad(format!("unknown field `{name}`; this scheme takes {}", names.join(", "))));
        }
    }
    Ok(val)
}

fn bad(message: impl Into<String>) -> Error {
    Error::new(ACCOUNT_BAD_REQUEST, message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn field(name: &str, required: bool) -> Field {
        Field { name: name.to_owned(), title: name.to_owned(), description: String::new(), secret: true, required }
    }

    #[test]
    fn typed_fields_are_checked_by_name() {
        let fields = [field("generic_api_key", true), field("region", false)];
        let read = |given: Value| read_typed(&fields, given.as_object().unwrap());
        assert_eq!(
            read(json!({"api_key": " k ", "status": "ACTIVE"})).unwrap(),
            *json!({"generic_api_key": "k"}).as_object().unwrap()
        );
        for (given, message) in [
            (json!({}), "generic_api_key is missing"),
            (json!({"generic_api_key": ""}), "is missing"),
            (json!({"generic_api_key": 5}), "is a text"),
            (json!({"generic_api_key": "a\nb"}), "line break"),
            (json!({"generic_api_key": "k", "token": "t"}), "unknown field `token`"),
        ] {
            assert!(read(given.clone()).unwrap_err().message.contains(message), "{given}");
        }
    }

    #[test]
    fn a_refresh_without_a_new_refresh_token_keeps_the_old_one() {
        let secret = AccountSecret {
            val: json!({"access_token": "old", "refresh_token": "keep"}).as_object().unwrap().clone(),
            base_urls: BTreeMap::new(),
            token_url: None,
        };
        let tokens = Tokens { val: json!({"access_token": "new"}).as_object().unwrap().clone(), expires_in: None };
        let renewed = secret.renewed(tokens);
        assert_eq!((renewed.text("access_token"), renewed.text("refresh_token")), (Some("new"), Some("keep")));
    }
}
