//! Settings: plain data, the same from `composio.toml`, the environment, Python and Node.
//!
//! Later sources win: defaults, `$COMPOSIO_HOME/composio.toml`, the environment, what the program passes. Sample file:
//!
//! ```toml
//! connect_origin = "http://localhost:9900"   # where Connect pages are served; providers know its redirect URI
//! application_name = "Acme Assistant"        # shown to users on the Connect page
//! request_timeout_ms = 60000                 # for one request to a provider, all its bytes included
//! result_budget = 20000                      # characters of a result that goes to a model
//!
//! [managed.github]
//! client_id = "…"
//! client_secret = "…"
//! ```
//!
//! Environment: `COMPOSIO_HOME`, `COMPOSIO_CONNECT_ORIGIN`, `COMPOSIO_PUBLIC_URL`, `COMPOSIO_APPLICATION_NAME`,
//! `COMPOSIO_REQUEST_TIMEOUT_MS`, `COMPOSIO_RESULT_BUDGET`, and per toolkit `COMPOSIO_GITHUB_CLIENT_ID`,
//! `COMPOSIO_GITHUB_CLIENT_SECRET`.

mod sources;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use composio_catalog::Catalog;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use crate::error::{Error, FEATURE_NOT_AVAILABLE, Result, SETTINGS_INVALID};

pub use sources::SettingSource;

/// What an engine is configured with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the store, its key and `composio.toml` live. Default `~/.composio`.
    pub home: PathBuf,
    /// Where Connect pages are served. Default `http://localhost:9900`.
    pub connect_origin: Url,
    /// What users' browsers use instead of `connect_origin`, when something forwards to it.
    pub public_url: Option<Url>,
    /// Shown to users on the Connect page. Default `Composio`.
    pub application_name: String,
    /// For one request to a provider. Default 60 seconds.
    pub request_timeout: Duration,
    /// Characters of a result that goes to a model. Default 20,000.
    pub result_budget: usize,
    /// OAuth clients for the whole engine, by toolkit.
    pub managed: BTreeMap<String, ManagedClient>,
}

/// An OAuth client the operator configured for the whole engine (managed auth).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedClient {
    pub client_id: String,
    pub client_secret: Option<SecretString>,
    /// Instead of the toolkit's default scopes.
    pub scopes: Option<Vec<String>>,
    pub base_url: Option<String>,
    pub base_urls: Option<BTreeMap<String, String>>,
    pub authorization_url: Option<String>,
    pub token_url: Option<String>,
    pub revocation_url: Option<String>,
}

#[derive(Deserialize)]
struct Merged {
    connect_origin: Option<String>,
    public_url: Option<String>,
    application_name: Option<String>,
    request_timeout_ms: Option<u64>,
    result_budget: Option<usize>,
    #[serde(default)]
    managed: BTreeMap<String, ManagedClient>,
}

const KEYS: [&str; 9] = [
    "home",
    "api_key",
    "base_url",
    "connect_origin",
    "public_url",
    "application_name",
    "request_timeout_ms",
    "result_budget",
    "managed",
];

impl Settings {
    /// Reads every source; `overrides` is what the program passed, a JSON object with the keys of the file and `home`.
    pub fn load(overrides: Value) -> Result<Self> {
        Self::resolve(overrides, &process_environment(), std::env::home_dir())
    }

    fn resolve(overrides: Value, environment: &BTreeMap<String, String>, user_home: Option<PathBuf>) -> Result<Self> {
        let Value::Object(mut overrides) = overrides else {
            return Err(invalid("settings are an object of names and values"));
        };
        overrides.retain(|_, value| !value.is_null());
        let home = home(&overrides, environment, user_home)?;
        let mut merged = read_file(&home.join("composio.toml"))?;
        overlay(&mut merged, from_environment(environment)?);
        overlay(&mut merged, overrides);
        if merged.contains_key("base_url") {
            return Err(Error::new(
                FEATURE_NOT_AVAILABLE,
                "`base_url` (or COMPOSIO_BASE_URL) asks for a remote server, which this build cannot use yet; \
                 remove it and the engine runs in this process",
            )
            .with("option", "base_url"));
        }
        for key in merged.keys() {
            if !KEYS.contains(&key.as_str()) {
                let nearest = composio_catalog::nearest(key, KEYS, 1);
                let hint = nearest.first().map_or_else(
                    || format!("known settings: {}", KEYS.join(", ")),
                    |nearest| format!("did you mean `{nearest}`?"),
                );
                return Err(invalid(format!("unknown setting `{key}`; {hint}")).with("option", key.as_str()));
            }
        }
        let merged: Merged = serde_json::from_value(Value::Object(merged)).map_err(|error| {
            invalid(format!("settings cannot be read: {error}; see composio.toml in {}", home.display()))
        })?;
        let connect_origin =
            origin("connect_origin", merged.connect_origin.as_deref().unwrap_or("http://localhost:9900"))?;
        if connect_origin.scheme() != "http" {
            return Err(invalid(
                "`connect_origin` is where the engine itself listens, over http; an https address in \
                                front of it is `public_url`",
            ));
        }
        Ok(Self {
            home,
            connect_origin,
            public_url: merged.public_url.as_deref().map(|url| origin("public_url", url)).transpose()?,
            application_name: merged.application_name.unwrap_or_else(|| "Composio".to_owned()),
            request_timeout: Duration::from_millis(merged.request_timeout_ms.unwrap_or(60_000)),
            result_budget: merged.result_budget.unwrap_or(20_000),
            managed: merged.managed,
        })
    }

    /// Where providers send users back; what a developer registers with them.
    pub fn redirect_uri(&self) -> String {
        let origin = self.public_url.as_ref().unwrap_or(&self.connect_origin);
        format!("{}/api/v3.1/toolkits/auth/callback", origin.as_str().trim_end_matches('/'))
    }
}

fn process_environment() -> BTreeMap<String, String> {
    std::env::vars_os().filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?))).collect()
}

fn home(
    overrides: &Map<String, Value>,
    environment: &BTreeMap<String, String>,
    user_home: Option<PathBuf>,
) -> Result<PathBuf> {
    if let Some(given) = overrides.get("home") {
        let path = given.as_str().filter(|path| !path.is_empty()).ok_or_else(|| {
            invalid("`home` is the path of a folder, such as `/var/lib/composio`").with("option", "home")
        })?;
        return absolute(path, user_home);
    }
    if let Some(path) = environment.get("COMPOSIO_HOME").filter(|path| !path.is_empty()) {
        return absolute(path, user_home);
    }
    user_home.filter(|path| !path.as_os_str().is_empty()).map(|path| path.join(".composio")).ok_or_else(|| {
        invalid("this user has no home directory; set COMPOSIO_HOME (or pass `home`) to a folder for the store")
    })
}

/// The path as a shell would have read it, so that no folder called `~` is made and none depends on the working directory.
fn absolute(path: &str, user_home: Option<PathBuf>) -> Result<PathBuf> {
    let path = match (path.strip_prefix('~'), user_home) {
        (Some(""), Some(home)) => home,
        (Some(rest), Some(home)) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        (None, _) => PathBuf::from(path),
        (Some(_), _) => return Err(invalid(format!("the home `{path}` cannot be read; write the whole path"))),
    };
    std::path::absolute(&path).map_err(|error| invalid(format!("the home {} cannot be used: {error}", path.display())))
}

fn read_file(path: &Path) -> Result<Map<String, Value>> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| {
            let place = error.span().and_then(|span| text.get(..span.start)).map(place).unwrap_or_default();
            invalid(format!("{} is not valid TOML{place}: {}", path.display(), error.message()))
        }),
        // A home that is no folder is the store's to report.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Map::new()),
        Err(error) => Err(invalid(format!("{} cannot be read: {error}", path.display()))),
    }
}

/// Where a text ends, as editors count.
fn place(before: &str) -> String {
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!(" at line {line}, column {column}")
}

fn from_environment(environment: &BTreeMap<String, String>) -> Result<Map<String, Value>> {
    let mut settings = Map::new();
    for (variable, key) in [
        ("COMPOSIO_BASE_URL", "base_url"),
        ("COMPOSIO_CONNECT_ORIGIN", "connect_origin"),
        ("COMPOSIO_PUBLIC_URL", "public_url"),
        ("COMPOSIO_APPLICATION_NAME", "application_name"),
        ("COMPOSIO_REQUEST_TIMEOUT_MS", "request_timeout_ms"),
        ("COMPOSIO_RESULT_BUDGET", "result_budget"),
    ] {
        let Some(text) = environment.get(variable).filter(|text| !text.is_empty()) else { continue };
        let value = if matches!(key, "request_timeout_ms" | "result_budget") {
            let number: u64 =
                text.parse().map_err(|_| invalid(format!("{variable} is a whole number, not `{text}`")))?;
            Value::from(number)
        } else {
            Value::from(text.as_str())
        };
        settings.insert(key.to_owned(), value);
    }
    let mut managed: Map<String, Value> = Map::new();
    for (variable, value) in environment {
        let Some(rest) = variable.strip_prefix("COMPOSIO_") else { continue };
        for (suffix, key) in [("_CLIENT_ID", "client_id"), ("_CLIENT_SECRET", "client_secret")] {
            // A variable for a toolkit there is not (yet) may be somebody else's; a line of the file is a slip.
            let toolkit = rest.strip_suffix(suffix).filter(|_| !value.is_empty());
            if let Some(toolkit) = toolkit.filter(|name| Catalog::builtin().toolkit(name).is_some()) {
                let client = managed.entry(toolkit.to_lowercase()).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(client) = client {
                    client.insert(key.to_owned(), Value::from(value.as_str()));
                }
            }
        }
    }
    if !managed.is_empty() {
        settings.insert("managed".to_owned(), Value::Object(managed));
    }
    Ok(settings)
}

/// Lays `over` onto `base`, member by member.
fn overlay(base: &mut Map<String, Value>, over: Map<String, Value>) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(Value::Object(under)), Value::Object(value)) => overlay(under, value),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn origin(key: &'static str, text: &str) -> Result<Url> {
    let url = Url::parse(text.trim_end_matches('/'))
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some())
        .filter(|url| url.username().is_empty() && url.query().is_none() && url.fragment().is_none());
    url.ok_or_else(|| {
        invalid(format!("`{key}` is an address such as `http://localhost:9900`, not `{text}`")).with("option", key)
    })
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(SETTINGS_INVALID, message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn later_sources_win_member_by_member() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(
            home.path().join("composio.toml"),
            "application_name = 'file'\nresult_budget = 5\n[managed.github]\nclient_id = 'file'\nclient_secret = 's'",
        )
        .unwrap();
        let environment = environment(&[
            ("COMPOSIO_HOME", home.path().to_str().unwrap()),
            ("COMPOSIO_GITHUB_CLIENT_ID", "env"),
            ("COMPOSIO_RESULT_BUDGET", "6"),
        ]);
        let settings = Settings::resolve(json!({"result_budget": 7}), &environment, None).unwrap();
        assert_eq!(settings.application_name, "file");
        assert_eq!(settings.result_budget, 7);
        assert_eq!(settings.managed["github"].client_id, "env");
        assert!(settings.managed["github"].client_secret.is_some());
    }

    #[test]
    fn a_wrong_setting_says_what_to_write() {
        for (overrides, message) in [
            (json!({"home": "/x", "conect_origin": "http://localhost:1"}), "did you mean `connect_origin`?"),
            (json!({"home": "/x", "connect_origin": "localhost"}), "an address such as"),
            (json!({"home": "/x", "connect_origin": "https://a.example"}), "`public_url`"),
            (json!({"home": 5}), "path of a folder"),
            (json!({"home": "/x", "base_url": "http://localhost:1"}), "cannot use yet"),
            (json!({}), "set COMPOSIO_HOME"),
            (json!([]), "an object"),
        ] {
            let error = Settings::resolve(overrides.clone(), &BTreeMap::new(), None).unwrap_err();
            assert!(error.message.contains(message), "{overrides}: {error}");
        }
    }

    #[test]
    fn a_file_that_is_not_toml_says_where() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("composio.toml"), "application_name = 'é'\nresult_budget = = 5\n").unwrap();
        let error = Settings::resolve(json!({"home": home.path()}), &BTreeMap::new(), None).unwrap_err();
        assert!(error.message.contains("is not valid TOML at line 2, column 17: "), "{error}");
    }

    #[test]
    fn a_home_is_read_as_a_shell_reads_it() {
        let home = |path: &str| Settings::resolve(json!({"home": path}), &BTreeMap::new(), Some("/home/ana".into()));
        assert_eq!(home("~/x").unwrap().home, Path::new("/home/ana/x"));
        assert_eq!(home("~").unwrap().home, Path::new("/home/ana"));
        assert!(home("x").unwrap().home.is_absolute());
        assert!(home("~ben/x").is_err());
    }

    #[test]
    fn a_client_secret_does_not_print() {
        let overrides = json!({"home": "/x", "managed": {"github": {"client_id": "id", "client_secret": "hunter2"}}});
        let settings = Settings::resolve(overrides, &BTreeMap::new(), None).unwrap();
        assert!(!format!("{settings:?}").contains("hunter2"));
    }
}
