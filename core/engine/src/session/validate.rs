//! What the options of a session must satisfy together, and against the catalog.
//!
//! Pure. What needs the store (do the auth configs and accounts exist, and whose are they) is asked when the session
//! is made, see [`super::lifecycle`].

use composio_catalog::{Catalog, Tool};

use super::config::{Choice, Preload, SessionConfig, ToolChoice};
use super::custom::{
    self,
    own::{Named, Own},
};
use super::policy::Policy;
use crate::api::sessions::Warning;
use crate::error::{
    Error, INVALID_ACCOUNT_IDS, INVALID_AUTH_CONFIG_IDS, INVALID_TOOLKIT_SLUGS, Result, SESSION_BAD_REQUEST,
    SESSION_TOOL_NOT_FOUND,
};

/// More tools than this are not handed out at once.
const PRELOAD_CAP: usize = 1_000;
/// More than this weigh on a model's context.
const PRELOAD_HEAVY: usize = 100;

/// Checks the configuration, and puts today's slugs where it names former ones.
pub fn validate(config: &mut SessionConfig, catalog: &Catalog) -> Result<Vec<Warning>> {
    known_toolkits(config, catalog)?;
    known_tools(config, catalog)?;
    custom::rules::validate(config, catalog)?;
    let config = &*config;
    let policy = Policy::new(config);
    for slug in config.auth_configs.iter().flatten().map(|(toolkit, _)| toolkit) {
        if !policy.toolkit(slug).allowed {
            return Err(Error::new(
                INVALID_AUTH_CONFIG_IDS,
                format!(
                    "`auth_configs.{slug}` is for a toolkit the session does not enable; enable it or remove the entry"
                ),
            )
            .with("toolkit", slug.as_str()));
        }
    }
    for (slug, ids) in config.connected_accounts.iter().flatten() {
        let most = if config.multi_account.enable { config.multi_account.max_accounts_per_toolkit as usize } else { 1 };
        if ids.is_empty() || ids.len() > most {
            let takes =
                if most == 1 { "one; turn on `multi_account` to pin several" } else { "1 or more, up to the maximum" };
            return Err(Error::new(
                INVALID_ACCOUNT_IDS,
                format!("`connected_accounts.{slug}` names {} accounts and takes {takes}", ids.len()),
            )
            .with("toolkit", slug.as_str()));
        }
    }
    preload(config, catalog, &policy)
}

fn known_toolkits(config: &SessionConfig, catalog: &Catalog) -> Result<()> {
    let chosen = match &config.toolkits {
        Some(Choice::Enable(list) | Choice::Disable(list)) => list.as_slice(),
        None => &[],
    };
    let named = chosen
        .iter()
        .chain(config.tools.iter().flatten().map(|(slug, _)| slug))
        .chain(config.auth_configs.iter().flatten().map(|(slug, _)| slug))
        .chain(config.connected_accounts.iter().flatten().map(|(slug, _)| slug));
    let unknown: Vec<&str> = named.map(String::as_str).filter(|slug| catalog.toolkit(slug).is_none()).collect();
    let Some(first) = unknown.first() else { return Ok(()) };
    let names: Vec<_> = unknown.iter().map(|slug| format!("`{slug}`")).collect();
    let nearest = catalog.nearest_toolkits(first, 3);
    let hint = match nearest.first() {
        Some(_) => {
            format!("did you mean {}?", nearest.iter().map(|slug| format!("`{slug}`")).collect::<Vec<_>>().join(", "))
        }
        None => "`toolkits.list` shows those there are".to_owned(),
    };
    Err(Error::new(INVALID_TOOLKIT_SLUGS, format!("unknown toolkits: {}; {hint}", names.join(", ")))
        .with("toolkits", unknown.join(", "))
        .with("nearest", nearest.join(", ")))
}

fn known_tools(config: &mut SessionConfig, catalog: &Catalog) -> Result<()> {
    if let Preload::Tools(slugs) = &mut config.preload {
        let own = Own::of(&config.custom);
        for slug in slugs {
            if own.get(slug).is_some() || (catalog.tool(slug).is_none() && !matches!(own.named(slug), Named::None)) {
                return Err(Error::new(
                    SESSION_BAD_REQUEST,
                    format!("`preload.tools` names the custom tool `{slug}`; set `preload` in its definition instead"),
                )
                .with("option", "preload")
                .with("tool", slug.as_str()));
            }
            slug.clone_from(&known_tool(catalog, slug, "preload.tools")?.slug);
        }
    }
    for (toolkit, choice) in config.tools.iter_mut().flatten() {
        let ToolChoice::Slugs(Choice::Enable(slugs) | Choice::Disable(slugs)) = choice else { continue };
        for slug in slugs {
            let tool = known_tool(catalog, slug, &format!("tools.{toolkit}"))?;
            slug.clone_from(&tool.slug);
            if tool.toolkit != *toolkit {
                return Err(Error::new(
                    SESSION_BAD_REQUEST,
                    format!("`tools.{toolkit}` names `{slug}`, a tool of `{}`; move it there", tool.toolkit),
                ));
            }
        }
    }
    Ok(())
}

fn known_tool<'a>(catalog: &'a Catalog, slug: &str, option: &str) -> Result<&'a Tool> {
    catalog.tool(slug).ok_or_else(|| {
        let error = unknown_tool(slug, &catalog.nearest_tools(slug, 3));
        Error::new(SESSION_TOOL_NOT_FOUND, format!("`{option}`: {error}")).with("tool", slug)
    })
}

/// The error for a slug no tool has; `nearest` are slugs that may have been meant.
pub fn unknown_tool(slug: &str, nearest: &[&str]) -> Error {
    let hint = if nearest.is_empty() {
        "find tools with COMPOSIO_SEARCH_TOOLS or `session.search`".to_owned()
    } else {
        format!("did you mean {}?", nearest.iter().map(|slug| format!("`{slug}`")).collect::<Vec<_>>().join(", "))
    };
    Error::new(SESSION_TOOL_NOT_FOUND, format!("there is no tool `{slug}`; {hint}"))
        .with("tool", slug)
        .with("nearest", nearest.join(", "))
}

fn preload(config: &SessionConfig, catalog: &Catalog, policy: &Policy<'_>) -> Result<Vec<Warning>> {
    let bad = |message: String| Err(Error::new(SESSION_BAD_REQUEST, message).with("option", "preload"));
    let count = match &config.preload {
        Preload::Tools(slugs) if slugs.is_empty() => return Ok(Vec::new()),
        _ if config.multi_account.enable => {
            return bad(
                "`preload` does not go with `multi_account`: a preloaded tool cannot name its account".to_owned()
            );
        }
        Preload::Tools(slugs) => {
            for slug in slugs {
                let tool = known_tool(catalog, slug, "preload.tools")?;
                let verdict = policy.tool(tool);
                if !verdict.allowed {
                    return bad(format!("`preload.tools` names `{slug}`, but {}", verdict.rule));
                }
            }
            slugs.len()
        }
        Preload::All if !policy.narrows() => {
            return bad(
                "preloading \"all\" tools, which `session_preset` \"direct_tools\" does too, needs a filter that names what to \
                 enable: `toolkits`, `tools` or `tags`"
                    .to_owned(),
            );
        }
        Preload::All => catalog.tools().filter(|tool| policy.tool(tool).allowed).count(),
    };
    if count > PRELOAD_CAP {
        return bad(format!("`preload` covers {count} tools; at most {PRELOAD_CAP} are handed out, so narrow it"));
    }
    if count <= PRELOAD_HEAVY {
        return Ok(Vec::new());
    }
    Ok(vec![Warning {
        code: "PRELOAD_TOOLS_HIGH_CONTEXT_USAGE",
        message: format!("{count} tools are preloaded; their schemas take much of a model's context"),
    }])
}
