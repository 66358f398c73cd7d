//! Whose credential it is: tried before it is kept, asked after a sign-in, and told to agents.

use std::collections::BTreeMap;

use composio_core::{Error, FollowedLink};
use serde_json::{Value, json};
use url::Url;

use crate::standin::{World, text};

const OCTOCAT: &str = "ghp_standinOctocat0000000000000000000001";

/// An auth config under which the user types a token for GitHub.
async fn token_config(world: &World) -> String {
    let request = json!({"toolkit": "github", "type": "use_custom_auth", "auth_scheme": "BEARER_TOKEN",
                         "credentials": {"base_url": world.standin.url}});
    text(&world.call("auth_configs.create", request).await, "id")
}

/// A link under which the user types; the account and the link's token.
async fn typed_link(world: &World) -> (String, String) {
    let request = json!({"user_id": "ana", "auth_config_id": token_config(world).await});
    let link = world.call("connected_accounts.link", request).await;
    (text(&link, "connected_account_id"), text(&link, "link_token"))
}

async fn type_in(world: &World, link: &str, token: &str) -> Result<Option<String>, Error> {
    match world.engine.follow_link(link, BTreeMap::from([("token".to_owned(), token.to_owned())])).await? {
        FollowedLink::Done(outcome) => Ok(outcome.identity),
        FollowedLink::Provider { url, .. } => panic!("{url}"),
    }
}

async fn identity(world: &World, account: &str) -> Value {
    world.call("connected_accounts.get", json!({"id": account})).await["identity"].clone()
}

/// A refresh token as another program on the machine would hold it.
async fn refresh_token(world: &World) -> String {
    let redirect = "http://localhost:9900/api/v3.1/toolkits/auth/callback";
    let (id, secret) = (world.standin.client_id.as_str(), world.standin.client_secret.as_str());
    let mut page = Url::parse(&format!("{}/login/oauth/authorize", world.standin.url)).unwrap();
    page.query_pairs_mut().extend_pairs([("client_id", id), ("redirect_uri", redirect), ("scope", "repo")]);
    let code = world.decide(&page, "approve").await.code.unwrap();
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("client_id", id), ("client_secret", secret), ("code", &code), ("redirect_uri", redirect)])
        .finish();
    let reply = world.standin.post_form("/login/oauth/access_token", form).await;
    text(&reply, "refresh_token")
}

async fn fault(world: &World, fault: Value) {
    world.standin.control("faults", fault).await;
}

#[tokio::test]
async fn a_refused_credential_is_told_and_the_link_stays_good() {
    let world = World::new().await;
    let (account, link) = typed_link(&world).await;
    let error = type_in(&world, &link, "ghp_mistyped").await.unwrap_err();
    assert_eq!(error.slug(), "ConnectedAccount_CredentialRefused");
    assert!(error.message.contains("GitHub does not accept") && !error.message.contains("ghp_mistyped"), "{error}");
    assert_eq!(world.status(&account).await, "INITIALIZING", "nothing was kept");

    assert_eq!(type_in(&world, &link, OCTOCAT).await.unwrap().as_deref(), Some("octocat"));
    assert_eq!(world.status(&account).await, "ACTIVE");
    assert_eq!(identity(&world, &account).await, "octocat");
    assert_eq!(type_in(&world, &link, OCTOCAT).await.unwrap_err().slug(), "Link_Used");
}

/// Slack refuses with status 200, Linear is asked in GraphQL, Firecrawl names nobody, Exa has no way to ask.
#[tokio::test]
async fn each_provider_is_asked_and_refuses_in_its_own_manner() {
    let world = World::new().await;
    for (toolkit, scheme, field, name) in [
        ("slack", "BEARER_TOKEN", "token", Some("octocat")),
        ("slackbot", "BEARER_TOKEN", "token", Some("octocat")),
        ("linear", "API_KEY", "generic_api_key", Some("octocat@example.com")),
        ("firecrawl", "API_KEY", "generic_api_key", None),
    ] {
        let request = json!({"toolkit": toolkit, "type": "use_custom_auth", "auth_scheme": scheme,
                             "credentials": {"base_url": world.standin.url}});
        let config = text(&world.call("auth_configs.create", request).await, "id");
        let initiate = |credential: &str| {
            let request = json!({"user_id": "ana", "auth_config_id": config, "verify": true,
                                 "state": {"auth_scheme": scheme, "val": {field: credential}}});
            let engine = world.engine.clone();
            async move { engine.call("connected_accounts.initiate", request).await }
        };
        let error = initiate("mistyped-key").await.unwrap_err();
        assert_eq!(error.slug(), "ConnectedAccount_CredentialRefused", "{toolkit}: {error}");
        assert!(!error.message.contains("mistyped-key"), "{toolkit}: {error}");
        let account = text(&initiate(OCTOCAT).await.unwrap(), "connected_account_id");
        assert_eq!(identity(&world, &account).await.as_str(), name, "{toolkit}");
    }
}

#[tokio::test]
async fn a_provider_in_trouble_is_not_the_credential_s_fault() {
    let world = World::new().await;
    let (account, link) = typed_link(&world).await;
    fault(&world, json!({"path": "/user", "status": 500, "body": "html"})).await;
    let error = type_in(&world, &link, OCTOCAT).await.unwrap_err();
    assert_eq!((error.slug(), error.retryable), ("Provider_Unreachable", true));
    assert!(error.message.contains("Nothing was stored"), "{error}");
    assert_eq!(world.status(&account).await, "INITIALIZING");

    // An answer that is not about the credential does not stand in the way.
    fault(&world, json!({"path": "/user", "status": 403})).await;
    assert_eq!(type_in(&world, &link, OCTOCAT).await.unwrap(), None);
    assert_eq!(world.status(&account).await, "ACTIVE");
}

#[tokio::test]
async fn after_a_sign_in_the_account_has_a_name_which_agents_see() {
    let world = World::new().await;
    let session = world.session().await;
    let (account, token) = world.link().await;
    let (provider, cookie) = world.follow(&token).await;
    let callback = world.decide(&provider, "approve").await;
    for round in ["first", "reloaded"] {
        let outcome = world.engine.finish_oauth(callback.clone(), Some(&cookie.value)).await.unwrap();
        assert_eq!(outcome.identity.as_deref(), Some("octocat"), "{round}");
    }
    assert_eq!(world.standin.requests("/user").await.len(), 1, "asked once");
    assert_eq!(identity(&world, &account).await, "octocat");

    let expected = json!({"identity": "octocat"});
    let search = json!({"session_id": session, "query": "create an issue in github"});
    let found = world.call("sessions.search", search).await;
    assert_eq!(found["toolkit_connection_statuses"][0]["current_user_info"], expected);
    for (tool, info) in [
        ("COMPOSIO_MANAGE_CONNECTIONS", "/data/results/github/current_user_info"),
        ("COMPOSIO_WAIT_FOR_CONNECTIONS", "/data/results/github/current_user_info"),
    ] {
        let options = json!({"user_id": "ana", "manage_connections": {"enable": true, "wait_for_connections": true}});
        let session = text(&world.call("sessions.create", options).await, "session_id");
        let request = json!({"session_id": session, "tool_slug": tool, "arguments": {"toolkits": ["github"]}});
        assert_eq!(world.call("sessions.execute", request).await.pointer(info), Some(&expected), "{tool}");
    }
}

#[tokio::test]
async fn a_sign_in_never_fails_for_want_of_a_name() {
    let world = World::new().await;
    fault(&world, json!({"path": "/user", "status": 500})).await;
    let account = world.connect().await;
    assert_eq!(world.status(&account).await, "ACTIVE");
    assert_eq!(identity(&world, &account).await, Value::Null);

    let asked = world.call("connected_accounts.whoami", json!({"id": account})).await;
    assert_eq!((&asked["accepted"], &asked["identity"]), (&json!(true), &json!("octocat")));
    assert_eq!(identity(&world, &account).await, "octocat", "it is remembered");
}

#[tokio::test]
async fn a_reconnected_account_does_not_keep_the_name_it_had() {
    let world = World::new().await;
    let account = world.connect().await;
    assert_eq!(identity(&world, &account).await, "octocat");
    world.standin.control("tokens/expire", json!({})).await;
    world.standin.control("grants/revoke", json!({})).await;
    let asked = world.call("connected_accounts.whoami", json!({"id": account})).await;
    assert_eq!((&asked["accepted"], &asked["identity"]), (&json!(false), &json!("octocat")), "{asked}");
    let request = world.call("connected_accounts.refresh", json!({"id": account})).await;
    let token = text(&request, "redirect_url").rsplit('/').next().unwrap().to_owned();
    let (mut provider, cookie) = world.follow(&token).await;
    provider.query_pairs_mut().append_pair("login", "hubot");
    let callback = world.decide(&provider, "approve").await;
    fault(&world, json!({"path": "/user", "status": 500})).await;
    world.engine.finish_oauth(callback, Some(&cookie.value)).await.unwrap();
    assert_eq!(identity(&world, &account).await, Value::Null, "whose it is now is not known");
    let asked = world.call("connected_accounts.whoami", json!({"id": account})).await;
    assert_eq!(asked["identity"], "hubot");
}

#[tokio::test]
async fn whoami_says_whether_the_provider_still_accepts_an_account() {
    let world = World::new().await;
    let account = world.connect().await;
    let whoami = async |account: &str| world.call("connected_accounts.whoami", json!({"id": account})).await;

    // An access token that has ended is refreshed, not complained of.
    world.standin.control("tokens/expire", json!({})).await;
    assert_eq!(whoami(&account).await["accepted"], true);

    fault(&world, json!({"path": "/user", "status": 500})).await;
    let asked = whoami(&account).await;
    assert_eq!((&asked["accepted"], &asked["identity"]), (&Value::Null, &json!("octocat")));

    let request = json!({"toolkit": "exa", "type": "use_custom_auth", "auth_scheme": "API_KEY"});
    let config = text(&world.call("auth_configs.create", request).await, "id");
    let request = json!({"user_id": "ana", "auth_config_id": config,
                         "state": {"auth_scheme": "API_KEY", "val": {"api_key": "k"}}, "verify": true});
    let exa = text(&world.call("connected_accounts.initiate", request).await, "connected_account_id");
    let asked = whoami(&exa).await;
    assert_eq!(asked["accepted"], Value::Null);
    assert!(text(&asked, "message").contains("call a tool"), "{asked}");

    let request = json!({"user_id": "ben", "auth_config_id": token_config(&world).await,
                         "state": {"auth_scheme": "BEARER_TOKEN", "val": {"token": "ghp_revoked"}}});
    let typed = text(&world.call("connected_accounts.initiate", request).await, "connected_account_id");
    let asked = whoami(&typed).await;
    assert_eq!(asked["accepted"], false);
    assert!(text(&asked, "message").contains("connected_accounts.refresh"), "{asked}");
}

#[tokio::test]
async fn a_credential_the_caller_brings_is_tried_when_asked_for() {
    let world = World::new().await;
    let config = token_config(&world).await;
    let initiate = |token: &str, verify: bool| {
        let request = json!({"user_id": "ana", "auth_config_id": config, "allow_multiple": true, "verify": verify,
                             "state": {"auth_scheme": "BEARER_TOKEN", "val": {"token": token}}});
        let engine = world.engine.clone();
        async move { engine.call("connected_accounts.initiate", request).await }
    };
    let error = initiate("ghp_wrong", true).await.unwrap_err();
    assert_eq!(error.slug(), "ConnectedAccount_CredentialRefused");
    let accounts = world.call("connected_accounts.list", json!({"user_ids": ["ana"]})).await;
    assert_eq!(accounts["total_items"], 0, "nothing was kept");

    let checked = text(&initiate(OCTOCAT, true).await.unwrap(), "connected_account_id");
    assert_eq!(identity(&world, &checked).await, "octocat");
    let asked_before = world.standin.requests("/user").await.len();
    let unchecked = text(&initiate("ghp_wrong", false).await.unwrap(), "connected_account_id");
    assert_eq!(identity(&world, &unchecked).await, Value::Null);
    assert_eq!(world.standin.requests("/user").await.len(), asked_before, "nobody was asked");
}

#[tokio::test]
async fn a_refresh_token_alone_is_exchanged_before_it_is_kept() {
    let world = World::new().await;
    let initiate = |user: &str, val: Value| {
        let request = json!({"user_id": user, "auth_config_id": world.config, "verify": true,
                             "state": {"auth_scheme": "OAUTH2", "val": val}});
        let engine = world.engine.clone();
        async move { engine.call("connected_accounts.initiate", request).await }
    };
    let held = refresh_token(&world).await;
    let account = text(&initiate("ana", json!({"refresh_token": held})).await.unwrap(), "connected_account_id");
    assert_eq!(identity(&world, &account).await, "octocat");

    let error = initiate("ben", json!({"refresh_token": "ghr_gone"})).await.unwrap_err();
    assert_eq!(error.slug(), "ConnectedAccount_CredentialRefused");
    assert!(!error.message.contains("ghr_gone"), "{error}");
    let error = initiate("ben", json!({"access_token": ""})).await.unwrap_err();
    assert!(error.message.contains("`refresh_token`"), "{error}");
    let wrong = json!({"id": world.config, "credentials": {"client_secret": "wrong"}});
    world.call("auth_configs.update", wrong).await;
    assert_eq!(initiate("ben", json!({"refresh_token": held})).await.unwrap_err().slug(), "AuthConfig_ClientRejected");
}

#[tokio::test]
async fn an_oauth_client_is_checked_before_anything_is_made_of_it() {
    let world = World::new().await;
    let right = world.standin.github_client();
    let with = |key: &str, value: &str| {
        let mut client = right.clone();
        client[key] = value.into();
        client
    };
    for errors in ["github", "rfc"] {
        world.standin.control("settings", json!({"token_errors": errors})).await;
        for (credentials, accepted, message) in [
            (right.clone(), json!(true), "knows this client"),
            (with("client_secret", "wrong-and-secret"), json!(false), "copy client_id and client_secret again"),
            (with("client_id", "Iv1.unknown"), json!(false), "copy client_id and client_secret again"),
            (with("token_url", "http://127.0.0.1:9/token"), Value::Null, "could not be asked"),
        ] {
            let request = json!({"toolkit": "github", "credentials": credentials});
            let checked = world.call("auth_configs.check", request).await;
            assert_eq!(checked["accepted"], accepted, "{errors}: {checked}");
            assert!(text(&checked, "message").contains(message), "{errors}: {checked}");
            assert!(!checked.to_string().contains("wrong-and-secret"));
        }
    }
    for (request, slug) in [
        (json!({"toolkit": "exa", "credentials": {"client_id": "x"}}), "AuthConfig_BadRequest"),
        (json!({"toolkit": "github", "credentials": {}}), "AuthConfig_BadRequest"),
        (json!({"toolkit": "nosuch", "credentials": {}}), "Toolkit_NotFound"),
    ] {
        assert_eq!(world.engine.call("auth_configs.check", request).await.unwrap_err().slug(), slug);
    }
}

#[tokio::test]
async fn a_missing_client_is_told_with_the_shortest_way_and_the_redirect_uri() {
    let world = World::new().await;
    let error =
        world.engine.call("toolkits.authorize", json!({"user_id": "ana", "toolkit": "gmail"})).await.unwrap_err();
    assert_eq!(error.slug(), "ToolRouterV2_NoManagedAuth");
    let redirect = "http://localhost:9900/api/v3.1/toolkits/auth/callback";
    for part in
        ["Create an OAuth client in Google Cloud", "`composio setup gmail`", redirect, "COMPOSIO_GMAIL_CLIENT_ID"]
    {
        assert!(error.message.contains(part), "{part}: {error}");
    }
    assert_eq!(error.context("redirect_uri"), Some(redirect));

    let gmail = world.call("toolkits.get", json!({"slug": "gmail"})).await;
    assert_eq!((&gmail["setup"][0]["kind"], &gmail["setup"][0]["minutes"]), (&json!("own_client"), &json!(10)));
    assert!(gmail["setup"].to_string().contains(redirect), "filled in for this home");
}

/// A reload while the account is being named: the code is exchanged once, and both pages say that it is connected.
#[tokio::test]
async fn an_answer_that_comes_twice_at_once_connects_once() {
    let world = World::new().await;
    let (account, token) = world.link().await;
    let (provider, cookie) = world.follow(&token).await;
    let callback = world.decide(&provider, "approve").await;
    fault(&world, json!({"path": "/user", "delay_ms": 200})).await;
    let finish = || world.engine.finish_oauth(callback.clone(), Some(&cookie.value));
    let (first, second) = tokio::join!(finish(), finish());
    for outcome in [first, second] {
        let outcome = outcome.unwrap();
        assert_eq!((outcome.failure, outcome.identity.as_deref()), (None, Some("octocat")));
    }
    assert_eq!(world.standin.requests("/login/oauth/access_token").await.len(), 1);
    assert_eq!(world.status(&account).await, "ACTIVE");
}

#[tokio::test]
async fn a_dead_account_is_told_without_asking_the_provider_again() {
    let world = World::new().await;
    let account = world.connect().await;
    world.standin.control("tokens/expire", json!({})).await;
    world.standin.control("grants/revoke", json!({})).await;
    let whoami = async || world.call("connected_accounts.whoami", json!({"id": account})).await;
    assert_eq!(whoami().await["accepted"], false);
    assert_eq!(world.status(&account).await, "EXPIRED");
    world.clock.advance(std::time::Duration::from_secs(10 * 60 * 60));
    let before = world.standin.requests("/").await.len();
    let asked = whoami().await;
    assert_eq!((&asked["accepted"], &asked["identity"]), (&json!(false), &json!("octocat")), "{asked}");
    assert_eq!(world.standin.requests("/").await.len(), before);
}

#[tokio::test]
async fn whoever_has_to_mend_a_client_is_told_its_redirect_uri() {
    let world = World::new().await;
    let redirect = "http://localhost:9900/api/v3.1/toolkits/auth/callback";
    let missing = json!({"toolkit": "github", "type": "use_custom_auth", "auth_scheme": "OAUTH2"});
    let held = refresh_token(&world).await;
    let wrong = json!({"id": world.config, "credentials": {"client_secret": "wrong"}});
    world.call("auth_configs.update", wrong).await;
    let rejected = json!({"user_id": "ana", "auth_config_id": world.config,
                          "state": {"auth_scheme": "OAUTH2", "val": {"refresh_token": held}}});
    for (operation, request, slug) in [
        ("auth_configs.create", missing, "AuthConfig_BadRequest"),
        ("auth_configs.check", json!({"toolkit": "github", "credentials": {}}), "AuthConfig_BadRequest"),
        ("connected_accounts.initiate", rejected, "AuthConfig_ClientRejected"),
    ] {
        let error = world.engine.call(operation, request).await.unwrap_err();
        assert_eq!((error.slug(), error.context("redirect_uri")), (slug, Some(redirect)), "{operation}: {error}");
        assert!(error.message.contains(redirect), "{operation}: {error}");
    }
}
