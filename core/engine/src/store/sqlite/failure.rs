//! What went wrong in the database, in words for whoever must act.

use crate::error::{Error, STORE_BUSY, STORE_FULL, STORE_UNAVAILABLE};

/// Primary result codes of SQLite (sqlite.org/rescode.html).
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const READ_ONLY: i32 = 8;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANNOT_OPEN: i32 = 14;
const NOT_A_DATABASE: i32 = 26;

pub(super) fn store_error(error: sqlx::Error) -> Error {
    let code = error
        .as_database_error()
        .and_then(|error| error.code())
        .and_then(|code| code.parse::<i32>().ok())
        .map(|extended| extended & 0xFF);
    match code {
        Some(BUSY | LOCKED) => {
            Error::new(STORE_BUSY, "the store was busy with other processes' writes for too long; try again")
                .retryable()
        }
        Some(FULL) => Error::new(
            STORE_FULL,
            "the disk of the store is full; nothing of this call was stored; free space and try again",
        ),
        Some(READ_ONLY) => Error::new(
            STORE_UNAVAILABLE,
            "the store is read-only for this user; check the permissions of COMPOSIO_HOME or choose another folder",
        ),
        Some(CANNOT_OPEN) => Error::new(
            STORE_UNAVAILABLE,
            "the store cannot be opened; check that COMPOSIO_HOME is a folder this user can write",
        ),
        Some(CORRUPT | NOT_A_DATABASE) => Error::new(
            STORE_UNAVAILABLE,
            "the store's file is damaged; restore composio.db from a backup, or move it away to start empty",
        ),
        _ => match error {
            sqlx::Error::PoolClosed => Error::new(crate::error::ENGINE_CLOSED, "the engine was closed; open a new one"),
            sqlx::Error::PoolTimedOut => {
                Error::new(STORE_BUSY, "the store had no free connection for too long; try again").retryable()
            }
            error => Error::new(STORE_UNAVAILABLE, format!("the store failed: {error}")),
        },
    }
}

/// Whether a write was refused because the value exists already.
pub(super) fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sqlx::Connection as _;
    use sqlx::sqlite::SqliteConnection;

    use super::*;

    #[tokio::test]
    async fn a_full_disk_is_told_as_one() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        for statement in ["PRAGMA max_page_count = 4", "CREATE TABLE t (x)"] {
            sqlx::query(statement).execute(&mut connection).await.unwrap();
        }
        let full = sqlx::query("INSERT INTO t VALUES (zeroblob(100000))").execute(&mut connection).await.unwrap_err();
        assert_eq!(store_error(full).slug(), "Store_Full");
    }
}
