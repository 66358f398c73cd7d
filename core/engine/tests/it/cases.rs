//! The shared cases of `tests/cases`, on the engine itself. Python and Node run the same ones through their packages.

use std::collections::HashMap;
use std::path::PathBuf;

use composio_core::{Engine, Settings};
use serde_json::{Value, json};

use crate::standin::{Standin, door, tests_folder};

/// Replaces `${name}` in every text of a value.
fn fill(value: &Value, saved: &HashMap<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            if let Some(whole) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))
                && let Some(value) = saved.get(whole)
            {
                return value.clone();
            }
            let mut text = text.clone();
            for (name, value) in saved {
                if let Some(value) = value.as_str() {
                    text = text.replace(&format!("${{{name}}}"), value);
                }
            }
            Value::String(text)
        }
        Value::Array(items) => items.iter().map(|item| fill(item, saved)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let name = fill(&json!(name), saved).as_str().unwrap().to_owned();
                (name, fill(value, saved))
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

/// What a step did other than it should.
async fn run_step(engine: &Engine, step: &Value, saved: &mut HashMap<String, Value>) -> Option<String> {
    let answer = engine.call(step["call"].as_str().unwrap(), fill(&step["request"], saved)).await;
    match (answer, step.get("error")) {
        (Err(error), Some(expected)) => {
            if expected["slug"] != error.slug() {
                return Some(format!("expected {}, got {}: {error}", expected["slug"], error.slug()));
            }
            let parts = expected["message_contains"].as_array().into_iter().flatten();
            let missing: Vec<_> =
                parts.filter(|part| !error.message.contains(fill(part, saved).as_str().unwrap())).collect();
            (!missing.is_empty()).then(|| format!("`{error}` lacks {missing:?}"))
        }
        (Err(error), None) => Some(format!("failed with {}: {error}", error.slug())),
        (Ok(answer), Some(expected)) => Some(format!("expected {expected}, got {answer}")),
        (Ok(answer), None) => {
            for (name, pointer) in step["save"].as_object().into_iter().flatten() {
                saved.insert(name.clone(), answer.pointer(pointer.as_str().unwrap()).unwrap().clone());
            }
            step["expect"].as_object().into_iter().flatten().find_map(|(pointer, expected)| {
                let expected = fill(expected, saved);
                let got = answer.pointer(pointer).unwrap_or(&Value::Null);
                (*got != expected).then(|| format!("{pointer} is {got}, not {expected}"))
            })
        }
    }
}

#[tokio::test]
async fn the_shared_cases_hold() {
    let standin = Standin::start();
    let mut files: Vec<PathBuf> = std::fs::read_dir(tests_folder().join("cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let (mut failures, mut count) = (Vec::new(), 0);
    for file in files {
        let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        for case in cases {
            count += 1;
            let home = tempfile::tempdir().unwrap();
            let engine = Engine::open(Settings::load(json!({"home": home.path()})).unwrap()).await.unwrap();
            let door = door();
            engine.set_front_door(&door);
            let mut saved = HashMap::from([("standin".to_owned(), json!(standin.url))]);
            for (number, step) in case["steps"].as_array().unwrap().iter().enumerate() {
                if let Some(failure) = run_step(&engine, step, &mut saved).await {
                    let name = file.file_name().unwrap().to_string_lossy();
                    failures.push(format!("{name}, {}, step {}: {failure}", case["name"], number + 1));
                    break;
                }
            }
            engine.close().await;
        }
    }
    assert!(count > 0 && failures.is_empty(), "{} of {count} failed:\n{}", failures.len(), failures.join("\n"));
}
