//! The compiled toolkit.

use std::collections::BTreeMap;

use crate::entry::default_scopes;
use crate::format::AuthScheme;
use crate::setup::{Places, SetupStep};
use crate::tool::{Tool, UNVERSIONED};

/// A service an agent can use, as the engine works with it.
#[derive(Debug, Clone)]
pub struct Toolkit {
    pub slug: String,
    pub name: String,
    pub description: String,
    pub version: String,
    pub categories: Vec<String>,
    pub app_url: Option<String>,
    /// An absolute URL, or empty.
    pub logo: String,
    pub also_called: Vec<String>,
    /// Without a trailing slash.
    pub base_url: String,
    pub headers: BTreeMap<String, String>,
    /// Never empty; the preferred scheme first.
    pub auth: Vec<AuthScheme>,
    /// The request that tells whether a credential works and, as `identity`, whose it is. It is no tool of the catalog.
    pub whoami: Option<Tool>,
    /// As the file has it; [`Toolkit::setup`] fills its placeholders.
    pub setup: Vec<SetupStep>,
    /// Slugs of its tools, sorted.
    pub tools: Vec<String>,
}

impl Toolkit {
    /// A toolkit of [`Tool::described`] tools; they need no account.
    pub fn described(slug: String, name: String, description: String) -> Self {
        Self {
            slug,
            name,
            description,
            version: UNVERSIONED.to_owned(),
            categories: Vec::new(),
            app_url: None,
            logo: String::new(),
            also_called: Vec::new(),
            base_url: String::new(),
            headers: BTreeMap::new(),
            auth: vec![AuthScheme::NoAuth {}],
            whoami: None,
            setup: Vec::new(),
            tools: Vec::new(),
        }
    }

    /// Whether its tools need no account.
    pub fn is_no_auth(&self) -> bool {
        self.auth.iter().any(|scheme| matches!(scheme, AuthScheme::NoAuth {}))
    }

    /// The ways to a first credential, the shortest one first, for an application with that redirect URI.
    pub fn setup<'a>(&'a self, redirect_uri: &'a str, application: &'a str) -> impl Iterator<Item = SetupStep> + 'a {
        let places = Places { redirect_uri, application, scopes: default_scopes(&self.auth) };
        self.setup.iter().map(move |step| step.filled(&places))
    }

    /// The scheme of that protocol name, if the toolkit offers it.
    pub fn scheme(&self, name: &str) -> Option<&AuthScheme> {
        self.auth.iter().find(|scheme| scheme.name() == name)
    }
}
