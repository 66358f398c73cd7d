//! Fresh credentials: refreshed once, however many callers wait.
//!
//! One shared future per account and generation does the exchange, detached from its callers, so that a caller that
//! goes away takes nothing with it. Its result is committed by compare-and-set on the generation: whoever lost reads
//! what the winner stored.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use composio_catalog::Toolkit;
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};

use super::Connect;
use super::accounts::unknown_account;
use super::credential::Credential;
use super::oauth::{Grant, TokenRefusal};
use super::secret::{AccountSecret, expiry};
use super::vault::Slot;
use crate::api::account::{Account, Scheme, Standing};
use crate::api::auth_config::AuthConfig;
use crate::error::{ACCOUNT_UNUSABLE, CLIENT_REJECTED, Error, INTERNAL, PROVIDER_UNREACHABLE, Result};
use crate::store::Renewal;

/// A token that ends sooner than this is refreshed before it is used.
const MARGIN: TimeDelta = TimeDelta::seconds(60);

type Exchange = Shared<BoxFuture<'static, Result<()>>>;

/// Exchanges under way, by account and generation.
#[derive(Default)]
pub struct InFlight(Mutex<HashMap<(String, i64), Exchange>>);

/// A credential that can be used now.
#[derive(Debug, Clone)]
pub struct Fresh {
    pub credential: Credential,
    /// To say which one the provider turned down.
    pub generation: i64,
}

impl Connect {
    /// The account's credential, refreshed first when it is about to end.
    pub async fn fresh(self: &Arc<Self>, account: &Account) -> Result<Fresh> {
        // Of an account that is dead, nothing is sent to the provider again.
        if account.standing != Standing::Active {
            return Err(unusable(account));
        }
        let ending = account.expires_at.is_some_and(|at| at - MARGIN <= self.clock.now());
        if !ending {
            return self.open_fresh(account);
        }
        match self.exchange_once(account).await {
            Ok(()) => self.open_fresh(&self.require_account(&account.id).await?),
            // The token at hand may still have its last minute.
            Err(error) if error.retryable && account.expires_at.is_some_and(|at| at > self.clock.now()) => {
                self.open_fresh(account)
            }
            Err(error) => Err(error),
        }
    }

    /// A newer credential than `generation`, which the provider turned down; None when there is no way to get one.
    pub async fn after_refusal(self: &Arc<Self>, account_id: &str, generation: i64) -> Result<Option<Fresh>> {
        let account = self.require_account(account_id).await?;
        if account.generation > generation {
            return self.open_fresh(&account).map(Some);
        }
        if account.scheme != Scheme::OAuth2 || self.open_account(&account)?.text("refresh_token").is_none() {
            return Ok(None);
        }
        self.exchange_once(&account).await?;
        self.open_fresh(&self.require_account(account_id).await?).map(Some)
    }

    fn open_fresh(&self, account: &Account) -> Result<Fresh> {
        if account.standing != Standing::Active {
            return Err(unusable(account));
        }
        let credential = self.open_account(account)?.credential(self.toolkit(&account.toolkit)?, account.scheme)?;
        Ok(Fresh { credential, generation: account.generation })
    }

    async fn exchange_once(self: &Arc<Self>, account: &Account) -> Result<()> {
        let key = (account.id.clone(), account.generation);
        let exchange = {
            let mut running = self.refreshes.0.lock().unwrap_or_else(PoisonError::into_inner);
            running
                .entry(key.clone())
                .or_insert_with(|| {
                    let (connect, account) = (self.clone(), account.clone());
                    let task = tokio::spawn(async move {
                        let result = connect.exchange_refresh(&account).await;
                        connect.refreshes.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
                        result
                    });
                    task.map(|joined| {
                        joined.unwrap_or_else(|_| Err(Error::new(INTERNAL, "the refresh of a credential was cut off")))
                    })
                    .boxed()
                    .shared()
                })
                .clone()
        };
        exchange.await
    }

    async fn exchange_refresh(&self, account: &Account) -> Result<()> {
        // A caller may have read the account before the last exchange ended. Sending a refresh token that was replaced
        // is more than useless: providers end the whole grant for it.
        if self.require_account(&account.id).await?.generation != account.generation {
            return Ok(());
        }
        let secret = self.open_account(account)?;
        let Some(refresh_token) = secret.text("refresh_token") else {
            let reason = "the access token has ended and the provider gave no refresh token";
            self.rows.expire_account(&account.id, account.generation, reason, self.clock.now()).await?;
            return Err(unusable(account));
        };
        let toolkit = self.toolkit(&account.toolkit)?;
        let config = self.require_auth_config(&account.auth_config_id).await?;
        let (scheme, mut client) = self.oauth_client(&self.config_credentials(&config)?, toolkit)?;
        if let Some(token_url) = &secret.token_url {
            client.token_url.clone_from(token_url);
        }
        match self.request_tokens(&scheme, &client, &Grant::Refresh { refresh_token }).await {
            Ok(tokens) => {
                let expires_at = expiry(&tokens, self.clock.now());
                let renewed = secret.renewed(tokens);
                let renewal = Renewal {
                    account_id: &account.id,
                    expected: account.generation,
                    sealed: &self.seal_account(&account.id, account.generation + 1, &renewed)?,
                    expires_at,
                    at: self.clock.now(),
                };
                // When another renewal was first, its credential is in the store and counts.
                self.rows.renew_account(&renewal).await.map(|_| ())
            }
            Err(TokenRefusal::Grant(said)) => {
                let reason = format!("{} no longer accepts the sign-in ({said})", toolkit.name);
                let expired =
                    self.rows.expire_account(&account.id, account.generation, &reason, self.clock.now()).await?;
                // A newer generation means that somebody else's refresh is what made ours invalid.
                if expired { Err(unusable(account)) } else { Ok(()) }
            }
            Err(TokenRefusal::Client(said)) => Err(self.client_rejected(toolkit, &config, &said)),
            Err(TokenRefusal::Trouble(said)) => Err(Error::new(
                PROVIDER_UNREACHABLE,
                format!("the sign-in to {} could not be refreshed: {said}; try again", toolkit.name),
            )
            .retryable()),
        }
    }

    pub(super) fn open_account(&self, account: &Account) -> Result<AccountSecret> {
        let slot = self.account_slot(&account.id, account.generation);
        let plain = self.vault.open_sealed(&slot, &account.sealed)?;
        serde_json::from_slice(&plain)
            .map_err(|_| Error::new(INTERNAL, format!("the record of `{}` is damaged; reconnect it", account.id)))
    }

    pub(super) fn seal_account(&self, id: &str, generation: i64, secret: &AccountSecret) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(secret)
            .map_err(|error| Error::new(INTERNAL, format!("a credential could not be written: {error}")))?;
        self.vault.seal(&self.account_slot(id, generation), &plain)
    }

    fn account_slot<'a>(&'a self, id: &'a str, generation: i64) -> Slot<'a> {
        Slot { project: &self.project, table: "account", column: "sealed", id, generation }
    }

    /// A fault of the auth config, not of its accounts.
    pub(super) fn client_rejected(&self, toolkit: &Toolkit, config: &AuthConfig, said: &str) -> Error {
        let error = Error::new(
            CLIENT_REJECTED,
            format!(
                "{} does not accept the OAuth client of auth config `{}` ({said}); correct its client_id and \
                 client_secret, the accounts stay as they are",
                toolkit.name, config.id
            ),
        );
        self.with_redirect(error).with("auth_config", config.id.as_str())
    }

    pub async fn require_account(&self, id: &str) -> Result<Account> {
        self.rows.account(id).await?.ok_or_else(|| unknown_account(id))
    }
}

fn unusable(account: &Account) -> Error {
    Error::new(
        ACCOUNT_UNUSABLE,
        format!(
            "the `{}` account `{}` is no longer signed in; reconnect it with `connected_accounts.refresh(\"{}\")` and \
             have the user open the link",
            account.toolkit, account.id, account.id
        ),
    )
    .with("connected_account", account.id.as_str())
    .with("toolkit", account.toolkit.as_str())
}
