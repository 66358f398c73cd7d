//! The embedded store: one SQLite file of a home, open in any number of its processes.
//!
//! WAL lets readers go on beside a writer; every writing transaction begins IMMEDIATE, so that two never deadlock on
//! an upgrade; `synchronous=FULL` means that what was acknowledged survives a crash.

mod accounts;
mod attempts;
mod auth_configs;
mod calls;
mod columns;
mod failure;
mod gate;
mod migrations;
mod sessions;
mod users;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Row as _, SqliteConnection, SqlitePool, SqliteTransaction};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{ProjectStore, Store};
use crate::error::{Error, Result, STORE_UNAVAILABLE};
pub use calls::CallLog;
use failure::store_error;

/// How long a process waits for another one's write.
const BUSY: Duration = Duration::from_secs(10);
/// How soon a change made by another process is noticed.
const POLL: Duration = Duration::from_millis(250);
const CONNECTIONS: u32 = 8;

/// The store of a home.
pub struct SqliteStore {
    home: PathBuf,
    pool: SqlitePool,
    changes: Arc<watch::Sender<u64>>,
    options: SqliteConnectOptions,
    closed: CancellationToken,
    watchers: TaskTracker,
}

/// The rows of one project.
pub(super) struct SqliteProject {
    id: String,
    pool: SqlitePool,
    changes: Arc<watch::Sender<u64>>,
}

impl SqliteStore {
    /// Opens the store of `home`, creating folder and file when they are not there.
    pub async fn open(home: &Path) -> Result<Self> {
        prepare_home(home)?;
        let path = home.join("composio.db");
        let options = options(&path).synchronous(SqliteSynchronous::Full);
        let gate = gate::enter(home).await?;
        let pool = pool(options.clone(), CONNECTIONS).await?;
        migrations::run(&pool, &path).await?;
        drop(gate);
        Ok(Self {
            home: home.to_owned(),
            pool,
            changes: Arc::new(watch::channel(0).0),
            options,
            closed: CancellationToken::new(),
            watchers: TaskTracker::new(),
        })
    }

    /// Notices other processes' changes for as long as somebody listens.
    fn watch_other_processes(&self) {
        let (changes, options, closed) = (self.changes.clone(), self.options.clone(), self.closed.clone());
        self.watchers.spawn(async move {
            let Ok(mut connection) = SqliteConnection::connect_with(&options).await else { return };
            let mut seen = data_version(&mut connection).await;
            while changes.receiver_count() > 0 {
                tokio::select! {
                    () = closed.cancelled() => break,
                    () = tokio::time::sleep(POLL) => {}
                }
                let now = data_version(&mut connection).await;
                if now != seen {
                    seen = now;
                    changes.send_modify(|revision| *revision += 1);
                }
            }
            let _ = connection.close().await;
        });
    }
}

/// The options of every connection to a SQLite file of ours.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(BUSY).foreign_keys(true)
}

/// Connections to a file, which is made when it is not there. They stay, so that nothing of an open store is opened or
/// closed outside the gate.
async fn pool(options: SqliteConnectOptions, most: u32) -> Result<SqlitePool> {
    // The switch to WAL fails on any other connection instead of waiting for it, so one makes it before there are more.
    create_private(options.get_filename())?;
    let first = options.clone().journal_mode(SqliteJournalMode::Wal);
    let first = SqliteConnection::connect_with(&first).await.map_err(store_error)?;
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .idle_timeout(None)
        .max_lifetime(None)
        // A file does not hang up, so asking each time whether it is still there is a round trip for nothing.
        .test_before_acquire(false)
        .acquire_timeout(BUSY)
        .connect_with(options)
        .await
        .map_err(store_error)?;
    first.close().await.map_err(store_error)?;
    Ok(pool)
}

/// SQLite gives the files beside a database the permissions of the database.
fn create_private(path: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ()).map_err(|error| {
        Error::new(
            STORE_UNAVAILABLE,
            format!("{} cannot be written: {error}; set COMPOSIO_HOME to a folder that can", path.display()),
        )
    })
}

async fn data_version(connection: &mut SqliteConnection) -> Option<i64> {
    sqlx::query("PRAGMA data_version").fetch_one(connection).await.ok()?.try_get(0).ok()
}

fn prepare_home(home: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(home).map_err(|error| {
        Error::new(
            STORE_UNAVAILABLE,
            format!("{} cannot be created: {error}; set COMPOSIO_HOME to a folder that can be written", home.display()),
        )
    })?;
    refuse_network_file_system(home)
}

/// SQLite's locks do not hold across machines, so a store on a network file system would be lost sooner or later.
#[cfg(target_os = "linux")]
fn refuse_network_file_system(home: &Path) -> Result<()> {
    // statfs(2): NFS, SMB, SMB2, CIFS, AFS, Ceph, 9P.
    const NETWORK: [i64; 7] = [0x6969, 0x517B, 0xFE53_4D42, 0xFF53_4D42, 0x5346_414F, 0x00C3_6400, 0x0102_1997];
    let Ok(facts) = rustix::fs::statfs(home) else { return Ok(()) };
    #[allow(clippy::useless_conversion)] // the type of f_type differs by architecture
    let kind = i64::from(facts.f_type) & 0xFFFF_FFFF;
    if NETWORK.contains(&kind) {
        return Err(Error::new(
            STORE_UNAVAILABLE,
            format!("{} is on a network file system; set COMPOSIO_HOME to a folder on a local disk", home.display()),
        ));
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn refuse_network_file_system(_: &Path) -> Result<()> {
    Ok(())
}

#[async_trait]
impl Store for SqliteStore {
    fn project(&self, id: &str) -> Arc<dyn ProjectStore> {
        Arc::new(SqliteProject { id: id.to_owned(), pool: self.pool.clone(), changes: self.changes.clone() })
    }

    async fn meta(&self, key: &str) -> Result<Option<Vec<u8>>> {
        let row = sqlx::query("SELECT value FROM meta WHERE key = ?")
            .bind(key)
            .fetch_optional(&self.pool)
            .await
            .map_err(store_error)?;
        row.map(|row| row.try_get(0).map_err(store_error)).transpose()
    }

    async fn put_meta_once(&self, key: &str, value: &[u8]) -> Result<Vec<u8>> {
        sqlx::query("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(key)
            .bind(value)
            .execute(&self.pool)
            .await
            .map_err(store_error)?;
        self.meta(key).await?.ok_or_else(|| Error::new(STORE_UNAVAILABLE, "the store lost what was just written"))
    }

    fn changes(&self) -> watch::Receiver<u64> {
        let first = self.changes.receiver_count() == 0;
        let receiver = self.changes.subscribe();
        if first {
            self.watch_other_processes();
        }
        receiver
    }

    async fn close(&self) {
        self.closed.cancel();
        self.watchers.close();
        self.watchers.wait().await;
        // Without the gate the files still close; another process may have to open them again.
        let _gate = gate::enter(&self.home).await;
        self.pool.close().await;
    }
}

impl SqliteProject {
    async fn write(&self) -> Result<SqliteTransaction<'static>> {
        self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(store_error)
    }

    async fn commit(&self, transaction: SqliteTransaction<'static>) -> Result<()> {
        transaction.commit().await.map_err(store_error)?;
        self.changes.send_modify(|revision| *revision += 1);
        Ok(())
    }
}

impl ProjectStore for SqliteProject {}
