//! Custom tools: declared in a session, run by a host in this process.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;
use composio_core::{Engine, LocalCall, LocalTools, Result, Settings};
use serde_json::{Value, json};
use tokio::sync::{Barrier, mpsc};

use crate::standin::{World, text};

type Answer = Pin<Box<dyn Future<Output = String> + Send>>;

/// A host that is one function.
struct Host(Box<dyn Fn(LocalCall) -> Answer + Send + Sync>);

#[async_trait]
impl LocalTools for Host {
    async fn run(&self, call: LocalCall) -> Result<String> {
        Ok(self.0(call).await)
    }
}

/// Hosts custom tools on the engine as long as what is returned lives.
fn host<F: Future<Output = String> + Send + 'static>(
    engine: &Engine,
    run: impl Fn(LocalCall) -> F + Send + Sync + 'static,
) -> Arc<dyn LocalTools> {
    let host: Arc<dyn LocalTools> = Arc::new(Host(Box::new(move |call| Box::pin(run(call)))));
    engine.set_local_tools(&host);
    host
}

async fn alone() -> (Engine, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    (Engine::open(Settings::load(json!({"home": home.path()})).unwrap()).await.unwrap(), home)
}

fn definition(slug: &str) -> Value {
    json!({
        "slug": slug, "name": "Weather forecast", "description": "Tells tomorrow's weather in a city.",
        "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
    })
}

async fn session_with(engine: &Engine, tools: Value) -> String {
    let request = json!({"user_id": "ana", "experimental": {"custom_tools": tools}});
    text(&engine.call("sessions.create", request).await.unwrap(), "session_id")
}

async fn execute(engine: &Engine, session: &str, tool: &str, arguments: Value) -> Value {
    let request = json!({"session_id": session, "tool_slug": tool, "arguments": arguments});
    engine.call("sessions.execute", request).await.unwrap()
}

#[tokio::test]
async fn a_custom_tool_gets_its_call_and_gives_its_answer() {
    let (engine, _home) = alone().await;
    let (seen, mut calls) = mpsc::unbounded_channel();
    let _host = host(&engine, move |call| {
        seen.send(call).unwrap();
        async { json!({"data": "sunny"}).to_string() }
    });
    let session = session_with(&engine, json!([definition("forecast")])).await;
    let answer = execute(&engine, &session, "Forecast", json!({"city": "Paris"})).await;
    assert_eq!((&answer["data"], &answer["successful"]), (&json!({"result": "sunny"}), &json!(true)));
    let call = serde_json::to_value(calls.recv().await.unwrap()).unwrap();
    assert_eq!(
        call,
        json!({
            "session_id": session, "user_id": "ana", "slug": "LOCAL_FORECAST", "original_slug": "forecast",
            "toolkit": null, "extends_toolkit": null, "arguments": {"city": "Paris"}, "account": null,
            "log_id": answer["log_id"],
        })
    );
}

#[tokio::test]
async fn whatever_a_host_answers_is_a_result() {
    let (engine, _home) = alone().await;
    let session = session_with(&engine, json!([definition("forecast")])).await;
    for (answer, says) in [
        (json!({"error": "no such city"}).to_string(), "no such city"),
        (json!({"unregistered": true}).to_string(), "custom_tools="),
        ("<html>".to_owned(), "not JSON"),
        ("{}".to_owned(), "neither"),
        (json!({"data": "x".repeat(11 * 1024 * 1024)}).to_string(), "at most 10 MB"),
    ] {
        let _host = host(&engine, move |_| {
            let answer = answer.clone();
            async { answer }
        });
        let result = execute(&engine, &session, "LOCAL_FORECAST", json!({})).await;
        assert_eq!((&result["successful"], &result["data"]), (&json!(false), &json!({})));
        assert!(result["error"].as_str().unwrap().contains(says), "{result}");
    }
    // The last host is gone.
    let result = execute(&engine, &session, "LOCAL_FORECAST", json!({})).await;
    assert!(result["error"].as_str().unwrap().contains(&format!("use(\"{session}\"")), "{result}");
}

#[tokio::test]
async fn custom_and_catalog_tools_run_side_by_side() {
    let world = World::new().await;
    world.connect().await;
    // Each waits for the other: one after the other they would never answer.
    let both = Arc::new(Barrier::new(2));
    let _host = host(&world.engine, move |call| {
        let both = both.clone();
        async move {
            both.wait().await;
            json!({"data": {"city": call.arguments["city"]}}).to_string()
        }
    });
    let session = session_with(&world.engine, json!([definition("forecast")])).await;
    let calls = json!({"tools": [
        {"tool_slug": "LOCAL_FORECAST", "arguments": {"city": "Paris"}},
        {"tool_slug": "GITHUB_GET_THE_AUTHENTICATED_USER", "arguments": {}},
        {"tool_slug": "forecast", "arguments": {"city": "Rome"}},
        {"tool_slug": "LOCAL_FORECAST", "arguments": {"city": {}}},
    ]});
    let answer = execute(&world.engine, &session, "COMPOSIO_MULTI_EXECUTE_TOOL", calls).await;
    let results = &answer["data"]["results"];
    assert_eq!(results[0]["response"]["data"]["city"], "Paris", "{answer}");
    assert_eq!(results[1]["response"]["data"]["login"], "octocat", "{answer}");
    assert_eq!(results[2]["response"]["data"]["city"], "Rome", "{answer}");
    assert_eq!(answer["data"]["error_count"], 1, "{answer}");
}

/// Sends when it is dropped.
struct Dropped(mpsc::UnboundedSender<()>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.send(()).unwrap();
    }
}

#[tokio::test]
async fn a_call_whose_caller_goes_away_is_dropped_at_the_host() {
    let (engine, _home) = alone().await;
    let ((started, mut starts), (ended, mut ends)) = (mpsc::unbounded_channel(), mpsc::unbounded_channel());
    let _host = host(&engine, move |_| {
        started.send(()).unwrap();
        let dropped = Dropped(ended.clone());
        async move {
            let _dropped = dropped;
            std::future::pending().await
        }
    });
    let session = session_with(&engine, json!([definition("forecast")])).await;
    let caller = engine.clone();
    let call = tokio::spawn(async move { execute(&caller, &session, "LOCAL_FORECAST", json!({})).await });
    starts.recv().await.unwrap();
    call.abort();
    ends.recv().await.unwrap();
}

#[tokio::test]
async fn a_tool_may_call_others_but_not_itself_without_end() {
    let (engine, _home) = alone().await;
    let inner = engine.clone();
    let _host = host(&engine, move |call| {
        let engine = inner.clone();
        async move {
            let tool = if call.original_slug == "once" { "LOCAL_LEAF" } else { "LOCAL_ENDLESS" };
            if call.original_slug == "leaf" {
                return json!({"data": {"depth": 2}}).to_string();
            }
            // Through MULTI_EXECUTE, which has to carry on whose call this is.
            let request = json!({
                "session_id": call.session_id, "within": call.log_id, "tool_slug": "COMPOSIO_MULTI_EXECUTE_TOOL",
                "arguments": {"tools": [{"tool_slug": tool, "arguments": {}}]},
            });
            let mut answer = engine.call("sessions.execute", request).await.unwrap();
            let response = answer["data"]["results"][0]["response"].take();
            match response["error"].as_str() {
                Some(error) => json!({"error": error}).to_string(),
                None => json!({"data": response["data"]}).to_string(),
            }
        }
    });
    let tools = json!([definition("once"), definition("leaf"), definition("endless")]);
    let session = session_with(&engine, tools).await;
    let once = execute(&engine, &session, "LOCAL_ONCE", json!({})).await;
    assert_eq!(once["data"]["depth"], 2, "{once}");
    let endless = execute(&engine, &session, "LOCAL_ENDLESS", json!({})).await;
    assert!(endless["error"].as_str().unwrap().contains("16 deep"), "{endless}");
}

#[tokio::test]
async fn a_tool_that_extends_a_toolkit_acts_as_the_connected_user() {
    let world = World::new().await;
    let engine = world.engine.clone();
    let _host = host(&world.engine, move |call| {
        let engine = engine.clone();
        async move {
            let request = json!({"session_id": call.session_id, "toolkit": call.extends_toolkit, "endpoint": "/user",
                                 "within": call.log_id});
            let answer = engine.call("sessions.proxy_execute", request).await.unwrap();
            json!({"data": {"login": answer["data"]["login"], "account": call.account}}).to_string()
        }
    });
    let mut tool = definition("whoami");
    tool["extends_toolkit"] = "github".into();
    let session = session_with(&world.engine, json!([tool])).await;
    // The filter is for what the model calls.
    let filter = json!({"session_id": session, "tools": {"github": ["GITHUB_GET_A_REPOSITORY"]}});
    world.call("sessions.update", filter).await;
    let request = json!({"session_id": session, "tool_slug": "LOCAL_GITHUB_WHOAMI"});
    let error = world.engine.call("sessions.execute", request).await.unwrap_err();
    assert_eq!(error.slug(), "ToolRouterV2_NoActiveConnection");
    let account = world.connect().await;
    let answer = execute(&world.engine, &session, "whoami", json!({})).await;
    assert_eq!(answer["data"], json!({"login": "octocat", "account": account}));
}

/// A function hands the account it was called for back with the calls it makes.
#[tokio::test]
async fn the_account_of_a_call_can_be_handed_back() {
    let world = World::new().await;
    let engine = world.engine.clone();
    let _host = host(&world.engine, move |call| {
        let engine = engine.clone();
        async move {
            let request = json!({"session_id": call.session_id, "within": call.log_id, "account": call.account,
                                 "tool_slug": "GITHUB_GET_THE_AUTHENTICATED_USER"});
            let proxied = json!({"session_id": call.session_id, "within": call.log_id, "account": call.account,
                                 "toolkit": "github", "endpoint": "/user"});
            let both = [("sessions.execute", request), ("sessions.proxy_execute", proxied)]
                .map(|(operation, request)| engine.call(operation, request));
            match futures_util::future::try_join_all(both).await {
                Ok(answers) => {
                    let logins: Vec<_> = answers.iter().map(|answer| &answer["data"]["login"]).collect();
                    json!({"data": {"logins": logins, "account": call.account}}).to_string()
                }
                Err(error) => json!({"error": error.message}).to_string(),
            }
        }
    });
    let mut tool = definition("whoami");
    tool["extends_toolkit"] = "github".into();
    let first = world.connect().await;
    // The most recent one, which a call that names none uses.
    let second = world.connect().await;
    for (options, named) in [(json!({}), None), (json!({"multi_account": {"enable": true}}), Some(&first))] {
        let mut create = json!({"user_id": "ana", "experimental": {"custom_tools": [tool]}});
        create.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
        let session = text(&world.engine.call("sessions.create", create).await.unwrap(), "session_id");
        let request = json!({"session_id": session, "tool_slug": "whoami", "account": named});
        let answer = world.engine.call("sessions.execute", request).await.unwrap();
        assert_eq!(
            answer["data"],
            json!({"logins": ["octocat", "octocat"], "account": named.unwrap_or(&second)}),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn attaching_replaces_definitions_and_changes_nothing_when_they_are_the_same() {
    let (engine, _home) = alone().await;
    let session = session_with(&engine, json!([definition("forecast")])).await;
    let attach = async |experimental: Value| {
        engine.call("sessions.attach", json!({"session_id": session, "experimental": experimental})).await
    };
    for (given, version, slug) in [
        (json!(null), 1, "LOCAL_FORECAST"),
        (json!({"custom_tools": [definition("forecast")]}), 1, "LOCAL_FORECAST"),
        (json!({"custom_tools": [definition("other")]}), 2, "LOCAL_OTHER"),
        (json!({"custom_toolkits": null}), 2, "LOCAL_OTHER"),
    ] {
        let view = attach(given.clone()).await.unwrap();
        assert_eq!(view["config_version"], version, "{given}");
        assert_eq!(view["experimental"]["custom_tools"][0]["slug"], slug, "{given}");
    }
    let cleared = attach(json!({"custom_tools": []})).await.unwrap();
    assert_eq!((&cleared["config_version"], cleared.get("experimental")), (&json!(3), None));
    let error = attach(json!({"permissions": {}})).await.unwrap_err();
    assert_eq!((error.slug(), error.context("option")), ("Request_UnknownOption", Some("experimental.permissions")));
    let error = engine.call("sessions.attach", json!({"session_id": "trs_none"})).await.unwrap_err();
    assert_eq!(error.slug(), "ToolRouterV2_SessionNotFound");
}

#[tokio::test]
async fn another_process_of_the_home_says_where_the_function_is() {
    let (engine, home) = alone().await;
    let _host = host(&engine, |_| async { json!({"data": {}}).to_string() });
    let session = session_with(&engine, json!([definition("forecast")])).await;
    let other = Engine::open(Settings::load(json!({"home": home.path()})).unwrap()).await.unwrap();
    let result = execute(&other, &session, "LOCAL_FORECAST", json!({})).await;
    assert!(result["error"].as_str().unwrap().contains("the process that registered"), "{result}");
    assert_eq!(execute(&engine, &session, "LOCAL_FORECAST", json!({})).await["successful"], true);
}
