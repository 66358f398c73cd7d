//! The page that says what went wrong, and what the user does now.

use askama::Template;
use axum::response::Response;
use composio_core::Error;
use composio_core::error::{LINK_EXPIRED, LINK_FORWARDED, LINK_NOT_FOUND, LINK_USED};
use http::StatusCode;

use super::html;

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem<'a> {
    title: &'a str,
    message: &'a str,
    next_step: &'a str,
}

pub(super) fn page(application: &str, error: &Error) -> Response {
    let status = StatusCode::from_u16(error.of.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (title, next_step) = if error.is(LINK_FORWARDED) {
        (
            "This was started in another browser",
            format!("Open the link in the browser in which you want to connect, or ask {application} for a new one."),
        )
    } else if status.is_server_error() {
        ("Something went wrong here", format!("Wait a moment, then go back to {application} and ask for a new link."))
    } else {
        (title(error), format!("Go back to {application} and ask for a new link."))
    };
    html::page(status, title, &Problem { title, message: &error.message, next_step: &next_step })
}

/// The same for the page of a setup, whose reader sits at the command line.
pub(super) fn of_setup(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.of.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let next_step = "Go back to the terminal and run the setup again.";
    let problem = Problem { title: "The setup is not done", message: &error.message, next_step };
    html::page(status, "The setup is not done", &problem)
}

fn title(error: &Error) -> &'static str {
    if error.is(LINK_NOT_FOUND) {
        "Nothing here"
    } else if error.is(LINK_EXPIRED) {
        "This link has expired"
    } else if error.is(LINK_USED) {
        "This link was used already"
    } else {
        "The account was not connected"
    }
}
