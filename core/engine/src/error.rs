//! The one error of the engine.
//!
//! An [`Error`] is a row of [`TABLE`] (which says who must act, and what number and HTTP status the protocol gives it)
//! with a message that says what was wrong, where, and what to do next. The bindings build their exception classes
//! from the same table.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Who must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The caller: the request is wrong as it stands.
    InvalidRequest,
    /// The caller: what was named does not exist.
    NotFound,
    /// The caller: somebody else changed it first; read it again.
    Conflict,
    /// The caller: a credential of the engine is missing or wrong.
    Unauthenticated,
    /// The session's owner: policy forbids it.
    Forbidden,
    /// The user: an account has to be connected.
    NotConnected,
    /// The developer or operator: something has to be configured.
    Configuration,
    /// Nobody: this build does not have it.
    Unsupported,
    /// The user: an attempt to connect ended badly.
    ConnectionFailed,
    /// The caller: wait longer or try again.
    Timeout,
    /// Nobody: the caller cancelled.
    Cancelled,
    /// The provider.
    Provider,
    /// The operator: the machine or the store cannot serve now.
    Unavailable,
    /// Us.
    Internal,
}

/// One row of the error table.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ErrorType {
    /// Stable machine name, `<Service>_<Reason>`.
    pub slug: &'static str,
    /// Numeric application code of the protocol.
    pub code: u32,
    /// HTTP status when it crosses REST.
    pub status: u16,
    pub kind: ErrorKind,
}

impl ErrorType {
    /// Whether a model that is told of it can act on it. Anything else is for the program to know.
    pub fn for_model(&self) -> bool {
        let kinds = [
            ErrorKind::InvalidRequest,
            ErrorKind::NotFound,
            ErrorKind::Forbidden,
            ErrorKind::NotConnected,
            ErrorKind::Provider,
            ErrorKind::Timeout,
        ];
        // Without its session no call of the model can go well.
        kinds.contains(&self.kind) && self.slug != SESSION_NOT_FOUND.slug
    }
}

macro_rules! error_table {
    ($($name:ident = $slug:literal, $code:literal, $status:literal, $kind:ident;)*) => {
        $(pub const $name: ErrorType =
            ErrorType { slug: $slug, code: $code, status: $status, kind: ErrorKind::$kind };)*
        /// Every error the engine can answer with.
        pub const TABLE: &[ErrorType] = &[$($name),*];
    };
}

error_table! {
    REQUEST_INVALID = "Request_Invalid", 10400, 400, InvalidRequest;
    REQUEST_UNKNOWN_OPTION = "Request_UnknownOption", 10402, 400, InvalidRequest;
    REQUEST_UNKNOWN_OPERATION = "Request_UnknownOperation", 10404, 404, NotFound;
    REQUEST_CANCELLED = "Request_Cancelled", 5302, 499, Cancelled;
    FEATURE_NOT_AVAILABLE = "Feature_NotAvailable", 10501, 501, Unsupported;

    SESSION_BAD_REQUEST = "ToolRouterV2_BadRequest", 4300, 400, InvalidRequest;
    SESSION_TOOL_NOT_FOUND = "ToolRouterV2_ToolNotFound", 4301, 400, NotFound;
    NO_ACTIVE_CONNECTION = "ToolRouterV2_NoActiveConnection", 4302, 400, NotConnected;
    INVALID_TOOLKIT_SLUGS = "ToolRouterV2_InvalidToolkitSlugs", 4305, 400, NotFound;
    NO_MANAGED_AUTH = "ToolRouterV2_NoManagedAuth", 4308, 400, Configuration;
    NOT_ALLOWED = "ToolRouterV2_ToolkitNotAllowed", 4324, 400, Forbidden;
    TOOLKIT_IS_NO_AUTH = "ToolRouterV2_ToolkitsIsNoAuth", 4326, 400, InvalidRequest;
    INVALID_ACCOUNT_IDS = "ToolRouterV2_InvalidConnectedAccountIds", 4327, 400, InvalidRequest;
    INVALID_AUTH_CONFIG_IDS = "ToolRouterV2_InvalidAuthConfigIds", 4328, 400, InvalidRequest;
    ACCOUNT_SELECTION_REQUIRED = "ToolRouterV2_AccountSelectionRequired", 4329, 400, InvalidRequest;
    SESSION_NOT_FOUND = "ToolRouterV2_SessionNotFound", 4330, 404, NotFound;
    CONFIG_CONFLICT = "ToolRouterV2_ConfigConflict", 4331, 409, Conflict;

    ACCOUNT_BAD_REQUEST = "ConnectedAccount_BadRequest", 600, 400, InvalidRequest;
    ACCOUNT_NOT_FOUND = "ConnectedAccount_ResourceNotFound", 606, 404, NotFound;
    MULTIPLE_ACCOUNTS = "ConnectedAccount_MultipleExist", 607, 400, InvalidRequest;
    CONNECTION_FAILED = "ConnectedAccount_Failed", 610, 400, ConnectionFailed;
    CONNECTION_EXPIRED = "ConnectedAccount_Expired", 611, 400, ConnectionFailed;
    CONNECTION_REVOKED = "ConnectedAccount_Revoked", 612, 400, ConnectionFailed;
    WAIT_TIMEOUT = "ConnectedAccount_WaitTimeout", 613, 408, Timeout;
    ACCOUNT_UNUSABLE = "ConnectedAccount_Unusable", 614, 400, NotConnected;
    CREDENTIAL_REFUSED = "ConnectedAccount_CredentialRefused", 615, 400, ConnectionFailed;

    AUTH_CONFIG_BAD_REQUEST = "AuthConfig_BadRequest", 200, 400, InvalidRequest;
    AUTH_CONFIG_NOT_FOUND = "AuthConfig_ResourceNotFound", 201, 404, NotFound;
    CLIENT_REJECTED = "AuthConfig_ClientRejected", 202, 400, Configuration;
    TOOLKIT_NOT_FOUND = "Toolkit_NotFound", 300, 404, NotFound;
    TOOL_NOT_FOUND = "Tool_ToolNotFound", 2401, 404, NotFound;
    DIRECT_ACCOUNT_NOT_FOUND = "ActionExecute_ConnectedAccountNotFound", 1810, 404, NotConnected;
    DIRECT_ACCOUNT_MISMATCH = "ActionExecute_ConnectedAccountEntityIdMismatch", 1812, 400, InvalidRequest;
    HOST_NOT_ALLOWED = "ExternalProxy_HostNotAllowed", 2800, 400, Forbidden;

    LINK_NOT_FOUND = "Link_NotFound", 5001, 404, NotFound;
    LINK_EXPIRED = "Link_Expired", 5002, 410, ConnectionFailed;
    LINK_USED = "Link_Used", 5003, 410, ConnectionFailed;
    LINK_FORWARDED = "Link_Forwarded", 5004, 403, Forbidden;

    TOKEN_REFUSED = "Mcp_Unauthorized", 10401, 401, Unauthenticated;
    PROVIDER_UNREACHABLE = "Provider_Unreachable", 5401, 502, Provider;
    ORIGIN_UNAVAILABLE = "Origin_Unavailable", 5101, 503, Unavailable;
    STORE_UNAVAILABLE = "Store_Unavailable", 5201, 503, Unavailable;
    STORE_FULL = "Store_Full", 5202, 507, Unavailable;
    STORE_NEWER = "Store_Newer", 5203, 503, Unavailable;
    STORE_KEY = "Store_Key", 5204, 503, Unavailable;
    STORE_BUSY = "Store_Busy", 5205, 503, Unavailable;
    SETTINGS_INVALID = "Settings_Invalid", 5206, 400, Configuration;
    ENGINE_CLOSED = "Engine_Closed", 5301, 503, Unavailable;
    ENGINE_FORKED = "Engine_Forked", 5303, 503, Unavailable;
    INTERNAL = "Internal", 10500, 500, Internal;
}

/// What went wrong, for whom, and what to do next. `Display` is the message alone; it never holds a secret.
#[derive(Debug, Clone)]
pub struct Error {
    pub of: ErrorType,
    pub message: String,
    /// Whether the same call may succeed later without anybody acting.
    pub retryable: bool,
    context: Vec<(&'static str, String)>,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(of: ErrorType, message: impl Into<String>) -> Self {
        Self { of, message: message.into(), retryable: false, context: Vec::new() }
    }

    /// A named fact for programs: `tool`, `toolkit`, `option`, `nearest`, `redirect_url` …
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.context.push((key, value.into()));
        self
    }

    #[must_use]
    pub fn retryable(mut self) -> Self {
        self.retryable = true;
        self
    }

    pub fn slug(&self) -> &'static str {
        self.of.slug
    }

    pub fn is(&self, of: ErrorType) -> bool {
        self.of.slug == of.slug
    }

    /// The value of a context key.
    pub fn context(&self, key: &str) -> Option<&str> {
        self.context.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    }

    /// The form in which it crosses every border.
    pub fn to_json(&self) -> Value {
        let context: Map<String, Value> =
            self.context.iter().map(|(key, value)| ((*key).to_owned(), Value::from(value.as_str()))).collect();
        json!({
            "kind": self.of.kind,
            "slug": self.of.slug,
            "code": self.of.code,
            "status": self.of.status,
            "message": self.message,
            "retryable": self.retryable,
            "for_model": self.of.for_model(),
            "context": context,
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashSet;

    use super::*;

    /// The page names every row, and no other.
    #[test]
    fn the_documentation_has_every_row_as_it_is() {
        let page = include_str!("../../../docs/errors.md");
        let told: HashSet<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
        for row in TABLE {
            let kind = json!(row.kind);
            let start = format!("| `{}` | {}, {} | `{}` |", row.slug, row.code, row.status, kind.as_str().unwrap());
            assert!(told.iter().any(|line| line.starts_with(&start)), "docs/errors.md lacks {start}");
        }
        let slugs =
            told.iter().filter_map(|line| line.split('`').nth(1)).filter(|slug| slug.starts_with(char::is_uppercase));
        for slug in slugs {
            assert!(TABLE.iter().any(|row| row.slug == slug), "docs/errors.md has `{slug}`, which is no error");
        }
    }

    #[test]
    fn slugs_and_codes_are_unique() {
        let slugs: HashSet<_> = TABLE.iter().map(|row| row.slug).collect();
        let codes: HashSet<_> = TABLE.iter().map(|row| row.code).collect();
        assert_eq!((slugs.len(), codes.len()), (TABLE.len(), TABLE.len()));
    }

    #[test]
    fn a_model_is_told_what_it_can_act_on() {
        for (of, told) in [
            (REQUEST_INVALID, true),
            (SESSION_TOOL_NOT_FOUND, true),
            (NO_ACTIVE_CONNECTION, true),
            (NOT_ALLOWED, true),
            (PROVIDER_UNREACHABLE, true),
            (SESSION_NOT_FOUND, false),
            (CLIENT_REJECTED, false),
            (STORE_BUSY, false),
            (ENGINE_CLOSED, false),
        ] {
            assert_eq!(Error::new(of, "").to_json()["for_model"], told, "{}", of.slug);
        }
    }

    #[test]
    fn an_error_crosses_a_border_whole() {
        let error = Error::new(TOOL_NOT_FOUND, "unknown tool `X`").with("tool", "X");
        assert_eq!(error.to_json()["slug"], "Tool_ToolNotFound");
        assert_eq!(error.to_json()["context"]["tool"], "X");
        assert_eq!(error.to_string(), "unknown tool `X`");
    }
}
