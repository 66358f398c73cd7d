//! COMPOSIO_MULTI_EXECUTE_TOOL: up to fifty calls at once, in order, each on its own.

use composio_catalog::Hint;
use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{MetaTool, Outcome, find, workflow};
use crate::api::sessions::Executed;
use crate::engine::Engine;
use crate::error::{Error, Result, SESSION_BAD_REQUEST};
use crate::execute::budget;
use crate::session::execute::{Invocation, Mode};
use crate::session::lifecycle::Session;

pub const TOOL: MetaTool = MetaTool {
    slug: "COMPOSIO_MULTI_EXECUTE_TOOL",
    name: "Multi Execute Composio Tools",
    description: "Runs up to 50 tools in parallel and returns their results in order; one that fails does not stop the \
                  others. Put only calls together that do not need each other's results. Arguments must fit the tools' \
                  input schemas.",
    hints: &[Hint::Destructive, Hint::OpenWorld],
    enabled: |config| config.multi_execute.0,
    schema: |config| {
        let mut properties = json!({
            "tool_slug": {"type": "string", "minLength": 1, "description": "As the search returned it."},
            // Some frameworks close an object that says nothing of its keys.
            "arguments": {
                "type": "object", "additionalProperties": true, "description": "As the tool's input schema says.",
            },
        });
        if config.multi_account.enable {
            properties["account"] = json!({
                "type": "string", "description": "Id or alias, where the user has several accounts for the toolkit.",
            });
        }
        json!({
            "type": "object",
            "properties": {
                "tools": {
                    "type": "array", "minItems": 1, "maxItems": 50,
                    "items": {
                        "type": "object", "properties": properties, "required": ["tool_slug", "arguments"],
                        "additionalProperties": false,
                    },
                },
                "thought": {"type": "string", "description": "One sentence on why these calls."},
                "current_step": {"type": "string", "description": "Where you are in the task."},
                "current_step_metric": {"type": "string", "description": "Progress, such as 3/10."},
                "session_id": {"type": "string", "description": "The session id of the search, if there was one."},
            },
            "required": ["tools"],
            // Hosted callers send more, such as sync_response_to_workbench.
            "additionalProperties": true,
        })
    },
};

#[derive(Deserialize)]
pub struct Arguments {
    tools: Vec<Call>,
    session_id: Option<String>,
}

#[derive(Deserialize)]
struct Call {
    tool_slug: String,
    arguments: Map<String, Value>,
    account: Option<String>,
}

pub async fn run(engine: &Engine, session: &Session, arguments: Arguments) -> Result<Outcome> {
    if session.id.is_empty() {
        return Ok(Outcome {
            data: json!({}),
            error: Some("COMPOSIO_MULTI_EXECUTE_TOOL works inside a session only; create one".to_owned()),
        });
    }
    let answers = join_all(arguments.tools.into_iter().map(|call| async move {
        let answer = one(engine, session, &call).await;
        (call.tool_slug, answer)
    }))
    .await;
    let answers = within_budget(answers, engine.settings().result_budget);
    let (total, mut succeeded) = (answers.len(), 0);
    let mut results = Vec::with_capacity(total);
    for (index, (slug, answer)) in answers.into_iter().enumerate() {
        results.push(match answer {
            Ok(done) => {
                succeeded += usize::from(done.successful);
                json!({"tool_slug": slug, "index": index, "response": done, "error": done.error})
            }
            Err(error) => json!({"tool_slug": slug, "index": index, "response": null, "error": error.message}),
        });
    }
    let failed = total - succeeded;
    let mut data = json!({
        "results": results,
        "total_count": total,
        "success_count": succeeded,
        "error_count": failed,
    });
    if let Some(workflow) = workflow::echo(arguments.session_id.as_deref()) {
        data["session"] = workflow;
    }
    Ok(Outcome { data, error: (failed > 0).then(|| format!("{failed} out of {total} tools failed")) })
}

async fn one(engine: &Engine, session: &Session, call: &Call) -> Result<Executed> {
    if find(&call.tool_slug).is_some() {
        return Err(Error::new(
            SESSION_BAD_REQUEST,
            format!("{} is not run inside {}; call it by itself", call.tool_slug, TOOL.slug),
        ));
    }
    let invocation = Invocation {
        tool: &call.tool_slug,
        arguments: call.arguments.clone(),
        account: call.account.as_deref(),
        mode: Mode::Run,
    };
    engine.invoke(session, invocation).await
}

type Answers = Vec<(String, Result<Executed>)>;

/// Prunes the largest results first: what small ones leave of their share, large ones may use.
fn within_budget(mut answers: Answers, budget: usize) -> Answers {
    let mut sizes: Vec<(usize, usize)> = answers
        .iter()
        .enumerate()
        .filter_map(|(at, (_, answer))| Some((answer.as_ref().ok()?.data.to_string().chars().count(), at)))
        .collect();
    sizes.sort_unstable();
    let (mut left, mut waiting) = (budget, sizes.len());
    for (size, at) in sizes {
        let share = left / waiting.max(1);
        let granted = size.min(share);
        if size > share
            && let Some((_, Ok(executed))) = answers.get_mut(at)
        {
            executed.data = budget::fit(std::mem::take(&mut executed.data), share);
        }
        left -= granted;
        waiting -= 1;
    }
    answers
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn answer(length: usize) -> (String, Result<Executed>) {
        let data = json!({"items": vec!["x".repeat(10); length / 13]});
        (String::new(), Ok(Executed { data, error: None, successful: true, log_id: String::new() }))
    }

    #[test]
    fn small_results_leave_their_share_to_large_ones() {
        let answers = within_budget(vec![answer(20_000), answer(100), answer(20_000)], 10_000);
        let sizes: Vec<_> = answers.iter().map(|(_, answer)| answer.as_ref().unwrap().data.to_string().len()).collect();
        assert!(sizes[0] > 3_400 && sizes[0] <= 5_000, "{sizes:?}");
        assert!(sizes[1] < 130 && sizes.iter().sum::<usize>() <= 10_000, "{sizes:?}");
        assert!(answers[0].1.as_ref().unwrap().data["items"].is_array());
    }
}
