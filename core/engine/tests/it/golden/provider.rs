//! A provider that answers the requests of one case and notes what it did not expect.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use composio_core::clock::Clock;
use composio_core::execute::{Executor, Limits};
use serde_json::Value;
use url::Url;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::case::{Expected, Step, conceal};
use super::{Call, NOW};

/// They are the connection's.
const UNTOLD: [&str; 3] = ["accept-encoding", "content-length", "host"];

struct Still;

#[async_trait]
impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        NOW.parse().unwrap()
    }

    async fn sleep(&self, _: Duration) {}
}

#[derive(Clone)]
struct Script {
    open: Arc<Mutex<Vec<Step>>>,
    surprises: Arc<Mutex<Vec<String>>>,
}

impl Respond for Script {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        let headers = headers.filter(|(name, value)| !UNTOLD.contains(name) && (*name, *value) != ("accept", b"*/*"));
        // The host asked for stands first in the path.
        let path = &request.url[url::Position::BeforePath..];
        let asked = Expected::of(request.method.as_str(), &format!("https:/{path}"), headers, &request.body);
        let mut open = self.open.lock().unwrap();
        let fitting = open.iter().position(|step| {
            let mut asked = asked.clone();
            asked.likened_to(&step.request);
            asked == step.request
        });
        match fitting {
            Some(at) => {
                let reply = open.remove(at).reply;
                let template = ResponseTemplate::new(reply.status);
                if reply.body.is_null() { template } else { template.set_body_json(conceal(&reply.body)) }
            }
            None => {
                let mut asked = asked;
                if let Some(next) = open.first() {
                    asked.likened_to(&next.request);
                }
                self.surprises.lock().unwrap().push(format!("\n  asked  {asked:?}"));
                ResponseTemplate::new(418)
            }
        }
    }
}

/// Runs a call against the replies: its data, or the message of its failure.
pub async fn run(mut call: Call<'_>, exchange: Vec<Step>) -> Result<Result<Value, String>, String> {
    let server = MockServer::start().await;
    let origins: BTreeSet<String> = [&call.toolkit.base_url, &call.tool.url]
        .into_iter()
        .filter_map(|address| Url::parse(&address.replace(['{', '}'], "")).ok())
        .map(|url| url.origin().ascii_serialization())
        .collect();
    for origin in origins {
        let own = format!("{}/{}", server.uri(), origin.trim_start_matches("https://"));
        call.credential.base_urls.insert(origin, own);
    }
    let script = Script { open: Arc::new(Mutex::new(exchange)), surprises: Arc::default() };
    Mock::given(any()).respond_with(script.clone()).mount(&server).await;
    let limits = Limits { request_timeout: Duration::from_secs(60), result_cap: 10_000_000 };
    let executor = Executor::new(composio_core::http::client().unwrap(), Arc::new(Still), limits);
    let outcome = match executor.run(call.toolkit, call.tool, &call.arguments, &call.credential).await {
        Ok(reply) if reply.result.successful => Ok(reply.result.data),
        Ok(reply) => Err(reply.result.error.unwrap_or_default()),
        Err(error) => Err(error.message),
    };
    let surprises = script.surprises.lock().unwrap();
    let open = script.open.lock().unwrap();
    if surprises.is_empty() && open.is_empty() {
        return Ok(outcome);
    }
    let open: Vec<String> = open.iter().map(|step| format!("\n  wanted {:?}", step.request)).collect();
    Err(format!("{}{}\n  outcome {outcome:?}", open.concat(), surprises.concat()))
}
