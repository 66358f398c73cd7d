//! Connect: the pages on which a user connects an account.
//!
//! A link's page is shown by GET, which changes nothing, because mail scanners and previews follow links. The POST of
//! its button uses the link up.

mod callback;
mod html;
mod link;
mod outcome;
mod problem;
mod setup;

use axum::Router;
use axum::extract::State;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use composio_core::Error;
use composio_core::error::LINK_NOT_FOUND;

use crate::manifest;
use crate::site::Site;

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/link/{token}", get(link::show).post(link::follow))
        .route("/api/v3.1/toolkits/auth/callback", get(callback::finish))
        .route("/api/v3/toolkits/auth/callback", get(callback::finish))
        .route("/setup/{token}", get(setup::show))
        .route(manifest::RETURN_PATH, get(setup::finish))
        .fallback(nothing_here)
        .layer(map_response(html::protect))
}

async fn nothing_here(State(site): State<Site>) -> Response {
    let error = Error::new(LINK_NOT_FOUND, "there is no page at this address");
    problem::page(&site.engine.settings().application_name, &error)
}
