//! The machine's clock: tokens and links end by it.

use std::path::Path;
use std::time::{Duration, SystemTime};

use composio_core::clock::{Clock as _, SystemClock};

use super::check::Check;

/// What a clock may be off before it breaks a sign-in.
const SLACK: Duration = Duration::from_secs(5 * 60);

/// Without the network the home itself is the witness: what is in it was written before now.
pub(super) fn check(home: &Path) -> Check {
    let now = SystemTime::from(SystemClock.now());
    let written = ["composio.db", "composio.db-wal", "composio.toml"]
        .iter()
        .filter_map(|name| std::fs::metadata(home.join(name)).ok()?.modified().ok())
        .max();
    line(now, written)
}

fn line(now: SystemTime, written: Option<SystemTime>) -> Check {
    if written.is_some_and(|written| written > now + SLACK) {
        let message = "the home was last written in the future; set this machine's clock, or links and tokens end at the \
                       wrong time";
        return Check::warn("clock", message);
    }
    Check::ok("clock", "not behind what the home remembers")
}

#[cfg(test)]
mod tests {
    use super::super::check::Status;
    use super::*;

    #[test]
    fn a_home_from_the_future_means_a_clock_that_went_back() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        for (written, status) in [
            (None, Status::Ok),
            (Some(now - SLACK * 2), Status::Ok),
            (Some(now + SLACK), Status::Ok),
            (Some(now + SLACK * 2), Status::Warn),
        ] {
            assert_eq!(line(now, written).status, status);
        }
    }
}
