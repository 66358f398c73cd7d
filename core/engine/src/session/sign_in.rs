//! Connecting an account, with the provider asked whose credential it is.
//!
//! A typed credential is tried before anything is kept, so that a slip is mended on the page where it was made. After a
//! sign-in at the provider the credential is known to be good; there the answer only gives the account a name.

use std::collections::BTreeMap;
use std::time::Duration;

use super::identity::{CredentialCheck, cannot_ask};
use crate::api::connected_accounts::{Identified, InitiateAccount, Initiated, WhoAmI};
use crate::connect::{ConnectOutcome, Draft, FollowedLink, Initiation, LinkStep, OAuthCallback, OAuthStep};
use crate::engine::Engine;
use crate::error::{ACCOUNT_UNUSABLE, CREDENTIAL_REFUSED, Error, PROVIDER_UNREACHABLE, Result};
use crate::operations::Handle;

/// How long somebody who typed a credential, or asks about one, waits for the provider.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the page after a sign-in waits for a name.
const FOR_A_NAME: Duration = Duration::from_secs(4);

impl Engine {
    /// Follows a link with what the user typed. What the provider refuses leaves the link as it was.
    pub async fn follow_link(&self, token: &str, fields: BTreeMap<String, String>) -> Result<FollowedLink> {
        match self.connect().follow_link(token, fields).await? {
            LinkStep::Provider { url, cookie } => Ok(FollowedLink::Provider { url, cookie }),
            LinkStep::Typed(draft) => {
                let identity = self.tried(&draft).await?;
                self.connect().keep_linked(*draft, identity).await.map(FollowedLink::Done)
            }
        }
    }

    /// Takes a provider's answer, with the attempt's cookie of the browser that brought it.
    ///
    /// The account is named before it is kept: whoever waits for it may end the process as soon as it is active, and the
    /// user would be left without a page.
    pub async fn finish_oauth(&self, callback: OAuthCallback, cookie: Option<&str>) -> Result<ConnectOutcome> {
        match self.connect().finish_oauth(callback, cookie).await? {
            OAuthStep::Ended(outcome) => Ok(*outcome),
            OAuthStep::Granted(draft) => {
                let identity = self.named(&draft).await;
                self.connect().keep_linked(*draft, identity).await
            }
        }
    }

    /// Whose credential it is, or why it cannot be kept.
    async fn tried(&self, draft: &Draft) -> Result<Option<String>> {
        let toolkit = self.connect().toolkit(draft.toolkit())?;
        let refused = |of, message: String| Err(Error::new(of, message).with("toolkit", toolkit.slug.as_str()));
        match self.ask(toolkit, draft.credential(), PATIENCE).await {
            CredentialCheck::Accepted { identity } => Ok(identity),
            // What cannot be tried is kept as it is.
            CredentialCheck::Unclear(_) => Ok(None),
            CredentialCheck::Refused(said) => refused(
                CREDENTIAL_REFUSED,
                format!(
                    "{} does not accept this credential ({said}); check that it was copied whole and has not expired, \
                     or create a new one",
                    toolkit.name
                ),
            ),
            CredentialCheck::Unreachable(said) => refused(
                PROVIDER_UNREACHABLE,
                format!(
                    "{} could not be asked about this credential: {said}. Nothing was stored; try again",
                    toolkit.name
                ),
            )
            .map_err(Error::retryable),
        }
    }

    /// Whose account was granted. That nobody says so is no failure.
    async fn named(&self, draft: &Draft) -> Option<String> {
        let toolkit = self.connect().toolkit(draft.toolkit()).ok()?;
        match self.ask(toolkit, draft.credential(), FOR_A_NAME).await {
            CredentialCheck::Accepted { identity } => identity,
            _ => None,
        }
    }
}

impl Handle<InitiateAccount> for Engine {
    async fn handle(&self, request: InitiateAccount) -> Result<Initiated> {
        let verify = request.verify;
        match self.connect().initiate_account(request).await? {
            Initiation::Link(link) => Ok(link),
            Initiation::Draft(draft) => {
                let identity = if verify { self.tried(&draft).await? } else { None };
                self.connect().keep_account(*draft, identity).await
            }
        }
    }
}

impl Handle<WhoAmI> for Engine {
    async fn handle(&self, request: WhoAmI) -> Result<Identified> {
        let account = self.connect().require_account(&request.id).await?;
        let toolkit = self.connect().toolkit(&account.toolkit)?;
        let told = |accepted, identity, message| Identified { id: account.id.clone(), accepted, identity, message };
        if toolkit.whoami.is_none() {
            return Ok(told(None, account.identity.clone(), cannot_ask(toolkit)));
        }
        // A credential that cannot be made fresh is an answer too.
        let stale = |error: Error| {
            let accepted = if error.is(ACCOUNT_UNUSABLE) {
                Some(false)
            } else if error.is(PROVIDER_UNREACHABLE) {
                None
            } else {
                return Err(error);
            };
            Ok(told(accepted, account.identity.clone(), error.message))
        };
        let mut fresh = match self.connect().fresh(&account).await {
            Ok(fresh) => fresh,
            Err(error) => return stale(error),
        };
        let mut check = self.ask(toolkit, &fresh.credential, PATIENCE).await;
        if matches!(check, CredentialCheck::Refused(_)) {
            match self.connect().after_refusal(&account.id, fresh.generation).await {
                Ok(Some(newer)) => {
                    fresh = newer;
                    check = self.ask(toolkit, &fresh.credential, PATIENCE).await;
                }
                Ok(None) => {}
                Err(error) => return stale(error),
            }
        }
        Ok(match check {
            CredentialCheck::Accepted { identity } => {
                if let Some(identity) = identity.as_ref().filter(|name| account.identity.as_ref() != Some(name)) {
                    self.connect().set_account_identity(&account.id, fresh.generation, identity).await?;
                }
                let whose = identity.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
                let message = format!("{} accepts the credential{whose}", toolkit.name);
                told(Some(true), identity, message)
            }
            CredentialCheck::Refused(said) => {
                let message = format!(
                    "{} does not accept the credential any more ({said}); connect the account again with \
                     `connected_accounts.refresh(\"{}\")` or a new link",
                    toolkit.name, account.id
                );
                told(Some(false), account.identity.clone(), message)
            }
            CredentialCheck::Unclear(said) | CredentialCheck::Unreachable(said) => {
                told(None, account.identity.clone(), format!("{} did not say: {said}", toolkit.name))
            }
        })
    }
}
