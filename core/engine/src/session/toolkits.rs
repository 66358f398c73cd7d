//! The toolkits of a session and the user's connections to them.

use composio_catalog::Toolkit;

use super::connections::Connections;
use super::lifecycle::Session;
use crate::api::page::{Page, PageRequest};
use crate::api::sessions::{
    ConnectionAccount, ConnectionConfig, ListSessionToolkits, SessionToolkit, ToolkitConnection,
};
use crate::connect::unknown_toolkit;
use crate::engine::Engine;
use crate::error::{Error, INVALID_TOOLKIT_SLUGS, Result};
use crate::operations::Handle;

impl Handle<ListSessionToolkits> for Engine {
    async fn handle(&self, request: ListSessionToolkits) -> Result<Page<SessionToolkit>> {
        let session = self.session(&request.session_id).await?;
        let mut wanted = Vec::with_capacity(request.toolkits.len());
        for slug in &request.toolkits {
            let toolkit = self.catalog().toolkit(slug).ok_or_else(|| {
                let error = unknown_toolkit(self.catalog(), slug);
                Error::new(INVALID_TOOLKIT_SLUGS, error.message).with("toolkit", slug.as_str())
            })?;
            wanted.push(toolkit.slug.as_str());
        }
        let filter = (&session.id, &wanted, request.is_connected, &request.search);
        let page = PageRequest::new("session.toolkits", &filter, request.cursor.as_deref(), request.limit, 50)?;
        let policy = session.policy();
        let search = request.search.as_deref().map(str::to_lowercase);
        let known = self.connections(&session.user_id, &[]).await?;
        let listed = self
            .catalog()
            .toolkits()
            .filter(|toolkit| {
                if wanted.is_empty() { policy.toolkit(&toolkit.slug).allowed } else { wanted.contains(&&*toolkit.slug) }
            })
            .filter(|toolkit| search.as_deref().is_none_or(|text| mentions(toolkit, text)))
            .map(|toolkit| SessionToolkit {
                slug: toolkit.slug.clone(),
                name: toolkit.name.clone(),
                logo: toolkit.logo.clone(),
                description: toolkit.description.clone(),
                is_no_auth: toolkit.is_no_auth(),
                enabled: policy.toolkit(&toolkit.slug).allowed,
                composio_managed_auth_schemes: self
                    .connect()
                    .managed_schemes(toolkit)
                    .into_iter()
                    .map(crate::api::account::Scheme::name)
                    .collect(),
                connection: connection(&session, toolkit, &known),
            })
            .filter(|toolkit| !request.is_connected || toolkit.connection.is_active)
            .collect();
        Ok(page.of(listed, |toolkit| &toolkit.slug))
    }
}

fn connection(session: &Session, toolkit: &Toolkit, known: &Connections) -> ToolkitConnection {
    if toolkit.is_no_auth() {
        return ToolkitConnection::default();
    }
    let known = known.of(&toolkit.slug);
    // Where none is usable, the last one says why.
    let active = known.active(session);
    let Some(account) = active.or_else(|| known.accounts.first()) else { return ToolkitConnection::default() };
    ToolkitConnection {
        is_active: active.is_some(),
        auth_config: known.config(&account.auth_config_id).map(|config| ConnectionConfig {
            id: config.id.clone(),
            mode: config.scheme.name().to_owned(),
            is_composio_managed: config.managed,
        }),
        connected_account: Some(ConnectionAccount { id: account.id.clone(), status: account.status() }),
    }
}

fn mentions(toolkit: &Toolkit, text: &str) -> bool {
    [&toolkit.slug, &toolkit.name, &toolkit.description]
        .into_iter()
        .chain(&toolkit.also_called)
        .any(|field| field.to_lowercase().contains(text))
}
