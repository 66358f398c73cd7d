//! What a session hands to an agent: preloaded tools, then meta tools.

use composio_catalog::{Catalog, Tool, Toolkit};
use serde_json::{Value, json};

use super::config::Preload;
use super::custom::own::About;
use super::lifecycle::Session;
use super::meta;
use crate::api::catalog::{ToolView, ToolkitSummary};
use crate::api::page::{Page, PageRequest};
use crate::api::sessions::ListSessionTools;
use crate::engine::Engine;
use crate::error::Result;
use crate::operations::Handle;

/// Preloaded tools the policy (still) allows, in the caller's order; "all" by slug. Custom tools come last.
fn preloaded<'a>(catalog: &'a Catalog, session: &'a Session) -> Vec<&'a Tool> {
    let allowed = |tool: &&Tool| session.verdict(tool).allowed;
    let all = session.config.preload == Preload::All;
    let own = session.own().preloaded(all).filter(allowed);
    match &session.config.preload {
        Preload::All => catalog.tools().filter(allowed).chain(own).collect(),
        Preload::Tools(slugs) => {
            slugs.iter().filter_map(|slug| catalog.tool(slug)).filter(allowed).chain(own).collect()
        }
    }
}

pub fn exposed_slugs(catalog: &Catalog, session: &Session) -> Vec<String> {
    let preloaded = preloaded(catalog, session).into_iter().map(|tool| tool.slug.clone());
    preloaded.chain(meta::enabled(&session.config).map(|tool| tool.slug.to_owned())).collect()
}

fn exposed(catalog: &Catalog, session: &Session) -> Vec<ToolView> {
    let preloaded = preloaded(catalog, session).into_iter().map(|tool| match session.own().get(&tool.slug) {
        Some((_, about)) => own_view(catalog, session, tool, about),
        None => view(catalog, tool),
    });
    preloaded.chain(meta::enabled(&session.config).map(|tool| meta::view(tool, &session.config))).collect()
}

fn own_view(catalog: &Catalog, session: &Session, tool: &Tool, about: &About) -> ToolView {
    let toolkit = catalog.toolkit(&tool.toolkit).or_else(|| session.own().tools.toolkit(&tool.toolkit));
    ToolView { output_parameters: about.output_parameters(), ..view_of(tool, toolkit) }
}

/// A tool of the catalog as agents see it.
pub fn view(catalog: &Catalog, tool: &Tool) -> ToolView {
    view_of(tool, catalog.toolkit(&tool.toolkit))
}

fn view_of(tool: &Tool, toolkit: Option<&Toolkit>) -> ToolView {
    ToolView {
        slug: tool.slug.clone(),
        name: tool.name.clone(),
        description: tool.description.clone(),
        toolkit: ToolkitSummary {
            slug: tool.toolkit.clone(),
            name: toolkit.map_or_else(|| tool.toolkit.clone(), |toolkit| toolkit.name.clone()),
            logo: toolkit.map(|toolkit| toolkit.logo.clone()).unwrap_or_default(),
        },
        input_parameters: Value::clone(&tool.input_schema),
        output_parameters: output_parameters(),
        no_auth: toolkit.is_some_and(Toolkit::is_no_auth),
        version: tool.version.clone(),
        available_versions: vec![tool.version.clone()],
        scopes: tool.scopes.clone(),
        tags: tool.tags.clone(),
        is_deprecated: false,
    }
}

/// Every tool answers in this wrapper.
pub fn output_parameters() -> Value {
    json!({
        "type": "object",
        "properties": {
            "data": {"type": "object", "description": "What the provider answered."},
            "error": {"type": ["string", "null"], "description": "Why the call failed."},
            "successful": {"type": "boolean", "description": "Whether it did what was asked."},
        },
        "required": ["data", "successful"],
    })
}

impl Handle<ListSessionTools> for Engine {
    async fn handle(&self, request: ListSessionTools) -> Result<Page<ToolView>> {
        let session = self.session(&request.session_id).await?;
        let limit = request.limit.or(Some(500));
        let page = PageRequest::new("session.tools", &session.id, request.cursor.as_deref(), limit, 500)?;
        Ok(page.of(exposed(self.catalog(), &session), |tool| &tool.slug))
    }
}
