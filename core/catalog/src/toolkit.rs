//! The compiled toolkit.

use std::collections::BTreeMap;

use crate::format::{AuthScheme, WhoAmI};
#[cfg(doc)]
use crate::tool::Tool;
use crate::tool::UNVERSIONED;

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
    pub whoami: Option<WhoAmI>,
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
            tools: Vec::new(),
        }
    }

    /// Whether its tools need no account.
    pub fn is_no_auth(&self) -> bool {
        self.auth.iter().any(|scheme| matches!(scheme, AuthScheme::NoAuth {}))
    }

    /// The scheme of that protocol name, if the toolkit offers it.
    pub fn scheme(&self, name: &str) -> Option<&AuthScheme> {
        self.auth.iter().find(|scheme| scheme.name() == name)
    }
}
