//! `composio tools`: find, read and run.

mod arguments;
mod execute;
mod schema;
mod search;

use serde_json::{Value, json};

use super::arguments::Tools;
use super::console::{items, text};
use super::context::Context;
use super::failure::Failure;

pub(super) async fn run(context: &mut Context<'_>, command: Tools) -> Result<(), Failure> {
    match command {
        Tools::Search { query, toolkit, limit } => search::run(context, &query.join(" "), &toolkit, limit).await,
        Tools::Schema { slug } => schema::run(context, &slug).await,
        Tools::Execute(execute) => execute::run(context, &execute).await,
    }
}

/// The words that run a tool, with a place for every argument that it needs.
pub(super) fn call_line(slug: &str, schema: &Value) -> String {
    let needed = items(schema, "/required").iter().filter_map(Value::as_str).map(|name| format!(" {name}=…"));
    format!("tools execute {slug}{}", needed.collect::<String>())
}

/// A call of a toolkit that works as it stands: it only reads and needs no argument.
pub(super) async fn first_call(context: &mut Context<'_>, toolkit: &str) -> Option<String> {
    let page = context.call("tools.list", json!({"toolkits": [toolkit], "limit": 1000})).await.ok()?;
    easiest(&page).map(|words| context.line(&words))
}

fn easiest(page: &Value) -> Option<String> {
    let reads = |tool: &&Value| items(tool, "/tags").iter().any(|tag| tag == "readOnlyHint");
    let needed = |tool: &&Value| items(tool, "/input_parameters/required").len();
    let tool = items(page, "/items").iter().filter(reads).min_by_key(needed)?;
    Some(call_line(text(tool, "/slug"), &tool["input_parameters"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_call_only_reads_and_asks_for_least() {
        let tool = |slug: &str, tags: &[&str], required: &[&str]| json!({"slug": slug, "tags": tags, "input_parameters": {"required": required}});
        for (tools, line) in [
            (
                vec![tool("A_WRITE", &[], &[]), tool("A_GET", &["readOnlyHint"], &["id"])],
                Some("tools execute A_GET id=…"),
            ),
            (
                vec![tool("A_GET", &["readOnlyHint"], &["id"]), tool("A_ME", &["readOnlyHint"], &[])],
                Some("tools execute A_ME"),
            ),
            (vec![tool("A_WRITE", &[], &[])], None),
        ] {
            assert_eq!(easiest(&json!({"items": tools})).as_deref(), line);
        }
    }
}
