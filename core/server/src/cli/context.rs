//! What every command has: the console, the settings, and an engine that opens at the first call.

use composio_core::{Error, Result, Settings};
use serde_json::{Map, Value, json};

use super::arguments::Global;
use super::console::{Console, text};
use crate::Embedded;

pub(super) struct Context<'a> {
    pub console: &'a mut Console,
    pub user: String,
    overrides: Value,
    engine: Option<Embedded>,
}

impl<'a> Context<'a> {
    pub fn new(global: Global, console: &'a mut Console) -> Self {
        let mut overrides = Map::new();
        if let Some(home) = &global.home {
            overrides.insert("home".to_owned(), Value::from(home.to_string_lossy()));
        }
        if let Some(origin) = global.connect_origin {
            overrides.insert("connect_origin".to_owned(), Value::from(origin));
        }
        console.json = global.json;
        Self { console, user: global.user, overrides: Value::Object(overrides), engine: None }
    }

    /// The settings as they stand in the file and the environment now.
    pub fn settings(&self) -> Result<Settings> {
        Settings::load(self.overrides.clone())
    }

    /// The settings given on the command line.
    pub fn overrides(&self) -> &Value {
        &self.overrides
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

    /// The id of an account that was named by its id or its alias.
    pub async fn account(&mut self, named: &str) -> Result<String> {
        if named.starts_with("ca_") {
            return Ok(named.to_owned());
        }
        let request = json!({"user_ids": [self.user], "limit": 200});
        let known = self.call("connected_accounts.list", request).await?;
        let known = super::console::items(&known, "/items");
        if let Some(account) = known.iter().find(|account| text(account, "/alias") == named) {
            return Ok(text(account, "/id").to_owned());
        }
        let aliases = known.iter().map(|account| text(account, "/alias")).filter(|alias| !alias.is_empty());
        let hint = match nearest(named, aliases) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "list them with `composio accounts`".to_owned(),
        };
        let message = format!("the user `{}` has no account `{named}`; {hint}", self.user);
        Err(Error::new(composio_core::error::ACCOUNT_NOT_FOUND, message).with("connected_account", named))
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
