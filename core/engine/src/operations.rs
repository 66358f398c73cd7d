//! The one list of operations, and the dispatch every border goes through.

use std::future::Future;

use composio_catalog::nearest;
use serde::Serialize;
use serde_json::Value;

use crate::api::auth_configs::{
    CheckAuthConfig, CreateAuthConfig, DeleteAuthConfig, DisableAuthConfig, EnableAuthConfig, GetAuthConfig,
    ListAuthConfigs, UpdateAuthConfig,
};
use crate::api::catalog::{
    AuthorizeToolkit, ExecuteDirect, GetTool, GetToolkit, ListCategories, ListToolkits, ListTools, ProxyDirect,
};
use crate::api::connected_accounts::{
    DeleteAccount, DisableAccount, EnableAccount, GetAccount, InitiateAccount, LinkAccount, ListAccounts,
    RefreshAccount, UpdateAccount, WaitForAccount, WhoAmI,
};
use crate::api::operation::Operation;
use crate::api::sessions::{
    AttachSession, CreateSession, DeleteSession, ExecuteInSession, GetSession, LinkToolkit, ListConfigHistory,
    ListSessionToolkits, ListSessionTools, ProxyInSession, SearchSession, UpdateSession,
};
use crate::api::users::DeleteUser;
use crate::engine::Engine;
use crate::error::{Error, INTERNAL, REQUEST_INVALID, REQUEST_UNKNOWN_OPERATION, REQUEST_UNKNOWN_OPTION, Result};

/// Answers one operation.
pub(crate) trait Handle<O: Operation> {
    fn handle(&self, request: O) -> impl Future<Output = Result<O::Response>> + Send;
}

/// An operation as borders derive themselves from it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct OperationInfo {
    pub name: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    pub scope: &'static str,
    pub effects: bool,
}

macro_rules! operations {
    ($($request:ty,)*) => {
        /// Every operation there is.
        pub const OPERATIONS: &[OperationInfo] = &[$(OperationInfo {
            name: <$request>::NAME,
            method: <$request>::METHOD,
            path: <$request>::PATH,
            scope: <$request>::SCOPE,
            effects: <$request>::EFFECTS,
        }),*];

        pub(crate) async fn dispatch(engine: &Engine, operation: &str, request: Value) -> Result<Value> {
            match operation {
                // Boxed: the futures of all operations side by side would make every call's future as large as all.
                $(<$request>::NAME => Box::pin(answer::<$request>(engine, request)).await,)*
                _ => Err(unknown(operation)),
            }
        }
    };
}

operations! {
    CreateSession,
    GetSession,
    UpdateSession,
    AttachSession,
    DeleteSession,
    ListConfigHistory,
    ListSessionTools,
    ListSessionToolkits,
    SearchSession,
    ExecuteInSession,
    LinkToolkit,
    ProxyInSession,
    ListTools,
    GetTool,
    ExecuteDirect,
    ProxyDirect,
    ListToolkits,
    ListCategories,
    GetToolkit,
    AuthorizeToolkit,
    CreateAuthConfig,
    ListAuthConfigs,
    GetAuthConfig,
    UpdateAuthConfig,
    EnableAuthConfig,
    DisableAuthConfig,
    DeleteAuthConfig,
    CheckAuthConfig,
    LinkAccount,
    InitiateAccount,
    ListAccounts,
    GetAccount,
    UpdateAccount,
    EnableAccount,
    DisableAccount,
    DeleteAccount,
    RefreshAccount,
    WaitForAccount,
    WhoAmI,
    DeleteUser,
}

async fn answer<O: Operation>(engine: &Engine, request: Value) -> Result<Value>
where
    Engine: Handle<O>,
{
    let request: O = serde_path_to_error::deserialize(request)
        .map_err(|error| misread(O::NAME, &error.path().to_string(), &error.inner().to_string()))?;
    let response = engine.handle(request).await?;
    serde_json::to_value(response)
        .map_err(|error| Error::new(INTERNAL, format!("the answer of `{}` could not be written: {error}", O::NAME)))
}

fn unknown(operation: &str) -> Error {
    let names = OPERATIONS.iter().map(|operation| operation.name);
    let close = nearest(operation, names, 1);
    let hint = close.first().map(|close| format!("; did you mean `{close}`?")).unwrap_or_default();
    Error::new(REQUEST_UNKNOWN_OPERATION, format!("there is no operation `{operation}`{hint}"))
}

/// Serde's words for a request that does not have the shape of its type, turned into ours.
fn misread(operation: &str, at: &str, said: &str) -> Error {
    let mut quoted = said.split('`').skip(1).step_by(2);
    if said.starts_with("unknown field") {
        let name = quoted.next().unwrap_or_default().to_owned();
        let known: Vec<&str> = quoted.collect();
        let close = nearest(&name, known.iter().copied(), 1);
        let hint = close
            .first()
            .map_or_else(|| format!("known here: {}", known.join(", ")), |close| format!("did you mean `{close}`?"));
        return Error::new(REQUEST_UNKNOWN_OPTION, format!("`{operation}` has no option `{name}`; {hint}"))
            .with("option", name)
            .with("nearest", close.first().copied().unwrap_or_default());
    }
    if said.starts_with("missing field") {
        let name = quoted.next().unwrap_or_default();
        return Error::new(REQUEST_INVALID, format!("`{operation}` needs `{name}`")).with("option", name);
    }
    // At the root the path is a dot: serde does not say which member of a flattened request it was.
    let subject = if at == "." { "the request".to_owned() } else { format!("`{at}`") };
    let message = match said.split_once(": ").and_then(|(_, rest)| rest.split_once(", expected ")) {
        Some((found, expected)) => format!("{subject} of `{operation}` must be {expected}, not {found}"),
        None => format!("{subject} of `{operation}` cannot be read: {said}"),
    };
    Error::new(REQUEST_INVALID, message).with("option", if at == "." { "" } else { at })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_routes_are_unique() {
        let names: HashSet<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
        let routes: HashSet<_> = OPERATIONS.iter().map(|operation| (operation.method, operation.path)).collect();
        assert_eq!((names.len(), routes.len()), (OPERATIONS.len(), OPERATIONS.len()));
    }

    #[test]
    fn a_misread_request_says_what_to_write() {
        for (at, said, slug, message) in [
            (
                "user",
                "unknown field `user`, expected `user_id` or `limit`",
                "Request_UnknownOption",
                "did you mean `user_id`?",
            ),
            (
                "zzz",
                "unknown field `zzz`, expected `user_id` or `limit`",
                "Request_UnknownOption",
                "known here: user_id, limit",
            ),
            (".", "missing field `user_id`", "Request_Invalid", "needs `user_id`"),
            (
                "tools[0]",
                "invalid type: integer `5`, expected a string",
                "Request_Invalid",
                "`tools[0]` of `x.y` must be a string, not integer `5`",
            ),
            (
                "managed_by",
                "unknown variant `us`, expected one of `all`, `composio`",
                "Request_Invalid",
                "`managed_by` of `x.y` cannot be read: unknown variant `us`",
            ),
        ] {
            let error = misread("x.y", at, said);
            assert_eq!(error.slug(), slug, "{said}");
            assert!(error.message.contains(message), "{error}");
        }
    }
}
