//! What the engine costs, as ratios against a named baseline measured in the same run.
//!
//! `cargo bench -p composio-core`. The provider is a socket on loopback that answers at once, so that everything above
//! the baseline, a bare HTTP client sending the same request, is the engine's.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use composio_catalog::Catalog;
use composio_core::{Engine, LocalCall, LocalTools, Result, Settings};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const CALLS: usize = 2_000;
const ANSWER: &str = r#"{"login": "octocat", "id": 1}"#;

/// A provider that gives every request the same answer, after a pause.
async fn provider(pause: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                socket.set_nodelay(true).unwrap();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{ANSWER}",
                    ANSWER.len()
                );
                let mut buffer = vec![0; 4096];
                while socket.read(&mut buffer).await.is_ok_and(|read| read > 0) {
                    if !pause.is_zero() {
                        tokio::time::sleep(pause).await;
                    }
                    socket.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    url
}

/// A session whose GitHub is the provider.
async fn session(engine: &Engine, user: &str, url: &str) -> String {
    let config = json!({"toolkit": "github", "type": "use_custom_auth", "auth_scheme": "BEARER_TOKEN",
                        "credentials": {"base_url": url}});
    let config = engine.call("auth_configs.create", config).await.unwrap()["id"].clone();
    let account = json!({"user_id": user, "auth_config_id": config,
                         "state": {"auth_scheme": "BEARER_TOKEN", "val": {"token": "t"}}});
    engine.call("connected_accounts.initiate", account).await.unwrap();
    let session = json!({"user_id": user, "auth_configs": {"github": config}});
    engine.call("sessions.create", session).await.unwrap()["session_id"].as_str().unwrap().to_owned()
}

async fn execute(engine: &Engine, session: &str) -> Value {
    let request = json!({"session_id": session, "tool_slug": "GITHUB_GET_THE_AUTHENTICATED_USER"});
    let answer = engine.call("sessions.execute", request).await.unwrap();
    assert_eq!(answer["successful"], true, "{answer}");
    answer
}

/// A host whose functions answer at once.
struct Host;

#[async_trait]
impl LocalTools for Host {
    async fn run(&self, _: LocalCall) -> Result<String> {
        Ok(r#"{"data": {}}"#.to_owned())
    }
}

/// A session with that many custom tools.
async fn custom(engine: &Engine, tools: usize) -> String {
    let properties: Value = (0..8)
        .map(|n| (format!("field_{n}"), json!({"type": "string", "description": "What the field says, in words."})))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let tools: Vec<Value> = (0..tools)
        .map(|n| {
            json!({"slug": format!("tool_{n}"), "name": format!("Tool {n}"), "description": "Does its work. ".repeat(10),
                   "input_schema": {"type": "object", "properties": properties}})
        })
        .collect();
    let session = json!({"user_id": "ana", "experimental": {"custom_tools": tools}});
    engine.call("sessions.create", session).await.unwrap()["session_id"].as_str().unwrap().to_owned()
}

async fn execute_custom(engine: &Engine, session: &str) {
    let request = json!({"session_id": session, "tool_slug": "LOCAL_TOOL_0", "arguments": {"field_0": "x"}});
    let answer = engine.call("sessions.execute", request).await.unwrap();
    assert_eq!(answer["successful"], true, "{answer}");
}

/// The median of many runs.
async fn median<F: Future<Output = ()>>(runs: usize, mut run: impl FnMut() -> F) -> Duration {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let started = Instant::now();
        run().await;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    times[runs / 2]
}

fn line(what: &str, measured: Duration, baseline: &str, base: Duration) {
    let ratio = measured.as_secs_f64() / base.as_secs_f64();
    println!("{what:<44} {measured:>10.1?}   {ratio:>6.2} × {baseline} ({base:.1?})");
}

#[tokio::main]
async fn main() {
    let home = tempfile::tempdir().unwrap();
    let settings = || Settings::load(json!({"home": home.path()})).unwrap();
    Engine::open(settings()).await.unwrap().close().await;
    let touched = median(5, || async { drop(std::fs::read(home.path().join("composio.db")).unwrap()) }).await;
    let opened = median(5, || async { Engine::open(settings()).await.unwrap().close().await }).await;
    line("open and close an engine on its home", opened, "reading the store's file", touched);

    let engine = Engine::open(settings()).await.unwrap();
    let (instant, slow) = (provider(Duration::ZERO).await, provider(Duration::from_millis(50)).await);
    let (quick, waiting) = (session(&engine, "ana", &instant).await, session(&engine, "ben", &slow).await);

    let http = composio_core::http::client().unwrap();
    let bare = || async {
        let response = http.get(format!("{instant}/user")).header("authorization", "Bearer t").send().await.unwrap();
        let _: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    };
    bare().await;
    execute(&engine, &quick).await;
    let bare = median(CALLS, bare).await;
    let call = median(CALLS, || async { drop(execute(&engine, &quick).await) }).await;
    line("one call of a tool", call, "a bare HTTP client", bare);
    println!("{:<44} {:>10.1?}", "  added by the engine", call.saturating_sub(bare));

    let host: Arc<dyn LocalTools> = Arc::new(Host);
    engine.set_local_tools(&host);
    let (few, many) = (custom(&engine, 1).await, custom(&engine, 20).await);
    let of_one = median(CALLS, || execute_custom(&engine, &few)).await;
    let of_many = median(CALLS, || execute_custom(&engine, &many)).await;
    line("custom tool call, one of 20", of_many, "the only one", of_one);

    let one = median(5, || async { drop(execute(&engine, &waiting).await) }).await;
    let fifty = median(5, || async { drop(join_all((0..50).map(|_| execute(&engine, &waiting))).await) }).await;
    line("fifty calls at once, provider takes 50 ms", fifty, "one such call", one);

    let catalog = Catalog::builtin();
    let words = "open a bug report in a repository";
    catalog.search(words, &|_| true, 6);
    let scan = median(CALLS, || async {
        assert!(catalog.tools().filter(|tool| tool.description.contains("bug report")).count() < 1_000);
    })
    .await;
    let search = median(CALLS, || async { assert!(!catalog.search(words, &|_| true, 6).is_empty()) }).await;
    line(&format!("search among {} tools", catalog.tools().len()), search, "a substring scan", scan);
    engine.close().await;
}
