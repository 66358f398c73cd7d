//! `composio tools search`: the tools for a task, the best first, and whether the user is connected.

use serde_json::{Value, json};

use super::super::advice;
use super::super::console::{items, text};
use super::super::context::Context;
use super::super::failure::Failure;
use super::super::table::{columns, gist};
use super::call_line;

pub(super) async fn run(
    context: &mut Context<'_>,
    query: &str,
    toolkits: &[String],
    limit: Option<u8>,
) -> Result<(), Failure> {
    let request = json!({"query": query, "toolkits": toolkits});
    let mut found = context.call_in_session("sessions.search", request).await?;
    cut(&mut found, limit.map_or(usize::MAX, usize::from));
    let Some(best) = slugs(&found).next().map(str::to_owned) else {
        // To find nothing is an answer; who asked for it did nothing wrong.
        found["success"] = true.into();
        found["error"] = Value::Null;
        let next = context.line("tools search \"create an issue in github\"");
        return context.console.result(&found, || format!("Nothing fits. Name the app and the object.\nnext: {next}"));
    };
    let tool = &found["tool_schemas"][&best];
    let toolkit = text(tool, "/toolkit");
    let next = if is_connected(&found, toolkit) {
        call_line(&best, &tool["input_schema"])
    } else {
        advice::start(toolkit, context.connects(toolkit).await?)
    };
    let next = context.line(&next);
    context.console.result(&found, || format!("{}next: {next}", listing(&found)))
}

/// The tools found, the best first.
fn slugs(found: &Value) -> impl Iterator<Item = &str> {
    ["/results/0/primary_tool_slugs", "/results/0/related_tool_slugs"]
        .into_iter()
        .flat_map(|page| items(found, page))
        .filter_map(Value::as_str)
}

/// Keeps the best `most` tools.
fn cut(found: &mut Value, mut most: usize) {
    for page in ["/results/0/primary_tool_slugs", "/results/0/related_tool_slugs"] {
        if let Some(Value::Array(slugs)) = found.pointer_mut(page) {
            slugs.truncate(most);
            most -= slugs.len();
        }
    }
    let kept: Vec<String> = slugs(found).map(str::to_owned).collect();
    if let Some(Value::Object(schemas)) = found.get_mut("tool_schemas") {
        schemas.retain(|slug, _| kept.contains(slug));
    }
}

fn listing(found: &Value) -> String {
    let mut rows = vec![["TOOL", "CONNECTED", "WHAT IT DOES"].map(str::to_owned).to_vec()];
    rows.extend(slugs(found).map(|slug| {
        let tool = &found["tool_schemas"][slug];
        let connected = if is_connected(found, text(tool, "/toolkit")) { "yes" } else { "no" };
        vec![slug.to_owned(), connected.to_owned(), gist(text(tool, "/description"), 60)]
    }));
    columns(&rows)
}

fn is_connected(found: &Value, toolkit: &str) -> bool {
    items(found, "/toolkit_connection_statuses")
        .iter()
        .any(|status| text(status, "/toolkit") == toolkit && status["has_active_connection"] == true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(connected: bool) -> Value {
        json!({
            "results": [{"primary_tool_slugs": ["GITHUB_A"], "related_tool_slugs": ["GITHUB_BB"]}],
            "tool_schemas": {
                "GITHUB_A": {"toolkit": "github", "description": "Does A. And more.",
                             "input_schema": {"required": ["owner"]}},
                "GITHUB_BB": {"toolkit": "github", "description": "Does B."},
            },
            "toolkit_connection_statuses": [{"toolkit": "github", "has_active_connection": connected}],
        })
    }

    #[test]
    fn tools_come_ranked_under_a_header() {
        for (connected, expected) in [
            (true, "TOOL       CONNECTED  WHAT IT DOES\nGITHUB_A   yes        Does A\nGITHUB_BB  yes        Does B\n"),
            (false, "TOOL       CONNECTED  WHAT IT DOES\nGITHUB_A   no         Does A\nGITHUB_BB  no         Does B\n"),
        ] {
            assert_eq!(listing(&found(connected)), expected);
        }
    }

    #[test]
    fn only_the_best_are_kept() {
        for (most, kept) in
            [(1, &["GITHUB_A"][..]), (2, &["GITHUB_A", "GITHUB_BB"]), (usize::MAX, &["GITHUB_A", "GITHUB_BB"])]
        {
            let mut found = found(true);
            cut(&mut found, most);
            assert_eq!(slugs(&found).collect::<Vec<_>>(), kept);
            assert_eq!(found["tool_schemas"].as_object().map(serde_json::Map::len), Some(kept.len()));
        }
    }
}
