//! Attempts to connect, and the tickets of their links.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::accounts::{put_account, record_event};
use super::columns::{attempt, get, millis, phase_name, time};
use super::{SqliteProject, store_error};
use crate::api::account::{Account, Attempt};
use crate::error::Result;
use crate::store::{AttemptStore, Followed, Ticket, TicketState};

/// Consumes a ticket; false when somebody was first or its time is over.
async fn consume(connection: &mut SqliteConnection, project: &str, hash: &[u8], at: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE ticket SET consumed_at = ?1 WHERE project = ?2 AND hash = ?3 AND consumed_at IS NULL AND expires_at > ?1",
    )
    .bind(millis(at))
    .bind(project)
    .bind(hash)
    .execute(connection)
    .await
    .map_err(store_error)?;
    Ok(done.rows_affected() > 0)
}

async fn insert_ticket(connection: &mut SqliteConnection, project: &str, ticket: &Ticket) -> Result<()> {
    sqlx::query("INSERT INTO ticket (project, hash, kind, subject, expires_at) VALUES (?, ?, ?, ?, ?)")
        .bind(project)
        .bind(&ticket.hash)
        .bind(ticket.kind)
        .bind(&ticket.subject)
        .bind(millis(ticket.expires_at))
        .execute(connection)
        .await
        .map_err(store_error)?;
    Ok(())
}

#[async_trait]
impl AttemptStore for SqliteProject {
    async fn start_attempt(&self, attempt: &Attempt, ticket: &Ticket) -> Result<()> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "INSERT INTO attempt (project, id, account_id, user_id, toolkit, auth_config_id, scheme, alias,
                 callback_url, application, phase, sealed, deadline, created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&self.id)
        .bind(&attempt.id)
        .bind(&attempt.account_id)
        .bind(&attempt.user_id)
        .bind(&attempt.toolkit)
        .bind(&attempt.auth_config_id)
        .bind(attempt.scheme.name())
        .bind(&attempt.alias)
        .bind(&attempt.callback_url)
        .bind(&attempt.application)
        .bind(phase_name(attempt.phase))
        .bind(&attempt.sealed)
        .bind(millis(attempt.deadline))
        .bind(millis(attempt.created_at))
        .bind(millis(attempt.updated_at))
        .execute(&mut *transaction)
        .await
        .map_err(store_error)?;
        insert_ticket(&mut transaction, &self.id, ticket).await?;
        self.commit(transaction).await
    }

    async fn issue_ticket(&self, ticket: &Ticket) -> Result<()> {
        let mut transaction = self.write().await?;
        insert_ticket(&mut transaction, &self.id, ticket).await?;
        self.commit(transaction).await
    }

    async fn consume_ticket(&self, hash: &[u8], at: DateTime<Utc>) -> Result<bool> {
        let mut transaction = self.write().await?;
        let consumed = consume(&mut transaction, &self.id, hash, at).await?;
        self.commit(transaction).await?;
        Ok(consumed)
    }

    async fn attempt(&self, id: &str) -> Result<Option<Attempt>> {
        let row = sqlx::query("SELECT * FROM attempt WHERE project = ? AND id = ?")
            .bind(&self.id)
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(store_error)?;
        row.as_ref().map(attempt).transpose()
    }

    async fn attempt_by_state(&self, state_hash: &[u8]) -> Result<Option<Attempt>> {
        let row = sqlx::query("SELECT * FROM attempt WHERE project = ? AND state_hash = ?")
            .bind(&self.id)
            .bind(state_hash)
            .fetch_optional(&self.pool)
            .await
            .map_err(store_error)?;
        row.as_ref().map(attempt).transpose()
    }

    async fn ticket(&self, hash: &[u8]) -> Result<Option<TicketState>> {
        let row = sqlx::query("SELECT subject, expires_at, consumed_at FROM ticket WHERE project = ? AND hash = ?")
            .bind(&self.id)
            .bind(hash)
            .fetch_optional(&self.pool)
            .await
            .map_err(store_error)?;
        row.map(|row| {
            Ok(TicketState {
                subject: get(&row, "subject")?,
                expires_at: time(&row, "expires_at")?,
                consumed: get::<Option<i64>>(&row, "consumed_at")?.is_some(),
            })
        })
        .transpose()
    }

    async fn follow_attempt(&self, followed: &Followed<'_>) -> Result<bool> {
        let mut transaction = self.write().await?;
        if !consume(&mut transaction, &self.id, followed.ticket_hash, followed.at).await? {
            return Ok(false);
        }
        let done = sqlx::query(
            "UPDATE attempt SET phase = 'followed', state_hash = ?, cookie_hash = ?, sealed = ?, updated_at = ?
             WHERE project = ? AND id = ? AND phase = 'linked'",
        )
        .bind(followed.state_hash)
        .bind(followed.cookie_hash)
        .bind(followed.sealed)
        .bind(millis(followed.at))
        .bind(&self.id)
        .bind(followed.attempt_id)
        .execute(&mut *transaction)
        .await
        .map_err(store_error)?;
        self.commit(transaction).await?;
        Ok(done.rows_affected() > 0)
    }

    async fn complete_attempt(&self, attempt_id: &str, ticket_hash: Option<&[u8]>, account: &Account) -> Result<bool> {
        let mut transaction = self.write().await?;
        if let Some(hash) = ticket_hash
            && !consume(&mut transaction, &self.id, hash, account.updated_at).await?
        {
            return Ok(false);
        }
        let done = sqlx::query(
            "UPDATE attempt SET phase = 'completed', sealed = NULL, updated_at = ?
             WHERE project = ? AND id = ? AND phase IN ('linked', 'followed')",
        )
        .bind(millis(account.updated_at))
        .bind(&self.id)
        .bind(attempt_id)
        .execute(&mut *transaction)
        .await
        .map_err(store_error)?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        put_account(&mut transaction, &self.id, account).await?;
        let (id, user) = (&account.id, &account.user_id);
        record_event(&mut transaction, &self.id, "connected_account.active", id, user, account.updated_at).await?;
        self.commit(transaction).await?;
        Ok(true)
    }

    async fn fail_attempt(&self, attempt_id: &str, reason: &str, at: DateTime<Utc>) -> Result<bool> {
        let mut transaction = self.write().await?;
        let row = sqlx::query(
            "UPDATE attempt SET phase = 'failed', reason = ?, sealed = NULL, updated_at = ?
             WHERE project = ? AND id = ? AND phase IN ('linked', 'followed') RETURNING account_id, user_id",
        )
        .bind(reason)
        .bind(millis(at))
        .bind(&self.id)
        .bind(attempt_id)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(store_error)?;
        if let Some(row) = &row {
            let (account, user): (String, String) = (get(row, "account_id")?, get(row, "user_id")?);
            record_event(&mut transaction, &self.id, "connected_account.failed", &account, &user, at).await?;
        }
        self.commit(transaction).await?;
        Ok(row.is_some())
    }

    async fn has_open_attempts(&self, now: DateTime<Utc>) -> Result<bool> {
        let row = sqlx::query(
            "SELECT 1 FROM attempt WHERE project = ?1 AND deadline > ?2 AND phase IN ('linked', 'followed')
             UNION ALL
             SELECT 1 FROM ticket WHERE project = ?1 AND kind = 'setup' AND consumed_at IS NULL AND expires_at > ?2
             LIMIT 1",
        )
        .bind(&self.id)
        .bind(millis(now))
        .fetch_optional(&self.pool)
        .await
        .map_err(store_error)?;
        Ok(row.is_some())
    }

    async fn is_being_connected(&self, account_id: &str, now: DateTime<Utc>) -> Result<bool> {
        let row = sqlx::query(
            "SELECT 1 FROM attempt
             WHERE project = ?1 AND account_id = ?2 AND deadline > ?3 AND phase IN ('linked', 'followed') LIMIT 1",
        )
        .bind(&self.id)
        .bind(account_id)
        .bind(millis(now))
        .fetch_optional(&self.pool)
        .await
        .map_err(store_error)?;
        Ok(row.is_some())
    }

    async fn alias_in_use(&self, user_id: &str, toolkit: &str, alias: &str, now: DateTime<Utc>) -> Result<bool> {
        let row = sqlx::query(
            "SELECT 1 FROM account WHERE project = ?1 AND user_id = ?2 AND toolkit = ?3 AND alias = ?4
             UNION ALL
             SELECT 1 FROM attempt WHERE project = ?1 AND user_id = ?2 AND toolkit = ?3 AND alias = ?4
                 AND phase IN ('linked', 'followed') AND deadline > ?5
             LIMIT 1",
        )
        .bind(&self.id)
        .bind(user_id)
        .bind(toolkit)
        .bind(alias)
        .bind(millis(now))
        .fetch_optional(&self.pool)
        .await
        .map_err(store_error)?;
        Ok(row.is_some())
    }
}
