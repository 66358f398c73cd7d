//! Operations that go straight to the connections, and the erasing of a user.

use std::time::Duration;

use crate::api::auth_configs::{
    AuthConfigView, CheckAuthConfig, ClientChecked, CreateAuthConfig, DeleteAuthConfig, DisableAuthConfig,
    EnableAuthConfig, GetAuthConfig, ListAuthConfigs, UpdateAuthConfig,
};
use crate::api::connected_accounts::{
    ConnectedAccount, DeleteAccount, DisableAccount, Done, EnableAccount, GetAccount, Initiated, Link, LinkAccount,
    ListAccounts, RefreshAccount, UpdateAccount, WaitForAccount,
};
use crate::api::page::Page;
use crate::api::users::{DeleteUser, UserDeleted};
use crate::engine::Engine;
use crate::error::Result;
use crate::operations::Handle;

/// Nobody waits longer: links work for ten minutes.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);
const DONE: Done = Done { success: true };

macro_rules! handle {
    ($($request:ty => $response:ty: |$engine:ident, $given:ident| $answer:expr;)*) => {
        $(impl Handle<$request> for Engine {
            async fn handle(&self, $given: $request) -> Result<$response> {
                let $engine = self;
                $answer
            }
        })*
    };
}

handle! {
    CreateAuthConfig => AuthConfigView: |engine, request| engine.connect().create_auth_config(request).await;
    ListAuthConfigs => Page<AuthConfigView>: |engine, request| engine.connect().list_auth_configs(request).await;
    GetAuthConfig => AuthConfigView: |engine, request| engine.connect().get_auth_config(&request.id).await;
    UpdateAuthConfig => AuthConfigView: |engine, request| engine.connect().update_auth_config(request).await;
    EnableAuthConfig => AuthConfigView: |engine, request| {
        engine.connect().set_auth_config_enabled(&request.id, true).await
    };
    DisableAuthConfig => AuthConfigView: |engine, request| {
        engine.connect().set_auth_config_enabled(&request.id, false).await
    };
    CheckAuthConfig => ClientChecked: |engine, request| engine.connect().check_client(request).await;
    DeleteAuthConfig => Done: |engine, request| engine.connect().delete_auth_config(&request.id).await.map(|()| DONE);

    LinkAccount => Link: |engine, request| engine.connect().link_account(request).await;
    ListAccounts => Page<ConnectedAccount>: |engine, request| engine.connect().list_accounts(request).await;
    GetAccount => ConnectedAccount: |engine, request| engine.connect().get_account(&request.id).await;
    UpdateAccount => ConnectedAccount: |engine, request| {
        engine.connect().set_account_alias(&request.id, &request.alias).await
    };
    EnableAccount => Done: |engine, request| {
        engine.connect().set_account_disabled(&request.id, false).await.map(|()| DONE)
    };
    DisableAccount => Done: |engine, request| {
        engine.connect().set_account_disabled(&request.id, true).await.map(|()| DONE)
    };
    DeleteAccount => Done: |engine, request| engine.connect().delete_account(&request.id).await.map(|()| DONE);
    RefreshAccount => Initiated: |engine, request| engine.connect().refresh_account(&request.id).await;
    WaitForAccount => ConnectedAccount: |engine, request| {
        let timeout = Duration::from_millis(request.timeout_ms.unwrap_or(60_000)).min(LONGEST_WAIT);
        engine.connect().wait(&request.id, timeout).await
    };

    DeleteUser => UserDeleted: |engine, request| {
        let deleted = engine.rows().erase_user(&request.user_id).await?;
        engine.calls().erase_user(&request.user_id).await;
        Ok(UserDeleted { user_id: request.user_id, deleted })
    };
}
