//! The rules a toolkit file keeps beyond what its types say.
//!
//! A file that breaks one is refused whole, with every broken rule named, so that a contributor mends it in one go.

mod graphql;
mod params;
mod report;
#[cfg(test)]
mod schema_tests;
mod setup;
#[cfg(test)]
mod tests;
mod toolkit;
mod tools;
mod urls;

use std::collections::BTreeMap;

use crate::format::ToolkitFile;
use report::Report;
pub use report::{LintError, LintErrors};

/// The steps in Rust that a file may name, by kind.
#[derive(Debug, Clone, Copy)]
pub struct NamedSteps<'a> {
    pub request_transforms: &'a [&'a str],
    pub response_transforms: &'a [&'a str],
    pub procedures: &'a [&'a str],
}

/// Checks files, alone and against each other. `steps` are the names the engine knows; `None` allows any.
pub fn lint(files: &[ToolkitFile], steps: Option<NamedSteps<'_>>) -> Result<(), LintErrors> {
    let mut errors = Vec::new();
    for file in files {
        let mut report = Report::new(file);
        toolkit::check(file, &mut report);
        setup::check(file, &mut report);
        tools::check(file, steps, &mut report);
        errors.extend(report.into_errors());
    }
    errors.extend(across(files));
    if errors.is_empty() { Ok(()) } else { Err(LintErrors(errors)) }
}

/// Slugs are unique over all files: `a` with `B_C` and `a_b` with `C` would make the same tool.
fn across(files: &[ToolkitFile]) -> Vec<LintError> {
    let mut errors = Vec::new();
    let mut toolkits: BTreeMap<&str, usize> = BTreeMap::new();
    let mut slugs: BTreeMap<String, &str> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        let slug = file.toolkit.slug.as_str();
        if toolkits.insert(slug, at).is_some() {
            errors.push(LintError::in_file(
                file,
                "toolkit-unique",
                format!("two files hold toolkit `{slug}`; merge them"),
            ));
            continue;
        }
        let keys = file.tools.keys().map(|key| file.tool_slug(key));
        for tool in keys.chain(file.aliases.keys().cloned()) {
            if let Some(other) = slugs.get(&tool).filter(|other| **other != slug) {
                let message = format!("toolkit `{other}` has a tool `{tool}` as well; rename one");
                errors.push(LintError::in_file(file, "tool-unique", message));
            }
            slugs.insert(tool, slug);
        }
    }
    errors
}
