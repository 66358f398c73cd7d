//! A provider in the shape of GitHub: a token endpoint, one issue, and one that never answers.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use composio_server::Embedded;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::browser::{Browser, Page, query};

pub struct Provider {
    url: String,
    hanging: Arc<Notify>,
}

impl Provider {
    pub async fn start() -> Self {
        let hanging = Arc::new(Notify::new());
        let routes = Router::new()
            .route("/login/oauth/access_token", post(token))
            .route("/repos/{owner}/{repo}/issues/{number}", get(issue))
            .route("/user", get(user))
            .with_state(Arc::clone(&hanging));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { url, hanging }
    }

    /// Returns once issue 2 was asked for.
    pub async fn hangs(&self) {
        self.hanging.notified().await;
    }

    /// Makes the project sign in to GitHub here.
    pub async fn configure(&self, engine: &Embedded) -> String {
        let request = json!({
            "toolkit": "github",
            "type": "use_custom_auth",
            "auth_scheme": "OAUTH2",
            "credentials": {
                "client_id": "client",
                "client_secret": "secret",
                "base_url": self.url,
                "authorization_url": format!("{}/login/oauth/authorize", self.url),
                "token_url": format!("{}/login/oauth/access_token", self.url),
            },
        });
        engine.call("auth_configs.create", request).await.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// Makes the project take typed tokens for GitHub here.
    pub async fn configure_tokens(&self, engine: &Embedded) {
        let request = json!({
            "toolkit": "github",
            "type": "use_custom_auth",
            "auth_scheme": "BEARER_TOKEN",
            "credentials": {"base_url": self.url},
        });
        engine.call("auth_configs.create", request).await.unwrap();
    }

    /// The whole way of a user through a link, consent included.
    pub async fn connect(browser: &Browser, link: &str) -> Page {
        let sent = browser.submit(link, &[]).await;
        browser.with("cookie", sent.cookie()).get(Self::consent(&sent)).await
    }

    /// The address to which the provider would send the browser back.
    pub fn consent(sent: &Page) -> String {
        let asked = query(&sent.location());
        format!("{}?code=consented&state={}", asked["redirect_uri"], asked["state"])
    }
}

/// Knows every token but two.
async fn user(headers: HeaderMap) -> (StatusCode, Json<Value>) {
    match headers.get("authorization").and_then(|value| value.to_str().ok()) {
        Some("Bearer mistyped") => (StatusCode::UNAUTHORIZED, Json(json!({"message": "Bad credentials"}))),
        Some("Bearer unlucky") => (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"message": "Server Error"}))),
        _ => (StatusCode::OK, Json(json!({"login": "octo<cat", "id": 1}))),
    }
}

async fn token() -> Json<Value> {
    Json(json!({"access_token": "gho_given", "token_type": "bearer", "scope": "repo"}))
}

async fn issue(
    State(hanging): State<Arc<Notify>>,
    Path((_, _, number)): Path<(String, String, u32)>,
) -> (StatusCode, Json<Value>) {
    match number {
        1 => (StatusCode::OK, Json(json!({"number": 1, "title": "First", "state": "open"}))),
        2 => {
            hanging.notify_one();
            std::future::pending().await
        }
        _ => (StatusCode::NOT_FOUND, Json(json!({"message": "Not Found"}))),
    }
}
