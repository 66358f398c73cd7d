//! What every command has: the console, the settings, and an engine that opens at the first call.

use composio_core::{Error, Result, Settings};
use serde_json::{Map, Value, json};

use super::advice::{self, Facts};
use super::arguments::Global;
use super::console::{Console, items, text};
use super::failure::Failure;
use super::line::Flags;
use crate::Embedded;

pub(super) struct Context<'a> {
    pub console: &'a mut Console,
    pub user: String,
    flags: Flags,
    overrides: Value,
    engine: Option<Embedded>,
}

impl<'a> Context<'a> {
    pub fn new(global: Global, console: &'a mut Console) -> Self {
        let flags = Flags::of(&global);
        let mut overrides = Map::new();
        if let Some(home) = &global.home {
            overrides.insert("home".to_owned(), Value::from(home.to_string_lossy()));
        }
        if let Some(origin) = global.connect_origin {
            overrides.insert("connect_origin".to_owned(), Value::from(origin));
        }
        Self { console, user: global.user, flags, overrides: Value::Object(overrides), engine: None }
    }

    /// The settings as they stand in the file and the environment now.
    pub fn settings(&self) -> Result<Settings> {
        Settings::load(self.overrides.clone())
    }

    /// The settings given on the command line.
    pub fn overrides(&self) -> &Value {
        &self.overrides
    }

    /// A command to type next, for the same user and home.
    pub fn line(&self, words: &str) -> String {
        self.flags.line(words)
    }

    pub async fn engine(&mut self) -> Result<Embedded> {
        if let Some(engine) = &self.engine {
            return Ok(engine.clone());
        }
        let engine = Embedded::open(self.settings()?).await?;
        Ok(self.engine.insert(engine).clone())
    }

    pub async fn call(&mut self, operation: &str, request: Value) -> Result<Value> {
        self.engine().await?.call(operation, request).await
    }

    /// All pages of a list in one.
    pub async fn all(&mut self, operation: &str, mut request: Value) -> Result<Vec<Value>> {
        let mut found = Vec::new();
        request["limit"] = 200.into();
        loop {
            let page = self.call(operation, request.clone()).await?;
            found.extend_from_slice(items(&page, "/items"));
            if !page["next_cursor"].is_string() {
                return Ok(found);
            }
            request["cursor"] = page["next_cursor"].clone();
        }
    }

    /// Calls an operation of a session that lives only for this call.
    pub async fn call_in_session(&mut self, operation: &str, mut request: Value) -> Result<Value> {
        // A call that names an account chooses among several.
        let several = request.get("account").is_some();
        let session = json!({"user_id": self.user, "multi_account": {"enable": several}});
        let session = self.call("sessions.create", session).await?;
        let id = text(&session, "/session_id").to_owned();
        if let Value::Object(request) = &mut request {
            request.insert("session_id".to_owned(), Value::from(id.as_str()));
        }
        let answer = self.call(operation, request).await;
        self.call("sessions.delete", json!({"session_id": id})).await?;
        answer
    }

    /// Whether `connect` leads anywhere: there is a client to sign in with, or something to type.
    pub async fn connects(&mut self, toolkit: &str) -> Result<bool> {
        let details = self.call("toolkits.get", json!({"slug": toolkit})).await?;
        let typed = items(&details, "/auth_schemes").iter().any(|scheme| scheme != "OAUTH2");
        if typed || !items(&details, "/composio_managed_auth_schemes").is_empty() {
            return Ok(true);
        }
        let configs = self.call("auth_configs.list", json!({"toolkit": toolkit})).await?;
        Ok(items(&configs, "/items").iter().any(|config| config["status"] == "ENABLED"))
    }

    /// The line to type after a failure, where there is one.
    pub async fn next_line(&mut self, failure: &Failure) -> Option<String> {
        let (Failure::Error(error) | Failure::Misuse(error)) = failure else { return None };
        let facts = if self.console.json { Facts::default() } else { self.facts(error).await.unwrap_or_default() };
        advice::next(error, &facts).map(|words| self.line(&words))
    }

    async fn facts(&mut self, error: &Error) -> Result<Facts> {
        if !advice::ABOUT_ACCOUNTS.iter().any(|of| error.is(*of)) {
            return Ok(Facts::default());
        }
        let toolkit = error.context("toolkit").unwrap_or_default().to_owned();
        let account = match error.context("connected_account") {
            Some(id) => self.call("connected_accounts.get", json!({"id": id})).await?,
            None => {
                let request = json!({"user_ids": [self.user], "toolkit_slugs": [toolkit]});
                let known = self.all("connected_accounts.list", request).await?;
                known.into_iter().find(|account| account["connected_at"].is_string()).unwrap_or_default()
            }
        };
        Ok(Facts { connects: self.connects(&toolkit).await?, account })
    }

    pub async fn close(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.close().await;
        }
    }
}

/// The name that was probably meant.
pub(super) fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    composio_core::nearest(typed, names, 1).first().copied()
}
