//! A tool, its arguments and a credential become a request, a response and a result.
//!
//! The way of one call: [`request`] builds what the tool's definition says, [`place`] puts the credential in and checks
//! the host, [`send`] talks to the provider, [`response`] reads the answer. Only [`send`] does I/O; the rest are pure
//! rules. A tool that takes several requests is a [`procedure`], which sends each of them that way. [`local`] is the way of tools
//! that run in the caller's process, [`proxy`] that of requests no tool describes; [`budget`] cuts a result down to what a
//! model should read.

pub mod budget;
mod content;
mod failure;
#[cfg(test)]
mod fixtures;
mod given;
pub mod local;
mod mail;
pub mod place;
pub mod procedure;
mod proxy;
mod refusal;
pub mod request;
mod response;
mod retry;
mod send;
mod template;
pub mod transform;
mod when;

use std::sync::Arc;
use std::time::Duration;

use composio_catalog::{Tool, Toolkit};
use serde_json::{Map, Value};

use crate::api::sessions::Proxied;
use crate::clock::Clock;
use crate::connect::Credential;
use crate::error::{Error, INTERNAL, Result};
use place::{Authorized, Hosts};
use procedure::Work;
pub use proxy::ProxyRequest;
use request::Effect;
pub use response::ToolResult;
use send::{Outcome, Sender};

/// What one request may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For one request, all bytes of its answer included.
    pub request_timeout: Duration,
    /// Bytes of an answer; more is not read.
    pub result_cap: usize,
}

/// The result of a tool, and whether the provider turned the credential down (401), in which case a refresh and one
/// more try may help.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub result: ToolResult,
    pub unauthorized: bool,
}

/// Runs tools. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Executor {
    sender: Sender,
    clock: Arc<dyn Clock>,
}

impl Executor {
    /// `http` should be [`crate::http::client`]: it must not follow redirects.
    pub fn new(http: reqwest::Client, clock: Arc<dyn Clock>, limits: Limits) -> Self {
        Self { sender: Sender::new(http, Arc::clone(&clock), limits), clock }
    }

    /// Runs a tool. What the provider or the network did wrong is a result; an error says that the request could not
    /// be made. `arguments` have passed the tool's schema.
    pub async fn run(
        &self,
        toolkit: &Toolkit,
        tool: &Tool,
        arguments: &Map<String, Value>,
        credential: &Credential,
    ) -> Result<Reply> {
        if let Some(name) = &tool.procedure {
            return procedure::run(name, Work::new(self, toolkit, tool, arguments, credential)).await;
        }
        let authorized = self.authorize(toolkit, tool, arguments, credential)?;
        let effect = authorized.effect();
        let reply = match self.deliver(authorized.clone()).await? {
            Ok(answer) => response::interpret(&answer, tool, arguments, effect, self.clock.now())?,
            Err(failure) => Reply { result: failure.into_result(effect), unauthorized: false },
        };
        Ok(Reply { result: authorized.scrub(reply.result), ..reply })
    }

    /// The exact request a run would send: `{method, url, headers, body}`, with the credential shown as `REDACTED`. Of
    /// a procedure it is the main one, and a `note` says so.
    pub fn dry_run(
        &self,
        toolkit: &Toolkit,
        tool: &Tool,
        arguments: &Map<String, Value>,
        credential: &Credential,
    ) -> Result<Value> {
        let mut request = self.authorize(toolkit, tool, arguments, credential)?.redacted();
        if tool.procedure.is_some() {
            request["note"] = Value::from(
                "this tool makes several requests, and this is the main one before the others' answers are put into it",
            );
        }
        Ok(request)
    }

    /// Sends a request that no tool describes to the toolkit's own hosts. The provider's refusals are answers; an error
    /// says that there is no answer.
    pub async fn proxy(&self, toolkit: &Toolkit, request: ProxyRequest, credential: &Credential) -> Result<Proxied> {
        let authorized = proxy::build(toolkit, request, credential)?;
        let effect = authorized.effect();
        match self.deliver(authorized).await? {
            Ok(answer) => Ok(proxy::reply(&answer)),
            Err(failure) => Err(failure.into_error(effect)),
        }
    }

    fn authorize(
        &self,
        toolkit: &Toolkit,
        tool: &Tool,
        arguments: &Map<String, Value>,
        credential: &Credential,
    ) -> Result<Authorized> {
        let outgoing = request::build(toolkit, tool, arguments, self.clock.now())?;
        place::authorize(outgoing, &Hosts::of_tool(toolkit, tool, credential), credential)
    }

    /// A write runs to its end even when its caller goes away; a read stops with its caller.
    async fn deliver(&self, authorized: Authorized) -> Result<Outcome> {
        if authorized.effect() == Effect::Read {
            return self.sender.send(&authorized).await;
        }
        let sender = self.sender.clone();
        tokio::spawn(async move { sender.send(&authorized).await })
            .await
            .map_err(|error| Error::new(INTERNAL, format!("the sending of a write ended badly: {error}")))?
    }
}

#[cfg(test)]
#[path = "executor_tests.rs"]
mod tests;
