//! Keeping credentials fresh.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::standin::{World, text};

const NINE_HOURS: Duration = Duration::from_secs(9 * 3600);

async fn refreshes(world: &World) -> usize {
    let requests = world.standin.requests("/login/oauth/access_token").await;
    requests.iter().filter(|request| request["body"].to_string().contains("refresh_token")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_has_ended_is_refreshed_once_however_many_callers_wait() {
    let world = World::new().await;
    let session = world.session().await;
    world.connect().await;
    assert_eq!(refreshes(&world).await, 0);
    world.clock.advance(NINE_HOURS);
    let answers = join_all((0..64).map(|_| world.whoami(&session))).await;
    assert!(answers.iter().all(|answer| answer.as_ref().unwrap()["successful"] == json!(true)));
    assert_eq!(refreshes(&world).await, 1);
    // The refresh token that came with it works too.
    world.clock.advance(NINE_HOURS);
    assert_eq!(world.whoami(&session).await.unwrap()["data"]["login"], "octocat");
    assert_eq!(refreshes(&world).await, 2);
}

#[tokio::test]
async fn a_token_the_provider_turns_down_is_refreshed_and_the_call_repeated() {
    let world = World::new().await;
    let session = world.session().await;
    world.connect().await;
    world.standin.control("tokens/expire", json!({})).await;
    let user = world.whoami(&session).await.unwrap();
    assert_eq!(user["data"]["login"], "octocat");
    assert_eq!(refreshes(&world).await, 1);

    world.standin.control("tokens/expire", json!({})).await;
    let proxy = json!({"session_id": session, "toolkit": "github", "endpoint": "/user"});
    assert_eq!(world.call("sessions.proxy_execute", proxy).await["data"]["login"], "octocat");
    assert_eq!(refreshes(&world).await, 2);
}

#[tokio::test]
async fn a_revoked_grant_expires_the_account_and_reconnecting_revives_it_in_place() {
    let world = World::new().await;
    let session = world.session().await;
    let account = world.connect().await;
    world.standin.control("grants/revoke", json!({})).await;
    world.clock.advance(NINE_HOURS);
    let error = world.whoami(&session).await.unwrap_err();
    assert_eq!(error.slug(), "ConnectedAccount_Unusable");
    assert!(error.message.contains("connected_accounts.refresh"), "{error}");
    assert_eq!(world.status(&account).await, "EXPIRED");
    assert_eq!(world.whoami(&session).await.unwrap_err().slug(), "ToolRouterV2_NoActiveConnection");

    let again = world.call("connected_accounts.refresh", json!({"id": account})).await;
    assert_eq!(text(&again, "connected_account_id"), account);
    let token = text(&again, "redirect_url").rsplit('/').next().unwrap().to_owned();
    assert_eq!(world.status(&account).await, "EXPIRED", "until the new tokens are stored");
    let wait = world.call("connected_accounts.wait", json!({"id": account}));
    let (waited, _) = tokio::join!(wait, world.finish(&token, "approve"));
    assert_eq!(text(&waited, "status"), "ACTIVE");
    assert_eq!(world.whoami(&session).await.unwrap()["data"]["login"], "octocat");
}

#[tokio::test]
async fn refreshing_an_account_whose_grant_is_dead_gives_its_link_at_once() {
    let world = World::new().await;
    let account = world.connect().await;
    world.standin.control("grants/revoke", json!({})).await;
    world.clock.advance(NINE_HOURS);
    let again = world.call("connected_accounts.refresh", json!({"id": account})).await;
    assert_eq!((text(&again, "connected_account_id"), text(&again, "status")), (account, "EXPIRED".to_owned()));
    assert!(again["redirect_url"].is_string(), "{again}");
}

#[tokio::test]
async fn a_wrong_client_is_the_auth_config_s_fault_and_leaves_the_account_alone() {
    let world = World::new().await;
    let session = world.session().await;
    let account = world.connect().await;
    let secret = |secret: &str| json!({"id": world.config, "credentials": {"client_secret": secret}});
    world.call("auth_configs.update", secret("wrong")).await;
    world.clock.advance(NINE_HOURS);
    assert_eq!(world.whoami(&session).await.unwrap_err().slug(), "AuthConfig_ClientRejected");
    assert_eq!(world.status(&account).await, "ACTIVE");
    world.call("auth_configs.update", secret(&world.standin.client_secret)).await;
    assert_eq!(world.whoami(&session).await.unwrap()["data"]["login"], "octocat");
}

#[tokio::test]
async fn trouble_at_the_token_endpoint_changes_nothing() {
    let world = World::new().await;
    let session = world.session().await;
    let account = world.connect().await;
    world.clock.advance(NINE_HOURS);
    for fault in
        [json!({"status": 503}), json!({"body": "html"}), json!({"body": "broken_json"}), json!({"drop": true})]
    {
        let mut fault: Value = fault;
        fault["path"] = "/login/oauth/access_token".into();
        world.standin.control("faults", fault.clone()).await;
        let error = world.whoami(&session).await.unwrap_err();
        assert_eq!(error.slug(), "Provider_Unreachable", "{fault}");
        assert!(error.retryable);
        assert_eq!(world.status(&account).await, "ACTIVE");
    }
    assert_eq!(world.whoami(&session).await.unwrap()["data"]["login"], "octocat");
}

#[tokio::test]
async fn a_credential_stays_on_the_hosts_it_was_connected_for() {
    let world = World::new().await;
    let session = world.session().await;
    let account = world.connect().await;
    // Moving the auth config elsewhere does not move accounts that are connected.
    let moved = json!({"id": world.config, "credentials": {"base_url": "https://evil.example"}});
    world.call("auth_configs.update", moved).await;
    let request = json!({"session_id": session, "tool_slug": "GITHUB_GET_THE_AUTHENTICATED_USER", "dry_run": true});
    let shown = world.call("sessions.execute", request).await;
    assert_eq!(shown["data"]["request"]["url"], format!("{}/user", world.standin.url));
    assert_eq!(shown["data"]["request"]["headers"]["authorization"], "Bearer REDACTED");

    let proxy = json!({"session_id": session, "toolkit": "github", "endpoint": "https://evil.example/user"});
    let error = world.engine.call("sessions.proxy_execute", proxy).await.unwrap_err();
    assert_eq!(error.slug(), "ExternalProxy_HostNotAllowed");
    for (operation, request) in [
        ("sessions.proxy_execute", json!({"session_id": session, "toolkit": "github", "endpoint": "/user"})),
        ("tools.proxy", json!({"connected_account_id": account, "endpoint": "/user"})),
    ] {
        let answer = world.call(operation, request).await;
        assert_eq!((&answer["status"], &answer["data"]["login"]), (&json!(200), &json!("octocat")), "{operation}");
    }
}
