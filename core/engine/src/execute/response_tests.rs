#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;

use ::http::{HeaderMap, HeaderName};
use composio_catalog::Method;

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
