//! A home, the engines on it, and who talks to them.

pub mod browser;
pub mod provider;

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use composio_core::Settings;
use composio_server::Embedded;
use serde_json::{Value, json};
use tempfile::TempDir;

pub struct Home {
    folder: TempDir,
    pub port: u16,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), port: free_port() }
    }

    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// A new engine on this home, as another process would open it.
    pub async fn engine(&self) -> Embedded {
        self.engine_with(json!({})).await
    }

    pub async fn engine_with(&self, more: Value) -> Embedded {
        let mut settings = json!({
            "home": self.folder.path(),
            "connect_origin": self.origin(),
            "application_name": "Acme Assistant",
        });
        settings.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Embedded::open(Settings::load(settings).unwrap()).await.unwrap()
    }
}

/// Below the range from which the system serves ports itself, so that nobody else comes upon it.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    loop {
        let offset = u16::try_from(std::process::id() % 5_000).unwrap() + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = 20_000 + offset % 10_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

pub async fn session(engine: &Embedded, options: Value) -> String {
    let mut request = json!({"user_id": "user_123"});
    request.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
    let session = engine.call("sessions.create", request).await.unwrap();
    session["session_id"].as_str().unwrap().to_owned()
}

/// A link on `toolkit` in a new session: its address, and the account it is for.
pub async fn link(engine: &Embedded, toolkit: &str, options: Value) -> (String, String) {
    let session = session(engine, json!({"toolkits": [toolkit]})).await;
    let mut request = json!({"session_id": session, "toolkit": toolkit});
    request.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
    let link = engine.call("sessions.link", request).await.unwrap();
    (link["redirect_url"].as_str().unwrap().to_owned(), link["connected_account_id"].as_str().unwrap().to_owned())
}

pub async fn status(engine: &Embedded, account: &str) -> String {
    let account = engine.call("connected_accounts.get", json!({"id": account})).await.unwrap();
    account["status"].as_str().unwrap().to_owned()
}

/// Asks until the answer is yes.
pub async fn until(what: &str, mut ask: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if ask().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("ten seconds later still not: {what}");
}
