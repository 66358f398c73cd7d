//! Reads what a host answered.

use serde_json::{Map, Value, json};

/// Characters of an error; it goes to models.
const LONGEST_ERROR: usize = 4_000;

/// What a custom tool came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// An object.
    Data(Value),
    /// The tool's own words.
    Error(String),
    /// A clause: "answered …".
    Broken(String),
    /// The host has no function for it.
    Unregistered,
}

pub fn read(text: &str, cap: usize) -> Answer {
    if text.len() > cap {
        return Answer::Broken(format!(
            "answered {:.1} MB, and at most {} MB are taken; return less, or a part at a time",
            text.len() as f64 / 1_048_576.0,
            cap / 1_048_576
        ));
    }
    let mut answer: Map<String, Value> = match serde_json::from_str(text) {
        Ok(Value::Object(answer)) => answer,
        Ok(_) => return neither(),
        Err(error) => return Answer::Broken(format!("answered what is not JSON: {error}")),
    };
    match (answer.remove("error"), answer.remove("data")) {
        (Some(Value::String(message)), _) if message.trim().is_empty() => {
            Answer::Broken("failed without a message".to_owned())
        }
        (Some(Value::String(message)), _) => Answer::Error(cut(message)),
        (None | Some(Value::Null), Some(data)) if data.is_object() => Answer::Data(data),
        (None | Some(Value::Null), Some(data)) => Answer::Data(json!({"result": data})),
        (None, None) if answer.get("unregistered") == Some(&Value::Bool(true)) => Answer::Unregistered,
        _ => neither(),
    }
}

fn cut(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST_ERROR) {
        message.truncate(end);
        message.push('…');
    }
    message
}

fn neither() -> Answer {
    Answer::Broken("answered neither `data` nor a text as `error`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_data_an_error_or_neither() {
        let data = |value: Value| Answer::Data(value);
        for (text, expected) in [
            (r#"{"data": {"n": 1}}"#, data(json!({"n": 1}))),
            (r#"{"data": {"n": 1}, "error": null}"#, data(json!({"n": 1}))),
            (r#"{"data": [1, 2]}"#, data(json!({"result": [1, 2]}))),
            (r#"{"data": "text"}"#, data(json!({"result": "text"}))),
            (r#"{"data": null}"#, data(json!({"result": null}))),
            (r#"{"error": "no such city"}"#, Answer::Error("no such city".to_owned())),
            (r#"{"data": {}, "error": "half done"}"#, Answer::Error("half done".to_owned())),
            (r#"{"error": " "}"#, Answer::Broken("failed without a message".to_owned())),
            (r#"{"unregistered": true}"#, Answer::Unregistered),
            (r#"{"unregistered": false}"#, neither()),
            ("{}", neither()),
            (r#"{"error": 5}"#, neither()),
            ("[1]", neither()),
        ] {
            assert_eq!(read(text, 1000), expected, "{text}");
        }
    }

    #[test]
    fn an_error_is_short_enough_to_be_read() {
        let long = json!({"error": "é".repeat(LONGEST_ERROR + 1)}).to_string();
        let Answer::Error(message) = read(&long, 100_000) else { panic!("{long}") };
        assert_eq!(message, format!("{}…", "é".repeat(LONGEST_ERROR)));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (text, cap, says) in
            [(r#"{"data": NaN}"#, 1000, "not JSON"), ("", 1000, "not JSON"), (r#"{"data": "long"}"#, 5, "at most 0 MB")]
        {
            match read(text, cap) {
                Answer::Broken(fault) => assert!(fault.contains(says), "{fault}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
