//! Custom tools in the form the engine works with: tools beside the catalog, found by their final or their own slug.

use composio_catalog::{OWN_PREFIX, OwnTools, Tool, Toolkit};
use serde_json::Value;

use super::definition::{CustomTools, Declared};
use crate::session::tools::output_parameters;

/// The toolkit that stands for none.
pub const STANDALONE: &str = "custom";

/// A session's custom tools, ready.
#[derive(Debug, Default)]
pub struct Own {
    pub tools: OwnTools,
    /// Beside the tools.
    about: Vec<About>,
}

/// What only a custom tool has.
#[derive(Debug, Clone)]
pub struct About {
    pub original_slug: String,
    /// The custom toolkit it is a member of.
    pub toolkit: Option<String>,
    pub extends_toolkit: Option<String>,
    pub output_schema: Option<Value>,
    preload: Option<bool>,
}

/// What a name that is no final slug leads to.
#[derive(Debug)]
pub enum Named<'a> {
    One(&'a Tool, &'a About),
    /// Their final slugs.
    Several(Vec<&'a str>),
    None,
}

impl Own {
    pub fn of(custom: &CustomTools) -> Self {
        if custom.is_empty() {
            return Self::default();
        }
        let alone =
            Toolkit::described(STANDALONE.to_owned(), "Custom tools".to_owned(), "The application's own.".to_owned());
        let toolkits = custom.toolkits.iter().map(|toolkit| {
            Toolkit::described(toolkit.slug.to_ascii_lowercase(), toolkit.name.clone(), toolkit.description.clone())
        });
        let toolkits = std::iter::once(alone).chain(toolkits).collect();
        let (tools, about) = custom.all().map(|declared| (tool(declared), About::of(declared))).unzip();
        Self { tools: OwnTools::new(toolkits, tools), about }
    }

    /// By final slug, in any case.
    pub fn get(&self, slug: &str) -> Option<(&Tool, &About)> {
        let ours = slug.get(..OWN_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(OWN_PREFIX));
        if !ours {
            return None;
        }
        self.all().find(|(tool, _)| tool.slug.eq_ignore_ascii_case(slug))
    }

    /// By the slug it was declared with, in any case.
    pub fn named(&self, slug: &str) -> Named<'_> {
        let found: Vec<_> = self.all().filter(|(_, about)| about.original_slug.eq_ignore_ascii_case(slug)).collect();
        match found[..] {
            [] => Named::None,
            [(tool, about)] => Named::One(tool, about),
            _ => Named::Several(found.into_iter().map(|(tool, _)| tool.slug.as_str()).collect()),
        }
    }

    /// Those `tools()` hands out; `all` where the session preloads everything.
    pub fn preloaded(&self, all: bool) -> impl Iterator<Item = &Tool> {
        self.all().filter(move |(_, about)| about.preload.unwrap_or(all)).map(|(tool, _)| tool)
    }

    fn all(&self) -> impl Iterator<Item = (&Tool, &About)> {
        self.tools.tools().iter().zip(&self.about)
    }
}

impl About {
    /// The wrapper every tool answers in, around what this one declares.
    pub fn output_parameters(&self) -> Value {
        let mut wrapper = output_parameters();
        if let Some(schema) = self.output_schema.as_ref().filter(|schema| schema["type"] == "object") {
            wrapper["properties"]["data"] = schema.clone();
        }
        wrapper
    }

    fn of(declared: Declared<'_>) -> Self {
        let Declared { tool, toolkit } = declared;
        Self {
            original_slug: tool.slug.clone(),
            toolkit: toolkit.map(|toolkit| toolkit.slug.clone()),
            extends_toolkit: tool.extends_toolkit.clone(),
            output_schema: tool.output_schema.clone(),
            preload: tool.preload.or(toolkit.and_then(|toolkit| toolkit.preload)),
        }
    }
}

fn tool(declared: Declared<'_>) -> Tool {
    let Declared { tool, toolkit } = declared;
    let of = match (toolkit, &tool.extends_toolkit) {
        (Some(toolkit), _) => toolkit.slug.to_ascii_lowercase(),
        (None, Some(extended)) => extended.clone(),
        (None, None) => STANDALONE.to_owned(),
    };
    let mut schema = tool.input_schema.clone();
    if let Value::Object(schema) = &mut schema {
        // Some model providers refuse an object without it.
        schema.entry("properties").or_insert_with(|| Value::Object(serde_json::Map::new()));
    }
    Tool::described(declared.final_slug(), of, tool.name.clone(), tool.description.clone(), schema)
}
