//! The provider's answer: the end of an OAuth attempt.
//!
//! It counts only with the state of the attempt and the cookie of the browser that followed the link, so a forwarded
//! callback is refused. The code is then exchanged with the PKCE verifier that never left the store.

use url::Url;

use super::Connect;
use super::draft::Draft;
use super::links::AttemptSecret;
use super::oauth::{Grant, TokenRefusal};
use super::secret::{AccountSecret, expiry};
use crate::api::account::{Attempt, Phase};
use crate::error::{Error, INTERNAL, LINK_EXPIRED, LINK_FORWARDED, LINK_NOT_FOUND, LINK_USED, Result};
use crate::ids::hash_token;

/// The query of the provider's redirect.
#[derive(Clone, Default)]
pub struct OAuthCallback {
    pub code: Option<String>,
    pub state: Option<String>,
    pub error: Option<String>,
    pub error_description: Option<String>,
}

/// How an attempt ended, for the page and for the application.
#[derive(Debug, Clone)]
pub struct ConnectOutcome {
    pub application: String,
    pub toolkit_name: String,
    pub user_id: String,
    pub connected_account_id: String,
    /// Whose account it is, where the provider said.
    pub identity: Option<String>,
    /// Why it failed, for the user.
    pub failure: Option<String>,
    /// The application's callback URL, with `status` and `connected_account_id` added.
    pub return_to: Option<Url>,
}

/// The name of an attempt's cookie; attempts in several tabs do not disturb each other.
pub fn attempt_cookie_name(state: &str) -> String {
    let name: String = hash_token(state).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("composio_attempt_{name}")
}

/// What the provider's answer leads to.
#[derive(Debug)]
pub enum OAuthStep {
    /// Tokens, to be kept.
    Granted(Box<Draft>),
    /// The attempt has ended, now or before.
    Ended(Box<ConnectOutcome>),
}

impl Connect {
    /// Takes the provider's answer to an attempt.
    pub async fn finish_oauth(&self, callback: OAuthCallback, cookie: Option<&str>) -> Result<OAuthStep> {
        let unknown = || {
            Error::new(
                LINK_NOT_FOUND,
                "this answer belongs to no attempt known here; go back to the application and ask for a new link",
            )
        };
        let state = callback.state.as_deref().ok_or_else(unknown)?;
        let attempt = self.rows.attempt_by_state(&hash_token(state)).await?.ok_or_else(unknown)?;
        let same_browser =
            cookie.is_some_and(|cookie| attempt.cookie_hash.as_deref() == Some(hash_token(cookie).as_slice()));
        if !same_browser {
            return Err(Error::new(
                LINK_FORWARDED,
                "this sign-in was started in another browser, so it is refused; open the link and finish in one browser",
            ));
        }
        // A page that is reloaded brings its code again while the first exchange is under way; a second exchange would end
        // the attempt, and with some providers the tokens of the first.
        let turn = self.answers.take(&attempt.id).await;
        let attempt = self.rows.attempt(&attempt.id).await?.ok_or_else(unknown)?;
        match attempt.phase {
            Phase::Followed => {}
            // A reload of the last page.
            Phase::Completed => {
                let identity = self.rows.account(&attempt.account_id).await?.and_then(|account| account.identity);
                let outcome = ConnectOutcome { identity, ..self.outcome(&attempt, None)? };
                return Ok(OAuthStep::Ended(Box::new(outcome)));
            }
            Phase::Failed | Phase::Linked => {
                return Err(Error::new(
                    LINK_USED,
                    "this attempt has ended; go back to the application and ask for a new link",
                ));
            }
        }
        if attempt.deadline <= self.clock.now() {
            return Err(Error::new(
                LINK_EXPIRED,
                "this attempt took longer than ten minutes and has expired; ask the application for a new link",
            ));
        }
        match self.exchange(&attempt, &callback).await {
            Ok(granted) => self
                .granted_draft(attempt, turn, &granted.secret, granted.expires_at)
                .await
                .map(Box::new)
                .map(OAuthStep::Granted),
            Err(reason) => {
                self.rows.fail_attempt(&attempt.id, &reason, self.clock.now()).await?;
                Ok(OAuthStep::Ended(Box::new(self.outcome(&attempt, Some(reason))?)))
            }
        }
    }

    /// Exchanges the code; an error is the reason the attempt failed.
    async fn exchange(&self, attempt: &Attempt, callback: &OAuthCallback) -> Result<Granted, String> {
        let toolkit = self.toolkit(&attempt.toolkit).map_err(|error| error.message)?;
        if let Some(code) = &callback.error {
            let said: String = callback.error_description.as_deref().unwrap_or(code).chars().take(300).collect();
            return Err(if code == "access_denied" {
                format!("access was denied at {}: {said}", toolkit.name)
            } else {
                format!("{} refused the sign-in ({code}): {said}", toolkit.name)
            });
        }
        let code =
            callback.code.as_deref().ok_or_else(|| format!("{} sent neither a code nor an error", toolkit.name))?;
        let secret = self.open_attempt(attempt).map_err(|error| error.message)?;
        let config = self.require_auth_config(&attempt.auth_config_id).await.map_err(|error| error.message)?;
        let credentials = self.config_credentials(&config).map_err(|error| error.message)?;
        let (scheme, _) = self.oauth_client(&credentials, toolkit).map_err(|error| error.message)?;
        let grant = Grant::Code { code, verifier: secret.verifier.as_deref(), redirect_uri: &secret.redirect_uri };
        let tokens = self.request_tokens(&scheme, &secret.client, &grant).await.map_err(|refusal| match refusal {
            TokenRefusal::Grant(said) => format!("{} did not accept the sign-in ({said}); try again", toolkit.name),
            TokenRefusal::Client(said) => {
                format!(
                    "{} did not accept the application's OAuth client ({said}); its id, secret and redirect URI {} \
                     have to be those registered there",
                    toolkit.name, secret.redirect_uri
                )
            }
            TokenRefusal::Trouble(said) => format!("{} could not finish the sign-in: {said}", toolkit.name),
        })?;
        Ok(Granted {
            expires_at: expiry(&tokens, self.clock.now()),
            secret: AccountSecret {
                val: tokens.val,
                base_urls: secret.base_urls,
                token_url: Some(secret.client.token_url),
            },
        })
    }

    fn open_attempt(&self, attempt: &Attempt) -> Result<AttemptSecret> {
        let broken = || Error::new(INTERNAL, "the attempt's record is incomplete; ask the application for a new link");
        let sealed = attempt.sealed.as_deref().ok_or_else(broken)?;
        let plain = self.vault.open_sealed(&self.attempt_slot(&attempt.id), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| broken())
    }

    pub(super) fn outcome(&self, attempt: &Attempt, failure: Option<String>) -> Result<ConnectOutcome> {
        let return_to = attempt.callback_url.as_deref().and_then(|url| Url::parse(url).ok()).map(|mut url| {
            url.query_pairs_mut()
                .append_pair("status", if failure.is_none() { "success" } else { "failed" })
                .append_pair("connected_account_id", &attempt.account_id);
            url
        });
        Ok(ConnectOutcome {
            application: attempt.application.clone(),
            toolkit_name: self.toolkit(&attempt.toolkit)?.name.clone(),
            user_id: attempt.user_id.clone(),
            connected_account_id: attempt.account_id.clone(),
            identity: None,
            failure,
            return_to,
        })
    }
}

/// What an exchange gave.
struct Granted {
    secret: AccountSecret,
    expires_at: Option<chrono::DateTime<chrono::Utc>>,
}
