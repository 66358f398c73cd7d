//! Creating, reading, updating and deleting sessions.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use composio_catalog::Tool;

use super::config::SessionConfig;
use super::custom::echo;
use super::custom::own::Own;
use super::policy::{Policy, Verdict};
use super::resolution::{self, Chosen, Facts};
use super::{meta, options, tools, validate, view};
use crate::api::page::{Page, PageRequest};
use crate::api::sessions::{
    ConfigVersion, CreateSession, DeleteSession, ExperimentalView, GetSession, ListConfigHistory, SessionDeleted,
    SessionView, UpdateSession, Warning,
};
use crate::engine::Engine;
use crate::error::{
    CONFIG_CONFLICT, Error, INTERNAL, INVALID_ACCOUNT_IDS, INVALID_AUTH_CONFIG_IDS, REQUEST_INVALID, Result,
    SESSION_BAD_REQUEST, SESSION_NOT_FOUND,
};
use crate::ids::IdOf;
use crate::operations::Handle;
use crate::store::SessionRow;

/// A session as it was read for one call.
#[derive(Debug, Clone)]
pub struct Session {
    /// Empty for a call outside a session.
    pub id: String,
    pub user_id: String,
    pub config: SessionConfig,
    pub config_version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Where the call was made from inside a custom tool: the log id of that tool's call.
    pub within: Option<String>,
    own: OnceLock<Arc<Own>>,
}

impl Session {
    pub fn new(id: String, user_id: String, config: SessionConfig, now: DateTime<Utc>) -> Self {
        Self {
            id,
            user_id,
            config,
            config_version: 1,
            created_at: now,
            updated_at: now,
            within: None,
            own: OnceLock::new(),
        }
    }

    pub fn policy(&self) -> Policy<'_> {
        Policy::new(&self.config)
    }

    /// Its custom tools.
    pub fn own(&self) -> &Own {
        self.own.get_or_init(|| Arc::new(Own::of(&self.config.custom)))
    }

    /// Whether a tool, of the catalog or its own, is allowed here.
    pub fn verdict(&self, tool: &Tool) -> Verdict {
        match self.own().get(&tool.slug) {
            Some((_, about)) => self.policy().custom(about.extends_toolkit.as_deref()),
            None => self.policy().tool(tool),
        }
    }

    /// The account of a call.
    pub fn choose<'a>(&self, requested: Option<&str>, facts: &Facts<'a>) -> Result<Chosen<'a>> {
        match self.within {
            Some(_) => resolution::for_inner_call(&self.config, requested, facts),
            None => resolution::for_call(&self.config, requested, facts),
        }
    }

    /// Puts another configuration in place of today's.
    pub fn configure(&mut self, config: SessionConfig) {
        self.config = config;
        self.own = OnceLock::new();
    }

    /// Stands for the session of a call that has none: everything is allowed.
    pub fn none(user_id: &str, now: DateTime<Utc>) -> Self {
        Self::new(String::new(), user_id.to_owned(), SessionConfig::default(), now)
    }

    fn read(row: SessionRow) -> Result<Self> {
        Ok(Self {
            config_version: row.config_version,
            updated_at: row.updated_at,
            ..Self::new(row.id, row.user_id, read_config(&row.config)?, row.created_at)
        })
    }

    fn row(&self) -> Result<SessionRow> {
        Ok(SessionRow {
            id: self.id.clone(),
            user_id: self.user_id.clone(),
            config: serde_json::to_string(&self.config)
                .map_err(|error| Error::new(INTERNAL, format!("a session could not be written: {error}")))?,
            config_version: self.config_version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

fn read_config(text: &str) -> Result<SessionConfig> {
    serde_json::from_str(text)
        .map_err(|error| Error::new(INTERNAL, format!("a stored session cannot be read: {error}")))
}

impl Engine {
    /// The session of that id, as it stands now.
    pub(crate) async fn session(&self, id: &str) -> Result<Session> {
        let row = self.rows().session(id).await?.ok_or_else(|| {
            Error::new(
                SESSION_NOT_FOUND,
                format!("there is no session `{id}` here; it was deleted or belongs to another home, so create one"),
            )
            .with("session", id)
        })?;
        let mut session = Session::read(row)?;
        session.own = self.ready().of(&session.id, session.config_version, &session.config.custom).into();
        Ok(session)
    }

    /// Stores a session's new configuration as its next version, unless somebody else was faster.
    pub(super) async fn store_update(&self, mut session: Session) -> Result<Session> {
        let before = session.config_version;
        session.config_version += 1;
        session.updated_at = self.clock().now();
        if !self.rows().replace_session_config(&session.row()?).await? {
            return Err(conflict(&self.session(&session.id).await?, before));
        }
        Ok(session)
    }

    /// What only the store can tell: the auth configs and accounts named exist and are the right ones.
    async fn check_references(&self, user_id: &str, config: &SessionConfig) -> Result<()> {
        for (toolkit, id) in config.auth_configs.iter().flatten() {
            let known = self.rows().auth_config(id).await?;
            let wrong = match &known {
                None => "does not exist in this project".to_owned(),
                Some(known) if known.toolkit != *toolkit => format!("is for `{}`", known.toolkit),
                Some(_) => continue,
            };
            return Err(Error::new(
                INVALID_AUTH_CONFIG_IDS,
                format!("`auth_configs.{toolkit}`: the auth config `{id}` {wrong}"),
            )
            .with("auth_config", id.as_str())
            .with("toolkit", toolkit.as_str()));
        }
        for (toolkit, ids) in config.connected_accounts.iter().flatten() {
            for id in ids {
                let known = self.rows().account(id).await?;
                let wrong = match &known {
                    None => "does not exist in this project".to_owned(),
                    // Whose it is, is nobody else's business.
                    Some(known) if known.user_id != user_id => format!("is not one of user `{user_id}`"),
                    Some(known) if known.toolkit != *toolkit => format!("is for `{}`", known.toolkit),
                    Some(known) if known.disabled => "is disabled; enable it first".to_owned(),
                    Some(_) => continue,
                };
                return Err(Error::new(
                    INVALID_ACCOUNT_IDS,
                    format!("`connected_accounts.{toolkit}`: the account `{id}` {wrong}"),
                )
                .with("connected_account", id.as_str())
                .with("toolkit", toolkit.as_str()));
            }
        }
        Ok(())
    }

    pub(super) fn session_view(&self, session: &Session, warnings: Vec<Warning>) -> SessionView {
        SessionView {
            session_id: session.id.clone(),
            user_id: session.user_id.clone(),
            config: view::config(&session.user_id, &session.config),
            config_version: session.config_version,
            tool_slugs: tools::exposed_slugs(self.catalog(), session),
            experimental: experimental(&session.config),
            warnings,
            created_at: session.created_at.to_rfc3339(),
            updated_at: session.updated_at.to_rfc3339(),
        }
    }
}

impl Handle<CreateSession> for Engine {
    async fn handle(&self, request: CreateSession) -> Result<SessionView> {
        if request.user_id.is_empty() {
            return Err(Error::new(SESSION_BAD_REQUEST, "`user_id` must not be empty: it is your own id of the user")
                .with("option", "user_id"));
        }
        let mut config = options::create(&request.options)?;
        let warnings = validate::validate(&mut config, self.catalog())?;
        self.check_references(&request.user_id, &config).await?;
        let now = self.clock().now();
        let session = Session::new(IdOf::Session.mint(), request.user_id, config, now);
        self.rows().insert_session(&session.row()?).await?;
        Ok(self.session_view(&session, warnings))
    }
}

impl Handle<GetSession> for Engine {
    async fn handle(&self, request: GetSession) -> Result<SessionView> {
        Ok(self.session_view(&self.session(&request.session_id).await?, Vec::new()))
    }
}

impl Handle<UpdateSession> for Engine {
    async fn handle(&self, request: UpdateSession) -> Result<SessionView> {
        let mut session = self.session(&request.session_id).await?;
        if request.options.contains_key("user_id") {
            return Err(Error::new(REQUEST_INVALID, "a session's `user_id` does not change; create another session"));
        }
        if let Some(expected) = request.expected_config_version {
            if expected < 1 {
                return Err(Error::new(REQUEST_INVALID, "`expected_config_version` is a version, 1 or more")
                    .with("option", "expected_config_version"));
            }
            if expected != session.config_version {
                return Err(conflict(&session, expected));
            }
        }
        let mut config = options::update(&session.config, &request.options)?;
        let warnings = validate::validate(&mut config, self.catalog())?;
        self.check_references(&session.user_id, &config).await?;
        session.configure(config);
        let session = self.store_update(session).await?;
        Ok(self.session_view(&session, warnings))
    }
}

/// What the protocol keeps apart from the configuration.
fn experimental(config: &SessionConfig) -> Option<ExperimentalView> {
    let view = ExperimentalView {
        assistive_prompt: config.user_timezone.as_deref().map(|zone| meta::assistive_prompt(config, zone)),
        custom: echo::members(&config.custom),
    };
    (view.assistive_prompt.is_some() || !view.custom.is_empty()).then_some(view)
}

fn conflict(session: &Session, expected: i64) -> Error {
    Error::new(
        CONFIG_CONFLICT,
        format!(
            "the session is at config version {}, not {expected}: somebody else updated it; read it again and repeat",
            session.config_version
        ),
    )
    .with("config_version", session.config_version.to_string())
}

impl Handle<DeleteSession> for Engine {
    async fn handle(&self, request: DeleteSession) -> Result<SessionDeleted> {
        if !self.rows().delete_session(&request.session_id).await? {
            self.session(&request.session_id).await?;
        }
        Ok(SessionDeleted { session_id: request.session_id, deleted: true })
    }
}

impl Handle<ListConfigHistory> for Engine {
    async fn handle(&self, request: ListConfigHistory) -> Result<Page<ConfigVersion>> {
        let session = self.session(&request.session_id).await?;
        let page = PageRequest::new("config_history", &session.id, request.cursor.as_deref(), request.limit, 100)?;
        let version = |version: i64, at: DateTime<Utc>, config: &SessionConfig| ConfigVersion {
            version,
            created_at: at.to_rfc3339(),
            config: view::config(&session.user_id, config),
            experimental: experimental(config),
            is_current: version == session.config_version,
        };
        let mut versions = vec![version(session.config_version, session.updated_at, &session.config)];
        for former in self.rows().former_configs(&session.id).await? {
            versions.push(version(former.version, former.created_at, &read_config(&former.config)?));
        }
        let keyed = versions.into_iter().map(|version| (version.version.to_string(), version)).collect();
        let page = page.of(keyed, |(key, _)| key);
        Ok(Page {
            items: page.items.into_iter().map(|(_, version)| version).collect(),
            next_cursor: page.next_cursor,
            total_pages: page.total_pages,
            current_page: page.current_page,
            total_items: page.total_items,
        })
    }
}
