//! Waiting for a connection, in this process and in another.

use std::time::Duration;

use composio_core::{Engine, Settings};
use serde_json::json;

use crate::standin::{World, text};

async fn wait(engine: &Engine, account: &str) -> composio_core::Result<serde_json::Value> {
    engine.call("connected_accounts.wait", json!({"id": account})).await
}

#[tokio::test]
async fn a_wait_ends_when_the_account_is_connected_here_or_in_another_process() {
    let world = World::new().await;
    // Another engine on the same home shares nothing with the first but the files.
    let settings = Settings::load(json!({"home": world.home.path()})).unwrap();
    let elsewhere = Engine::open(settings).await.unwrap();
    let (account, token) = world.link().await;
    let (here, there, outcome) =
        tokio::join!(wait(&world.engine, &account), wait(&elsewhere, &account), world.finish(&token, "approve"));
    assert_eq!(outcome.failure, None);
    assert_eq!(text(&here.unwrap(), "status"), "ACTIVE");
    assert_eq!(text(&there.unwrap(), "status"), "ACTIVE");
}

#[tokio::test]
async fn a_wait_fails_as_soon_as_nothing_can_come_of_it() {
    let world = World::new().await;
    let (denied, token) = world.link().await;
    let (answer, _) = tokio::join!(wait(&world.engine, &denied), world.finish(&token, "deny"));
    let error = answer.unwrap_err();
    assert_eq!(error.slug(), "ConnectedAccount_Failed");
    assert_eq!(error.context("connection_status"), Some("FAILED"));

    let (abandoned, _) = world.link().await;
    let (answer, ()) = tokio::join!(
        world.engine.call("connected_accounts.wait", json!({"id": abandoned, "timeout_ms": 3_600_000})),
        async { world.clock.advance(Duration::from_secs(601)) }
    );
    assert_eq!(answer.unwrap_err().slug(), "ConnectedAccount_Expired");
    assert_eq!(wait(&world.engine, "ca_unknown").await.unwrap_err().slug(), "ConnectedAccount_ResourceNotFound");
}

#[tokio::test]
async fn a_wait_gives_up_when_its_time_is_over() {
    let world = World::new().await;
    let (account, _) = world.link().await;
    let (answer, ()) =
        tokio::join!(wait(&world.engine, &account), async { world.clock.advance(Duration::from_secs(60)) });
    let error = answer.unwrap_err();
    assert_eq!(error.slug(), "ConnectedAccount_WaitTimeout");
    assert!(error.retryable && error.message.contains("60 s"), "{error}");
}
