//! What to type after an error.
//!
//! The engine's messages end with the call that a program makes next. Here that clause gives way to a command.

use composio_core::Error;
use composio_core::error::{
    ACCOUNT_NOT_FOUND, ACCOUNT_SELECTION_REQUIRED, ACCOUNT_UNUSABLE, CLIENT_REJECTED, CONNECTION_EXPIRED,
    CONNECTION_FAILED, CONNECTION_REVOKED, CREDENTIAL_REFUSED, DIRECT_ACCOUNT_MISMATCH, DIRECT_ACCOUNT_NOT_FOUND,
    ErrorType, INVALID_ACCOUNT_IDS, INVALID_TOOLKIT_SLUGS, LINK_EXPIRED, LINK_USED, NO_ACTIVE_CONNECTION,
    NO_MANAGED_AUTH, ORIGIN_UNAVAILABLE, REQUEST_INVALID, SESSION_TOOL_NOT_FOUND, SETTINGS_INVALID, STORE_KEY,
    STORE_UNAVAILABLE, TOOL_NOT_FOUND, TOOLKIT_IS_NO_AUTH, TOOLKIT_NOT_FOUND, WAIT_TIMEOUT,
};
use serde_json::Value;

use super::console::text;

/// What the home says about the error's toolkit and account.
#[derive(Default)]
pub(super) struct Facts {
    /// Whether `connect` leads anywhere as things stand.
    pub connects: bool,
    /// The account the error is about, or the one that the user could use again; null without one.
    pub account: Value,
}

/// Errors about which [`next`] wants to know facts.
pub(super) const ABOUT_ACCOUNTS: &[ErrorType] = &[NO_ACTIVE_CONNECTION, DIRECT_ACCOUNT_NOT_FOUND, ACCOUNT_UNUSABLE];

/// The words after `composio`.
pub(super) fn next(error: &Error, facts: &Facts) -> Option<String> {
    let about = |key| error.context(key).filter(|value| !value.is_empty());
    let (toolkit, nearest) = (about("toolkit"), about("nearest"));
    if is(error, ABOUT_ACCOUNTS) {
        return revival(&facts.account).or_else(|| Some(start(toolkit?, facts.connects)));
    }
    if is(error, &[TOOL_NOT_FOUND, SESSION_TOOL_NOT_FOUND]) {
        let first = nearest.and_then(|nearest| nearest.split(", ").next());
        return Some(first.map_or_else(
            || "tools search \"create an issue in github\"".to_owned(),
            |tool| format!("tools schema {tool}"),
        ));
    }
    if is(error, &[TOOLKIT_NOT_FOUND, INVALID_TOOLKIT_SLUGS]) {
        // The message names the nearest.
        return nearest.is_none().then(|| "toolkits".to_owned());
    }
    let (_, line): (&[ErrorType], Option<String>) = [
        (&[NO_MANAGED_AUTH, CREDENTIAL_REFUSED][..], toolkit.map(|toolkit| format!("setup {toolkit}"))),
        (&[CLIENT_REJECTED], toolkit.map(|toolkit| format!("setup {toolkit} --replace"))),
        (
            &[CONNECTION_FAILED, CONNECTION_EXPIRED, CONNECTION_REVOKED, WAIT_TIMEOUT, LINK_EXPIRED, LINK_USED],
            toolkit.map(|toolkit| format!("connect {toolkit}")),
        ),
        (&[TOOLKIT_IS_NO_AUTH], toolkit.map(|toolkit| format!("setup {toolkit}"))),
        (
            &[ACCOUNT_NOT_FOUND, INVALID_ACCOUNT_IDS, ACCOUNT_SELECTION_REQUIRED, DIRECT_ACCOUNT_MISMATCH],
            Some("accounts".to_owned()),
        ),
        (&[SETTINGS_INVALID, ORIGIN_UNAVAILABLE, STORE_KEY, STORE_UNAVAILABLE], Some("doctor".to_owned())),
        (&[REQUEST_INVALID], about("tool").map(|tool| format!("tools schema {tool}"))),
    ]
    .into_iter()
    .find(|(of, _)| is(error, of))?;
    line
}

/// How a toolkit without accounts gets its first.
pub(super) fn start(toolkit: &str, connects: bool) -> String {
    format!("{} {toolkit}", if connects { "connect" } else { "setup" })
}

/// What makes an account usable that is not.
pub(super) fn revival(account: &Value) -> Option<String> {
    let verb = match text(account, "/status") {
        "INACTIVE" => "enable",
        "EXPIRED" | "REVOKED" => "reconnect",
        _ => return None,
    };
    Some(format!("accounts {verb} {}", text(account, "/id")))
}

/// What makes the account usable whose credential a provider refused, as a failed call tells it.
pub(super) fn after_refusal(message: &str) -> Option<String> {
    let account = message.split('`').find(|word| word.starts_with("ca_"))?;
    message.contains("connected_accounts.refresh").then(|| format!("accounts reconnect {account}"))
}

/// The message up to where it turns to programs.
pub(super) fn fact(message: &str) -> &str {
    const FOR_PROGRAMS: [&str; 7] = [
        "`session.",
        "`connected_accounts.",
        "`auth_configs.",
        "`toolkits`",
        "`toolkits.list`",
        "`composio.",
        "COMPOSIO_SEARCH_TOOLS",
    ];
    let Some(mark) = FOR_PROGRAMS.iter().filter_map(|mark| message.find(mark)).min() else { return message };
    match ["; ", ": "].iter().filter_map(|end| message[..mark].rfind(end)).max() {
        Some(end) if end > 0 => &message[..end],
        _ => message,
    }
}

fn is(error: &Error, of: &[ErrorType]) -> bool {
    of.iter().any(|of| error.is(*of))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_that_a_command_mends_names_it() {
        let account = |status: &str| json!({"id": "ca_1", "status": status});
        for (of, context, connects, account, line) in [
            (NO_MANAGED_AUTH, ("toolkit", "gmail"), false, Value::Null, Some("setup gmail")),
            (NO_MANAGED_AUTH, ("toolkit", ""), false, Value::Null, None),
            (NO_ACTIVE_CONNECTION, ("toolkit", "exa"), true, Value::Null, Some("connect exa")),
            (NO_ACTIVE_CONNECTION, ("toolkit", "gmail"), false, Value::Null, Some("setup gmail")),
            (NO_ACTIVE_CONNECTION, ("toolkit", "exa"), true, account("INACTIVE"), Some("accounts enable ca_1")),
            (ACCOUNT_UNUSABLE, ("toolkit", "exa"), true, account("EXPIRED"), Some("accounts reconnect ca_1")),
            (TOOLKIT_NOT_FOUND, ("nearest", ""), false, Value::Null, Some("toolkits")),
            (TOOLKIT_NOT_FOUND, ("nearest", "github"), false, Value::Null, None),
            (TOOL_NOT_FOUND, ("nearest", "A_B, A_C"), false, Value::Null, Some("tools schema A_B")),
            (ACCOUNT_NOT_FOUND, ("connected_account", "x"), false, Value::Null, Some("accounts")),
            (SETTINGS_INVALID, ("option", "x"), false, Value::Null, Some("doctor")),
            (REQUEST_INVALID, ("tool", "A_B"), false, Value::Null, Some("tools schema A_B")),
            (REQUEST_INVALID, ("option", "x"), false, Value::Null, None),
        ] {
            let error = Error::new(of, "x").with(context.0, context.1);
            assert_eq!(next(&error, &Facts { connects, account }).as_deref(), line, "{} {context:?}", of.slug);
        }
    }

    #[test]
    fn what_is_for_programs_is_left_out() {
        for (message, said) in [
            ("there is no tool `X`; find tools with COMPOSIO_SEARCH_TOOLS or `session.search`", "there is no tool `X`"),
            (
                "no account (`ca_1` is disabled); call `session.authorize(\"a\")`, or so",
                "no account (`ca_1` is disabled)",
            ),
            (
                "Bad; not accepted of `ca_1`: reconnect it with `connected_accounts.refresh(\"ca_1\")`",
                "Bad; not accepted of `ca_1`",
            ),
            ("unknown toolkits: `a`; did you mean `b`?", "unknown toolkits: `a`; did you mean `b`?"),
            ("`session.x` alone", "`session.x` alone"),
        ] {
            assert_eq!(fact(message), said);
        }
    }

    #[test]
    fn a_refused_credential_is_connected_again() {
        let message =
            "Bad credentials; not accepted of `ca_1`: reconnect it with `connected_accounts.refresh(\"ca_1\")`";
        assert_eq!(after_refusal(message).as_deref(), Some("accounts reconnect ca_1"));
        assert_eq!(after_refusal("there is no `ca_1` file"), None);
    }
}
