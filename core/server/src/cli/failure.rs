//! How a command ends badly, and what its exit code says.

use composio_core::Error;
use composio_core::error::REQUEST_INVALID;

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
    /// What was printed says that it failed; with the exit code.
    Told(u8),
    /// Whoever read our output has had enough.
    Unread,
}

impl Failure {
    pub fn misuse(message: impl Into<String>) -> Self {
        Self::Misuse(Error::new(REQUEST_INVALID, message))
    }

    pub fn code(&self) -> u8 {
        match self {
            Self::Error(_) => FAILED,
            Self::Told(code) => *code,
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
