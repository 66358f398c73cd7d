//! The call log: who called which tool when, with what outcome and how long it took; never with what arguments.
//!
//! It is apart from the store, in a file of its own that may lose its last second: a log must not slow a call down.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteSynchronous;
use tokio::sync::{mpsc, oneshot};

use super::columns::millis;
use super::{gate, options, pool, store_error};
use crate::error::Result;
use crate::store::CallRecord;

const KEPT: chrono::TimeDelta = chrono::TimeDelta::days(30);
const BATCH: usize = 256;
const EVERY: Duration = Duration::from_secs(1);
/// Records waiting to be written; beyond it the newest are dropped.
const QUEUE: usize = 10_000;

enum Message {
    Record(CallRecord),
    Erase { user_id: String, done: oneshot::Sender<()> },
    Close(oneshot::Sender<()>),
}

/// The writing end of the log.
#[derive(Clone)]
pub struct CallLog {
    queue: mpsc::Sender<Message>,
}

impl CallLog {
    pub async fn open(home: &Path, now: DateTime<Utc>) -> Result<Self> {
        let options = options(&home.join("calls.db")).synchronous(SqliteSynchronous::Normal);
        let gate = gate::enter(home).await?;
        let pool = pool(options, 1).await?;
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS call (
                 id TEXT PRIMARY KEY, project TEXT NOT NULL, session_id TEXT, user_id TEXT NOT NULL,
                 tool TEXT NOT NULL, account_id TEXT, successful INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
                 created_at INTEGER NOT NULL
             ) STRICT, WITHOUT ROWID",
        )
        .execute(&pool)
        .await
        .map_err(store_error)?;
        sqlx::query("DELETE FROM call WHERE created_at < ?")
            .bind(millis(now - KEPT))
            .execute(&pool)
            .await
            .map_err(store_error)?;
        drop(gate);
        let (queue, received) = mpsc::channel(QUEUE);
        tokio::spawn(write(home.to_owned(), pool, received));
        Ok(Self { queue })
    }

    /// Queues a record; drops it when the queue is full.
    pub fn record(&self, record: CallRecord) {
        if self.queue.try_send(Message::Record(record)).is_err() {
            tracing::warn!("the call log is behind; a record was dropped");
        }
    }

    /// Removes a user's records.
    pub async fn erase_user(&self, user_id: &str) {
        let (done, finished) = oneshot::channel();
        if self.queue.send(Message::Erase { user_id: user_id.to_owned(), done }).await.is_ok() {
            let _ = finished.await;
        }
    }

    /// Writes everything queued so far and closes the file; returns when no thread has it open.
    pub async fn close(&self) {
        let (done, finished) = oneshot::channel();
        if self.queue.send(Message::Close(done)).await.is_ok() {
            let _ = finished.await;
        }
    }
}

async fn write(home: PathBuf, pool: SqlitePool, mut received: mpsc::Receiver<Message>) {
    let mut batch = Vec::new();
    let mut tick = tokio::time::interval(EVERY);
    let closing = loop {
        tokio::select! {
            message = received.recv() => match message {
                Some(Message::Record(record)) => {
                    batch.push(record);
                    if batch.len() >= BATCH {
                        store(&pool, &mut batch).await;
                    }
                }
                Some(Message::Erase { user_id, done }) => {
                    batch.retain(|record| record.user_id != user_id);
                    let erased = sqlx::query("DELETE FROM call WHERE user_id = ?").bind(&user_id).execute(&pool).await;
                    if let Err(error) = erased {
                        tracing::warn!("the call log of a user could not be erased: {error}");
                    }
                    let _ = done.send(());
                }
                Some(Message::Close(done)) => break Some(done),
                None => break None,
            },
            _ = tick.tick() => store(&pool, &mut batch).await,
        }
    };
    store(&pool, &mut batch).await;
    let gate = gate::enter(&home).await;
    pool.close().await;
    drop(gate);
    if let Some(done) = closing {
        let _ = done.send(());
    }
}

async fn store(pool: &SqlitePool, batch: &mut Vec<CallRecord>) {
    if batch.is_empty() {
        return;
    }
    if let Err(error) = insert(pool, batch).await {
        tracing::warn!("{} records of the call log were lost: {error}", batch.len());
    }
    batch.clear();
}

async fn insert(pool: &SqlitePool, batch: &[CallRecord]) -> sqlx::Result<()> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    for record in batch {
        sqlx::query("INSERT INTO call VALUES (?, 'default', ?, ?, ?, ?, ?, ?, ?)")
            .bind(&record.id)
            .bind(&record.session_id)
            .bind(&record.user_id)
            .bind(&record.tool)
            .bind(&record.account_id)
            .bind(record.successful)
            .bind(record.duration_ms)
            .bind(millis(record.at))
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}
