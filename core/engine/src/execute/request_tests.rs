#![allow(clippy::unwrap_used)]
use composio_catalog::Method::{Delete, Get, Patch, Post};
use serde_json::json;

use super::super::fixtures::{BASE, members, tool, toolkit};
use super::*;

fn built(tool: &Tool, arguments: Value) -> Outgoing {
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    build(&toolkit(BASE), tool, &members(arguments), now).unwrap()
}

fn json_of(outgoing: &Outgoing) -> Value {
    match &outgoing.body {
        Some(Body::Json(value)) => value.clone(),
        other => panic!("{other:?} is not JSON"),
    }
}

#[test]
fn a_query_has_the_order_of_the_declaration_and_then_the_templates() {
    let params = [
        ("z", Location::Query, "z"),
        ("a", Location::Query, "aWire"),
        ("list", Location::Query, "list"),
        ("word", Location::Local, "word"),
    ];
    let mut tool = tool(Get, &format!("{BASE}/search?alt=json"), &params);
    tool.query = BTreeMap::from([
        ("q".into(), "{word}{?none: x}".into()),
        ("b".into(), "30".into()),
        ("gone".into(), "{?none:x}".into()),
    ]);
    let arguments = json!({"a": "x y&z", "z": 1, "list": ["p", "q r"], "word": "a:b", "unknown": 1});
    assert_eq!(
        built(&tool, arguments).url.as_str(),
        "https://api.example.com/v1/search?alt=json&z=1&aWire=x%20y%26z&list=p%2Cq%20r&b=30&q=a%3Ab"
    );
}

#[test]
fn what_was_not_given_is_not_in_the_query() {
    let tool = tool(Get, &format!("{BASE}/x"), &[("a", Location::Query, "a"), ("b", Location::Query, "b")]);
    for arguments in [json!({}), json!({"a": null}), json!({"a": [], "b": null})] {
        assert_eq!(built(&tool, arguments).url.as_str(), "https://api.example.com/v1/x");
    }
}

#[test]
fn headers_are_the_toolkits_the_tools_and_the_arguments() {
    let mut tool = tool(Get, &format!("{BASE}/x"), &[("key", Location::Header, "X-Key"), ("n", Location::Header, "N")]);
    tool.headers = BTreeMap::from([("accept".into(), "text/csv".into())]);
    let headers = built(&tool, json!({"key": "k", "n": null})).headers;
    let expected = [("accept", "text/csv"), ("user-agent", USER_AGENT), ("x-key", "k")];
    assert_eq!(headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    let injected = members(json!({"key": "a\r\nauthorization: b"}));
    let error = build(&toolkit(BASE), &tool, &injected, Utc::now()).unwrap_err();
    assert!(error.is(REQUEST_INVALID) && error.message.contains("`key`"), "{error}");
}

#[test]
fn a_body_nests_by_dots_over_its_constants() {
    let params = [("max", Location::Body, "contents.text.max"), ("name", Location::Body, "name")];
    let mut tool = tool(Post, &format!("{BASE}/x"), &params);
    tool.body = members(json!({"contents": {"text": {"max": 1, "html": false}, "live": true}, "kind": "k"}));
    let outgoing = built(&tool, json!({"max": 9, "name": null}));
    let expected = json!({
        "contents": {"text": {"max": 9, "html": false}, "live": true}, "kind": "k", "name": null,
    });
    assert_eq!(json_of(&outgoing), expected);
    assert_eq!(outgoing.headers["content-type"], "application/json");
}

#[test]
fn an_argument_wins_over_a_constant_in_its_way() {
    let mut tool = tool(Post, &format!("{BASE}/x"), &[("b", Location::Body, "a.b"), ("o", Location::Body, "o")]);
    tool.body = members(json!({"a": "text", "o": {"under": 1, "both": 1}}));
    let outgoing = built(&tool, json!({"b": 1, "o": {"both": 2}}));
    assert_eq!(json_of(&outgoing), json!({"a": {"b": 1}, "o": {"under": 1, "both": 2}}));
}

#[test]
fn a_body_is_there_when_the_tool_has_one() {
    let body = [("a", Location::Body, "a")];
    let cases = [
        (tool(Post, BASE, &body), json!({}), Some(json!({}))),
        (tool(Patch, BASE, &body), json!({"a": 1}), Some(json!({"a": 1}))),
        (tool(Delete, BASE, &body), json!({}), None),
        (tool(Delete, BASE, &body), json!({"a": 1}), Some(json!({"a": 1}))),
        (tool(Post, BASE, &[]), json!({}), None),
        (tool(Get, BASE, &[]), json!({}), None),
    ];
    for (tool, arguments, expected) in cases {
        let outgoing = built(&tool, arguments);
        assert_eq!(outgoing.headers.contains_key("content-type"), expected.is_some());
        assert_eq!(outgoing.body, expected.map(Body::Json), "{:?}", tool.method);
    }
}

#[test]
fn a_form_writes_nesting_in_brackets() {
    let mut tool = tool(Post, BASE, &[("to", Location::Body, "card.to"), ("l", Location::Body, "l")]);
    tool.body_format = BodyFormat::Form;
    let outgoing = built(&tool, json!({"to": "a b", "l": [{"x": 1}, {"x": true}], "n": null}));
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = vec![pair("card[to]", "a b"), pair("l[0][x]", "1"), pair("l[1][x]", "true")];
    assert_eq!(outgoing.body, Some(Body::Form(expected)));
    assert_eq!(outgoing.headers["content-type"], "application/x-www-form-urlencoded");
}

#[test]
fn hints_and_not_methods_say_what_is_a_read() {
    let mut searches_by_post = tool(Post, BASE, &[]);
    assert_eq!(built(&searches_by_post, json!({})).effect, Effect::Write);
    searches_by_post.hints = vec![composio_catalog::Hint::ReadOnly];
    assert_eq!(built(&searches_by_post, json!({})).effect, Effect::Read);
}

#[test]
fn a_named_step_finishes_the_request() {
    let mut tool = tool(Get, BASE, &[]);
    tool.request_transform = Some("hackernews_today".into());
    let url = built(&tool, json!({"min_points": 50})).url;
    assert_eq!(url.query(), Some("numericFilters=created_at_i%3E1767236645%2Cpoints%3E%3D50"));
    tool.request_transform = Some("no_such_step".into());
    assert!(build(&toolkit(BASE), &tool, &Map::new(), Utc::now()).unwrap_err().is(INTERNAL));
}

#[test]
fn numbers_in_a_wire_are_places_in_a_list() {
    let mut tool = tool(
        Post,
        BASE,
        &[
            ("title", Location::Body, "properties.title.0.text.content"),
            ("bold", Location::Body, "properties.title.0.bold"),
            ("second", Location::Body, "properties.title.7"),
        ],
    );
    tool.body = members(json!({"parent": {"type": "page"}, "properties": 1}));
    let outgoing = built(&tool, json!({"title": "a", "bold": true, "second": "b"}));
    let title = json!([{"text": {"content": "a"}, "bold": true}, "b"]);
    assert_eq!(json_of(&outgoing), json!({"parent": {"type": "page"}, "properties": {"title": title}}));
}

#[test]
fn an_exploded_list_is_a_parameter_for_each_item() {
    let mut tool = tool(Get, BASE, &[("labels", Location::Query, "labelIds")]);
    tool.params[0].explode = true;
    for (labels, query) in
        [(json!(["A", "B c"]), Some("labelIds=A&labelIds=B%20c")), (json!("A"), Some("labelIds=A")), (json!([]), None)]
    {
        assert_eq!(built(&tool, json!({"labels": labels})).url.query(), query, "{labels}");
    }
}

#[test]
fn a_graphql_document_is_sent_with_its_variables() {
    let mut tool = tool(Post, BASE, &[("title", Location::Body, "input.title"), ("id", Location::Body, "id")]);
    tool.graphql = Some("mutation ($id: ID!, $input: Input!) { save(id: $id, input: $input) { ok } }".into());
    tool.body = members(json!({"input": {"kind": "task"}}));
    let outgoing = built(&tool, json!({"title": "a", "id": "1"}));
    let variables = json!({"input": {"kind": "task", "title": "a"}, "id": "1"});
    assert_eq!(json_of(&outgoing), json!({"query": tool.graphql, "variables": variables}));
    assert_eq!(outgoing.headers["content-type"], "application/json");
    tool.params.clear();
    tool.body.clear();
    assert_eq!(json_of(&built(&tool, json!({}))), json!({"query": tool.graphql, "variables": {}}));
}

#[test]
fn lists_of_scalars_become_texts_for_slack() {
    let params = [("users", Location::Body, "users"), ("blocks", Location::Body, "blocks")];
    let mut tool = tool(Post, BASE, &params);
    tool.request_transform = Some("comma_lists".into());
    let outgoing = built(&tool, json!({"users": ["U1", "U2"], "blocks": [{"type": "divider"}]}));
    assert_eq!(json_of(&outgoing), json!({"users": "U1,U2", "blocks": [{"type": "divider"}]}));
}

#[test]
fn free_time_is_asked_for_in_a_whole_span() {
    let names = ["time_min", "time_max", "timezone", "items"];
    let mut tool = tool(Post, BASE, &names.map(|name| (name, Location::Local, name)));
    tool.request_transform = Some("free_slots_query".into());
    let cases = [
        (json!({}), json!({"timeMin": "2026-01-02T03:04:05Z", "timeMax": "2026-01-03T03:04:05Z", "items": []})),
        (
            json!({"time_min": "2026-02-02", "time_max": "2026-02-02T18:00", "items": ["a", {"id": "b"}]}),
            json!({"timeMin": "2026-02-02T00:00:00Z", "timeMax": "2026-02-02T18:00:00Z", "items": [{"id": "a"}, {"id": "b"}]}),
        ),
        (
            json!({"time_min": "2026-02-02T09:00+01:00", "timezone": "Europe/Warsaw"}),
            json!({"timeMin": "2026-02-02T09:00:00+01:00", "timeMax": "2026-02-03T09:00:00+01:00", "items": []}),
        ),
    ];
    for (arguments, expected) in cases {
        assert_eq!(json_of(&built(&tool, arguments.clone())), expected, "{arguments}");
    }
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    for (arguments, name) in [
        (json!({"time_min": "2026-02-02T09:00", "timezone": "Europe/Warsaw"}), "`time_min`"),
        (json!({"time_min": "2026-02-02", "time_max": "2026-02-01"}), "`time_max`"),
    ] {
        let error = build(&toolkit(BASE), &tool, &members(arguments), now).unwrap_err();
        assert!(error.is(REQUEST_INVALID) && error.message.contains(name), "{error}");
    }
}

#[test]
fn more_blocks_than_notion_takes_are_refused_before_anything_is_sent() {
    let mut tool = tool(Patch, BASE, &[("children", Location::Body, "children")]);
    tool.request_transform = Some("notion_blocks".into());
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    for (count, fits) in [(100, true), (101, false)] {
        let arguments = members(json!({"children": vec!["a"; count]}));
        match build(&toolkit(BASE), &tool, &arguments, now) {
            Ok(_) => assert!(fits, "{count}"),
            Err(error) => assert!(!fits && error.is(REQUEST_INVALID) && error.message.contains("100"), "{error}"),
        }
    }
}
