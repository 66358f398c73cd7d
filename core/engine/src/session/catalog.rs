//! Browsing toolkits and tools, outside any session.

use std::collections::BTreeSet;

use composio_catalog::{AuthScheme, Field, Tool, Toolkit};

use super::tools;
use super::validate::unknown_tool;
use crate::api::account::Scheme;
use crate::api::catalog::{
    Category, FieldSet, FieldView, GetTool, GetToolkit, ListCategories, ListToolkits, ListTools, ManagedBy,
    SchemeDetails, SchemeFields, SortBy, ToolView, ToolkitDetails, ToolkitView,
};
use crate::api::page::{Page, PageRequest};
use crate::engine::Engine;
use crate::error::{Error, FEATURE_NOT_AVAILABLE, REQUEST_INVALID, Result, TOOL_NOT_FOUND};
use crate::operations::Handle;

use super::meta;

/// Tools a search looks at, at most.
const SEARCHED: usize = 1_000;

impl Handle<ListTools> for Engine {
    async fn handle(&self, request: ListTools) -> Result<Page<ToolView>> {
        let named =
            [&request.toolkits, &request.tools, &request.tags, &request.scopes].iter().any(|list| !list.is_empty());
        if !named && request.search.is_none() {
            return Err(Error::new(
                REQUEST_INVALID,
                "listing tools needs a filter: `toolkits`, `tools`, `tags`, `scopes` or `search`",
            ));
        }
        let filter = (&request.toolkits, &request.tools, &request.tags, &request.scopes, &request.search);
        // Whoever names tools wants all of them.
        let limit = request.limit.or_else(|| u32::try_from(request.tools.len()).ok().filter(|named| *named > 20));
        let page = PageRequest::new("tools", &filter, request.cursor.as_deref(), limit, SEARCHED as u32)?;
        let toolkits = request
            .toolkits
            .iter()
            .map(|slug| self.connect().toolkit(slug).map(|toolkit| toolkit.slug.as_str()))
            .collect::<Result<Vec<_>>>()?;
        let mut slugs = Vec::with_capacity(request.tools.len());
        let mut views = Vec::new();
        for slug in &request.tools {
            match (meta::find(slug), self.catalog().tool(slug)) {
                (Some(tool), _) => views.push(meta::view(tool, &super::SessionConfig::default())),
                (None, Some(tool)) => slugs.push(tool.slug.as_str()),
                (None, None) => return Err(self.no_such_tool(slug)),
            }
        }
        let wanted = |tool: &Tool| {
            (toolkits.is_empty() || toolkits.contains(&tool.toolkit.as_str()))
                && (request.tools.is_empty() || slugs.contains(&tool.slug.as_str()))
                && request.tags.iter().all(|tag| tool.tags.contains(tag))
                && (request.scopes.is_empty() || request.scopes.iter().any(|scope| tool.scopes.contains(scope)))
        };
        let found: Vec<&Tool> = match request.search.as_deref() {
            Some(words) => self.catalog().search(words, &wanted, SEARCHED).into_iter().map(|hit| hit.tool).collect(),
            None => self.catalog().tools().filter(|tool| wanted(tool)).collect(),
        };
        views.extend(found.into_iter().map(|tool| tools::view(self.catalog(), tool)));
        Ok(page.of(views, |tool| &tool.slug))
    }
}

impl Handle<GetTool> for Engine {
    async fn handle(&self, request: GetTool) -> Result<ToolView> {
        if let Some(tool) = meta::find(&request.tool_slug) {
            return Ok(meta::view(tool, &super::SessionConfig::default()));
        }
        let tool = self.catalog().tool(&request.tool_slug);
        let tool = tool.ok_or_else(|| self.no_such_tool(&request.tool_slug))?;
        Ok(tools::view(self.catalog(), tool))
    }
}

impl Engine {
    /// Outside a session no tool has that slug.
    pub(super) fn no_such_tool(&self, slug: &str) -> Error {
        let nearest = self.catalog().nearest_tools(slug, 3);
        Error::new(TOOL_NOT_FOUND, unknown_tool(slug, &nearest).message)
            .with("tool", slug)
            .with("nearest", nearest.join(", "))
    }
}

impl Handle<ListToolkits> for Engine {
    async fn handle(&self, request: ListToolkits) -> Result<Page<ToolkitView>> {
        if request.sort_by == SortBy::Usage {
            return Err(Error::new(
                FEATURE_NOT_AVAILABLE,
                "toolkits cannot be sorted by `usage`, because nobody counts it here; leave out `sort_by`",
            )
            .with("option", "sort_by"));
        }
        let filter = (&request.toolkits, &request.search, &request.category, request.managed_by);
        let page = PageRequest::new("toolkits", &filter, request.cursor.as_deref(), request.limit, 500)?;
        let named = request
            .toolkits
            .iter()
            .map(|slug| self.connect().toolkit(slug).map(|toolkit| toolkit.slug.as_str()))
            .collect::<Result<Vec<_>>>()?;
        let search = request.search.as_deref().map(str::to_lowercase);
        let category = request.category.as_deref().map(category_id);
        let listed = self
            .catalog()
            .toolkits()
            .filter(|_| request.managed_by != ManagedBy::Project)
            .filter(|toolkit| named.is_empty() || named.contains(&toolkit.slug.as_str()))
            .filter(|toolkit| {
                search.as_deref().is_none_or(|text| {
                    [&toolkit.slug, &toolkit.name, &toolkit.description]
                        .into_iter()
                        .any(|field| field.to_lowercase().contains(text))
                })
            })
            .filter(|toolkit| {
                category
                    .as_deref()
                    .is_none_or(|wanted| toolkit.categories.iter().any(|known| category_id(known) == wanted))
            })
            .map(|toolkit| self.toolkit_view(toolkit))
            .collect();
        Ok(page.of(listed, |toolkit| &toolkit.slug))
    }
}

impl Handle<ListCategories> for Engine {
    async fn handle(&self, request: ListCategories) -> Result<Page<Category>> {
        let page = PageRequest::new("categories", &(), request.cursor.as_deref(), request.limit, 500)?;
        let known: BTreeSet<Category> = self
            .catalog()
            .toolkits()
            .flat_map(|toolkit| &toolkit.categories)
            .map(|name| Category { id: category_id(name), name: name.clone() })
            .collect();
        Ok(page.of(known.into_iter().collect(), |category| &category.id))
    }
}

impl Handle<GetToolkit> for Engine {
    async fn handle(&self, request: GetToolkit) -> Result<ToolkitDetails> {
        let toolkit = self.connect().toolkit(&request.slug)?;
        Ok(ToolkitDetails {
            toolkit: self.toolkit_view(toolkit),
            base_url: toolkit.base_url.clone(),
            auth_config_details: toolkit.auth.iter().map(scheme_details).collect(),
            setup: self.connect().setup(toolkit),
        })
    }
}

impl Engine {
    fn toolkit_view(&self, toolkit: &Toolkit) -> ToolkitView {
        ToolkitView {
            slug: toolkit.slug.clone(),
            name: toolkit.name.clone(),
            description: toolkit.description.clone(),
            logo: toolkit.logo.clone(),
            categories: toolkit.categories.clone(),
            auth_schemes: toolkit.auth.iter().map(AuthScheme::name).collect(),
            composio_managed_auth_schemes: self
                .connect()
                .managed_schemes(toolkit)
                .into_iter()
                .map(Scheme::name)
                .collect(),
            no_auth: toolkit.is_no_auth(),
            tools_count: toolkit.tools.len(),
            version: toolkit.version.clone(),
        }
    }
}

/// `developer tools` and `Developer-Tools` are one category.
fn category_id(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn scheme_details(scheme: &AuthScheme) -> SchemeDetails {
    let (creation, initiation) = match scheme {
        AuthScheme::OAuth2(oauth) => {
            let field = |name: &str, display_name: &str, required: bool, is_secret: bool| FieldView {
                name: name.to_owned(),
                display_name: display_name.to_owned(),
                description: String::new(),
                kind: "string",
                required,
                is_secret,
            };
            let mut scopes = field("scopes", "Scopes", false, false);
            scopes.description = format!("Default: {}", oauth.scopes.default.join(", "));
            let required = vec![field("client_id", "Client ID", true, false)];
            let optional = vec![field("client_secret", "Client secret", false, true), scopes];
            (FieldSet { required, optional }, FieldSet::default())
        }
        AuthScheme::ApiKey(typed) | AuthScheme::BearerToken(typed) | AuthScheme::Basic(typed) => {
            let (required, optional) = typed.fields.iter().map(field_view).partition(|field| field.required);
            (FieldSet::default(), FieldSet { required, optional })
        }
        AuthScheme::NoAuth {} => (FieldSet::default(), FieldSet::default()),
    };
    SchemeDetails {
        mode: scheme.name(),
        name: scheme.name(),
        fields: SchemeFields { auth_config_creation: creation, connected_account_initiation: initiation },
    }
}

fn field_view(field: &Field) -> FieldView {
    FieldView {
        name: field.name.clone(),
        display_name: field.title.clone(),
        description: field.description.clone(),
        kind: "string",
        required: field.required,
        is_secret: field.secret,
    }
}
