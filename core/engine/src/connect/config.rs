//! The credentials of an auth config: its OAuth client and the hosts it points at.

use std::collections::BTreeMap;

use composio_catalog::{AuthScheme, OAuth2, Toolkit};
use serde_json::{Map, Value};
use url::{Host, Url};

use super::oauth::OAuthClient;
use crate::error::{AUTH_CONFIG_BAD_REQUEST, Error, NO_MANAGED_AUTH, Result};
use crate::settings::ManagedClient;

const KEYS: [&str; 8] = [
    "client_id",
    "client_secret",
    "scopes",
    "base_url",
    "base_urls",
    "authorization_url",
    "token_url",
    "revocation_url",
];

/// Members that may be shown; every other one is a secret.
pub const PUBLIC: [&str; 7] =
    ["client_id", "scopes", "base_url", "base_urls", "authorization_url", "token_url", "revocation_url"];

/// What a developer, or the operator for all of them, configured. Holds the client's secret and does not print.
#[derive(Clone, Default)]
pub struct ConfigCredentials {
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
    pub scopes: Option<Vec<String>>,
    /// Declared base URL → its replacement.
    pub base_urls: BTreeMap<String, String>,
    pub authorization_url: Option<String>,
    pub token_url: Option<String>,
}

impl ConfigCredentials {
    /// Reads the `credentials` of an auth config; every error names the member.
    pub fn read(credentials: &Map<String, Value>, toolkit: &Toolkit) -> Result<Self> {
        for key in credentials.keys() {
            if !KEYS.contains(&key.as_str()) {
                let nearest = composio_catalog::nearest(key, KEYS, 1);
                let hint = nearest.first().map_or_else(
                    || format!("known: {}", KEYS.join(", ")),
                    |nearest| format!("did you mean `{nearest}`?"),
                );
                return Err(bad(format!("unknown member `credentials.{key}`; {hint}")));
            }
        }
        let text = |key: &str| match credentials.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(bad(format!("`credentials.{key}` is a text that is not empty"))),
        };
        let mut base_urls = BTreeMap::new();
        if let Some(url) = text("base_url")? {
            base_urls.insert(toolkit.base_url.clone(), host_url("base_url", &url)?);
        }
        match credentials.get("base_urls") {
            None | Some(Value::Null) => {}
            Some(Value::Object(map)) => {
                for (declared, url) in map {
                    let url =
                        url.as_str().ok_or_else(|| bad(format!("`credentials.base_urls.{declared}` is a URL")))?;
                    base_urls.insert(declared.trim_end_matches('/').to_owned(), host_url("base_urls", url)?);
                }
            }
            Some(_) => return Err(bad("`credentials.base_urls` maps a declared base URL to the one to use")),
        }
        let endpoint = |key: &str| text(key)?.map(|url| host_url(key, &url)).transpose();
        endpoint("revocation_url")?;
        Ok(Self {
            client_id: text("client_id")?,
            client_secret: text("client_secret")?,
            scopes: scopes(credentials.get("scopes"))?,
            base_urls,
            authorization_url: endpoint("authorization_url")?,
            token_url: endpoint("token_url")?,
        })
    }

    /// The same of a managed client in the settings.
    pub fn managed(client: &ManagedClient, toolkit: &Toolkit) -> Result<Self> {
        use secrecy::ExposeSecret as _;
        let mut credentials = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                credentials.insert(key.to_owned(), value);
            }
        };
        put("client_id", Some(Value::from(client.client_id.as_str())));
        put("client_secret", client.client_secret.as_ref().map(|secret| Value::from(secret.expose_secret())));
        put("scopes", client.scopes.clone().map(Value::from));
        put("base_url", client.base_url.clone().map(Value::from));
        put("base_urls", client.base_urls.as_ref().map(|urls| serde_json::json!(urls)));
        put("authorization_url", client.authorization_url.clone().map(Value::from));
        put("token_url", client.token_url.clone().map(Value::from));
        put("revocation_url", client.revocation_url.clone().map(Value::from));
        Self::read(&credentials, toolkit)
    }

    /// The client and endpoints a sign-in uses.
    pub fn oauth_client(&self, toolkit: &Toolkit) -> Result<(OAuth2, OAuthClient)> {
        let Some(AuthScheme::OAuth2(scheme)) = toolkit.scheme("OAUTH2") else {
            return Err(bad(format!("`{}` does not sign in with OAUTH2", toolkit.slug)));
        };
        let Some(client_id) = self.client_id.clone() else {
            return Err(Error::new(
                NO_MANAGED_AUTH,
                format!(
                    "the OAuth client for `{slug}` is gone from the settings; run `composio setup {slug}`, or set \
                     [managed.{slug}] in composio.toml or COMPOSIO_{upper}_CLIENT_ID and COMPOSIO_{upper}_CLIENT_SECRET",
                    slug = toolkit.slug,
                    upper = toolkit.slug.to_uppercase()
                ),
            )
            .with("toolkit", toolkit.slug.as_str()));
        };
        let client = OAuthClient {
            client_id,
            client_secret: self.client_secret.clone(),
            authorization_url: self.authorization_url.clone().unwrap_or_else(|| scheme.authorization_url.clone()),
            token_url: self.token_url.clone().unwrap_or_else(|| scheme.token_url.clone()),
            scopes: self.scopes.clone().unwrap_or_else(|| scheme.scopes.default.clone()),
        };
        Ok((scheme.clone(), client))
    }
}

fn scopes(value: Option<&Value>) -> Result<Option<Vec<String>>> {
    let split = |text: &str| text.split([' ', ',']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(split(text))),
        Some(Value::Array(list)) => list
            .iter()
            .map(|scope| scope.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
            .map(Some)
            .ok_or_else(|| bad("`credentials.scopes` is a text or a list of texts")),
        Some(_) => Err(bad("`credentials.scopes` is a text or a list of texts")),
    }
}

/// A URL a credential may be sent to: https, or http on this machine.
fn host_url(key: &str, text: &str) -> Result<String> {
    let url = Url::parse(text).ok().filter(|url| {
        url.host().is_some() && url.username().is_empty() && url.password().is_none() && url.fragment().is_none()
    });
    let Some(url) = url else {
        return Err(bad(format!(
            "`credentials.{key}` is an absolute URL without user name and fragment, not `{text}`"
        )));
    };
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => {}
        "http" if loopback => {}
        _ => {
            return Err(bad(format!(
                "`credentials.{key}` must be https (http is for this machine only), not `{text}`"
            )));
        }
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn bad(message: impl Into<String>) -> Error {
    Error::new(AUTH_CONFIG_BAD_REQUEST, message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use composio_catalog::Catalog;
    use serde_json::json;

    use super::*;

    fn read(credentials: &Value) -> Result<ConfigCredentials> {
        let catalog = Catalog::builtin();
        ConfigCredentials::read(credentials.as_object().unwrap(), catalog.toolkit("github").unwrap())
    }

    #[test]
    fn wrong_credentials_name_the_member() {
        for (credentials, message) in [
            (json!({"clientid": "x"}), "did you mean `client_id`?"),
            (json!({"client_id": 5}), "`credentials.client_id`"),
            (json!({"scopes": 5}), "`credentials.scopes`"),
            (json!({"base_url": "ftp://x"}), "must be https"),
            (json!({"base_url": "http://example.com"}), "must be https"),
            (json!({"token_url": "https://u:p@example.com/"}), "without user name"),
            (json!({"base_urls": []}), "`credentials.base_urls`"),
        ] {
            let error = read(&credentials).err().unwrap();
            assert!(error.message.contains(message), "{credentials}: {error}");
        }
    }

    #[test]
    fn hosts_and_scopes_are_normalised() {
        let read = read(&json!({"base_url": "http://127.0.0.1:5/", "scopes": "repo, user"})).unwrap();
        assert_eq!(read.base_urls["https://api.github.com"], "http://127.0.0.1:5");
        assert_eq!(read.scopes.unwrap(), ["repo", "user"]);
    }
}
