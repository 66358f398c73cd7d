//! From a link to an account.

use std::collections::BTreeMap;
use std::time::Duration;

use composio_core::{Engine, Settings};
use serde_json::{Value, json};

use crate::standin::{Standin, World, door, text};

#[tokio::test]
async fn a_link_leads_through_consent_to_a_working_account() {
    let world = World::new().await;
    let session = world.session().await;
    let error = world.whoami(&session).await.unwrap_err();
    assert_eq!(error.slug(), "ToolRouterV2_NoActiveConnection");

    let (account, token) = world.link().await;
    assert_eq!(world.status(&account).await, "INITIALIZING");
    let page = world.engine.link_page(&token).await.unwrap();
    assert_eq!((page.toolkit_name.as_str(), page.user_id.as_str()), ("GitHub", "ana"));
    assert_eq!(world.status(&account).await, "INITIALIZING", "looking changes nothing");

    let (provider, cookie) = world.follow(&token).await;
    assert_eq!(world.status(&account).await, "INITIATED");
    let callback = world.decide(&provider, "approve").await;
    let outcome = world.engine.finish_oauth(callback, Some(&cookie.value)).await.unwrap();
    let expected = format!("https://app.example/done?from=test&status=success&connected_account_id={account}");
    assert_eq!(outcome.return_to.unwrap().as_str(), expected);
    assert_eq!(world.status(&account).await, "ACTIVE");

    let user = world.whoami(&session).await.unwrap();
    assert_eq!((user["data"]["login"].as_str(), &user["successful"]), (Some("octocat"), &json!(true)));
}

#[tokio::test]
async fn a_forwarded_callback_is_refused_and_the_right_browser_still_succeeds() {
    let world = World::new().await;
    let (account, token) = world.link().await;
    let (provider, cookie) = world.follow(&token).await;
    let callback = world.decide(&provider, "approve").await;
    for stolen in [None, Some("another browser's")] {
        let error = world.engine.finish_oauth(callback.clone(), stolen).await.unwrap_err();
        assert_eq!(error.slug(), "Link_Forwarded");
    }
    let mut forged = callback.clone();
    forged.state = Some("forged".to_owned());
    assert_eq!(world.engine.finish_oauth(forged, Some(&cookie.value)).await.unwrap_err().slug(), "Link_NotFound");
    assert_eq!(world.status(&account).await, "INITIATED");

    world.engine.finish_oauth(callback.clone(), Some(&cookie.value)).await.unwrap();
    assert_eq!(world.status(&account).await, "ACTIVE");
    // A reload of the last page changes nothing.
    let again = world.engine.finish_oauth(callback, Some(&cookie.value)).await.unwrap();
    assert_eq!(again.failure, None);
}

#[tokio::test]
async fn a_link_works_once_and_for_ten_minutes() {
    let world = World::new().await;
    let (_, used) = world.link().await;
    world.follow(&used).await;
    let error = world.engine.follow_link(&used, BTreeMap::new()).await.unwrap_err();
    assert_eq!(error.slug(), "Link_Used");

    let (account, late) = world.link().await;
    let (slow_account, slow) = world.link().await;
    let (provider, cookie) = world.follow(&slow).await;
    let callback = world.decide(&provider, "approve").await;
    world.clock.advance(Duration::from_secs(600));
    for error in [
        world.engine.link_page(&late).await.unwrap_err(),
        world.engine.follow_link(&late, BTreeMap::new()).await.unwrap_err(),
        world.engine.finish_oauth(callback, Some(&cookie.value)).await.unwrap_err(),
    ] {
        assert_eq!(error.slug(), "Link_Expired");
    }
    assert_eq!(world.status(&account).await, "EXPIRED");
    assert_eq!(world.status(&slow_account).await, "EXPIRED");
    assert_eq!(world.engine.link_page("unknown").await.unwrap_err().slug(), "Link_NotFound");
}

#[tokio::test]
async fn a_user_who_declines_fails_the_attempt_and_the_application_hears_why() {
    let world = World::new().await;
    let (account, token) = world.link().await;
    let outcome = world.finish(&token, "deny").await;
    assert!(outcome.failure.unwrap().contains("denied"));
    assert!(outcome.return_to.unwrap().as_str().contains("status=failed"));
    let view = world.call("connected_accounts.get", json!({"id": account})).await;
    assert_eq!(view["status"], "FAILED");
    assert!(text(&view, "status_reason").contains("denied"));
}

#[tokio::test]
async fn a_wrong_client_secret_fails_the_attempt_and_names_the_client() {
    let world = World::new().await;
    let wrong = json!({"id": world.config, "credentials": {"client_secret": "wrong"}});
    world.call("auth_configs.update", wrong).await;
    let (account, token) = world.link().await;
    let outcome = world.finish(&token, "approve").await;
    assert!(outcome.failure.unwrap().contains("OAuth client"));
    assert_eq!(world.status(&account).await, "FAILED");
}

#[tokio::test]
async fn what_the_user_types_becomes_an_account() {
    let world = World::new().await;
    let request = json!({"toolkit": "exa", "type": "use_custom_auth", "auth_scheme": "API_KEY",
                         "credentials": {"base_url": world.standin.url}});
    let config = text(&world.call("auth_configs.create", request).await, "id");
    let request = json!({"user_id": "ana", "auth_config_id": config});
    let link = world.call("connected_accounts.link", request).await;
    let token = text(&link, "link_token");
    let fields = world.engine.link_page(&token).await.unwrap().fields;
    assert_eq!(fields.len(), 1);

    // A mistake does not use the link up.
    let error = world.engine.follow_link(&token, BTreeMap::new()).await.unwrap_err();
    assert_eq!(error.slug(), "ConnectedAccount_BadRequest");
    let typed = BTreeMap::from([(fields[0].name.clone(), "key-of-ana".to_owned())]);
    world.engine.follow_link(&token, typed.clone()).await.unwrap();
    assert_eq!(world.status(&text(&link, "connected_account_id")).await, "ACTIVE");
    assert_eq!(world.engine.follow_link(&token, typed).await.unwrap_err().slug(), "Link_Used");
}

#[tokio::test]
async fn managed_auth_follows_the_settings_whatever_it_was_before() {
    let standin = Standin::start();
    let home = tempfile::tempdir().unwrap();
    let door = door();
    let link = async |managed: Value| {
        let settings = Settings::load(json!({"home": home.path(), "managed": managed})).unwrap();
        let engine = Engine::open(settings).await.unwrap();
        engine.set_front_door(&door);
        let request = json!({"user_id": "ana", "toolkit": "github"});
        let token = text(&engine.call("toolkits.authorize", request).await.unwrap(), "link_token");
        let page = engine.link_page(&token).await.unwrap();
        engine.close().await;
        page
    };
    for _ in 0..2 {
        let provider = link(json!({"github": standin.github_client()})).await;
        assert!(provider.fields.is_empty() && provider.scopes.contains(&"repo".to_owned()), "{provider:?}");
        assert_eq!(link(json!({})).await.fields[0].name, "token");
    }
}

#[tokio::test]
async fn managed_auth_comes_from_the_settings_or_says_what_to_set() {
    let world = World::new().await;
    world.call("auth_configs.delete", json!({"id": world.config})).await;
    let session = world.session().await;
    // github also takes a token the user types, so something always works.
    let link = world.call("sessions.link", json!({"session_id": session, "toolkit": "github"})).await;
    let page = world.engine.link_page(&text(&link, "link_token")).await.unwrap();
    assert_eq!(page.fields[0].name, "token");

    let link = world.call("toolkits.authorize", json!({"user_id": "ben", "toolkit": "github"})).await;
    assert_eq!(world.engine.link_page(&text(&link, "link_token")).await.unwrap().user_id, "ben");

    let error = world.engine.call("sessions.link", json!({"session_id": session, "toolkit": "hackernews"})).await;
    assert_eq!(error.unwrap_err().slug(), "ToolRouterV2_ToolkitsIsNoAuth");
}
