//! Why there is no answer, in words that tell an agent what to do next.

use std::time::Duration;

use ::http::StatusCode;

use super::request::Effect;
use super::response::ToolResult;
use crate::error::{Error, PROVIDER_UNREACHABLE, REQUEST_INVALID};

/// A request without a usable answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    pub host: String,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Nothing was sent.
    NotConnected {
        cause: String,
    },
    TimedOut {
        after: Duration,
    },
    /// The connection ended before the answer did.
    Lost {
        cause: String,
    },
    TooLarge {
        status: StatusCode,
        cap: usize,
    },
}

/// What an unclear outcome means for a write.
pub(super) const MAYBE_DONE: &str = "The change may have been made: look before you try again";

impl Failure {
    pub fn message(&self, effect: Effect) -> String {
        let host = &self.host;
        let what = match &self.what {
            What::NotConnected { cause } => format!("could not connect to {host}: {cause}. Nothing was sent"),
            What::TimedOut { after } => format!("{host} did not answer within {} seconds", after.as_secs_f64()),
            What::Lost { cause } => format!("the connection to {host} ended before the answer did: {cause}"),
            What::TooLarge { status, cap } => format!(
                "{host} answered with status {} and more than {} MB; ask for less: fewer items to a page, a narrower \
                 search, a smaller file",
                status.as_u16(),
                cap / 1_000_000,
            ),
        };
        if effect == Effect::Write && self.may_have_happened() { format!("{what}. {MAYBE_DONE}") } else { what }
    }

    /// For a tool, no answer is a result like another.
    pub(super) fn into_result(self, effect: Effect) -> ToolResult {
        let (http_error, status) = match &self.what {
            What::NotConnected { .. } => ("not connected", None),
            What::TimedOut { .. } => ("timed out", None),
            What::Lost { .. } => ("connection lost", None),
            What::TooLarge { status, .. } => ("answer too large", Some(status.as_u16())),
        };
        ToolResult::failed(http_error, status, self.message(effect))
    }

    pub(super) fn into_error(self, effect: Effect) -> Error {
        let message = self.message(effect);
        let again = effect == Effect::Read || !self.may_have_happened();
        match self.what {
            What::TooLarge { .. } => Error::new(REQUEST_INVALID, message).with("host", self.host),
            _ if again => Error::new(PROVIDER_UNREACHABLE, message).with("host", self.host).retryable(),
            _ => Error::new(PROVIDER_UNREACHABLE, message).with("host", self.host),
        }
    }

    fn may_have_happened(&self) -> bool {
        !matches!(self.what, What::NotConnected { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_whether_the_change_may_have_been_made() {
        let lost = What::Lost { cause: "reset".into() };
        let slow = What::TimedOut { after: Duration::from_secs(60) };
        let refused = What::NotConnected { cause: "refused".into() };
        let large = What::TooLarge { status: StatusCode::OK, cap: 10_000_000 };
        let cases = [
            (&lost, Effect::Write, true),
            (&slow, Effect::Write, true),
            (&large, Effect::Write, true),
            (&refused, Effect::Write, false),
            (&lost, Effect::Read, false),
            (&slow, Effect::Read, false),
        ];
        for (what, effect, expected) in cases {
            let failure = Failure { host: "api.example.com".into(), what: what.clone() };
            let message = failure.message(effect);
            assert!(message.contains("api.example.com"), "{message}");
            assert_eq!(message.contains(MAYBE_DONE), expected, "{message}");
        }
    }

    #[test]
    fn only_what_is_safe_is_called_retryable() {
        let failure = |what: &What| Failure { host: "h".into(), what: what.clone() };
        let lost = What::Lost { cause: "reset".into() };
        let refused = What::NotConnected { cause: "refused".into() };
        let large = What::TooLarge { status: StatusCode::OK, cap: 1 };
        assert!(failure(&lost).into_error(Effect::Read).retryable);
        assert!(!failure(&lost).into_error(Effect::Write).retryable);
        assert!(failure(&refused).into_error(Effect::Write).retryable);
        assert!(!failure(&large).into_error(Effect::Read).retryable);
    }
}
