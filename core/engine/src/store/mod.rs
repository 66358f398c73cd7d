//! What is remembered, as small traits.
//!
//! The engine creates ids and times; a store inserts and changes rows as given, each call one transaction. Access goes
//! through [`Store::project`], whose id leads every key. Changes that race are compare-and-set: the call says whether
//! it won.

mod sqlite;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::api::account::{Account, Attempt, Scheme, Status};
use crate::api::auth_config::AuthConfig;
use crate::api::page::{Page, PageRequest};
use crate::api::users::Erased;
use crate::error::Result;

pub use sqlite::{CallLog, SqliteStore};

#[async_trait]
pub trait Store: Send + Sync {
    fn project(&self, id: &str) -> Arc<dyn ProjectStore>;

    /// A fact about the store itself.
    async fn meta(&self, key: &str) -> Result<Option<Vec<u8>>>;
    /// Writes a fact unless it is there already; answers what is there.
    async fn put_meta_once(&self, key: &str, value: &[u8]) -> Result<Vec<u8>>;

    /// Wakes after rows may have changed, in this process or another. A hint: read the row again.
    fn changes(&self) -> watch::Receiver<u64>;
    async fn close(&self);
}

/// Everything one project owns.
pub trait ProjectStore: SessionStore + AuthConfigStore + AccountStore + AttemptStore + UserStore + Send + Sync {}

/// A session as stored; `config` is the canonical JSON of its configuration.
#[derive(Debug, Clone)]
pub struct SessionRow {
    pub id: String,
    pub user_id: String,
    pub config: String,
    pub config_version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A configuration a session had.
#[derive(Debug, Clone)]
pub struct FormerConfig {
    pub version: i64,
    pub config: String,
    pub created_at: DateTime<Utc>,
}

#[async_trait]
pub trait SessionStore {
    async fn insert_session(&self, session: &SessionRow) -> Result<()>;
    async fn session(&self, id: &str) -> Result<Option<SessionRow>>;
    /// Replaces the config and archives the one before it, if the stored version is still `session.config_version - 1`.
    async fn replace_session_config(&self, session: &SessionRow) -> Result<bool>;
    async fn former_configs(&self, session_id: &str) -> Result<Vec<FormerConfig>>;
    async fn delete_session(&self, id: &str) -> Result<bool>;
    async fn insert_session_token(&self, session_id: &str, hash: &[u8], at: DateTime<Utc>) -> Result<()>;
    /// The session a token opens.
    async fn session_of_token(&self, hash: &[u8]) -> Result<Option<String>>;
}

#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct AuthConfigFilter {
    pub toolkit: Option<String>,
    pub managed: Option<bool>,
    /// Disabled ones too.
    pub disabled: bool,
}

#[async_trait]
pub trait AuthConfigStore {
    async fn insert_auth_config(&self, config: &AuthConfig) -> Result<()>;
    async fn auth_config(&self, id: &str) -> Result<Option<AuthConfig>>;
    /// Those of these toolkits (of all, when none is named), the newest first.
    async fn auth_configs_of(&self, toolkits: &[String]) -> Result<Vec<AuthConfig>>;
    async fn list_auth_configs(&self, filter: &AuthConfigFilter, page: &PageRequest) -> Result<Page<AuthConfig>>;
    /// Replaces name, enabled and credentials, if the stored generation is still `expected`.
    async fn update_auth_config(&self, config: &AuthConfig, expected: i64) -> Result<bool>;
    /// Deletes it with its accounts and attempts.
    async fn delete_auth_config(&self, id: &str) -> Result<bool>;
    async fn count_accounts(&self, auth_config_id: &str) -> Result<u64>;
}

#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct AccountFilter {
    pub ids: Vec<String>,
    pub user_ids: Vec<String>,
    pub toolkits: Vec<String>,
    pub auth_config_ids: Vec<String>,
    pub statuses: Vec<Status>,
}

/// An account that exists, or the attempt that may become it.
#[derive(Debug, Clone)]
pub enum Connection {
    Account(Account),
    Attempt(Attempt),
}

/// A fresh credential for an account.
#[derive(Debug)]
pub struct Renewal<'a> {
    pub account_id: &'a str,
    /// The generation it replaces.
    pub expected: i64,
    pub sealed: &'a [u8],
    pub expires_at: Option<DateTime<Utc>>,
    pub at: DateTime<Utc>,
}

#[async_trait]
pub trait AccountStore {
    async fn account(&self, id: &str) -> Result<Option<Account>>;
    /// The account, or its latest attempt while there is none.
    async fn connection(&self, id: &str) -> Result<Option<Connection>>;
    /// A user's accounts for these toolkits (for all, when none is named), the most recently connected first.
    async fn accounts_of(&self, user_id: &str, toolkits: &[String]) -> Result<Vec<Account>>;
    async fn list_connections(
        &self,
        filter: &AccountFilter,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<Connection>>;
    async fn insert_account(&self, account: &Account) -> Result<()>;
    /// False when another renewal was first.
    async fn renew_account(&self, renewal: &Renewal<'_>) -> Result<bool>;
    /// Marks the account expired, if its credential is still that generation.
    async fn expire_account(&self, id: &str, generation: i64, reason: &str, at: DateTime<Utc>) -> Result<bool>;
    async fn set_account_disabled(&self, id: &str, disabled: bool, at: DateTime<Utc>) -> Result<bool>;
    async fn set_account_alias(&self, id: &str, alias: Option<&str>, at: DateTime<Utc>) -> Result<bool>;
    /// Remembers whose credential it is, if it is still that generation.
    async fn set_account_identity(&self, id: &str, generation: i64, identity: &str) -> Result<bool>;
    /// Deletes account and attempts of that id.
    async fn delete_connection(&self, id: &str) -> Result<bool>;
}

/// A single-use permission, known by the hash of its token.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub hash: Vec<u8>,
    pub kind: &'static str,
    pub subject: String,
    pub expires_at: DateTime<Utc>,
}

/// What a link's ticket says when it is looked at.
#[derive(Debug, Clone)]
pub struct TicketState {
    pub subject: String,
    pub expires_at: DateTime<Utc>,
    pub consumed: bool,
}

/// What is recorded when a link is followed to a provider.
#[derive(Debug)]
pub struct Followed<'a> {
    pub attempt_id: &'a str,
    pub ticket_hash: &'a [u8],
    pub state_hash: &'a [u8],
    pub cookie_hash: &'a [u8],
    pub sealed: &'a [u8],
    pub at: DateTime<Utc>,
}

#[async_trait]
pub trait AttemptStore {
    async fn start_attempt(&self, attempt: &Attempt, ticket: &Ticket) -> Result<()>;
    async fn attempt(&self, id: &str) -> Result<Option<Attempt>>;
    async fn attempt_by_state(&self, state_hash: &[u8]) -> Result<Option<Attempt>>;
    async fn ticket(&self, hash: &[u8]) -> Result<Option<TicketState>>;
    /// Keeps a ticket that belongs to no attempt.
    async fn issue_ticket(&self, ticket: &Ticket) -> Result<()>;
    /// Uses such a ticket up; false when somebody was first or its time is over.
    async fn consume_ticket(&self, hash: &[u8], at: DateTime<Utc>) -> Result<bool>;
    /// Consumes the ticket and moves the attempt to the provider; false when the ticket was consumed or has expired.
    async fn follow_attempt(&self, followed: &Followed<'_>) -> Result<bool>;
    /// Ends an open attempt with its account, new or reconnected; consumes `ticket_hash` where the link was a form.
    /// False when the attempt is no longer open.
    async fn complete_attempt(&self, attempt_id: &str, ticket_hash: Option<&[u8]>, account: &Account) -> Result<bool>;
    async fn fail_attempt(&self, attempt_id: &str, reason: &str, at: DateTime<Utc>) -> Result<bool>;
    /// Whether a user may still come to a page: an attempt is open, or a ticket of kind `setup`.
    async fn has_open_attempts(&self, now: DateTime<Utc>) -> Result<bool>;
    /// Whether an attempt that may still make or renew this account is open.
    async fn is_being_connected(&self, account_id: &str, now: DateTime<Utc>) -> Result<bool>;
    /// Whether an account or open attempt of the user for the toolkit goes by that alias.
    async fn alias_in_use(&self, user_id: &str, toolkit: &str, alias: &str, now: DateTime<Utc>) -> Result<bool>;
}

#[async_trait]
pub trait UserStore {
    async fn erase_user(&self, user_id: &str) -> Result<Erased>;
}

/// One executed call, without its arguments.
#[derive(Debug, Clone)]
pub struct CallRecord {
    pub id: String,
    pub session_id: Option<String>,
    pub user_id: String,
    pub tool: String,
    pub account_id: Option<String>,
    pub successful: bool,
    pub duration_ms: i64,
    pub at: DateTime<Utc>,
}

impl Scheme {
    pub(crate) fn stored(name: &str) -> Result<Self> {
        Self::from_name(name).ok_or_else(|| {
            crate::error::Error::new(
                crate::error::STORE_NEWER,
                format!("the store holds a way to sign in this version does not know, `{name}`; use a newer version"),
            )
        })
    }
}
