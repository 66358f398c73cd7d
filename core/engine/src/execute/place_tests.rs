#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;

use ::http::Method;
use serde_json::json;

use super::*;

const TOKEN: &str = "tok_very_secret";

fn outgoing(url: &str) -> Outgoing {
    Outgoing {
        method: Method::GET,
        url: url.parse().unwrap(),
        headers: BTreeMap::from([("accept".to_owned(), "application/json".to_owned())]),
        body: None,
        effect: Effect::Read,
    }
}

fn credential(place: Place, base_urls: &[(&str, &str)]) -> Credential {
    let base_urls = base_urls.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    Credential { secret: CredentialSecret::Placed { value: TOKEN.into(), place }, base_urls }
}

fn bearer(base_urls: &[(&str, &str)]) -> Credential {
    credential(Place::Header { name: "Authorization".into(), prefix: "Bearer ".into() }, base_urls)
}

fn hosts(declared: &str, credential: &Credential) -> Hosts {
    Hosts::of([declared], credential)
}

fn placed(credential: &Credential) -> Authorized {
    authorize(outgoing("https://api.example.com/a?b=c"), &hosts("https://api.example.com", credential), credential)
        .unwrap()
}

#[test]
fn a_credential_goes_to_its_place() {
    let basic = CredentialSecret::Basic { username: "ann".into(), password: "pa:ss".to_owned().into() };
    let header = Place::Header { name: "X-Api-Key".into(), prefix: String::new() };
    let cases = [
        (bearer(&[]), "authorization", "Bearer tok_very_secret", "Bearer REDACTED"),
        (credential(header, &[]), "x-api-key", TOKEN, "REDACTED"),
        (
            Credential { secret: basic, base_urls: BTreeMap::new() },
            "authorization",
            "Basic YW5uOnBhOnNz",
            "Basic REDACTED",
        ),
    ];
    for (credential, name, value, redacted) in cases {
        let authorized = placed(&credential);
        let request = authorized.to_request().unwrap();
        assert_eq!(request.headers()[name], value);
        assert!(request.headers()[name].is_sensitive());
        assert_eq!(authorized.redacted()["headers"][name], redacted);
    }
}

#[test]
fn a_credential_in_the_query_comes_last() {
    let authorized = placed(&credential(Place::Query { name: "key".into() }, &[]));
    let request = authorized.to_request().unwrap();
    assert_eq!(request.url().as_str(), "https://api.example.com/a?b=c&key=tok_very_secret");
    assert_eq!(authorized.redacted()["url"], "https://api.example.com/a?b=c&key=REDACTED");
}

#[test]
fn nothing_that_prints_holds_the_secret() {
    for credential in [bearer(&[]), credential(Place::Query { name: "key".into() }, &[])] {
        let authorized = placed(&credential);
        assert!(!format!("{authorized:?}").contains(TOKEN));
        assert!(!authorized.redacted().to_string().contains(TOKEN));
        let quoted = ToolResult {
            data: json!({"message": format!("bad key {TOKEN}")}),
            error: Some(format!("bad key {TOKEN}")),
            successful: false,
        };
        let clean = authorized.scrub(quoted);
        assert_eq!(clean.error.as_deref(), Some("bad key REDACTED"));
        assert_eq!(clean.data, json!({"message": "bad key REDACTED"}));
    }
}

#[test]
fn a_secret_no_header_can_hold_is_refused_without_telling_it() {
    let secret = CredentialSecret::Placed {
        value: "tok\nHost: evil".into(),
        place: Place::Header { name: "Authorization".into(), prefix: String::new() },
    };
    let credential = Credential { secret, base_urls: BTreeMap::new() };
    let hosts = hosts("https://api.example.com", &credential);
    let error = authorize(outgoing("https://api.example.com/"), &hosts, &credential).unwrap_err();
    assert!(error.is(ACCOUNT_UNUSABLE) && !error.message.contains("evil"), "{error}");
}

#[test]
fn declared_bases_give_way_to_the_accounts_own() {
    let cases = [
        (&[][..], "https://api.example.com/user?a=b"),
        (&[("https://api.example.com", "https://git.corp.example/api/v3")], "https://git.corp.example/api/v3/user?a=b"),
        (&[("https://api.example.com/", "http://127.0.0.1:8080/")], "http://127.0.0.1:8080/user?a=b"),
        (
            &[
                ("https://api.example.com", "https://a.example"),
                ("https://api.example.com/user", "https://b.example/me"),
            ],
            "https://b.example/me?a=b",
        ),
    ];
    for (base_urls, expected) in cases {
        let credential = bearer(base_urls);
        let hosts = hosts("https://api.example.com", &credential);
        let authorized = authorize(outgoing("https://api.example.com/user?a=b"), &hosts, &credential).unwrap();
        assert_eq!(authorized.redacted()["url"], expected);
    }
}

#[test]
fn a_credential_goes_to_no_other_host() {
    let own: &[(&str, &str)] = &[("https://api.example.com", "https://git.corp.example/api/v3")];
    let cases = [
        (&[][..], "https://evil.example/"),
        (&[], "https://api.example.com.evil.example/"),
        (&[], "http://api.example.com/"),
        (&[], "https://api.example.com:8443/"),
        (&[], "https://ann:pw@api.example.com/"),
        // A mapped base is not a mere prefix of text, and its account has no business elsewhere.
        (own, "https://api.example.com.evil.example/"),
        (own, "https://uploads.example.com/"),
    ];
    for (base_urls, url) in cases {
        let credential = bearer(base_urls);
        let error = authorize(outgoing(url), &hosts("https://api.example.com", &credential), &credential).unwrap_err();
        assert!(error.is(HOST_NOT_ALLOWED), "{url}: {error}");
    }
}

#[test]
fn the_origin_of_a_template_is_that_of_its_fixed_host() {
    let cases = [
        ("https://api.example.com/a/{b}", Some("https://api.example.com")),
        ("https://api.example.com", Some("https://api.example.com")),
        ("https://{tenant}.example.com/a", None),
        ("https://api.{region}.example.com/", None),
    ];
    for (template, expected) in cases {
        assert_eq!(origin(template).map(|origin| origin.ascii_serialization()).as_deref(), expected, "{template}");
    }
}
