//! Accounts, and the list in which they stand beside open attempts.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::columns::{account, attempt, get, millis, standing_name};
use super::failure::is_unique_violation;
use super::{SqliteProject, store_error};
use crate::api::account::Account;
use crate::api::page::{COUNTED, Page, PageRequest};
use crate::error::{ACCOUNT_BAD_REQUEST, Error, Result};
use crate::store::{AccountFilter, AccountStore, Connection, Renewal};

/// Inserts the account, or replaces the one of that id with the new credential.
pub(super) async fn put_account(connection: &mut SqliteConnection, project: &str, account: &Account) -> Result<()> {
    sqlx::query(
        "INSERT INTO account (project, id, user_id, toolkit, auth_config_id, scheme, alias, standing, reason, disabled,
                              generation, sealed, expires_at, connected_at, created_at, updated_at, identity)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (project, id) DO UPDATE SET
             scheme = excluded.scheme, standing = excluded.standing, reason = excluded.reason,
             generation = excluded.generation, sealed = excluded.sealed, expires_at = excluded.expires_at,
             connected_at = excluded.connected_at, updated_at = excluded.updated_at,
             identity = excluded.identity",
    )
    .bind(project)
    .bind(&account.id)
    .bind(&account.user_id)
    .bind(&account.toolkit)
    .bind(&account.auth_config_id)
    .bind(account.scheme.name())
    .bind(&account.alias)
    .bind(standing_name(account.standing))
    .bind(&account.reason)
    .bind(account.disabled)
    .bind(account.generation)
    .bind(&account.sealed)
    .bind(account.expires_at.map(millis))
    .bind(millis(account.connected_at))
    .bind(millis(account.created_at))
    .bind(millis(account.updated_at))
    .bind(&account.identity)
    .execute(connection)
    .await
    .map_err(|error| match &account.alias {
        Some(alias) if is_unique_violation(&error) => alias_taken(alias, &account.toolkit),
        _ => store_error(error),
    })?;
    Ok(())
}

pub(super) async fn record_event(
    connection: &mut SqliteConnection,
    project: &str,
    kind: &str,
    subject: &str,
    user_id: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query("INSERT INTO event (project, kind, subject, user_id, created_at) VALUES (?, ?, ?, ?, ?)")
        .bind(project)
        .bind(kind)
        .bind(subject)
        .bind(user_id)
        .bind(millis(at))
        .execute(connection)
        .await
        .map_err(store_error)?;
    Ok(())
}

fn alias_taken(alias: &str, toolkit: &str) -> Error {
    Error::new(
        ACCOUNT_BAD_REQUEST,
        format!("the user already has an account for `{toolkit}` with the alias `{alias}`; choose another alias"),
    )
    .with("alias", alias)
}

/// Narrows a query to these values of a column, if any are named.
pub(super) fn any_of(query: &mut QueryBuilder<Sqlite>, column: &str, values: impl IntoIterator<Item = String>) {
    let mut values = values.into_iter().peekable();
    if values.peek().is_none() {
        return;
    }
    query.push(format!(" AND {column} IN ("));
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    query.push(")");
}

impl SqliteProject {
    fn connection_query(&self, select: &str, filter: &AccountFilter, now: DateTime<Utc>) -> QueryBuilder<Sqlite> {
        let mut query = QueryBuilder::new(format!("SELECT {select} FROM connection WHERE project = "));
        query.push_bind(self.id.clone());
        any_of(&mut query, "id", filter.ids.iter().cloned());
        any_of(&mut query, "user_id", filter.user_ids.iter().cloned());
        any_of(&mut query, "toolkit", filter.toolkits.iter().cloned());
        any_of(&mut query, "auth_config_id", filter.auth_config_ids.iter().cloned());
        let status = format!("CASE WHEN deadline <= {} THEN 'EXPIRED' ELSE status END", millis(now));
        any_of(&mut query, &status, filter.statuses.iter().map(|status| status.name().to_owned()));
        query
    }

    async fn connections(&self, ids: &[String]) -> Result<Vec<Connection>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = HashMap::new();
        let mut query = QueryBuilder::new("SELECT * FROM attempt WHERE project = ");
        query.push_bind(self.id.clone());
        any_of(&mut query, "account_id", ids.iter().cloned());
        query.push(" ORDER BY id");
        for row in query.build().fetch_all(&self.pool).await.map_err(store_error)? {
            found.insert(get::<String>(&row, "account_id")?, Connection::Attempt(attempt(&row)?));
        }
        let mut query = QueryBuilder::new("SELECT * FROM account WHERE project = ");
        query.push_bind(self.id.clone());
        any_of(&mut query, "id", ids.iter().cloned());
        for row in query.build().fetch_all(&self.pool).await.map_err(store_error)? {
            found.insert(get::<String>(&row, "id")?, Connection::Account(account(&row)?));
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}

#[async_trait]
impl AccountStore for SqliteProject {
    async fn account(&self, id: &str) -> Result<Option<Account>> {
        let row = sqlx::query("SELECT * FROM account WHERE project = ? AND id = ?")
            .bind(&self.id)
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(store_error)?;
        row.as_ref().map(account).transpose()
    }

    async fn connection(&self, id: &str) -> Result<Option<Connection>> {
        Ok(self.connections(&[id.to_owned()]).await?.pop())
    }

    async fn accounts_of(&self, user_id: &str, toolkits: &[String]) -> Result<Vec<Account>> {
        let mut query = QueryBuilder::new("SELECT * FROM account WHERE project = ");
        query.push_bind(self.id.clone()).push(" AND user_id = ").push_bind(user_id.to_owned());
        any_of(&mut query, "toolkit", toolkits.iter().cloned());
        query.push(" ORDER BY connected_at DESC, id DESC");
        query.build().fetch_all(&self.pool).await.map_err(store_error)?.iter().map(account).collect()
    }

    async fn list_connections(
        &self,
        filter: &AccountFilter,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<Connection>> {
        let mut count = self.connection_query("1", filter, now);
        count.push(" LIMIT ").push_bind(COUNTED as i64);
        let total = count.build().fetch_all(&self.pool).await.map_err(store_error)?.len() as u64;

        let mut query = self.connection_query("id", filter, now);
        if let Some(after) = &page.after {
            query.push(" AND id < ").push_bind(after.clone());
        }
        query.push(" ORDER BY id DESC LIMIT ").push_bind(i64::from(page.limit) + 1);
        let rows = query.build().fetch_all(&self.pool).await.map_err(store_error)?;
        let more = rows.len() > page.limit as usize;
        let ids = rows.iter().take(page.limit as usize).map(|row| get(row, "id")).collect::<Result<Vec<String>>>()?;
        let last = ids.last().cloned().filter(|_| more);
        Ok(page.page(self.connections(&ids).await?, last, total))
    }

    async fn insert_account(&self, account: &Account) -> Result<()> {
        let mut transaction = self.write().await?;
        put_account(&mut transaction, &self.id, account).await?;
        let (id, user) = (&account.id, &account.user_id);
        record_event(&mut transaction, &self.id, "connected_account.active", id, user, account.updated_at).await?;
        self.commit(transaction).await
    }

    async fn renew_account(&self, renewal: &Renewal<'_>) -> Result<bool> {
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "UPDATE account SET generation = generation + 1, sealed = ?, expires_at = ?, updated_at = ?,
                 standing = 'active', reason = NULL
             WHERE project = ? AND id = ? AND generation = ?",
        )
        .bind(renewal.sealed)
        .bind(renewal.expires_at.map(millis))
        .bind(millis(renewal.at))
        .bind(&self.id)
        .bind(renewal.account_id)
        .bind(renewal.expected)
        .execute(&mut *transaction)
        .await
        .map_err(store_error)?;
        self.commit(transaction).await?;
        Ok(done.rows_affected() > 0)
    }

    async fn expire_account(&self, id: &str, generation: i64, reason: &str, at: DateTime<Utc>) -> Result<bool> {
        let mut transaction = self.write().await?;
        let row = sqlx::query(
            "UPDATE account SET standing = 'expired', reason = ?, updated_at = ?
             WHERE project = ? AND id = ? AND generation = ? AND standing = 'active' RETURNING user_id",
        )
        .bind(reason)
        .bind(millis(at))
        .bind(&self.id)
        .bind(id)
        .bind(generation)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(store_error)?;
        if let Some(row) = &row {
            let user: String = get(row, "user_id")?;
            record_event(&mut transaction, &self.id, "connected_account.expired", id, &user, at).await?;
        }
        self.commit(transaction).await?;
        Ok(row.is_some())
    }

    async fn set_account_disabled(&self, id: &str, disabled: bool, at: DateTime<Utc>) -> Result<bool> {
        let mut transaction = self.write().await?;
        let done = sqlx::query("UPDATE account SET disabled = ?, updated_at = ? WHERE project = ? AND id = ?")
            .bind(disabled)
            .bind(millis(at))
            .bind(&self.id)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(store_error)?;
        self.commit(transaction).await?;
        Ok(done.rows_affected() > 0)
    }

    async fn set_account_alias(&self, id: &str, alias: Option<&str>, at: DateTime<Utc>) -> Result<bool> {
        let mut transaction = self.write().await?;
        let done = sqlx::query("UPDATE account SET alias = ?, updated_at = ? WHERE project = ? AND id = ?")
            .bind(alias)
            .bind(millis(at))
            .bind(&self.id)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(|error| match alias {
                Some(alias) if is_unique_violation(&error) => alias_taken(alias, "this toolkit"),
                _ => store_error(error),
            })?;
        self.commit(transaction).await?;
        Ok(done.rows_affected() > 0)
    }

    async fn set_account_identity(&self, id: &str, generation: i64, identity: &str) -> Result<bool> {
        let mut transaction = self.write().await?;
        let done = sqlx::query("UPDATE account SET identity = ? WHERE project = ? AND id = ? AND generation = ?")
            .bind(identity)
            .bind(&self.id)
            .bind(id)
            .bind(generation)
            .execute(&mut *transaction)
            .await
            .map_err(store_error)?;
        self.commit(transaction).await?;
        Ok(done.rows_affected() > 0)
    }

    async fn delete_connection(&self, id: &str) -> Result<bool> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "DELETE FROM ticket WHERE project = ?1 AND subject IN
                 (SELECT id FROM attempt WHERE project = ?1 AND account_id = ?2)",
        )
        .bind(&self.id)
        .bind(id)
        .execute(&mut *transaction)
        .await
        .map_err(store_error)?;
        let mut deleted = 0;
        for statement in [
            "DELETE FROM attempt WHERE project = ? AND account_id = ?",
            "DELETE FROM account WHERE project = ? AND id = ?",
        ] {
            deleted += sqlx::query(statement)
                .bind(&self.id)
                .bind(id)
                .execute(&mut *transaction)
                .await
                .map_err(store_error)?
                .rows_affected();
        }
        self.commit(transaction).await?;
        Ok(deleted > 0)
    }
}
