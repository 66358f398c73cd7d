//! The published JSON Schema says what the types and the lint say.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::params::KEYWORDS;
use crate::format::{Hint, ParamEntry, ToolEntry, ToolkitFile};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../toolkit.schema.json")).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

#[test]
fn every_shipped_file_fits() {
    let validator = validator();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("toolkits");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file: Value = serde_norway::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {}", path.display(), errors.join("\n"));
    }
}

#[test]
fn what_the_types_refuse_the_schema_refuses() {
    let validator = validator();
    let good = super::tests::good();
    assert!(validator.is_valid(&good));
    for pointer in [
        "",
        "/toolkit",
        "/auth/0",
        "/auth/1",
        "/auth/1/fields/0",
        "/whoami",
        "/setup/0",
        "/setup/1",
        "/setup/2",
        "/setup/2/exchange",
        "/setup/3",
        "/tools/GET_ORDER",
        "/tools/GET_ORDER/output",
        "/tools/GET_ORDER/output/success",
        "/success",
    ] {
        let mut bad = good.clone();
        bad.pointer_mut(pointer).unwrap()["surprise"] = json!(1);
        assert!(!validator.is_valid(&bad), "{pointer}");
        let typed =
            serde_json::from_value::<ToolkitFile>(bad).map(|file| file.entries().all(|(_, entry)| entry.is_ok()));
        assert!(!typed.unwrap_or(false), "{pointer}");
    }
}

/// Serialising writes every field of a type, so the keys of a value are the type's.
#[test]
fn schema_and_types_have_the_same_keys() {
    let schema = schema();
    let good = super::tests::good();
    let file: ToolkitFile = serde_json::from_value(good.clone()).unwrap();
    let file = serde_json::to_value(&file).unwrap();
    let tool: ToolEntry = serde_json::from_value(good["tools"]["GET_ORDER"].clone()).unwrap();
    let tool = serde_json::to_value(&tool).unwrap();
    let mut param = serde_json::to_value(ParamEntry {
        required: true,
        location: None,
        wire: None,
        explode: false,
        aliases: Vec::new(),
        schema: serde_json::Map::new(),
    })
    .unwrap();
    for keyword in KEYWORDS {
        param[keyword] = Value::Null;
    }
    let pairs = [
        (&file, "/properties"),
        (&file["toolkit"], "/$defs/about/properties"),
        (&file["whoami"], "/properties/whoami/properties"),
        (&file["setup"][2], "/$defs/app_manifest/properties"),
        (&file["setup"][2]["exchange"], "/$defs/app_manifest/properties/exchange/properties"),
        (&file["setup"][3], "/$defs/own_client/properties"),
        (&file["auth"][0], "/$defs/oauth2/properties"),
        (&file["auth"][0]["scopes"], "/$defs/oauth2/properties/scopes/properties"),
        (&file["auth"][1], "/$defs/typed/properties"),
        (&file["auth"][1]["fields"][0], "/$defs/field/properties"),
        (&file["auth"][1]["place"]["header"], "/$defs/place/oneOf/0/properties/header/properties"),
        (&tool, "/$defs/tool/properties"),
        (&tool["output"], "/$defs/tool/properties/output/properties"),
        (&tool["output"]["success"], "/$defs/success/properties"),
        (&param, "/$defs/param/properties"),
    ];
    for (value, pointer) in pairs {
        let said = schema.pointer(pointer).unwrap();
        assert_eq!(keys(value), keys(said), "{pointer}");
    }
    let hints: Vec<&str> = Hint::ALL.iter().map(|hint| hint.name()).collect();
    assert_eq!(schema.pointer("/$defs/tool/properties/hints/items/enum").unwrap(), &json!(hints));
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
