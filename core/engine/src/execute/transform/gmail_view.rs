//! Gmail, messages as a reader sees them: the API answers with the tree of MIME parts, each in base64.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value, json};

use super::super::given;
use super::html;

pub(super) fn apply(reply: Value, arguments: &Map<String, Value>) -> Value {
    let payload = given::flag(arguments, "include_payload").unwrap_or(false);
    match reply.get("messages").and_then(Value::as_array) {
        Some(messages) => {
            let messages: Vec<Value> = messages.iter().map(|message| view(message, payload)).collect();
            json!({"threadId": text(&reply, "/id"), "messages": messages})
        }
        None if reply.get("id").is_some() => view(&reply, payload),
        None => reply,
    }
}

/// One message.
pub(in crate::execute) fn view(message: &Value, payload: bool) -> Value {
    let parts = parts(&message["payload"]);
    let subject = header(message, "subject");
    let mut view = json!({
        "messageId": text(message, "/id"),
        "threadId": text(message, "/threadId"),
        "labelIds": message.get("labelIds").cloned().unwrap_or_else(|| json!([])),
        "subject": subject,
        "sender": header(message, "from"),
        "to": header(message, "to"),
        "messageTimestamp": timestamp(message),
        "messageText": words(&parts),
        "preview": {"subject": subject, "body": html::unescaped(text(message, "/snippet"))},
        "attachmentList": parts.iter().filter_map(|part| attachment(part)).collect::<Vec<_>>(),
    });
    if let Some(copy) = Some(header(message, "cc")).filter(|copy| !copy.is_empty()) {
        view["cc"] = Value::from(copy);
    }
    for (member, wanted) in [("payload", payload), ("raw", true)] {
        if let Some(value) = message.get(member).filter(|_| wanted) {
            view[member] = value.clone();
        }
    }
    view
}

/// A header of a message; its name in lower case.
pub(in crate::execute) fn header<'a>(message: &'a Value, name: &str) -> &'a str {
    let headers = message.pointer("/payload/headers").and_then(Value::as_array).into_iter().flatten();
    let mut named = headers.filter(|header| text(header, "/name").eq_ignore_ascii_case(name));
    named.next().map_or("", |header| text(header, "/value"))
}

/// Every part of a tree, depth first.
fn parts(payload: &Value) -> Vec<&Value> {
    let inner = payload.get("parts").and_then(Value::as_array).into_iter().flatten();
    std::iter::once(payload).chain(inner.flat_map(parts)).collect()
}

fn words(parts: &[&Value]) -> String {
    let of_type = |media_type: &str| {
        let fits = |part: &&&Value| text(part, "/mimeType") == media_type && text(part, "/filename").is_empty();
        let bytes = URL_SAFE_NO_PAD.decode(text(parts.iter().find(fits)?, "/body/data").trim_end_matches('=')).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    of_type("text/plain").or_else(|| of_type("text/html").map(|page| html::text(&page))).unwrap_or_default()
}

fn attachment(part: &Value) -> Option<Value> {
    let name = Some(text(part, "/filename")).filter(|name| !name.is_empty())?;
    Some(json!({
        "filename": name,
        "mimeType": text(part, "/mimeType"),
        "size": part.pointer("/body/size"),
        "attachmentId": text(part, "/body/attachmentId"),
    }))
}

/// RFC 3339, from milliseconds in a text.
fn timestamp(message: &Value) -> String {
    let milliseconds = text(message, "/internalDate").parse().ok();
    let time = milliseconds.and_then(DateTime::from_timestamp_millis);
    time.map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(media_type: &str, filename: &str, data: &str) -> Value {
        json!({"mimeType": media_type, "filename": filename, "body": {"size": 3, "data": URL_SAFE_NO_PAD.encode(data)}})
    }

    #[test]
    fn a_message_is_what_a_reader_sees() {
        let message = json!({
            "id": "m1", "threadId": "t1", "labelIds": ["INBOX"], "snippet": "Don&#39;t", "internalDate": "1767323045000",
            "payload": {
                "mimeType": "multipart/mixed", "filename": "",
                "headers": [{"name": "SUBJECT", "value": "Hi"}, {"name": "From", "value": "a@x"}, {"name": "To", "value": "b@x"}],
                "parts": [
                    {"mimeType": "multipart/alternative", "filename": "", "parts": [
                        part("text/html", "", "<p>page</p>"), part("text/plain", "", "plain ż"),
                    ]},
                    {"mimeType": "text/plain", "filename": "a.txt", "body": {"size": 9, "attachmentId": "at1"}},
                ],
            },
        });
        let expected = json!({
            "messageId": "m1", "threadId": "t1", "labelIds": ["INBOX"], "subject": "Hi", "sender": "a@x", "to": "b@x",
            "messageTimestamp": "2026-01-02T03:04:05Z", "messageText": "plain ż",
            "preview": {"subject": "Hi", "body": "Don't"},
            "attachmentList": [{"filename": "a.txt", "mimeType": "text/plain", "size": 9, "attachmentId": "at1"}],
        });
        assert_eq!(apply(message.clone(), &Map::new()), expected);
        let thread = json!({"id": "t1", "historyId": "7", "messages": [message]});
        assert_eq!(apply(thread, &Map::new()), json!({"threadId": "t1", "messages": [expected]}));
    }

    #[test]
    fn a_page_alone_is_read_as_text_and_an_empty_message_has_every_member() {
        let page = json!({"id": "m", "payload": part("text/html", "", "<p>a</p><p>b</p>")});
        assert_eq!(view(&page, false)["messageText"], "a\nb");
        let payload = view(&page, true);
        assert_eq!(payload["payload"], page["payload"]);
        let empty = view(&json!({"id": "m"}), false);
        assert_eq!(
            (&empty["messageText"], &empty["labelIds"], &empty["attachmentList"]),
            (&json!(""), &json!([]), &json!([]))
        );
        assert_eq!(apply(json!({"x": 1}), &Map::new()), json!({"x": 1}));
    }
}
