//! The ladder of a toolkit: the ways to a first credential, the shortest one first.
//!
//! A step tells a person what to do at the provider, with whatever can be filled in beforehand filled in:
//! [`SetupStep::filled`] replaces the placeholders `{redirect_uri}`, `{application}` and `{scopes}`. In an address they
//! are percent-encoded.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One way to a credential. `scheme` is the way of signing in it leads to; `minutes` is what it takes a person who
/// has an account at the provider and does it for the first time, an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SetupStep {
    TokenPage(TokenPage),
    LocalLogin(LocalLogin),
    AppManifest(AppManifest),
    OwnClient(OwnClient),
}

/// The provider's page that makes a token or key, for the user to type in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenPage {
    pub scheme: String,
    /// What the button says: "Create a token on GitHub".
    pub title: String,
    #[serde(default)]
    pub minutes: u32,
    pub url: String,
    /// What `{manifest}` in the url stands for: the description of an app whose page shows its token.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub manifest: Map<String, Value>,
    #[serde(default)]
    pub note: String,
}

/// A login that is on the machine already. It is taken over only when somebody asks for it by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalLogin {
    pub scheme: String,
    pub title: String,
    #[serde(default)]
    pub minutes: u32,
    /// What one asks for it by: `gh`, `gcloud`.
    pub name: String,
    /// A command that prints the credential …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<String>>,
    /// … or a file that holds it, `~/` being the home folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    pub format: LoginFormat,
    /// What to run first where there is no such login yet.
    #[serde(default)]
    pub prepare: String,
    #[serde(default)]
    pub note: String,
}

/// What a login on the machine looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginFormat {
    /// The credential and nothing else.
    Token,
    /// Google's application-default credentials: client id, client secret and refresh token.
    GoogleAdc,
}

/// A description the provider turns into an OAuth client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppManifest {
    pub scheme: String,
    pub title: String,
    #[serde(default)]
    pub minutes: u32,
    /// With `{manifest}` in it a link; without, the manifest is posted there by a form.
    pub url: String,
    /// The form's field that carries the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_field: Option<String>,
    /// A text that is `{scopes}` alone becomes the list of them.
    pub manifest: Map<String, Value>,
    /// How the client's id and secret are fetched; without it, a person copies them from the provider's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
    #[serde(default)]
    pub note: String,
}

/// The provider sends the browser back with a code, and gives the new client for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// JSON pointer into the manifest: whoever sends it puts there the address the browser comes back to.
    pub return_to: String,
    /// The address to post to, with `{code}` in it.
    pub post: String,
    /// JSON pointers into the answer.
    pub client_id: String,
    pub client_secret: String,
}

/// A client made by hand on the provider's pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnClient {
    pub scheme: String,
    pub title: String,
    #[serde(default)]
    pub minutes: u32,
    pub url: String,
    /// What to enter where, in order.
    pub steps: Vec<String>,
    #[serde(default)]
    pub note: String,
}

/// What stands for the placeholders.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    pub redirect_uri: &'a str,
    /// The name of the application that asks.
    pub application: &'a str,
    /// Written with commas between them.
    pub scopes: &'a [String],
}

impl SetupStep {
    /// The protocol's name of the way of signing in this leads to.
    pub fn scheme(&self) -> &str {
        match self {
            Self::TokenPage(step) => &step.scheme,
            Self::LocalLogin(step) => &step.scheme,
            Self::AppManifest(step) => &step.scheme,
            Self::OwnClient(step) => &step.scheme,
        }
    }

    pub fn title(&self) -> &str {
        match self {
            Self::TokenPage(step) => &step.title,
            Self::LocalLogin(step) => &step.title,
            Self::AppManifest(step) => &step.title,
            Self::OwnClient(step) => &step.title,
        }
    }

    pub fn minutes(&self) -> u32 {
        match self {
            Self::TokenPage(step) => step.minutes,
            Self::LocalLogin(step) => step.minutes,
            Self::AppManifest(step) => step.minutes,
            Self::OwnClient(step) => step.minutes,
        }
    }

    /// The step with its placeholders filled.
    #[must_use]
    pub fn filled(&self, places: &Places<'_>) -> Self {
        let mut step = self.clone();
        match &mut step {
            Self::TokenPage(step) => {
                step.url = places.with_manifest(&step.url, &mut step.manifest);
                step.note = places.in_text(&step.note);
            }
            Self::LocalLogin(step) => {
                step.prepare = places.in_text(&step.prepare);
                step.note = places.in_text(&step.note);
            }
            Self::AppManifest(step) => {
                step.url = places.with_manifest(&step.url, &mut step.manifest);
                step.note = places.in_text(&step.note);
            }
            Self::OwnClient(step) => {
                step.url = places.in_url(&step.url);
                for text in &mut step.steps {
                    *text = places.in_text(text);
                }
                step.note = places.in_text(&step.note);
            }
        }
        step
    }
}

impl Places<'_> {
    fn in_url(&self, url: &str) -> String {
        self.replaced(url, &encoded)
    }

    /// The url of a manifest that is filled first.
    fn with_manifest(&self, url: &str, manifest: &mut Map<String, Value>) -> String {
        manifest.values_mut().for_each(|value| self.in_value(value));
        self.in_url(url).replace("{manifest}", &encoded(&Value::Object(manifest.clone()).to_string()))
    }

    fn in_text(&self, text: &str) -> String {
        self.replaced(text, &str::to_owned)
    }

    fn in_value(&self, value: &mut Value) {
        match value {
            Value::String(text) if text == "{scopes}" => {
                *value = self.scopes.iter().map(String::as_str).collect();
            }
            Value::String(text) => *text = self.in_text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.in_value(item)),
            Value::Object(map) => map.values_mut().for_each(|item| self.in_value(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// In one pass, so that what is filled in is not looked through again.
    fn replaced(&self, template: &str, written: &dyn Fn(&str) -> String) -> String {
        let scopes = self.scopes.join(",");
        let places =
            [("{redirect_uri}", self.redirect_uri), ("{application}", self.application), ("{scopes}", &*scopes)];
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            let (taken, value) = places
                .iter()
                .find(|(name, _)| from.starts_with(name))
                .map_or_else(|| (1, "{".to_owned()), |(name, value)| (name.len(), written(value)));
            filled.push_str(&value);
            rest = &from[taken..];
        }
        filled + rest
    }
}

/// Everything but the unreserved characters of RFC 3986 encoded.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn filled(step: Value) -> Value {
        let scopes = ["repo".to_owned(), "read:user".to_owned()];
        let places = Places { redirect_uri: "http://localhost:9900/cb", application: "A & {scopes}", scopes: &scopes };
        let step: SetupStep = serde_json::from_value(step).unwrap();
        serde_json::to_value(step.filled(&places)).unwrap()
    }

    #[test]
    fn an_address_holds_encoded_values() {
        let page = filled(json!({
            "kind": "token_page", "scheme": "BEARER_TOKEN", "title": "T", "minutes": 1,
            "url": "https://x.org/new?scopes={scopes}&description={application}", "note": "For {application}: {scopes}."
        }));
        assert_eq!(page["url"], "https://x.org/new?scopes=repo%2Cread%3Auser&description=A%20%26%20%7Bscopes%7D");
        assert_eq!(page["note"], "For A & {scopes}: repo,read:user.");
    }

    #[test]
    fn a_manifest_is_filled_and_put_into_its_link() {
        let app = filled(json!({
            "kind": "app_manifest", "scheme": "OAUTH2", "title": "T", "minutes": 2,
            "url": "https://x.org/new?m={manifest}",
            "manifest": {"name": "{application}", "callbacks": ["{redirect_uri}"], "scopes": {"user": "{scopes}"}}
        }));
        let manifest = json!({
            "name": "A & {scopes}", "callbacks": ["http://localhost:9900/cb"], "scopes": {"user": ["repo", "read:user"]}
        });
        assert_eq!(app["manifest"], manifest);
        assert_eq!(app["url"], format!("https://x.org/new?m={}", encoded(&manifest.to_string())));
    }

    #[test]
    fn what_a_person_reads_and_runs_is_filled_as_it_is() {
        let client = filled(json!({
            "kind": "own_client", "scheme": "OAUTH2", "title": "T", "minutes": 9, "url": "https://x.org/new",
            "steps": ["Enter {redirect_uri}."]
        }));
        assert_eq!(client["steps"], json!(["Enter http://localhost:9900/cb."]));
        let login = filled(json!({
            "kind": "local_login", "scheme": "OAUTH2", "title": "T", "minutes": 1, "name": "x", "file": "~/x",
            "format": "google_adc", "prepare": "x login --scopes={scopes}"
        }));
        assert_eq!(login["prepare"], "x login --scopes=repo,read:user");
        assert_eq!(login.get("command"), None);
    }
}
