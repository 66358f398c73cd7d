//! Requests of the caller's own to a toolkit's API, signed in as the session's user.

use crate::api::catalog::ProxyDirect;
use crate::api::sessions::{Proxied, ProxyInSession};
use crate::connect::{Credential, unknown_toolkit};
use crate::engine::Engine;
use crate::error::{Error, INVALID_TOOLKIT_SLUGS, NOT_ALLOWED, Result};
use crate::execute::ProxyRequest;
use crate::operations::Handle;

use super::lifecycle::Session;

impl Engine {
    pub(super) async fn proxy(&self, session: &Session, request: ProxyInSession) -> Result<Proxied> {
        let Some(toolkit) = self.catalog().toolkit(&request.toolkit) else {
            let error = unknown_toolkit(self.catalog(), &request.toolkit);
            return Err(Error::new(INVALID_TOOLKIT_SLUGS, error.message).with("toolkit", request.toolkit.as_str()));
        };
        // Tool filters are for what a model calls. A custom tool is the program's own code.
        let verdict = match session.within {
            Some(_) => session.policy().toolkit(&toolkit.slug),
            None => session.policy().proxy(&toolkit.slug),
        };
        if !verdict.allowed {
            return Err(Error::new(NOT_ALLOWED, format!("[Session Restriction] {}", verdict.rule))
                .with("toolkit", toolkit.slug.as_str()));
        }
        let outgoing = ProxyRequest {
            endpoint: request.endpoint,
            method: request.method,
            body: request.body,
            parameters: request.parameters,
        };
        if toolkit.is_no_auth() {
            return self.executor().proxy(toolkit, outgoing, &Credential::none()).await;
        }
        let known = self.connections_of(&session.user_id, &toolkit.slug).await?;
        let chosen = session.choose(request.account.as_deref(), &known.facts())?;
        let account = self.connect().require_account(chosen.account_id).await?;
        let fresh = self.connect().fresh(&account).await?;
        let reply = self.executor().proxy(toolkit, outgoing.clone(), &fresh.credential).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        // Turned down before anything was done, so that even a write may be sent again.
        match self.connect().after_refusal(&account.id, fresh.generation).await? {
            Some(newer) => self.executor().proxy(toolkit, outgoing, &newer.credential).await,
            None => Ok(reply),
        }
    }
}

impl Handle<ProxyInSession> for Engine {
    async fn handle(&self, request: ProxyInSession) -> Result<Proxied> {
        let mut session = self.session(&request.session_id).await?;
        session.within.clone_from(&request.within);
        self.proxy(&session, request).await
    }
}

impl Handle<ProxyDirect> for Engine {
    async fn handle(&self, request: ProxyDirect) -> Result<Proxied> {
        let account = self.connect().require_account(&request.connected_account_id).await?;
        let mut session = Session::none(&account.user_id, self.clock().now());
        session.config.connected_accounts = Some([(account.toolkit.clone(), vec![account.id])].into());
        let request = ProxyInSession {
            session_id: String::new(),
            toolkit: account.toolkit,
            endpoint: request.endpoint,
            method: request.method,
            body: request.body,
            parameters: request.parameters,
            account: None,
            within: None,
        };
        self.proxy(&session, request).await
    }
}
