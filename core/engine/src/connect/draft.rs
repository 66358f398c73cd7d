//! An account that is ready and not kept yet, so that the provider can be asked about it first.
//!
//! What a user typed, what a provider granted and what a caller brings ends here. Whoever holds a [`Draft`] asks the
//! provider, or does not, and then keeps it; dropping it changes nothing, and a link it was typed under still works.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use tokio::sync::OwnedMutexGuard;

use super::Connect;
use super::callback::ConnectOutcome;
use super::credential::Credential;
use super::links::used;
use super::oauth::{Grant, TokenRefusal};
use super::secret::{AccountSecret, expiry};
use crate::api::account::{Account, Attempt, Phase, Scheme, Status};
use crate::api::auth_config::AuthConfig;
use crate::api::connected_accounts::{InitiateAccount, Initiated, LinkAccount};
use crate::error::{ACCOUNT_BAD_REQUEST, CREDENTIAL_REFUSED, Error, PROVIDER_UNREACHABLE, Result};
use crate::ids::IdOf;

/// An account to be kept, with its credential opened.
pub struct Draft {
    account: Account,
    credential: Credential,
    /// The attempt it ends, and the hash of the ticket that is still to be used up.
    link: Option<(Attempt, Option<Vec<u8>>)>,
    /// Held until the attempt has ended, where its answer may come again.
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Draft {
    /// Slug of its toolkit.
    pub fn toolkit(&self) -> &str {
        &self.account.toolkit
    }

    pub fn credential(&self) -> &Credential {
        &self.credential
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("account", &self.account.id).finish_non_exhaustive()
    }
}

/// What a caller's wish to connect leads to.
#[derive(Debug)]
pub enum Initiation {
    /// A link for the user.
    Link(Initiated),
    /// The caller brought the credential.
    Draft(Box<Draft>),
}

impl Connect {
    /// Takes the credential given, or makes a link.
    pub async fn initiate_account(&self, request: InitiateAccount) -> Result<Initiation> {
        let Some(state) = request.state.filter(|state| !state.val.is_empty() || state.auth_scheme == Scheme::NoAuth)
        else {
            let link = self
                .link_account(LinkAccount {
                    user_id: request.user_id,
                    auth_config_id: request.auth_config_id,
                    alias: request.alias,
                    callback_url: request.callback_url,
                    allow_multiple: request.allow_multiple,
                })
                .await?;
            return Ok(Initiation::Link(Initiated {
                connected_account_id: link.connected_account_id,
                status: Status::Initializing,
                redirect_url: Some(link.redirect_url),
            }));
        };
        let config = self.require_auth_config(&request.auth_config_id).await?;
        if request.user_id.is_empty() {
            return Err(Error::new(ACCOUNT_BAD_REQUEST, "`user_id` must not be empty"));
        }
        if state.auth_scheme != config.scheme {
            return Err(Error::new(
                ACCOUNT_BAD_REQUEST,
                format!(
                    "the auth config `{}` signs in with {}, not {}",
                    config.id,
                    config.scheme.name(),
                    state.auth_scheme.name()
                ),
            ));
        }
        if !request.allow_multiple {
            self.refuse_second_account(&request.user_id, &config.toolkit, &config.id).await?;
        }
        if let Some(alias) = &request.alias {
            self.check_alias(&request.user_id, &config.toolkit, alias).await?;
        }
        let now = self.clock.now();
        let attempt = Attempt {
            id: String::new(),
            account_id: IdOf::ConnectedAccount.mint(),
            user_id: request.user_id,
            toolkit: config.toolkit.clone(),
            auth_config_id: config.id.clone(),
            scheme: config.scheme,
            alias: request.alias,
            callback_url: None,
            application: self.settings.application_name.clone(),
            phase: Phase::Completed,
            reason: None,
            cookie_hash: None,
            sealed: None,
            deadline: now,
            created_at: now,
            updated_at: now,
        };
        let (secret, expires_at) = if config.scheme == Scheme::OAuth2 {
            self.imported_secret(&config, &state.val).await?
        } else {
            (self.typed_secret(&attempt, &config, &state.val)?, None)
        };
        let account = self.account_of(&attempt, &secret, expires_at).await?;
        let credential = secret.credential(self.toolkit(&config.toolkit)?, config.scheme)?;
        Ok(Initiation::Draft(Box::new(Draft { account, credential, link: None, _turn: None })))
    }

    /// Tokens the caller brings. A refresh token alone, which is what a login on the machine leaves, is exchanged.
    async fn imported_secret(
        &self,
        config: &AuthConfig,
        val: &Map<String, Value>,
    ) -> Result<(AccountSecret, Option<DateTime<Utc>>)> {
        let toolkit = self.toolkit(&config.toolkit)?;
        let credentials = self.config_credentials(config)?;
        let (scheme, client) = self.oauth_client(&credentials, toolkit)?;
        let (val, expires_in) = imported_tokens(val)?;
        let token_url = Some(client.token_url.clone());
        let secret = AccountSecret { val, base_urls: credentials.base_urls, token_url };
        let now = self.clock.now();
        let (None, Some(refresh_token)) = (secret.text("access_token"), secret.text("refresh_token")) else {
            return Ok((secret, expires_in.map(|seconds| now + TimeDelta::seconds(seconds))));
        };
        match self.request_tokens(&scheme, &client, &Grant::Refresh { refresh_token }).await {
            Ok(tokens) => {
                let expires_at = expiry(&tokens, now);
                Ok((secret.renewed(tokens), expires_at))
            }
            Err(TokenRefusal::Grant(said)) => Err(Error::new(
                CREDENTIAL_REFUSED,
                format!("{} does not accept the refresh token ({said}); sign in again to get a new one", toolkit.name),
            )),
            Err(TokenRefusal::Client(said)) => Err(self.client_rejected(toolkit, config, &said)),
            Err(TokenRefusal::Trouble(said)) => Err(Error::new(
                PROVIDER_UNREACHABLE,
                format!("{} could not be asked for an access token: {said}; try again", toolkit.name),
            )
            .retryable()),
        }
    }

    /// What was typed under a link.
    pub(super) async fn typed_draft(&self, attempt: Attempt, ticket: &[u8], secret: &AccountSecret) -> Result<Draft> {
        Ok(Draft {
            account: self.account_of(&attempt, secret, None).await?,
            credential: secret.credential(self.toolkit(&attempt.toolkit)?, attempt.scheme)?,
            link: Some((attempt, Some(ticket.to_owned()))),
            _turn: None,
        })
    }

    /// What a provider granted.
    pub(super) async fn granted_draft(
        &self,
        attempt: Attempt,
        turn: OwnedMutexGuard<()>,
        secret: &AccountSecret,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<Draft> {
        Ok(Draft {
            account: self.account_of(&attempt, secret, expires_at).await?,
            credential: secret.credential(self.toolkit(&attempt.toolkit)?, attempt.scheme)?,
            link: Some((attempt, None)),
            _turn: Some(turn),
        })
    }

    /// Keeps what a caller brought.
    pub async fn keep_account(&self, draft: Draft, identity: Option<String>) -> Result<Initiated> {
        let account = Account { identity, ..draft.account };
        self.rows.insert_account(&account).await?;
        Ok(Initiated { connected_account_id: account.id, status: Status::Active, redirect_url: None })
    }

    /// Keeps what was typed or granted under a link, and ends its attempt.
    pub async fn keep_linked(&self, draft: Draft, identity: Option<String>) -> Result<ConnectOutcome> {
        let Some((attempt, ticket)) = draft.link else { return Err(used()) };
        let account = Account { identity: identity.clone(), ..draft.account };
        match self.rows.complete_attempt(&attempt.id, ticket.as_deref(), &account).await {
            Ok(true) => Ok(ConnectOutcome { identity, ..self.outcome(&attempt, None)? }),
            Ok(false) => Err(used()),
            // What was typed can be typed again; a grant is given once.
            Err(error) if ticket.is_some() => Err(error),
            Err(error) => {
                self.rows.fail_attempt(&attempt.id, &error.message, self.clock.now()).await?;
                self.outcome(&attempt, Some(error.message))
            }
        }
    }
}

/// Tokens the caller brings, and the seconds until they end.
fn imported_tokens(val: &Map<String, Value>) -> Result<(Map<String, Value>, Option<i64>)> {
    const KNOWN: [&str; 5] = ["access_token", "refresh_token", "token_type", "scope", "id_token"];
    let given = |key: &str| val.get(key).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    if !given("access_token") && !given("refresh_token") {
        return Err(Error::new(
            ACCOUNT_BAD_REQUEST,
            "`state.val.access_token` is missing (or `refresh_token`, to have one fetched)",
        ));
    }
    let expires_in = match val.get("expires_in") {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    };
    let kept = KNOWN
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), val.get(key).filter(|value| !is_empty(value))?.clone())))
        .collect();
    Ok((kept, expires_in.filter(|seconds| *seconds > 0)))
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}
