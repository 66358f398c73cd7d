#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

pub(super) fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,30}".prop_map(Value::from),
        ".{0,400}".prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 200, 30, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..30).prop_map(Value::from),
            prop::collection::vec((".{0,12}", inner), 0..12)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn characters(value: &Value) -> usize {
    value.to_string().chars().count()
}

proptest! {
    #[test]
    fn it_never_exceeds_the_budget(value in any_json(), budget in 120_usize..5_000) {
        let whole = characters(&value);
        let fitted = fit(value.clone(), budget);
        prop_assert!(characters(&fitted) <= budget, "{} > {budget}", characters(&fitted));
        if whole <= budget {
            prop_assert_eq!(fitted, value);
        } else {
            prop_assert!(!fitted[NOTES].as_array().unwrap().is_empty(), "{}", fitted);
        }
    }
}

fn issue(number: usize) -> Value {
    let api = "https://api.example.com/repos/octo/hello/issues";
    json!({
        "url": format!("{api}/{number}"),
        "comments_url": format!("{api}/{number}/comments"),
        "events_url": format!("{api}/{number}/events"),
        "html_url": format!("https://example.com/octo/hello/issues/{number}"),
        "number": number,
        "title": format!("Something is wrong with part {number}"),
        "user": {"login": "ann", "avatar_url": "https://a.example.com/1", "url": "https://api.example.com/users/ann"},
        "labels": [{"name": "bug", "color": "ff0000"}],
        "body": "It happens every time. ".repeat(200),
    })
}

#[test]
fn a_long_list_keeps_its_shape_and_says_what_is_gone() {
    let all = 100;
    let data = json!({"items": (0..all).map(issue).collect::<Vec<_>>(), "total_count": all});
    let fitted = fit(data, 20_000);
    let items = fitted["items"].as_array().unwrap();
    assert!(items.len() >= ENOUGH_ITEMS && items.len() < all, "{}", items.len());
    assert!(characters(&fitted) > 10_000, "the budget is used: {}", characters(&fitted));
    for (number, item) in items.iter().enumerate() {
        assert_eq!(item["title"], format!("Something is wrong with part {number}"));
        assert_eq!(item["html_url"], format!("https://example.com/octo/hello/issues/{number}"));
        assert_eq!(item["user"]["login"], "ann");
    }
    assert_eq!(fitted["total_count"], all);
    let notes = fitted[NOTES].as_array().unwrap();
    let kept = format!("kept {} of {all} items", items.len());
    assert!(notes.contains(&json!({"path": "/items", "note": kept})), "{notes:?}");
    assert!(notes.iter().any(|note| note["path"] == "/items/*/body"), "{notes:?}");
}

#[test]
fn one_long_text_is_cut_to_the_room_there_is() {
    let fitted = fit(json!({"path": "a.txt", "content": "x".repeat(50_000)}), 20_000);
    assert_eq!(fitted["path"], "a.txt");
    assert!(fitted["content"].as_str().unwrap().chars().count() > 15_000, "{}", characters(&fitted));
}

#[test]
fn a_value_that_is_no_object_becomes_one_when_it_is_cut() {
    assert_eq!(fit(json!([1, 2]), 100), json!([1, 2]));
    let fitted = fit(json!(vec!["some text"; 200]), 500);
    assert!(fitted["items"].as_array().unwrap().len() > 10, "{fitted}");
}

#[test]
fn without_room_for_a_note_nothing_is_left() {
    assert_eq!(fit(json!({"a": "x".repeat(100)}), 20), json!({}));
}
