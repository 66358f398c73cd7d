//! The compiled form of a small file.

use composio_catalog::{BodyFormat, Catalog, Hint, Location, Method, Tool, ToolkitFile};
use serde_json::{Value, json};

fn file(tools: &Value) -> ToolkitFile {
    serde_json::from_value(json!({
        "format": 1,
        "toolkit": {
            "slug": "my_shop", "name": "Shop", "description": "Orders and customers of a small shop.",
            "version": "20261122_03"
        },
        "base_url": "https://api.shop.example.com/v1",
        "headers": {"Accept": "application/json", "X-Version": "2"},
        "auth": [{"scheme": "NO_AUTH"}],
        "tools": tools
    }))
    .unwrap()
}

fn compiled(entry: &Value) -> Tool {
    let catalog = Catalog::from_files(&[file(&json!({ "DO_THING": entry }))]).unwrap();
    catalog.tools().next().unwrap().clone()
}

#[test]
fn slug_url_headers_and_version_come_from_both_levels() {
    let tool = compiled(&json!({
        "name": "Do thing", "description": "  Does one thing to the shop.\n", "get": "/things",
        "headers": {"accept": "text/plain"}, "tags": ["important", "readOnlyHint"]
    }));
    assert_eq!(
        (tool.slug.as_str(), tool.toolkit.as_str(), tool.version.as_str()),
        ("MY_SHOP_DO_THING", "my_shop", "20261122_03")
    );
    assert_eq!(tool.url, "https://api.shop.example.com/v1/things");
    assert_eq!(tool.description, "Does one thing to the shop.");
    let headers: Vec<_> = tool.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(headers, [("X-Version", "2"), ("accept", "text/plain")]);
    assert_eq!(tool.hints, [Hint::ReadOnly, Hint::Idempotent, Hint::OpenWorld]);
    assert_eq!(tool.tags, ["readOnlyHint", "idempotentHint", "openWorldHint", "important"]);
    assert!(tool.is_read());
    assert_eq!((tool.method, tool.body_format), (Method::Get, BodyFormat::Json));
}

#[test]
fn stated_hints_replace_implied_ones() {
    let tool = compiled(&json!({
        "name": "Do thing", "description": "Does one thing to the shop.", "post": "https://other.example.com/x",
        "hints": ["openWorldHint", "updateHint"]
    }));
    assert_eq!(tool.hints, [Hint::Update, Hint::OpenWorld]);
    assert_eq!(tool.url, "https://other.example.com/x");
    assert!(!tool.is_read());
}

#[test]
fn each_parameter_has_its_place_in_the_request() {
    let params = json!({
        "id": {"type": "string", "required": true, "description": "Which one."},
        "path": {"type": "string", "required": true, "description": "Where."},
        "lang": {"type": "string", "description": "Language."},
        "note": {"type": "string", "description": "A note.", "wire": "meta.note"},
        "trace": {"type": "string", "description": "A header.", "in": "header", "wire": "X-Trace"},
        "depth": {"type": "integer", "description": "For us.", "in": "local"}
    });
    let cases = [
        ("get", Location::Query),
        ("delete", Location::Query),
        ("post", Location::Body),
        ("put", Location::Body),
        ("patch", Location::Body),
    ];
    for (method, elsewhere) in cases {
        let tool = compiled(&json!({
            "name": "Do thing", "description": "Does one thing to the shop.", method: "/things/{id}/{+path}",
            "params": params, "query": {"q": "{id}{?lang: in {lang}}"}
        }));
        let places: Vec<_> =
            tool.params.iter().map(|param| (param.name.as_str(), param.location, param.wire.as_str())).collect();
        assert_eq!(
            places,
            [
                ("id", Location::Path, "id"),
                ("path", Location::Path, "path"),
                ("lang", Location::Local, "lang"),
                ("note", elsewhere, "meta.note"),
                ("trace", Location::Header, "X-Trace"),
                ("depth", Location::Local, "depth"),
            ],
            "{method}"
        );
    }
}

#[test]
fn the_input_schema_keeps_order_and_leaves_our_keys_out() {
    let tool = compiled(&json!({
        "name": "Do thing", "description": "Does one thing to the shop.", "post": "/things",
        "params": {
            "zeta": {"required": true, "aliases": ["z"], "wire": "Z", "type": "string", "minLength": 1, "description": "Last letter."},
            "alpha": {"type": "integer", "default": 3, "in": "local", "description": "First letter."}
        }
    }));
    assert_eq!(
        tool.input_schema.to_string(),
        json!({
            "type": "object",
            "properties": {
                "zeta": {"type": "string", "minLength": 1, "description": "Last letter."},
                "alpha": {"type": "integer", "default": 3, "description": "First letter."}
            },
            "required": ["zeta"],
            "additionalProperties": false
        })
        .to_string()
    );
}

#[test]
fn a_file_that_breaks_a_rule_makes_no_catalog() {
    let errors = Catalog::from_files(&[file(&json!({}))]).unwrap_err();
    assert_eq!(errors.to_string(), "my_shop.yaml: the toolkit has no tools [tools]");
}

#[test]
fn the_success_test_of_the_toolkit_holds_where_a_tool_has_none() {
    let mut file = file(&json!({
        "PLAIN": {"name": "Plain", "description": "Asks for the plain thing.", "get": "/plain"},
        "OWN": {"name": "Own", "description": "Asks for the other thing.", "get": "/own",
                "output": {"success": {"pointer": "/status", "equals": "OK"}}}
    }));
    file.success = serde_json::from_value(json!({"pointer": "/ok", "equals": true, "error": "/error"})).unwrap();
    let catalog = Catalog::from_files(&[file]).unwrap();
    let pointers: Vec<&str> =
        catalog.tools().map(|tool| tool.output.success.as_ref().unwrap().pointer.as_str()).collect();
    assert_eq!(pointers, ["/status", "/ok"]);
}

#[test]
fn what_the_engine_does_by_name_is_carried_over() {
    let tool = compiled(&json!({
        "name": "Do thing", "description": "Does one thing to the shop.", "post": "/graphql",
        "params": {"tags": {"type": "array", "in": "query", "explode": true, "description": "Some."}},
        "graphql": "{ a }", "procedure": "b", "request_transform": "c", "response_transform": "d"
    }));
    let names = [&tool.graphql, &tool.procedure, &tool.request_transform, &tool.response_transform];
    assert_eq!(names.map(|name| name.as_deref().unwrap()), ["{ a }", "b", "c", "d"]);
    assert!(tool.params[0].explode);
}
