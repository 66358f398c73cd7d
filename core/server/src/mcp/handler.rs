//! The MCP server of one session: its tools are those of `sessions.tools`, a call is `sessions.execute`.

use composio_core::error::{REQUEST_CANCELLED, SESSION_TOOL_NOT_FOUND};
use composio_core::{Engine, Error, Result};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, DiscoverResult, ErrorData, Implementation,
    InitializeRequestParams, InitializeResult, ListToolsResult, PaginatedRequestParams, ServerCapabilities,
    ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use serde_json::{Value, json};

use super::tool::Page;

#[derive(Clone)]
pub(super) struct SessionTools {
    engine: Engine,
    session_id: String,
}

impl SessionTools {
    pub fn new(engine: Engine, session_id: String) -> Self {
        Self { engine, session_id }
    }

    /// Every page of the list; a client gets it in one answer.
    async fn tools(&self) -> Result<Vec<Tool>> {
        let mut tools = Vec::new();
        let mut cursor = None;
        loop {
            let request = json!({"session_id": self.session_id, "cursor": cursor});
            let page: Page = read(self.engine.call("sessions.tools", request).await?)?;
            tools.extend(page.items.into_iter().map(Tool::from));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return Ok(tools);
            }
        }
    }

    /// What the session tells the model before its first call, if it has anything to tell.
    async fn instructions(&self) -> Option<String> {
        let session = self.engine.call("sessions.get", json!({"session_id": self.session_id})).await.ok()?;
        session.pointer("/experimental/assistive_prompt")?.as_str().map(str::to_owned)
    }

    async fn call(&self, slug: &str, arguments: Value) -> Result<Value> {
        let request =
            json!({"session_id": self.session_id, "tool_slug": slug, "arguments": arguments, "wrapped": true});
        self.engine.call("sessions.execute", request).await
    }
}

impl ServerHandler for SessionTools {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("composio", env!("CARGO_PKG_VERSION")))
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        let mut result = self.negotiate_initialize(&request)?;
        context.peer.set_peer_info(request);
        result.instructions = self.instructions().await;
        Ok(result)
    }

    async fn discover(&self, _context: RequestContext<RoleServer>) -> Result<DiscoverResult, ErrorData> {
        let mut info = self.get_info();
        info.instructions = self.instructions().await;
        Ok(DiscoverResult::from_server_info(self.supported_protocol_versions().into_owned(), info))
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        match self.tools().await {
            Ok(tools) => Ok(ListToolsResult::with_all_items(tools)),
            Err(error) => Err(ErrorData::internal_error(error.message.clone(), Some(error.to_json()))),
        }
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        // The client went away or gave up; what may not be broken off, the engine finishes on its own.
        let outcome = tokio::select! {
            outcome = self.call(&request.name, arguments) => outcome,
            () = context.ct.cancelled() => Err(Error::new(REQUEST_CANCELLED, "the client cancelled this call")),
        };
        answer(&request.name, outcome).map(CallToolResponse::from)
    }
}

/// A tool that MCP clients cannot see is the protocol's own error. Everything else is for the model to read: the result
/// of the tool, good or bad, or what the engine says must be done first.
fn answer(slug: &str, outcome: Result<Value>) -> Result<CallToolResult, ErrorData> {
    match outcome {
        Ok(result) if result["successful"] == true => Ok(CallToolResult::structured(result)),
        Ok(result) => Ok(CallToolResult::structured_error(result)),
        Err(error) if error.is(SESSION_TOOL_NOT_FOUND) && error.context("tool") == Some(slug) => {
            Err(ErrorData::invalid_params(error.message.clone(), Some(error.to_json())))
        }
        Err(error) => {
            let mut result = CallToolResult::error(vec![ContentBlock::text(error.message.clone())]);
            result.structured_content = Some(json!({"error": error.to_json()}));
            Ok(result)
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(|error| {
        Error::new(composio_core::error::INTERNAL, format!("the engine answered in a form MCP cannot list: {error}"))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use composio_core::error::NO_ACTIVE_CONNECTION;

    use super::*;

    fn unknown(tool: &str) -> Error {
        Error::new(SESSION_TOOL_NOT_FOUND, "unknown tool").with("tool", tool)
    }

    #[test]
    fn what_a_model_can_act_on_is_a_result() {
        let good = json!({"data": {"n": 1}, "error": null, "successful": true, "log_id": "log_1"});
        let bad = json!({"data": {}, "error": "no such issue", "successful": false, "log_id": "log_2"});
        let missing = Error::new(NO_ACTIVE_CONNECTION, "connect github first");
        for (outcome, is_error, text) in [
            (Ok(good.clone()), false, good.to_string()),
            (Ok(bad.clone()), true, bad.to_string()),
            (Err(missing), true, "connect github first".to_owned()),
            // Named inside the arguments of a tool that exists.
            (Err(unknown("GITHUB_NOPE")), true, "unknown tool".to_owned()),
        ] {
            let result = answer("COMPOSIO_X", outcome).unwrap();
            assert_eq!(result.is_error, Some(is_error), "{text}");
            assert_eq!(result.content[0].as_text().unwrap().text, text);
            assert!(result.structured_content.is_some());
        }
    }

    #[test]
    fn an_unknown_tool_is_an_error_of_the_protocol() {
        let error = answer("GITHUB_NOPE", Err(unknown("GITHUB_NOPE"))).unwrap_err();
        assert_eq!(error.code.0, -32602);
    }
}
