//! The ladder of a toolkit as `toolkits.get` answers it: ways to a first credential, the shortest first.

use serde::Deserialize;
use serde_json::Value;

use super::super::console::{items, text};
use super::super::table::columns;
use super::choose;
use crate::manifest::Exchange;

/// One way. What this version does not know of it is not read.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Step {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub scheme: String,
    /// An estimate; 0 where nobody knows.
    #[serde(default)]
    pub minutes: u32,
    #[serde(default)]
    pub note: String,
    #[serde(flatten)]
    pub way: Way,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Way {
    TokenPage {
        #[serde(default)]
        url: String,
    },
    LocalLogin(LocalLogin),
    AppManifest(App),
    OwnClient {
        #[serde(default)]
        url: String,
        #[serde(default)]
        steps: Vec<String>,
    },
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct LocalLogin {
    pub name: String,
    pub command: Option<Vec<String>>,
    pub file: Option<String>,
    pub format: LoginFormat,
    #[serde(default)]
    pub prepare: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LoginFormat {
    Token,
    GoogleAdc,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct App {
    pub url: String,
    pub form_field: Option<String>,
    pub manifest: Value,
    pub exchange: Option<Exchange>,
}

impl Way {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TokenPage { .. } => "token_page",
            Self::LocalLogin(_) => "local_login",
            Self::AppManifest(_) => "app_manifest",
            Self::OwnClient { .. } => "own_client",
            Self::Unknown => "unknown",
        }
    }
}

/// The ladder; for a toolkit that brings none, what its ways of signing in come down to.
pub(super) fn read(toolkit: &Value, redirect_uri: &str) -> Vec<Step> {
    let steps: Vec<Step> = items(toolkit, "/setup").iter().filter_map(|step| Step::deserialize(step).ok()).collect();
    if !steps.is_empty() {
        return steps;
    }
    let name = text(toolkit, "/name");
    items(toolkit, "/auth_config_details")
        .iter()
        .map(|details| {
            let scheme = text(details, "/mode").to_owned();
            let (title, way) = if scheme == "OAUTH2" {
                let steps = vec![
                    format!("Register an OAuth application with {name}, with the redirect URI {redirect_uri}"),
                    "Copy its client id and client secret".to_owned(),
                ];
                (format!("Make an OAuth client at {name}"), Way::OwnClient { url: String::new(), steps })
            } else {
                (format!("Enter a key or token of {name}"), Way::TokenPage { url: String::new() })
            };
            Step { title, scheme, minutes: 0, note: String::new(), way }
        })
        .collect()
}

/// The ladder to choose from: numbers for what a number chooses, and the logins that are on this machine as words.
pub(super) fn shown(name: &str, steps: &[Step], is_here: impl Fn(&LocalLogin) -> bool) -> String {
    let rows: Vec<Vec<String>> = choose::numbered(steps)
        .enumerate()
        .map(|(index, (_, step))| {
            let minutes = match step.minutes {
                0 => String::new(),
                minutes => format!("{minutes} min"),
            };
            vec![format!("  {}", index + 1), step.title.clone(), minutes, format!("--with {}", step.way.kind())]
        })
        .collect();
    let mut said = format!("Ways to set up {name}:\n{}", columns(&rows).trim_end());
    for step in steps {
        if let Way::LocalLogin(login) = &step.way
            && is_here(login)
        {
            let mut title = step.title.chars();
            let first = title.next().map(char::to_lowercase).into_iter().flatten();
            said.push_str(&format!("\nor type `{}` to {}", login.name, first.chain(title).collect::<String>()));
        }
    }
    said
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    pub fn steps() -> Vec<Step> {
        let toolkit = json!({"setup": [
            {"kind": "local_login", "scheme": "BEARER_TOKEN", "title": "Take over gh", "minutes": 1, "name": "gh",
             "command": ["gh", "auth", "token"], "format": "token"},
            {"kind": "token_page", "scheme": "BEARER_TOKEN", "title": "Make a token", "minutes": 2,
             "url": "https://github.com/settings/tokens/new", "new_member": 5},
            {"kind": "app_manifest", "scheme": "OAUTH2", "title": "Make an app", "minutes": 3, "url": "https://x.org",
             "form_field": "manifest", "manifest": {}, "exchange": {"return_to": "/r", "post": "p", "client_id": "/i",
             "client_secret": "/s"}},
            {"kind": "own_client", "scheme": "OAUTH2", "title": "By hand", "minutes": 9, "url": "u", "steps": ["a"]},
            {"kind": "carrier_pigeon", "title": "Later"},
        ]});
        read(&toolkit, "http://localhost:9900/cb")
    }

    #[test]
    fn a_ladder_is_read_as_far_as_it_is_known() {
        let kinds: Vec<_> = steps().iter().map(|step| step.way.kind()).collect();
        assert_eq!(kinds, ["local_login", "token_page", "app_manifest", "own_client", "unknown"]);
    }

    #[test]
    fn a_toolkit_without_a_ladder_has_its_ways_of_signing_in() {
        let toolkit = json!({"name": "Exa", "auth_config_details": [{"mode": "API_KEY"}, {"mode": "OAUTH2"}]});
        let steps = read(&toolkit, "http://localhost:9900/cb");
        assert_eq!(steps[0].way.kind(), "token_page");
        let Way::OwnClient { steps, .. } = &steps[1].way else { panic!("{steps:?}") };
        assert!(steps[0].contains("http://localhost:9900/cb"));
    }

    #[test]
    fn numbers_are_for_what_a_number_chooses_and_logins_are_words() {
        let ladder = "Ways to set up GitHub:\n  1  Make a token  2 min  --with token_page\n  2  Make an app   3 min  \
                      --with app_manifest\n  3  By hand       9 min  --with own_client";
        for (is_here, more) in [(true, "\nor type `gh` to take over gh"), (false, "")] {
            assert_eq!(shown("GitHub", &steps(), |_| is_here), format!("{ladder}{more}"));
        }
    }
}
