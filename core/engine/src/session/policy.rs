//! What a session allows.
//!
//! Pure, and the one answer for `tools()`, search, execution, MULTI_EXECUTE, proxy and MCP. Every verdict names the
//! rule behind it.

use composio_catalog::{Hint, Tool};

use super::config::{Choice, SessionConfig, TagChoice, ToolChoice};

/// Whether something is allowed, and the rule that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub allowed: bool,
    /// A clause: "the session's `toolkits` does not enable `gmail`".
    pub rule: String,
}

impl Verdict {
    fn yes(rule: impl Into<String>) -> Self {
        Self { allowed: true, rule: rule.into() }
    }

    fn no(rule: impl Into<String>) -> Self {
        Self { allowed: false, rule: rule.into() }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Policy<'a> {
    config: &'a SessionConfig,
}

impl<'a> Policy<'a> {
    pub fn new(config: &'a SessionConfig) -> Self {
        Self { config }
    }

    pub fn toolkit(&self, slug: &str) -> Verdict {
        match &self.config.toolkits {
            None => Verdict::yes("the session allows all toolkits"),
            Some(Choice::Enable(list)) if list.iter().any(|known| known == slug) => {
                Verdict::yes(format!("the session's `toolkits` enables `{slug}`"))
            }
            Some(Choice::Enable(list)) if list.is_empty() => {
                Verdict::no(format!("the session's `toolkits` enables none, so not `{slug}`"))
            }
            Some(Choice::Enable(_)) => Verdict::no(format!("the session's `toolkits` does not enable `{slug}`")),
            Some(Choice::Disable(list)) if list.iter().any(|known| known == slug) => {
                Verdict::no(format!("the session's `toolkits` disables `{slug}`"))
            }
            Some(Choice::Disable(_)) => Verdict::yes(format!("the session's `toolkits` does not disable `{slug}`")),
        }
    }

    pub fn tool(&self, tool: &Tool) -> Verdict {
        self.decide(&tool.toolkit, &tool.slug, &tool.hints)
    }

    /// A custom tool is in the session because its owner put it there; what it extends has to be allowed too.
    pub fn custom(&self, extends_toolkit: Option<&str>) -> Verdict {
        match extends_toolkit.map(|toolkit| self.toolkit(toolkit)) {
            Some(refused) if !refused.allowed => refused,
            Some(allowed) => Verdict::yes(format!("the session declares this custom tool, and {}", allowed.rule)),
            None => Verdict::yes("the session declares this custom tool"),
        }
    }

    fn decide(&self, toolkit: &str, slug: &str, hints: &[Hint]) -> Verdict {
        let of_toolkit = self.toolkit(toolkit);
        if !of_toolkit.allowed {
            return of_toolkit;
        }
        match self.config.tools.as_ref().and_then(|tools| tools.get(toolkit)) {
            Some(ToolChoice::Slugs(choice)) => {
                let (list, enables) = match choice {
                    Choice::Enable(list) => (list, true),
                    Choice::Disable(list) => (list, false),
                };
                let listed = list.iter().any(|known| known == slug);
                match (enables, listed) {
                    (true, false) => {
                        return Verdict::no(format!("the session's `tools.{toolkit}` does not enable `{slug}`"));
                    }
                    (false, true) => return Verdict::no(format!("the session's `tools.{toolkit}` disables `{slug}`")),
                    (true, true) | (false, false) => {}
                }
                self.global_tags(slug, hints).unwrap_or_else(|| {
                    let verb = if enables { "enables" } else { "does not disable" };
                    Verdict::yes(format!("the session's `tools.{toolkit}` {verb} `{slug}`"))
                })
            }
            Some(ToolChoice::Tags(tags)) => {
                by_tags(tags, &format!("tools.{toolkit}.tags"), slug, hints).unwrap_or(of_toolkit)
            }
            None => self.global_tags(slug, hints).unwrap_or(of_toolkit),
        }
    }

    /// None where the session has no tags.
    fn global_tags(&self, slug: &str, hints: &[Hint]) -> Option<Verdict> {
        by_tags(self.config.tags.as_ref()?, "tags", slug, hints)
    }

    /// Whether requests that no tool describes may go to the toolkit. Unless the session says so, not where a filter on
    /// its tools would be passed by.
    pub fn proxy(&self, toolkit: &str) -> Verdict {
        let of_toolkit = self.toolkit(toolkit);
        let filtered =
            self.config.tags.is_some() || self.config.tools.as_ref().is_some_and(|tools| tools.contains_key(toolkit));
        match self.config.proxy_execute {
            _ if !of_toolkit.allowed => of_toolkit,
            Some(false) => Verdict::no("the session's `proxy_execute` is off"),
            Some(true) => Verdict::yes("the session's `proxy_execute` is on"),
            None if filtered => Verdict::no(format!(
                "the session filters the tools of `{toolkit}`, which a request of one's own would pass by (set \
                 `proxy_execute` to allow it)"
            )),
            None => of_toolkit,
        }
    }

    /// Whether anything names what is enabled, as opposed to what is not.
    pub fn narrows(&self) -> bool {
        let enables = |choice: &ToolChoice| match choice {
            ToolChoice::Slugs(choice) => matches!(choice, Choice::Enable(_)),
            ToolChoice::Tags(tags) => tags.enable.is_some(),
        };
        matches!(self.config.toolkits, Some(Choice::Enable(_)))
            || self.config.tools.iter().flatten().any(|(_, choice)| enables(choice))
            || self.config.tags.as_ref().is_some_and(|tags| tags.enable.is_some())
    }
}

fn by_tags(tags: &TagChoice, option: &str, slug: &str, hints: &[Hint]) -> Option<Verdict> {
    if let Some(hint) = tags.disable.iter().flatten().find(|hint| hints.contains(hint)) {
        return Some(Verdict::no(format!("the session's `{option}` disables {}, which `{slug}` has", hint.name())));
    }
    let enabled = tags.enable.as_ref()?;
    Some(match enabled.iter().find(|hint| hints.contains(hint)) {
        Some(hint) => Verdict::yes(format!("the session's `{option}` enables {}, which `{slug}` has", hint.name())),
        None => Verdict::no(format!("`{slug}` has none of the tags the session's `{option}` enables")),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use composio_catalog::Hint::{Create, Destructive, ReadOnly};
    use serde_json::{Value, json};

    use super::*;
    use crate::session::options;

    const READ: (&str, &str, &[Hint]) = ("github", "GITHUB_GET_A_REPOSITORY", &[ReadOnly]);
    const WRITE: (&str, &str, &[Hint]) = ("github", "GITHUB_CREATE_AN_ISSUE", &[Create]);
    const DELETE: (&str, &str, &[Hint]) = ("github", "GITHUB_DELETE_A_REPOSITORY", &[Destructive]);
    const OTHER: (&str, &str, &[Hint]) = ("exa", "EXA_SEARCH", &[ReadOnly]);

    /// Allowed: reading, writing, deleting with github; searching with exa.
    #[test]
    fn filters_narrow_what_a_session_allows() {
        let cases: &[(Value, [bool; 4])] = &[
            (json!({}), [true, true, true, true]),
            (json!({"toolkits": ["github"]}), [true, true, true, false]),
            (json!({"toolkits": []}), [false, false, false, false]),
            (json!({"toolkits": {"disable": ["github"]}}), [false, false, false, true]),
            (json!({"toolkits": {"disable": []}}), [true, true, true, true]),
            (json!({"tools": {"github": ["GITHUB_CREATE_AN_ISSUE"]}}), [false, true, false, true]),
            (json!({"tools": {"github": []}}), [false, false, false, true]),
            (json!({"tools": {"github": {"disable": ["GITHUB_CREATE_AN_ISSUE"]}}}), [true, false, true, true]),
            (json!({"tools": {"github": {"tags": ["readOnlyHint"]}}}), [true, false, false, true]),
            (json!({"tags": ["readOnlyHint"]}), [true, false, false, true]),
            (json!({"tags": []}), [false, false, false, false]),
            (json!({"tags": {"disable": ["destructiveHint"]}}), [true, true, false, true]),
            (
                json!({"tags": ["readOnlyHint"], "tools": {"github": {"tags": ["createHint"]}}}),
                [false, true, false, true],
            ),
            (
                json!({"tags": ["readOnlyHint"], "tools": {"github": {"disable": ["GITHUB_GET_A_REPOSITORY"]}}}),
                [false, false, false, true],
            ),
            (
                json!({"toolkits": ["exa"], "tools": {"github": ["GITHUB_CREATE_AN_ISSUE"]}}),
                [false, false, false, true],
            ),
            (
                json!({"tags": {"enable": ["readOnlyHint", "createHint"], "disable": ["createHint"]}}),
                [true, false, false, true],
            ),
        ];
        for (given, expected) in cases {
            let config = options::create(given.as_object().unwrap()).unwrap();
            let policy = Policy::new(&config);
            let allowed =
                [READ, WRITE, DELETE, OTHER].map(|(toolkit, slug, hints)| policy.decide(toolkit, slug, hints).allowed);
            assert_eq!(allowed, *expected, "{given}");
        }
    }

    #[test]
    fn raw_requests_do_not_pass_a_filter_by() {
        for (given, allowed) in [
            (json!({}), true),
            (json!({"toolkits": ["exa"]}), false),
            (json!({"toolkits": ["github"]}), true),
            (json!({"tags": ["readOnlyHint"]}), false),
            (json!({"tools": {"github": ["GITHUB_CREATE_AN_ISSUE"]}}), false),
            (json!({"tools": {"exa": ["EXA_SEARCH"]}}), true),
            (json!({"tags": ["readOnlyHint"], "proxy_execute": true}), true),
            (json!({"toolkits": ["exa"], "proxy_execute": true}), false),
            (json!({"proxy_execute": {"enable": false}}), false),
        ] {
            let config = options::create(given.as_object().unwrap()).unwrap();
            assert_eq!(Policy::new(&config).proxy("github").allowed, allowed, "{given}");
        }
    }

    #[test]
    fn a_refusal_names_its_rule() {
        let config = options::create(json!({"toolkits": ["exa"]}).as_object().unwrap()).unwrap();
        let (toolkit, slug, hints) = READ;
        let verdict = Policy::new(&config).decide(toolkit, slug, hints);
        assert_eq!(verdict.rule, "the session's `toolkits` does not enable `github`");
    }
}
