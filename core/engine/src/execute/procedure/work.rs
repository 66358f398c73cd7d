//! How a procedure asks: every request takes the way of any other, with the same credential and the same limits.

use std::sync::atomic::{AtomicUsize, Ordering};

use ::http::StatusCode;
use chrono::{DateTime, Utc};
use composio_catalog::{Tool, Toolkit};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use serde_json::{Map, Value};

use super::super::failure::{Failure, What};
use super::super::place::{self, Hosts};
use super::super::request::{self, Effect, Outgoing};
use super::super::response::{self, Read, ToolResult};
use super::super::{Executor, Reply};
use crate::connect::Credential;
use crate::error::{Error, Result};

/// Requests of one procedure under way at the same time.
const AT_ONCE: usize = 8;

/// What a procedure works with.
pub(in crate::execute) struct Work<'a> {
    executor: &'a Executor,
    toolkit: &'a Toolkit,
    pub(super) tool: &'a Tool,
    pub(super) arguments: &'a Map<String, Value>,
    credential: &'a Credential,
    pub(super) now: DateTime<Utc>,
    /// Bytes of answers so far: together they are held to the limit of one.
    taken: AtomicUsize,
}

/// Why a procedure ends before its end.
pub(super) enum Stop {
    /// A request failed; its result is the tool's.
    Failed(Box<Reply>),
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Stop {
    /// A failure of the tool in our words.
    pub(super) fn failed(message: String) -> Self {
        let result = ToolResult::failed("not found", None, message);
        Self::Failed(Box::new(Reply { result, unauthorized: false }))
    }

    fn is_gone(&self) -> bool {
        matches!(self, Self::Failed(reply) if reply.result.data.get("status_code") == Some(&Value::from(404)))
    }

    /// Whether the provider refused in these words.
    pub(super) fn says(&self, words: &str) -> bool {
        matches!(self, Self::Failed(reply) if reply.result.error.as_deref().is_some_and(|said| said.starts_with(words)))
    }
}

impl<'a> Work<'a> {
    pub(in crate::execute) fn new(
        executor: &'a Executor,
        toolkit: &'a Toolkit,
        tool: &'a Tool,
        arguments: &'a Map<String, Value>,
        credential: &'a Credential,
    ) -> Self {
        let now = executor.clock.now();
        Self { executor, toolkit, tool, arguments, credential, now, taken: AtomicUsize::new(0) }
    }

    /// The request that the tool's definition describes.
    pub(super) fn main(&self) -> Result<Outgoing> {
        request::build(self.toolkit, self.tool, self.arguments, self.now)
    }

    /// A GET of a path template on the toolkit's base URL, filled from the arguments and `further` ones.
    pub(super) fn get(&self, path: &str, further: &[(&str, &str)]) -> Result<Outgoing> {
        let mut arguments = self.arguments.clone();
        arguments.extend(further.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))));
        request::read_of(self.toolkit, self.tool, &format!("{}{path}", self.toolkit.base_url), &arguments)
    }

    /// Asks for something, again if that may help. What is sent must change nothing.
    pub(super) async fn read(&self, outgoing: Outgoing) -> Result<Value, Stop> {
        self.send(Outgoing { effect: Effect::Read, ..outgoing }).await
    }

    /// Asks for several things at once. The answers keep the order of the requests; what has gone meanwhile (404) is
    /// left out.
    pub(super) async fn read_all(&self, requests: Vec<Outgoing>) -> Result<Vec<Value>, Stop> {
        let answers = stream::iter(requests.into_iter().map(|outgoing| self.read(outgoing)));
        let there = answers.buffered(AT_ONCE).filter_map(|answer| async move {
            match answer {
                Err(stop) if stop.is_gone() => None,
                answer => Some(answer),
            }
        });
        there.try_collect().await
    }

    /// Changes something: the last thing a procedure does, and once.
    pub(super) async fn write(self, outgoing: Outgoing) -> Result<Value, Stop> {
        self.send(Outgoing { effect: Effect::Write, ..outgoing }).await
    }

    async fn send(&self, outgoing: Outgoing) -> Result<Value, Stop> {
        let hosts = Hosts::of_tool(self.toolkit, self.tool, self.credential);
        let authorized = place::authorize(outgoing, &hosts, self.credential)?;
        let effect = authorized.effect();
        let cap = self.executor.sender.result_cap();
        let outcome = self.executor.deliver(authorized.clone()).await?.and_then(|answer| {
            let taken = self.taken.fetch_add(answer.body.len(), Ordering::Relaxed) + answer.body.len();
            let what = What::TooLarge { status: StatusCode::OK, cap };
            if taken > cap { Err(Failure { host: authorized.host(), what }) } else { Ok(answer) }
        });
        let reply = match outcome {
            Ok(answer) => match response::read(&answer, self.tool, effect, self.now) {
                Ok(Read::Json(value) | Read::Other(value)) => return Ok(value),
                Err(reply) => reply,
            },
            Err(failure) => Reply { result: failure.into_result(effect), unauthorized: false },
        };
        Err(Stop::Failed(Box::new(Reply { result: authorized.scrub(reply.result), ..reply })))
    }
}
