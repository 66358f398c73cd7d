//! Sessions, their former configs and their tokens.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::columns::{get, millis, time};
use super::{SqliteProject, store_error};
use crate::error::Result;
use crate::store::{FormerConfig, SessionRow, SessionStore};

#[async_trait]
impl SessionStore for SqliteProject {
    async fn insert_session(&self, session: &SessionRow) -> Result<()> {
        let mut transaction = self.write().await?;
        sqlx::query("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(&self.id)
            .bind(&session.id)
            .bind(&session.user_id)
            .bind(&session.config)
            .bind(session.config_version)
            .bind(millis(session.created_at))
            .bind(millis(session.updated_at))
            .execute(&mut *transaction)
            .await
            .map_err(store_error)?;
        self.commit(transaction).await
    }

    async fn session(&self, id: &str) -> Result<Option<SessionRow>> {
        let row = sqlx::query("SELECT * FROM session WHERE project = ? AND id = ?")
            .bind(&self.id)
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(store_error)?;
        row.map(|row| {
            Ok(SessionRow {
                id: get(&row, "id")?,
                user_id: get(&row, "user_id")?,
                config: get(&row, "config")?,
                config_version: get(&row, "config_version")?,
                created_at: time(&row, "created_at")?,
                updated_at: time(&row, "updated_at")?,
            })
        })
        .transpose()
    }

    async fn replace_session_config(&self, session: &SessionRow) -> Result<bool> {
        let mut transaction = self.write().await?;
        let before = session.config_version - 1;
        let archived = sqlx::query(
            "INSERT INTO session_config (project, session_id, version, config, created_at)
             SELECT project, id, config_version, config, updated_at FROM session
             WHERE project = ? AND id = ? AND config_version = ?",
        )
        .bind(&self.id)
        .bind(&session.id)
        .bind(before)
        .execute(&mut *transaction)
        .await
        .map_err(store_error)?;
        if archived.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE session SET config = ?, config_version = ?, updated_at = ? WHERE project = ? AND id = ?")
            .bind(&session.config)
            .bind(session.config_version)
            .bind(millis(session.updated_at))
            .bind(&self.id)
            .bind(&session.id)
            .execute(&mut *transaction)
            .await
            .map_err(store_error)?;
        self.commit(transaction).await?;
        Ok(true)
    }

    async fn former_configs(&self, session_id: &str) -> Result<Vec<FormerConfig>> {
        let rows = sqlx::query(
            "SELECT version, config, created_at FROM session_config
             WHERE project = ? AND session_id = ? ORDER BY version DESC",
        )
        .bind(&self.id)
        .bind(session_id)
        .fetch_all(&self.pool)
        .await
        .map_err(store_error)?;
        rows.iter()
            .map(|row| {
                Ok(FormerConfig {
                    version: get(row, "version")?,
                    config: get(row, "config")?,
                    created_at: time(row, "created_at")?,
                })
            })
            .collect()
    }

    async fn delete_session(&self, id: &str) -> Result<bool> {
        let mut transaction = self.write().await?;
        let deleted = sqlx::query("DELETE FROM session WHERE project = ? AND id = ?")
            .bind(&self.id)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(store_error)?;
        self.commit(transaction).await?;
        Ok(deleted.rows_affected() > 0)
    }

    async fn insert_session_token(&self, session_id: &str, hash: &[u8], at: DateTime<Utc>) -> Result<()> {
        sqlx::query("INSERT INTO session_token VALUES (?, ?, ?, ?)")
            .bind(&self.id)
            .bind(hash)
            .bind(session_id)
            .bind(millis(at))
            .execute(&self.pool)
            .await
            .map_err(store_error)?;
        Ok(())
    }

    async fn session_of_token(&self, hash: &[u8]) -> Result<Option<String>> {
        let row = sqlx::query("SELECT session_id FROM session_token WHERE project = ? AND hash = ?")
            .bind(&self.id)
            .bind(hash)
            .fetch_optional(&self.pool)
            .await
            .map_err(store_error)?;
        row.map(|row| get(&row, "session_id")).transpose()
    }
}
