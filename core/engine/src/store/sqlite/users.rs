//! Erasing a user.

use async_trait::async_trait;

use super::{SqliteProject, store_error};
use crate::api::users::Erased;
use crate::error::Result;
use crate::store::UserStore;

#[async_trait]
impl UserStore for SqliteProject {
    async fn erase_user(&self, user_id: &str) -> Result<Erased> {
        let mut transaction = self.write().await?;
        let mut counts = [0; 5];
        for (statement, count) in [
            "DELETE FROM ticket WHERE project = ?1 AND subject IN
                 (SELECT id FROM attempt WHERE project = ?1 AND user_id = ?2)",
            "DELETE FROM event WHERE project = ?1 AND user_id = ?2",
            "DELETE FROM session WHERE project = ?1 AND user_id = ?2",
            "DELETE FROM account WHERE project = ?1 AND user_id = ?2",
            "DELETE FROM attempt WHERE project = ?1 AND user_id = ?2",
        ]
        .into_iter()
        .zip(&mut counts)
        {
            *count = sqlx::query(statement)
                .bind(&self.id)
                .bind(user_id)
                .execute(&mut *transaction)
                .await
                .map_err(store_error)?
                .rows_affected();
        }
        self.commit(transaction).await?;
        let [_, _, sessions, connected_accounts, attempts] = counts;
        Ok(Erased { sessions, connected_accounts, attempts })
    }
}
