//! The engine as a JavaScript object.
//!
//! No method here is an `async fn` over `&self`: its future would borrow an object of the JavaScript heap, and a worker
//! thread that exits with the promise pending frees that heap first. Futures own an `Arc` instead.

use std::sync::{Arc, Weak};

use composio_core::{LocalTools, Settings};
use composio_server::Embedded;
use napi::Env;
use napi::bindgen_prelude::{FnArgs, Function, PromiseRaw, block_on, spawn};
use napi_derive::napi;
use serde_json::{Value, json};
use tokio_util::task::AbortOnDropHandle;

use crate::cancel::{CancelHandle, cancelled};
use crate::error::{internal, thrown};
use crate::tools::NodeTools;

#[napi]
pub struct Engine {
    embedded: Arc<Embedded>,
    /// What runs custom tools; the engine knows it weakly.
    tools: Option<Arc<NodeTools>>,
}

#[napi]
impl Engine {
    /// Opens the engine of a home. Blocks, because a constructor cannot wait.
    #[napi(factory, catch_unwind)]
    pub fn open(env: &Env, settings_json: String) -> napi::Result<Self> {
        let settings = Settings::load(parse(&settings_json)?).map_err(thrown)?;
        let embedded = Arc::new(block_on(Embedded::open(settings)).map_err(thrown)?);
        // A worker that exits must give up the listener and the store, which outlive its heap.
        env.add_env_cleanup_hook(Arc::downgrade(&embedded), close_in_background)?;
        Ok(Self { embedded, tools: None })
    }

    /// Runs one operation, as far as `cancel` lets it.
    #[napi]
    pub fn call<'env>(
        &self,
        env: &'env Env,
        operation: String,
        request_json: String,
        cancel: Option<&CancelHandle>,
    ) -> napi::Result<PromiseRaw<'env, String>> {
        let embedded = Arc::clone(&self.embedded);
        let token = cancel.map(CancelHandle::token).unwrap_or_default();
        env.spawn_future(async move {
            if token.is_cancelled() {
                return Err(cancelled(&operation));
            }
            let request = parse(&request_json)?;
            let name = operation.clone();
            // A task of its own, so that a panic in the engine rejects the promise instead of leaving it pending.
            let call = AbortOnDropHandle::new(tokio::spawn(async move { embedded.call(&name, request).await }));
            let outcome = token.run_until_cancelled(call).await.ok_or_else(|| cancelled(&operation))?;
            let response = outcome.map_err(|cause| internal("the call did not finish", cause))?.map_err(thrown)?;
            Ok(response.to_string())
        })
    }

    /// Lets `run(callId, callJson)` run this thread's custom tools, in place of any before; it answers with `answerTool`.
    /// `cancel(callId)` says that nobody waits any more. Neither may throw, and neither keeps the process alive.
    #[napi]
    pub fn host_tools(
        &mut self,
        run: Function<'_, FnArgs<(u32, String)>, ()>,
        cancel: Function<'_, FnArgs<(u32,)>, ()>,
    ) -> napi::Result<()> {
        let tools = Arc::new(NodeTools::new(&run, &cancel)?);
        let host: Arc<dyn LocalTools> = tools.clone();
        self.embedded.set_local_tools(&host);
        self.tools = Some(tools);
        Ok(())
    }

    /// Answers a call with JSON: `{"data": …}`, `{"error": "…"}` or `{"unregistered": true}`. False where nobody waits
    /// any more, or it was answered before.
    #[napi]
    pub fn answer_tool(&self, call_id: u32, answer_json: String) -> bool {
        self.tools.as_ref().is_some_and(|tools| tools.answer(call_id, answer_json))
    }

    /// The MCP endpoint of a session as `{"url", "headers"}`. Blocks for the few milliseconds a first listener takes.
    #[napi(catch_unwind)]
    pub fn mcp_endpoint(&self, session_id: String) -> napi::Result<String> {
        let endpoint = block_on(self.embedded.mcp_endpoint(&session_id)).map_err(thrown)?;
        Ok(json!({ "url": endpoint.url, "headers": endpoint.headers }).to_string())
    }

    /// Where the engine runs, as JSON.
    #[napi]
    pub fn describe(&self) -> String {
        self.embedded.describe().to_string()
    }

    /// Closes store and listener; later calls fail with `Engine_Closed`.
    #[napi]
    pub fn close<'env>(&self, env: &'env Env) -> napi::Result<PromiseRaw<'env, ()>> {
        let embedded = Arc::clone(&self.embedded);
        env.spawn_future(async move {
            embedded.close().await;
            Ok(())
        })
    }
}

fn close_in_background(embedded: Weak<Embedded>) {
    if let Some(embedded) = embedded.upgrade() {
        spawn(async move { embedded.close().await });
    }
}

fn parse(text: &str) -> napi::Result<Value> {
    serde_json::from_str(text).map_err(|cause| internal("the package sent text that is not JSON", cause))
}
