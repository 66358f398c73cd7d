//! How a command ends badly, and what its exit code says.

use composio_core::Error;
use composio_core::error::{NO_ACTIVE_CONNECTION, NO_MANAGED_AUTH, REQUEST_INVALID};

pub(super) const DONE: u8 = 0;
pub(super) const FAILED: u8 = 1;
pub(super) const MISUSED: u8 = 2;

pub(super) enum Failure {
    /// It could not be done.
    Error(Error),
    /// It was asked for in a way that cannot be.
    Misuse(Error),
    /// Help or version was asked for, or the words are none of ours.
    Words(clap::Error),
    /// The answer that was printed says that it failed.
    Told,
    /// Whoever read our output has had enough.
    Unread,
}

impl Failure {
    pub fn misuse(message: impl Into<String>) -> Self {
        Self::Misuse(Error::new(REQUEST_INVALID, message))
    }

    pub fn code(&self) -> u8 {
        match self {
            Self::Error(_) | Self::Told => FAILED,
            Self::Misuse(_) => MISUSED,
            Self::Words(error) if error.use_stderr() => MISUSED,
            Self::Words(_) | Self::Unread => DONE,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::Words(error)
    }
}

/// The line to type next, where there is one.
pub(super) fn next_line(error: &Error) -> Option<String> {
    let toolkit = error.context("toolkit").filter(|toolkit| !toolkit.is_empty())?;
    if error.is(NO_MANAGED_AUTH) {
        Some(format!("composio setup {toolkit}"))
    } else if error.is(NO_ACTIVE_CONNECTION) {
        Some(format!("composio connect {toolkit}"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_a_command_mends_names_it() {
        for (of, line) in [
            (NO_MANAGED_AUTH, Some("composio setup gmail")),
            (NO_ACTIVE_CONNECTION, Some("composio connect gmail")),
            (REQUEST_INVALID, None),
        ] {
            assert_eq!(next_line(&Error::new(of, "x").with("toolkit", "gmail")).as_deref(), line);
        }
        assert_eq!(next_line(&Error::new(NO_MANAGED_AUTH, "x")), None);
    }
}
