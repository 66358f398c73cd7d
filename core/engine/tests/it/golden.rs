//! Every shipped tool sends what its provider's reference asks for, and reads what it answers: each case under
//! `golden/` is a call, the whole request or requests that must follow from it and, where replies are given, its result.
#![allow(clippy::unwrap_used)]

mod case;
mod provider;

use std::collections::{BTreeMap, BTreeSet};

use case::{Case, Expected, cases, reveal};
use composio_catalog::{AuthScheme, Catalog, NamedSteps, Place, Tool, Toolkit};
use composio_core::connect::{Credential, CredentialSecret};
use composio_core::execute::place::{Hosts, authorize};
use composio_core::execute::{procedure, request, transform};
use serde_json::{Map, Value, json};

const NOW: &str = "2026-01-02T03:04:05Z";

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

/// The call of a case, ready to be made.
struct Call<'a> {
    toolkit: &'a Toolkit,
    tool: &'a Tool,
    arguments: Map<String, Value>,
    credential: Credential,
}

fn call<'a>(catalog: &'a Catalog, case: &Case) -> Result<Call<'a>, String> {
    let tool = catalog.tool(&case.tool).ok_or("there is no such tool")?;
    let toolkit = catalog.toolkit(&tool.toolkit).ok_or("there is no such toolkit")?;
    let arguments =
        catalog.check_arguments(tool, case.arguments.clone()).map_err(|errors| format!("arguments: {errors:?}"))?;
    Ok(Call { toolkit, tool, arguments, credential: credential(toolkit, &case.scheme) })
}

/// The request of a call, built and not sent.
fn sent(call: &Call<'_>) -> Result<Expected, String> {
    let Call { toolkit, tool, arguments, credential } = call;
    let request = request::build(toolkit, tool, arguments, NOW.parse().unwrap())
        .and_then(|outgoing| authorize(outgoing, &Hosts::of_tool(toolkit, tool, credential), credential))
        .and_then(|authorized| authorized.to_request())
        .map_err(|error| error.to_string())?;
    let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let body = request.body().map(|body| body.as_bytes().unwrap());
    Ok(Expected::of(request.method().as_str(), request.url().as_str(), headers, body.unwrap_or_default()))
}

/// What a case did other than it should.
async fn fault(catalog: &Catalog, case: &Case) -> Result<(), String> {
    let call = call(catalog, case)?;
    match &case.request {
        Some(_) if call.tool.procedure.is_some() => return Err("write the `exchange` of a procedure".to_owned()),
        Some(request) if request.headers.is_none() => return Err("write all headers of the request".to_owned()),
        Some(request) => {
            let mut sent = sent(&call)?;
            sent.likened_to(request);
            if sent != *request {
                return Err(format!("\n  wanted {request:?}\n  sent   {sent:?}"));
            }
        }
        None => {}
    }
    let exchange = case.exchange();
    if exchange.is_empty() && case.result.is_none() && case.error.is_none() {
        return if case.request.is_some() { Ok(()) } else { Err("it expects nothing".to_owned()) };
    }
    let outcome = provider::run(call, exchange).await?;
    match (&outcome, &case.error) {
        (Err(error), Some(expected)) if error == expected => Ok(()),
        (Err(error), _) => Err(format!("failed: {error}")),
        (Ok(data), None) => {
            let (mut data, expected) = (data.clone(), case.result.clone().unwrap_or_else(|| data.clone()));
            reveal(&expected, &mut data);
            if data == expected { Ok(()) } else { Err(format!("\n  wanted {expected}\n  got    {data}")) }
        }
        (Ok(data), Some(expected)) => Err(format!("should fail with `{expected}` and gave {data}")),
    }
}

#[tokio::test]
async fn every_case_sends_exactly_its_requests_and_reads_their_replies() {
    let catalog = Catalog::builtin();
    let mut wrong = Vec::new();
    for (name, case) in cases() {
        if let Err(fault) = fault(&catalog, &case).await {
            wrong.push(format!("{name}, {}: {fault}", case.tool));
        }
    }
    assert!(wrong.is_empty(), "{} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_shipped_tool_has_a_case() {
    let cases = cases();
    let covered: BTreeSet<&str> = cases.iter().map(|(_, case)| case.tool.as_str()).collect();
    let catalog = Catalog::builtin();
    let missing: Vec<&str> =
        catalog.tools().map(|tool| tool.slug.as_str()).filter(|slug| !covered.contains(slug)).collect();
    assert!(missing.is_empty(), "write a case under tests/golden for {missing:?}");
}

#[test]
fn shipped_files_name_only_steps_that_exist() {
    let steps = NamedSteps {
        request_transforms: &transform::request_names(),
        response_transforms: &transform::response_names(),
        procedures: &procedure::names(),
    };
    if let Err(errors) = composio_catalog::lint(&composio_catalog::builtin_files(), Some(steps)) {
        panic!("{errors}");
    }
}

#[test]
fn encoded_members_are_compared_in_clear() {
    let mut sent = json!({"raw": "VG86IGENCg0K", "list": [{"data": "_w"}]});
    reveal(&json!({"raw": {"base64url": ""}, "list": [{}]}), &mut sent);
    assert_eq!(sent, json!({"raw": {"base64url": "To: a\n\n"}, "list": [{"data": "_w"}]}));
}
