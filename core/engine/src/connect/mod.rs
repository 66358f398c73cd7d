//! Connecting users' accounts: auth configs, attempts and their links, accounts, and fresh credentials.
//!
//! An attempt becomes an account: [`links`] makes a ticket and shows its page, following it leads to the provider or
//! takes what the user typed, [`callback`] ends at the provider's answer. What was typed or brought is a [`draft`]
//! first, so that whoever composes this room with the sending of requests can try it. [`refresh`] keeps what was granted fresh;
//! [`vault`] is the only place where a credential is sealed and opened.

mod accounts;
mod auth_configs;
mod callback;
mod client_check;
mod config;
mod credential;
mod draft;
mod links;
mod oauth;
mod refresh;
mod secret;
mod setup_ticket;
mod token_endpoint;
mod turns;
mod vault;
mod wait;

use std::sync::{Arc, OnceLock, Weak};

use async_trait::async_trait;
use composio_catalog::{Catalog, OAuth2, SetupStep, Toolkit};
use url::Url;

use self::config::ConfigCredentials;
use self::oauth::OAuthClient;
use crate::clock::Clock;
use crate::error::{Error, ORIGIN_UNAVAILABLE, Result, TOOLKIT_NOT_FOUND};
use crate::settings::Settings;
use crate::store::{ProjectStore, Store};

pub use callback::{ConnectOutcome, OAuthCallback, OAuthStep, attempt_cookie_name};
pub use credential::{Credential, CredentialSecret};
pub use draft::{Draft, Initiation};
pub use links::{AttemptCookie, FollowedLink, LinkPage, LinkStep, NewLink, check_callback_url};
pub use refresh::Fresh;
pub use setup_ticket::SetupTicket;
pub use vault::Vault;

/// What serves the Connect pages; the engine itself listens nowhere.
#[async_trait]
pub trait FrontDoor: Send + Sync {
    /// The public origin, once it is being served by this process or another one of the same home.
    async fn open(&self) -> Result<Url>;
}

/// The connections of one project.
pub struct Connect {
    project: String,
    rows: Arc<dyn ProjectStore>,
    store: Arc<dyn Store>,
    vault: Vault,
    catalog: Arc<Catalog>,
    settings: Arc<Settings>,
    clock: Arc<dyn Clock>,
    http: reqwest::Client,
    door: OnceLock<Weak<dyn FrontDoor>>,
    refreshes: refresh::InFlight,
    /// Of attempts whose answer has come.
    answers: turns::Turns,
}

/// What [`Connect`] is made of.
pub struct Parts {
    pub project: String,
    pub store: Arc<dyn Store>,
    pub vault: Vault,
    pub catalog: Arc<Catalog>,
    pub settings: Arc<Settings>,
    pub clock: Arc<dyn Clock>,
    pub http: reqwest::Client,
}

impl Connect {
    pub fn new(parts: Parts) -> Self {
        Self {
            rows: parts.store.project(&parts.project),
            project: parts.project,
            store: parts.store,
            vault: parts.vault,
            catalog: parts.catalog,
            settings: parts.settings,
            clock: parts.clock,
            http: parts.http,
            door: OnceLock::new(),
            refreshes: refresh::InFlight::default(),
            answers: turns::Turns::default(),
        }
    }

    /// Names what serves the Connect pages. The first one stays.
    pub fn set_front_door(&self, door: &Arc<dyn FrontDoor>) {
        let _ = self.door.set(Arc::downgrade(door));
    }

    /// Wakes after connections may have changed. A hint: look again.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.store.changes()
    }

    async fn origin(&self) -> Result<Url> {
        let door = self.door.get().and_then(Weak::upgrade).ok_or_else(|| {
            Error::new(
                ORIGIN_UNAVAILABLE,
                "nothing serves the Connect pages of this engine, so no link can be made; open it with a server",
            )
        })?;
        door.open().await
    }

    /// The client and endpoints a sign-in uses.
    fn oauth_client(&self, credentials: &ConfigCredentials, toolkit: &Toolkit) -> Result<(OAuth2, OAuthClient)> {
        credentials.oauth_client(toolkit).map_err(|error| self.with_redirect(error))
    }

    /// Whoever has to register a client needs to know where it sends the browser back.
    fn with_redirect(&self, mut error: Error) -> Error {
        let redirect = self.settings.redirect_uri();
        error.message = format!("{}; its redirect URI is {redirect}", error.message);
        error.with("redirect_uri", redirect)
    }

    /// The ways to a first credential of the toolkit, the shortest one first, filled in for this home.
    pub fn setup(&self, toolkit: &Toolkit) -> Vec<SetupStep> {
        toolkit.setup(&self.settings.redirect_uri(), &self.settings.application_name).collect()
    }

    /// The toolkit of that slug, or an error with the nearest ones.
    pub fn toolkit(&self, slug: &str) -> Result<&Toolkit> {
        self.catalog.toolkit(slug).ok_or_else(|| unknown_toolkit(&self.catalog, slug))
    }
}

/// The error for a slug no toolkit has.
pub fn unknown_toolkit(catalog: &Catalog, slug: &str) -> Error {
    let nearest = catalog.nearest_toolkits(slug, 3);
    let hint = if nearest.is_empty() {
        "list the toolkits there are with `toolkits`".to_owned()
    } else {
        format!("did you mean {}?", nearest.iter().map(|slug| format!("`{slug}`")).collect::<Vec<_>>().join(", "))
    };
    Error::new(TOOLKIT_NOT_FOUND, format!("there is no toolkit `{slug}`; {hint}"))
        .with("toolkit", slug)
        .with("nearest", nearest.join(", "))
}
