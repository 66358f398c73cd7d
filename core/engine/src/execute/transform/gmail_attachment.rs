//! Gmail, one attachment: as text when it is text, else in the usual alphabet of base64.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use super::super::given;

pub(super) fn apply(reply: Value, arguments: &Map<String, Value>) -> Value {
    let data = reply.get("data").and_then(Value::as_str).unwrap_or_default();
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(data.trim_end_matches('=')) else { return reply };
    let mut file = json!({"fileName": given::text(arguments, "file_name"), "size": bytes.len()});
    match std::str::from_utf8(&bytes) {
        Ok(text) if !text.contains('\0') => file["text"] = Value::from(text),
        _ => file["base64"] = Value::from(STANDARD.encode(&bytes)),
    }
    file
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_is_text_and_bytes_are_base64() {
        let arguments = json!({"file_name": "a"});
        let cases = [
            (json!({"size": 2, "data": "xbw="}), json!({"fileName": "a", "size": 2, "text": "ż"})),
            (json!({"size": 2, "data": "-_8"}), json!({"fileName": "a", "size": 2, "base64": "+/8="})),
            (json!({"size": 1, "data": "AA=="}), json!({"fileName": "a", "size": 1, "base64": "AA=="})),
            (json!({"data": "%"}), json!({"data": "%"})),
        ];
        for (reply, expected) in cases {
            assert_eq!(apply(reply, arguments.as_object().unwrap()), expected);
        }
    }
}
