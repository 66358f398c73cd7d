//! The tools of one session over MCP, at `/tool_router/{session_id}/mcp`.
//!
//! Stateless JSON over POST: every request carries the session in its path and the session's token in a header, so any
//! process of the home can answer any request.

mod handler;
mod token;
mod tool;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use composio_core::Error;
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::json;

use self::handler::SessionTools;
use crate::site::Site;

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/tool_router/{session_id}/mcp", post(serve))
}

/// The token first, the body after.
async fn serve(State(site): State<Site>, Path(session_id): Path<String>, mut request: Request) -> Response {
    let token = token::take(request.headers_mut());
    if let Err(error) = token::check(&site.engine, &session_id, token).await {
        return refuse(&error);
    }
    let tools = SessionTools::new(site.engine, session_id);
    let service = StreamableHttpService::new(
        move || Ok(tools.clone()),
        Arc::new(NeverSessionManager::default()),
        // The guard at the door checks Host and Origin, for all that is served behind it.
        StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .disable_allowed_hosts()
            .disable_allowed_origins(),
    );
    service.handle(request).await.map(Body::new)
}

fn refuse(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.of.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(json!({"error": error.to_json()}))).into_response();
    if status == StatusCode::UNAUTHORIZED {
        let challenge = http::HeaderValue::from_static("Bearer realm=\"composio session\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}
