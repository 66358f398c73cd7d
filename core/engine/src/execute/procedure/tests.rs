//! Procedures on their way: what they send, how often, and what becomes of a refusal in the middle.
#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use composio_catalog::{Location, Method, Tool};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::fixtures::{members, tool, toolkit};
use super::super::{Executor, Limits, Reply};
use crate::clock::Clock;
use crate::connect::{Credential, CredentialSecret};

struct Still;

#[async_trait]
impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        "2026-01-02T03:04:05Z".parse().unwrap()
    }

    async fn sleep(&self, _: Duration) {}
}

fn executor(result_cap: usize) -> Executor {
    let limits = Limits { request_timeout: Duration::from_secs(60), result_cap };
    Executor::new(crate::http::client().unwrap(), Arc::new(Still), limits)
}

fn credential() -> Credential {
    Credential { secret: CredentialSecret::None, base_urls: BTreeMap::new() }
}

/// Takes one attendee off an event: a read, then a write.
fn remove_attendee(base: &str) -> Tool {
    let mut tool = tool(Method::Patch, &format!("{base}/event"), &[("attendee_email", Location::Local, "x")]);
    tool.procedure = Some("calendar_remove_attendee".into());
    tool
}

/// Lists messages, then reads each.
fn fetch(base: &str) -> Tool {
    let mut tool = tool(Method::Get, &format!("{base}/list"), &[("user_id", Location::Local, "x")]);
    tool.procedure = Some("gmail_fetch".into());
    tool
}

async fn run(server: &MockServer, tool: &Tool, arguments: Value, result_cap: usize) -> Reply {
    let toolkit = toolkit(&server.uri());
    executor(result_cap).run(&toolkit, tool, &members(arguments), &credential()).await.unwrap()
}

async fn answers(server: &MockServer, verb: &str, at: &str, answer: ResponseTemplate, times: u64) {
    Mock::given(method(verb)).and(path(at)).respond_with(answer).up_to_n_times(times).mount(server).await;
}

async fn asked(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    requests.iter().map(|request| format!("{} {}", request.method, request.url.path())).collect()
}

fn event() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"attendees": [{"email": "a@x.org"}, {"email": "b@x.org"}]}))
}

#[tokio::test]
async fn reads_are_tried_again_and_the_write_is_sent_once() {
    let server = MockServer::start().await;
    answers(&server, "GET", "/event", ResponseTemplate::new(503), 1).await;
    answers(&server, "GET", "/event", event(), 1).await;
    answers(&server, "PATCH", "/event", ResponseTemplate::new(503), 9).await;
    let reply = run(&server, &remove_attendee(&server.uri()), json!({"attendee_email": "A@x.org"}), 10_000).await;
    assert_eq!(reply.result.data["status_code"], 503);
    assert_eq!(asked(&server).await, ["GET /event", "GET /event", "PATCH /event"]);
    let sent: Value = server.received_requests().await.unwrap()[2].body_json().unwrap();
    assert_eq!(sent, json!({"attendees": [{"email": "b@x.org"}]}));
}

#[tokio::test]
async fn a_refused_read_is_the_result_and_nothing_is_written() {
    for (status, unauthorized) in [(401, true), (403, false)] {
        let server = MockServer::start().await;
        let refusal = ResponseTemplate::new(status).set_body_json(json!({"message": "no"}));
        answers(&server, "GET", "/event", refusal, 1).await;
        let reply = run(&server, &remove_attendee(&server.uri()), json!({"attendee_email": "a@x.org"}), 10_000).await;
        assert_eq!((reply.unauthorized, reply.result.error.as_deref()), (unauthorized, Some("no")));
        assert_eq!(asked(&server).await, ["GET /event"]);
    }
}

async fn mailbox(server: &MockServer, count: usize) {
    let ids: Vec<Value> = (0..count).map(|n| json!({"id": format!("m{n}")})).collect();
    answers(server, "GET", "/list", ResponseTemplate::new(200).set_body_json(json!({"messages": ids})), 1).await;
    for n in 0..count {
        let message = if n == 1 {
            ResponseTemplate::new(404)
        } else {
            // The earlier ones take longer, so that the order is not theirs by chance.
            let message = json!({"id": format!("m{n}"), "snippet": "x".repeat(200)});
            ResponseTemplate::new(200).set_body_json(message).set_delay(Duration::from_millis(20 * (8 - n as u64)))
        };
        answers(server, "GET", &format!("/gmail/v1/users/me/messages/m{n}"), message, 1).await;
    }
}

#[tokio::test]
async fn parallel_reads_keep_their_order_and_leave_out_what_has_gone() {
    let server = MockServer::start().await;
    mailbox(&server, 6).await;
    let reply = run(&server, &fetch(&server.uri()), json!({"user_id": "me"}), 100_000).await;
    let found = reply.result.data["messages"].as_array().unwrap();
    let ids: Vec<&Value> = found.iter().map(|message| &message["messageId"]).collect();
    assert_eq!(ids, ["m0", "m2", "m3", "m4", "m5"]);
}

#[tokio::test]
async fn all_answers_together_are_held_to_the_limit_of_one() {
    let server = MockServer::start().await;
    mailbox(&server, 6).await;
    let reply = run(&server, &fetch(&server.uri()), json!({"user_id": "me"}), 700).await;
    let error = reply.result.error.unwrap();
    assert!(error.contains("ask for less"), "{error}");
}

#[tokio::test]
async fn a_dry_run_says_that_there_is_more() {
    let base = "https://api.example.com";
    let shown = executor(1).dry_run(&toolkit(base), &fetch(base), &members(json!({"user_id": "me"})), &credential());
    let shown = shown.unwrap();
    assert_eq!((&shown["method"], &shown["url"]), (&json!("GET"), &json!(format!("{base}/list"))));
    assert!(shown["note"].as_str().unwrap().contains("several requests"), "{shown}");
}

#[tokio::test]
async fn a_list_without_an_end_is_read_for_ten_pages() {
    let server = MockServer::start().await;
    let page = json!({"channels": [], "response_metadata": {"next_cursor": "more"}});
    answers(&server, "GET", "/list", ResponseTemplate::new(200).set_body_json(page), 99).await;
    let mut tool = tool(Method::Get, &format!("{}/list", server.uri()), &[]);
    tool.procedure = Some("slack_find_channels".into());
    let reply = run(&server, &tool, json!({"query": "general"}), 10_000).await;
    assert_eq!(reply.result.data, json!({"channels": [], "next_cursor": "more", "pages_read": 10}));
    assert_eq!(asked(&server).await.len(), 10);
}
