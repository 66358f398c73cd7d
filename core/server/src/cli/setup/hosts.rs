//! A server of the user's own in place of the provider's, such as GitHub Enterprise: what the flags say, or what the
//! settings say already.

use composio_core::ManagedClient;
use serde_json::{Map, Value};
use url::Url;

use super::super::arguments;
use super::super::console::text;

#[derive(Debug, Default)]
pub(super) struct Hosts {
    base_url: Option<String>,
    authorization_url: Option<String>,
    token_url: Option<String>,
    /// The toolkit's own API, which `base_url` stands for.
    declared: String,
}

impl Hosts {
    pub fn new(given: &arguments::Hosts, settings: Option<&ManagedClient>, toolkit: &Value) -> Self {
        let or = |given: &Option<String>, kept: fn(&ManagedClient) -> &Option<String>| {
            given.clone().or_else(|| settings.and_then(|client| kept(client).clone()))
        };
        Self {
            base_url: or(&given.base_url, |client| &client.base_url),
            authorization_url: or(&given.authorization_url, |client| &client.authorization_url),
            token_url: or(&given.token_url, |client| &client.token_url),
            declared: text(toolkit, "/base_url").to_owned(),
        }
    }

    /// Those that are set, by the names that settings and credentials give them.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        [("base_url", &self.base_url), ("authorization_url", &self.authorization_url), ("token_url", &self.token_url)]
            .into_iter()
            .filter_map(|(key, host)| Some((key, host.clone()?)))
            .collect()
    }

    /// The same as members of `credentials`.
    pub fn credentials(&self) -> Map<String, Value> {
        self.pairs().into_iter().map(|(key, host)| (key.to_owned(), Value::from(host))).collect()
    }

    /// As credentials for a key or token, which knows no sign-in page.
    pub fn api_alone(&self) -> Map<String, Value> {
        self.base_url.iter().map(|url| ("base_url".to_owned(), Value::from(url.as_str()))).collect()
    }

    /// The address of a page of the provider, on the host of its sign-in page.
    pub fn page(&self, url: &str) -> String {
        let own = self.authorization_url.as_deref().and_then(|own| Url::parse(own).ok());
        match (own, Url::parse(url)) {
            (Some(own), Ok(url)) => {
                let origin = own.origin().ascii_serialization();
                format!("{origin}{}", &url[url::Position::BeforePath..])
            }
            _ => url.to_owned(),
        }
    }

    /// An address of the provider's API. Not parsed: it may be a template.
    pub fn api(&self, url: &str) -> String {
        match (&self.base_url, url.strip_prefix(&self.declared)) {
            (Some(own), Some(path)) => format!("{}{path}", own.trim_end_matches('/')),
            _ => url.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pages_and_api_move_to_the_server_of_ones_own() {
        let toolkit = json!({"base_url": "https://api.github.com"});
        let given = arguments::Hosts {
            base_url: Some("https://ghe.example/api/v3/".to_owned()),
            authorization_url: Some("https://ghe.example/login/oauth/authorize".to_owned()),
            token_url: None,
        };
        let (own, none) =
            (Hosts::new(&given, None, &toolkit), Hosts::new(&arguments::Hosts::default(), None, &toolkit));
        let (page, api) = ("https://github.com/settings/apps/new?a=b", "https://api.github.com/app-manifests/{code}/x");
        assert_eq!(own.page(page), "https://ghe.example/settings/apps/new?a=b");
        assert_eq!(own.api(api), "https://ghe.example/api/v3/app-manifests/{code}/x");
        assert_eq!(own.api("https://elsewhere.example/x"), "https://elsewhere.example/x");
        assert_eq!((none.page(page).as_str(), none.api(api).as_str()), (page, api));
        assert_eq!(own.pairs().len(), 2);
        assert!(none.credentials().is_empty());
    }
}
