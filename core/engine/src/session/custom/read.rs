//! Reads `experimental.custom_tools` and `experimental.custom_toolkits`.
//!
//! Every error names the member by its path. What definitions must satisfy together is in [`super::rules`].

use std::sync::Arc;

use composio_catalog::ArgumentChecker;
use serde_json::{Value, json};

use super::definition::{CustomTool, CustomToolkit};
use super::rules::check_slug;
use crate::error::Result;
use crate::session::options::{At, invalid};

/// Characters.
const NAME: usize = 128;
const TOOL_DESCRIPTION: usize = 5_120;
const TOOLKIT_DESCRIPTION: usize = 2_048;
/// Tools of a toolkit, and tools or toolkits of a session.
const MOST: usize = 100;

const TOOL: [&str; 7] = ["slug", "name", "description", "input_schema", "output_schema", "extends_toolkit", "preload"];
const MEMBER: [&str; 6] = ["slug", "name", "description", "input_schema", "output_schema", "preload"];
const TOOLKIT: [&str; 5] = ["slug", "name", "description", "preload", "tools"];

pub fn tools(at: &At<'_>) -> Result<Vec<CustomTool>> {
    items(at, |at| tool(at, &TOOL))
}

pub fn toolkits(at: &At<'_>) -> Result<Vec<CustomToolkit>> {
    items(at, toolkit)
}

fn items<'a, T>(at: &At<'a>, read: impl Fn(&At<'a>) -> Result<T>) -> Result<Vec<T>> {
    let Value::Array(items) = at.value else { return Err(at.error("a list of definitions")) };
    if items.len() > MOST {
        return Err(invalid(&at.path, format!("`{}` has {} entries and takes up to {MOST}", at.path, items.len())));
    }
    items.iter().enumerate().map(|(number, item)| read(&at.item(number, item))).collect()
}

fn tool(at: &At<'_>, keys: &[&str]) -> Result<CustomTool> {
    if keys == MEMBER && at.value.get("extends_toolkit").is_some_and(|given| !given.is_null()) {
        return Err(invalid(
            &at.path,
            format!("`{}.extends_toolkit`: a tool of a custom toolkit extends no other; declare it by itself", at.path),
        ));
    }
    let at = Members { path: &at.path, members: at.object(keys)? };
    Ok(CustomTool {
        slug: slug(&at)?,
        name: at.text("name", NAME)?,
        description: at.text("description", TOOL_DESCRIPTION)?,
        input_schema: input_schema(at.required("input_schema")?)?,
        output_schema: at.optional("output_schema").map(output_schema).transpose()?,
        extends_toolkit: at.optional("extends_toolkit").map(At::text).transpose()?,
        preload: at.optional("preload").map(At::flag).transpose()?,
    })
}

fn toolkit(at: &At<'_>) -> Result<CustomToolkit> {
    let at = Members { path: &at.path, members: at.object(&TOOLKIT)? };
    let tools = at.required("tools")?;
    let toolkit = CustomToolkit {
        slug: slug(&at)?,
        name: at.text("name", NAME)?,
        description: at.text("description", TOOLKIT_DESCRIPTION)?,
        preload: at.optional("preload").map(At::flag).transpose()?,
        tools: items(tools, |at| tool(at, &MEMBER))?,
    };
    if toolkit.tools.is_empty() {
        return Err(invalid(&tools.path, format!("`{}` is empty; a custom toolkit has at least one tool", tools.path)));
    }
    Ok(toolkit)
}

/// A definition's members.
struct Members<'a, 'b> {
    path: &'b str,
    members: Vec<(&'a str, At<'a>)>,
}

impl<'a> Members<'a, '_> {
    /// Null is a member left out.
    fn optional(&self, name: &str) -> Option<&At<'a>> {
        self.members.iter().find(|(key, at)| *key == name && !at.value.is_null()).map(|(_, at)| at)
    }

    fn required(&self, name: &str) -> Result<&At<'a>> {
        let path = self.path;
        self.optional(name).ok_or_else(|| invalid(path, format!("`{path}` needs `{name}`")))
    }

    fn text(&self, name: &str, most: usize) -> Result<String> {
        let at = self.required(name)?;
        let text = at.text()?;
        let length = text.chars().count();
        if length > most {
            return Err(invalid(&at.path, format!("`{}` has {length} characters and takes up to {most}", at.path)));
        }
        Ok(text)
    }
}

fn slug(at: &Members<'_, '_>) -> Result<String> {
    let at = at.required("slug")?;
    let slug = at.text()?;
    check_slug(&slug).map_err(|fault| invalid(&at.path, format!("`{}`: {fault}", at.path)))?;
    Ok(slug)
}

/// `{}` says that there are no arguments.
fn input_schema(at: &At<'_>) -> Result<Value> {
    let Value::Object(schema) = at.value else { return Err(at.error("a JSON Schema of the tool's arguments")) };
    if schema.is_empty() {
        return Ok(json!({"type": "object", "properties": {}}));
    }
    if schema.get("type") != Some(&json!("object")) {
        return Err(invalid(
            &at.path,
            format!("`{}` describes the arguments by name, so its `type` must be \"object\"", at.path),
        ));
    }
    if let Some(problem) = ArgumentChecker::new(Arc::new(at.value.clone()), &[]).problem() {
        return Err(invalid(&at.path, format!("`{}` is not a usable JSON Schema: {problem}", at.path)));
    }
    Ok(at.value.clone())
}

fn output_schema(at: &At<'_>) -> Result<Value> {
    if at.value.is_object() { Ok(at.value.clone()) } else { Err(at.error("a JSON Schema of what the tool returns")) }
}
