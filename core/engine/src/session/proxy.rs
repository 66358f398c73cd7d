//! Requests of the caller's own to a toolkit's API, signed in as the session's user.

use crate::api::sessions::{Proxied, ProxyInSession};
use crate::connect::{Credential, unknown_toolkit};
use crate::engine::Engine;
use crate::error::{Error, INVALID_TOOLKIT_SLUGS, NOT_ALLOWED, Result};
use crate::execute::ProxyRequest;
use crate::operations::Handle;

use super::lifecycle::Session;
use super::resolution;

impl Engine {
    pub(super) async fn proxy(&self, session: &Session, request: ProxyInSession) -> Result<Proxied> {
        let Some(toolkit) = self.catalog().toolkit(&request.toolkit) else {
            let error = unknown_toolkit(self.catalog(), &request.toolkit);
            return Err(Error::new(INVALID_TOOLKIT_SLUGS, error.message).with("toolkit", request.toolkit.as_str()));
        };
        let verdict = session.policy().proxy(&toolkit.slug);
        if !verdict.allowed {
            return Err(Error::new(NOT_ALLOWED, format!("[Session Restriction] {}", verdict.rule))
                .with("toolkit", toolkit.slug.as_str()));
        }
        let credential = if toolkit.is_no_auth() {
            Credential::none()
        } else {
            let known = self.connections_of(&session.user_id, &toolkit.slug).await?;
            let facts = known.facts();
            let chosen = resolution::for_call(&session.config, request.account.as_deref(), &facts)?;
            let account = self.connect().require_account(chosen.account_id).await?;
            self.connect().fresh(&account).await?.credential
        };
        let outgoing = ProxyRequest {
            endpoint: request.endpoint,
            method: request.method,
            body: request.body,
            parameters: request.parameters,
        };
        self.executor().proxy(toolkit, outgoing, &credential).await
    }
}

impl Handle<ProxyInSession> for Engine {
    async fn handle(&self, request: ProxyInSession) -> Result<Proxied> {
        let session = self.session(&request.session_id).await?;
        self.proxy(&session, request).await
    }
}
