//! The engine: its parts put together, and the one list of operations it answers.

use std::sync::Arc;

use composio_catalog::Catalog;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, SystemClock};
use crate::connect::{Connect, FrontDoor, LinkPage, Parts, Vault, unknown_toolkit};
use crate::error::{ENGINE_CLOSED, Error, Result, SETTINGS_INVALID};
use crate::execute::local::{Local, LocalTools};
use crate::execute::{Executor, Limits};
use crate::ids::random_token;
use crate::operations;
use crate::session::Ready;
use crate::settings::Settings;
use crate::store::{CallLog, ProjectStore, SqliteStore, Store};

/// Embedded there is one project.
const PROJECT: &str = "default";
const HOME_ID: &str = "home.id";
/// Bytes of an answer, a provider's or a custom tool's; more is not taken.
const RESULT_CAP: usize = 10 * 1024 * 1024;

/// A running engine. Cheap to clone; clones are the same engine.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    settings: Arc<Settings>,
    catalog: Arc<Catalog>,
    store: Arc<dyn Store>,
    rows: Arc<dyn ProjectStore>,
    connect: Arc<Connect>,
    executor: Executor,
    local: Local,
    ready: Ready,
    calls: CallLog,
    clock: Arc<dyn Clock>,
    home_id: String,
    closed: CancellationToken,
}

/// Puts an engine together from parts of the caller's choice.
pub struct EngineBuilder {
    settings: Settings,
    clock: Arc<dyn Clock>,
    catalog: Arc<Catalog>,
}

impl EngineBuilder {
    /// Another clock than the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Other toolkits than those compiled in.
    #[must_use]
    pub fn catalog(mut self, catalog: Arc<Catalog>) -> Self {
        self.catalog = catalog;
        self
    }

    pub async fn open(self) -> Result<Engine> {
        let settings = Arc::new(self.settings);
        if let Some(toolkit) = settings.managed.keys().find(|slug| self.catalog.toolkit(slug).is_none()) {
            let error = unknown_toolkit(&self.catalog, toolkit);
            return Err(Error::new(SETTINGS_INVALID, format!("`managed.{toolkit}`: {error}")));
        }
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&settings.home).await?);
        let vault = Vault::open(&settings.home, store.as_ref()).await?;
        let home_id = store.put_meta_once(HOME_ID, random_token().as_bytes()).await?;
        let http = crate::http::client()?;
        let limits = Limits { request_timeout: settings.request_timeout, result_cap: RESULT_CAP };
        let connect = Connect::new(Parts {
            project: PROJECT.to_owned(),
            store: store.clone(),
            vault,
            catalog: self.catalog.clone(),
            settings: settings.clone(),
            clock: self.clock.clone(),
            http: http.clone(),
        });
        Ok(Engine(Arc::new(Inner {
            calls: CallLog::open(&settings.home, self.clock.now()).await?,
            rows: store.project(PROJECT),
            executor: Executor::new(http, self.clock.clone(), limits),
            local: Local::new(RESULT_CAP),
            ready: Ready::default(),
            catalog: self.catalog,
            clock: self.clock,
            connect: Arc::new(connect),
            home_id: String::from_utf8_lossy(&home_id).into_owned(),
            closed: CancellationToken::new(),
            settings,
            store,
        })))
    }
}

impl Engine {
    /// Opens the engine of a home.
    pub async fn open(settings: Settings) -> Result<Self> {
        Self::builder(settings).open().await
    }

    pub fn builder(settings: Settings) -> EngineBuilder {
        EngineBuilder { settings, clock: Arc::new(SystemClock), catalog: Catalog::builtin() }
    }

    /// Answers an operation of the list, as JSON. This is what every border calls.
    pub async fn call(&self, operation: &str, request: Value) -> Result<Value> {
        let answer = operations::dispatch(self, operation, request);
        tokio::select! {
            biased;
            () = self.0.closed.cancelled() => Err(Error::new(ENGINE_CLOSED, "the engine was closed; open a new one")),
            answer = answer => answer,
        }
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// A random id of the home, the same in each of its processes.
    pub fn home_id(&self) -> &str {
        &self.0.home_id
    }

    /// Names what serves the Connect pages. Held weakly: the door holds the engine.
    pub fn set_front_door(&self, door: &Arc<dyn FrontDoor>) {
        self.0.connect.set_front_door(door);
    }

    /// Names what runs the custom tools of this process, in place of any before. Held weakly.
    pub fn set_local_tools(&self, host: &Arc<dyn LocalTools>) {
        self.0.local.set_host(host);
    }

    /// What the page of a link shows.
    pub async fn link_page(&self, token: &str) -> Result<LinkPage> {
        self.0.connect.link_page(token).await
    }

    /// Whether a user may still come to a Connect page of this home.
    pub async fn has_open_attempts(&self) -> Result<bool> {
        self.0.rows.has_open_attempts(self.0.clock.now()).await
    }

    /// Writes what is queued and closes the store. Calls under way fail; closing again does nothing.
    pub async fn close(&self) {
        if self.0.closed.is_cancelled() {
            return;
        }
        self.0.closed.cancel();
        self.0.calls.close().await;
        self.0.store.close().await;
    }

    pub(crate) fn catalog(&self) -> &Arc<Catalog> {
        &self.0.catalog
    }

    pub(crate) fn connect(&self) -> &Arc<Connect> {
        &self.0.connect
    }

    pub(crate) fn executor(&self) -> &Executor {
        &self.0.executor
    }

    pub(crate) fn local(&self) -> &Local {
        &self.0.local
    }

    pub(crate) fn ready(&self) -> &Ready {
        &self.0.ready
    }

    pub(crate) fn rows(&self) -> &dyn ProjectStore {
        self.0.rows.as_ref()
    }

    pub(crate) fn calls(&self) -> &CallLog {
        &self.0.calls
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }
}
