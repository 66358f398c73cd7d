//! Links made from a session.

use crate::api::catalog::AuthorizeToolkit;
use crate::api::connected_accounts::Link;
use crate::api::sessions::LinkToolkit;
use crate::connect::{NewLink, unknown_toolkit};
use crate::engine::Engine;
use crate::error::{Error, INVALID_TOOLKIT_SLUGS, NOT_ALLOWED, Result};
use crate::operations::Handle;

use super::lifecycle::Session;
use super::resolution::{self, LinkOn};

impl Engine {
    /// Makes a link for the session's user, on the auth config the session's order says.
    pub(super) async fn link_toolkit(
        &self,
        session: &Session,
        toolkit: &str,
        alias: Option<&str>,
        callback_url: Option<&str>,
    ) -> Result<Link> {
        let Some(toolkit) = self.catalog().toolkit(toolkit) else {
            let error = unknown_toolkit(self.catalog(), toolkit);
            return Err(Error::new(INVALID_TOOLKIT_SLUGS, error.message).with("toolkit", toolkit));
        };
        let verdict = session.policy().toolkit(&toolkit.slug);
        if !verdict.allowed {
            return Err(Error::new(
                NOT_ALLOWED,
                format!("[Session Restriction] `{}` cannot be connected here: {}", toolkit.slug, verdict.rule),
            )
            .with("toolkit", toolkit.slug.as_str()));
        }
        let mut known = self.connections_of(&session.user_id, &toolkit.slug).await?;
        // Of the managed ones only those of the scheme that managed auth means today: a client may have left the settings,
        // or come into them after users typed tokens.
        let preferred = self.connect().managed_schemes(toolkit).first().copied();
        let named = session.config.auth_configs.as_ref().and_then(|configs| configs.get(&toolkit.slug));
        known.configs.retain(|config| !config.managed || Some(&config.id) == named || Some(config.scheme) == preferred);
        let facts = known.facts();
        let managed;
        let config = match resolution::for_link(&session.config, &facts)? {
            LinkOn::Config { id } => known.config(id),
            LinkOn::Managed => {
                managed = self.connect().managed_auth_config(toolkit).await?;
                Some(&managed)
            }
        };
        let config = match config {
            Some(config) => config,
            None => &self.connect().managed_auth_config(toolkit).await?,
        };
        self.connect()
            .link(NewLink {
                user_id: &session.user_id,
                config,
                alias,
                callback_url: callback_url.or(session.config.manage_connections.callback_url.as_deref()),
                account: None,
            })
            .await
    }
}

impl Handle<AuthorizeToolkit> for Engine {
    async fn handle(&self, request: AuthorizeToolkit) -> Result<Link> {
        let session = Session::none(&request.user_id, self.clock().now());
        self.link_toolkit(&session, &request.toolkit, None, request.callback_url.as_deref()).await
    }
}

impl Handle<LinkToolkit> for Engine {
    async fn handle(&self, request: LinkToolkit) -> Result<Link> {
        let session = self.session(&request.session_id).await?;
        self.link_toolkit(&session, &request.toolkit, request.alias.as_deref(), request.callback_url.as_deref()).await
    }
}
