//! What a caller gets back of its definitions: each with its final slug, by which the caller routes calls.

use serde_json::{Map, Value, json};

use super::definition::{CustomTools, Declared};

/// `custom_tools` and `custom_toolkits` of a session's `experimental`; none where there are none.
pub fn members(custom: &CustomTools) -> Map<String, Value> {
    let mut members = Map::new();
    if !custom.tools.is_empty() {
        let tools = custom.tools.iter().map(|tool| echo(Declared { tool, toolkit: None }));
        members.insert("custom_tools".to_owned(), tools.collect());
    }
    if !custom.toolkits.is_empty() {
        let toolkits = custom.toolkits.iter().map(|toolkit| {
            let tools: Value =
                toolkit.tools.iter().map(|tool| echo(Declared { tool, toolkit: Some(toolkit) })).collect();
            let mut echo = json!({
                "slug": toolkit.slug, "name": toolkit.name, "description": toolkit.description, "tools": tools,
            });
            if let Some(preload) = toolkit.preload {
                echo["preload"] = preload.into();
            }
            echo
        });
        members.insert("custom_toolkits".to_owned(), toolkits.collect());
    }
    members
}

fn echo(declared: Declared<'_>) -> Value {
    let Declared { tool, toolkit } = declared;
    let mut echo = json!({
        "slug": declared.final_slug(),
        "original_slug": tool.slug,
        "name": tool.name,
        "description": tool.description,
        "input_schema": tool.input_schema,
    });
    let optional = [
        ("output_schema", tool.output_schema.clone()),
        ("extends_toolkit", tool.extends_toolkit.clone().map(Value::from)),
        ("toolkit", toolkit.map(|toolkit| Value::from(toolkit.slug.as_str()))),
        ("preload", tool.preload.map(Value::from)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            echo[name] = value;
        }
    }
    echo
}
