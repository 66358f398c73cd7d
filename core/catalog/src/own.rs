//! Tools beside the catalog: those a session brings itself.
//!
//! A few definitions, found and checked like the tools of the catalog and ranked together with them, without a copy of
//! it.

use std::fmt;
use std::sync::OnceLock;

use serde_json::{Map, Value};

use crate::arguments::{ArgumentChecker, ArgumentError};
use crate::catalog::Catalog;
use crate::search::{Index, Part};
use crate::tool::Tool;
use crate::toolkit::Toolkit;

/// How the slugs of such tools begin, and no others.
pub const OWN_PREFIX: &str = "LOCAL_";

/// A session's own tools. What is costly is made once, when first needed.
#[derive(Default)]
pub struct OwnTools {
    toolkits: Vec<Toolkit>,
    tools: Vec<Tool>,
    /// Beside `tools`.
    checkers: Vec<OnceLock<ArgumentChecker>>,
    index: OnceLock<Index>,
}

impl OwnTools {
    /// Toolkits of [`Toolkit::described`] and tools of [`Tool::described`], whose toolkits may also be the catalog's.
    pub fn new(toolkits: Vec<Toolkit>, tools: Vec<Tool>) -> Self {
        let checkers = tools.iter().map(|_| OnceLock::new()).collect();
        Self { toolkits, tools, checkers, index: OnceLock::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.tools.is_empty()
    }

    /// In the order they were given.
    pub fn tools(&self) -> &[Tool] {
        &self.tools
    }

    /// The tool of that slug, in any case.
    pub fn tool(&self, slug: &str) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.slug.eq_ignore_ascii_case(slug))
    }

    /// The toolkit of that slug, in any case.
    pub fn toolkit(&self, slug: &str) -> Option<&Toolkit> {
        self.toolkits.iter().find(|toolkit| toolkit.slug.eq_ignore_ascii_case(slug))
    }

    /// See [`Catalog::check_arguments`].
    pub fn check_arguments(
        &self,
        tool: &Tool,
        arguments: Map<String, Value>,
    ) -> Result<Map<String, Value>, Vec<ArgumentError>> {
        let at = self.tools.iter().position(|own| own.slug == tool.slug);
        match at.and_then(|at| self.checkers.get(at)) {
            Some(checker) => checker.get_or_init(|| ArgumentChecker::of(tool)).check(arguments),
            None => ArgumentChecker::of(tool).check(arguments),
        }
    }

    /// For one catalog only: the index weighs its terms against that catalog's.
    pub(crate) fn part<'a>(&'a self, catalog: &'a Catalog) -> Part<'a> {
        let index = self.index.get_or_init(|| {
            let toolkits: Vec<&Toolkit> = self
                .tools
                .iter()
                .filter_map(|tool| self.toolkit(&tool.toolkit).or_else(|| catalog.toolkit(&tool.toolkit)))
                .collect();
            Index::beside(catalog.index(), &toolkits, &self.toolkits, &self.tools)
        });
        Part { index, tools: &self.tools }
    }
}

impl fmt::Debug for OwnTools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnTools").field("tools", &self.tools.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn tool(slug: &str, toolkit: &str, name: &str, description: &str) -> Tool {
        let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
        Tool::described(slug.to_owned(), toolkit.to_owned(), name.to_owned(), description.to_owned(), schema)
    }

    fn own() -> OwnTools {
        let toolkit = Toolkit::described("weather".to_owned(), "Weather station".to_owned(), "Ours.".to_owned());
        let tools = vec![
            tool("LOCAL_WEATHER_FORECAST", "weather", "Weather forecast", "Tells tomorrow's weather in a city."),
            tool("LOCAL_GITHUB_CLOSE_STALE", "github", "Close stale issues", "Closes issues nobody touched for long."),
        ];
        OwnTools::new(vec![toolkit], tools)
    }

    #[test]
    fn own_tools_are_ranked_among_those_of_the_catalog() {
        let (catalog, own) = (Catalog::builtin(), own());
        let all = |_: &Tool| true;
        for (query, expected) in [
            ("what will the weather be in Paris", "LOCAL_WEATHER_FORECAST"),
            ("close stale issues in github", "LOCAL_GITHUB_CLOSE_STALE"),
            ("create an issue in github", "GITHUB_CREATE_AN_ISSUE"),
            ("run local_weather_forecast", "LOCAL_WEATHER_FORECAST"),
        ] {
            let hits = catalog.search_with(&own, query, &all, 6);
            assert_eq!(hits[0].tool.slug, expected, "{query}");
        }
    }

    #[test]
    fn what_is_not_allowed_is_not_found() {
        let (catalog, own) = (Catalog::builtin(), own());
        let hits = catalog.search_with(&own, "weather forecast", &|tool| tool.toolkit != "weather", 6);
        assert!(hits.iter().all(|hit| hit.tool.slug != "LOCAL_WEATHER_FORECAST"));
    }

    #[test]
    fn arguments_are_checked_against_the_tool_s_own_schema() {
        let own = own();
        let tool = own.tool("local_weather_forecast").unwrap();
        let given = |value: Value| value.as_object().unwrap().clone();
        assert!(own.check_arguments(tool, given(json!({"city": "Paris"}))).is_ok());
        assert!(own.check_arguments(tool, given(json!({}))).is_err());
    }
}
