//! How an attempt ended, told to the user or, by way of the browser, to the application.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use composio_core::connect::ConnectOutcome;
use http::StatusCode;

use super::html;

#[derive(Template)]
#[template(path = "outcome.html")]
struct Ended<'a> {
    outcome: &'a ConnectOutcome,
}

/// Back to the application where it asked for that, else a page of ours.
pub(super) fn response(outcome: &ConnectOutcome) -> Response {
    if let Some(application) = &outcome.return_to {
        return Redirect::to(application.as_str()).into_response();
    }
    let (status, title) = match outcome.failure {
        None => (StatusCode::OK, "Connected"),
        Some(_) => (StatusCode::BAD_REQUEST, "Not connected"),
    };
    html::page(status, title, &Ended { outcome })
}
