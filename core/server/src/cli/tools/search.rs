//! `composio tools search`: the tools for a task, the best first, and whether the user is connected.

use serde_json::{Value, json};

use super::super::console::{items, text};
use super::super::context::Context;
use super::super::failure::Failure;
use super::super::table::{columns, gist};
use super::call_line;

pub(super) async fn run(context: &mut Context<'_>, query: &str, toolkits: &[String]) -> Result<(), Failure> {
    let request = json!({"query": query, "toolkits": toolkits});
    let found = context.call_in_session("sessions.search", request).await?;
    context.console.result(&found, || listing(&found))
}

fn listing(found: &Value) -> String {
    let slugs = || {
        let result = found.pointer("/results/0").unwrap_or(&Value::Null);
        let pages = ["/primary_tool_slugs", "/related_tool_slugs"];
        pages.into_iter().flat_map(move |page| items(result, page)).filter_map(Value::as_str)
    };
    let Some(best) = slugs().next() else {
        return "Nothing fits. Name the app and the object: composio tools search \"create an issue in github\""
            .to_owned();
    };
    let tool = |slug: &str| &found["tool_schemas"][slug];
    let rows: Vec<Vec<String>> = slugs()
        .map(|slug| {
            let connected = if is_connected(found, text(tool(slug), "/toolkit")) { "connected" } else { "-" };
            vec![slug.to_owned(), connected.to_owned(), gist(text(tool(slug), "/description"), 60)]
        })
        .collect();
    let toolkit = text(tool(best), "/toolkit");
    let next = if is_connected(found, toolkit) {
        call_line(best, &tool(best)["input_schema"])
    } else {
        format!("composio connect {toolkit}")
    };
    format!("{}next: {next}", columns(&rows))
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
    fn tools_come_ranked_with_what_to_do_next() {
        for (connected, expected) in [
            (
                true,
                "GITHUB_A   connected  Does A\nGITHUB_BB  connected  Does B\nnext: composio tools execute GITHUB_A owner=…",
            ),
            (false, "GITHUB_A   -  Does A\nGITHUB_BB  -  Does B\nnext: composio connect github"),
        ] {
            assert_eq!(listing(&found(connected)), expected);
        }
        assert!(listing(&json!({"results": [{}]})).contains("Nothing fits"));
    }
}
