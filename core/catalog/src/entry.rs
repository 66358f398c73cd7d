//! Reading the tools of a toolkit file.
//!
//! A file keeps its tools untyped, so that one bad tool is reported by name beside the others instead of hiding them.

use serde::Deserialize as _;

use crate::format::{AuthScheme, Hint, Output, ParamEntry, ToolEntry, ToolkitFile, WhoAmI};
use crate::tool::Method;

impl ToolkitFile {
    /// The tools by key, in file order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, Result<ToolEntry, serde_json::Error>)> {
        self.tools.iter().map(|(key, value)| (key.as_str(), ToolEntry::deserialize(value)))
    }

    /// The scopes an OAuth client asks for unless told otherwise.
    pub(crate) fn default_scopes(&self) -> &[String] {
        default_scopes(&self.auth)
    }

    /// The slug of the tool with that key.
    pub(crate) fn tool_slug(&self, key: &str) -> String {
        format!("{}_{key}", self.toolkit.slug.to_ascii_uppercase())
    }
}

pub(crate) fn default_scopes(auth: &[AuthScheme]) -> &[String] {
    let oauth = auth.iter().find_map(|scheme| match scheme {
        AuthScheme::OAuth2(oauth) => Some(oauth),
        _ => None,
    });
    oauth.map_or(&[], |oauth| &oauth.scopes.default)
}

impl WhoAmI {
    /// The request as a tool of no parameters whose data is `{identity}`, or nothing where the answer names nobody.
    pub(crate) fn entry(&self) -> ToolEntry {
        ToolEntry {
            name: "Who am I".to_owned(),
            description: "Asks whose credential this is.".to_owned(),
            get: self.get.clone(),
            post: self.post.clone(),
            graphql: self.graphql.clone(),
            output: Output {
                pick: self.id.iter().map(|pointer| ("identity".to_owned(), pointer.clone())).collect(),
                success: None,
            },
            hints: Some(vec![Hint::ReadOnly, Hint::Idempotent, Hint::OpenWorld]),
            ..ToolEntry::default()
        }
    }
}

impl ToolEntry {
    /// Every method key that is given; exactly one is right.
    pub(crate) fn methods(&self) -> Vec<(Method, &str)> {
        [
            (Method::Get, &self.get),
            (Method::Post, &self.post),
            (Method::Put, &self.put),
            (Method::Patch, &self.patch),
            (Method::Delete, &self.delete),
        ]
        .into_iter()
        .filter_map(|(method, path)| Some((method, path.as_deref()?)))
        .collect()
    }

    /// The parameters by name, in file order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&str, Result<ParamEntry, serde_json::Error>)> {
        self.params.iter().map(|(name, value)| (name.as_str(), ParamEntry::deserialize(value)))
    }
}
