//! What a provider sent, told apart by its media type and by its first bytes: providers often get the type wrong.

use ::http::header;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::send::Answer;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Empty,
    Json(Value),
    /// Said to be JSON and is none.
    Broken {
        text: String,
        error: String,
    },
    Html {
        page: String,
    },
    Text(String),
    /// Bytes in base64.
    Binary(Value),
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Content {
    pub(super) fn of(answer: &Answer) -> Self {
        let media_type = media_type(answer);
        let bytes = answer.body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&answer.body).trim_ascii();
        if bytes.is_empty() {
            return Self::Empty;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Self::Binary(json!({"content_type": media_type, "base64": STANDARD.encode(&answer.body)}));
        };
        let is_json = media_type == "application/json" || media_type == "text/json" || media_type.ends_with("+json");
        if media_type == "text/html" || looks_like_html(text) && (is_json || is_vague(&media_type)) {
            return Self::Html { page: text.to_owned() };
        }
        let may_be_json = is_json || is_vague(&media_type) && text.starts_with(['{', '[']);
        match serde_json::from_str(text) {
            Ok(value) if may_be_json => Self::Json(value),
            Err(error) if is_json => Self::Broken { text: text.to_owned(), error: error.to_string() },
            _ => Self::Text(text.to_owned()),
        }
    }
}

/// What a page calls itself.
pub(super) fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find('<')?;
    let title = page[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

fn media_type(answer: &Answer) -> String {
    let value = answer.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Types that servers send when they were told nothing.
fn is_vague(media_type: &str) -> bool {
    matches!(media_type, "" | "text/plain" | "application/octet-stream")
}

fn looks_like_html(text: &str) -> bool {
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    starts("<!doctype html") || starts("<html")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use ::http::{HeaderMap, StatusCode};

    use super::*;

    fn content(media_type: &str, body: &'static [u8]) -> Content {
        let mut headers = HeaderMap::new();
        if !media_type.is_empty() {
            headers.insert(header::CONTENT_TYPE, media_type.parse().unwrap());
        }
        Content::of(&Answer { status: StatusCode::OK, headers, body: body.into() })
    }

    #[test]
    fn content_is_told_by_type_and_by_sight() {
        let page = "<html><title>x</title></html>";
        let cases: &[(&str, &[u8], Content)] = &[
            ("application/json", b"", Content::Empty),
            ("application/json", b"  \n", Content::Empty),
            ("application/json; charset=utf-8", b"{\"a\":1}", Content::Json(json!({"a": 1}))),
            ("application/vnd.github+json", b"[1]", Content::Json(json!([1]))),
            ("application/json", b"\xef\xbb\xbf{}", Content::Json(json!({}))),
            ("", b"{\"a\":1}", Content::Json(json!({"a": 1}))),
            ("text/plain", b"[1, 2]", Content::Json(json!([1, 2]))),
            ("text/plain", b"{{ hello }}", Content::Text("{{ hello }}".into())),
            ("text/plain", b"42", Content::Text("42".into())),
            ("text/csv", b"[a],b", Content::Text("[a],b".into())),
            ("text/html", page.as_bytes(), Content::Html { page: page.into() }),
            ("application/json", page.as_bytes(), Content::Html { page: page.into() }),
            ("", page.as_bytes(), Content::Html { page: page.into() }),
            ("image/png", b"\x89PNG\xff", Content::Binary(json!({"content_type": "image/png", "base64": "iVBOR/8="}))),
        ];
        for (media_type, body, expected) in cases {
            assert_eq!(content(media_type, body), *expected, "{media_type} {}", String::from_utf8_lossy(body));
        }
        assert!(matches!(content("application/json", b"{\"a\":"), Content::Broken { .. }));
    }

    #[test]
    fn a_page_is_known_by_its_title() {
        let cases = [
            ("<html><head><TITLE lang=\"en\">\n 502 Bad\n Gateway </TITLE>", Some("502 Bad Gateway")),
            ("<html><title></title>", None),
            ("<html><title>never closed", None),
            ("<html>", None),
        ];
        for (page, expected) in cases {
            assert_eq!(title(page).as_deref(), expected, "{page}");
        }
    }
}
