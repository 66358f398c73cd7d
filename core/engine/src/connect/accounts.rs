//! Connected accounts as callers manage them.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Connect, NewLink};
use crate::api::account::{Account, Scheme, Standing, Status};
use crate::api::connected_accounts::{
    AuthConfigRef, ConnectedAccount, Initiated, Link, LinkAccount, ListAccounts, RedactedState, ToolkitRef,
};
use crate::api::page::{Page, PageRequest};
use crate::error::{ACCOUNT_BAD_REQUEST, ACCOUNT_NOT_FOUND, ACCOUNT_UNUSABLE, Error, MULTIPLE_ACCOUNTS, Result};
use crate::store::{AccountFilter, Connection};

impl Connect {
    pub async fn link_account(&self, request: LinkAccount) -> Result<Link> {
        let config = self.require_auth_config(&request.auth_config_id).await?;
        if !request.allow_multiple {
            self.refuse_second_account(&request.user_id, &config.toolkit, &config.id).await?;
        }
        self.link(NewLink {
            user_id: &request.user_id,
            config: &config,
            alias: request.alias.as_deref(),
            callback_url: request.callback_url.as_deref(),
            account: None,
        })
        .await
    }

    pub(super) async fn refuse_second_account(&self, user_id: &str, toolkit: &str, config_id: &str) -> Result<()> {
        let accounts = self.rows.accounts_of(user_id, &[toolkit.to_owned()]).await?;
        let Some(account) =
            accounts.iter().find(|account| account.auth_config_id == config_id && account.status() == Status::Active)
        else {
            return Ok(());
        };
        Err(Error::new(
            MULTIPLE_ACCOUNTS,
            format!(
                "the user already has the ACTIVE account `{}` on auth config `{config_id}`; pass `allow_multiple` to \
                 connect another one",
                account.id
            ),
        )
        .with("connected_account", account.id.as_str()))
    }

    /// The user's accounts for these toolkits, the most recently connected first.
    pub async fn accounts_of(&self, user_id: &str, toolkits: &[String]) -> Result<Vec<Account>> {
        self.rows.accounts_of(user_id, toolkits).await
    }

    pub async fn list_accounts(&self, request: ListAccounts) -> Result<Page<ConnectedAccount>> {
        let filter = AccountFilter {
            ids: request.connected_account_ids,
            user_ids: request.user_ids,
            toolkits: request.toolkit_slugs.iter().map(|slug| slug.to_lowercase()).collect(),
            auth_config_ids: request.auth_config_ids,
            statuses: request.statuses,
        };
        let page = PageRequest::new("connected_accounts", &filter, request.cursor.as_deref(), request.limit, 200)?;
        let found = self.rows.list_connections(&filter, &page, self.clock.now()).await?;
        let mut managed = HashMap::new();
        let mut items = Vec::with_capacity(found.items.len());
        for connection in &found.items {
            items.push(self.connection_view(connection, &mut managed).await?);
        }
        Ok(Page {
            items,
            next_cursor: found.next_cursor,
            total_pages: found.total_pages,
            current_page: found.current_page,
            total_items: found.total_items,
        })
    }

    pub async fn get_account(&self, id: &str) -> Result<ConnectedAccount> {
        let connection = self.require_connection(id).await?;
        self.connection_view(&connection, &mut HashMap::new()).await
    }

    pub(super) async fn require_connection(&self, id: &str) -> Result<Connection> {
        self.rows.connection(id).await?.ok_or_else(|| unknown_account(id))
    }

    pub async fn set_account_disabled(&self, id: &str, disabled: bool) -> Result<()> {
        if self.rows.set_account_disabled(id, disabled, self.clock.now()).await? {
            return Ok(());
        }
        match self.rows.connection(id).await? {
            None => Err(unknown_account(id)),
            Some(_) => Err(Error::new(
                ACCOUNT_BAD_REQUEST,
                format!("`{id}` is not connected yet, so there is nothing to enable or disable; wait for it"),
            )),
        }
    }

    pub async fn set_account_alias(&self, id: &str, alias: &str) -> Result<ConnectedAccount> {
        let account = self.require_account(id).await?;
        let alias = (!alias.is_empty()).then_some(alias);
        if let Some(alias) = alias
            && account.alias.as_deref() != Some(alias)
        {
            self.check_alias(&account.user_id, &account.toolkit, alias).await?;
        }
        self.rows.set_account_alias(id, alias, self.clock.now()).await?;
        self.get_account(id).await
    }

    /// Remembers whose credential that generation is, unless it was replaced meanwhile.
    pub async fn set_account_identity(&self, id: &str, generation: i64, identity: &str) -> Result<()> {
        self.rows.set_account_identity(id, generation, identity).await.map(|_| ())
    }

    pub async fn delete_account(&self, id: &str) -> Result<()> {
        if self.rows.delete_connection(id).await? { Ok(()) } else { Err(unknown_account(id)) }
    }

    /// Refreshes an account, or makes a link that reconnects a dead one in place.
    pub async fn refresh_account(self: &Arc<Self>, id: &str) -> Result<Initiated> {
        let mut account = self.require_account(id).await?;
        if account.standing == Standing::Active {
            match self.after_refusal(&account.id, account.generation).await {
                Ok(Some(_)) => {
                    let status = Status::Active;
                    return Ok(Initiated { connected_account_id: account.id, status, redirect_url: None });
                }
                Ok(None) => {}
                // It shows only now that the grant is dead.
                Err(error) if error.is(ACCOUNT_UNUSABLE) => account = self.require_account(id).await?,
                Err(error) => return Err(error),
            }
        }
        let config = self.require_auth_config(&account.auth_config_id).await?;
        let link = self
            .link(NewLink {
                user_id: &account.user_id,
                config: &config,
                alias: None,
                callback_url: None,
                account: Some(&account),
            })
            .await?;
        Ok(Initiated {
            connected_account_id: link.connected_account_id,
            status: account.status(),
            redirect_url: Some(link.redirect_url),
        })
    }

    async fn connection_view(
        &self,
        connection: &Connection,
        managed: &mut HashMap<String, bool>,
    ) -> Result<ConnectedAccount> {
        let config_id = match connection {
            Connection::Account(account) => &account.auth_config_id,
            Connection::Attempt(attempt) => &attempt.auth_config_id,
        };
        let is_managed = match managed.get(config_id) {
            Some(is_managed) => *is_managed,
            None => {
                let is_managed = self.rows.auth_config(config_id).await?.is_some_and(|config| config.managed);
                managed.insert(config_id.clone(), is_managed);
                is_managed
            }
        };
        Ok(match connection {
            Connection::Account(account) => ConnectedAccount {
                id: account.id.clone(),
                user_id: account.user_id.clone(),
                status: account.status(),
                status_reason: account.reason.clone(),
                is_disabled: account.disabled,
                alias: account.alias.clone(),
                identity: account.identity.clone(),
                toolkit: ToolkitRef { slug: account.toolkit.clone() },
                auth_config: reference(&account.auth_config_id, account.scheme, is_managed),
                state: RedactedState { auth_scheme: account.scheme, val: self.redacted(account)? },
                created_at: account.created_at.to_rfc3339(),
                updated_at: account.updated_at.to_rfc3339(),
                connected_at: Some(account.connected_at.to_rfc3339()),
            },
            Connection::Attempt(attempt) => {
                let status = attempt.status(self.clock.now());
                let expired = (status == Status::Expired).then(|| "the link was not used in time".to_owned());
                ConnectedAccount {
                    id: attempt.account_id.clone(),
                    user_id: attempt.user_id.clone(),
                    status,
                    status_reason: attempt.reason.clone().or(expired),
                    is_disabled: false,
                    alias: attempt.alias.clone(),
                    identity: None,
                    toolkit: ToolkitRef { slug: attempt.toolkit.clone() },
                    auth_config: reference(&attempt.auth_config_id, attempt.scheme, is_managed),
                    state: RedactedState { auth_scheme: attempt.scheme, val: Map::new() },
                    created_at: attempt.created_at.to_rfc3339(),
                    updated_at: attempt.updated_at.to_rfc3339(),
                    connected_at: None,
                }
            }
        })
    }

    fn redacted(&self, account: &Account) -> Result<Map<String, Value>> {
        let secret = self.open_account(account)?;
        Ok(secret.val.into_iter().map(|(key, _)| (key, Value::from("REDACTED"))).collect())
    }
}

fn reference(id: &str, scheme: Scheme, managed: bool) -> AuthConfigRef {
    AuthConfigRef { id: id.to_owned(), auth_scheme: scheme, is_composio_managed: managed }
}

pub(super) fn unknown_account(id: &str) -> Error {
    Error::new(
        ACCOUNT_NOT_FOUND,
        format!("there is no connected account `{id}` in this project; list them with `connected_accounts.list`"),
    )
    .with("connected_account", id)
}
