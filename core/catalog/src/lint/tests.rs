#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::*;

/// A file that keeps every rule.
pub(super) fn good() -> Value {
    json!({
        "format": 1,
        "toolkit": {
            "slug": "shop", "name": "Shop", "description": "Orders and customers of a small shop.",
            "version": "20261122_00", "app_url": "https://shop.example.com"
        },
        "base_url": "https://api.shop.example.com/v1",
        "headers": {"Accept": "application/json"},
        "auth": [
            {"scheme": "OAUTH2", "authorization_url": "https://shop.example.com/a", "token_url": "https://shop.example.com/t"},
            {"scheme": "API_KEY", "fields": [{"name": "generic_api_key", "title": "Key"}], "place": {"header": {"name": "X-Key"}}},
            {"scheme": "BASIC", "fields": [{"name": "username", "title": "Name"}, {"name": "password", "title": "Password"}]}
        ],
        "whoami": {"get": "/me", "id": "/id"},
        "setup": [
            {"kind": "token_page", "scheme": "API_KEY", "title": "Create a key", "minutes": 1, "url": "https://shop.example.com/keys?for={application}"},
            {"kind": "local_login", "scheme": "API_KEY", "title": "Take over the login", "minutes": 1, "name": "shop", "command": ["shop", "token"], "format": "token"},
            {"kind": "app_manifest", "scheme": "OAUTH2", "title": "Create an app", "minutes": 2, "url": "https://shop.example.com/apps",
             "form_field": "manifest", "manifest": {"callbacks": ["{redirect_uri}"]},
             "exchange": {"return_to": "/back", "post": "https://api.shop.example.com/{code}", "client_id": "/id", "client_secret": "/secret"}},
            {"kind": "own_client", "scheme": "OAUTH2", "title": "Register a client", "minutes": 5, "url": "https://shop.example.com/clients", "steps": ["Enter {redirect_uri}."]}
        ],
        "success": {"pointer": "/ok", "equals": true},
        "aliases": {"SHOP_FIND_ORDER": "SHOP_GET_ORDER"},
        "tools": {
            "GET_ORDER": {
                "name": "Get order", "description": "Reads one order by its number.", "get": "/orders/{order}",
                "params": {
                    "order": {"type": "integer", "required": true, "aliases": ["number"], "description": "Its number."},
                    "since": {"type": "string", "description": "A date."}
                },
                "query": {"q": "{?since:since:{since}}"},
                "output": {
                    "pick": {"order": "/data/0"},
                    "success": {"pointer": "/found", "equals": true, "error": "/why"}
                }
            },
            "FIND_CUSTOMER": {
                "name": "Find customer", "description": "Finds a customer by a part of the name.", "post": "/graphql",
                "params": {
                    "name": {"type": "string", "required": true, "wire": "filter.name", "description": "Some of it."},
                    "lang": {"type": "string", "in": "header", "wire": "X-Lang", "description": "A language."}
                },
                "graphql": "query ($filter: Filter!, $first: Int) { customers(filter: $filter, first: $first) { id } }",
                "body": {"first": 10}
            },
            "CREATE_ORDER": {
                "name": "Create order", "description": "Places an order for a customer.", "post": "/orders",
                "params": {"size": {"type": "integer", "default": 1, "description": "How many."}},
                "request_transform": "order_lines", "response_transform": "order_view", "procedure": "order_twice"
            }
        }
    })
}

fn file(value: Value) -> ToolkitFile {
    serde_json::from_value(value).unwrap()
}

/// The good file with one value set; the parent of the pointer exists.
fn with(pointer: &str, value: &Value) -> ToolkitFile {
    let mut json = good();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = json.pointer_mut(parent).unwrap();
    match parent {
        Value::Object(map) => {
            map.insert(name.to_owned(), value.clone());
        }
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.clone(),
        other => panic!("nothing can be set in {other}"),
    }
    file(json)
}

const STEPS: NamedSteps<'static> = NamedSteps {
    request_transforms: &["order_lines"],
    response_transforms: &["order_view"],
    procedures: &["order_twice"],
};

fn rules(files: &[ToolkitFile]) -> Vec<&'static str> {
    let mut rules: Vec<_> =
        lint(files, Some(STEPS)).err().into_iter().flat_map(|errors| errors.0).map(|error| error.rule).collect();
    rules.dedup();
    rules
}

#[test]
fn a_good_file_passes() {
    assert_eq!(lint(&[file(good())], Some(STEPS)), Ok(()));
}

#[test]
fn each_rule_catches_its_fault() {
    let get = "/tools/GET_ORDER";
    let order = "/tools/GET_ORDER/params/order";
    let since = "/tools/GET_ORDER/params/since";
    let cases = [
        ("format", "/format".to_owned(), json!(2)),
        ("toolkit-name", "/toolkit/name".into(), json!(" ")),
        ("version", "/toolkit/version".into(), json!("1.0")),
        ("version", "/toolkit/version".into(), json!("20261122_0")),
        ("description", "/toolkit/description".into(), json!("Shop.")),
        ("base-url", "/base_url".into(), json!("https://api.shop.example.com/")),
        ("https", "/base_url".into(), json!("http://api.shop.example.com")),
        ("https", "/toolkit/logo".into(), json!("ftp://x.org/logo.svg")),
        ("https", "/auth/0/token_url".into(), json!("http://shop.example.com/t")),
        ("https", "/auth/0/revocation_url".into(), json!("https://user@shop.example.com")),
        ("header", "/headers/X Y".into(), json!("z")),
        ("header", "/headers/X-Y".into(), json!("a\r\nb: c")),
        ("header", "/headers/authorization".into(), json!("Bearer abc")),
        ("whoami", "/whoami/get".into(), json!("me")),
        ("whoami", "/whoami/id".into(), json!("id")),
        ("whoami", "/whoami/post".into(), json!("/graphql")),
        ("whoami", "/whoami".into(), json!({"post": "/graphql"})),
        ("setup", "/setup/0/scheme".into(), json!("BEARER_TOKEN")),
        ("setup", "/setup/0/scheme".into(), json!("OAUTH2")),
        ("setup", "/setup/3/scheme".into(), json!("API_KEY")),
        ("setup", "/setup/2/scheme".into(), json!("API_KEY")),
        ("setup", "/setup/0/minutes".into(), json!(0)),
        ("setup", "/setup/0/minutes".into(), json!(3)),
        ("setup", "/setup/0/title".into(), json!(" ")),
        ("setup", "/setup/0/url".into(), json!("http://shop.example.com/keys")),
        ("setup", "/setup/0/url".into(), json!("https://shop.example.com/keys?for={app}")),
        ("setup", "/setup/0/url".into(), json!("https://shop.example.com/keys?for={manifest}")),
        ("setup", "/setup/0/manifest".into(), json!({"name": "Shop"})),
        ("setup", "/setup/0/note".into(), json!("for {application")),
        ("setup", "/setup/0/url".into(), json!("https://shop.example.com/keys?scopes={scopes}")),
        ("setup", "/setup/1/name".into(), json!("")),
        ("setup", "/setup/1/file".into(), json!("~/.shop")),
        ("setup", "/setup/1/command".into(), json!([])),
        ("setup", "/setup/1/command".into(), Value::Null),
        ("setup", "/setup/1/prepare".into(), json!("shop login {user}")),
        ("setup", "/setup/2/url".into(), json!("https://shop.example.com/apps?m={manifest}")),
        ("setup", "/setup/2/form_field".into(), Value::Null),
        ("setup", "/setup/2/manifest/callbacks".into(), json!([{"url": "{redirect_url}"}])),
        ("setup", "/setup/2/exchange/post".into(), json!("https://api.shop.example.com/code")),
        ("setup", "/setup/2/exchange/client_id".into(), json!("client_id")),
        ("setup", "/setup/3/steps".into(), json!([])),
        ("setup", "/setup/3/steps".into(), json!(["Enter {manifest}."])),
        ("auth-params", "/auth/0/authorization_params".into(), json!({"state": "x"})),
        ("auth-scopes", "/auth/0/scopes".into(), json!({"separator": ""})),
        ("auth-place", "/auth/0/place".into(), json!({"header": {"name": "a b"}})),
        ("auth-place", "/auth/1".into(), json!({"scheme": "API_KEY", "fields": [{"name": "k", "title": "K"}]})),
        ("auth-place", "/auth/2/place".into(), json!({"query": {"name": "k"}})),
        ("auth-fields", "/auth/1/fields".into(), json!([])),
        ("auth-fields", "/auth/1/fields".into(), json!([{"name": "a", "title": "A"}, {"name": "a", "title": "B"}])),
        ("auth-fields", "/auth/2/fields".into(), json!([{"name": "username", "title": "Name"}])),
        ("alias", "/aliases/shop_get".into(), json!("SHOP_GET_ORDER")),
        ("alias", "/aliases/SHOP_CREATE_ORDER".into(), json!("SHOP_GET_ORDER")),
        ("alias", "/aliases/SHOP_OLD".into(), json!("SHOP_GONE")),
        ("tool-slug", "/tools/get_order".into(), good()["tools"]["CREATE_ORDER"].clone()),
        ("tool-slug", format!("/tools/{}", "A".repeat(56)), good()["tools"]["CREATE_ORDER"].clone()),
        ("tool-shape", format!("{get}/pathh"), json!("/x")),
        ("tool-shape", "/tools/CREATE_ORDER/params/size".into(), json!("integer")),
        ("tool-name", format!("{get}/name"), json!("")),
        ("description", format!("{get}/description"), json!("x".repeat(401))),
        ("examples", format!("{get}/examples"), json!([""])),
        ("pitfalls", format!("{get}/pitfalls"), json!(["Careful."])),
        ("method", format!("{get}/post"), json!("/orders")),
        ("https", "/tools/CREATE_ORDER/post".into(), json!("orders")),
        ("url-template", "/tools/CREATE_ORDER/post".into(), json!("/orders?x=1")),
        ("url-template", "/tools/CREATE_ORDER/post".into(), json!("/orders/{size")),
        ("path-placeholder", format!("{get}/get"), json!("/orders/{order}/{line}")),
        ("path-placeholder", format!("{order}/required"), json!(false)),
        ("query-template", format!("{get}/query/q"), json!("{until}")),
        ("query-template", format!("{get}/query/q"), json!("{since")),
        ("body", format!("{get}/body"), json!({"a": 1})),
        ("output", format!("{get}/output/pick/order"), json!("data")),
        ("success", "/success/pointer".into(), json!("ok")),
        ("success", format!("{get}/output/success/error"), json!("why")),
        ("success", "/success/details".into(), json!(["more"])),
        ("graphql", "/tools/FIND_CUSTOMER/body".into(), json!({})),
        ("graphql", "/tools/FIND_CUSTOMER/body".into(), json!({"first": 1, "last": 2})),
        ("graphql", "/tools/FIND_CUSTOMER/params/name/wire".into(), json!("name")),
        ("graphql", "/tools/FIND_CUSTOMER/body_format".into(), json!("form")),
        ("request_transform", "/tools/CREATE_ORDER/request_transform".into(), json!("order_view")),
        ("response_transform", "/tools/CREATE_ORDER/response_transform".into(), json!("order_lines")),
        ("procedure", "/tools/CREATE_ORDER/procedure".into(), json!("order_once")),
        ("param-name", format!("{get}/params/per-page"), json!({"description": "x"})),
        ("param-keyword", format!("{since}/requierd"), json!(true)),
        ("param-keyword", format!("{since}/title"), json!("Since")),
        ("param-description", format!("{since}/description"), json!("")),
        ("param-schema", format!("{since}/type"), json!("text")),
        ("param-schema", format!("{since}/pattern"), json!("(")),
        ("param-schema", format!("{since}/anyOf"), json!([{"$ref": "#/x"}])),
        ("param-default", format!("{since}/default"), json!(5)),
        ("param-default", format!("{order}/default"), json!(5)),
        ("param-location", format!("{since}/in"), json!("path")),
        ("param-location", "/tools/CREATE_ORDER/params/size/explode".into(), json!(true)),
        ("param-location", format!("{since}/in"), json!("body")),
        ("param-location", format!("{order}/in"), json!("query")),
        ("param-alias", format!("{since}/aliases"), json!(["number"])),
        ("param-alias", format!("{since}/aliases"), json!(["order"])),
    ];
    for (rule, pointer, value) in cases {
        assert_eq!(rules(&[with(&pointer, &value)]), [rule], "{pointer} = {value}");
    }
}

#[test]
fn a_fault_that_brings_others_with_it_is_named_too() {
    let cases = [
        ("toolkit-slug", "/toolkit/slug", json!("Shop")),
        ("toolkit-slug", "/toolkit/slug", json!("2shop")),
        ("toolkit-slug", "/toolkit/slug", json!("")),
        ("tools", "/tools", json!({})),
        ("auth", "/auth", json!([])),
        ("auth-repeated", "/auth/0", good()["auth"][1].clone()),
    ];
    for (rule, pointer, value) in cases {
        assert!(rules(&[with(pointer, &value)]).contains(&rule), "{pointer} = {value}");
    }
}

#[test]
fn files_are_checked_against_each_other() {
    assert_eq!(rules(&[file(good()), file(good())]), ["toolkit-unique"]);

    let mut other = good();
    other["toolkit"]["slug"] = json!("shop_get");
    other["aliases"] = json!({});
    other["tools"] = json!({"ORDER": good()["tools"]["CREATE_ORDER"]});
    assert_eq!(rules(&[file(good()), file(other)]), ["tool-unique"]);
}

#[test]
fn an_error_names_file_tool_rule_and_what_to_do() {
    let error = lint(&[with("/tools/GET_ORDER/post", &json!("/orders"))], None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "shop.yaml: SHOP_GET_ORDER: give exactly one of get, post, put, patch, delete [method]"
    );
}

#[test]
fn the_shipped_toolkits_keep_every_rule() {
    if let Err(errors) = lint(&crate::builtin_files(), None) {
        panic!("{errors}");
    }
}
