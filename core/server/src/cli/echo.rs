//! Typing without seeing it.

use composio_core::Result;

/// What is typed is not shown until this is dropped: at the end of the question, or when Ctrl-C ends it.
pub(super) struct Hidden {
    #[cfg(unix)]
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Hidden {
    pub fn start() -> Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let input = std::io::stdin();
        let failed = |error: rustix::io::Errno| {
            composio_core::Error::new(
                composio_core::error::INTERNAL,
                format!("this terminal cannot hide what is typed ({error}); pipe the secret to standard input instead"),
            )
        };
        let before = tcgetattr(&input).map_err(failed)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&input, OptionalActions::Now, &silent).map_err(failed)?;
        Ok(Self { before })
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &self.before);
    }
}

#[cfg(not(unix))]
impl Hidden {
    pub fn start() -> Result<Self> {
        Err(composio_core::Error::new(
            composio_core::error::FEATURE_NOT_AVAILABLE,
            "what is typed cannot be hidden on this system; pipe the secret to standard input instead",
        ))
    }
}
