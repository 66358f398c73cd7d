//! Notion's rich text: a list of runs, none longer than Notion takes.

use serde_json::{Value, json};

/// Notion counts UTF-16 units.
const LONGEST: usize = 2_000;

/// The runs of a text, each with the same further members.
pub(in crate::execute) fn runs(text: &str, link: Option<&str>, annotations: Option<&Value>) -> Value {
    let run = |part: &str| {
        let mut run = json!({"type": "text", "text": {"content": part}});
        if let Some(link) = link {
            run["text"]["link"] = json!({"url": link});
        }
        if let Some(annotations) = annotations {
            run["annotations"] = annotations.clone();
        }
        run
    };
    split(text).into_iter().map(run).collect()
}

fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut units) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        if units + c.len_utf16() > LONGEST {
            parts.push(&text[start..at]);
            (start, units) = (at, 0);
        }
        units += c.len_utf16();
    }
    if start < text.len() {
        parts.push(&text[start..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_split_and_nothing_is_lost() {
        for (text, lengths) in [
            (String::new(), vec![]),
            ("a".repeat(2_000), vec![2_000]),
            ("a".repeat(4_001), vec![2_000, 2_000, 1]),
            (format!("a{}", "😀".repeat(1_000)), vec![1_999, 2]),
        ] {
            let parts = split(&text);
            let units: Vec<usize> = parts.iter().map(|part| part.encode_utf16().count()).collect();
            assert_eq!((units, parts.concat()), (lengths, text));
        }
    }

    #[test]
    fn runs_carry_link_and_annotations() {
        let bold = json!({"bold": true});
        let expected =
            json!([{"type": "text", "text": {"content": "a", "link": {"url": "https://x.org"}}, "annotations": bold}]);
        assert_eq!(runs("a", Some("https://x.org"), Some(&bold)), expected);
        assert_eq!(runs("a", None, None), json!([{"type": "text", "text": {"content": "a"}}]));
    }
}
