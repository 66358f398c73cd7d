//! Auth configs.

use async_trait::async_trait;
use sqlx::{QueryBuilder, Sqlite};

use super::accounts::any_of;
use super::columns::{auth_config, get, millis};
use super::{SqliteProject, store_error};
use crate::api::auth_config::AuthConfig;
use crate::api::page::{COUNTED, Page, PageRequest};
use crate::error::Result;
use crate::store::{AuthConfigFilter, AuthConfigStore};

impl SqliteProject {
    fn auth_config_query<'a>(&'a self, select: &str, filter: &'a AuthConfigFilter) -> QueryBuilder<Sqlite> {
        let mut query = QueryBuilder::new(format!("SELECT {select} FROM auth_config WHERE project = "));
        query.push_bind(self.id.clone());
        if let Some(toolkit) = &filter.toolkit {
            query.push(" AND toolkit = ").push_bind(toolkit.clone());
        }
        if let Some(managed) = filter.managed {
            query.push(" AND managed = ").push_bind(managed);
        }
        if !filter.disabled {
            query.push(" AND enabled");
        }
        query
    }
}

#[async_trait]
impl AuthConfigStore for SqliteProject {
    async fn insert_auth_config(&self, config: &AuthConfig) -> Result<()> {
        sqlx::query("INSERT INTO auth_config VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(&self.id)
            .bind(&config.id)
            .bind(&config.toolkit)
            .bind(&config.name)
            .bind(config.scheme.name())
            .bind(config.managed)
            .bind(config.enabled)
            .bind(config.generation)
            .bind(&config.sealed)
            .bind(millis(config.created_at))
            .bind(millis(config.updated_at))
            .execute(&self.pool)
            .await
            .map_err(store_error)?;
        Ok(())
    }

    async fn auth_config(&self, id: &str) -> Result<Option<AuthConfig>> {
        let row = sqlx::query("SELECT * FROM auth_config WHERE project = ? AND id = ?")
            .bind(&self.id)
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(store_error)?;
        row.as_ref().map(auth_config).transpose()
    }

    async fn auth_configs_of(&self, toolkits: &[String]) -> Result<Vec<AuthConfig>> {
        let mut query = QueryBuilder::new("SELECT * FROM auth_config WHERE project = ");
        query.push_bind(self.id.clone());
        any_of(&mut query, "toolkit", toolkits.iter().cloned());
        query.push(" ORDER BY id DESC");
        query.build().fetch_all(&self.pool).await.map_err(store_error)?.iter().map(auth_config).collect()
    }

    async fn list_auth_configs(&self, filter: &AuthConfigFilter, page: &PageRequest) -> Result<Page<AuthConfig>> {
        let mut count = self.auth_config_query("1", filter);
        count.push(" LIMIT ").push_bind(COUNTED as i64);
        let total = count.build().fetch_all(&self.pool).await.map_err(store_error)?.len() as u64;

        let mut query = self.auth_config_query("*", filter);
        if let Some(after) = &page.after {
            query.push(" AND id < ").push_bind(after.clone());
        }
        query.push(" ORDER BY id DESC LIMIT ").push_bind(i64::from(page.limit) + 1);
        let rows = query.build().fetch_all(&self.pool).await.map_err(store_error)?;
        let more = rows.len() > page.limit as usize;
        let items = rows.iter().take(page.limit as usize).map(auth_config).collect::<Result<Vec<_>>>()?;
        let last = items.last().map(|config| config.id.clone()).filter(|_| more);
        Ok(page.page(items, last, total))
    }

    async fn update_auth_config(&self, config: &AuthConfig, expected: i64) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE auth_config SET name = ?, enabled = ?, generation = ?, sealed = ?, updated_at = ?
             WHERE project = ? AND id = ? AND generation = ?",
        )
        .bind(&config.name)
        .bind(config.enabled)
        .bind(config.generation)
        .bind(&config.sealed)
        .bind(millis(config.updated_at))
        .bind(&self.id)
        .bind(&config.id)
        .bind(expected)
        .execute(&self.pool)
        .await
        .map_err(store_error)?;
        Ok(done.rows_affected() > 0)
    }

    async fn delete_auth_config(&self, id: &str) -> Result<bool> {
        let mut transaction = self.write().await?;
        for statement in [
            "DELETE FROM ticket WHERE project = ?1 AND subject IN
                 (SELECT id FROM attempt WHERE project = ?1 AND auth_config_id = ?2)",
            "DELETE FROM attempt WHERE project = ?1 AND auth_config_id = ?2",
            "DELETE FROM account WHERE project = ?1 AND auth_config_id = ?2",
        ] {
            sqlx::query(statement).bind(&self.id).bind(id).execute(&mut *transaction).await.map_err(store_error)?;
        }
        let deleted = sqlx::query("DELETE FROM auth_config WHERE project = ? AND id = ?")
            .bind(&self.id)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(store_error)?;
        self.commit(transaction).await?;
        Ok(deleted.rows_affected() > 0)
    }

    async fn count_accounts(&self, auth_config_id: &str) -> Result<u64> {
        let row = sqlx::query("SELECT count(*) AS n FROM account WHERE project = ? AND auth_config_id = ?")
            .bind(&self.id)
            .bind(auth_config_id)
            .fetch_one(&self.pool)
            .await
            .map_err(store_error)?;
        Ok(get::<i64>(&row, "n")?.unsigned_abs())
    }
}
