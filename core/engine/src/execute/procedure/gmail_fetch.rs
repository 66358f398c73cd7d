//! Gmail, messages with what they say: the list has their ids alone.

use serde_json::{Value, json};

use super::super::given;
use super::super::transform::gmail_view;
use super::work::{Stop, Work};

pub(super) async fn run(work: Work<'_>) -> Result<Value, Stop> {
    let list = work.read(work.main()?).await?;
    let found = list.get("messages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let flag = |name, default| given::flag(work.arguments, name).unwrap_or(default);
    let messages: Vec<Value> = if flag("ids_only", false) {
        found.iter().map(|message| json!({"messageId": message["id"], "threadId": message["threadId"]})).collect()
    } else {
        let format = if flag("verbose", true) { "full" } else { "metadata" };
        let path = format!("/gmail/v1/users/{{user_id}}/messages/{{id}}?format={format}");
        let ids = found.iter().filter_map(|message| message.get("id")?.as_str());
        let requests = ids.map(|id| work.get(&path, &[("id", id)])).collect::<crate::error::Result<_>>()?;
        let payload = flag("include_payload", false);
        work.read_all(requests).await?.iter().map(|message| gmail_view::view(message, payload)).collect()
    };
    Ok(json!({
        "messages": messages,
        "nextPageToken": list["nextPageToken"],
        "resultSizeEstimate": list["resultSizeEstimate"],
    }))
}
