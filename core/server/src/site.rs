//! What is served where: the origin serves everything, a port of our own choosing only MCP.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use composio_core::Engine;

use crate::door::names::Names;
use crate::door::{guard, neighbour};
use crate::{mcp, pages};

/// What every handler sees.
#[derive(Clone)]
pub(crate) struct Site {
    pub engine: Engine,
    pub names: Arc<Names>,
}

/// Everything: Connect, MCP and the answer to our neighbours.
pub(crate) fn origin(site: Site) -> Router {
    guarded(pages::routes().merge(mcp::routes()).merge(neighbour::routes()), site)
}

/// MCP alone. Neighbours get no answer here, so that nobody can pass their question on to us.
pub(crate) fn mcp_only(site: Site) -> Router {
    guarded(mcp::routes(), site)
}

fn guarded(routes: Router<Site>, site: Site) -> Router {
    routes.layer(from_fn_with_state(Arc::clone(&site.names), guard::guard)).with_state(site)
}
