//! A user connects an account by OAuth.

use serde_json::json;

use crate::support::browser::{Browser, query};
use crate::support::provider::Provider;
use crate::support::{Home, link, status};

#[tokio::test]
async fn looking_at_a_link_names_everybody_and_changes_nothing() {
    let (home, provider, browser) = (Home::new(), Provider::start().await, Browser::new());
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let (url, account) = link(&engine, "github", json!({})).await;
    assert!(url.starts_with(&home.origin()), "{url}");
    let before = status(&engine, &account).await;

    for _ in 0..3 {
        let page = browser.get(&url).await;
        assert_eq!(page.status, 200);
        for name in ["Acme Assistant", "user_123", "GitHub"] {
            assert!(page.text.contains(name), "{name} is not on the page:\n{}", page.text);
        }
        assert!(!page.text.contains("<script"));
    }
    assert_eq!(status(&engine, &account).await, before);
    engine.close().await;
}

#[tokio::test]
async fn pages_are_private_and_cannot_be_framed() {
    let (home, provider, browser) = (Home::new(), Provider::start().await, Browser::new());
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let (url, _) = link(&engine, "github", json!({})).await;
    for page in [browser.get(&url).await, browser.get(format!("{}/link/none", home.origin())).await] {
        for (header, part) in [
            ("content-security-policy", "default-src 'none'"),
            ("content-security-policy", "frame-ancestors 'none'"),
            ("cache-control", "no-store"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert!(page.header(header).contains(part), "{header}: {}", page.header(header));
        }
    }
    engine.close().await;
}

#[tokio::test]
async fn the_button_uses_the_link_up_and_goes_to_the_provider() {
    let (home, provider, browser) = (Home::new(), Provider::start().await, Browser::new());
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let (url, account) = link(&engine, "github", json!({})).await;

    let sent = browser.submit(&url, &[]).await;
    assert_eq!(sent.status, 303);
    let asked = query(&sent.location());
    assert_eq!(asked["redirect_uri"], format!("{}/api/v3.1/toolkits/auth/callback", home.origin()));
    assert_eq!(asked["code_challenge_method"], "S256");
    let cookie = sent.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Domain"), "{cookie}");

    let again = browser.submit(&url, &[]).await;
    assert_eq!(again.status, 410);
    assert!(again.text.contains("used already") && again.text.contains("new link"), "{}", again.text);

    // And a reload of the page at the end.
    for _ in 0..2 {
        let back = browser.with("cookie", sent.cookie()).get(Provider::consent(&sent)).await;
        assert_eq!(back.status, 200, "{}", back.text);
        assert!(back.text.contains("GitHub is connected"), "{}", back.text);
        assert!(back.text.contains("Connected as <strong>octo&#60;cat</strong>"), "{}", back.text);
        assert_eq!(status(&engine, &account).await, "ACTIVE");
    }
    engine.close().await;
}

#[tokio::test]
async fn a_callback_in_another_browser_is_refused() {
    let (home, provider, browser) = (Home::new(), Provider::start().await, Browser::new());
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let (url, account) = link(&engine, "github", json!({})).await;
    let sent = browser.submit(&url, &[]).await;
    let name = sent.cookie().split('=').next().unwrap();
    for other in [browser.clone(), browser.with("cookie", &format!("{name}=guessed"))] {
        let page = other.get(Provider::consent(&sent)).await;
        assert_eq!(page.status, 403, "{}", page.text);
        assert!(page.text.contains("another browser"), "{}", page.text);
    }
    assert_ne!(status(&engine, &account).await, "ACTIVE");
    engine.close().await;
}

#[tokio::test]
async fn the_application_gets_its_user_back() {
    let (home, provider, browser) = (Home::new(), Provider::start().await, Browser::new());
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let callback = json!({"callback_url": "https://app.example/done?tab=2"});

    let (url, account) = link(&engine, "github", callback.clone()).await;
    let back = Provider::connect(&browser, &url).await;
    assert_eq!(back.status, 303);
    let told = query(&back.location());
    assert_eq!((told["tab"].as_str(), told["status"].as_str()), ("2", "success"));
    assert_eq!(told["connected_account_id"], account);

    let (url, _) = link(&engine, "github", callback).await;
    let sent = browser.submit(&url, &[]).await;
    let asked = query(&sent.location());
    let refused = format!("{}?error=access_denied&state={}", asked["redirect_uri"], asked["state"]);
    let back = browser.with("cookie", sent.cookie()).get(refused).await;
    assert_eq!(query(&back.location())["status"], "failed");
    engine.close().await;
}

#[tokio::test]
async fn a_refusal_at_the_provider_is_told_on_a_page() {
    let (home, provider, browser) = (Home::new(), Provider::start().await, Browser::new());
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let (url, account) = link(&engine, "github", json!({})).await;
    let sent = browser.submit(&url, &[]).await;
    let asked = query(&sent.location());
    let refused = format!("{}?error=access_denied&state={}", asked["redirect_uri"], asked["state"]);
    let page = browser.with("cookie", sent.cookie()).get(refused).await;
    assert_eq!(page.status, 400, "{}", page.text);
    assert!(page.text.contains("was not connected") && page.text.contains("new link"), "{}", page.text);
    assert_eq!(status(&engine, &account).await, "FAILED");
    engine.close().await;
}

#[tokio::test]
async fn a_browser_under_another_name_of_this_machine_is_sent_to_the_origin() {
    let (home, provider, browser) = (Home::new(), Provider::start().await, Browser::new());
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let (url, _) = link(&engine, "github", json!({})).await;
    let alias = url.replace("localhost", "127.0.0.1");
    for page in [browser.get(&alias).await, browser.submit(&alias, &[]).await] {
        assert_eq!((page.status, page.header("location")), (303, url.as_str()));
    }
    assert_eq!(browser.submit(&url, &[]).await.status, 303, "the alias did not use the link up");
    engine.close().await;
}

#[tokio::test]
async fn what_is_not_there_says_what_to_do() {
    let (home, provider, browser) = (Home::new(), Provider::start().await, Browser::new());
    let engine = home.engine().await;
    provider.configure(&engine).await;
    link(&engine, "github", json!({})).await;
    for path in ["/link/nobody-made-this", "/api/v3.1/toolkits/auth/callback?code=a&state=unknown", "/", "/nothing"] {
        let page = browser.get(format!("{}{path}", home.origin())).await;
        assert!((400..500).contains(&page.status), "{path}: {}", page.status);
        assert!(page.text.contains("Acme Assistant"), "{path}: {}", page.text);
    }
    engine.close().await;
}
