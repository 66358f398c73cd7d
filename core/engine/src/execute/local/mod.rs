//! Tools that run in the caller's process: the call goes out to a host there, and its answer is read.
//!
//! What the host does is not ours, so everything it may do is met here: no host, no function for the tool, an error, an
//! answer that is none, one that is too large, a tool that calls itself without end. All of these are results. A call
//! whose caller goes away is dropped, and the host sees that as the drop of its future.

mod answer;
mod running;

use std::sync::{Arc, PoisonError, RwLock, Weak};

use async_trait::async_trait;
use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio_util::task::AbortOnDropHandle;

use super::ToolResult;
use crate::error::Result;
use answer::{Answer, read};
use running::Running;

/// One call of a custom tool, as the host gets it.
#[derive(Debug, Clone, Serialize)]
pub struct LocalCall {
    pub session_id: String,
    pub user_id: String,
    /// `LOCAL_GITHUB_CLOSE_STALE`.
    pub slug: String,
    /// As it was declared: `close_stale`.
    pub original_slug: String,
    /// The custom toolkit it is a member of.
    pub toolkit: Option<String>,
    /// The toolkit of the catalog whose account it uses.
    pub extends_toolkit: Option<String>,
    /// They have passed the tool's schema.
    pub arguments: Map<String, Value>,
    /// Id of the account of `extends_toolkit`; it is active. Calls it makes `within` this one may name it.
    pub account: Option<String>,
    /// Also what a call the tool makes gives as `within`.
    pub log_id: String,
}

/// What runs the custom tools of a process.
#[async_trait]
pub trait LocalTools: Send + Sync {
    /// The answer as JSON text: `{"data": any}`, `{"error": "text"}`, or `{"unregistered": true}` where there is no
    /// function for the tool of that session. Dropping the future cancels the call.
    async fn run(&self, call: LocalCall) -> Result<String>;
}

/// The way to the host.
pub struct Local {
    host: RwLock<Option<Weak<dyn LocalTools>>>,
    running: Running,
    /// Bytes of an answer.
    cap: usize,
}

impl Local {
    pub fn new(cap: usize) -> Self {
        Self { host: RwLock::default(), running: Running::default(), cap }
    }

    /// Names the host. Held weakly: it usually holds the engine. The last one stays.
    pub fn set_host(&self, host: &Arc<dyn LocalTools>) {
        *self.host.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::downgrade(host));
    }

    /// Runs the call; `within` is the log id of the custom tool's call it was made from.
    pub async fn run(&self, call: LocalCall, within: Option<&str>) -> Result<ToolResult> {
        let _running = match self.running.enter(&call.log_id, within) {
            Ok(running) => running,
            Err(refusal) => return Ok(failed(format!("`{}` was not run: {refusal}", call.slug))),
        };
        let host = self.host.read().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(Weak::upgrade);
        let (slug, session) = (call.slug.clone(), call.session_id.clone());
        let answer = match host {
            // A task of its own: calls inside one another would otherwise pile up on one stack, and a host's panic would
            // end its caller.
            Some(host) => match AbortOnDropHandle::new(tokio::spawn(async move { host.run(call).await })).await {
                Ok(answer) => read(&answer?, self.cap),
                Err(_) => Answer::Broken("ended in a panic".to_owned()),
            },
            None => Answer::Unregistered,
        };
        Ok(match answer {
            Answer::Data(data) => ToolResult { data, error: None, successful: true },
            Answer::Error(message) => failed(message),
            Answer::Broken(fault) => failed(format!("the function of `{slug}` {fault}")),
            Answer::Unregistered => failed(format!(
                "`{slug}` runs in the process that registered its function, and this one (pid {}) has none for session \
                 `{session}`; register it here with `composio.use(\"{session}\", custom_tools=[…])`",
                std::process::id()
            )),
        })
    }
}

fn failed(message: String) -> ToolResult {
    ToolResult { data: json!({}), error: Some(message), successful: false }
}
