//! The engine as a program embeds it: an engine and its front door as one handle.

use std::collections::BTreeMap;
use std::sync::Arc;

use composio_core::connect::FrontDoor;
use composio_core::error::{INTERNAL, LINK_USED};
use composio_core::{Engine, Error, LocalTools, Result, Settings};
use serde::Serialize;
use serde_json::{Value, json};

use crate::door::{Door, Holder};
use crate::manifest::AppManifest;

/// An engine in this process. Cheap to clone; the listeners end with `close()` or with the last clone.
#[derive(Clone)]
pub struct Embedded {
    engine: Engine,
    door: Arc<Door>,
}

/// Where an MCP client finds the tools of one session, and what it sends to be let in. The headers are a secret.
#[derive(Serialize)]
pub struct McpEndpoint {
    pub url: String,
    pub headers: BTreeMap<String, String>,
}

impl Embedded {
    pub async fn open(settings: Settings) -> Result<Self> {
        let engine = Engine::open(settings).await?;
        let door = Door::new(engine.clone());
        let front_door: Arc<dyn FrontDoor> = door.clone();
        engine.set_front_door(&front_door);
        Ok(Self { engine, door })
    }

    /// Runs one operation.
    pub async fn call(&self, operation: &str, request: Value) -> Result<Value> {
        self.engine.call(operation, request).await
    }

    /// Names what runs the custom tools of this process. Held weakly.
    pub fn set_local_tools(&self, host: &Arc<dyn LocalTools>) {
        self.engine.set_local_tools(host);
    }

    /// The MCP endpoint of a session, served from now on, with a token for that session alone.
    pub async fn mcp_endpoint(&self, session_id: &str) -> Result<McpEndpoint> {
        let token = self.engine.mint_session_token(session_id).await?;
        let base = self.door.open_for_mcp().await?;
        Ok(McpEndpoint {
            url: format!("{base}/tool_router/{session_id}/mcp"),
            headers: BTreeMap::from([("Authorization".to_owned(), format!("Bearer {token}"))]),
        })
    }

    /// Where this engine runs, for people.
    pub fn describe(&self) -> Value {
        let settings = self.engine.settings();
        json!({
            "home": settings.home,
            "store": "sqlite",
            "origin": self.door.public_base(),
            "version": env!("CARGO_PKG_VERSION"),
        })
    }

    /// Who holds the port of the Connect origin.
    pub(crate) async fn origin_holder(&self) -> std::io::Result<Holder> {
        self.door.holder().await
    }

    /// The address of a page that makes an OAuth client from a manifest, and the token to ask how it went with.
    pub(crate) async fn open_setup_page(&self, app: AppManifest) -> Result<(String, String)> {
        // The manifest names the origin, so its door opens first.
        let origin = FrontDoor::open(self.door.as_ref()).await?;
        let subject = serde_json::to_string(&app.returning_to(&origin))
            .map_err(|error| Error::new(INTERNAL, format!("the setup page could not be written: {error}")))?;
        let ticket = self.engine.issue_setup(subject).await?;
        Ok((format!("{}/setup/{}", ticket.origin.as_str().trim_end_matches('/'), ticket.token), ticket.token))
    }

    /// Whether the page has done its work; an error when it never will.
    pub(crate) async fn is_set_up(&self, token: &str) -> Result<bool> {
        match self.engine.setup_subject(token).await {
            Ok(_) => Ok(false),
            Err(error) if error.is(LINK_USED) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Whether somebody outside may be talking to this engine. A binding that is about to be forked asks.
    pub fn is_listening(&self) -> bool {
        self.door.is_open()
    }

    /// Stops listening, lets what is being answered finish, and closes the engine. Closing twice is fine.
    pub async fn close(&self) {
        self.door.close().await;
        self.engine.close().await;
    }
}
