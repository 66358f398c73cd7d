//! A user connects an account by typing a key.

use serde_json::json;

use crate::support::browser::Browser;
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
