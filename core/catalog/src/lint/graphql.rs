//! The rules about a tool that is a GraphQL document.

use std::collections::BTreeSet;

use super::report::Report;
use crate::format::{BodyFormat, Location, ParamEntry, ToolEntry};
use crate::template;
use crate::tool::Method;

pub(super) fn check(
    key: &str,
    entry: &ToolEntry,
    method: Method,
    params: &[(&str, ParamEntry)],
    report: &mut Report<'_>,
) {
    let Some(document) = &entry.graphql else { return };
    let mut broken = |message: String| report.tool(key, "graphql", message);
    if method != Method::Post || entry.body_format != BodyFormat::Json {
        broken("a GraphQL document is sent as JSON by post".to_owned());
    }
    let declared = variables(document);
    let composed = entry.query.values().filter_map(|text| template::parse_query(text).ok());
    let elsewhere: BTreeSet<&str> = composed.flat_map(|parts| template::query_names(&parts)).collect();
    let mut sent: BTreeSet<&str> = entry.body.keys().map(String::as_str).collect();
    for (name, param) in params {
        if param.location.map_or(!elsewhere.contains(name), |location| location == Location::Body) {
            let wire = param.wire.as_deref().unwrap_or(name);
            sent.insert(wire.split('.').next().unwrap_or(wire));
        }
    }
    for name in sent.difference(&declared) {
        broken(format!("variable `{name}` is sent, and the document does not use `${name}`; add it or mend the wire"));
    }
    for name in declared.difference(&sent) {
        broken(format!("the document uses `${name}`, which no parameter and no constant of the body gives"));
    }
}

/// Every `$name` of a document.
fn variables(document: &str) -> BTreeSet<&str> {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    document
        .split('$')
        .skip(1)
        .filter_map(|rest| rest.split(|c| !name(c)).next())
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_once() {
        let document = "query ($first: Int!, $after: String) { a(first: $first, after:$after) { b } }";
        assert_eq!(variables(document), BTreeSet::from(["after", "first"]));
        assert!(variables("{ viewer { id } }").is_empty());
    }
}
