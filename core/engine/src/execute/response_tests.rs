#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;

use ::http::{HeaderMap, HeaderName};
use composio_catalog::{Method, Success};

use super::super::fixtures::{BASE, tool};
use super::*;

const JSON: (&str, &str) = ("content-type", "application/json");
const HTML: (&str, &str) = ("content-type", "text/html; charset=utf-8");

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let headers: HeaderMap =
        headers.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())).collect();
    Answer { status: StatusCode::from_u16(status).unwrap(), headers, body: body.to_owned().into() }
}

fn read(answer: &Answer, effect: Effect) -> Reply {
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    interpret(answer, &tool(Method::Get, BASE, &[]), &Map::new(), effect, now).unwrap()
}

#[test]
fn what_succeeds_is_an_object() {
    let cases = [
        (answer(200, &[JSON], r#"{"a": 1}"#), json!({"a": 1})),
        (answer(200, &[JSON], "[1, 2]"), json!({"items": [1, 2]})),
        (answer(200, &[JSON], "true"), json!({"value": true})),
        (answer(200, &[JSON], "null"), json!({})),
        (answer(204, &[], ""), json!({})),
        (answer(201, &[("content-type", "text/plain")], "made"), json!({"text": "made"})),
    ];
    for (answer, data) in cases {
        let expected = Reply { result: ToolResult { data, error: None, successful: true }, unauthorized: false };
        assert_eq!(read(&answer, Effect::Read), expected);
    }
}

#[test]
fn what_the_tool_picks_keeps_its_shape() {
    let mut tool = tool(Method::Get, BASE, &[]);
    let pick = [("items", "/list"), ("name", "/a/0/name"), ("none", "/no/where")];
    tool.output.pick =
        pick.iter().map(|(name, pointer)| ((*name).into(), (*pointer).into())).collect::<BTreeMap<_, _>>();
    let answer = answer(200, &[JSON], r#"{"list": [1], "a": [{"name": "x"}], "more": 1}"#);
    let reply = interpret(&answer, &tool, &Map::new(), Effect::Read, Utc::now()).unwrap();
    assert_eq!(reply.result.data, json!({"items": [1], "name": "x", "none": null}));
}

#[test]
fn a_named_step_reads_the_reply() {
    let mut tool = tool(Method::Get, BASE, &[]);
    tool.response_transform = Some("hackernews_thread".into());
    let arguments = Map::from_iter([("max_depth".to_owned(), json!(0))]);
    let answer = answer(200, &[JSON], r#"{"children": [{"children": []}]}"#);
    let reply = interpret(&answer, &tool, &arguments, Effect::Read, Utc::now()).unwrap();
    assert_eq!(reply.result.data, json!({"children": [], "children_left_out": 1}));
}

#[test]
fn a_refusal_is_a_result_in_the_providers_words() {
    let body = r#"{"message": "Validation Failed", "errors": [{"resource": "Issue", "field": "title", "code": "missing_field"}]}"#;
    let reply = read(&answer(422, &[JSON], body), Effect::Write);
    let message = "Validation Failed: Issue.title: missing_field";
    let data = json!({"http_error": "422 Unprocessable Entity", "status_code": 422, "message": message});
    assert_eq!(reply.result, ToolResult { data, error: Some(message.into()), successful: false });
}

#[test]
fn only_a_401_is_unauthorized() {
    for (status, expected) in [(200, false), (401, true), (403, false), (500, false)] {
        assert_eq!(read(&answer(status, &[JSON], "{}"), Effect::Read).unauthorized, expected, "{status}");
    }
}

#[test]
fn bad_answers_are_told_apart() {
    let page = "<html><head><title>502 Bad Gateway</title></head></html>";
    let elsewhere = ("location", "https://files.example.com/a/b?signature=s3cret");
    let cases = [
        (answer(502, &[HTML], page), "HTML page (status 502) instead of data, titled `502 Bad Gateway`"),
        (answer(200, &[HTML], "<html>Log in</html>"), "HTML page (status 200)"),
        (answer(200, &[JSON], r#"{"a": "#), "status 200 and broken JSON"),
        (answer(500, &[JSON], r#"{"a": "#), r#"{"a":"#),
        (answer(404, &[], ""), "404 Not Found and did not say why"),
        (answer(302, &[elsewhere], ""), "redirects to https://files.example.com/a/b (status 302)"),
        (answer(301, &[("location", "/repositories/7?x")], ""), "redirects to /repositories/7 (status 301)"),
        (
            answer(429, &[JSON, ("retry-after", "90")], r#"{"message": "Slow down"}"#),
            "Slow down. It asks to wait 90 seconds.",
        ),
        (answer(429, &[("retry-after", "Fri, 02 Jan 2026 03:04:15 GMT")], ""), "It asks to wait 10 seconds."),
    ];
    for (answer, expected) in cases {
        let result = read(&answer, Effect::Read).result;
        let error = result.error.unwrap();
        assert!(!result.successful && error.contains(expected), "{error}");
        assert!(!error.contains("s3cret"), "{error}");
        assert_eq!(result.data["message"], error);
        assert_eq!(result.data["status_code"], answer.status.as_u16());
    }
}

#[test]
fn an_unclear_end_of_a_write_says_so() {
    let page = answer(200, &[HTML], "<html>");
    let broken = answer(201, &[JSON], "{");
    let gateway = answer(504, &[], "");
    let refused = answer(422, &[], "no");
    for (answer, expected) in [(&page, true), (&broken, true), (&gateway, true), (&refused, false)] {
        let told = |effect| read(answer, effect).result.error.unwrap().contains(MAYBE_DONE);
        assert_eq!(told(Effect::Write), expected, "{answer:?}");
        assert!(!told(Effect::Read), "{answer:?}");
    }
}

#[test]
fn a_tool_can_say_how_a_reply_of_status_200_fails() {
    let mut tool = tool(Method::Get, BASE, &[]);
    tool.output.success = Some(Success {
        pointer: "/ok".into(),
        equals: json!(true),
        error: "/error".into(),
        details: vec!["/needed".into()],
        unauthorized: vec!["invalid_auth".into()],
    });
    let cases = [
        (r#"{"ok": true, "error": "x"}"#, None, false),
        (r#"{"ok": false, "error": "channel_not_found"}"#, Some("channel_not_found"), false),
        (
            r#"{"ok": false, "error": "missing_scope", "needed": "chat:write"}"#,
            Some("missing_scope: chat:write"),
            false,
        ),
        (r#"{"ok": false, "error": "invalid_auth"}"#, Some("invalid_auth"), true),
        (r#"{"ok": false}"#, Some("the provider refused and did not say why"), false),
        ("{}", Some("the provider refused and did not say why"), false),
    ];
    for (body, error, unauthorized) in cases {
        let reply = interpret(&answer(200, &[JSON], body), &tool, &Map::new(), Effect::Write, Utc::now()).unwrap();
        assert_eq!((reply.result.error.as_deref(), reply.unauthorized), (error, unauthorized), "{body}");
        assert_eq!(reply.result.successful, error.is_none(), "{body}");
    }
}

#[test]
fn graphql_fails_by_its_errors() {
    let mut tool = tool(Method::Post, BASE, &[]);
    tool.graphql = Some("{ viewer { id } }".into());
    tool.output.pick = BTreeMap::from([("id".into(), "/data/viewer/id".into())]);
    let read =
        |body| interpret(&answer(200, &[JSON], body), &tool, &Map::new(), Effect::Read, Utc::now()).unwrap().result;
    assert_eq!(read(r#"{"data": {"viewer": {"id": "u1"}}}"#).data, json!({"id": "u1"}));
    assert!(read(r#"{"data": {"viewer": {"id": "u1"}}, "errors": []}"#).successful);
    let refused = read(r#"{"data": null, "errors": [{"message": "Bad id"}, {"message": "Too old"}]}"#);
    assert_eq!(refused.error.as_deref(), Some("Bad id; Too old"));
}
