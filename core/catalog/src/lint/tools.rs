//! The rules about one tool.

use std::collections::BTreeSet;

use super::report::Report;
use super::toolkit::{DESCRIPTION, headers};
use super::{NamedSteps, graphql, params, urls};
use crate::format::{BodyFormat, ParamEntry, ToolEntry, ToolkitFile};
use crate::template;
use crate::tool::Method;

/// Agent frameworks cap function names at 64 characters.
const LONGEST_SLUG: usize = 60;

pub(super) fn check(file: &ToolkitFile, steps: Option<NamedSteps<'_>>, report: &mut Report<'_>) {
    if file.tools.is_empty() {
        report.file("tools", "the toolkit has no tools");
    }
    for (key, entry) in file.entries() {
        let slug = file.tool_slug(key);
        if !is_tool_slug(&slug) || key.is_empty() {
            report.tool(key, "tool-slug", format!("`{slug}` must be at most {LONGEST_SLUG} of A-Z, 0-9 and `_`"));
        }
        match entry {
            Ok(entry) => tool(key, &entry, steps, report),
            Err(error) => report.tool(key, "tool-shape", error),
        }
    }
}

pub(super) fn is_tool_slug(slug: &str) -> bool {
    slug.len() <= LONGEST_SLUG && slug.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn tool(key: &str, entry: &ToolEntry, steps: Option<NamedSteps<'_>>, report: &mut Report<'_>) {
    texts(key, entry, report);
    let mut known: Vec<(&str, ParamEntry)> = Vec::new();
    for (name, param) in entry.parameters() {
        match param {
            Ok(param) => known.push((name, param)),
            Err(error) => report.tool(key, "tool-shape", format!("parameter `{name}`: {error}")),
        }
    }
    if let [(method, path)] = entry.methods()[..] {
        let in_url = url(key, path, report);
        for name in &in_url {
            match known.iter().find(|(known, _)| known == name) {
                None => report.tool(
                    key,
                    "path-placeholder",
                    format!("`{{{name}}}` of the path is no parameter; declare it"),
                ),
                Some((_, param)) if !param.required && !param.schema.contains_key("default") => {
                    report.tool(key, "path-placeholder", format!("`{name}` is in the path, so it must be required"));
                }
                Some(_) => {}
            }
        }
        params::check(key, &known, method, &in_url, report);
        if method == Method::Get && (!entry.body.is_empty() || entry.body_format != BodyFormat::Json) {
            report.tool(key, "body", "a GET has no body; remove body and body_format");
        }
        graphql::check(key, entry, method, &known, report);
    } else {
        report.tool(key, "method", "give exactly one of get, post, put, patch, delete");
    }
    queries(key, entry, &known, report);
    headers(&entry.headers, &mut |rule, message| report.tool(key, rule, message));
    for (member, pointer) in &entry.output.pick {
        if !urls::is_pointer(pointer) {
            report.tool(key, "output", format!("`{member}`: `{pointer}` must be a JSON pointer such as `/items`"));
        }
    }
    if let Some(success) = &entry.output.success {
        urls::success(success, &mut |message| report.tool(key, "success", message));
    }
    if let Some(steps) = steps {
        named(key, entry, steps, report);
    }
}

fn named(key: &str, entry: &ToolEntry, steps: NamedSteps<'_>, report: &mut Report<'_>) {
    let kinds = [
        ("request_transform", &entry.request_transform, steps.request_transforms),
        ("response_transform", &entry.response_transform, steps.response_transforms),
        ("procedure", &entry.procedure, steps.procedures),
    ];
    for (kind, name, known) in kinds {
        if let Some(name) = name.as_deref().filter(|name| !known.contains(name)) {
            report.tool(key, kind, format!("no {kind} is called `{name}`; add it to the engine or mend the name"));
        }
    }
}

fn texts(key: &str, entry: &ToolEntry, report: &mut Report<'_>) {
    if entry.name.trim().is_empty() {
        report.tool(key, "tool-name", "the tool needs a name");
    }
    let length = entry.description.trim().chars().count();
    if !DESCRIPTION.contains(&length) {
        report.tool(key, "description", format!("the description has {length} characters; write 20 to 400"));
    }
    if entry.examples.iter().any(|example| example.trim().is_empty()) {
        report.tool(key, "examples", "an example is empty; remove it");
    }
    for pitfall in &entry.pitfalls {
        let length = pitfall.trim().chars().count();
        if !DESCRIPTION.contains(&length) {
            report.tool(key, "pitfalls", format!("a pitfall has {length} characters; write 20 to 400"));
        }
    }
}

/// The parameters the URL names.
fn url<'a>(key: &str, path: &'a str, report: &mut Report<'_>) -> BTreeSet<&'a str> {
    let whole = Some(path).filter(|path| !path.starts_with('/'));
    if let Some(fault) = whole.and_then(urls::fault) {
        report.tool(key, "https", format!("{fault}; a path on base_url starts with `/`"));
    }
    if path.contains(['?', '#']) {
        report.tool(key, "url-template", "a query stands under params or query, not in the path");
    }
    match template::parse_url(path) {
        Ok(parts) => template::url_names(&parts).into_iter().collect(),
        Err(error) => {
            report.tool(key, "url-template", error);
            BTreeSet::new()
        }
    }
}

fn queries(key: &str, entry: &ToolEntry, known: &[(&str, ParamEntry)], report: &mut Report<'_>) {
    for (parameter, text) in &entry.query {
        match template::parse_query(text) {
            Ok(parts) => {
                for name in template::query_names(&parts) {
                    if !known.iter().any(|(known, _)| *known == name) {
                        report.tool(
                            key,
                            "query-template",
                            format!("`{name}` of `{parameter}` is no parameter; declare it"),
                        );
                    }
                }
            }
            Err(error) => report.tool(key, "query-template", format!("`{parameter}`: {error}")),
        }
    }
}
