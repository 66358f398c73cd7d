//! The gate of a home: its processes open and close the files one after another.
//!
//! The first connection to a SQLite file switches it to WAL and the last one folds the WAL back in, both with a lock that
//! others do not wait for but fail on. In between, connections do not disturb each other.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use tokio::time::Instant;

use super::BUSY;
use crate::error::{Error, Result, STORE_BUSY, STORE_UNAVAILABLE};

const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// Holds the gate until it is dropped, or its process ends.
pub(super) async fn enter(home: &Path) -> Result<File> {
    let failed = |error: std::io::Error| {
        Error::new(
            STORE_UNAVAILABLE,
            format!("{} cannot be written: {error}; set COMPOSIO_HOME to a folder that can", home.display()),
        )
    };
    let file = File::options().create(true).truncate(false).write(true).open(home.join("gate.lock")).map_err(failed)?;
    let give_up = Instant::now() + BUSY;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < give_up => tokio::time::sleep(LOOK_AGAIN).await,
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(
                    STORE_BUSY,
                    format!("another process has been opening or closing {} for too long; try again", home.display()),
                )
                .retryable());
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}
