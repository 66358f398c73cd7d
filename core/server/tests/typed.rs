//! A user connects an account by typing a key.

use serde_json::json;

use crate::support::browser::Browser;
use crate::support::provider::Provider;
use crate::support::{Home, link, session, status};

#[tokio::test]
async fn a_typed_key_connects_and_a_missing_one_is_asked_for_again() {
    let (home, browser) = (Home::new(), Browser::new());
    let engine = home.engine().await;
    let (url, account) = link(&engine, "exa", json!({})).await;

    let form = browser.get(&url).await;
    assert_eq!(form.status, 200);
    assert!(form.text.contains(r#"type="password""#), "{}", form.text);
    let name = form.text.split(r#" name=""#).last().unwrap().split('"').next().unwrap().to_owned();

    let again = browser.submit(&url, &[(&name, "")]).await;
    assert_eq!(again.status, 400);
    assert!(again.text.contains("<form") && again.text.contains(r#"role="alert""#), "{}", again.text);
    assert_ne!(status(&engine, &account).await, "ACTIVE");

    let done = browser.submit(&url, &[(&name, "exa-key-5f3")]).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert!(done.text.contains("is connected") && !done.text.contains("exa-key-5f3"), "{}", done.text);
    assert_eq!(status(&engine, &account).await, "ACTIVE");

    assert_eq!(browser.submit(&url, &[(&name, "exa-key-5f3")]).await.status, 410);
    engine.close().await;
}

#[tokio::test]
async fn a_token_the_provider_refuses_is_asked_for_again() {
    let (home, browser, provider) = (Home::new(), Browser::new(), Provider::start().await);
    let engine = home.engine().await;
    provider.configure_tokens(&engine).await;
    let (url, account) = link(&engine, "github", json!({})).await;
    for (token, status_code, problem) in
        [("mistyped", 400, "GitHub does not accept this credential"), ("unlucky", 502, "could not be asked")]
    {
        let again = browser.submit(&url, &[("token", token)]).await;
        assert_eq!(again.status, status_code, "{}", again.text);
        assert!(again.text.contains("<form") && again.text.contains(problem), "{}", again.text);
        assert!(!again.text.contains(token), "{}", again.text);
        assert_ne!(status(&engine, &account).await, "ACTIVE");
    }
    let done = browser.submit(&url, &[("token", "right")]).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert!(done.text.contains("Connected as <strong>octo&#60;cat</strong>"), "{}", done.text);
    assert_eq!(status(&engine, &account).await, "ACTIVE");
    engine.close().await;
}

#[tokio::test]
async fn the_page_leads_to_where_a_token_is_made() {
    let (home, browser) = (Home::new(), Browser::new());
    let engine = home.engine().await;
    let (url, _) = link(&engine, "github", json!({})).await;
    let page = browser.get(&url).await.text;
    let button = page.split("<a ").nth(1).unwrap().split("</a>").next().unwrap();
    assert!(button.contains(r#"href="https://github.com/settings/tokens/new?scopes=repo%2Cuser&#38;"#), "{button}");
    assert!(button.contains(r#"target="_blank" rel="noopener""#), "{button}");
    assert!(button.ends_with(">Create a token on GitHub"), "{button}");
    assert!(page.find("<a ") < page.find("<input") && !page.contains("<script"), "{page}");

    // An auth config with hosts of its own is not the provider the page belongs to.
    let provider = Provider::start().await;
    provider.configure_tokens(&engine).await;
    let (url, _) = link(&engine, "github", json!({})).await;
    assert!(!browser.get(&url).await.text.contains("<a "));
    engine.close().await;
}

#[tokio::test]
async fn names_are_shown_as_text() {
    let (home, browser) = (Home::new(), Browser::new());
    let engine = home.engine_with(json!({"application_name": "<b>Acme</b>"})).await;
    let session = session(&engine, json!({"user_id": "\"><script>alert(1)</script>", "toolkits": ["exa"]})).await;
    let link = engine.call("sessions.link", json!({"session_id": session, "toolkit": "exa"})).await.unwrap();
    let page = browser.get(link["redirect_url"].as_str().unwrap()).await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("<script") && !page.text.contains("<b>Acme"), "{}", page.text);
    engine.close().await;
}
