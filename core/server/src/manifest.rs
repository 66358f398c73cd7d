//! An OAuth client made from a manifest: the operator's browser carries a description of the app to the provider, which
//! makes the app and sends the browser back with a code that buys the app's id and secret.
//!
//! Rules only. The page is in `pages::setup`, the ticket in the engine.

use composio_core::error::{CLIENT_REJECTED, INTERNAL, PROVIDER_UNREACHABLE};
use composio_core::ids::hash_token;
use composio_core::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

/// Where the provider sends the browser back, under the Connect origin.
pub(crate) const RETURN_PATH: &str = "/setup/done";

/// What the page is about: the subject of its ticket. Nothing in it is secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AppManifest {
    pub toolkit: String,
    /// The provider's page the manifest is posted to.
    pub url: String,
    /// The form's field that carries it.
    pub form_field: String,
    pub manifest: Value,
    pub exchange: Exchange,
    /// Hosts to write down with the client, where they are not the toolkit's own.
    pub hosts: Vec<(String, String)>,
    /// Whether to write over a client that is there already.
    pub replace: bool,
}

/// How the code is turned into a client.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exchange {
    /// JSON pointer to the place of the manifest for the address the browser comes back to.
    pub return_to: String,
    /// The address to post to, with `{code}` in it.
    pub post: String,
    /// JSON pointers into the answer.
    pub client_id: String,
    pub client_secret: String,
}

/// What the provider made. Does not print.
pub(crate) struct MadeClient {
    pub client_id: String,
    pub client_secret: String,
    /// The app's page at the provider, where it says.
    pub page: Option<String>,
}

impl AppManifest {
    /// Writes into the manifest where the browser comes back to.
    pub(crate) fn returning_to(mut self, origin: &Url) -> Self {
        let address = format!("{}{RETURN_PATH}", origin.as_str().trim_end_matches('/'));
        if let Some(place) = self.manifest.pointer_mut(&self.exchange.return_to) {
            *place = Value::from(address);
        } else if let (Some(key), Value::Object(manifest)) =
            (self.exchange.return_to.strip_prefix('/').filter(|key| !key.contains('/')), &mut self.manifest)
        {
            manifest.insert(key.to_owned(), Value::from(address));
        }
        self
    }

    /// The address of the form, with the state that must come back.
    pub(crate) fn action(&self, state: &str) -> Result<Url> {
        let mut url = Url::parse(&self.url)
            .map_err(|error| Error::new(INTERNAL, format!("the toolkit's setup page is no address: {error}")))?;
        url.query_pairs_mut().append_pair("state", state);
        Ok(url)
    }

    pub(crate) fn exchange_url(&self, code: &str) -> Result<Url> {
        // Dots are not encoded, and would be a step in the path.
        if code.bytes().all(|byte| byte == b'.') {
            return Err(Error::new(CLIENT_REJECTED, "the provider sent a code that is none"));
        }
        let encoded: String = url::form_urlencoded::byte_serialize(code.as_bytes()).collect();
        Url::parse(&self.exchange.post.replace("{code}", &encoded))
            .map_err(|error| Error::new(INTERNAL, format!("the toolkit's exchange is no address: {error}")))
    }

    /// The client in the provider's answer.
    pub(crate) fn read(&self, status: u16, body: &[u8]) -> Result<MadeClient> {
        if status == 404 || status == 422 {
            return Err(Error::new(
                CLIENT_REJECTED,
                "the provider does not know the code it sent (it works once, for an hour)",
            ));
        }
        let answer: Option<Value> = (200..300).contains(&status).then(|| serde_json::from_slice(body).ok()).flatten();
        let text = |pointer: &str| answer.as_ref()?.pointer(pointer)?.as_str().map(str::to_owned);
        match (text(&self.exchange.client_id), text(&self.exchange.client_secret)) {
            (Some(client_id), Some(client_secret)) => {
                Ok(MadeClient { client_id, client_secret, page: text("/html_url") })
            }
            _ => Err(Error::new(
                PROVIDER_UNREACHABLE,
                format!("the provider answered {status} without the app's id and secret"),
            )),
        }
    }
}

/// What the provider carries along. It follows from the token but does not show it, so that neither needs storing.
pub(crate) fn state(token: &str) -> String {
    hash_token(&format!("setup state\n{token}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn app(manifest: Value, return_to: &str) -> AppManifest {
        AppManifest {
            toolkit: "github".into(),
            url: "https://github.com/settings/apps/new?x=1".into(),
            form_field: "manifest".into(),
            manifest,
            exchange: Exchange {
                return_to: return_to.into(),
                post: "https://api.github.com/app-manifests/{code}/conversions".into(),
                client_id: "/client_id".into(),
                client_secret: "/client_secret".into(),
            },
            hosts: Vec::new(),
            replace: false,
        }
    }

    #[test]
    fn the_manifest_says_where_the_browser_comes_back_to() {
        let origin = Url::parse("http://localhost:9900").unwrap();
        for (manifest, pointer) in [
            (json!({}), "/redirect_url"),
            (json!({"redirect_url": ""}), "/redirect_url"),
            (json!({"a": {"b": 1}}), "/a/b"),
        ] {
            let app = app(manifest, pointer).returning_to(&origin);
            assert_eq!(app.manifest.pointer(pointer).unwrap(), "http://localhost:9900/setup/done");
        }
    }

    #[test]
    fn a_code_cannot_leave_its_place_in_the_address() {
        let url = app(json!({}), "/r").exchange_url("../x?y#z/w").unwrap();
        assert!(url.path().ends_with("/conversions") && url.query().is_none() && url.fragment().is_none(), "{url}");
        for code in ["", ".", ".."] {
            assert!(app(json!({}), "/r").exchange_url(code).is_err(), "{code}");
        }
    }

    #[test]
    fn only_an_answer_with_both_values_is_a_client() {
        let app = app(json!({}), "/r");
        let whole = br#"{"client_id": "i", "client_secret": "s", "html_url": "https://github.com/apps/x"}"#;
        assert_eq!(app.read(201, whole).ok().unwrap().page.as_deref(), Some("https://github.com/apps/x"));
        for (status, body) in [(500, &whole[..]), (201, b"{\"client_id\": \"i\"}"), (200, b"<html>"), (404, b"{}")] {
            assert!(app.read(status, body).is_err(), "{status}");
        }
    }

    #[test]
    fn the_state_does_not_show_the_token() {
        assert_eq!(state("a"), state("a"));
        assert_ne!(state("a"), state("b"));
        assert!(!state("token").contains("token"));
    }
}
