#![allow(clippy::unwrap_used)]
use serde_json::json;

use super::super::fixtures::{BASE, toolkit};
use super::*;

fn credential(base_urls: &[(&str, &str)]) -> Credential {
    let place = Place::Header { name: "X-Api-Key".into(), prefix: String::new() };
    let base_urls = base_urls.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    Credential { secret: CredentialSecret::Placed { value: "key_test".into(), place }, base_urls }
}

fn ask(value: Value) -> Result<Value> {
    let request = serde_json::from_value(value).unwrap();
    Ok(build(&toolkit(BASE), request, &credential(&[]))?.redacted())
}

#[test]
fn endpoints_stay_on_the_toolkits_host() {
    let cases = [
        ("/users/a", "https://api.example.com/v1/users/a"),
        ("users?x=1", "https://api.example.com/v1/users?x=1"),
        ("https://api.example.com/v2/users#part", "https://api.example.com/v2/users"),
        ("//evil.example/a", "https://api.example.com/v1//evil.example/a"),
        ("@evil.example/a", "https://api.example.com/v1/@evil.example/a"),
        ("/go?to=https://other.example", "https://api.example.com/v1/go?to=https://other.example"),
    ];
    for (endpoint, expected) in cases {
        assert_eq!(ask(json!({"endpoint": endpoint, "method": "GET"})).unwrap()["url"], expected);
    }
}

#[test]
fn other_hosts_are_refused() {
    let cases = [
        "https://evil.example/",
        "http://api.example.com/v1",
        "https://api.example.com@evil.example/",
        "https://ann:pw@api.example.com/",
        "https://api.example.com:444/",
        "file:///etc/passwd",
    ];
    for endpoint in cases {
        let error = ask(json!({"endpoint": endpoint, "method": "GET"})).unwrap_err();
        assert!(error.is(HOST_NOT_ALLOWED), "{endpoint}: {error}");
    }
}

#[test]
fn an_account_with_its_own_host_is_asked_there() {
    let credential = credential(&[("https://api.example.com", "http://127.0.0.1:8080")]);
    let cases = [
        ("/users", Some("http://127.0.0.1:8080/v1/users")),
        ("https://api.example.com/v2", Some("http://127.0.0.1:8080/v2")),
        ("http://127.0.0.1:8080/v3", Some("http://127.0.0.1:8080/v3")),
        ("http://127.0.0.1:8081/v3", None),
    ];
    for (endpoint, expected) in cases {
        let request = serde_json::from_value(json!({"endpoint": endpoint, "method": "get"})).unwrap();
        let built = build(&toolkit(BASE), request, &credential).map(|authorized| authorized.redacted());
        assert_eq!(built.ok().map(|built| built["url"].clone()), expected.map(Value::from), "{endpoint}");
    }
}

#[test]
fn parameters_and_body_go_where_they_are_told() {
    let built = ask(json!({
        "endpoint": "/a?b=1",
        "method": "post",
        "body": {"c": [1]},
        "parameters": [
            {"name": "d e", "value": "f&g", "in": "query"},
            {"name": "n", "value": 2, "type": "query"},
            {"name": "Accept", "value": "text/csv", "in": "header"},
        ],
    }));
    let expected = json!({
        "method": "POST",
        "url": "https://api.example.com/v1/a?b=1&d%20e=f%26g&n=2",
        "headers": {"accept": "text/csv", "content-type": "application/json", "x-api-key": "REDACTED"},
        "body": {"c": [1]},
    });
    assert_eq!(built.unwrap(), expected);
}

#[test]
fn the_callers_own_credential_replaces_the_accounts() {
    for name in ["Authorization", "x-api-key"] {
        let parameters = json!([{"name": name, "value": "mine", "in": "header"}]);
        let request = json!({"endpoint": "/a", "method": "GET", "parameters": parameters});
        let headers = ask(request).unwrap()["headers"].clone();
        assert_eq!(headers, json!({"accept": "application/json", name.to_ascii_lowercase(): "mine"}));
    }
}

#[test]
fn what_the_engine_decides_is_refused() {
    let header = |name: &str, value: &str| json!([{"name": name, "value": value, "in": "header"}]);
    let cases = [
        ("TRACE", json!([])),
        ("CONNECT", json!([])),
        ("GET", header("Host", "evil.example")),
        ("GET", header("Transfer-Encoding", "chunked")),
        ("GET", header("a b", "c")),
        ("GET", header("a", "b\r\nc: d")),
        ("POST", header("Content-Type", "text/plain")),
    ];
    for (method, parameters) in cases {
        let request = json!({"endpoint": "/a", "method": method, "body": {}, "parameters": parameters});
        let error = ask(request).unwrap_err();
        assert!(error.is(REQUEST_INVALID), "{method} {parameters}: {error}");
    }
}

#[test]
fn an_answer_comes_as_it_is_without_what_is_not_for_the_caller() {
    let headers: HeaderMap = [
        ("content-type", "application/json"),
        ("link", "<a>; rel=next"),
        ("set-cookie", "session=1"),
        ("x-ratelimit-remaining", "9"),
        ("link", "<b>; rel=last"),
        ("access-control-allow-origin", "*"),
    ]
    .into_iter()
    .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
    .collect();
    let mut answer = Answer { status: ::http::StatusCode::NOT_FOUND, headers, body: r#"{"message": "no"}"#.into() };
    let told = reply(&answer);
    assert_eq!((told.status, told.data), (404, json!({"message": "no"})));
    let names: Vec<&str> = told.headers.keys().map(String::as_str).collect();
    assert_eq!(names, ["content-type", "link", "x-ratelimit-remaining"]);
    assert_eq!(told.headers["link"], "<a>; rel=next, <b>; rel=last");
    for (body, expected) in [("", Value::Null), ("{broken", json!("{broken"))] {
        answer.body = body.into();
        assert_eq!(reply(&answer).data, expected);
    }
}
