//! Waiting for a connection.

use std::time::Duration;

use super::Connect;
use crate::api::account::Status;
use crate::api::connected_accounts::ConnectedAccount;
use crate::error::{CONNECTION_EXPIRED, CONNECTION_FAILED, CONNECTION_REVOKED, Error, Result, WAIT_TIMEOUT};

/// A deadline passes without any row changing, so waiters look again by themselves.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

impl Connect {
    /// Returns when the account is ACTIVE; fails as soon as it cannot become it, or when the time is over. One that has
    /// ended can, while the link of its reconnection stands.
    pub async fn wait(&self, id: &str, timeout: Duration) -> Result<ConnectedAccount> {
        let mut changes = self.changes();
        let deadline = self.clock.now() + timeout;
        loop {
            changes.mark_unchanged();
            let account = self.get_account(id).await?;
            match ended(&account) {
                Some(Ok(())) => return Ok(account),
                Some(Err(error)) if !self.rows.is_being_connected(id, self.clock.now()).await? => return Err(error),
                Some(Err(_)) | None => {}
            }
            // Whoever waits serves the link too, in case the process that made it has ended.
            let _ = self.origin().await;
            let left = (deadline - self.clock.now()).to_std().unwrap_or_default();
            if left.is_zero() {
                return Err(timed_out(&account, timeout));
            }
            tokio::select! {
                _ = changes.changed() => {}
                () = self.clock.sleep(left.min(LOOK_AGAIN)) => {}
            }
        }
    }
}

/// Whether waiting is over, and how.
fn ended(account: &ConnectedAccount) -> Option<Result<()>> {
    let (of, what) = match account.status {
        Status::Active => return Some(Ok(())),
        Status::Initializing | Status::Initiated | Status::Inactive => return None,
        Status::Failed => (CONNECTION_FAILED, "could not be connected"),
        Status::Expired => (CONNECTION_EXPIRED, "was not connected in time, or is no longer signed in"),
        Status::Revoked => (CONNECTION_REVOKED, "was revoked"),
    };
    let reason = account.status_reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    Some(Err(Error::new(
        of,
        format!("the `{}` account `{}` {what}{reason}; make a new link", account.toolkit.slug, account.id),
    )
    .with("connected_account", account.id.as_str())
    .with("connection_status", account.status.name())))
}

fn timed_out(account: &ConnectedAccount, timeout: Duration) -> Error {
    Error::new(
        WAIT_TIMEOUT,
        format!(
            "the user has not connected `{}` within {} s (it is {}); the link works for ten minutes, so wait again or \
             make a new one",
            account.toolkit.slug,
            timeout.as_secs_f64(),
            account.status.name()
        ),
    )
    .with("connected_account", account.id.as_str())
    .with("connection_status", account.status.name())
    .retryable()
}
