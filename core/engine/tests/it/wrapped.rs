//! Results that go to a model, whichever way they are asked for.

use composio_core::{Engine, Settings};
use serde_json::{Value, json};

const BUDGET: usize = 2_000;

#[tokio::test]
async fn what_goes_to_a_model_is_pruned_to_the_budget() {
    let home = tempfile::tempdir().unwrap();
    let settings = json!({"home": home.path(), "result_budget": BUDGET});
    let engine = Engine::open(Settings::load(settings).unwrap()).await.unwrap();
    let session = engine.call("sessions.create", json!({"user_id": "ana"})).await.unwrap()["session_id"].clone();
    let slugs = json!(["GITHUB_CREATE_AN_ISSUE", "GITHUB_GET_AN_ISSUE", "GMAIL_SEND_EMAIL"]);
    for (operation, whose) in
        [("sessions.execute", json!({"session_id": session})), ("tools.execute", json!({"user_id": "ana"}))]
    {
        let run = async |wrapped: bool| -> Value {
            let mut request = whose.clone();
            request["tool_slug"] = "COMPOSIO_GET_TOOL_SCHEMAS".into();
            request["arguments"] = json!({"tool_slugs": slugs});
            request["wrapped"] = wrapped.into();
            engine.call(operation, request).await.unwrap()["data"].take()
        };
        let (whole, pruned) = (run(false).await, run(true).await);
        assert!(whole.to_string().len() > BUDGET && whole.get("_pruned").is_none(), "{operation}");
        assert!(
            pruned.to_string().chars().count() <= BUDGET && pruned.get("_pruned").is_some(),
            "{operation}: {pruned}"
        );
    }
}
