//! One line of the report, and the lines that follow from settings alone.

use composio_core::SettingSource;
use serde::Serialize;

use super::super::table::columns;

#[derive(Debug, Clone, Serialize)]
pub(super) struct Check {
    pub name: String,
    pub status: Status,
    /// What was found, and where it is not fine, what to do.
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    Ok,
    Warn,
    Fail,
}

impl Check {
    pub fn ok(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self { name: name.into(), status: Status::Ok, message: message.into() }
    }

    pub fn warn(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self { name: name.into(), status: Status::Warn, message: message.into() }
    }

    pub fn fail(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self { name: name.into(), status: Status::Fail, message: message.into() }
    }

    pub fn has_failed(&self) -> bool {
        self.status == Status::Fail
    }
}

/// A setting that is not the default, and who set it. What is secret was left out by whoever listed them.
pub(super) fn setting(source: &SettingSource) -> Check {
    let value = source.value.as_deref().unwrap_or("(a secret)");
    Check::ok(source.key.clone(), format!("{value}  from {}", source.from))
}

/// `first` is what to type where nothing is connected yet.
pub(super) fn report(checks: &[Check], first: Option<&str>) -> String {
    let rows: Vec<Vec<String>> = checks
        .iter()
        .map(|check| {
            let status = match check.status {
                Status::Ok => "ok",
                Status::Warn => "warn",
                Status::Fail => "FAIL",
            };
            vec![status.to_owned(), check.name.clone(), check.message.clone()]
        })
        .collect();
    let count = |status| checks.iter().filter(|check| check.status == status).count();
    let mut verdict = match (count(Status::Fail), count(Status::Warn)) {
        (0, 0) if first.is_some() => "It works, and nothing is connected yet.".to_owned(),
        (0, 0) => "Everything is in place.".to_owned(),
        (0, warnings) => format!("It works; {warnings} to look at."),
        (failures, _) => format!("{failures} to mend."),
    };
    if let Some(first) = first {
        verdict.push_str(&format!("\nnext: {first}"));
    }
    format!("{}{verdict}", columns(&rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_ends_with_a_verdict() {
        for (checks, verdict) in [
            (vec![Check::ok("a", "x")], "ok  a  x\nEverything is in place."),
            (vec![Check::ok("a", "x"), Check::warn("b", "y")], "ok    a  x\nwarn  b  y\nIt works; 1 to look at."),
            (vec![Check::fail("a", "x"), Check::warn("b", "y")], "FAIL  a  x\nwarn  b  y\n1 to mend."),
        ] {
            assert_eq!(report(&checks, None), verdict);
        }
        assert_eq!(
            report(&[Check::ok("a", "x")], Some("composio toolkits")),
            "ok  a  x\nIt works, and nothing is connected yet.\nnext: composio toolkits"
        );
    }

    #[test]
    fn a_setting_says_where_it_came_from_and_a_secret_says_nothing_else() {
        let source = |value: Option<&str>| SettingSource {
            key: "managed.github.client_secret".to_owned(),
            from: "COMPOSIO_GITHUB_CLIENT_SECRET".to_owned(),
            value: value.map(str::to_owned),
        };
        assert_eq!(setting(&source(None)).message, "(a secret)  from COMPOSIO_GITHUB_CLIENT_SECRET");
        assert_eq!(setting(&source(Some("5"))).message, "5  from COMPOSIO_GITHUB_CLIENT_SECRET");
    }
}
