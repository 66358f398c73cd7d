//! Waiting to take the origin over from another process of the home, so that links survive the one that served them.

use std::sync::Weak;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Door;

const EVERY: Duration = Duration::from_secs(1);
/// How often in a row there must be nothing to wait for. More than once, because the origin is asked for shortly
/// before the attempt that needs it is stored.
const QUIET_ROUNDS: u32 = 10;

/// Watches until this process holds the origin, no attempt is open, or the door closes.
pub(super) fn start(door: Weak<Door>, closing: CancellationToken) {
    tokio::spawn(watch(door, closing));
}

async fn watch(door: Weak<Door>, closing: CancellationToken) {
    let mut quiet_rounds = 0;
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let Some(door) = door.upgrade() else { return };
        // A store that cannot answer now is no reason to give up.
        let open = door.engine.has_open_attempts().await.unwrap_or(true);
        quiet_rounds = if open { 0 } else { quiet_rounds + 1 };
        let mut state = door.state.lock().await;
        if closing.is_cancelled() {
            return;
        }
        if quiet_rounds >= QUIET_ROUNDS || (open && door.take_origin(&mut state).is_ok()) {
            state.watching = false;
            return;
        }
    }
}
