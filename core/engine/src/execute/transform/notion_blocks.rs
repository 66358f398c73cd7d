//! Notion, blocks in the short forms that models write: a text, or a kind with its content.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::super::given;
use super::super::request::{Body, Outgoing};
use super::notion_text;
use crate::error::{Error, REQUEST_INVALID, Result};

/// Notion refuses more in one request.
const MOST: usize = 100;

const ANNOTATIONS: [&str; 6] = ["bold", "italic", "strikethrough", "underline", "code", "color"];

pub(super) fn apply(outgoing: &mut Outgoing, _: &Map<String, Value>, _: DateTime<Utc>) -> Result<()> {
    let Some(Body::Json(body)) = &mut outgoing.body else { return Ok(()) };
    let Some(Value::Array(children)) = body.get_mut("children") else { return Ok(()) };
    if children.len() > MOST {
        let message =
            format!("{} blocks are too many for one call; send {MOST} and the rest in further calls", children.len());
        return Err(Error::new(REQUEST_INVALID, message));
    }
    for child in children {
        *child = block(child.take());
    }
    Ok(())
}

fn block(item: Value) -> Value {
    match item {
        Value::String(text) => json!({
            "object": "block", "type": "paragraph", "paragraph": {"rich_text": notion_text::runs(&text, None, None)}
        }),
        Value::Object(mut members) => {
            if let Some(wrapped) = members.shift_remove("content_block") {
                return block(wrapped);
            }
            if members.contains_key("content_property") || members.get("content").is_some_and(Value::is_string) {
                return short(&members);
            }
            members.entry("object").or_insert_with(|| Value::from("block"));
            Value::Object(members)
        }
        other => other,
    }
}

fn short(members: &Map<String, Value>) -> Value {
    let kind = given::text(members, "content_property").unwrap_or("paragraph");
    let content = given::text(members, "content").unwrap_or_default();
    let mut inner = match kind {
        "divider" => json!({}),
        "image" | "video" | "file" | "pdf" => json!({"type": "external", "external": {"url": content}}),
        "bookmark" | "embed" => json!({"url": content}),
        _ => {
            let annotations: Map<String, Value> = ANNOTATIONS
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), members.get(*name).filter(|it| !it.is_null())?.clone())))
                .collect();
            let annotations = Some(Value::Object(annotations)).filter(|all| *all != json!({}));
            json!({"rich_text": notion_text::runs(content, given::text(members, "link"), annotations.as_ref())})
        }
    };
    match kind {
        "to_do" => inner["checked"] = Value::from(given::flag(members, "checked").unwrap_or(false)),
        "code" => inner["language"] = Value::from(given::text(members, "language").unwrap_or("plain text")),
        _ => {}
    }
    json!({"object": "block", "type": kind, kind: inner})
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn short_forms_become_blocks() {
        let runs = |text: &str| notion_text::runs(text, None, None);
        let paragraph = json!({"object": "block", "type": "paragraph", "paragraph": {"rich_text": runs("a")}});
        let whole = json!({"object": "block", "type": "quote", "quote": {"rich_text": []}});
        let cases = [
            (json!("a"), paragraph.clone()),
            (json!({"content": "a"}), paragraph.clone()),
            (json!({"content_block": {"content": "a"}}), paragraph),
            (
                json!({"content_property": "to_do", "content": "a", "bold": true, "checked": true}),
                json!({"object": "block", "type": "to_do", "to_do": {
                    "rich_text": notion_text::runs("a", None, Some(&json!({"bold": true}))), "checked": true
                }}),
            ),
            (
                json!({"content_property": "code", "content": "a"}),
                json!({"object": "block", "type": "code", "code": {"rich_text": runs("a"), "language": "plain text"}}),
            ),
            (json!({"content_property": "divider"}), json!({"object": "block", "type": "divider", "divider": {}})),
            (
                json!({"content_property": "image", "content": "https://x.org/a.png"}),
                json!({"object": "block", "type": "image", "image": {"type": "external", "external": {"url": "https://x.org/a.png"}}}),
            ),
            (
                json!({"content_property": "bookmark", "content": "https://x.org"}),
                json!({"object": "block", "type": "bookmark", "bookmark": {"url": "https://x.org"}}),
            ),
            (whole.clone(), whole.clone()),
            (json!({"type": "quote", "quote": {"rich_text": []}}), whole),
        ];
        for (item, expected) in cases {
            assert_eq!(block(item.clone()), expected, "{item}");
        }
    }
}
