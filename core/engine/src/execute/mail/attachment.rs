//! Files that go with a mail, given as `{name, mimetype, content}`: content is base64, or a text under `text`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use mail_builder::headers::content_type::ContentType;
use mail_builder::mime::{BodyPart, MimePart};
use serde_json::{Map, Value};

use super::plain;
use crate::error::{Error, REQUEST_INVALID, Result};
use crate::execute::given;

const ARGUMENT: &str = "attachment";

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attachment {
    name: String,
    media_type: String,
    /// Whether it came as text, which goes out as UTF-8.
    is_text: bool,
    pub(super) bytes: Vec<u8>,
}

impl Attachment {
    pub(super) fn part(&self) -> MimePart<'_> {
        let mut media_type = ContentType::new(&*self.media_type);
        if self.is_text && self.media_type.starts_with("text/") && !self.media_type.contains("charset") {
            media_type = media_type.attribute("charset", "utf-8");
        }
        MimePart::new(media_type, BodyPart::Binary((&*self.bytes).into())).attachment(&*self.name)
    }
}

/// One attachment or a list of them.
pub(super) fn read(argument: Option<&Value>) -> Result<Vec<Attachment>> {
    match argument {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => items.iter().map(one).collect(),
        Some(item) => Ok(vec![one(item)?]),
    }
}

fn one(item: &Value) -> Result<Attachment> {
    let Value::Object(members) = item else { return Err(unfit("must be an object with `name` and `content`")) };
    let name = given::text(members, "name").ok_or_else(|| unfit("needs a `name`"))?;
    let (bytes, usual) = bytes(members)?;
    let media_type = given::text(members, "mimetype").unwrap_or(usual);
    if !media_type.contains('/') || !media_type.is_ascii() {
        return Err(unfit(&format!("`{name}`: `{media_type}` is no media type; write one such as application/pdf")));
    }
    Ok(Attachment {
        name: plain(ARGUMENT, name)?.to_owned(),
        media_type: plain(ARGUMENT, media_type)?.to_owned(),
        is_text: members.get("text").is_some_and(Value::is_string),
        bytes,
    })
}

/// What the file holds, and the media type it has unless told.
fn bytes(members: &Map<String, Value>) -> Result<(Vec<u8>, &'static str)> {
    let encoded = given::text(members, "content").or_else(|| given::text(members, "data"));
    let text = members.get("text").and_then(Value::as_str);
    match (encoded, text) {
        (Some(encoded), None) => Ok((decode(encoded)?, "application/octet-stream")),
        (None, Some(text)) => Ok((text.as_bytes().to_owned(), "text/plain")),
        _ => Err(unfit("needs either `content` in base64 or `text`, and not both")),
    }
}

/// Either alphabet of base64, with or without padding and line breaks.
fn decode(encoded: &str) -> Result<Vec<u8>> {
    let plain: String = encoded
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    STANDARD_NO_PAD
        .decode(plain.trim_end_matches('='))
        .map_err(|error| unfit(&format!("`content` is no base64: {error}")))
}

fn unfit(what: &str) -> Error {
    Error::new(REQUEST_INVALID, format!("argument `{ARGUMENT}` {what}")).with("argument", ARGUMENT)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn files_come_as_base64_or_as_text() {
        let cases = [
            (json!({"name": "a.bin", "content": "+/8="}), "application/octet-stream", vec![0xfb, 0xff]),
            (json!({"name": "a.bin", "content": "-_8"}), "application/octet-stream", vec![0xfb, 0xff]),
            (json!({"name": "a.pdf", "mimetype": "application/pdf", "data": "YQ\n=="}), "application/pdf", vec![b'a']),
            (json!({"name": "a.txt", "text": "a"}), "text/plain", vec![b'a']),
        ];
        for (item, media_type, bytes) in cases {
            let expected = Attachment {
                name: item["name"].as_str().unwrap().into(),
                media_type: media_type.into(),
                is_text: item.get("text").is_some(),
                bytes,
            };
            assert_eq!(read(Some(&json!([item]))).unwrap(), [expected], "{item}");
        }
        assert_eq!(read(Some(&Value::Null)).unwrap(), []);
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let cases = [
            json!("/etc/passwd"),
            json!({"content": "YQ=="}),
            json!({"name": "a"}),
            json!({"name": "a", "content": "YQ==", "text": "a"}),
            json!({"name": "a", "content": "%%%"}),
            json!({"name": "a\r\nb", "text": "a"}),
            json!({"name": "a", "mimetype": "pdf", "text": "a"}),
            json!({"name": "a", "mimetype": "a/b\n", "text": "a"}),
        ];
        for item in cases {
            let error = read(Some(&item)).unwrap_err();
            assert!(error.is(REQUEST_INVALID) && error.message.contains("`attachment`"), "{item}: {error}");
        }
    }
}
