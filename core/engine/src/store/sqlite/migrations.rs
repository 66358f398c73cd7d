//! Bringing the store's file up to date, and who may open one that is further on.
//!
//! Two adjacent versions share one store: a migration that only adds leaves the file readable to the version before,
//! and what a version needs no more is taken away by the next one. So each migration from 0003 on writes into `meta`,
//! as `reads_from`, the number of the oldest one that is enough to use what it leaves behind.

use std::path::Path;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Row as _, SqlitePool};

use super::failure::store_error;
use crate::error::{Error, Result, STORE_NEWER, STORE_UNAVAILABLE};

const READS_FROM: &str = "reads_from";

/// Runs those that are missing.
pub async fn run(pool: &SqlitePool, path: &Path) -> Result<()> {
    let mut ours = sqlx::migrate!("migrations/sqlite");
    let error = match ours.run(pool).await {
        Err(MigrateError::VersionMissing(_)) if admits(pool, &ours).await? => {
            ours.set_ignore_missing(true).run(pool).await.err()
        }
        ran => ran.err(),
    };
    let Some(error) = error else { return Ok(()) };
    let shown = path.display();
    Err(match error {
        MigrateError::VersionMissing(version) => Error::new(
            STORE_NEWER,
            format!(
                "{shown} was made by a newer version (it has migration {version}), which says that this one cannot use \
                 it; use that version, or another home"
            ),
        ),
        MigrateError::VersionMismatch(_) => Error::new(
            STORE_UNAVAILABLE,
            format!(
                "{shown} was made by an unreleased build; use that build, or move the folder away to start with an \
                 empty store"
            ),
        ),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => store_error(error),
        error => Error::new(STORE_UNAVAILABLE, format!("{shown} cannot be migrated: {error}")),
    })
}

/// Whether a newer version says that the newest of our migrations is enough.
async fn admits(pool: &SqlitePool, ours: &Migrator) -> Result<bool> {
    let row = sqlx::query("SELECT CAST(value AS TEXT) FROM meta WHERE key = ?")
        .bind(READS_FROM)
        .fetch_optional(pool)
        .await
        .map_err(store_error)?;
    let text: Option<String> = row.map(|row| row.try_get(0).map_err(store_error)).transpose()?;
    let oldest = text.and_then(|text| text.parse::<i64>().ok());
    let newest = ours.iter().map(|migration| migration.version).max();
    Ok(oldest.zip(newest).is_some_and(|(oldest, newest)| oldest <= newest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0001 and 0002 are older than the rule.
    #[test]
    fn each_migration_says_who_may_still_open_the_store() {
        for migration in sqlx::migrate!("migrations/sqlite").iter().filter(|migration| migration.version > 2) {
            let sql = migration.sql.as_str();
            assert!(
                sql.contains("INTO meta") && sql.contains(READS_FROM),
                "{} ({}) does not write `{READS_FROM}` into meta",
                migration.version,
                migration.description
            );
        }
    }
}
