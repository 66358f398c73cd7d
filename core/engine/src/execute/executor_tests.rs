//! The executor against a provider that misbehaves.
#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use composio_catalog::{Location, Method, Place};
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::failure::MAYBE_DONE;
use super::fixtures::{members, tool, toolkit};
use super::*;
use crate::connect::CredentialSecret;
use crate::error::{HOST_NOT_ALLOWED, PROVIDER_UNREACHABLE};

const CAP: usize = 10_000_000;

/// A clock that notes what it was asked to sleep and does not.
#[derive(Default)]
struct Noted(Mutex<Vec<Duration>>);

#[async_trait]
impl Clock for Noted {
    fn now(&self) -> DateTime<Utc> {
        "2026-01-02T03:04:05Z".parse().unwrap()
    }

    async fn sleep(&self, duration: Duration) {
        self.0.lock().unwrap().push(duration);
    }
}

struct Bench {
    server: MockServer,
    clock: Arc<Noted>,
    executor: Executor,
}

impl Bench {
    async fn new(respond: impl Respond + 'static) -> Self {
        Self::patient(respond, Duration::from_secs(60)).await
    }

    async fn patient(respond: impl Respond + 'static, request_timeout: Duration) -> Self {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(respond).mount(&server).await;
        let clock = Arc::new(Noted::default());
        let executor = executor(Arc::clone(&clock), request_timeout);
        Self { server, clock, executor }
    }

    async fn run(&self, method: Method) -> Reply {
        self.run_with(method, &credential()).await
    }

    async fn run_with(&self, method: Method, credential: &Credential) -> Reply {
        let base = self.server.uri();
        let tool = tool(method, &format!("{base}/things/{{id}}"), &[("id", Location::Path, "id")]);
        let arguments = members(json!({"id": "a b"}));
        self.executor.run(&toolkit(&base), &tool, &arguments, credential).await.unwrap()
    }

    async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap()
    }

    fn slept(&self) -> Vec<Duration> {
        self.clock.0.lock().unwrap().clone()
    }
}

fn executor(clock: Arc<Noted>, request_timeout: Duration) -> Executor {
    let limits = Limits { request_timeout, result_cap: CAP };
    Executor::new(crate::http::client().unwrap(), clock, limits)
}

fn credential() -> Credential {
    let place = Place::Header { name: "Authorization".into(), prefix: "Bearer ".into() };
    let secret = CredentialSecret::Placed { value: "tok_test".into(), place };
    Credential { secret, base_urls: BTreeMap::new() }
}

/// An address that nobody listens at.
fn gone() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// The answers in turn, the last one for ever.
struct InTurn(Vec<ResponseTemplate>, AtomicUsize);

fn in_turn(answers: impl IntoIterator<Item = ResponseTemplate>) -> InTurn {
    InTurn(answers.into_iter().collect(), AtomicUsize::new(0))
}

impl Respond for InTurn {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let at = self.1.fetch_add(1, Ordering::SeqCst).min(self.0.len() - 1);
        self.0[at].clone()
    }
}

fn ok() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"done": true}))
}

#[tokio::test]
async fn a_call_arrives_with_its_credential_and_its_result_comes_back() {
    let bench = Bench::new(ok()).await;
    let reply = bench.run(Method::Get).await;
    assert_eq!(reply.result, ToolResult { data: json!({"done": true}), error: None, successful: true });
    let request = &bench.requests().await[0];
    assert_eq!(request.url.path(), "/things/a%20b");
    assert_eq!(request.headers["authorization"], "Bearer tok_test");
    assert_eq!(request.headers["accept"], "application/json");
}

#[tokio::test]
async fn a_write_without_a_body_says_that_it_has_none() {
    let bench = Bench::new(ok()).await;
    for method in [Method::Post, Method::Put, Method::Patch] {
        bench.run(method).await;
    }
    for request in bench.requests().await {
        assert_eq!(request.headers["content-length"], "0", "{}", request.method);
    }
}

#[tokio::test]
async fn a_read_is_tried_again() {
    let slow_down = || ResponseTemplate::new(429).insert_header("retry-after", "7");
    let bench = Bench::new(in_turn([slow_down(), ResponseTemplate::new(503), ok()])).await;
    assert!(bench.run(Method::Get).await.result.successful);
    assert_eq!(bench.requests().await.len(), 3);
    let slept = bench.slept();
    assert_eq!(slept[0], Duration::from_secs(7));
    assert!((500..=1_000).contains(&slept[1].as_millis()), "{slept:?}");
}

#[tokio::test]
async fn a_read_is_given_up_after_three_tries() {
    let bench = Bench::new(ResponseTemplate::new(502)).await;
    let reply = bench.run(Method::Get).await;
    assert_eq!(reply.result.data["status_code"], 502);
    assert_eq!((bench.requests().await.len(), bench.slept().len()), (3, 2));
}

#[tokio::test]
async fn a_provider_that_wants_long_to_pass_is_not_waited_for() {
    let bench = Bench::new(ResponseTemplate::new(429).insert_header("retry-after", "3600")).await;
    let reply = bench.run(Method::Get).await;
    assert!(reply.result.error.unwrap().contains("wait 3600 seconds"));
    assert_eq!((bench.requests().await.len(), bench.slept().len()), (1, 0));
}

#[tokio::test]
async fn a_write_is_sent_once_whatever_happens() {
    for status in [429, 500, 502, 503, 504] {
        let bench = Bench::new(ResponseTemplate::new(status).insert_header("retry-after", "1")).await;
        let reply = bench.run(Method::Post).await;
        assert_eq!(reply.result.data["status_code"], status);
        assert_eq!((bench.requests().await.len(), bench.slept().len()), (1, 0), "{status}");
    }
}

#[tokio::test]
async fn a_401_is_told_to_the_caller() {
    let refusal = ResponseTemplate::new(401).set_body_json(json!({"message": "bad token tok_test"}));
    let bench = Bench::new(refusal).await;
    let reply = bench.run(Method::Get).await;
    assert!(reply.unauthorized);
    assert_eq!(reply.result.error.as_deref(), Some("bad token REDACTED"));
    assert_eq!(bench.requests().await.len(), 1);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_in_time() {
    let bench = Bench::patient(ok().set_delay(Duration::from_secs(30)), Duration::from_millis(500)).await;
    for (method, maybe) in [(Method::Get, false), (Method::Post, true)] {
        let result = bench.run(method).await.result;
        let error = result.error.unwrap();
        assert!(error.contains("127.0.0.1") && error.contains("within 0.5 seconds"), "{error}");
        assert_eq!(error.contains(MAYBE_DONE), maybe, "{error}");
        assert_eq!(result.data, json!({"http_error": "timed out", "status_code": null, "message": error}));
    }
    assert_eq!(bench.requests().await.len(), 2);
}

#[tokio::test]
async fn an_answer_over_the_cap_is_not_read_and_one_at_the_cap_is() {
    let text = |length| ResponseTemplate::new(200).set_body_raw(vec![b'x'; length], "text/plain");
    let bench = Bench::new(in_turn([text(CAP), text(CAP + 1)])).await;
    let whole = bench.run(Method::Get).await.result;
    assert_eq!(whole.data["text"].as_str().map(str::len), Some(CAP));
    let error = bench.run(Method::Get).await.result.error.unwrap();
    assert!(error.contains("status 200 and more than 10 MB; ask for less"), "{error}");
}

/// A server that sends these bytes to everybody, the last of them for ever, and then hangs up.
fn raw(head: &'static str, endless: bool) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(head.as_bytes());
            while endless && stream.write_all(&[b'x'; 65_536]).is_ok() {}
        }
    });
    address
}

#[tokio::test]
async fn an_answer_without_an_end_is_not_read_to_its_end() {
    let base = raw("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n", true);
    let executor = executor(Arc::default(), Duration::from_secs(60));
    let tool = tool(Method::Get, &base, &[]);
    let reply = executor.run(&toolkit(&base), &tool, &Map::new(), &credential()).await.unwrap();
    let error = reply.result.error.unwrap();
    assert!(error.contains("more than 10 MB"), "{error}");
}

#[tokio::test]
async fn a_connection_that_ends_early_is_a_result_and_a_read_is_tried_again() {
    let base = raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort", false);
    let clock = Arc::new(Noted::default());
    let executor = executor(Arc::clone(&clock), Duration::from_secs(60));
    for (method, pauses, maybe) in [(Method::Post, 0, true), (Method::Get, 2, false)] {
        let tool = tool(method, &base, &[]);
        let reply = executor.run(&toolkit(&base), &tool, &Map::new(), &credential()).await.unwrap();
        let error = reply.result.error.unwrap();
        assert!(error.contains("ended before the answer did"), "{error}");
        assert_eq!(error.contains(MAYBE_DONE), maybe, "{error}");
        assert_eq!(clock.0.lock().unwrap().len(), pauses);
    }
}

#[tokio::test]
async fn a_page_and_broken_json_are_results() {
    let page = ResponseTemplate::new(500).set_body_raw("<html><title>Oops</title>", "text/html");
    let broken = ResponseTemplate::new(200).set_body_raw("{\"a\":", "application/json");
    let bench = Bench::new(in_turn([page, broken])).await;
    let error = bench.run(Method::Get).await.result.error.unwrap();
    assert!(error.contains("HTML page (status 500)") && error.contains("`Oops`"), "{error}");
    let error = bench.run(Method::Get).await.result.error.unwrap();
    assert!(error.contains("broken JSON"), "{error}");
}

#[tokio::test]
async fn a_redirect_takes_the_credential_nowhere() {
    let elsewhere = MockServer::start().await;
    let redirect = ResponseTemplate::new(302).insert_header("location", format!("{}/x?s=1", elsewhere.uri()));
    let bench = Bench::new(redirect).await;
    let error = bench.run(Method::Get).await.result.error.unwrap();
    assert!(error.contains(&format!("redirects to {}/x (status 302)", elsewhere.uri())), "{error}");
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_host_that_is_not_there_is_a_result_that_names_it() {
    let gone = gone();
    let clock = Arc::new(Noted::default());
    let executor = executor(Arc::clone(&clock), Duration::from_secs(5));
    for (method, pauses) in [(Method::Post, 0), (Method::Get, 2)] {
        let tool = tool(method, &gone, &[]);
        let reply = executor.run(&toolkit(&gone), &tool, &Map::new(), &credential()).await.unwrap();
        let error = reply.result.error.unwrap();
        assert!(error.contains("could not connect to 127.0.0.1:") && error.contains("Nothing was sent"), "{error}");
        assert!(!error.contains(MAYBE_DONE), "{error}");
        assert_eq!(clock.0.lock().unwrap().len(), pauses);
    }
}

#[tokio::test]
async fn an_accounts_own_host_is_used_and_no_other() {
    let bench = Bench::new(ok()).await;
    let mut credential = credential();
    let tool = tool(Method::Get, "https://api.example.com/v1/a", &[]);
    let toolkit = toolkit("https://api.example.com/v1");
    credential.base_urls.insert("https://api.example.com/v1".into(), bench.server.uri());
    let reply = bench.executor.run(&toolkit, &tool, &Map::new(), &credential).await.unwrap();
    assert!(reply.result.successful);
    assert_eq!(bench.requests().await[0].url.path(), "/a");
    credential.base_urls = BTreeMap::from([("https://other.example".into(), bench.server.uri())]);
    let error = bench.executor.run(&toolkit, &tool, &Map::new(), &credential).await.unwrap_err();
    assert!(error.is(HOST_NOT_ALLOWED), "{error}");
    assert_eq!(bench.requests().await.len(), 1);
}

#[tokio::test]
async fn a_write_goes_on_when_its_caller_goes_away() {
    let bench = Bench::new(ok()).await;
    let base = bench.server.uri();
    let (toolkit, tool) = (toolkit(&base), tool(Method::Post, &base, &[]));
    let (arguments, credential) = (Map::new(), credential());
    let mut call = Box::pin(bench.executor.run(&toolkit, &tool, &arguments, &credential));
    assert!(futures_util::poll!(&mut call).is_pending());
    drop(call);
    let arrived = async {
        while bench.requests().await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), arrived).await.unwrap();
}

#[tokio::test]
async fn a_dry_run_shows_the_request_and_sends_nothing() {
    let bench = Bench::new(ok()).await;
    let base = bench.server.uri();
    let tool = tool(Method::Post, &format!("{base}/a"), &[("b", Location::Body, "b")]);
    let shown = bench.executor.dry_run(&toolkit(&base), &tool, &members(json!({"b": 1})), &credential()).unwrap();
    assert_eq!(shown["method"], "POST");
    assert_eq!(shown["url"], format!("{base}/a"));
    assert_eq!(shown["headers"]["authorization"], "Bearer REDACTED");
    assert_eq!(shown["body"], json!({"b": 1}));
    assert!(bench.requests().await.is_empty());
}

#[tokio::test]
async fn a_proxied_refusal_is_an_answer_and_a_missing_answer_an_error() {
    let refusal = ResponseTemplate::new(404).set_body_json(json!({"message": "no"}));
    let bench = Bench::new(refusal).await;
    let ask = |method: &str| -> ProxyRequest {
        serde_json::from_value(json!({"endpoint": "/a", "method": method, "body": {"b": 1}})).unwrap()
    };
    let reply = bench.executor.proxy(&toolkit(&bench.server.uri()), ask("POST"), &credential()).await.unwrap();
    assert_eq!((reply.status, reply.data), (404, json!({"message": "no"})));
    let request = &bench.requests().await[0];
    assert_eq!(request.headers["authorization"], "Bearer tok_test");
    assert_eq!(request.body, br#"{"b":1}"#);
    let gone = gone();
    let error = bench.executor.proxy(&toolkit(&gone), ask("POST"), &credential()).await.unwrap_err();
    assert!(error.is(PROVIDER_UNREACHABLE) && error.retryable, "{error}");
}
