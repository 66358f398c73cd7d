//! The workflow id that ties the meta-tool calls of one task together.
//!
//! It is the agent's, is remembered nowhere, and must never be needed: every meta tool works without it. (The session's
//! own id is another thing, `trs_…`.)

use serde_json::{Value, json};

use crate::ids::random_bytes;

/// The `session` member of an answer, echoing the id the agent gave.
pub fn echo(id: Option<&str>) -> Option<Value> {
    id.filter(|id| !id.is_empty()).map(|id| json!({"id": id, "instructions": INSTRUCTIONS}))
}

/// The `session` member of a search, with a new id where none was given or a new one was asked for.
pub fn begin(id: Option<&str>, generate: bool) -> Value {
    match id.filter(|id| !generate && !id.is_empty()) {
        Some(id) => json!({"id": id, "generate_id": false, "instructions": INSTRUCTIONS}),
        None => {
            let id: String = random_bytes::<4>().iter().map(|byte| format!("{byte:02x}")).collect();
            json!({"id": id, "generate_id": true, "instructions": INSTRUCTIONS})
        }
    }
}

const INSTRUCTIONS: &str = "Pass this id as session_id to the other COMPOSIO tools while you work on this task.";
