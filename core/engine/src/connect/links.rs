//! Links: the ticket a user follows to connect an account.
//!
//! Looking at a link changes nothing, because mail scanners look too. Following it, once, consumes the ticket: for
//! OAuth the browser gets a cookie and goes to the provider, for a typed credential the account is connected.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use composio_catalog::{Field, SetupStep, TokenPage, Toolkit};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::Connect;
use super::callback::{ConnectOutcome, attempt_cookie_name};
use super::draft::Draft;
use super::oauth::{self, OAuthClient};
use super::secret::{AccountSecret, read_typed, typed};
use super::vault::Slot;
use crate::api::account::{Account, Attempt, Phase, Scheme, Standing};
use crate::api::auth_config::AuthConfig;
use crate::api::connected_accounts::Link;
use crate::error::{
    ACCOUNT_BAD_REQUEST, AUTH_CONFIG_BAD_REQUEST, Error, INTERNAL, LINK_EXPIRED, LINK_NOT_FOUND, LINK_USED, Result,
};
use crate::ids::{IdOf, hash_token, random_token};
use crate::store::{Followed, Ticket};

/// How long a link works.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// What a link is made for.
#[derive(Debug)]
pub struct NewLink<'a> {
    pub user_id: &'a str,
    pub config: &'a AuthConfig,
    pub alias: Option<&'a str>,
    /// Where the browser goes afterwards.
    pub callback_url: Option<&'a str>,
    /// The account to reconnect, instead of a new one.
    pub account: Option<&'a Account>,
}

/// What the Connect page shows.
#[derive(Debug, Clone)]
pub struct LinkPage {
    pub application: String,
    pub toolkit_name: String,
    pub toolkit_logo: String,
    pub user_id: String,
    /// What the user types; empty when the provider asks.
    pub fields: Vec<Field>,
    /// The provider's page that makes what the user types.
    pub token_page: Option<TokenPage>,
    /// What the provider will be asked for.
    pub scopes: Vec<String>,
    /// Where the credential goes.
    pub provider_host: String,
}

/// Where following a link leads.
#[derive(Debug)]
pub enum FollowedLink {
    Provider { url: Url, cookie: AttemptCookie },
    Done(ConnectOutcome),
}

/// The first step of following a link: what was typed is not kept yet.
#[derive(Debug)]
pub enum LinkStep {
    Provider { url: Url, cookie: AttemptCookie },
    Typed(Box<Draft>),
}

/// Ties the callback to the browser that followed the link. HttpOnly, SameSite=Lax, Path=/. Its value does not print.
#[derive(Clone)]
pub struct AttemptCookie {
    pub name: String,
    pub value: String,
    pub max_age_seconds: i64,
    pub secure: bool,
}

impl fmt::Debug for AttemptCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptCookie").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What an attempt at a provider needs at its callback. Sealed; does not print.
#[derive(Serialize, Deserialize)]
pub(super) struct AttemptSecret {
    pub verifier: Option<String>,
    pub redirect_uri: String,
    pub client: OAuthClient,
    pub base_urls: BTreeMap<String, String>,
}

impl Connect {
    /// Starts an attempt and makes its link, once something serves it.
    pub async fn link(&self, new: NewLink<'_>) -> Result<Link> {
        let now = self.clock.now();
        let toolkit = self.toolkit(&new.config.toolkit)?;
        if !new.config.enabled {
            return Err(Error::new(
                AUTH_CONFIG_BAD_REQUEST,
                format!("the auth config `{}` is disabled; enable it or use another one", new.config.id),
            ));
        }
        if new.user_id.is_empty() {
            return Err(Error::new(ACCOUNT_BAD_REQUEST, "`user_id` must not be empty"));
        }
        new.callback_url.map(check_callback_url).transpose()?;
        if let Some(alias) = new.alias {
            self.check_alias(new.user_id, &toolkit.slug, alias).await?;
        }
        if new.config.scheme == Scheme::OAuth2 {
            // A config that cannot work says so now, not when the user is on the page.
            self.oauth_client(&self.config_credentials(new.config)?, toolkit)?;
        }
        let origin = self.origin().await?;
        let token = random_token();
        let attempt = Attempt {
            id: uuid::Uuid::now_v7().simple().to_string(),
            account_id: new.account.map_or_else(|| IdOf::ConnectedAccount.mint(), |account| account.id.clone()),
            user_id: new.user_id.to_owned(),
            toolkit: toolkit.slug.clone(),
            auth_config_id: new.config.id.clone(),
            scheme: new.config.scheme,
            alias: new.alias.map(str::to_owned),
            callback_url: new.callback_url.map(str::to_owned),
            application: self.settings.application_name.clone(),
            phase: Phase::Linked,
            reason: None,
            cookie_hash: None,
            sealed: None,
            deadline: now + LIFETIME,
            created_at: now,
            updated_at: now,
        };
        let ticket = Ticket {
            hash: hash_token(&token),
            kind: "link",
            subject: attempt.id.clone(),
            expires_at: attempt.deadline,
        };
        self.rows.start_attempt(&attempt, &ticket).await?;
        Ok(Link {
            redirect_url: format!("{}/link/{token}", origin.as_str().trim_end_matches('/')),
            connected_account_id: attempt.account_id,
            link_token: token,
            expires_at: attempt.deadline.to_rfc3339(),
        })
    }

    pub(super) async fn check_alias(&self, user_id: &str, toolkit: &str, alias: &str) -> Result<()> {
        if alias.is_empty() || alias.len() > 100 {
            return Err(Error::new(ACCOUNT_BAD_REQUEST, "`alias` has between 1 and 100 characters"));
        }
        if self.rows.alias_in_use(user_id, toolkit, alias, self.clock.now()).await? {
            return Err(Error::new(
                ACCOUNT_BAD_REQUEST,
                format!("the user already has a `{toolkit}` account called `{alias}`; choose another alias"),
            )
            .with("alias", alias));
        }
        Ok(())
    }

    /// What the page of a link shows. Changes nothing.
    pub async fn link_page(&self, token: &str) -> Result<LinkPage> {
        let attempt = self.linked_attempt(&hash_token(token)).await?;
        let toolkit = self.toolkit(&attempt.toolkit)?;
        let config = self.require_auth_config(&attempt.auth_config_id).await?;
        let credentials = self.config_credentials(&config)?;
        let (scopes, host) = if attempt.scheme == Scheme::OAuth2 {
            let (_, client) = self.oauth_client(&credentials, toolkit)?;
            (client.scopes, client.authorization_url)
        } else {
            (Vec::new(), credentials.base_urls.values().next().cloned().unwrap_or_else(|| toolkit.base_url.clone()))
        };
        Ok(LinkPage {
            application: attempt.application,
            toolkit_name: toolkit.name.clone(),
            toolkit_logo: toolkit.logo.clone(),
            user_id: attempt.user_id,
            fields: fields(toolkit, attempt.scheme),
            token_page: credentials.base_urls.is_empty().then(|| self.token_page(toolkit, attempt.scheme)).flatten(),
            scopes,
            provider_host: Url::parse(&host).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or(host),
        })
    }

    /// The shortest step that leads to a credential of the scheme by a page of the provider.
    fn token_page(&self, toolkit: &Toolkit, scheme: Scheme) -> Option<TokenPage> {
        self.setup(toolkit).into_iter().find_map(|step| match step {
            SetupStep::TokenPage(page) if page.scheme == scheme.name() => Some(page),
            _ => None,
        })
    }

    /// Follows a link with what the user typed (nothing, where the provider asks).
    pub async fn follow_link(&self, token: &str, typed: BTreeMap<String, String>) -> Result<LinkStep> {
        let hash = hash_token(token);
        let attempt = self.linked_attempt(&hash).await?;
        let config = self.require_auth_config(&attempt.auth_config_id).await?;
        if attempt.scheme == Scheme::OAuth2 {
            self.go_to_provider(&hash, &attempt, &config).await
        } else {
            let given = typed.into_iter().map(|(name, text)| (name, Value::from(text))).collect();
            let secret = self.typed_secret(&attempt, &config, &given)?;
            Ok(LinkStep::Typed(Box::new(self.typed_draft(attempt, &hash, &secret).await?)))
        }
    }

    async fn go_to_provider(&self, hash: &[u8], attempt: &Attempt, config: &AuthConfig) -> Result<LinkStep> {
        let toolkit = self.toolkit(&attempt.toolkit)?;
        let credentials = self.config_credentials(config)?;
        let (scheme, client) = self.oauth_client(&credentials, toolkit)?;
        let (state, cookie) = (random_token(), random_token());
        let secret = AttemptSecret {
            verifier: scheme.pkce.then(random_token),
            redirect_uri: self.settings.redirect_uri(),
            client,
            base_urls: credentials.base_urls,
        };
        let challenge = secret.verifier.as_deref().map(oauth::challenge);
        let url =
            oauth::authorization_url(&scheme, &secret.client, &secret.redirect_uri, &state, challenge.as_deref())?;
        let plain = serde_json::to_vec(&secret)
            .map_err(|error| Error::new(INTERNAL, format!("an attempt could not be written: {error}")))?;
        let now = self.clock.now();
        let followed = Followed {
            attempt_id: &attempt.id,
            ticket_hash: hash,
            state_hash: &hash_token(&state),
            cookie_hash: &hash_token(&cookie),
            sealed: &self.vault.seal(&self.attempt_slot(&attempt.id), &plain)?,
            at: now,
        };
        if !self.rows.follow_attempt(&followed).await? {
            return Err(used());
        }
        let cookie = AttemptCookie {
            name: attempt_cookie_name(&state),
            value: cookie,
            max_age_seconds: (attempt.deadline - now).num_seconds().max(0),
            secure: secret.redirect_uri.starts_with("https:"),
        };
        Ok(LinkStep::Provider { url, cookie })
    }

    /// The open attempt of a ticket, or why there is none.
    async fn linked_attempt(&self, hash: &[u8]) -> Result<Attempt> {
        let unknown = || Error::new(LINK_NOT_FOUND, "this link is not known here; ask the application for a new one");
        let ticket = self.rows.ticket(hash).await?.ok_or_else(unknown)?;
        let attempt = self.rows.attempt(&ticket.subject).await?.ok_or_else(unknown)?;
        if ticket.consumed || attempt.phase != Phase::Linked {
            return Err(used());
        }
        if ticket.expires_at <= self.clock.now() {
            return Err(Error::new(
                LINK_EXPIRED,
                "this link has expired (links work for ten minutes); ask the application for a new one",
            ));
        }
        Ok(attempt)
    }

    /// What the user typed, read.
    pub(super) fn typed_secret(
        &self,
        attempt: &Attempt,
        config: &AuthConfig,
        given: &Map<String, Value>,
    ) -> Result<AccountSecret> {
        let toolkit = self.toolkit(&attempt.toolkit)?;
        Ok(AccountSecret {
            val: read_typed(&fields(toolkit, attempt.scheme), given)?,
            base_urls: self.config_credentials(config)?.base_urls,
            token_url: None,
        })
    }

    /// The account an attempt ends in: a new one, or the next generation of the one it reconnects.
    pub(super) async fn account_of(
        &self,
        attempt: &Attempt,
        secret: &AccountSecret,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<Account> {
        let now = self.clock.now();
        let before = self.rows.account(&attempt.account_id).await?;
        let generation = before.as_ref().map_or(1, |account| account.generation + 1);
        Ok(Account {
            id: attempt.account_id.clone(),
            user_id: attempt.user_id.clone(),
            toolkit: attempt.toolkit.clone(),
            auth_config_id: attempt.auth_config_id.clone(),
            scheme: attempt.scheme,
            alias: before.as_ref().map_or_else(|| attempt.alias.clone(), |account| account.alias.clone()),
            identity: None,
            standing: Standing::Active,
            reason: None,
            disabled: before.as_ref().is_some_and(|account| account.disabled),
            generation,
            sealed: self.seal_account(&attempt.account_id, generation, secret)?,
            expires_at,
            connected_at: now,
            created_at: before.map_or(attempt.created_at, |account| account.created_at),
            updated_at: now,
        })
    }

    pub(super) fn attempt_slot<'a>(&'a self, id: &'a str) -> Slot<'a> {
        Slot { project: &self.project, table: "attempt", column: "sealed", id, generation: 0 }
    }
}

pub(super) fn used() -> Error {
    Error::new(LINK_USED, "this link was used already (a link works once); ask the application for a new one")
}

fn fields(toolkit: &Toolkit, scheme: Scheme) -> Vec<Field> {
    toolkit.scheme(scheme.name()).and_then(typed).map(|typed| typed.fields.clone()).unwrap_or_default()
}

/// A place the browser may be sent afterwards: chosen by the caller, absolute, without tricks.
pub fn check_callback_url(text: &str) -> Result<()> {
    let fine = Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host().is_some()
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none()
    });
    if fine {
        return Ok(());
    }
    Err(Error::new(
        ACCOUNT_BAD_REQUEST,
        format!("`callback_url` is an absolute http(s) URL without user name and fragment, not `{text}`"),
    )
    .with("option", "callback_url"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_url_is_absolute_and_without_tricks() {
        for (text, fine) in [
            ("https://app.example/done?x=1", true),
            ("http://localhost:3000/", true),
            ("", false),
            ("/done", false),
            ("javascript:alert(1)", false),
            ("https://u:p@app.example/", false),
            ("https://app.example/#x", false),
        ] {
            assert_eq!(check_callback_url(text).is_ok(), fine, "{text}");
        }
    }
}
