//! The rules about a tool's parameters.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Draft;
use serde_json::Value;

use super::report::Report;
use crate::format::{Location, ParamEntry};
use crate::nearest::nearest;
use crate::tool::Method;

/// The keywords of JSON Schema that a parameter may use beside our own. Not `title`, which only repeats the name, and
/// not `$ref`, which many clients ignore.
pub(super) const KEYWORDS: [&str; 28] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contentEncoding",
    "contentMediaType",
    "default",
    "description",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "oneOf",
    "pattern",
    "properties",
    "type",
    "uniqueItems",
];

/// Model APIs restrict property names to this many characters.
const LONGEST_NAME: usize = 64;

pub(super) fn check(
    key: &str,
    params: &[(&str, ParamEntry)],
    method: Method,
    in_url: &BTreeSet<&str>,
    report: &mut Report<'_>,
) {
    for (name, param) in params {
        let fine = name.len() <= LONGEST_NAME && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !fine || name.is_empty() {
            report.tool(
                key,
                "param-name",
                format!(
                    "`{name}` must be at most {LONGEST_NAME} letters, digits and `_`; give the provider's name as wire"
                ),
            );
        }
        location(key, name, param, method, in_url.contains(name), report);
        schema(key, name, param, report);
    }
    names(key, params, report);
}

fn location(key: &str, name: &str, param: &ParamEntry, method: Method, in_url: bool, report: &mut Report<'_>) {
    let fault = match param.location {
        Some(Location::Path) if !in_url => "is declared in the path, which does not name it",
        Some(other) if in_url && other != Location::Path => "is in the path; remove its `in`",
        Some(Location::Body) if method == Method::Get => "is declared in the body, and a GET has none",
        Some(Location::Query) => return,
        None if !in_url && matches!(method, Method::Get | Method::Delete) => return,
        _ if param.explode => "is exploded, which only a list in the query can be",
        _ => return,
    };
    report.tool(key, "param-location", format!("`{name}` {fault}"));
}

fn schema(key: &str, name: &str, param: &ParamEntry, report: &mut Report<'_>) {
    for keyword in param.schema.keys().filter(|keyword| !KEYWORDS.contains(&keyword.as_str())) {
        let own = ["required", "in", "wire", "explode", "aliases"];
        let advice = match nearest(keyword, KEYWORDS.iter().copied().chain(own), 1)[..] {
            [meant] => format!("; did you mean `{meant}`?"),
            _ => String::new(),
        };
        report.tool(key, "param-keyword", format!("`{name}`: `{keyword}` is not allowed here{advice}"));
    }
    if param.schema.get("description").and_then(Value::as_str).is_none_or(|text| text.trim().is_empty()) {
        report.tool(
            key,
            "param-description",
            format!("`{name}` needs a description; a model has nothing else to go by"),
        );
    }
    let schema = Value::Object(param.schema.clone());
    if mentions_ref(&schema) {
        report.tool(key, "param-schema", format!("`{name}`: write the schema out; many clients ignore $ref"));
        return;
    }
    let validator = match jsonschema::options().with_draft(Draft::Draft202012).build(&schema) {
        Ok(validator) => validator,
        Err(error) => {
            report.tool(key, "param-schema", format!("`{name}` is no valid JSON Schema: {error}"));
            return;
        }
    };
    if let Some(default) = schema.get("default") {
        if !validator.is_valid(default) {
            report.tool(key, "param-default", format!("the default of `{name}` does not fit its own schema"));
        }
        if param.required {
            report.tool(
                key,
                "param-default",
                format!("`{name}` is required, so its default is never used; remove one"),
            );
        }
    }
}

/// Every name leads to one parameter.
fn names(key: &str, params: &[(&str, ParamEntry)], report: &mut Report<'_>) {
    let mut taken: BTreeMap<&str, &str> = params.iter().map(|(name, _)| (*name, *name)).collect();
    for (name, param) in params {
        for alias in &param.aliases {
            if let Some(other) = taken.insert(alias, name) {
                report.tool(key, "param-alias", format!("alias `{alias}` of `{name}` already stands for `{other}`"));
            }
        }
    }
}

fn mentions_ref(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => map.contains_key("$ref") || map.values().any(mentions_ref),
        Value::Array(items) => items.iter().any(mentions_ref),
        _ => false,
    }
}
