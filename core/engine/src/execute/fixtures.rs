//! A toolkit and a tool for the tests of this room.

use std::collections::BTreeMap;
use std::sync::Arc;

use composio_catalog::{AuthScheme, BodyFormat, Hint, Location, Method, Output, Param, Tool, Toolkit};
use serde_json::{Map, Value, json};

pub(super) const BASE: &str = "https://api.example.com/v1";

pub(super) fn toolkit(base_url: &str) -> Toolkit {
    Toolkit {
        slug: "example".into(),
        name: "Example".into(),
        description: "An example.".into(),
        version: "20260101_00".into(),
        categories: vec![],
        app_url: None,
        logo: String::new(),
        also_called: vec![],
        base_url: base_url.into(),
        headers: BTreeMap::from([("Accept".into(), "application/json".into())]),
        auth: vec![AuthScheme::NoAuth {}],
        whoami: None,
        setup: Vec::new(),
        tools: vec!["EXAMPLE_TOOL".into()],
    }
}

/// A read when its method is GET, else a write.
pub(super) fn tool(method: Method, url: &str, params: &[(&str, Location, &str)]) -> Tool {
    let params = params.iter().map(|(name, location, wire)| Param {
        name: (*name).into(),
        location: *location,
        wire: (*wire).into(),
        required: false,
        explode: false,
        aliases: vec![],
    });
    Tool {
        slug: "EXAMPLE_TOOL".into(),
        toolkit: "example".into(),
        name: "Tool".into(),
        description: "A tool.".into(),
        version: "20260101_00".into(),
        method,
        url: url.into(),
        headers: BTreeMap::new(),
        params: params.collect(),
        query: BTreeMap::new(),
        body: Map::new(),
        body_format: BodyFormat::Json,
        graphql: None,
        procedure: None,
        request_transform: None,
        response_transform: None,
        output: Output::default(),
        hints: if method == Method::Get { vec![Hint::ReadOnly] } else { vec![] },
        tags: vec![],
        scopes: vec![],
        examples: vec![],
        pitfalls: vec![],
        input_schema: Arc::new(json!({"type": "object"})),
    }
}

pub(super) fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("{other} is no object"),
    }
}
