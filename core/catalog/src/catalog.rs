//! All toolkits and tools of an engine: looked up, suggested, searched.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::arguments::{ArgumentChecker, ArgumentError};
use crate::builtin::builtin_files;
use crate::compile::compile;
use crate::format::ToolkitFile;
use crate::lint::{self, LintError, LintErrors};
use crate::nearest::nearest;
use crate::own::OwnTools;
use crate::search::{self, Hit, Index, Part};
use crate::tool::Tool;
use crate::toolkit::Toolkit;

/// An immutable set of toolkits. Shared by every session; what is costly is made once, when first needed.
pub struct Catalog {
    /// Sorted by slug.
    toolkits: Vec<Toolkit>,
    /// Sorted by slug.
    tools: Vec<Tool>,
    /// Former slugs and the places of the tools they became.
    aliases: HashMap<String, usize>,
    /// Beside `tools`: compiling a schema is far dearer than checking against it.
    checkers: Vec<OnceLock<ArgumentChecker>>,
    index: OnceLock<Index>,
}

impl Catalog {
    /// The toolkits compiled into the library.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: OnceLock<Arc<Catalog>> = OnceLock::new();
        // Not linted here: a test does, and a start should not wait for it.
        BUILTIN
            .get_or_init(|| match Self::assemble(&builtin_files()) {
                Ok(catalog) => Arc::new(catalog),
                Err(error) => unreachable!("a test lints the shipped toolkits: {error}"),
            })
            .clone()
    }

    /// A catalog of these files, linted first. Names of transforms are not checked, as only the engine knows them;
    /// [`crate::lint()`] does with its list.
    pub fn from_files(files: &[ToolkitFile]) -> Result<Self, LintErrors> {
        lint::lint(files, None)?;
        Self::assemble(files).map_err(|error| LintErrors(vec![error]))
    }

    fn assemble(files: &[ToolkitFile]) -> Result<Self, LintError> {
        let mut toolkits = Vec::with_capacity(files.len());
        let mut tools = Vec::new();
        for file in files {
            let (toolkit, its_tools) = compile(file)?;
            toolkits.push(toolkit);
            tools.extend(its_tools);
        }
        toolkits.sort_by(|a: &Toolkit, b| a.slug.cmp(&b.slug));
        tools.sort_by(|a: &Tool, b| a.slug.cmp(&b.slug));
        let aliases = files
            .iter()
            .flat_map(|file| &file.aliases)
            .filter_map(|(old, new)| Some((old.clone(), position(&tools, new)?)))
            .collect();
        let checkers = tools.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { toolkits, tools, aliases, checkers, index: OnceLock::new() })
    }

    /// The toolkit of that slug, in any case.
    pub fn toolkit(&self, slug: &str) -> Option<&Toolkit> {
        let slug = slug.to_ascii_lowercase();
        let at = self.toolkits.binary_search_by(|toolkit| toolkit.slug.as_str().cmp(&slug)).ok()?;
        self.toolkits.get(at)
    }

    /// Every toolkit, by slug.
    pub fn toolkits(&self) -> impl ExactSizeIterator<Item = &Toolkit> {
        self.toolkits.iter()
    }

    /// The tool of that slug or former slug, in any case.
    pub fn tool(&self, slug: &str) -> Option<&Tool> {
        let slug = slug.to_ascii_uppercase();
        let at = position(&self.tools, &slug).or_else(|| self.aliases.get(&slug).copied())?;
        self.tools.get(at)
    }

    /// Every tool, by slug.
    pub fn tools(&self) -> impl ExactSizeIterator<Item = &Tool> {
        self.tools.iter()
    }

    /// The tools of a toolkit, by slug; none for an unknown one.
    pub fn tools_of(&self, toolkit: &str) -> impl Iterator<Item = &Tool> {
        let slugs = self.toolkit(toolkit).map_or(&[][..], |toolkit| &toolkit.tools);
        slugs.iter().filter_map(|slug| self.tool(slug))
    }

    /// Slugs of the tools somebody may have meant by `word`, best first: spelt alike, else saying the same.
    pub fn nearest_tools(&self, word: &str, n: usize) -> Vec<&str> {
        let names = self.tools.iter().map(|tool| tool.slug.as_str()).chain(self.aliases.keys().map(String::as_str));
        // An alias and its tool may both be near, so that twice as many have to be looked at.
        let alike = nearest(word, names, n.saturating_mul(2)).into_iter().filter_map(|name| self.tool(name));
        let mut slugs: Vec<&str> = Vec::with_capacity(n);
        for tool in alike {
            if slugs.len() < n && !slugs.contains(&tool.slug.as_str()) {
                slugs.push(&tool.slug);
            }
        }
        if !slugs.is_empty() {
            return slugs;
        }
        let Some((toolkit, rest)) = self.split_slug(word) else { return slugs };
        let meant = self.search(rest, &|tool| tool.toolkit == toolkit.slug, n);
        meant.into_iter().map(|hit| hit.tool.slug.as_str()).collect()
    }

    /// Slugs of the toolkits somebody may have meant by `word`, best first; names they are also called by count.
    pub fn nearest_toolkits(&self, word: &str, n: usize) -> Vec<&str> {
        let names: Vec<(&str, &str)> = self
            .toolkits
            .iter()
            .flat_map(|toolkit| {
                let also = toolkit.also_called.iter().map(String::as_str);
                [toolkit.slug.as_str(), toolkit.name.as_str()]
                    .into_iter()
                    .chain(also)
                    .map(|name| (name, &*toolkit.slug))
            })
            .collect();
        let mut slugs: Vec<&str> = Vec::with_capacity(n);
        for name in nearest(word, names.iter().map(|(name, _)| *name), names.len()) {
            for (_, slug) in names.iter().filter(|(known, _)| *known == name) {
                if slugs.len() < n && !slugs.contains(slug) {
                    slugs.push(slug);
                }
            }
        }
        slugs
    }

    /// The allowed tools that answer a request in plain words, best first. Equal scores are ordered by slug.
    pub fn search(&self, query: &str, allowed: &dyn Fn(&Tool) -> bool, limit: usize) -> Vec<Hit<'_>> {
        search::rank(&[self.part()], |slug| self.tool(slug), query, allowed, limit)
    }

    /// [`Self::search`] among these tools and a session's own, ranked together.
    pub fn search_with<'a>(
        &'a self,
        own: &'a OwnTools,
        query: &str,
        allowed: &dyn Fn(&Tool) -> bool,
        limit: usize,
    ) -> Vec<Hit<'a>> {
        if own.is_empty() {
            return self.search(query, allowed, limit);
        }
        let parts = [self.part(), own.part(self)];
        search::rank(&parts, |slug| own.tool(slug).or_else(|| self.tool(slug)), query, allowed, limit)
    }

    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::build(&self.toolkits, &self.tools))
    }

    fn part(&self) -> Part<'_> {
        Part { index: self.index(), tools: &self.tools }
    }

    /// Arguments as the tool wants them, or everything that is wrong with them.
    ///
    /// Other names and casings are renamed, unambiguous slips of type corrected, declared defaults filled in; then the
    /// whole is checked against the tool's input schema.
    pub fn check_arguments(
        &self,
        tool: &Tool,
        arguments: Map<String, Value>,
    ) -> Result<Map<String, Value>, Vec<ArgumentError>> {
        let ours = position(&self.tools, &tool.slug)
            .filter(|at| self.tools.get(*at).is_some_and(|own| Arc::ptr_eq(&own.input_schema, &tool.input_schema)));
        match ours.and_then(|at| self.checkers.get(at)) {
            Some(checker) => checker.get_or_init(|| ArgumentChecker::of(tool)).check(arguments),
            // A tool of another catalog, such as a pinned older version.
            None => ArgumentChecker::of(tool).check(arguments),
        }
    }

    /// Takes `GITHUB_MAKE_ISSUE` apart into the toolkit and `MAKE_ISSUE`.
    fn split_slug<'w>(&self, word: &'w str) -> Option<(&Toolkit, &'w str)> {
        word.match_indices('_')
            .filter_map(|(at, _)| Some((self.toolkit(&word[..at])?, &word[at + 1..])))
            // `google_maps` before `google`.
            .last()
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog").field("toolkits", &self.toolkits.len()).field("tools", &self.tools.len()).finish()
    }
}

fn position(tools: &[Tool], slug: &str) -> Option<usize> {
    tools.binary_search_by(|tool| tool.slug.as_str().cmp(slug)).ok()
}
