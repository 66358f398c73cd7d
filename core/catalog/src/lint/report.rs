//! What the lint found, and where.

use std::fmt;

use thiserror::Error;

use crate::format::ToolkitFile;

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintError {
    /// `github.yaml`.
    pub file: String,
    /// The slug of the tool it is about, if it is about one.
    pub tool: Option<String>,
    /// The rule's short name.
    pub rule: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl LintError {
    pub(crate) fn in_file(file: &ToolkitFile, rule: &'static str, message: impl fmt::Display) -> Self {
        Self { file: format!("{}.yaml", file.toolkit.slug), tool: None, rule, message: message.to_string() }
    }

    pub(crate) fn in_tool(file: &ToolkitFile, key: &str, rule: &'static str, message: impl fmt::Display) -> Self {
        Self { tool: Some(file.tool_slug(key)), ..Self::in_file(file, rule, message) }
    }
}

impl fmt::Display for LintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(tool) = &self.tool {
            write!(f, "{tool}: ")?;
        }
        write!(f, "{} [{}]", self.message, self.rule)
    }
}

/// Every rule that files break.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct LintErrors(pub Vec<LintError>);

/// Collects the findings about one file.
pub(super) struct Report<'a> {
    file: &'a ToolkitFile,
    errors: Vec<LintError>,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: &'a ToolkitFile) -> Self {
        Self { file, errors: Vec::new() }
    }

    pub(super) fn file(&mut self, rule: &'static str, message: impl fmt::Display) {
        self.errors.push(LintError::in_file(self.file, rule, message));
    }

    pub(super) fn tool(&mut self, key: &str, rule: &'static str, message: impl fmt::Display) {
        self.errors.push(LintError::in_tool(self.file, key, rule, message));
    }

    pub(super) fn into_errors(self) -> Vec<LintError> {
        self.errors
    }
}
