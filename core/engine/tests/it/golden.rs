//! Every shipped tool sends what its provider's reference asks for: each case under `golden/` is a call and the whole
//! request that must follow from it.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use composio_catalog::{AuthScheme, Catalog, Place, Toolkit};
use composio_core::connect::{Credential, CredentialSecret};
use composio_core::execute::place::{Hosts, authorize};
use composio_core::execute::{request, transform};
use serde::Deserialize;
use serde_json::{Map, Value};

const NOW: &str = "2026-01-02T03:04:05Z";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    tool: String,
    scheme: String,
    arguments: Map<String, Value>,
    request: Expected,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    method: String,
    url: String,
    /// All of them; `*` is any value.
    headers: BTreeMap<String, String>,
    /// JSON, or the text of a form.
    body: Option<Value>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |file: &std::path::PathBuf| -> Vec<Case> {
        serde_norway::from_str(&fs::read_to_string(file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    files.iter().flat_map(read).collect()
}

fn credential(toolkit: &Toolkit, scheme: &str) -> Credential {
    let scheme = toolkit.scheme(scheme).unwrap_or_else(|| panic!("{} has no scheme {scheme}", toolkit.slug));
    let bearer = || Place::Header { name: "Authorization".into(), prefix: "Bearer ".into() };
    let placed = |value: &str, place: &Option<Place>| CredentialSecret::Placed {
        value: value.into(),
        place: place.clone().unwrap_or_else(bearer),
    };
    let secret = match scheme {
        AuthScheme::OAuth2(oauth) => placed("tok_test", &oauth.place),
        AuthScheme::BearerToken(typed) => placed("tok_test", &typed.place),
        AuthScheme::ApiKey(typed) => placed("key_test", &typed.place),
        AuthScheme::Basic(_) => CredentialSecret::Basic { username: "user_test".into(), password: "pw_test".into() },
        AuthScheme::NoAuth {} => CredentialSecret::None,
    };
    Credential { secret, base_urls: BTreeMap::new() }
}

fn sent(case: &Case) -> Result<Expected, String> {
    let catalog = Catalog::builtin();
    let tool = catalog.tool(&case.tool).ok_or("there is no such tool")?;
    let toolkit = catalog.toolkit(&tool.toolkit).ok_or("there is no such toolkit")?;
    let credential = credential(toolkit, &case.scheme);
    let arguments =
        catalog.check_arguments(tool, case.arguments.clone()).map_err(|errors| format!("arguments: {errors:?}"))?;
    let request = request::build(toolkit, tool, &arguments, NOW.parse().unwrap())
        .and_then(|outgoing| authorize(outgoing, &Hosts::of_tool(toolkit, tool, &credential), &credential))
        .and_then(|authorized| authorized.to_request())
        .map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).unwrap();
    let body = request.body().map(|body| text(body.as_bytes().unwrap()));
    Ok(Expected {
        method: request.method().to_string(),
        url: request.url().to_string(),
        headers: request.headers().iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
        body: body.map(|body| serde_json::from_str(&body).unwrap_or(Value::String(body))),
    })
}

#[test]
fn every_case_sends_exactly_its_request() {
    let mut wrong = Vec::new();
    for (number, case) in cases().iter().enumerate() {
        let name = format!("case {number}, {}", case.tool);
        match sent(case) {
            Err(error) => wrong.push(format!("{name}: {error}")),
            Ok(mut sent) => {
                for (header, value) in &mut sent.headers {
                    if case.request.headers.get(header).is_some_and(|expected| expected == "*") {
                        "*".clone_into(value);
                    }
                }
                if sent != case.request {
                    wrong.push(format!("{name}:\n  wanted {:?}\n  sent   {sent:?}", case.request));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_shipped_tool_has_a_case() {
    let cases = cases();
    let covered: BTreeSet<&str> = cases.iter().map(|case| case.tool.as_str()).collect();
    let catalog = Catalog::builtin();
    let missing: Vec<&str> =
        catalog.tools().map(|tool| tool.slug.as_str()).filter(|slug| !covered.contains(slug)).collect();
    assert!(missing.is_empty(), "write a case under tests/golden for {missing:?}");
}

#[test]
fn shipped_files_name_only_transforms_that_exist() {
    let files = composio_catalog::builtin_files();
    if let Err(errors) = composio_catalog::lint(&files, Some(transform::NAMES)) {
        panic!("{errors}");
    }
}
