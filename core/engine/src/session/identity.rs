//! Asking a provider whose credential it has before it, by the toolkit's own who-am-I request.

use std::time::Duration;

use composio_catalog::Toolkit;
use serde_json::{Map, Value};

use crate::connect::Credential;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::execute::Reply;
use crate::text::deceives;

/// A name longer than this names nobody.
const LONGEST_NAME: usize = 200;

/// What a provider says of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CredentialCheck {
    Accepted {
        identity: Option<String>,
    },
    /// It turned the credential down.
    Refused(String),
    /// There is no way to ask, or the answer is about something else.
    Unclear(String),
    /// There was no answer, or none that can be read.
    Unreachable(String),
}

impl Engine {
    /// Asks the provider, for no longer than `patience`.
    pub(super) async fn ask(&self, toolkit: &Toolkit, credential: &Credential, patience: Duration) -> CredentialCheck {
        let Some(whoami) = &toolkit.whoami else { return CredentialCheck::Unclear(cannot_ask(toolkit)) };
        let arguments = Map::new();
        tokio::select! {
            biased;
            reply = self.executor().run(toolkit, whoami, &arguments, credential) => read(reply),
            () = self.clock().sleep(patience) => {
                CredentialCheck::Unreachable(format!("no answer within {} seconds", patience.as_secs()))
            }
        }
    }
}

pub(super) fn cannot_ask(toolkit: &Toolkit) -> String {
    format!(
        "{} has no request that costs nothing and tells whether a credential works; call a tool to see",
        toolkit.name
    )
}

fn read(reply: Result<Reply>) -> CredentialCheck {
    let Reply { result, unauthorized } = match reply {
        Ok(reply) => reply,
        Err(Error { message, .. }) => return CredentialCheck::Unclear(message),
    };
    if result.successful {
        return CredentialCheck::Accepted { identity: name(&result.data) };
    }
    let said = result.error.unwrap_or_default();
    if unauthorized {
        return CredentialCheck::Refused(said);
    }
    match result.data["status_code"].as_u64() {
        // A token that may not read its own profile is a token all the same.
        Some(status) if (400..500).contains(&status) && status != 408 && status != 429 => {
            CredentialCheck::Unclear(said)
        }
        _ => CredentialCheck::Unreachable(said),
    }
}

fn name(data: &Value) -> Option<String> {
    let name = match &data["identity"] {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let fine = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(deceives);
    fine.then_some(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::HOST_NOT_ALLOWED;
    use crate::execute::ToolResult;

    fn failed(status: &Value, unauthorized: bool) -> Result<Reply> {
        let data = json!({"status_code": status, "message": "said"});
        Ok(Reply { result: ToolResult { data, error: Some("said".to_owned()), successful: false }, unauthorized })
    }

    #[test]
    fn only_a_clear_answer_accepts_or_refuses() {
        let said = || "said".to_owned();
        for (reply, expected) in [
            (failed(&json!(401), true), CredentialCheck::Refused(said())),
            // Slack's `ok: false`.
            (failed(&json!(200), true), CredentialCheck::Refused(said())),
            (failed(&json!(403), false), CredentialCheck::Unclear(said())),
            (failed(&json!(404), false), CredentialCheck::Unclear(said())),
            (failed(&json!(429), false), CredentialCheck::Unreachable(said())),
            (failed(&json!(503), false), CredentialCheck::Unreachable(said())),
            (failed(&json!(200), false), CredentialCheck::Unreachable(said())),
            (failed(&Value::Null, false), CredentialCheck::Unreachable(said())),
            (Err(Error::new(HOST_NOT_ALLOWED, "said")), CredentialCheck::Unclear(said())),
        ] {
            assert_eq!(read(reply.clone()), expected, "{reply:?}");
        }
    }

    #[test]
    fn a_name_is_a_short_text_or_a_number() {
        for (identity, expected) in [
            (json!("octocat"), Some("octocat")),
            (json!(" ana@example.org "), Some("ana@example.org")),
            (json!(583_231), Some("583231")),
            (json!(""), None),
            (json!("a\nb"), None),
            (json!("\u{202e}tacotco"), None),
            (json!("x".repeat(201)), None),
            (json!({"id": 1}), None),
            (Value::Null, None),
        ] {
            assert_eq!(name(&json!({"identity": identity})).as_deref(), expected, "{identity}");
        }
    }
}
