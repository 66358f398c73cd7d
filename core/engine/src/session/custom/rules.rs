//! What custom tools must satisfy: each slug by itself, all of them together, and against catalog and policy.

use std::collections::HashMap;

use composio_catalog::{Catalog, OWN_PREFIX};

use super::definition::{CustomTools, Declared};
use super::own::STANDALONE;
use crate::connect::unknown_toolkit;
use crate::error::{Error, INVALID_TOOLKIT_SLUGS, REQUEST_INVALID, Result, SESSION_BAD_REQUEST};
use crate::session::config::{Preload, SessionConfig};
use crate::session::policy::Policy;

/// Characters of a final slug.
const LONGEST: usize = 60;
/// Beginnings that are ours.
const RESERVED: [&str; 2] = [OWN_PREFIX, "COMPOSIO_"];

/// A tool's or toolkit's slug by itself; the fault as a clause.
pub fn check_slug(slug: &str) -> Result<(), String> {
    if !slug.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
        return Err(format!("the slug `{slug}` may have only letters, digits, `_` and `-`"));
    }
    let upper = slug.to_ascii_uppercase();
    match RESERVED.into_iter().find(|prefix| upper.starts_with(prefix)) {
        Some(prefix) if prefix == OWN_PREFIX => {
            Err(format!("the slug `{slug}` begins with `{prefix}`, which is put there by itself; leave it out"))
        }
        Some(prefix) => Err(format!("the slug `{slug}` begins with `{prefix}`, which is for the engine's own tools")),
        None => Ok(()),
    }
}

/// All definitions together, against the catalog and the session's policy; toolkits get their slugs of today.
pub fn validate(config: &mut SessionConfig, catalog: &Catalog) -> Result<()> {
    for tool in &mut config.custom.tools {
        let Some(extended) = &mut tool.extends_toolkit else { continue };
        let Some(toolkit) = catalog.toolkit(extended) else {
            let error = unknown_toolkit(catalog, extended);
            return Err(Error::new(
                INVALID_TOOLKIT_SLUGS,
                format!("custom tool `{}` extends no toolkit: {error}", tool.slug),
            )
            .with("toolkit", extended.as_str())
            .with("nearest", error.context("nearest").unwrap_or_default()));
        };
        extended.clone_from(&toolkit.slug);
    }
    toolkits(&config.custom, catalog)?;
    slugs(&config.custom, catalog)?;
    let policy = Policy::new(config);
    for tool in &config.custom.tools {
        let Some(extended) = tool.extends_toolkit.as_deref() else { continue };
        let verdict = policy.toolkit(extended);
        if !verdict.allowed {
            return Err(bad(
                SESSION_BAD_REQUEST,
                format!(
                    "custom tool `{}` extends `{extended}`, but {}; enable it or remove the tool",
                    tool.slug, verdict.rule
                ),
            ));
        }
        let declared = Declared { tool, toolkit: None };
        if config.multi_account.enable && declared.preloaded(config.preload == Preload::All) {
            return Err(bad(
                SESSION_BAD_REQUEST,
                format!(
                    "custom tool `{}` is preloaded, extends `{extended}` and cannot name its account, which does not go \
                     with `multi_account`; leave its `preload` out",
                    tool.slug
                ),
            ));
        }
    }
    Ok(())
}

fn toolkits(custom: &CustomTools, catalog: &Catalog) -> Result<()> {
    let mut seen: Vec<String> = Vec::with_capacity(custom.toolkits.len());
    for toolkit in &custom.toolkits {
        let slug = toolkit.slug.to_ascii_lowercase();
        let fault = if catalog.toolkit(&slug).is_some() {
            "is a toolkit of the catalog; give single tools `extends_toolkit`, or take another slug"
        } else if slug == STANDALONE || slug == "composio" {
            "is taken by the engine; take another slug"
        } else if seen.contains(&slug) {
            "is declared twice"
        } else {
            seen.push(slug);
            continue;
        };
        return Err(bad(REQUEST_INVALID, format!("custom toolkit `{}` {fault}", toolkit.slug)));
    }
    Ok(())
}

fn slugs(custom: &CustomTools, catalog: &Catalog) -> Result<()> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for declared in custom.all() {
        let (slug, whole) = (&declared.tool.slug, declared.final_slug());
        if let Some(tool) = catalog.tool(slug) {
            return Err(bad(
                REQUEST_INVALID,
                format!("custom tool `{slug}` has the slug of a tool of `{}`; take another", tool.toolkit),
            ));
        }
        if whole.len() > LONGEST {
            return Err(bad(
                REQUEST_INVALID,
                format!(
                    "custom tool `{slug}` becomes `{whole}`, which has {} characters and may have {LONGEST}; shorten it",
                    whole.len()
                ),
            ));
        }
        if let Some(other) = seen.insert(whole.clone(), slug) {
            return Err(bad(
                REQUEST_INVALID,
                format!("the custom tools `{other}` and `{slug}` are both `{whole}`; rename one"),
            ));
        }
    }
    Ok(())
}

fn bad(of: crate::error::ErrorType, message: String) -> Error {
    Error::new(of, message).with("option", "experimental")
}
