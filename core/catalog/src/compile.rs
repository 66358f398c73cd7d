//! From the written form to the form the engine works with: every default taken, every place in the request decided.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::format::{Hint, Location, Output, ParamEntry, ToolEntry, ToolkitFile};
use crate::lint::LintError;
use crate::tool::{Method, Param, Tool};
use crate::toolkit::Toolkit;
use crate::{hints, template};

/// Compiles one file. It fails on what it cannot read or place; whether the file is good is the lint's to say.
pub(crate) fn compile(file: &ToolkitFile) -> Result<(Toolkit, Vec<Tool>), LintError> {
    let mut tools = Vec::with_capacity(file.tools.len());
    for (key, entry) in file.entries() {
        let unreadable = |error: &dyn std::fmt::Display| LintError::in_tool(file, key, "tool-shape", error);
        let entry = entry.map_err(|error| unreadable(&error))?;
        let mut params = Vec::with_capacity(entry.params.len());
        for (name, param) in entry.parameters() {
            params.push((name.to_owned(), param.map_err(|error| unreadable(&error))?));
        }
        tools.push(tool(file, key, &entry, params)?);
    }
    tools.sort_by(|a, b| a.slug.cmp(&b.slug));
    let whoami = file.whoami.as_ref().map(|asked| tool(file, "WHO_AM_I", &asked.entry(), Vec::new())).transpose()?;
    let about = &file.toolkit;
    let toolkit = Toolkit {
        slug: about.slug.clone(),
        name: about.name.clone(),
        description: about.description.clone(),
        version: about.version.clone(),
        categories: about.categories.clone(),
        app_url: about.app_url.clone(),
        logo: about.logo.clone().unwrap_or_default(),
        also_called: about.also_called.clone(),
        base_url: file.base_url.clone(),
        headers: file.headers.clone(),
        auth: file.auth.clone(),
        whoami,
        setup: file.setup.clone(),
        tools: tools.iter().map(|tool| tool.slug.clone()).collect(),
    };
    Ok((toolkit, tools))
}

fn tool(
    file: &ToolkitFile,
    key: &str,
    entry: &ToolEntry,
    params: Vec<(String, ParamEntry)>,
) -> Result<Tool, LintError> {
    let unplaceable = |rule, message: &dyn std::fmt::Display| LintError::in_tool(file, key, rule, message);
    let [(method, path)] = entry.methods()[..] else {
        return Err(unplaceable("method", &"give exactly one of get, post, put, patch, delete"));
    };
    let url = template::parse_url(path).map_err(|error| unplaceable("url-template", &error))?;
    let in_url: BTreeSet<&str> = template::url_names(&url).into_iter().collect();
    let mut in_query = BTreeSet::new();
    for text in entry.query.values() {
        let parts = template::parse_query(text).map_err(|error| unplaceable("query-template", &error))?;
        in_query.extend(template::query_names(&parts));
    }
    let input_schema = Arc::new(input_schema(&params));
    let place = |name: &str| match method {
        _ if in_url.contains(name) => Location::Path,
        _ if in_query.contains(name) => Location::Local,
        Method::Get | Method::Delete => Location::Query,
        Method::Post | Method::Put | Method::Patch => Location::Body,
    };
    let params = params.into_iter().map(|(name, param)| Param {
        location: param.location.unwrap_or_else(|| place(&name)),
        wire: param.wire.unwrap_or_else(|| name.clone()),
        required: param.required,
        explode: param.explode,
        aliases: param.aliases,
        name,
    });
    let mut hints = entry.hints.clone().unwrap_or_else(|| hints::implied(method, key));
    hints.sort_unstable();
    hints.dedup();
    Ok(Tool {
        slug: file.tool_slug(key),
        toolkit: file.toolkit.slug.clone(),
        name: entry.name.clone(),
        description: entry.description.trim().to_owned(),
        version: file.toolkit.version.clone(),
        method,
        url: if path.starts_with('/') { format!("{}{path}", file.base_url) } else { path.to_owned() },
        headers: headers(&file.headers, &entry.headers),
        params: params.collect(),
        query: entry.query.clone(),
        body: entry.body.clone(),
        body_format: entry.body_format,
        graphql: entry.graphql.clone(),
        procedure: entry.procedure.clone(),
        request_transform: entry.request_transform.clone(),
        response_transform: entry.response_transform.clone(),
        output: output(file, entry),
        tags: tags(&hints, &entry.tags),
        hints,
        scopes: entry.scopes.clone(),
        examples: entry.examples.clone(),
        pitfalls: entry.pitfalls.clone(),
        input_schema,
    })
}

fn output(file: &ToolkitFile, entry: &ToolEntry) -> Output {
    let mut output = entry.output.clone();
    output.success = output.success.or_else(|| file.success.clone());
    output
}

/// The toolkit's headers under the tool's own; header names do not know case.
fn headers(toolkit: &BTreeMap<String, String>, tool: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut merged = tool.clone();
    for (name, value) in toolkit {
        if !tool.keys().any(|own| own.eq_ignore_ascii_case(name)) {
            merged.insert(name.clone(), value.clone());
        }
    }
    merged
}

fn tags(hints: &[Hint], further: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = hints.iter().map(|hint| hint.name().to_owned()).collect();
    for tag in further {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    tags
}

fn input_schema(params: &[(String, ParamEntry)]) -> Value {
    let mut properties = Map::new();
    for (name, param) in params {
        properties.insert(name.clone(), Value::Object(param.schema.clone()));
    }
    let required: Vec<&str> =
        params.iter().filter(|(_, param)| param.required).map(|(name, _)| name.as_str()).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
