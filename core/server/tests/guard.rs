//! What a page of somebody else makes a browser send.

use serde_json::json;

use crate::support::browser::Browser;
use crate::support::{Home, link, session, status};

#[tokio::test]
async fn a_foreign_host_is_refused_everywhere() {
    let (home, browser) = (Home::new(), Browser::new());
    let engine = home.engine().await;
    let (url, _) = link(&engine, "exa", json!({})).await;
    let endpoint = engine.mcp_endpoint(&session(&engine, json!({})).await).await.unwrap();
    let known = format!("{}/.well-known/composio", home.origin());
    for host in ["evil.example", &format!("evil.example:{}", home.port), "localhost:1"] {
        let rebound = browser.with("host", host);
        assert_eq!(rebound.get(&url).await.status, 421, "{host}");
        assert_eq!(rebound.get(&known).await.status, 421, "{host}");
        let client = rebound.with("authorization", &endpoint.headers["Authorization"]);
        assert_eq!(client.submit(&endpoint.url, &[]).await.status, 421, "{host}");
    }
    engine.close().await;
}

#[tokio::test]
async fn a_form_on_a_foreign_page_is_refused_and_uses_nothing_up() {
    let (home, browser) = (Home::new(), Browser::new());
    let engine = home.engine().await;
    let (url, account) = link(&engine, "exa", json!({})).await;
    for origin in ["https://evil.example", "null", &format!("https://localhost:{}", home.port), "http://localhost:1"] {
        let page = browser.with("origin", origin).submit(&url, &[("generic_api_key", "theirs")]).await;
        assert_eq!(page.status, 403, "{origin}");
    }
    assert_ne!(status(&engine, &account).await, "ACTIVE");
    let own = browser.with("origin", &home.origin()).submit(&url, &[("generic_api_key", "mine")]).await;
    assert_eq!(own.status, 200, "{}", own.text);
    engine.close().await;
}

#[tokio::test]
async fn the_public_address_is_ours_too() {
    let (home, browser) = (Home::new(), Browser::new());
    let engine = home.engine_with(json!({"public_url": "https://agent.example"})).await;
    let (url, _) = link(&engine, "exa", json!({})).await;
    assert!(url.starts_with("https://agent.example/link/"), "{url}");
    let forwarded = url.replace("https://agent.example", &home.origin());
    let through = browser.with("host", "agent.example").with("origin", "https://agent.example");
    assert_eq!(through.get(&forwarded).await.status, 200);
    assert_eq!(through.submit(&forwarded, &[("generic_api_key", "mine")]).await.status, 200);
    engine.close().await;
}
