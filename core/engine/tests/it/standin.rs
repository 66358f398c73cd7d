//! The stand-in provider, an engine pointed at it, and a browser that follows links.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use async_trait::async_trait;
use composio_core::clock::Clock;
use composio_core::{AttemptCookie, ConnectOutcome, Engine, FollowedLink, FrontDoor, OAuthCallback, Result, Settings};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use crate::clock::StillClock;

pub fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

/// The stand-in provider; it ends when its stdin does.
pub struct Standin {
    _process: Child,
    pub url: String,
    pub client_id: String,
    pub client_secret: String,
    http: reqwest::Client,
}

impl Standin {
    pub fn start() -> Self {
        let mut process = Command::new("python3")
            .arg(tests_folder().join("standin/provider.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the stand-in provider needs Python 3.10 or later as `python3`");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| ready[key].as_str().unwrap().to_owned();
        Self {
            url: text("url"),
            client_id: text("client_id"),
            client_secret: text("client_secret"),
            http: composio_core::http::client().unwrap(),
            _process: process,
        }
    }

    /// Calls the control API.
    pub async fn control(&self, path: &str, body: Value) {
        let url = format!("{}/_control/{path}", self.url);
        let response = self.http.post(url).body(body.to_string()).send().await.unwrap();
        assert!(response.status().is_success(), "{path}");
    }

    /// Posts a form as a provider's client would; the JSON it answers.
    pub async fn post_form(&self, path: &str, form: String) -> Value {
        let request = self
            .http
            .post(format!("{}{path}", self.url))
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        serde_json::from_slice(&request.send().await.unwrap().bytes().await.unwrap()).unwrap()
    }

    /// Requests the stand-in has seen under a path.
    pub async fn requests(&self, path: &str) -> Vec<Value> {
        let url = format!("{}/_control/requests?path={path}", self.url);
        let body = self.http.get(url).send().await.unwrap().bytes().await.unwrap();
        match serde_json::from_slice(&body).unwrap() {
            Value::Array(requests) => requests,
            Value::Object(mut page) => page["requests"].take().as_array().unwrap().clone(),
            other => panic!("{other}"),
        }
    }

    /// The public fields that point GitHub here.
    pub fn github_client(&self) -> Value {
        json!({
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "base_url": self.url,
            "authorization_url": format!("{}/login/oauth/authorize", self.url),
            "token_url": format!("{}/login/oauth/access_token", self.url),
        })
    }
}

/// Nothing listens: the tests play the browser on the engine itself.
struct Door;

#[async_trait]
impl FrontDoor for Door {
    async fn open(&self) -> Result<Url> {
        Ok(Url::parse("http://localhost:9900").unwrap())
    }
}

pub fn door() -> Arc<dyn FrontDoor> {
    Arc::new(Door)
}

/// An engine in a home of its own, with GitHub on the stand-in.
pub struct World {
    pub standin: Standin,
    pub engine: Engine,
    pub clock: Arc<StillClock>,
    pub home: TempDir,
    /// An OAUTH2 auth config for github.
    pub config: String,
    _door: Arc<dyn FrontDoor>,
}

pub async fn open(home: &Path, clock: Arc<dyn Clock>, door: &Arc<dyn FrontDoor>) -> Engine {
    let settings = Settings::load(json!({"home": home})).unwrap();
    let engine = Engine::builder(settings).clock(clock).open().await.unwrap();
    engine.set_front_door(door);
    engine
}

impl World {
    pub async fn new() -> Self {
        let (standin, clock, door) = (Standin::start(), StillClock::new(), door());
        let home = tempfile::tempdir().unwrap();
        let engine = open(home.path(), clock.clone(), &door).await;
        let request = json!({
            "toolkit": "github", "type": "use_custom_auth", "auth_scheme": "OAUTH2",
            "credentials": standin.github_client(),
        });
        let config = engine.call("auth_configs.create", request).await.unwrap()["id"].as_str().unwrap().to_owned();
        Self { standin, engine, clock, home, config, _door: door }
    }

    pub async fn call(&self, operation: &str, request: Value) -> Value {
        self.engine.call(operation, request).await.unwrap()
    }

    /// A session of ana's; its id.
    pub async fn session(&self) -> String {
        text(&self.call("sessions.create", json!({"user_id": "ana"})).await, "session_id")
    }

    /// A link for ana: the account's id and the link's token.
    pub async fn link(&self) -> (String, String) {
        let request = json!({"user_id": "ana", "auth_config_id": self.config, "allow_multiple": true,
                             "callback_url": "https://app.example/done?from=test"});
        let link = self.call("connected_accounts.link", request).await;
        (text(&link, "connected_account_id"), text(&link, "link_token"))
    }

    /// Follows a link to the provider.
    pub async fn follow(&self, token: &str) -> (Url, AttemptCookie) {
        match self.engine.follow_link(token, BTreeMap::new()).await.unwrap() {
            FollowedLink::Provider { url, cookie } => (url, cookie),
            FollowedLink::Done(outcome) => panic!("{outcome:?}"),
        }
    }

    /// Decides on the provider's consent page.
    pub async fn decide(&self, provider: &Url, decision: &str) -> OAuthCallback {
        let page = self.standin.http.get(provider.clone()).send().await.unwrap();
        let page = String::from_utf8(page.bytes().await.unwrap().to_vec()).unwrap();
        let field = |name: &str| {
            let start = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{page}"));
            page[start..].split('"').nth(3).unwrap().to_owned()
        };
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("consent", &field("consent"))
            .append_pair("login", &field("login"))
            .append_pair("decision", decision)
            .finish();
        let decided = self
            .standin
            .http
            .post(format!("{}/login/oauth/authorize/decision", self.standin.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .unwrap();
        let location = Url::parse(decided.headers()["location"].to_str().unwrap()).unwrap();
        let query: BTreeMap<String, String> = location.query_pairs().into_owned().collect();
        OAuthCallback {
            code: query.get("code").cloned(),
            state: query.get("state").cloned(),
            error: query.get("error").cloned(),
            error_description: query.get("error_description").cloned(),
        }
    }

    /// Follows a link to its end.
    pub async fn finish(&self, token: &str, decision: &str) -> ConnectOutcome {
        let (provider, cookie) = self.follow(token).await;
        let callback = self.decide(&provider, decision).await;
        self.engine.finish_oauth(callback, Some(&cookie.value)).await.unwrap()
    }

    /// Connects ana's GitHub account; its id.
    pub async fn connect(&self) -> String {
        let (account, token) = self.link().await;
        let outcome = self.finish(&token, "approve").await;
        assert_eq!(outcome.failure, None);
        account
    }

    pub async fn status(&self, account: &str) -> String {
        text(&self.call("connected_accounts.get", json!({"id": account})).await, "status")
    }

    /// Who GitHub says the session's user is.
    pub async fn whoami(&self, session: &str) -> Result<Value> {
        let request = json!({"session_id": session, "tool_slug": "GITHUB_GET_THE_AUTHENTICATED_USER"});
        self.engine.call("sessions.execute", request).await
    }
}

pub fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value}")).to_owned()
}
