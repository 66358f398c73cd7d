//! The tools of a session, as MCP clients of both protocol eras see them.

use std::sync::Arc;

use async_trait::async_trait;
use composio_core::{LocalCall, LocalTools, Result};
use composio_server::{Embedded, McpEndpoint};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::browser::{Browser, Page};
use crate::support::provider::Provider;
use crate::support::{Home, link, session};

/// A client by hand: what goes over the wire is written here.
struct Client {
    browser: Browser,
    url: String,
}

impl Client {
    fn of(endpoint: &McpEndpoint) -> Self {
        let browser = Browser::new()
            .with("accept", "application/json, text/event-stream")
            .with("content-type", "application/json")
            .with("authorization", &endpoint.headers["Authorization"]);
        Self { browser, url: endpoint.url.clone() }
    }

    async fn post(&self, browser: &Browser, message: &Value) -> Page {
        browser.send(Method::POST, &self.url, Some(message.to_string())).await
    }

    /// A request as clients up to 2025-11-25 send it after their handshake.
    async fn ask(&self, method: &str, params: Value) -> Value {
        let browser = self.browser.with("mcp-protocol-version", "2025-11-25");
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let page = self.post(&browser, &message).await;
        assert_eq!((page.status, page.header("content-type")), (200, "application/json"), "{}", page.text);
        serde_json::from_str(&page.text).unwrap()
    }

    /// A request as clients of 2026-07-28 send it, without any handshake.
    async fn ask_alone(&self, method: &str, mut params: Value) -> Value {
        let mut browser = self.browser.with("mcp-protocol-version", "2026-07-28").with("mcp-method", method);
        if let Some(name) = params["name"].as_str() {
            browser = browser.with("mcp-name", name);
        }
        params["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        });
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let page = self.post(&browser, &message).await;
        assert_eq!(page.status, 200, "{}", page.text);
        serde_json::from_str(&page.text).unwrap()
    }
}

async fn client(engine: &Embedded, session: &str) -> Client {
    Client::of(&engine.mcp_endpoint(session).await.unwrap())
}

fn names(list: &Value) -> Vec<&str> {
    list["result"]["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn both_eras_see_the_tools_of_the_session() {
    let home = Home::new();
    let engine = home.engine().await;
    let options = json!({
        "toolkits": ["hackernews", "github"],
        "preload": {"tools": ["GITHUB_GET_AN_ISSUE"]},
        "experimental": {"assistive_prompt": {"user_timezone": "Europe/Berlin"}},
    });
    let session_id = session(&engine, options).await;
    let session = engine.call("sessions.get", json!({"session_id": session_id})).await.unwrap();
    let listed = engine.call("sessions.tools", json!({"session_id": session_id})).await.unwrap();
    let expected: Vec<_> =
        listed["items"].as_array().unwrap().iter().map(|tool| tool["slug"].as_str().unwrap()).collect();
    assert!(expected.contains(&"GITHUB_GET_AN_ISSUE") && expected.contains(&"COMPOSIO_SEARCH_TOOLS"), "{expected:?}");
    let prompt = &session["experimental"]["assistive_prompt"];
    assert!(prompt.is_string());

    let client = client(&engine, &session_id).await;
    assert_eq!(client.url, format!("{}/tool_router/{session_id}/mcp", home.origin()));

    let handshake = json!({
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    });
    let welcome = client.ask("initialize", handshake).await;
    assert_eq!(welcome["result"]["protocolVersion"], "2025-11-25");
    assert_eq!(welcome["result"]["serverInfo"]["name"], "composio");
    assert_eq!(&welcome["result"]["instructions"], prompt);
    let initialized = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    assert_eq!(client.post(&client.browser, &initialized).await.status, 202);
    let list = client.ask("tools/list", json!({})).await;
    assert_eq!(names(&list), expected);

    let discovered = client.ask_alone("server/discover", json!({})).await;
    assert!(discovered["result"]["supportedVersions"].as_array().unwrap().contains(&json!("2026-07-28")));
    assert_eq!(&discovered["result"]["instructions"], prompt);
    assert_eq!(names(&client.ask_alone("tools/list", json!({})).await), expected);

    let tools = list["result"]["tools"].as_array().unwrap();
    let tool = tools.iter().find(|tool| tool["name"] == "GITHUB_GET_AN_ISSUE").unwrap();
    let same = listed["items"].as_array().unwrap().iter().find(|tool| tool["slug"] == "GITHUB_GET_AN_ISSUE").unwrap();
    assert_eq!(tool["inputSchema"], same["input_parameters"]);
    assert_eq!(tool["annotations"]["readOnlyHint"], true);
    engine.close().await;
}

#[tokio::test]
async fn a_call_is_an_execution_in_the_session() {
    let (home, provider) = (Home::new(), Provider::start().await);
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let session_id =
        session(&engine, json!({"toolkits": ["github"], "preload": {"tools": ["GITHUB_GET_AN_ISSUE"]}})).await;
    let client = client(&engine, &session_id).await;
    let call = |number: i64| {
        let arguments = json!({"owner": "o", "repo": "r", "issue_number": number});
        json!({"name": "GITHUB_GET_AN_ISSUE", "arguments": arguments})
    };

    let missing = client.ask("tools/call", call(1)).await;
    assert_eq!(missing["result"]["isError"], true, "{missing}");
    assert_eq!(missing["result"]["structuredContent"]["error"]["slug"], "ToolRouterV2_NoActiveConnection");

    let (url, _) = link(&engine, "github", json!({})).await;
    assert_eq!(Provider::connect(&Browser::new(), &url).await.status, 200);
    for answer in [client.ask("tools/call", call(1)).await, client.ask_alone("tools/call", call(1)).await] {
        assert_eq!(answer["result"]["isError"], false, "{answer}");
        let result = &answer["result"]["structuredContent"];
        assert_eq!((&result["successful"], &result["data"]["title"]), (&json!(true), &json!("First")));
        assert!(result["log_id"].is_string());
        let text: Value = serde_json::from_str(answer["result"]["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(&text, result);
    }

    let failed = client.ask("tools/call", call(3)).await;
    assert_eq!(failed["result"]["isError"], true, "{failed}");
    assert_eq!(failed["result"]["structuredContent"]["successful"], false);

    let unknown = client.ask("tools/call", json!({"name": "GITHUB_GET_AN_ISUE", "arguments": {}})).await;
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
    assert!(unknown["error"]["message"].as_str().unwrap().contains("GITHUB_GET_AN_ISSUE"), "{unknown}");
    engine.close().await;
}

/// Tells the weather.
struct Forecast;

#[async_trait]
impl LocalTools for Forecast {
    async fn run(&self, call: LocalCall) -> Result<String> {
        Ok(json!({"data": {"city": call.arguments["city"], "weather": "sunny"}}).to_string())
    }
}

#[tokio::test]
async fn a_preloaded_custom_tool_is_listed_and_runs_in_this_process() {
    let home = Home::new();
    let engine = home.engine().await;
    let host: Arc<dyn LocalTools> = Arc::new(Forecast);
    engine.set_local_tools(&host);
    let forecast = json!({
        "slug": "forecast", "name": "Weather forecast", "description": "Tells tomorrow's weather.", "preload": true,
        "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    });
    let session_id = session(&engine, json!({"experimental": {"custom_tools": [forecast]}})).await;
    let client = client(&engine, &session_id).await;
    let list = client.ask("tools/list", json!({})).await;
    assert_eq!(names(&list)[0], "LOCAL_FORECAST");
    assert_eq!(list["result"]["tools"][0]["inputSchema"]["required"], json!(["city"]));
    let answer =
        client.ask_alone("tools/call", json!({"name": "LOCAL_FORECAST", "arguments": {"city": "Paris"}})).await;
    assert_eq!(answer["result"]["structuredContent"]["data"], json!({"city": "Paris", "weather": "sunny"}));
    drop(host);
    let answer = client.ask("tools/call", json!({"name": "LOCAL_FORECAST", "arguments": {"city": "Paris"}})).await;
    assert_eq!(answer["result"]["isError"], true, "{answer}");
}

#[tokio::test]
async fn only_the_sessions_own_token_opens_it() {
    let home = Home::new();
    let engine = home.engine().await;
    let (mine, other) = (session(&engine, json!({})).await, session(&engine, json!({})).await);
    let endpoint = engine.mcp_endpoint(&mine).await.unwrap();
    let others = engine.mcp_endpoint(&other).await.unwrap().headers["Authorization"].clone();
    let token = endpoint.headers["Authorization"].strip_prefix("Bearer ").unwrap();
    let anybody = Browser::new().with("accept", "application/json, text/event-stream");
    for (who, browser) in [
        ("nobody", anybody.clone()),
        ("a guess", anybody.with("authorization", "Bearer guess")),
        ("another session", anybody.with("authorization", &others)),
        ("another scheme", anybody.with("authorization", &format!("Basic {token}"))),
        ("a guessed key", anybody.with("x-api-key", "guess")),
    ] {
        // Nothing of the body is read before the token.
        let page = browser.send(Method::POST, &endpoint.url, Some("{".to_owned())).await;
        assert_eq!(page.status, 401, "{who}: {}", page.text);
        assert!(page.header("www-authenticate").starts_with("Bearer"), "{who}");
        assert!(!page.text.contains(token), "{who}");
    }
    let key = anybody.with("x-api-key", token).with("content-type", "application/json");
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    assert_eq!(key.send(Method::POST, &endpoint.url, Some(ping.to_string())).await.status, 200);

    let foreign = key.with("origin", "https://evil.example");
    assert_eq!(foreign.send(Method::POST, &endpoint.url, Some(ping.to_string())).await.status, 403);
    engine.close().await;
}

#[tokio::test]
async fn what_clients_probe_for_is_not_there() {
    let home = Home::new();
    let engine = home.engine().await;
    let session_id = session(&engine, json!({})).await;
    let client = client(&engine, &session_id).await;
    for method in [Method::GET, Method::DELETE] {
        let page = client.browser.send(method, &client.url, None).await;
        assert_eq!((page.status, page.header("allow")), (405, "POST"));
    }
    for path in [
        "/.well-known/oauth-protected-resource",
        "/.well-known/oauth-authorization-server",
        "/.well-known/openid-configuration",
        &format!("/.well-known/oauth-protected-resource/tool_router/{session_id}/mcp"),
    ] {
        assert_eq!(client.browser.get(format!("{}{path}", home.origin())).await.status, 404, "{path}");
    }
    engine.close().await;
}

#[tokio::test]
async fn a_call_that_hangs_does_not_hold_up_closing() {
    let (home, provider) = (Home::new(), Provider::start().await);
    let engine = home.engine().await;
    provider.configure(&engine).await;
    let session_id =
        session(&engine, json!({"toolkits": ["github"], "preload": {"tools": ["GITHUB_GET_AN_ISSUE"]}})).await;
    let (url, _) = link(&engine, "github", json!({})).await;
    assert_eq!(Provider::connect(&Browser::new(), &url).await.status, 200);
    let client = client(&engine, &session_id).await;
    let asked = tokio::spawn(async move {
        let arguments = json!({"owner": "o", "repo": "r", "issue_number": 2});
        let params = json!({"name": "GITHUB_GET_AN_ISSUE", "arguments": arguments});
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        client.browser.try_send(Method::POST, &client.url, Some(message.to_string())).await
    });
    provider.hangs().await;
    engine.close().await;
    std::net::TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    assert!(asked.await.unwrap().is_ok_and(|page| page.status == 503));
}
