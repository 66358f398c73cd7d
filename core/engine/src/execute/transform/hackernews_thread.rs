//! Hacker News, one thread: the API sends every reply at every depth, thousands of them at times. What a caller asked
//! to see stays, and every place that lost something says how much.

use serde_json::{Map, Value};

/// Characters of a comment that is cut.
const TEXT_LIMIT: usize = 500;

struct Limits {
    children: usize,
    depth: usize,
    text: Option<usize>,
}

pub(super) fn apply(mut reply: Value, arguments: &Map<String, Value>) -> Value {
    let number = |name: &str, default| {
        let given = arguments.get(name).and_then(Value::as_u64);
        given.map_or(default, |number| usize::try_from(number).unwrap_or(usize::MAX))
    };
    let truncate = arguments.get("truncate_text").and_then(Value::as_bool).unwrap_or(true);
    let limits = Limits {
        children: number("max_children", 10),
        depth: number("max_depth", 2),
        text: truncate.then_some(TEXT_LIMIT),
    };
    prune(&mut reply, &limits, 0);
    reply
}

fn prune(item: &mut Value, limits: &Limits, depth: usize) {
    let Value::Object(item) = item else { return };
    if let (Some(limit), Some(Value::String(text))) = (limits.text, item.get_mut("text"))
        && let Some((end, _)) = text.char_indices().nth(limit)
    {
        text.truncate(end);
        text.push('…');
    }
    let Some(Value::Array(children)) = item.get_mut("children") else { return };
    let all = children.len();
    children.truncate(if depth < limits.depth { limits.children } else { 0 });
    for child in children.iter_mut() {
        prune(child, limits, depth + 1);
    }
    let left_out = all - children.len();
    if left_out > 0 {
        item.insert("children_left_out".to_owned(), Value::from(left_out));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn comment(text: &str, children: &[Value]) -> Value {
        json!({"text": text, "children": children})
    }

    fn thread(arguments: &Value, reply: Value) -> Value {
        apply(reply, arguments.as_object().unwrap())
    }

    #[test]
    fn replies_beyond_the_number_are_counted() {
        let replies: Vec<Value> = (0..5).map(|n| comment(&n.to_string(), &[])).collect();
        let pruned = thread(&json!({"max_children": 2}), comment("top", &replies));
        assert_eq!(pruned["children"].as_array().unwrap().len(), 2);
        assert_eq!(pruned["children_left_out"], 3);
        assert_eq!(pruned["children"][0], comment("0", &[]));
    }

    #[test]
    fn replies_beyond_the_depth_are_counted() {
        let deep = comment("0", &[comment("1", &[comment("2", &[comment("3", &[])])])]);
        let pruned = thread(&json!({"max_depth": 2}), deep.clone());
        assert_eq!(pruned["children"][0]["children"][0]["text"], "2");
        assert_eq!(pruned["children"][0]["children"][0]["children_left_out"], 1);
        let alone = thread(&json!({"max_depth": 0}), deep);
        assert_eq!(alone, json!({"text": "0", "children": [], "children_left_out": 1}));
    }

    #[test]
    fn long_comments_are_cut_unless_told() {
        let long = "ż".repeat(TEXT_LIMIT + 1);
        let cut = thread(&json!({}), comment(&long, &[]));
        assert_eq!(cut["text"].as_str().unwrap().chars().count(), TEXT_LIMIT + 1);
        assert!(cut["text"].as_str().unwrap().ends_with('…'));
        let whole = thread(&json!({"truncate_text": false}), comment(&long, &[]));
        assert_eq!(whole["text"], long.as_str());
    }

    #[test]
    fn a_reply_of_another_shape_is_left_alone() {
        for reply in [json!([1]), json!(null), json!({"children": 3, "text": null})] {
            assert_eq!(thread(&json!({}), reply.clone()), reply);
        }
    }
}
