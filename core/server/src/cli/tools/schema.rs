//! `composio tools schema`: what a tool does and takes, to read.

use serde_json::{Value, json};

use super::super::console::{items, text};
use super::super::context::Context;
use super::super::failure::Failure;
use super::super::table::{columns, gist};
use super::call_line;

pub(super) async fn run(context: &mut Context<'_>, slug: &str) -> Result<(), Failure> {
    let tool = context.call("tools.get", json!({"tool_slug": slug})).await?;
    let next = context.line(&call_line(slug_of(&tool), &tool["input_parameters"]));
    context.console.result(&tool, || format!("{}\nnext: {next}", page(&tool)))
}

fn slug_of(tool: &Value) -> &str {
    text(tool, "/slug")
}

fn page(tool: &Value) -> String {
    let schema = &tool["input_parameters"];
    let mut said = format!("{}\n{}\n", slug_of(tool), text(tool, "/description").trim());
    let rows = rows(schema);
    if rows.is_empty() {
        said.push_str("\nIt takes no arguments.\n");
    } else {
        said.push('\n');
        said.push_str(&columns(&rows));
    }
    said
}

/// One row per argument, what is needed first.
fn rows(schema: &Value) -> Vec<Vec<String>> {
    let needed = items(schema, "/required");
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    let mut rows: Vec<(bool, Vec<String>)> = properties
        .iter()
        .map(|(name, property)| {
            let is_needed = needed.iter().any(|needed| needed == name);
            let mut about = gist(text(property, "/description"), 70);
            if let Some(default) = property.get("default").filter(|default| !default.is_null()) {
                about = format!("{about} [default: {default}]").trim().to_owned();
            }
            let mark = if is_needed { "required" } else { "" };
            (!is_needed, vec![format!("  {name}"), kind(property), mark.to_owned(), about])
        })
        .collect();
    rows.sort_by_key(|(optional, _)| *optional);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The type of an argument in a word or two.
fn kind(property: &Value) -> String {
    if let Some(values) = property["enum"].as_array() {
        let values: Vec<String> =
            values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
        return values.join("|");
    }
    match super::arguments::types(property).as_slice() {
        [] => "any".to_owned(),
        ["array"] if property["items"].is_object() => format!("{}[]", kind(&property["items"])),
        types => types.join("|"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_comes_first() {
        let tool = json!({
            "slug": "A_B", "description": "Does B.",
            "input_parameters": {
                "properties": {
                    "state": {"enum": ["open", "all"], "default": "open", "description": "Which. Of them."},
                    "labels": {"type": "array", "items": {"type": "string"}},
                    "owner": {"type": "string", "description": "Who."},
                },
                "required": ["owner"],
            },
        });
        assert_eq!(
            page(&tool),
            "A_B\nDoes B.\n\n  owner   string    required  Who\n  state   open|all            Which [default: \
             \"open\"]\n  labels  string[]\n"
        );
        assert!(page(&json!({"slug": "A", "input_parameters": {}})).contains("no arguments"));
    }
}
