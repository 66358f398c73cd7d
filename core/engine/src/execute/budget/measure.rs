//! How many characters a value has as JSON text, without writing the text.

use serde_json::Value;

/// The length in characters, or `None` when it is over the limit; counting stops there.
pub(super) fn length(value: &Value, limit: usize) -> Option<usize> {
    let mut left = limit;
    take(value, &mut left).then(|| limit - left)
}

/// Takes the value's length off `left`; `false` when there is less left.
fn take(value: &Value, left: &mut usize) -> bool {
    let spend = |cost: usize, left: &mut usize| left.checked_sub(cost).map(|rest| *left = rest).is_some();
    match value {
        Value::Null | Value::Bool(true) => spend(4, left),
        Value::Bool(false) => spend(5, left),
        Value::Number(number) => spend(number.to_string().len(), left),
        Value::String(text) => spend(string(text), left),
        Value::Array(items) => {
            spend(2 + items.len().saturating_sub(1), left) && items.iter().all(|item| take(item, left))
        }
        Value::Object(members) => {
            spend(2 + members.len().saturating_sub(1), left)
                && members.iter().all(|(name, value)| spend(string(name) + 1, left) && take(value, left))
        }
    }
}

/// The length of a string with its quotes and escapes.
pub(super) fn string(text: &str) -> usize {
    2 + text.chars().map(character).sum::<usize>()
}

pub(super) fn character(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        c if u32::from(c) < 0x20 => 6,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::tests::any_json;
    use super::*;

    proptest! {
        #[test]
        fn it_equals_the_text(value in any_json()) {
            let text = value.to_string().chars().count();
            prop_assert_eq!(length(&value, usize::MAX), Some(text));
            prop_assert_eq!(length(&value, text), Some(text));
            prop_assert_eq!(length(&value, text - 1), None);
        }
    }

    #[test]
    fn escapes_count() {
        let value = json!("\"\\\n\u{1}\u{7f}ż\u{8}");
        assert_eq!(length(&value, 100), Some(value.to_string().chars().count()));
    }
}
