//! Hacker News, lists of posts: the search API sends every text twice, the second time marked up for a page.

use serde_json::{Map, Value};

pub(super) fn apply(mut reply: Value, _: &Map<String, Value>) -> Value {
    for hit in reply.get_mut("hits").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Value::Object(hit) = hit {
            hit.shift_remove("_highlightResult");
        }
    }
    reply
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_second_copy_goes_and_the_rest_stays() {
        let reply =
            json!({"hits": [{"a": 1, "_highlightResult": {"a": {"value": "<em>1</em>"}}, "b": 2}, 3], "page": 0});
        assert_eq!(apply(reply, &Map::new()), json!({"hits": [{"a": 1, "b": 2}, 3], "page": 0}));
        for other in [json!(null), json!({"hits": null})] {
            assert_eq!(apply(other.clone(), &Map::new()), other);
        }
    }
}
