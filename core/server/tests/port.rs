//! Who holds the Connect port, and what happens when it is somebody else.

use std::net::TcpListener;

use reqwest::Method;
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::{Home, link, session, status, until};

/// The error of asking for a link.
async fn refusal(engine: &composio_server::Embedded) -> composio_core::Error {
    let session = session(engine, json!({"toolkits": ["exa"]})).await;
    engine.call("sessions.link", json!({"session_id": session, "toolkit": "exa"})).await.unwrap_err()
}

#[tokio::test]
async fn nothing_listens_before_it_is_needed() {
    let home = Home::new();
    let engine = home.engine().await;
    session(&engine, json!({"toolkits": ["exa"]})).await;
    TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    engine.close().await;
}

#[tokio::test]
async fn a_port_held_by_a_stranger_is_told_with_the_way_out() {
    let (home, browser) = (Home::new(), Browser::new());
    let stranger = TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    let engine = home.engine().await;
    let error = refusal(&engine).await;
    assert_eq!(error.slug(), "Origin_Unavailable");
    for part in [
        home.port.to_string().as_str(),
        &home.origin(),
        "COMPOSIO_CONNECT_ORIGIN",
        "connect_origin",
        &format!("{}/api/v3.1/toolkits/auth/callback", home.origin()),
    ] {
        assert!(error.message.contains(part), "{part}: {error}");
    }

    // MCP needs no particular port.
    let endpoint = engine.mcp_endpoint(&session(&engine, json!({})).await).await.unwrap();
    assert!(!endpoint.url.starts_with(&home.origin()), "{}", endpoint.url);
    assert_eq!(browser.submit(&endpoint.url, &[]).await.status, 401);

    drop(stranger);
    link(&engine, "exa", json!({})).await;
    engine.close().await;
}

#[tokio::test]
async fn a_port_held_for_another_home_is_a_stranger() {
    let (ours, mut theirs) = (Home::new(), Home::new());
    theirs.port = ours.port;
    let (engine, other) = (ours.engine().await, theirs.engine().await);
    link(&other, "exa", json!({})).await;
    assert_eq!(refusal(&engine).await.slug(), "Origin_Unavailable");
    other.close().await;
    engine.close().await;
}

#[tokio::test]
async fn one_process_of_a_home_serves_the_links_of_all_and_another_takes_over() {
    let (home, browser) = (Home::new(), Browser::new());
    let (first, second) = (home.engine().await, home.engine().await);
    link(&first, "exa", json!({})).await;
    let (url, account) = link(&second, "exa", json!({})).await;
    assert_eq!(browser.get(&url).await.status, 200, "the first process serves the second one's link");

    // Its MCP is its own.
    let endpoint = second.mcp_endpoint(&session(&second, json!({})).await).await.unwrap();
    assert!(!endpoint.url.starts_with(&home.origin()), "{}", endpoint.url);

    first.close().await;
    until("the second process serves the link", async || {
        browser.try_send(Method::GET, &url, None).await.is_ok_and(|page| page.status == 200)
    })
    .await;
    assert_eq!(browser.submit(&url, &[("generic_api_key", "mine")]).await.status, 200);
    assert_eq!(status(&second, &account).await, "ACTIVE");
    second.close().await;
}

#[tokio::test]
async fn closing_frees_the_ports_and_ends_the_engine() {
    let (home, browser) = (Home::new(), Browser::new());
    let engine = home.engine().await;
    let (url, _) = link(&engine, "exa", json!({})).await;
    // Leaves a connection open, as browsers do.
    assert_eq!(browser.get(&url).await.status, 200);
    let session = session(&engine, json!({})).await;

    tokio::join!(engine.close(), engine.close());
    TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    assert_eq!(engine.mcp_endpoint(&session).await.err().unwrap().slug(), "Engine_Closed");
    assert!(TcpListener::bind(("127.0.0.1", home.port)).is_ok());
}

#[tokio::test]
async fn an_engine_that_is_dropped_stops_listening() {
    let home = Home::new();
    let engine = home.engine().await;
    link(&engine, "exa", json!({})).await;
    drop(engine);
    until("the port is free", async || TcpListener::bind(("127.0.0.1", home.port)).is_ok()).await;
}
