//! What is wrong with arguments, in words a model can act on.
//!
//! A value is named by its type; only short ones are shown, because arguments hold what users write.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde::Serialize;
use serde_json::Value;

use crate::nearest::nearest;

/// Longest value, and longest list of choices, that a message repeats.
const MOST_SHOWN: usize = 40;
const MOST_CHOICES: usize = 12;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArgumentError {
    /// Dotted path, such as `labels.0`.
    pub field: String,
    /// What belongs there.
    pub expected: String,
    /// The whole sentence, the field included.
    pub message: String,
}

impl ArgumentError {
    fn wrong(field: String, expected: String, got: &str) -> Self {
        let place = if field.is_empty() { "the arguments".to_owned() } else { format!("`{field}`") };
        let message = format!("{place} must be {expected}, got {got}");
        Self { field, expected, message }
    }

    pub(super) fn given_twice(field: String, other: &str) -> Self {
        let message = format!("`{field}` is given twice, once as `{}`; give it once", shortened(other));
        Self { field, expected: "one value".to_owned(), message }
    }

    pub(super) fn broken_schema(error: &str) -> Self {
        let message = format!("this tool cannot be called, its input schema is broken: {error}");
        Self { field: String::new(), expected: "a valid input schema".to_owned(), message }
    }

    fn unknown(path: &str, name: &str, schema: &Value) -> Self {
        let known: Vec<&str> =
            schema["properties"].as_object().into_iter().flatten().map(|(name, _)| &**name).collect();
        let advice = match nearest(name, known.iter().copied(), 1)[..] {
            [meant] => format!("did you mean `{meant}`?"),
            _ if known.is_empty() => "leave it out, none are taken here".to_owned(),
            _ => format!("known are {}", choices(known.iter().map(|name| format!("`{name}`")))),
        };
        Self {
            field: join(path, name),
            expected: "a known field".to_owned(),
            message: format!("unknown field `{}`; {advice}", join(path, &shortened(name))),
        }
    }

    fn missing(path: &str, name: &str, schema: &Value) -> Self {
        let wanted = &schema["properties"][name];
        let field = join(path, name);
        let expected = kind_of_value(wanted);
        let message = match wanted["description"].as_str() {
            Some(description) => format!("missing `{field}` ({expected}): {}", first_sentence(description)),
            None => format!("missing `{field}` ({expected})"),
        };
        Self { field, expected, message }
    }
}

/// The whole list as one message to the caller of `tool`.
pub fn render_argument_errors(tool: &str, errors: &[ArgumentError]) -> String {
    let shown: Vec<&str> = errors.iter().map(|error| error.message.trim_end_matches('.')).collect();
    format!("the arguments of {tool} are not valid: {}", shown.join("; "))
}

/// Puts what the validator found into words.
pub(super) fn explain(error: &ValidationError<'_>, root: &Value, errors: &mut Vec<ArgumentError>) {
    let field = dotted(error.instance_path().as_str());
    let keyword_at = error.schema_path().as_str();
    let schema = keyword_at.rsplit_once('/').and_then(|(parent, _)| root.pointer(parent)).unwrap_or(root);
    let got = error.instance();
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => {
            errors.extend(unexpected.iter().map(|name| ArgumentError::unknown(&field, name, schema)));
        }
        Kind::Required { property } => {
            errors.push(ArgumentError::missing(&field, property.as_str().unwrap_or_default(), schema));
        }
        Kind::Type { .. } | Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => {
            errors.push(ArgumentError::wrong(field, kind_of_value(schema), type_name(got)));
        }
        kind => {
            let expected = limit(kind).unwrap_or_else(|| error.masked_with("what was given").to_string());
            errors.push(ArgumentError::wrong(field, expected, &shown(got)));
        }
    }
}

/// `a.b` of `a` and `b`.
pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// `a.0` of `a` and 0.
pub(super) fn index(path: &str, at: usize) -> String {
    join(path, &at.to_string())
}

fn limit(kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::Enum { options } => match options.as_array() {
            Some(options) => format!("one of {}", choices(options.iter().map(literal))),
            None => return None,
        },
        Kind::Constant { expected_value } => literal(expected_value),
        Kind::Minimum { limit } => format!("at least {limit}"),
        Kind::Maximum { limit } => format!("at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("less than {limit}"),
        Kind::MinLength { limit } => format!("at least {} long", counted(*limit, "character")),
        Kind::MaxLength { limit } => format!("at most {} long", counted(*limit, "character")),
        Kind::MinItems { limit } => format!("an array of at least {}", counted(*limit, "item")),
        Kind::MaxItems { limit } => format!("an array of at most {}", counted(*limit, "item")),
        Kind::UniqueItems => "an array without repeats".to_owned(),
        Kind::MultipleOf { multiple_of } => format!("a multiple of {multiple_of}"),
        Kind::Pattern { pattern } => format!("text that matches {pattern}"),
        Kind::Format { format } => format!("text in the format {format}"),
        _ => return None,
    })
}

/// What a schema asks for, in a few words.
fn kind_of_value(schema: &Value) -> String {
    if let Some(options) = schema["enum"].as_array() {
        return format!("one of {}", choices(options.iter().map(literal)));
    }
    let either = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
    let kinds: Vec<String> = match (&schema["type"], either) {
        (Value::String(one), _) => vec![named_type(one, schema)],
        (Value::Array(several), _) => {
            several.iter().filter_map(Value::as_str).map(|name| named_type(name, schema)).collect()
        }
        (_, Some(branches)) => branches.iter().map(kind_of_value).collect(),
        _ => vec!["another value".to_owned()],
    };
    kinds.join(" or ")
}

fn named_type(name: &str, schema: &Value) -> String {
    match name {
        "integer" => "an integer".to_owned(),
        "object" => "an object".to_owned(),
        "null" => "null".to_owned(),
        "array" => match &schema["items"] {
            Value::Object(items) if items.contains_key("type") || items.contains_key("enum") => {
                format!("an array, each item {}", kind_of_value(&schema["items"]))
            }
            _ => "an array".to_owned(),
        },
        other => format!("a {other}"),
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A short value itself, or the type of a long one.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().count() > MOST_SHOWN => {
            format!("a string of {} characters", text.chars().count())
        }
        Value::Array(items) => format!("an array of {}", counted(items.len() as u64, "item")),
        Value::Object(_) => type_name(value).to_owned(),
        short => literal(short),
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn choices(options: impl ExactSizeIterator<Item = String>) -> String {
    let left_out = options.len().saturating_sub(MOST_CHOICES);
    let mut text = options.take(MOST_CHOICES).collect::<Vec<_>>().join(", ");
    if left_out > 0 {
        text.push_str(&format!(" and {left_out} more"));
    }
    text
}

fn counted(count: u64, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    text.split_once(". ").map_or(text, |(first, _)| first)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= MOST_SHOWN {
        return name.to_owned();
    }
    name.chars().take(MOST_SHOWN).chain(['…']).collect()
}

fn dotted(pointer: &str) -> String {
    let segments: Vec<String> =
        pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect();
    segments.join(".")
}
