//! Auth configs: how a project signs in to a toolkit.

use composio_catalog::Toolkit;
use serde_json::{Map, Value};

use super::config::{ConfigCredentials, PUBLIC};
use super::vault::Slot;
use super::{Connect, secret};
use crate::api::account::Scheme;
use crate::api::auth_config::AuthConfig;
use crate::api::auth_configs::{AuthConfigKind, AuthConfigView, CreateAuthConfig, ListAuthConfigs, UpdateAuthConfig};
use crate::api::connected_accounts::ToolkitRef;
use crate::api::page::{Page, PageRequest};
use crate::error::{
    AUTH_CONFIG_BAD_REQUEST, AUTH_CONFIG_NOT_FOUND, CONFIG_CONFLICT, Error, NO_MANAGED_AUTH, Result, TOOLKIT_IS_NO_AUTH,
};
use crate::ids::IdOf;
use crate::store::AuthConfigFilter;

impl Connect {
    pub async fn create_auth_config(&self, request: CreateAuthConfig) -> Result<AuthConfigView> {
        let toolkit = self.toolkit(&request.toolkit)?;
        let managed = request.kind == AuthConfigKind::Managed;
        let scheme = match (request.auth_scheme, managed) {
            (Some(scheme), false) => scheme,
            (None, false) => {
                return Err(Error::new(
                    AUTH_CONFIG_BAD_REQUEST,
                    format!("a custom auth config needs `auth_scheme`: {}", offered(toolkit)),
                ));
            }
            (Some(scheme), true) if self.managed_schemes(toolkit).contains(&scheme) => scheme,
            (Some(_), true) => return Err(self.no_managed_auth(toolkit)),
            (None, true) => self.managed_scheme(toolkit)?,
        };
        if scheme == Scheme::NoAuth {
            return Err(needs_no_account(toolkit));
        }
        if toolkit.scheme(scheme.name()).is_none() {
            return Err(Error::new(
                AUTH_CONFIG_BAD_REQUEST,
                format!("`{}` does not sign in with {}; it offers {}", toolkit.slug, scheme.name(), offered(toolkit)),
            ));
        }
        self.check_credentials(toolkit, scheme, managed, &request.credentials)?;
        let now = self.clock.now();
        let id = IdOf::AuthConfig.mint();
        let config = AuthConfig {
            name: request.name.unwrap_or_else(|| format!("{} Auth Config", toolkit.name)),
            toolkit: toolkit.slug.clone(),
            scheme,
            managed,
            enabled: true,
            generation: 1,
            sealed: self.seal_config(&id, 1, &request.credentials)?,
            created_at: now,
            updated_at: now,
            id,
        };
        self.rows.insert_auth_config(&config).await?;
        self.auth_config_view(&config).await
    }

    /// The newest enabled managed config of the toolkit, made when there is none.
    pub async fn managed_auth_config(&self, toolkit: &Toolkit) -> Result<AuthConfig> {
        let scheme = self.managed_scheme(toolkit)?;
        let known = self.rows.auth_configs_of(std::slice::from_ref(&toolkit.slug)).await?;
        if let Some(config) =
            known.into_iter().find(|config| config.managed && config.enabled && config.scheme == scheme)
        {
            return Ok(config);
        }
        let created = self
            .create_auth_config(CreateAuthConfig {
                toolkit: toolkit.slug.clone(),
                kind: AuthConfigKind::Managed,
                auth_scheme: None,
                name: None,
                credentials: Map::new(),
            })
            .await?;
        self.require_auth_config(&created.id).await
    }

    /// The scheme that works without an auth config of the developer's own: an OAuth client in the settings, else a
    /// credential the user types.
    pub fn managed_scheme(&self, toolkit: &Toolkit) -> Result<Scheme> {
        if toolkit.is_no_auth() {
            return Err(needs_no_account(toolkit));
        }
        self.managed_schemes(toolkit).first().copied().ok_or_else(|| self.no_managed_auth(toolkit))
    }

    /// Every scheme that works without an auth config of the developer's own, the preferred one first.
    pub fn managed_schemes(&self, toolkit: &Toolkit) -> Vec<Scheme> {
        let configured = self.settings.managed.contains_key(&toolkit.slug);
        toolkit
            .auth
            .iter()
            .filter(|scheme| secret::typed(scheme).is_some() || configured && scheme.name() == "OAUTH2")
            .filter_map(|scheme| Scheme::from_name(scheme.name()))
            .collect()
    }

    fn no_managed_auth(&self, toolkit: &Toolkit) -> Error {
        let (slug, upper) = (&toolkit.slug, toolkit.slug.to_uppercase());
        let redirect = self.settings.redirect_uri();
        let shortest = self.setup(toolkit).into_iter().find(|step| step.scheme() == Scheme::OAuth2.name());
        let shortest = shortest.map_or_else(
            || format!("register one with {}", toolkit.name),
            |step| format!("the shortest way is \"{}\", about {} minutes", step.title(), step.minutes()),
        );
        Error::new(
            NO_MANAGED_AUTH,
            format!(
                "`{slug}` signs in with OAuth and no client is configured; {shortest}: `composio setup {slug}` leads \
                 through it. The redirect URI to register is {redirect}. A client you have goes into \
                 COMPOSIO_{upper}_CLIENT_ID and COMPOSIO_{upper}_CLIENT_SECRET, or into an auth config with its \
                 client_id and client_secret"
            ),
        )
        .with("toolkit", slug.as_str())
        .with("redirect_uri", redirect)
    }

    pub async fn require_auth_config(&self, id: &str) -> Result<AuthConfig> {
        self.rows.auth_config(id).await?.ok_or_else(|| {
            Error::new(
                AUTH_CONFIG_NOT_FOUND,
                format!("there is no auth config `{id}` in this project; list them with `auth_configs.list`"),
            )
            .with("auth_config", id)
        })
    }

    pub async fn get_auth_config(&self, id: &str) -> Result<AuthConfigView> {
        self.auth_config_view(&self.require_auth_config(id).await?).await
    }

    /// Those of these toolkits (of all, when none is named), the newest first.
    pub async fn auth_configs_of(&self, toolkits: &[String]) -> Result<Vec<AuthConfig>> {
        self.rows.auth_configs_of(toolkits).await
    }

    pub async fn list_auth_configs(&self, request: ListAuthConfigs) -> Result<Page<AuthConfigView>> {
        let filter = AuthConfigFilter {
            toolkit: request.toolkit.map(|slug| slug.to_lowercase()),
            managed: request.is_composio_managed,
            disabled: request.show_disabled,
        };
        let page = PageRequest::new("auth_configs", &filter, request.cursor.as_deref(), request.limit, 200)?;
        let found = self.rows.list_auth_configs(&filter, &page).await?;
        let mut items = Vec::with_capacity(found.items.len());
        for config in &found.items {
            items.push(self.auth_config_view(config).await?);
        }
        Ok(Page {
            items,
            next_cursor: found.next_cursor,
            total_pages: found.total_pages,
            current_page: found.current_page,
            total_items: found.total_items,
        })
    }

    pub async fn update_auth_config(&self, request: UpdateAuthConfig) -> Result<AuthConfigView> {
        self.change_auth_config(&request.id, |connect, config| {
            if let Some(name) = &request.name {
                config.name.clone_from(name);
            }
            if !request.credentials.is_empty() {
                let toolkit = connect.toolkit(&config.toolkit)?;
                let mut credentials = connect.open_config(config)?;
                credentials.extend(request.credentials.clone());
                credentials.retain(|_, value| !value.is_null());
                connect.check_credentials(toolkit, config.scheme, config.managed, &credentials)?;
                config.generation += 1;
                config.sealed = connect.seal_config(&config.id, config.generation, &credentials)?;
            }
            Ok(())
        })
        .await
    }

    pub async fn set_auth_config_enabled(&self, id: &str, enabled: bool) -> Result<AuthConfigView> {
        self.change_auth_config(id, |_, config| {
            config.enabled = enabled;
            Ok(())
        })
        .await
    }

    async fn change_auth_config(
        &self,
        id: &str,
        change: impl Fn(&Self, &mut AuthConfig) -> Result<()>,
    ) -> Result<AuthConfigView> {
        let mut config = self.require_auth_config(id).await?;
        let expected = config.generation;
        change(self, &mut config)?;
        config.updated_at = self.clock.now();
        if !self.rows.update_auth_config(&config, expected).await? {
            return Err(Error::new(
                CONFIG_CONFLICT,
                format!("the auth config `{id}` was changed by somebody else meanwhile; read it again and repeat"),
            ));
        }
        self.auth_config_view(&config).await
    }

    pub async fn delete_auth_config(&self, id: &str) -> Result<()> {
        self.require_auth_config(id).await?;
        self.rows.delete_auth_config(id).await.map(|_| ())
    }

    /// What a config needs in its credentials; every error names the member.
    pub(super) fn check_credentials(
        &self,
        toolkit: &Toolkit,
        scheme: Scheme,
        managed: bool,
        credentials: &Map<String, Value>,
    ) -> Result<()> {
        let read = ConfigCredentials::read(credentials, toolkit)?;
        if managed {
            if let Some(key) = credentials.keys().find(|key| *key != "scopes") {
                return Err(Error::new(
                    AUTH_CONFIG_BAD_REQUEST,
                    format!(
                        "`credentials.{key}` needs `type: \"use_custom_auth\"`: managed auth uses the client and hosts \
                         of the settings"
                    ),
                ));
            }
            return Ok(());
        }
        if scheme == Scheme::OAuth2 && read.client_id.is_none() {
            let needs = "a custom OAUTH2 auth config needs `credentials.client_id` (and `client_secret` unless the \
                         client is public)";
            return Err(self.with_redirect(Error::new(AUTH_CONFIG_BAD_REQUEST, needs)));
        }
        Ok(())
    }

    /// The client and hosts that count for a config: its own, or the settings' for a managed one.
    pub(super) fn config_credentials(&self, config: &AuthConfig) -> Result<ConfigCredentials> {
        let toolkit = self.toolkit(&config.toolkit)?;
        let own = ConfigCredentials::read(&self.open_config(config)?, toolkit)?;
        if !config.managed {
            return Ok(own);
        }
        let Some(client) = self.settings.managed.get(&config.toolkit) else { return Ok(own) };
        let mut managed = ConfigCredentials::managed(client, toolkit)?;
        managed.scopes = own.scopes.or(managed.scopes);
        Ok(managed)
    }

    fn open_config(&self, config: &AuthConfig) -> Result<Map<String, Value>> {
        let slot = self.config_slot(&config.id, config.generation);
        let plain = self.vault.open_sealed(&slot, &config.sealed)?;
        Ok(serde_json::from_slice(&plain).unwrap_or_default())
    }

    fn seal_config(&self, id: &str, generation: i64, credentials: &Map<String, Value>) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(credentials).unwrap_or_default();
        self.vault.seal(&self.config_slot(id, generation), &plain)
    }

    fn config_slot<'a>(&'a self, id: &'a str, generation: i64) -> Slot<'a> {
        Slot { project: &self.project, table: "auth_config", column: "sealed", id, generation }
    }

    async fn auth_config_view(&self, config: &AuthConfig) -> Result<AuthConfigView> {
        let credentials = self
            .open_config(config)?
            .into_iter()
            .map(|(key, value)| if PUBLIC.contains(&key.as_str()) { (key, value) } else { (key, "REDACTED".into()) })
            .collect();
        Ok(AuthConfigView {
            id: config.id.clone(),
            name: config.name.clone(),
            toolkit: ToolkitRef { slug: config.toolkit.clone() },
            auth_scheme: config.scheme,
            is_composio_managed: config.managed,
            status: if config.enabled { "ENABLED" } else { "DISABLED" },
            credentials,
            no_of_connections: self.rows.count_accounts(&config.id).await?,
            redirect_uri: (config.scheme == Scheme::OAuth2).then(|| self.settings.redirect_uri()),
            created_at: config.created_at.to_rfc3339(),
            updated_at: config.updated_at.to_rfc3339(),
        })
    }
}

fn needs_no_account(toolkit: &Toolkit) -> Error {
    Error::new(
        TOOLKIT_IS_NO_AUTH,
        format!("`{}` needs no account and takes no auth config; call its tools right away", toolkit.slug),
    )
    .with("toolkit", toolkit.slug.as_str())
}

fn offered(toolkit: &Toolkit) -> String {
    toolkit.auth.iter().map(|scheme| scheme.name()).collect::<Vec<_>>().join(", ")
}
