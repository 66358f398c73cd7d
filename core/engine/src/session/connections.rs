//! How a session's user is connected, as the other files of this room ask it.

use crate::api::account::{Account, Status};
use crate::api::auth_config::AuthConfig;
use crate::engine::Engine;
use crate::error::Result;

use super::lifecycle::Session;
use super::resolution::{self, Facts};

/// A user's accounts and the project's auth configs, for some toolkits.
#[derive(Debug)]
pub struct Connections {
    accounts: Vec<Account>,
    configs: Vec<AuthConfig>,
}

/// One toolkit's part of [`Connections`].
#[derive(Debug)]
pub struct OfToolkit {
    toolkit: String,
    pub accounts: Vec<Account>,
    pub configs: Vec<AuthConfig>,
}

impl Engine {
    /// For these toolkits; for all, when none is named.
    pub(super) async fn connections(&self, user_id: &str, toolkits: &[String]) -> Result<Connections> {
        let (accounts, configs) = futures_util::future::try_join(
            self.rows().accounts_of(user_id, toolkits),
            self.rows().auth_configs_of(toolkits),
        )
        .await?;
        Ok(Connections { accounts, configs })
    }

    pub(super) async fn connections_of(&self, user_id: &str, toolkit: &str) -> Result<OfToolkit> {
        Ok(self.connections(user_id, &[toolkit.to_owned()]).await?.of(toolkit))
    }
}

impl Connections {
    pub fn of(&self, toolkit: &str) -> OfToolkit {
        OfToolkit {
            toolkit: toolkit.to_owned(),
            accounts: self.accounts.iter().filter(|account| account.toolkit == toolkit).cloned().collect(),
            configs: self.configs.iter().filter(|config| config.toolkit == toolkit).cloned().collect(),
        }
    }
}

impl OfToolkit {
    pub fn facts(&self) -> Facts<'_> {
        Facts { toolkit: &self.toolkit, accounts: &self.accounts, configs: &self.configs }
    }

    /// The account a call of the session would use, if one is usable; where one has to be chosen, the most recent.
    pub fn active(&self, session: &Session) -> Option<&Account> {
        resolution::default_account(&session.config, &self.facts())
    }

    pub fn config(&self, id: &str) -> Option<&AuthConfig> {
        self.configs.iter().find(|config| config.id == id)
    }

    /// The active accounts, the most recently connected first.
    pub fn all_active(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|account| account.status() == Status::Active)
    }
}
