//! The compiled tool.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::format::{BodyFormat, Hint, Location, Output};

/// The version of what has none.
pub(crate) const UNVERSIONED: &str = "00000000_00";

/// One operation of a toolkit, as the engine works with it.
#[derive(Debug, Clone)]
pub struct Tool {
    /// `GITHUB_CREATE_AN_ISSUE`; at most 60 characters.
    pub slug: String,
    /// Slug of its toolkit.
    pub toolkit: String,
    pub name: String,
    pub description: String,
    pub version: String,
    pub method: Method,
    /// An absolute URL template; `{name}` is one segment, `{+name}` keeps slashes.
    pub url: String,
    pub headers: BTreeMap<String, String>,
    pub params: Vec<Param>,
    pub query: BTreeMap<String, String>,
    pub body: Map<String, Value>,
    pub body_format: BodyFormat,
    /// The GraphQL document whose variables `body` and the parameters in the body are.
    pub graphql: Option<String>,
    /// The named work of several requests that calling this tool is.
    pub procedure: Option<String>,
    pub request_transform: Option<String>,
    pub response_transform: Option<String>,
    /// Its success test is the tool's own, else its toolkit's.
    pub output: Output,
    /// Sorted, complete: what the method implies, or what the file says.
    pub hints: Vec<Hint>,
    /// The hints by name, and further tags such as `important`.
    pub tags: Vec<String>,
    pub scopes: Vec<String>,
    pub examples: Vec<String>,
    /// Where agents go wrong with it.
    pub pitfalls: Vec<String>,
    /// A JSON Schema object made of `params`.
    pub input_schema: Arc<Value>,
}

impl Tool {
    /// A tool that no request describes, because it does not run at a provider.
    pub fn described(slug: String, toolkit: String, name: String, description: String, input_schema: Value) -> Self {
        Self {
            slug,
            toolkit,
            name,
            description,
            version: UNVERSIONED.to_owned(),
            method: Method::Post,
            url: String::new(),
            headers: BTreeMap::new(),
            params: Vec::new(),
            query: BTreeMap::new(),
            body: Map::new(),
            body_format: BodyFormat::default(),
            graphql: None,
            procedure: None,
            request_transform: None,
            response_transform: None,
            output: Output::default(),
            hints: Vec::new(),
            tags: Vec::new(),
            scopes: Vec::new(),
            examples: Vec::new(),
            pitfalls: Vec::new(),
            input_schema: Arc::new(input_schema),
        }
    }

    /// Whether it is known to change something. Of a custom tool nothing is known.
    pub(crate) fn changes(&self) -> bool {
        !self.hints.is_empty() && !self.is_read()
    }

    /// Whether calling it twice by accident harms nobody, so that it may be retried and cancelled.
    pub fn is_read(&self) -> bool {
        self.hints.contains(&Hint::ReadOnly)
    }
}

/// A parameter and its place in the request.
#[derive(Debug, Clone)]
pub struct Param {
    pub name: String,
    pub location: Location,
    /// The provider's name; in a body, dots nest and numbers are places in lists.
    pub wire: String,
    pub required: bool,
    /// A list in the query is a parameter for each item.
    pub explode: bool,
    pub aliases: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}
