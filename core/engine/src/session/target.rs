//! What a call names: a tool, its toolkit, and where it runs.

use composio_catalog::{ArgumentError, Tool, Toolkit, nearest};
use serde_json::{Map, Value};

use super::custom::own::{About, Named};
use super::lifecycle::Session;
use super::validate::unknown_tool;
use crate::engine::Engine;
use crate::error::{Error, INTERNAL, Result, SESSION_BAD_REQUEST};

/// A tool of a session.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    pub tool: &'a Tool,
    pub toolkit: &'a Toolkit,
    pub place: Place<'a>,
}

/// Where a tool runs.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// A request to the toolkit's API.
    Provider,
    /// A function in the caller's process.
    Caller(&'a About),
}

impl Engine {
    /// The tool of that slug: a custom tool's final slug, one of the catalog, or a custom tool's own where only one has
    /// it.
    pub(super) fn target<'a>(&'a self, session: &'a Session, slug: &str) -> Result<Target<'a>> {
        let own = session.own();
        if let Some((tool, about)) = own.get(slug) {
            return self.at(session, tool, Place::Caller(about));
        }
        if let Some(tool) = self.catalog().tool(slug) {
            return self.at(session, tool, Place::Provider);
        }
        match own.named(slug) {
            Named::One(tool, about) => self.at(session, tool, Place::Caller(about)),
            Named::Several(slugs) => Err(Error::new(
                SESSION_BAD_REQUEST,
                format!("several custom tools are called `{slug}`; use one of {}", slugs.join(", ")),
            )
            .with("tool", slug)),
            Named::None => Err(unknown_tool(slug, &self.nearest_tools(session, slug, 3))),
        }
    }

    fn at<'a>(&'a self, session: &'a Session, tool: &'a Tool, place: Place<'a>) -> Result<Target<'a>> {
        let toolkit = self.toolkit_of(session, &tool.toolkit);
        let toolkit = toolkit.ok_or_else(|| Error::new(INTERNAL, format!("`{}` has no toolkit", tool.slug)))?;
        Ok(Target { tool, toolkit, place })
    }

    /// The toolkit of that slug, the session's own ones included.
    pub(super) fn toolkit_of<'a>(&'a self, session: &'a Session, slug: &str) -> Option<&'a Toolkit> {
        self.catalog().toolkit(slug).or_else(|| session.own().tools.toolkit(slug))
    }

    /// Slugs of the tools somebody may have meant; the session's own first.
    pub(super) fn nearest_tools<'a>(&'a self, session: &'a Session, slug: &str, n: usize) -> Vec<&'a str> {
        let own = session.own().tools.tools().iter().map(|tool| tool.slug.as_str());
        let mut near = nearest(slug, own, n);
        near.extend(self.catalog().nearest_tools(slug, n));
        near.truncate(n);
        near
    }

    /// The target's arguments made right and checked.
    pub(super) fn check_arguments(
        &self,
        session: &Session,
        target: &Target<'_>,
        arguments: Map<String, Value>,
    ) -> Result<Map<String, Value>, Vec<ArgumentError>> {
        match target.place {
            Place::Provider => self.catalog().check_arguments(target.tool, arguments),
            Place::Caller(_) => session.own().tools.check_arguments(target.tool, arguments),
        }
    }
}
